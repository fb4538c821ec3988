"""How office programs draw a chart, worked out from what an exhibit declares."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from lib.charts.declared import (
    Bar,
    Cell,
    Chart,
    Columns,
    Dot,
    Lines,
    Mark,
    Rows,
    Span,
    Stacks,
    Strip,
    Units,
)
from lib.charts.drawn import is_drawn, mark_columns
from lib.exhibits import Exhibit
from lib.frames import Record


class ChartKind(Enum):
    """The charts that office programs draw themselves."""

    BARS = "bars"  # one horizontal bar a row, from 0
    COLUMNS = "columns"  # one upright bar a row, from 0, in an order of years or numbers
    RANGES = "ranges"  # one horizontal bar a row, from the smallest value to the largest
    LINE = "line"  # over years


class Look(Enum):
    """What a number is beside the others of its chart."""

    MAIN = "main"
    WHOLE = "whole"  # of which another is a part
    BEFORE = "before"  # the same of the year before
    BASE = "base"  # where a range begins: below it nothing is seen
    PICKED = "picked"
    AIM = "aim"  # what was aimed at and not counted


@dataclass(frozen=True)
class Value:
    """A series of a chart, and what it is beside the others."""

    column: str
    look: Look = Look.MAIN


@dataclass(frozen=True)
class NativeChart:
    """A chart as office programs draw it, worked out from what an exhibit declares.

    Attributes:
        kind: How it is drawn.
        category: The words of a row, as of ``Rows.short``.
        values: The series; of a range its largest value and then its smallest.
        axis: What is counted, with the unit.
        divisor: What the values are divided by, as in 10,000 for yen in 万円.
        years: Column with the year; years without a row then stay as gaps. Empty for none.
        split: Column whose values part the rows into series; empty for none.
        order: The values of that column in the order of the series; empty as they come.
        months: Column with a date in each month; months without a row then stay as gaps. Empty for
            none.
        is_stacked: Whether the series stand on each other.
        only: Which rows are drawn; None for all.
        told: What has no bar and why, where ``only`` leaves it out; empty for nothing.
        rest: Which rows are amounts that nobody is named for, told in words; None for none.
        cells: What stands beside the bar of a row.
        note: Further words of a row; None for none.
        is_picked: Which rows are picked out; None for none.
        is_aim: Which rows were aimed at and not counted; None for none.
        end: What the axis reaches at the least, in its unit.
        limit: Where a stroke crosses all rows, in the unit of the axis; None for none.
        limit_words: What it is.
    """

    kind: ChartKind
    category: str | Callable[[Record], str]
    values: tuple[Value, ...]
    axis: str
    divisor: float = 1
    years: str = ""
    split: str = ""
    order: tuple[str, ...] = ()
    months: str = ""
    is_stacked: bool = False
    only: Callable[[Record], bool] | None = None
    told: str = ""
    rest: Callable[[Record], bool] | None = None
    cells: tuple[Cell, ...] = ()
    note: Callable[[Record], str] | None = None
    is_picked: Callable[[Record], bool] | None = None
    is_aim: Callable[[Record], bool] | None = None
    end: float = 0
    limit: float | None = None
    limit_words: str = ""

    def look(self, row: Record) -> Look:
        """What the number of a row is."""
        if self.is_aim and self.is_aim(row):
            return Look.AIM
        return Look.PICKED if self.is_picked and self.is_picked(row) else Look.MAIN


def native_chart(exhibit: Exhibit) -> NativeChart | None:
    """How office programs draw the chart of an exhibit; None where a table says it better."""
    return native_of(exhibit.chart)


def native_of(chart: Chart | None) -> NativeChart | None:
    """How office programs draw a chart; None where a table or a picture says it better."""
    match chart:
        case Rows():
            return _of_rows(chart)
        case Strip() | Stacks():
            return _of_units(chart)
        case Columns() | Lines():
            return _over_years(chart)
        case _:
            return None


def _of_units(chart: Strip | Stacks) -> NativeChart:
    """One bar a row; months stand side by side."""
    values = (Value(chart.column),)
    if isinstance(chart, Strip):
        return NativeChart(
            ChartKind.BARS,
            chart.name,
            values,
            chart.axis.words,
            divisor=chart.axis.divisor,
            only=lambda row: row[chart.column] is not None,
            told=chart.note,
            is_picked=chart.is_picked,
        )
    kind = ChartKind.COLUMNS if chart.months else ChartKind.BARS
    note = (Cell(chart.note, ""),) if chart.note else ()
    words = (kind, chart.name, values, chart.axis.words)
    return NativeChart(*words, months=chart.months, only=chart.only, cells=note)


def _of_rows(chart: Rows) -> NativeChart:
    """Bars of the rows that bear the first mark; an amount of nobody would dwarf the others."""
    axis, first = chart.axis, chart.marks[0]
    missing = [mark for mark in chart.marks if isinstance(mark, Bar) and mark.is_missing]
    marks = tuple(mark for mark in chart.marks if mark not in missing)
    kind = ChartKind.RANGES if isinstance(first, Span) else ChartKind.BARS

    def is_meant(row: Record) -> bool:
        return chart.only is None or chart.only(row)

    def is_shown(row: Record) -> bool:
        has_first = not isinstance(first, Bar) or first.only is None or first.only(row)
        return has_first and is_meant(row)

    return NativeChart(
        kind,
        chart.alone or chart.short or chart.name,
        _row_values(marks[:1] if isinstance(first, Span) else marks),
        axis.words,
        divisor=axis.divisor,
        only=is_shown,
        rest=lambda row: is_meant(row) and any(is_drawn(mark, row) for mark in missing),
        cells=(*chart.before, *chart.after),
        note=chart.note,
        is_aim=first.is_aim if isinstance(first, Units) else None,
        end=axis.end or 0,
        limit=axis.limit,
        limit_words=axis.limit_words,
    )


def _are_bounds(marks: tuple[Mark, ...]) -> bool:
    """Whether two bars stand for the least and the most that a number can be."""
    return (
        len(marks) > 1
        and all(isinstance(mark, Bar) for mark in marks[:2])
        and ([mark.is_soft for mark in marks[:2] if isinstance(mark, Bar)] == [True, False])
    )


def _row_values(marks: tuple[Mark, ...]) -> tuple[Value, ...]:
    """The series of marks, wholes below their parts and the most below the least."""
    if _are_bounds(marks):
        high, low = (mark_columns(mark)[0] for mark in marks[:2])
        return Value(high, Look.WHOLE), Value(low)
    found: list[Value] = []
    for mark in marks:
        column, *others = mark_columns(mark)
        match mark:
            case Span():
                found += [Value(mark.high), Value(mark.low, Look.BASE)]
            case Dot():
                found.append(Value(column, Look.BEFORE))
            case _:
                found += [Value(whole, Look.WHOLE) for whole in others]
                found.append(Value(column))
    return tuple(found)


def _over_years(chart: Columns | Lines) -> NativeChart:
    axis = chart.axis
    if isinstance(chart, Lines):
        return NativeChart(
            ChartKind.LINE,
            "",
            (Value(chart.value),),
            axis.words,
            divisor=axis.divisor,
            years=chart.years,
            only=chart.only,
            limit=axis.limit,
            limit_words=axis.limit_words,
        )
    return NativeChart(
        ChartKind.COLUMNS,
        "",
        tuple(map(Value, chart.values)),
        axis.words,
        divisor=axis.divisor,
        years=chart.years,
        split=chart.split,
        order=chart.order,
        is_stacked=chart.is_stacked,
        only=chart.only,
    )
