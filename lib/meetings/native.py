"""The numbers of a native chart, each with the row and column that it comes from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lib import formats
from lib.charts.declared import Cell
from lib.charts.drawn import worded
from lib.exhibits import Exhibit
from lib.exports import guarded
from lib.frames import Record, records
from lib.meetings.native_forms import ChartKind, Look, NativeChart, native_chart
from lib.schema import Column, Role

_NO_VALUE = "値なし"
_MOST_FULL_YEARS = 5  # fiscal years whose whole names stand side by side
_COLUMNS = re.compile(r"{(\w+)}")  # in the words of a cell


@dataclass(frozen=True)
class Point:
    """One number of a chart.

    Attributes:
        value: The number as drawn.
        row: Place of the row in the exhibit, from 0.
        column: Name of the column.
        look: What it is beside the others of its series.
    """

    value: float
    row: int
    column: str
    look: Look = Look.MAIN


@dataclass(frozen=True)
class Series:
    """One series: its name, a point for each category (None without a value), what it is."""

    name: str
    points: tuple[Point | None, ...]
    look: Look = Look.MAIN


@dataclass(frozen=True)
class CellColumn:
    """Words beside the bars: their heading, those of each row, whether they stand at the right."""

    heading: str
    words: tuple[str, ...]
    is_number: bool = True


@dataclass(frozen=True)
class ChartData:
    """What a native chart draws.

    Attributes:
        chart: How.
        categories: The words of the rows that are drawn, in order.
        series: The series.
        cells: What stands beside bars.
        told: The rows that bear no mark, in sentences; empty for none.
    """

    chart: NativeChart
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    cells: tuple[CellColumn, ...] = ()
    told: str = ""

    def part(self, first: int, last: int) -> "ChartData":
        """The categories from one place up to another."""
        return replace(
            self,
            categories=self.categories[first:last],
            series=tuple(replace(one, points=one.points[first:last]) for one in self.series),
            cells=tuple(replace(one, words=one.words[first:last]) for one in self.cells),
        )

    @property
    def values(self) -> tuple[float, ...]:
        """All numbers."""
        return tuple(point.value for one in self.series for point in one.points if point)

    @property
    def largest(self) -> float:
        """The largest number, a limit and a declared end of the axis among them."""
        return max(*self.values, self.chart.limit or 0, self.chart.end)

    @property
    def has_labels(self) -> bool:
        """Whether numbers stand at the marks; a stroke would cross them, and cells hold them."""
        is_crossed = self.chart.limit is not None and self.chart.kind is not ChartKind.LINE
        return not (is_crossed and self.cells)

    @property
    def has_legend(self) -> bool:
        """Whether the names of the series have to be told; the ends of a range need none."""
        return len(self.series) > 1 and self.chart.kind is not ChartKind.RANGES

    @property
    def is_overlaid(self) -> bool:
        """Whether the bars of a row lie on each other."""
        return self.is_part_of_whole or self.chart.kind is ChartKind.RANGES

    @property
    def is_part_of_whole(self) -> bool:
        """Whether bars lie on the wholes of which they are parts."""
        looks = {one.look for one in self.series}
        return Look.WHOLE in looks and Look.BEFORE not in looks


PlacedRows = dict[int, Record]  # by their place in the exhibit
ColumnsByName = dict[str, Column]


def chart_data(exhibit: Exhibit) -> ChartData | None:
    """The numbers of an exhibit's native chart; None if it has none or nothing to draw."""
    native = native_chart(exhibit)
    if native is None:
        return None
    columns = {column.name: column for column in exhibit.columns}
    rows = {
        place: row
        for place, row in enumerate(records(exhibit.rows))
        if native.only is None or native.only(row)
    }
    points = dict(_points(rows, native))
    if not points:
        return None
    names = _category_names(rows, native, columns)
    marked = {category for _, category in points}
    is_over_time = bool(native.years or native.months)
    shown = [place for place in names if is_over_time or place in marked]
    gap = _missing_words(native, columns)
    drawn = ChartData(
        native,
        tuple(guarded(f"{names[place]}{'' if place in marked else gap}") for place in shown),
        tuple(
            Series(guarded(name), tuple(points.get((key, place)) for place in shown), look)
            for key, (name, look) in _series(rows, native, columns).items()
        ),
    )
    if is_over_time:
        return drawn
    bare = {place: row for place, row in rows.items() if place not in marked}
    rest = [row for row in records(exhibit.rows) if native.rest and native.rest(row)]
    told = [
        *_told(bare, names, native, columns),
        *(_with_cells(row, native, columns) for row in rest),
        *([native.told] if native.told else []),
    ]
    cells = tuple(_cells([rows[place] for place in shown], native, columns))
    return replace(drawn, cells=cells, told="　".join(told))


