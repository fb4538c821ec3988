"""The days that can stand in the data at all."""

import datetime as dt

EARLIEST = dt.date(1990, 1, 1)
# A clock that is slow must not refuse the data as they are shipped.
SHIPPED_ON = dt.date(2026, 11, 21)
_JAPAN = dt.timezone(dt.timedelta(hours=9))  # where the data are entered


def today() -> dt.date:
    """The day in Japan, but none before the data were shipped."""
    return max(dt.datetime.now(_JAPAN).date(), SHIPPED_ON)


def latest() -> dt.date:
    """The last day of next year: whatever lies later is a slip."""
    return dt.date(today().year + 1, 12, 31)
