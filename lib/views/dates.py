"""The choice between figures of any as-of date and figures of one."""

import datetime as dt
from collections.abc import Iterable

EACH, SAME = "each", "same"
AS_OF_CHOICES = {EACH: "数値ごとの時点", SAME: "同じ時点だけ"}


def commonest_date(dates: Iterable[dt.date]) -> dt.date:
    """The date that occurs most often; the latest of several.

    Raises:
        ValueError: There is no date.
    """
    found = list(dates)
    return max(set(found), key=lambda date: (found.count(date), date))