def _points(rows: PlacedRows, native: NativeChart) -> Iterator[tuple[tuple[str, int], Point]]:
    """Every number with the key of its series and what orders its category."""
    for place, row in rows.items():
        for value in native.values:
            column = value.column
            if row[column] is None:
                continue
            is_parted = native.split and value.look is Look.MAIN
            key = str(row[native.split]) if is_parted else value.column
            number = float(row[column] / native.divisor)
            point = Point(number, place, column, native.look(row))
            yield (key, _category(place, row, native)), point


def _category(place: int, row: Record, native: NativeChart) -> int:
    """What orders the categories: the year, the month since year 0, or the place of the row."""
    if native.years:
        return int(row[native.years])
    if native.months:
        return int(12 * row[native.months].year + row[native.months].month - 1)
    return place


def _category_names(
    rows: PlacedRows, native: NativeChart, columns: ColumnsByName
) -> dict[int, str]:
    """The words of each category, years and months without a row included."""
    if not (native.years or native.months):
        return {place: worded(native.category, row, columns) for place, row in rows.items()}
    found = [_category(place, row, native) for place, row in rows.items()]
    every = range(min(found), max(found) + 1)
    if native.months:
        return {month: f"{month // 12}-{month % 12 + 1:02}" for month in every}
    if columns[native.years].role is not Role.YEAR:
        return {year: str(year) for year in every}
    if len(every) > _MOST_FULL_YEARS:
        return {year: f"{formats.short_fiscal_year(year)}（{year}）" for year in every}
    return {year: formats.fiscal_year(year) for year in every}


def _cells(rows: list[Record], native: NativeChart, columns: ColumnsByName) -> Iterator[CellColumn]:
    """What stands beside the bars, without what their own numbers say."""
    for cell in native.cells:
        if not _is_said_by_bars(cell, rows, native):
            words = tuple(worded(cell.words, row, columns, cell.divisor) for row in rows)
            yield CellColumn(cell.heading, words, cell.is_number)
    notes = tuple(native.note(row) if native.note else "" for row in rows)
    if any(notes):
        yield CellColumn("", notes, is_number=False)


def _is_said_by_bars(cell: Cell, rows: list[Record], native: NativeChart) -> bool:
    """Whether a cell holds nothing but numbers that stand at the bars of all rows."""
    drawn = {value.column for value in native.values}
    named = set(_COLUMNS.findall(cell.words)) if isinstance(cell.words, str) else set()
    has_room = native.limit is None and all(value.look is not Look.WHOLE for value in native.values)
    is_known = all(row[name] is not None for name in named for row in rows)
    return bool(named) and named <= drawn and has_room and is_known


def _told(
    rows: PlacedRows, names: dict[int, str], native: NativeChart, columns: ColumnsByName
) -> Iterator[str]:
    """The rows without a mark, those that say the same in one sentence, as on the wall."""
    missing = _missing_words(native, columns).strip("（）")
    told: dict[str, list[int]] = {}
    for place, row in rows.items():
        told.setdefault((native.note(row) if native.note else "") or missing, []).append(place)
    for words, places in told.items():
        alone = _beside(rows[places[0]], native, columns) if len(places) == 1 else ""
        yield f"{words}：{'、'.join(names[place] for place in places)}{alone}"


def _with_cells(row: Record, native: NativeChart, columns: ColumnsByName) -> str:
    """The name of a row with its cells."""
    return f"{worded(native.category, row, columns)}{_beside(row, native, columns)}"


def _beside(row: Record, native: NativeChart, columns: ColumnsByName) -> str:
    """The cells of a row, as in （目標 40人、結果 9人）; empty for none."""
    cells = (
        (cell.heading, worded(cell.words, row, columns, cell.divisor)) for cell in native.cells
    )
    words = formats.joined(f"{heading} {said}".strip() for heading, said in cells if said)
    return f"（{words}）" if words else ""


def _missing_words(native: NativeChart, columns: ColumnsByName) -> str:
    """What follows a category without a value; on a line or over months the gap says so."""
    if native.kind is ChartKind.LINE or native.months:
        return ""
    return f"（{columns[native.values[0].column].missing or _NO_VALUE}）"


def _series(
    rows: PlacedRows, native: NativeChart, columns: ColumnsByName
) -> dict[str, tuple[str, Look]]:
    """Name and look of each series by column or by the value that parts the rows, in order."""
    whole = {
        value.column: (columns[value.column].label, value.look)
        for value in native.values
        if not native.split or value.look is not Look.MAIN
    }
    if not native.split:
        return whole
    found = dict.fromkeys(str(row[native.split]) for row in rows.values())
    ordered = [key for key in native.order if key in found] or list(found)
    return {key: (key, Look.MAIN) for key in ordered} | whole
