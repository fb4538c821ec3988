"""How numbers, amounts, years and dates are written for Japanese readers."""

import datetime as dt
import re
from collections.abc import Iterable

_REIWA_FIRST_YEAR = 2019
_REIWA_FIRST_DAY = dt.date(2019, 5, 1)
_HEISEI_FIRST_YEAR = 1989
_MAN = 10_000  # 万
_MOST_DECIMALS = 3
_JAPAN = dt.timezone(dt.timedelta(hours=9))  # knows no summer time, so needs no table of zones

_WESTERN_YEAR = re.compile(r"（[0-9]{4}年?）")
_LINES = re.compile(r"L([0-9]+)(?:-([0-9]+))?")

NOT_GIVEN = "記載なし"


def number(value: float, decimals: int | None = None) -> str:
    """A number with thousands separated and a true minus sign.

    Args:
        value: The number.
        decimals: Digits behind the point; None writes as many as the number has, up to three.
    """
    text = f"{value:,.{_MOST_DECIMALS if decimals is None else decimals}f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def shown_number(value: float) -> str:
    """A number for tables; one above 0 that is too small for its digits is never written as 0."""
    text = number(value)
    return f"{number(10**-_MOST_DECIMALS)}未満" if value > 0 and text == "0" else text


def count(value: float, unit: str, *, is_approximate: bool = False) -> str:
    """A number with its counter, as in 約1,500部."""
    return f"{'約' if is_approximate else ''}{number(value)}{unit}"


def qualified(text: str, comparator: str | None) -> str:
    """A number in words with its code of ``COMPARATOR``, as in 約2倍, 20件以上."""
    return {"about": f"約{text}", "at_least": f"{text}以上"}.get(comparator or "", text)


def man_yen(amount_yen: float) -> str:
    """An amount in 万円 to one decimal, as in 1,805.3万円, 150万円."""
    return f"{number(round(amount_yen / _MAN, 1))}万円"


def whole_man_yen(amount_yen: float) -> str:
    """An amount in whole 万円, with 億 apart, as in 5,110万円, 3億1,588万円, 2億円."""
    oku, man = divmod(round(amount_yen / _MAN), _MAN)
    parts = (f"{number(oku)}億" if oku else "", f"{number(man)}万" if man or not oku else "")
    return f"{''.join(parts)}円"


def percent(share: float, decimals: int = 1) -> str:
    """A share (0 to 1) as a percentage."""
    return f"{number(100 * share, decimals)}%"


def era_year(year: int) -> str:
    """A fiscal or calendar year in the era whose name its fiscal year bears (2019 is 令和元年)."""
    if year >= _REIWA_FIRST_YEAR:
        reiwa = year - _REIWA_FIRST_YEAR + 1
        return f"令和{'元' if reiwa == 1 else reiwa}年"
    return f"平成{year - _HEISEI_FIRST_YEAR + 1}年"


def fiscal_year(year: int) -> str:
    """A fiscal year as in 令和2年度（2020）."""
    return f"{era_year(year)}度（{year}）"


def era_fiscal_year(year: int) -> str:
    """A fiscal year in its era alone, as in 令和2年度."""
    return f"{era_year(year)}度"


def without_western_years(text: str) -> str:
    """Words without the Western years that stand in brackets behind those of an era."""
    return _WESTERN_YEAR.sub("", text)


def short_fiscal_year(year: int) -> str:
    """A fiscal year in the form of axis labels, as in R2, H30."""
    reiwa = year - _REIWA_FIRST_YEAR + 1
    return f"R{reiwa}" if reiwa >= 1 else f"H{year - _HEISEI_FIRST_YEAR + 1}"


def today() -> dt.date:
    """The date in Japan, wherever the server stands."""
    return dt.datetime.now(tz=_JAPAN).date()


def moment(at: dt.datetime) -> str:
    """A moment in Japan's time, to the minute."""
    return f"{at.astimezone(_JAPAN):%Y-%m-%d %H:%M}"


def day(date: dt.date) -> str:
    """A date; the last day of a month is written as 末, as in 2020年12月末."""
    is_month_end = (date + dt.timedelta(days=1)).day == 1
    return f"{date.year}年{date.month}月{'末' if is_month_end else f'{date.day}日'}"


def month(date: dt.date) -> str:
    """The month of a date, as in 2020年12月."""
    return f"{date.year}年{date.month}月"


def era_day(date: dt.date) -> str:
    """A date with its era, as in 令和2年12月末（2020年）."""
    is_heisei_day = date.year == _REIWA_FIRST_DAY.year and date < _REIWA_FIRST_DAY
    era = f"平成{date.year - _HEISEI_FIRST_YEAR + 1}年" if is_heisei_day else era_year(date.year)
    return f"{day(date).replace(f'{date.year}年', era)}（{date.year}年）"


def as_of(dates: Iterable[dt.date | None]) -> str:
    """The as-of date of some figures, or the span if they differ.

    Returns:
        For example 令和2年12月末（2020年）現在; 2020年2月末～12月末（数値ごとに異なる）; 記載なし.
    """
    known = sorted({date for date in dates if date is not None})
    if not known:
        return NOT_GIVEN
    if len(known) == 1:
        return f"{era_day(known[0])}現在"
    first, last = day(known[0]), day(known[-1])
    if known[0].year == known[-1].year:
        last = last.removeprefix(f"{known[-1].year}年")
    return f"{first}～{last}（数値ごとに異なる）"


def lines(locator: str) -> tuple[int, int]:
    """First and last line that a locator of the form L12 or L12-14 names.

    Raises:
        ValueError: It has another form.
    """
    found = _LINES.fullmatch(locator)
    if found is None:
        message = f"not a locator of lines: {locator!r}"
        raise ValueError(message)
    return int(found[1]), int(found[2] or found[1])


def place(locator: str) -> str:
    """A locator in words: L68 is 68行目, L94-95 is 94～95行目; other places stay as they are."""
    try:
        first, last = lines(locator)
    except ValueError:
        return locator
    return f"{first}行目" if first == last else f"{first}～{last}行目"


def joined(words: Iterable[str], separator: str = "、") -> str:
    """Words in a row, each once, in their order."""
    return separator.join(dict.fromkeys(words))
