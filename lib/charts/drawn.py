"""Where each mark of a chart stands: a declaration and its rows, worked out for every output."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lib import formats
from lib.charts.declared import POINTS_SEPARATOR, Axis, Bar, Cell, Dot, Mark, Rows, Span, Units
from lib.frames import Record
from lib.schema import Column, Kind, Role
from lib.words import cell_words

_MOST_TICKS = 4
_STEPS = (1, 2, 5, 10)
_FULL_PCT = 100


@dataclass(frozen=True)
class DrawnMark:
    """One mark of a row.

    Attributes:
        kind: ``bar``, ``span``, ``dot``, ``units``, or ``split``: a bar whose rest is hatched.
        start_pct: Where it begins, in percent of the axis.
        end_pct: Where it ends.
        whole_pct: Where the whole of which it is a part ends; 0 for none.
        low: The number at its beginning; empty for none.
        high: The number at its end; empty for none.
        style: Further classes for its looks, separated by spaces.
        filled: How many squares are filled.
        hollow: How many squares are not.
        points_pct: Where single values between both ends stand, the ends among them.
    """

    kind: str
    start_pct: float = 0
    end_pct: float = 0
    whole_pct: float = 0
    low: str = ""
    high: str = ""
    style: str = ""
    filled: int = 0
    hollow: int = 0
    points_pct: tuple[float, ...] = ()


@dataclass(frozen=True)
class DrawnRow:
    """One row: its words, what is drawn, and the words beside that."""

    name: str
    short: str
    before: tuple[str, ...]
    marks: tuple[DrawnMark, ...]
    note: str
    after: tuple[str, ...]
    is_strong: bool

    @property
    def is_limited(self) -> bool:
        """Whether the limit of the axis holds for the row: it bears a mark that is not hatched."""
        return any("missing" not in mark.style for mark in self.marks)

    @property
    def note_pct(self) -> float:
        """Where the note begins: behind the last mark."""
        return max((mark.end_pct for mark in self.marks), default=0)


@dataclass(frozen=True)
class Place:
    """A tick of an axis: where it stands, and its words."""

    pct: float
    words: str


@dataclass(frozen=True)
class KeyEntry:
    """What a mark means: its kind and looks, as of a mark, and the words."""

    kind: str
    style: str
    words: str


@dataclass(frozen=True)
class DrawnRows:
    """A table of rows with marks.

    Attributes:
        chart: What was declared.
        groups: Words of a group, and its rows.
        ticks: The ticks of the axis; empty for none.
        limit: Where the limit of the axis stands, and its words; None for none.
        key: What the marks mean.
    """

    chart: Rows
    groups: tuple[tuple[str, tuple[DrawnRow, ...]], ...]
    ticks: tuple[Place, ...]
    limit: Place | None
    key: tuple[KeyEntry, ...]

    @property
    def is_squares(self) -> bool:
        """Whether squares are all that is drawn, which need no room for an axis."""
        return all(isinstance(mark, Units) for mark in self.chart.marks)


def worded(
    template: str | Callable[[Record], str],
    row: Record,
    columns: Mapping[str, Column],
    divisor: float = 1,
) -> str:
    """A template with the names of columns in braces, filled from a row.

    Args:
        template: The template, or what gives the words.
        row: The row.
        columns: The columns of the row by name.
        divisor: What amounts of money are divided by.
    """
    if not isinstance(template, str):
        return template(row)
    return template.format_map(
        {name: _words_of(row, column, divisor) for name, column in columns.items()}
    )


def _words_of(row: Record, column: Column, divisor: float) -> str:
    """The value of a column; a fiscal year in its era alone, as in 令和6年度."""
    value = row[column.name]
    if value is not None and column.role is Role.YEAR:
        return f"{formats.era_year(value)}度"
    if value is not None and divisor != 1 and column.kind is Kind.MONEY:
        return formats.number(round(value / divisor, 1))
    return cell_words(row, column)


def mark_columns(mark: Mark) -> tuple[str, ...]:
    """The columns whose numbers a mark draws."""
    match mark:
        case Span():
            return (mark.low, mark.high)
        case Bar() | Units():
            return (mark.column, *((mark.whole,) if mark.whole else ()))
        case Dot():
            return (mark.column,)


def scaled(value: float, axis: Axis) -> str:
    """A number as it stands beside a mark, without the unit."""
    if axis.divisor == 1:
        return formats.number(value)
    return formats.number(round(value / axis.divisor, axis.decimals))


def step(largest: float, most: int = _MOST_TICKS) -> float:
    """A round step of an axis: 1, 2 or 5 times a power of ten, at most so many to the largest."""
    rough = max(largest, 1e-9) / most
    power = 10 ** math.floor(math.log10(rough))
    return float(next(factor * power for factor in _STEPS if factor * power >= rough * 0.999))


def ticks(axis: Axis, end: float) -> tuple[Place, ...]:
    """The ticks of an axis from 0, the last with the unit."""
    if not axis.is_drawn or end <= 0:
        return ()
    width = step(end)
    values = [number * width for number in range(int(end / width * 1.001) + 1)]
    return tuple(
        Place(100 * value / end, formats.number(value) + (axis.unit if value == values[-1] else ""))
        for value in values
    )


def is_drawn(mark: Mark, row: Record) -> bool:
    """Whether a row bears a mark: it is meant for the row, and its numbers are known."""
    if isinstance(mark, Bar | Dot) and mark.only and not mark.only(row):
        return False
    needed = (mark.column,) if isinstance(mark, Bar) else mark_columns(mark)
    return all(row[name] is not None for name in needed)


def rows_end(chart: Rows, rows: Iterable[Record]) -> float:
    """The end of the axis of rows, in units of the axis."""
    if chart.axis.end is not None:
        return chart.axis.end
    found = [
        row[name] / chart.axis.divisor
        for row in rows
        for mark in chart.marks
        if is_drawn(mark, row) and not (isinstance(mark, Bar) and mark.is_missing)
        for name in mark_columns(mark)
        if row[name]
    ]
    return float(max([*found, chart.axis.limit or 0], default=0)) or 1


def drawn_rows(chart: Rows, rows: Iterable[Record], columns: Mapping[str, Column]) -> DrawnRows:
    """Rows with their marks worked out.

    Args:
        chart: What was declared.
        rows: The rows of the exhibit.
        columns: Its columns by name.
    """
    shown = [row for row in rows if chart.only is None or chart.only(row)]
    end = rows_end(chart, shown)
    parts = groupby(shown, key=lambda row: _group(chart, row, columns))
    groups = tuple(
        (words, tuple(_drawn_row(chart, row, columns, end) for row in own)) for words, own in parts
    )
    limit = chart.axis.limit
    place = None if limit is None else Place(_pct(limit, end), chart.axis.limit_words)
    return DrawnRows(chart, groups, ticks(chart.axis, end), place, tuple(_key(chart, shown)))


def _key(chart: Rows, rows: Sequence[Record]) -> Iterator[KeyEntry]:
    """What the marks mean, as far as a row bears them."""
    for mark in chart.marks:
        if isinstance(mark, Bar | Dot) and mark.key and any(is_drawn(mark, row) for row in rows):
            yield KeyEntry(
                *(("bar", _style(mark)) if isinstance(mark, Bar) else ("dot", "")), mark.key
            )


def _group(chart: Rows, row: Record, columns: Mapping[str, Column]) -> str:
    return cell_words(row, columns[chart.group]) if chart.group else ""


def _drawn_row(chart: Rows, row: Record, columns: Mapping[str, Column], end: float) -> DrawnRow:
    def cells(declared: tuple[Cell, ...]) -> tuple[str, ...]:
        return tuple(worded(cell.words, row, columns, cell.divisor) for cell in declared)

    return DrawnRow(
        name=(name := worded(chart.name, row, columns)),
        short=worded(chart.short, row, columns) if chart.short else name,
        before=cells(chart.before),
        marks=tuple(_drawn_marks(chart, row, end)),
        note=chart.note(row) if chart.note else "",
        after=cells(chart.after),
        is_strong=bool(chart.is_strong and chart.is_strong(row)),
    )


def _drawn_marks(chart: Rows, row: Record, end: float) -> Iterator[DrawnMark]:
    for mark in chart.marks:
        if is_drawn(mark, row):
            yield _drawn_mark(mark, row, chart.axis, end)


def _style(mark: Bar) -> str:
    return "missing" if mark.is_missing else "soft" if mark.is_soft else ""


def _pct(value: float, end: float) -> float:
    return round(100 * value / end, 2)


def _drawn_mark(mark: Mark, row: Record, axis: Axis, end: float) -> DrawnMark:
    def pct(column: str) -> float:
        return _pct(row[column] / axis.divisor, end)

    match mark:
        case Bar():
            whole = pct(mark.whole) if mark.whole and row[mark.whole] is not None else 0
            limit = _pct(axis.limit, end) if mark.is_tracked and axis.limit else 0
            return DrawnMark(
                "bar",
                end_pct=min(length := pct(mark.column), _FULL_PCT),
                whole_pct=whole or limit,
                high=scaled(row[mark.column], axis) if mark.is_labelled else "",
                style=_style(mark) + (" cut" if length > _FULL_PCT else ""),
            )
        case Span():
            low, high = (scaled(row[name], axis) for name in (mark.low, mark.high))
            low = "" if row[mark.low] == row[mark.high] else low
            points = row[mark.points].split(POINTS_SEPARATOR) if mark.points else ()
            places = tuple(_pct(float(one) / axis.divisor, end) for one in points)
            ends = (pct(mark.low), pct(mark.high))
            return DrawnMark("span", *ends, low=low, high=high, points_pct=places)
        case Units():
            return _drawn_units(mark, row)
        case Dot():
            return DrawnMark("dot", pct(mark.column), pct(mark.column))


def _drawn_units(mark: Units, row: Record) -> DrawnMark:
    number = int(row[mark.column])
    if mark.is_aim and mark.is_aim(row):
        return DrawnMark("units", style="aim", hollow=number)
    whole = int(row[mark.whole]) if mark.whole else number
    return DrawnMark("units", filled=number, hollow=max(0, whole - number))
