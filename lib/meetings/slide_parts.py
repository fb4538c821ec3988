"""The parts of a slide: a base with fonts and colours, boxes of text, native tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as PresentationType
from pptx.slide import Slide as PowerPointSlide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from lib.charts.theme import LIGHT
from lib.meetings.native_charts import FONT, colour
from lib.meetings.words import line_count, width_units, writable

WIDTH_PT, HEIGHT_PT = 960.0, 540.0  # 16:9
MARGIN_PT = 36.0
TITLE_TOP_PT = 20.0
INNER_PT = WIDTH_PT - 2 * MARGIN_PT
LINE = 1.25  # height of a line in sizes of its font, set so for whatever font a machine has
CELL_PT = 12
CUT = "…"  # ends a text that goes on in the workbook
_CELL_PAD_PT = 5.0
_MOST_LINES = 6  # of one cell
_NARROWEST_PT, _WIDEST_PT = 44.0, 520.0  # of a column
_JAPANESE_FALLBACK = "游ゴシック"
_TITLE_ONLY = 5  # the layout of python-pptx's own base with a title and nothing else
_LANGUAGE = "ja-JP"


@dataclass(frozen=True)
class Place:
    """A rectangle on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same in the unit of the format."""
        left, top, width, height = (
            int(Pt(1) * length) for length in (self.left, self.top, self.width, self.height)
        )
        return left, top, width, height


def empty_presentation() -> PresentationType:
    """A presentation of 16:9 whose theme names a Japanese font and the dashboard's colours."""
    presentation = Presentation()
    stretch = WIDTH_PT / (presentation.slide_width or Pt(WIDTH_PT)).pt
    presentation.slide_width, presentation.slide_height = Pt(WIDTH_PT), Pt(HEIGHT_PT)
    master = presentation.slide_masters[0]
    for holder in (master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            shape.left, shape.width = (Emu(int(x * stretch)) for x in (shape.left, shape.width))
    _set_theme(master.part)
    return presentation


def _set_theme(part: Any) -> None:  # noqa: ANN401 - a part of the package that has a theme
    theme = part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode("utf-8")
    fonts = (
        f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface=""/>'
        f'<a:font script="Jpan" typeface="{_JAPANESE_FALLBACK}"/>'
    )
    for kind in ("majorFont", "minorFont"):
        xml = re.sub(rf"(<a:{kind}>).*?(</a:{kind}>)", rf"\1{fonts}\2", xml, flags=re.DOTALL)
    fills = (LIGHT.main, LIGHT.ramp[2], LIGHT.accent)
    for place, fill in enumerate(fills, start=1):
        new = f'\\1<a:srgbClr val="{fill.removeprefix("#")}"/>\\2'
        xml = re.sub(rf"(<a:accent{place}>).*?(</a:accent{place}>)", new, xml, flags=re.DOTALL)
    theme.blob = xml.encode("utf-8")


def new_slide(presentation: PresentationType, title: str) -> tuple[PowerPointSlide, float]:
    """A slide with its title in one or two lines.

    Returns:
        The slide and the place below the title, in points.
    """
    slide = presentation.slides.add_slide(presentation.slide_layouts[_TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = colour(LIGHT.surface)
    size, height = title_size(title)
    holder = slide.shapes.title
    holder.left, holder.top, holder.width, holder.height = (
        Emu(length) for length in Place(MARGIN_PT, TITLE_TOP_PT, INNER_PT, height).emu
    )
    _write(holder.text_frame, [title], Style(size, is_bold=True))
    holder.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    return slide, TITLE_TOP_PT + height


def title_size(title: str) -> tuple[int, float]:
    """Size and height of a title: one line where a large letter allows it, else two."""
    size = fitting_size(title, (28, 26, 24, 22), 1)
    if line_count(title, size, INNER_PT - 8) > 1:
        size = fitting_size(title, (24, 22, 20, 18, 16, 14), 2)
    return size, LINE * size * min(2, line_count(title, size, INNER_PT - 8)) + 4


def fitting_size(text: str, sizes: Sequence[int], most_lines: int) -> int:
    """The first of some sizes, largest first, at which a text fits; else the last."""
    return next(
        (size for size in sizes if line_count(text, size, INNER_PT - 8) <= most_lines), sizes[-1]
    )


@dataclass(frozen=True)
class Style:
    """How a text is written: size in points, weight, colour, and whether a frame stands around."""

    size: int
    is_bold: bool = False
    colour: str = LIGHT.text
    is_framed: bool = False


def add_text(
    slide: PowerPointSlide, name: str, paragraphs: Sequence[str], style: Style, place: Place
) -> None:
    """A named box of text."""
    box = slide.shapes.add_textbox(*(Emu(length) for length in place.emu))
    box.name = name
    _write(box.text_frame, paragraphs, style)
    if style.is_framed:
        box.fill.solid()
        box.fill.fore_color.rgb = colour(LIGHT.background)
        box.line.color.rgb = colour(LIGHT.accent)
        box.line.width = Pt(1.5)


def _write(frame: TextFrame, paragraphs: Sequence[str], style: Style) -> None:
    """Writes paragraphs with the language of the text, so that lines break as in Japanese."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Pt(4)
    frame.margin_top = frame.margin_bottom = Pt(2)
    for place, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()  # type: ignore[no-untyped-call]
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.line_spacing = Pt(LINE * style.size)
        run = paragraph.add_run()
        run.text = writable(words)
        run.font.size = Pt(style.size)
        run.font.bold = style.is_bold
        run.font.color.rgb = colour(style.colour)
        mark_japanese(run)


def mark_japanese(run: Any) -> None:  # noqa: ANN401 - a run of text
    """Names the language of a run."""
    properties = run.font._element  # noqa: SLF001 - the language has no public setter for ja-JP
    properties.set("lang", _LANGUAGE)
    properties.set("altLang", "en-US")


@dataclass(frozen=True)
class Grid:
    """A table in words, ready to be cut into slides.

    Attributes:
        header: The headings.
        rows: The cells.
        numbers: Places of the columns whose cells stand at the right.
        widths: Widths of the columns, in points.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    widths: tuple[float, ...]

    def height(self, cells: Sequence[str]) -> float:
        """The height of a row, in points."""
        lines = max(
            line_count(cell, CELL_PT, width - 2 * _CELL_PAD_PT)
            for cell, width in zip(cells, self.widths, strict=True)
        )
        return lines * CELL_PT * LINE + 6

    def pages(self, room: float) -> list[tuple[tuple[str, ...], ...]]:
        """The rows cut so that each part stands below its header in a height."""
        found: list[list[tuple[str, ...]]] = [[]]
        used = first = self.height(self.header)
        for row in self.rows:
            needed = self.height(row)
            if found[-1] and used + needed > room:
                found.append([])
                used = first
            found[-1].append(row)
            used += needed
        return [tuple(rows) for rows in found]


def grid_of(header: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[int]) -> Grid:
    """A table with widths that follow its words; long cells are cut, numbers never."""
    columns = [[heading, *(row[place] for row in rows)] for place, heading in enumerate(header)]
    natural = [
        max(width_units(cell) for cell in cells) * CELL_PT / 2 * 1.03 + 2 * _CELL_PAD_PT + CELL_PT
        for cells in columns
    ]
    widths = _fitted([min(_WIDEST_PT, max(_NARROWEST_PT, width)) for width in natural])
    cut = tuple(
        tuple(_cut(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )
    return Grid(tuple(header), cut, numbers, widths)


def _fitted(widths: list[float]) -> tuple[float, ...]:
    """Widths that fill the slide: they grow alike, or the widest give way."""
    total = sum(widths)
    if total <= INNER_PT:
        return tuple(width * INNER_PT / total for width in widths)
    low, high = 0.0, max(widths)
    for _ in range(40):  # the common width at which the wide ones are cut
        middle = (low + high) / 2
        low, high = (
            (middle, high) if sum(min(w, middle) for w in widths) < INNER_PT else (low, middle)
        )
    return tuple(min(width, low) for width in widths)


def _cut(cell: str, width: float) -> str:
    """A cell of no more than the most lines."""
    while line_count(cell, CELL_PT, width - 2 * _CELL_PAD_PT) > _MOST_LINES:
        cell = f"{cell[: max(1, len(cell) * 9 // 10 - 1)]}{CUT}"
    return cell


def add_table(
    slide: PowerPointSlide, grid: Grid, rows: Sequence[Sequence[str]], left: float, top: float
) -> Any:  # noqa: ANN401 - the frame of the table
    """Adds a native table of some rows of a grid."""
    heights = [grid.height(cells) for cells in (grid.header, *rows)]
    place = Place(left, top, sum(grid.widths), sum(heights))
    frame = slide.shapes.add_table(
        len(rows) + 1, len(grid.widths), *(Emu(length) for length in place.emu)
    )
    table = frame.table
    for at, width in enumerate(grid.widths):
        table.columns[at].width = Pt(width)
    for at, height in enumerate(heights):
        table.rows[at].height = Pt(height)
    for at, cells in enumerate((grid.header, *rows)):
        fill = LIGHT.ramp[4] if at == 0 else (LIGHT.surface, LIGHT.ramp[0])[at % 2]
        for place_in_row, words in enumerate(cells):
            cell = table.cell(at, place_in_row)
            cell.fill.solid()  # type: ignore[no-untyped-call]
            cell.fill.fore_color.rgb = colour(fill)
            is_number = place_in_row in grid.numbers
            _write_cell(cell, words, is_head=at == 0, is_number=is_number)
    return frame


def _write_cell(cell: Any, words: str, *, is_head: bool, is_number: bool) -> None:  # noqa: ANN401
    cell.margin_left = cell.margin_right = Pt(_CELL_PAD_PT)
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
    paragraph.line_spacing = Pt(LINE * CELL_PT)
    run = paragraph.add_run()
    run.text = writable(words)
    run.font.size = Pt(CELL_PT)
    run.font.bold = is_head
    run.font.color.rgb = colour(LIGHT.surface if is_head else LIGHT.text)
    mark_japanese(run)
