"""The totals and shares of a slide as formulas over the cells of its sheet, with their values."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from xlsxwriter.utility import xl_rowcol_to_cell

from lib.exhibits import Exhibit, Share, Total
from lib.frames import Record, records
from lib.meetings.native import ChartData, chart_data
from lib.meetings.words import handed_out
from lib.schema import Kind
from lib.words import cell_words

_FIRST_ROW = 1  # of the values, below the headings
_FUNCTIONS: dict[str, Callable[[Sequence[float]], float]] = {
    "SUM": sum,
    "MEDIAN": statistics.median,
    "MIN": min,
    "MAX": max,
    "COUNT": len,
}
_LEAST = ">="


@dataclass(frozen=True)
class Line:
    """One line of the sheet of recalculations.

    Attributes:
        label: What is calculated again.
        formula: The formula, which refers to the cells of the slide's sheet.
        value: What the formula gives, for programs that do not calculate.
        shown: The value as the screen has it.
    """

    label: str
    formula: str
    value: float
    shown: float


@dataclass(frozen=True)
class _Sheet:
    """The sheet of a slide: where a column of a row stands."""

    name: str
    columns: tuple[str, ...]

    def cell(self, row: int, column: str) -> str:
        place = xl_rowcol_to_cell(row + _FIRST_ROW, self.columns.index(column))
        return f"'{self.name}'!{place}"

    def cells(self, rows: Sequence[int], column: str) -> str:
        """The cells of some rows in order, those that follow each other as one range."""
        runs = groupby(enumerate(rows), lambda at: at[1] - at[0])
        found = ([row for _, row in run] for _, run in runs)
        return ",".join(
            f"{self.cell(run[0], column)}:{self.cell(run[-1], column).split('!')[1]}"
            for run in found
        )


def lines(exhibit: Exhibit, sheet_name: str) -> tuple[Line, ...]:
    """What can be calculated again of a slide: its rows, totals, shares and drawn numbers.

    Args:
        exhibit: The slide.
        sheet_name: The sheet that holds its rows below one row of headings, columns in order.
    """
    if exhibit.rows.empty:
        return ()
    sheet = _Sheet(sheet_name, tuple(column.name for column in exhibit.columns))
    rows = records(exhibit.rows)
    everything = sheet.cells(range(len(rows)), sheet.columns[0])
    found = [Line("行の数", f"=ROWS({everything})", len(rows), len(rows))]
    for one in exhibit.recalculations:
        if isinstance(one, Total):
            found.append(_total(one, rows, sheet))
        else:
            found += _shares(one, exhibit, rows, sheet)
    drawn = chart_data(exhibit)
    if drawn is not None and drawn.chart.divisor != 1:
        found += _drawn(drawn, rows, sheet)
    return tuple(found)


def _total(total: Total, rows: list[Record], sheet: _Sheet) -> Line:
    places = [place for place, row in enumerate(rows) if total.only is None or total.only(row)]
    values = [rows[place][total.column] for place in places]
    known = [value for value in values if value is not None]
    cells = sheet.cells(places, total.column)
    if total.function == "COUNTIF":
        cells += f',"{total.criterion}"'
        value = float(sum(_is_counted(value, total.criterion) for value in known))
    else:
        value = float(_FUNCTIONS[total.function](known))
    return Line(total.label, f"={total.function}({cells})", value, total.shown)


def _is_counted(value: object, criterion: str) -> bool:
    if criterion.startswith(_LEAST):
        return float(str(value)) >= float(criterion.removeprefix(_LEAST))
    return value == criterion


def _shares(share: Share, exhibit: Exhibit, rows: list[Record], sheet: _Sheet) -> Iterator[Line]:
    (label,) = (column.label for column in exhibit.columns if column.name == share.column)
    for place, row in enumerate(rows):
        if row[share.column] is None or row[share.part] is None or not row[share.base]:
            continue
        formula = f"{sheet.cell(place, share.part)}/{sheet.cell(place, share.base)}"
        value = share.factor * row[share.part] / row[share.base]
        if share.factor != 1:
            formula = f"{share.factor:g}*{formula}"
        if share.decimals is not None:
            formula = f"ROUND({formula},{share.decimals})"
            value = _rounded(value, share.decimals)
        name = f"{label}: {_row_name(exhibit, row)}"
        yield Line(name, f"={formula}", value, float(row[share.column]))


def _rounded(value: float, decimals: int) -> float:
    """A number as a spreadsheet rounds it, halves away from 0."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP))


def _row_name(exhibit: Exhibit, row: Record) -> str:
    """What tells a row from the others: the first two of its words or numbers."""
    shown = [
        f"{'' if column.kind is Kind.TEXT else column.label} {cell_words(row, column)}".strip()
        for column in handed_out(exhibit.columns)
        if column.name not in exhibit.export_only and row[column.name] is not None
        if column.kind in {Kind.TEXT, Kind.INTEGER, Kind.DATE}
    ]
    return " ".join(shown[:2])


def _drawn(drawn: ChartData, rows: list[Record], sheet: _Sheet) -> Iterator[Line]:
    """Each number of a chart that is an amount in a larger unit."""
    chart = drawn.chart
    for one in drawn.series:
        for name, point in zip(drawn.categories, one.points, strict=True):
            if point is None:
                continue
            formula = f"={sheet.cell(point.row, point.column)}/{chart.divisor:.0f}"
            label = f"図の値（{chart.axis}）: {name} {one.name}"
            value = float(rows[point.row][point.column] / chart.divisor)
            yield Line(label, formula, value, point.value)
