"""The words that stand for a value in a table that people read."""

from lib import formats
from lib.frames import Record
from lib.schema import Column, Kind

_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)


def is_number(column: Column) -> bool:
    """Whether the values of a column are read as numbers; a fiscal year is a name."""
    return column.kind in _NUMBERS and not column.name.endswith("fiscal_year")


def cell_words(row: Record, column: Column) -> str:
    """The value of a column in a row, as in 1,234; 約500; 20以上; 令和2年度（2020）; 記載なし."""
    value = row[column.name]
    if value is None:
        return column.missing or ""
    if column.name.endswith("fiscal_year"):
        return formats.fiscal_year(value)
    if column.kind in _NUMBERS:
        return formats.qualified(formats.shown_number(value), _comparator(row, column))
    if column.kind is Kind.BOOLEAN:
        return "はい" if value else "いいえ"
    if column.kind is Kind.DATE:
        return formats.day(value)
    return _text_words(str(value), column)


def _comparator(row: Record, column: Column) -> str | None:
    """The code of ``COMPARATOR`` of a number; only the column ``value`` has one."""
    if column.name != "value":
        return None
    return "about" if row.get("is_approximate") else row.get("comparator")


def _text_words(value: str, column: Column) -> str:
    if column.vocabulary:
        return column.vocabulary.label(value)
    if column.name.endswith("locator"):
        return formats.joined(formats.place(part) for part in value.split("、"))
    return value
