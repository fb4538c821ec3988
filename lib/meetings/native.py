"""The numbers of a native chart, each with the row and column that it comes from."""

import datetime as dt
from dataclasses import dataclass

from lib import formats
from lib.exhibits import ChartKind, Exhibit, NativeChart
from lib.exports import guarded
from lib.frames import Record, records
from lib.schema import Column, Role
from lib.views.words import cell_words

_PERCENT = 100
_NO_VALUE = "値なし"
_MOST_FULL_YEARS = 5  # fiscal years whose whole names stand side by side


@dataclass(frozen=True)
class Point:
    """One number of a chart.

    Attributes:
        value: The number as drawn.
        rows: Places of the rows in the exhibit, from 0; several where they are added.
        column: Name of the column.
    """

    value: float
    rows: tuple[int, ...]
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
        return ChartData(
            self.chart,
            self.categories[first:last],
            tuple(Series(one.name, one.points[first:last]) for one in self.series),
        )

    @property
    def values(self) -> tuple[float, ...]:
        """All numbers."""
        return tuple(point.value for one in self.series for point in one.points if point)


_Key = str | int


def chart_data(exhibit: Exhibit) -> ChartData | None:
    """The numbers of an exhibit's native chart; None if it has none or nothing to draw."""
    native = exhibit.native
    if native is None:
        return None
    columns = {column.name: column for column in exhibit.columns}
    drawn = [
        (place, row)
        for place, row in enumerate(records(exhibit.rows))
        if native.only is None or native.only(row)
    ]
    points: dict[tuple[str, _Key], Point] = {}
    for place, row in drawn:
        for name in native.values:
            point = _point(place, row, name, native)
            if point is not None:
                key = (_series_key(row, name, native), _category_key(place, row, native))
                points[key] = _added(points.get(key), point)
    if not points:
        return None
    names = _category_names(drawn, native, columns)
    found = {key for _, key in points}
    return ChartData(
        native,
        tuple(
            guarded(words if key in found else _without_value(words, native, columns))
            for key, words in names.items()
        ),
        tuple(
            Series(
                guarded(_series_name(key, native, columns)),
                tuple(points.get((key, at)) for at in names),
            )
            for key in _series_keys(drawn, native)
        ),
    )


def _point(place: int, row: Record, name: str, native: NativeChart) -> Point | None:
    value = row[name]
    if value is None or (native.per and not row[native.per]):
        return None
    drawn = _PERCENT * value / row[native.per] if native.per else value / native.divisor
    return Point(float(drawn), (place,), name)


def _added(before: Point | None, point: Point) -> Point:
    """A point together with one of the same category."""
    if before is None:
        return point
    return Point(before.value + point.value, (*before.rows, *point.rows), point.column)


def _category_key(place: int, row: Record, native: NativeChart) -> _Key:
    if native.years:
        return int(row[native.years])
    if native.months:
        return _month(row[native.months])
    return str(row[native.category.strip("{}")]) if native.split else place


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def _category_names(
    drawn: list[tuple[int, Record]], native: NativeChart, columns: dict[str, Column]
) -> dict[_Key, str]:
    """The words of each category, years without a row included."""
    if native.years:
        years = [int(row[native.years]) for _, row in drawn]
        every = range(min(years), max(years) + 1)
        if columns[native.years].role is not Role.YEAR:
            return {year: str(year) for year in every}
        is_short = len(every) > _MOST_FULL_YEARS
        return {
            year: f"{formats.short_fiscal_year(year)}（{year}）"
            if is_short
            else formats.fiscal_year(year)
            for year in every
        }
    if native.months:
        counts = [12 * day.year + day.month - 1 for day in (row[native.months] for _, row in drawn)]
        every_month = range(min(counts), max(counts) + 1)
        days = (dt.date(count // 12, count % 12 + 1, 1) for count in every_month)
        return {_month(day): _month(day) for day in days}
    return {
        _category_key(place, row, native): _row_words(row, native, columns) for place, row in drawn
    }


def _row_words(row: Record, native: NativeChart, columns: dict[str, Column]) -> str:
    """The words of a row, with the numbers of a range."""
    words = native.category.format_map(
        {name: cell_words(row, column) for name, column in columns.items()}
    )
    if native.kind is not ChartKind.RANGES or row[native.values[0]] is None:
        return words
    return f"{words}　{range_words([row[name] / native.divisor for name in native.values])}"


def range_words(values: list[float]) -> str:
    """The ends of a range, with the middle before them where there is one."""
    low, high = (formats.number(values[place], _decimals(values)) for place in (0, -1))
    ends = low if low == high else f"{low}～{high}"
    if len(values) == 2 or low == high:
        return ends
    return f"{formats.number(values[1], _decimals(values))}（{ends}）"


def _decimals(values: list[float]) -> int:
    return 0 if all(float(value).is_integer() for value in values) else 1


def _without_value(words: str, native: NativeChart, columns: dict[str, Column]) -> str:
    """A category that has no value; on a line over years the gap says so."""
    if native.kind is ChartKind.LINE or native.months:
        return words
    return f"{words}（{columns[native.values[0]].missing or _NO_VALUE}）"


def _series_key(row: Record, name: str, native: NativeChart) -> str:
    return str(row[native.split]) if native.split else name


def _series_keys(drawn: list[tuple[int, Record]], native: NativeChart) -> tuple[str, ...]:
    if not native.split:
        return native.values
    found = tuple(dict.fromkeys(str(row[native.split]) for _, row in drawn))
    return tuple(key for key in native.order if key in found) or found


def _series_name(key: str, native: NativeChart, columns: dict[str, Column]) -> str:
    if not native.split:
        return columns[key].label
    vocabulary = columns[native.split].vocabulary
    return vocabulary.label(key) if vocabulary else key
