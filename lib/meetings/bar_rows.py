"""Where the rows of horizontal bars stand on a slide, and the cells that stand level with them."""

import math
from dataclasses import dataclass

from lib.meetings.native import CellColumn, ChartData
from lib.meetings.slide_looks import LINE
from lib.meetings.words import width_units

SIZES_PT = (16, 14, 12)  # of letters, the largest that finds room
_MOST_BARS = 13  # on one slide
_BETWEEN_PT = 4  # the lines of two rows
_TALLEST_PT = 64  # row
_AXIS_GAP_PT, _LEGEND_GAP_PT = 8, 14  # beside the lines of the axis and of the legend
_BELOW_PT = 6
_RIGHT_PT = 24  # of the bars, for the last number of the axis
_NAME_GAP_PT = 14  # between a name and its bar
_CELL_GAP_PT = 14  # between two columns
_WIDEST_NAMES, _LEAST_BARS = 0.4, 0.4  # of the whole width


@dataclass(frozen=True)
class BarRows:
    """The measures of bars, their names and their cells, in points.

    Attributes:
        size: Of letters.
        names: Width of the names.
        cells: Widths of the columns of cells.
        head: Height of the axis and of what stands over it.
        row: Height of a row.
        below: Height of what stands below the rows.
        rows: How many rows there are.
        width: Of everything.
    """

    size: int
    names: float
    cells: tuple[float, ...]
    head: float
    row: float
    below: float
    rows: int
    width: float

    @property
    def chart_width(self) -> float:
        """Width of the chart: names and bars."""
        return self.width - sum(self.cells)

    @property
    def height(self) -> float:
        """Height of the chart."""
        return self.head + self.rows * self.row + self.below

    @property
    def bars(self) -> dict[str, float]:
        """Where the bars stand, as shares of the chart."""
        return {
            "x": self.names / self.chart_width,
            "y": self.head / self.height,
            "w": 1 - (self.names + _RIGHT_PT) / self.chart_width,
            "h": self.rows * self.row / self.height,
        }


def most_rows(data: ChartData, width: float, height: float) -> int:
    """How many rows find room with the smallest letters, at least one.

    Args:
        data: What is drawn.
        width: Of the room, in points.
        height: Of the room.
    """
    size = SIZES_PT[-1]
    needed = _row_height(data, size, _names(data, size, width))
    free = height - _head(data, size) - _below(data, size)
    return max(1, min(_MOST_BARS, int(free / needed)))


def bar_rows(data: ChartData, width: float, height: float) -> BarRows:
    """The measures with the largest letters that find room.

    Args:
        data: What is drawn on one slide.
        width: Of the room, in points.
        height: Of the room.
    """
    rows = len(data.categories)
    for size in SIZES_PT:
        head, below = _head(data, size), _below(data, size)
        row = min(_TALLEST_PT, (height - head - below) / rows)
        names = _names(data, size, width)
        cells = tuple(_cell_width(column, size) for column in data.cells)
        free = (1 - _LEAST_BARS) * width - names
        if sum(cells) <= free and _row_height(data, size, names) <= row:
            break
    if sum(cells) > free:  # words then stand on several lines
        cells = tuple(one * free / sum(cells) for one in cells)
    return BarRows(size, names, cells, head, row, below, rows, width)


def _head(data: ChartData, size: int) -> float:
    legend = size * LINE + _LEGEND_GAP_PT if data.has_legend else 0
    return size * LINE + _AXIS_GAP_PT + legend


def _below(data: ChartData, size: int) -> float:
    """Height below the rows, for the words of a stroke across them."""
    return _BELOW_PT + (size * LINE if data.chart.limit is not None else 0)


def _names(data: ChartData, size: int, width: float) -> float:
    widest = max(map(width_units, data.categories)) * size / 2 + _NAME_GAP_PT
    return min(_WIDEST_NAMES * width, widest)


def _row_height(data: ChartData, size: int, names: float) -> float:
    widest = max(map(width_units, data.categories)) * size / 2
    lines = math.ceil(widest / (names - _NAME_GAP_PT) - 0.01)
    numbers = len(data.series) if data.has_labels and not data.is_overlaid else 1
    return size * LINE * max(lines, numbers) + _BETWEEN_PT


def _cell_width(column: CellColumn, size: int) -> float:
    return max(map(width_units, (column.heading, *column.words))) * size / 2 + _CELL_GAP_PT
