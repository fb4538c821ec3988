"""The words that stand for a value in a table that people read."""

from lib import formats
from lib.frames import Record
from lib.schema import Column, Kind, Role
from lib.vocabulary import MISSING_REASON


def cell_words(row: Record, column: Column) -> str:
    """The value of a column in a row, as in 1,234; 約500; 令和2年度（2020）; 記載なし; 秘匿."""
    value = row[column.name]
    if value is None:
        return missing_words(row, column)
    if column.role is Role.YEAR:
        return formats.fiscal_year(value)
    if column.kind.is_number:
        return formats.qualified(formats.shown_number(value), comparator(row, column))
    if column.kind is Kind.DATE:
        return formats.day(value)
    if column.kind is Kind.BOOLEAN:
        return "はい" if value else "いいえ"
    return _text_words(str(value), column)


def missing_words(row: Record, column: Column) -> str:
    """Why a row has no value in a column, as in 秘匿; else what an empty cell of it says."""
    reason = row.get(column.reason_in) if column.reason_in else None
    return MISSING_REASON.label(reason) if reason else column.missing or ""


def comparator(row: Record, column: Column) -> str | None:
    """The code of ``COMPARATOR`` that the row gives its number."""
    said = row.get(column.qualified_by) if column.qualified_by else None
    return "about" if said is True else said or None


def _text_words(text: str, column: Column) -> str:
    if column.vocabulary:
        return column.vocabulary.label(text)
    if column.role is Role.PLACE:
        return formats.joined(formats.place(part) for part in text.split("、"))
    return text
