"""Columns of squares worked out for every output: how many each has, and the words below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lib.charts.declared import Stacks
from lib.charts.drawn import worded
from lib.frames import Record
from lib.schema import Column


@dataclass(frozen=True)
class DrawnStack:
    """A column of squares: the words below it and how many there are.

    Attributes:
        name: The words below.
        note: Further words below.
        remark: Words below that in the accent colour.
        count: How many squares.
        is_gap: Whether it stands for a month without a row.
    """

    name: str
    note: str = ""
    remark: str = ""
    count: int = 0
    is_gap: bool = False


def drawn_stacks(
    chart: Stacks, rows: Iterable[Record], columns: Mapping[str, Column]
) -> tuple[DrawnStack, ...]:
    """Columns of squares in the order of the rows, months without a row among them."""
    shown = [row for row in rows if chart.only is None or chart.only(row)]
    found = [
        DrawnStack(
            worded(chart.name, row, columns),
            worded(chart.note, row, columns),
            chart.remark(row) if chart.remark else "",
            int(row[chart.column] or 0),
        )
        for row in shown
    ]
    if not chart.months or not shown:
        return tuple(found)
    by_month = {_month(row, chart): stack for row, stack in zip(shown, found, strict=True)}
    every = range(min(by_month), max(by_month) + 1)
    gap = DrawnStack("", is_gap=True)
    return tuple(
        replace(by_month.get(month, gap), name=_month_words(month, is_first=month == every[0]))
        for month in every
    )


def _month(row: Record, chart: Stacks) -> int:
    """The months since year 0."""
    date = row[chart.months]
    return int(12 * date.year + date.month - 1)


def _month_words(month: int, *, is_first: bool) -> str:
    """The number of a month, with its year where that begins."""
    year, number = month // 12, month % 12 + 1
    return f"{number}月\n{year}年" if is_first or number == 1 else f"{number}月"
