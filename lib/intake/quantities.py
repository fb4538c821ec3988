"""Reads a cell as a number in the unit of its column, or as a word that stands for one."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

from lib import amounts
from lib.intake import known, numbers, words, years
from lib.intake.numbers import ReadNumber
from lib.intake.readings import Expected, Read, Unclear
from lib.intake.sheets import Mark
from lib.schema import Column, Kind, Role

_PERCENT, _YEN = "%", "円"
_FRACTION = re.compile(r"([0-9]+)/([0-9]+)|([0-9]+)分の([0-9]+)")
_LARGE_UNIT = re.compile("[億万千]")
_LARGEST_EXACT = 2**53  # spreadsheets keep no larger whole number exactly


def read(expected: Expected, value: str | float | dt.date, mark: Mark | None) -> Read | Unclear:
    """What a cell says in a column of numbers."""
    if isinstance(value, bool):
        return Unclear("数でなく、TRUE か FALSE になっている。")
    if isinstance(value, dt.date):
        return Unclear("数でなく、日付になっている。")
    if isinstance(value, str):
        return _typed_number(expected, value)
    if abs(value) > _LARGEST_EXACT:
        return Unclear("15桁を超える数は、表計算で正しく残らない。文字として入れる。")
    exact = Decimal(repr(value))
    is_percent = mark is Mark.PERCENT
    found = ReadNumber(100 * exact, unit=_PERCENT) if is_percent else ReadNumber(exact)
    return _in_unit(expected, found)


def _typed_number(expected: Expected, text: str) -> Read | Unclear:
    found = _instead_of_number(expected, text) or _fraction(expected.column, text)
    if found:
        return found
    number = numbers.number(text)
    if isinstance(number, ReadNumber):
        return _in_unit(expected, number)
    if expected.column.kind is Kind.MONEY and expected.multiple == 1:
        amount = amounts.yen(text)
        if amount is not None and _LARGE_UNIT.search(text):
            return _in_unit(expected, ReadNumber(Decimal(amount), unit=_YEN))
    return Unclear(number.sentence, number.nearest)


def _instead_of_number(expected: Expected, text: str) -> Read | Unclear | None:
    """What a word says that stands for a number; None if it is none."""
    plain = known.plain(text)
    codes = expected.reasons.found(words.REASONS.get(plain, text)) if expected.reasons else ()
    if len(codes) == 1:
        return Read("", reason=min(codes))
    if text in words.DASHES or years.flat(text) in words.DASHES:
        others = "0、該当なし、不明、秘匿のどれ" if expected.reasons else "0 とも、値がないこと"
        nearest = words.NEAREST_REASONS.get(text, "") if expected.reasons else ""
        return Unclear(f"「{text}」は、{others}とも読める。", nearest)
    return Unclear(f"この列に「{text}」は書けない。") if plain in words.ALL_REASONS else None


def _fraction(column: Column, text: str) -> Read | None:
    """A fraction such as 1/2 or 2分の1 in a column of shares, where it has an end in decimals."""
    found = _FRACTION.fullmatch(years.flat(text)) if is_share(column) else None
    if not found or int(found[2] or found[3]) == 0:
        return None
    above, below = int(found[1] or found[4]), int(found[2] or found[3])
    share = Decimal(above) / Decimal(below)
    has_end = Fraction(share) == Fraction(above, below)
    return Read(numbers.written(share), number=share) if has_end else None


def is_share(column: Column) -> bool:
    """Whether the column holds parts of one."""
    return column.kind is Kind.NUMBER and column.maximum == 1 and not column.unit


def is_unclear_percentage(number: Decimal) -> bool:
    """Whether a bare number under a heading in per cent could be a part of one as well."""
    return 0 < number <= 1


def _in_unit(expected: Expected, found: ReadNumber) -> Read | Unclear:
    """A number in the unit of its column."""
    if is_share(expected.column):
        return _share(expected, found)
    problem = _unit_problem(expected, found)
    if problem:
        return problem
    multiple = found.multiple if found.unit else expected.multiple
    unit = found.unit or expected.unit
    if expected.column.kind is Kind.MONEY and found.value * multiple % 1:
        return Unclear("円に直すと、1円未満の端数が出る。")
    return Read(numbers.written(found.value * multiple), unit, number=found.value)


def _unit_problem(expected: Expected, found: ReadNumber) -> Unclear | None:
    column, unit = expected.column, found.unit or expected.unit
    if expected.unit and found.unit and not _goes_with_heading(expected, found):
        heading = words.unit(expected.unit, expected.multiple)
        return Unclear(f"値の単位と、列の単位（{heading}）が違う。")
    if column.kind is Kind.MONEY and unit != _YEN:
        return Unclear("金額の単位（円、千円、百万円）が、見出しにも値にもない。")
    if column.unit and unit and unit != column.unit:
        return Unclear(f"単位が {column.unit} でない。")
    if column.role is Role.ORDINAL and unit:
        return Unclear("番号に単位が付いている。", numbers.written(found.value))
    is_percentage = column.kind is Kind.NUMBER and _PERCENT in (unit, column.unit)
    if is_percentage and not found.unit and is_unclear_percentage(found.value):
        return _unclear_percentage(found.value)
    return None


def _unclear_percentage(value: Decimal) -> Unclear:
    both = f"{numbers.written(value)}% または {numbers.written(100 * value)}%"
    return Unclear("百分率とも、1を全体とする割合とも読める。% を付けて書く。", both)


def _goes_with_heading(expected: Expected, found: ReadNumber) -> bool:
    """1,500千円 is clear under 円, 1,500円 is not under 千円."""
    is_same_multiple = expected.multiple in (1, found.multiple)
    return found.unit == expected.unit and is_same_multiple


def _share(expected: Expected, found: ReadNumber) -> Read | Unclear:
    is_percent = _PERCENT in (found.unit, expected.unit)
    if (found.unit or expected.unit or _PERCENT) != _PERCENT:
        return Unclear("割合に % のほかの単位が付いている。")
    share = found.value / 100 if is_percent else found.value
    is_bare = not found.unit
    if is_bare and (found.value == 1 or (is_percent and is_unclear_percentage(found.value))):
        return _unclear_percentage(found.value)
    if is_bare and not is_percent and found.value > 1:
        nearest = f"{numbers.written(found.value)}%"
        return Unclear("1を超える割合。百分率なら % を付ける。", nearest)
    return Read(numbers.written(share), number=share)
