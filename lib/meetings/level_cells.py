"""What stands beside the bars of a slide, as a native table whose rows are level with them."""

from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide as PowerPointSlide
from pptx.util import Emu, Pt

from lib.charts.tokens import LIGHT
from lib.meetings.bar_rows import BarRows
from lib.meetings.native import CellColumn, ChartData
from lib.meetings.slide_parts import write

_PAD_PT = 4


def add_cells(page: PowerPointSlide, data: ChartData, measures: BarRows, place: Any) -> Any:  # noqa: ANN401
    """Adds the cells of a chart at its right.

    Args:
        page: The page.
        data: What the chart draws, with cells.
        measures: Where its bars stand.
        place: Left and top of the chart, in points.

    Returns:
        The frame of the table.
    """
    left, top = place
    heights = [measures.head, *[measures.row] * measures.rows]
    lengths = (left + measures.chart_width, top, sum(measures.cells), sum(heights))
    shape = page.shapes.add_table(
        len(heights), len(data.cells), *(Emu(int(Pt(1) * length)) for length in lengths)
    )
    table = shape.table
    table.first_row = table.horz_banding = False
    for at, height in enumerate(heights):
        table.rows[at].height = Emu(int(Pt(1) * height))
    for at, (column, width) in enumerate(zip(data.cells, measures.cells, strict=True)):
        table.columns[at].width = Emu(int(Pt(1) * width))
        for row, words in enumerate((column.heading, *column.words)):
            _write_cell(table.cell(row, at), words, column, measures.size, is_head=row == 0)
    return shape


def _write_cell(cell: Any, words: str, column: CellColumn, size: int, *, is_head: bool) -> None:  # noqa: ANN401
    cell.fill.background()
    cell.margin_left = cell.margin_right = Pt(_PAD_PT)
    cell.margin_top = cell.margin_bottom = 0
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if column.is_number else PP_ALIGN.CENTER
    write(paragraph, words, size, LIGHT.muted if is_head else LIGHT.text, is_bold=False)
