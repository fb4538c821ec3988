"""Reads years and dates as Japanese offices write them; what could be two of them is refused."""

import calendar
import datetime as dt
import re
import unicodedata

_YEARS_BEFORE = {"令和": 2018, "平成": 1988, "昭和": 1925}  # the year before the first of the era
_ERA_OF_LETTER = {"R": "令和", "令": "令和", "H": "平成", "平": "平成", "S": "昭和", "昭": "昭和"}
_FIRST_DAYS = {  # of each era, and the first day behind it
    "令和": (dt.date(2019, 5, 1), dt.date(2100, 1, 1)),
    "平成": (dt.date(1989, 1, 8), dt.date(2019, 5, 1)),
    "昭和": (dt.date(1926, 12, 25), dt.date(1989, 1, 8)),
}
# 平成31年度 is 令和元年度; years that never came are not read.
_LAST_YEARS = {"令和": 99, "平成": 31, "昭和": 64}
_ERA = r"(?P<era>令和|平成|昭和|[RHSrhs令平昭])\.?(?P<number>元|[0-9]{1,2})"
_WESTERN = r"(?:FY|西暦)?(?P<western>(?:19|20)[0-9]{2})"
_YEAR = re.compile(rf"(?:{_ERA}|{_WESTERN})(?P<word>年度|年)?")
_BOTH = re.compile(r"(?P<first>[^()]+)\((?P<second>[^()]+)\)")
_DAY = re.compile(
    rf"(?:{_ERA}|{_WESTERN})(?P<mark>[-/.年])(?P<month>[0-9]{{1,2}})(?:[-/.月])"
    r"(?:(?P<day>[0-9]{1,2})日?|(?P<last>末日?))"
)
_DIGITS = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")


def flat(text: str) -> str:
    """A text in NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def year(text: str) -> int | None:
    """The Western year of a calendar or fiscal year in words, such as 令和6年度, R6, 2024.

    A year in two calendars, as in 令和6年度（2024年度）, is read where both agree.

    Returns:
        The year; None if the text is no year or could be two.
    """
    plain = flat(text)
    if both := _BOTH.fullmatch(plain):
        first, second = year(both["first"]), year(both["second"])
        return first if first == second else None
    found = _YEAR.fullmatch(plain)
    return _western(found) if found else None


def is_fiscal(text: str) -> bool:
    """Whether a year is written as a fiscal one."""
    return "年度" in flat(text) or flat(text).startswith("FY")


def _western(found: re.Match[str]) -> int | None:
    if found["western"]:
        return int(found["western"])
    name = found["era"]
    era = name if name in _YEARS_BEFORE else _ERA_OF_LETTER[name.upper()]
    number = 1 if found["number"] == "元" else int(found["number"])
    return _YEARS_BEFORE[era] + number if 1 <= number <= _LAST_YEARS[era] else None


def day(text: str) -> dt.date | None:
    """The date in words, such as 令和6年4月1日, R6.4.1, 2024/4/1, 20240401, 令和2年12月末.

    Returns:
        The date; None if the text is no date, no day of its era, or could be two dates.
    """
    plain = flat(text)
    found = _DAY.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if found is None:
        return None
    parts = found.groupdict()
    of_year = int(parts["year"]) if "year" in parts else _western(found)
    if of_year is None or not 1 <= int(parts["month"]) <= 12:
        return None
    of_month = int(parts["month"])
    last = calendar.monthrange(of_year, of_month)[1]
    of_day = last if parts.get("last") else int(parts["day"])
    if not 1 <= of_day <= last:
        return None
    date = dt.date(of_year, of_month, of_day)
    return date if _is_in_era(date, parts.get("era")) else None


def _is_in_era(date: dt.date, name: str | None) -> bool:
    if not name:
        return True
    first, behind = _FIRST_DAYS[_ERA_OF_LETTER.get(name.upper(), name)]
    return first <= date < behind
