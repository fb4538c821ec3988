"""One cell of an uploaded file to the text that the CSV of a table holds, or why it is unclear."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from lib.intake import numbers, quantities, words, years
from lib.intake.known import Known
from lib.intake.readings import Expected, Read, Unclear
from lib.intake.sheets import Mark, Value, shown
from lib.schema import Column, Kind, Role
from lib.validation.reading import cell_fault

_EXCEL_FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of the numbers that spreadsheets keep for dates
_BOOLEANS = {"true": "true", "false": "false", "はい": "true", "いいえ": "false"}
_BOOLEANS |= {"○": "true", "◯": "true", "×": "false", "有": "true", "無": "false"}
_MOST_ERA_YEARS = 15  # a larger number of two digits rather is a year of 20XX
_UNIT = "unit"  # the column of counters, whose ％ and ヶ月 are written in one way
_A_YEAR, _A_DAY = "2024", "2024-04-01"
_MONTH = re.compile(r".*年[0-9]{1,2}月|[0-9]{4}[-/.][0-9]{1,2}")
# Read as other characters on other machines; the build refuses them.
_MACHINE_DEPENDENT = re.compile("[\uff61-\uff9f\u3200-\u33ff\u2160-\u217f]+")
_INVISIBLE = ("Cc", "Cf", "Zl", "Zp")


def read(expected: Expected, value: Value, mark: Mark | None = None) -> Read | Unclear:
    """What a cell says in its column."""
    if mark is Mark.FORMULA:
        return Unclear("式のセル。値だけを貼り付ける。", shown(value))
    if mark is Mark.ERROR:
        return Unclear("エラー（#N/A、#DIV/0! など）のセル。値を入れる。")
    if value is None:
        return _blank(expected)
    column = expected.column
    if isinstance(value, str):
        value = cleaned(value)
        if value == "":
            return _blank(expected)
        if column.missing == value:
            return Read("")
    found = _typed(expected, value, mark)
    return found if isinstance(found, Unclear) or found.reason else _checked(column, found)


def _blank(expected: Expected) -> Read | Unclear:
    if expected.reasons:
        return Unclear("空欄は、0、不明、該当なし、秘匿のどれとも読める。")
    return Read("") if expected.column.nullable else Unclear("空欄。値が要る。")


def _checked(column: Column, found: Read) -> Read | Unclear:
    """A value that the declaration of its column allows."""
    if not cell_fault(column, found.text):
        return found
    if column.is_number:
        return Unclear("整数でない。" if _is_cut(column, found) else "範囲の外の数。")
    if column.role is Role.YEAR or column.kind is Kind.DATE:
        return Unclear("古すぎる年度。" if column.role is Role.YEAR else "古すぎる日付。")
    return Unclear("書き方が違う。" if column.pattern else "外字か、使えない文字がある。")


def _is_cut(column: Column, found: Read) -> bool:
    return column.kind is not Kind.NUMBER and "." in found.text


def _typed(expected: Expected, value: str | float | dt.date, mark: Mark | None) -> Read | Unclear:
    column = expected.column
    if expected.known:
        return _code(expected.known, value)
    if column.role is Role.YEAR:
        return _year(value)
    match column.kind:
        case Kind.INTEGER | Kind.MONEY | Kind.NUMBER:
            return quantities.read(expected, value, mark)
        case Kind.BOOLEAN:
            return _boolean(value)
        case Kind.DATE:
            return _date(value)
        case Kind.TEXT:
            return _text(column, value)


def cleaned(text: str) -> str:
    """A text without line breaks, spaces around it, and characters that no machine shows alike."""
    flat = re.sub(r"(?<=[^\x00-\x7f])[\r\n]+(?=[^\x00-\x7f])", "", text)
    flat = re.sub(r"[\s\u00a0]+", " ", flat) if re.search(r"[\r\n\t\u00a0]", flat) else flat
    seen = "".join(sign for sign in flat if unicodedata.category(sign) not in _INVISIBLE)
    return _MACHINE_DEPENDENT.sub(lambda s: unicodedata.normalize("NFKC", s[0]), seen).strip()


def _code(of_list: Known, value: Value) -> Read | Unclear:
    text = shown(value)
    found = sorted(of_list.found(text))
    if len(found) == 1:
        return Read(found[0])
    if found:
        both = "、".join(of_list.words(code) for code in found)
        return Unclear("2つ以上のものに当たる名前。コードで書く。", both)
    return Unclear("一覧にない値。", of_list.nearest(text))


def _year(value: Value) -> Read | Unclear:
    if isinstance(value, dt.date):
        fiscal = value.year - (value.month < 4)
        return Unclear("年度でなく、日付になっている。", f"{fiscal}年度")
    found = years.year(shown(value))
    if found is not None:
        return Read(str(found))
    plain = years.flat(shown(value))
    if re.fullmatch("[0-9]{1,2}", plain):
        is_era = int(plain) <= _MOST_ERA_YEARS
        return Unclear("元号も西暦もない年。", f"{'令和' if is_era else '20'}{int(plain)}年度")
    return Unclear("年度として読めない。", words.year_of_heisei(plain))


def _boolean(value: Value) -> Read | Unclear:
    found = _BOOLEANS.get(unicodedata.normalize("NFKC", shown(value)).casefold())
    return Read(found) if found else Unclear("「はい」でも「いいえ」でもない。")


def _date(value: Value) -> Read | Unclear:
    if isinstance(value, dt.date):
        return Read(value.isoformat())
    found = years.day(value) if isinstance(value, str) else years.day(shown(value))
    if found:
        return Read(found.isoformat())
    plain = years.flat(shown(value))
    if _MONTH.fullmatch(plain):
        end = f"{plain}末" if plain.endswith("月") else ""
        return Unclear("日のない日付。月の末日なら「末」を付ける。", end)
    if re.fullmatch("[1-9][0-9]{4}", plain):
        day = _EXCEL_FIRST_DAY + dt.timedelta(days=int(plain))
        return Unclear("日付が数になっている。日付の書式にする。", day.isoformat())
    return Unclear("実在する日付として読めない。")


def _text(column: Column, value: str | float | dt.date) -> Read | Unclear:
    if isinstance(value, bool):
        return Unclear("文字でなく、TRUE か FALSE になっている。")
    text = value if isinstance(value, str) else shown(value)
    if text in words.LINES:
        return Unclear(f"「{text}」だけでは、値がないのか、書き忘れかが分からない。")
    unit = numbers.unit_of(text) if column.name == _UNIT else None
    if unit and unit[0] == 1:
        return Read(unit[1])
    if not column.pattern:
        is_day = isinstance(value, dt.date)
        return Unclear("文字でなく、日付になっている。") if is_day else Read(text)
    for writing in _writings(column.pattern, text):
        if re.fullmatch(column.pattern, writing):
            return Read(writing)
    return Unclear("書き方が違う。", words.near(column, text))


def _writings(pattern: str, text: str) -> Iterator[str]:
    """A text as it stands, and as years, dates, units and codes are written."""
    yield text
    if re.fullmatch(pattern, _A_YEAR) and (year := years.year(text)):
        yield str(year)
    if re.fullmatch(pattern, _A_DAY) and (day := years.day(text)):
        yield day.isoformat()
    yield years.flat(text)
