"""The numbers of a native chart, each with the row and column that it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lib import formats
from lib.charts.drawn import worded
from lib.exhibits import Exhibit
from lib.exports import guarded
from lib.frames import Record, records
from lib.meetings.native_forms import ChartKind, Look, NativeChart, native_chart
from lib.schema import Column, Role

_NO_VALUE = "値なし"
_MOST_FULL_YEARS = 5  # fiscal years whose whole names stand side by side


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
class ChartData:
    """What a native chart draws.

    Attributes:
        chart: How.
        names: The words of the rows, in order.
        categories: These with all that is said of a row beside its marks.
        series: The series.
    """

    chart: NativeChart
    names: tuple[str, ...]
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    def part(self, first: int, last: int) -> "ChartData":
        """The categories from one place up to another."""
        series = tuple(replace(one, points=one.points[first:last]) for one in self.series)
        return replace(
            self,
            names=self.names[first:last],
            categories=self.categories[first:last],
            series=series,
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
    empty = names.keys() - {category for _, category in points}
    said = {place: _said(rows, place, native, columns, is_empty=place in empty) for place in names}
    return ChartData(
        native,
        tuple(map(guarded, names.values())),
        tuple(guarded(f"{words}{said[place]}") for place, words in names.items()),
        tuple(
            Series(guarded(name), tuple(points.get((key, place)) for place in names), look)
            for key, (name, look) in _series(rows, native, columns).items()
        ),
    )


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


def _said(
    rows: PlacedRows, place: int, native: NativeChart, columns: ColumnsByName, *, is_empty: bool
) -> str:
    """What follows the words of a category: the ends of a range, its cells, or what is missing."""
    row = rows.get(place) if not (native.years or native.months) else None
    if row is None:
        return _missing_words(native, columns) if is_empty else ""
    ends = "" if is_empty else _range_words(row, native)
    note = native.note(row) if native.note else ""
    missing = _missing_words(native, columns).strip("（）") if is_empty and not note else ""
    cells = ((cell.heading, worded(cell.words, row, columns)) for cell in native.cells)
    beside = [f"{heading}：{words}" if heading else words for heading, words in cells if words]
    more = formats.joined(filter(None, [*beside, note, missing]))
    return f"{ends}（{more}）" if more else ends


def _range_words(row: Record, native: NativeChart) -> str:
    """The numbers of a range; empty of other charts."""
    if native.kind is not ChartKind.RANGES:
        return ""
    ends = [row[value.column] / native.divisor for value in native.values]
    decimals = 0 if all(float(end).is_integer() for end in ends) else 1
    return f"　{formats.joined((formats.number(end, decimals) for end in ends), '～')}"


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
