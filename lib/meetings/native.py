"""The numbers of a native chart, each with the row and column that it comes from."""

from dataclasses import dataclass, replace

from lib import formats
from lib.charts.declared import Bar, Chart, Columns, Lines, Rows, Span, Stacks, Strip
from lib.charts.drawn import mark_columns
from lib.exhibits import ChartKind, Exhibit, NativeChart
from lib.exports import guarded
from lib.frames import Record, records
from lib.schema import Column, Role
from lib.words import cell_words

_NO_VALUE = "値なし"
_MOST_FULL_YEARS = 5  # fiscal years whose whole names stand side by side


@dataclass(frozen=True)
class Point:
    """One number of a chart.

    Attributes:
        value: The number as drawn.
        row: Place of the row in the exhibit, from 0.
        column: Name of the column.
    """

    value: float
    row: int
    column: str


@dataclass(frozen=True)
class Series:
    """One series: its name and a point for each category, None where there is no value."""

    name: str
    points: tuple[Point | None, ...]


@dataclass(frozen=True)
class ChartData:
    """What a native chart draws: the words of the categories, in order, and the series."""

    chart: NativeChart
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    def part(self, first: int, last: int) -> "ChartData":
        """The categories from one place up to another."""
        series = tuple(replace(one, points=one.points[first:last]) for one in self.series)
        return ChartData(self.chart, self.categories[first:last], series)

    @property
    def values(self) -> tuple[float, ...]:
        """All numbers."""
        return tuple(point.value for one in self.series for point in one.points if point)


PlacedRows = dict[int, Record]  # by their place in the exhibit
ColumnsByName = dict[str, Column]


def chart_data(exhibit: Exhibit) -> ChartData | None:
    """The numbers of an exhibit's native chart; None if it has none or nothing to draw."""
    native = exhibit.native or native_of(exhibit.declared)
    if native is None:
        return None
    columns = {column.name: column for column in exhibit.columns}
    rows = {
        place: row
        for place, row in enumerate(records(exhibit.rows))
        if native.only is None or native.only(row)
    }
    points = {
        (str(row[native.split]) if native.split else name, _category(place, row, native)): Point(
            float(row[name] / native.divisor), place, name
        )
        for place, row in rows.items()
        for name in native.values
        if row[name] is not None
    }
    if not points:
        return None
    names = _category_names(rows, native, columns)
    for category in names.keys() - {category for _, category in points}:
        names[category] += _missing_words(native, columns)
    return ChartData(
        native,
        tuple(guarded(words) for words in names.values()),
        tuple(
            Series(guarded(name), tuple(points.get((key, category)) for category in names))
            for key, name in _series_names(rows, native, columns).items()
        ),
    )


def native_of(chart: Chart | None) -> NativeChart | None:
    """How office programs draw a chart; None where a table or a picture says it better."""
    match chart:
        case Rows(marks=(Span() as span, *_)):
            return _of_rows(ChartKind.RANGES, chart, (span.low, span.high))
        case Rows(marks=(Bar(is_soft=True) as most, Bar() as least)):
            ends = _of_rows(ChartKind.RANGES, chart, (least.column, most.column))
            return replace(ends, is_stacked=True)
        case Rows(marks=(mark, *_)):
            column, *whole = mark_columns(mark)
            wholes = tuple(whole) if isinstance(mark, Bar) else ()
            return _of_rows(ChartKind.BARS, chart, (*wholes, column))
        case Strip() | Stacks():
            return _of_units(chart)
        case Columns() | Lines():
            return _over_years(chart)
        case _:
            return None


def _of_units(chart: Strip | Stacks) -> NativeChart:
    """One bar a row; months stand side by side."""
    words = ((chart.column,), chart.axis.words)
    if isinstance(chart, Strip):
        return NativeChart(ChartKind.BARS, chart.name, *words)
    kind = ChartKind.COLUMNS if chart.months else ChartKind.BARS
    name = chart.alone or chart.name
    return NativeChart(kind, name, *words, months=chart.months, only=chart.only)


def _of_rows(kind: ChartKind, chart: Rows, values: tuple[str, ...]) -> NativeChart:
    """Bars of the rows that bear the first mark."""
    axis, mark = chart.axis, chart.marks[0]

    def is_shown(row: Record) -> bool:
        is_meant = not isinstance(mark, Bar) or mark.only is None or mark.only(row)
        return is_meant and (chart.only is None or chart.only(row))

    name = chart.alone or chart.name
    return NativeChart(kind, name, values, axis.words, divisor=axis.divisor, only=is_shown)


def _over_years(chart: Columns | Lines) -> NativeChart:
    return NativeChart(
        ChartKind.LINE if isinstance(chart, Lines) else ChartKind.COLUMNS,
        "",
        (chart.value,) if isinstance(chart, Lines) else chart.values,
        chart.axis.words,
        divisor=chart.axis.divisor,
        years=chart.years,
        split="" if isinstance(chart, Lines) else chart.split,
        order=() if isinstance(chart, Lines) else chart.order,
        is_stacked=isinstance(chart, Columns) and chart.is_stacked,
        only=chart.only,
    )


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
        return {place: _row_words(row, native, columns) for place, row in rows.items()}
    found = [_category(place, row, native) for place, row in rows.items()]
    every = range(min(found), max(found) + 1)
    if native.months:
        return {month: f"{month // 12}-{month % 12 + 1:02}" for month in every}
    if columns[native.years].role is not Role.YEAR:
        return {year: str(year) for year in every}
    if len(every) > _MOST_FULL_YEARS:
        return {year: f"{formats.short_fiscal_year(year)}（{year}）" for year in every}
    return {year: formats.fiscal_year(year) for year in every}


def _row_words(row: Record, native: NativeChart, columns: ColumnsByName) -> str:
    """The words of a row, with the numbers of a range."""
    words = native.category.format_map(
        {name: cell_words(row, column) for name, column in columns.items()}
    )
    if native.kind is not ChartKind.RANGES or row[native.values[0]] is None:
        return words
    ends = [row[name] / native.divisor for name in native.values]
    decimals = 0 if all(float(end).is_integer() for end in ends) else 1
    return f"{words}　{formats.joined((formats.number(end, decimals) for end in ends), '～')}"


def _missing_words(native: NativeChart, columns: ColumnsByName) -> str:
    """What follows a category without a value; on a line or over months the gap says so."""
    if native.kind is ChartKind.LINE or native.months:
        return ""
    return f"（{columns[native.values[0]].missing or _NO_VALUE}）"


def _series_names(rows: PlacedRows, native: NativeChart, columns: ColumnsByName) -> dict[str, str]:
    """The names of the series by column or by the value that parts the rows, in order."""
    if not native.split:
        return {name: columns[name].label for name in native.values}
    found = dict.fromkeys(str(row[native.split]) for row in rows.values())
    return {key: key for key in native.order if key in found} or {key: key for key in found}
