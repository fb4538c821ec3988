"""The parts of a page of slides: a base with fonts and colours, boxes of words, native tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as PresentationType
from pptx.slide import Slide as PowerPointSlide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from lib.charts.tokens import LIGHT
from lib.meetings.slide_looks import FONT, LINE, colour
from lib.meetings.words import line_count, width_units, writable

MARGIN_PT = 36.0
CUT = "…"  # ends a text that goes on in the workbook
_WIDTH_PT, _HEIGHT_PT = 960.0, 540.0  # 16:9
INNER_PT = _WIDTH_PT - 2 * MARGIN_PT
_TITLE_TOP_PT, _BOTTOM_PT, _GAP_PT = 20.0, 14.0, 6.0
_TITLE_SIZES = (28, 26, 24, 22)  # on one line
_LONG_TITLE_SIZES = (24, 22, 20, 18, 16, 14)  # on two
_SIDE_PT = 4.0  # between a box and its words
CELL_SIZES_PT = (18, 16, 14, 12)  # of the letters of a table, the largest that finds room
_CELL_PAD_PT = 5.0
_MOSTLINES = 6  # of one cell
_NARROWEST_PT, _WIDEST_PT = 44.0, 520.0  # of a column
_JAPANESE_FALLBACK = "游ゴシック"
_TITLE_ONLY = 5  # the layout of python-pptx's own base with a title and nothing else
_Part = TypeVar("_Part")


def empty_presentation() -> PresentationType:
    """A presentation of 16:9 whose theme names a Japanese font and the dashboard's colours."""
    presentation = Presentation()
    stretch = _WIDTH_PT / (presentation.slide_width or Pt(_WIDTH_PT)).pt
    presentation.slide_width, presentation.slide_height = Pt(_WIDTH_PT), Pt(_HEIGHT_PT)
    master = presentation.slide_masters[0]
    for holder in (master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            shape.left, shape.width = (Emu(int(x * stretch)) for x in (shape.left, shape.width))
    _set_theme(master.part)
    return presentation


def _set_theme(part: Any) -> None:  # noqa: ANN401 - a part of the package that has a theme
    theme = part.part_related_by(RELATIONSHIP_TYPE.THEME)
    fonts = (
        f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface=""/>'
        f'<a:font script="Jpan" typeface="{_JAPANESE_FALLBACK}"/>'
    )
    fills = (LIGHT.main, LIGHT.ramp[2], LIGHT.accent)
    insides = {"majorFont": fonts, "minorFont": fonts} | {
        f"accent{place}": f'<a:srgbClr val="{fill.removeprefix("#")}"/>'
        for place, fill in enumerate(fills, start=1)
    }
    xml = theme.blob.decode("utf-8")
    for name, inside in insides.items():
        xml = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf"\1{inside}\2", xml, flags=re.DOTALL)
    theme.blob = xml.encode("utf-8")


def fitting_size(text: str, sizes: Sequence[int], most_lines: int) -> int:
    """The first of some sizes, largest first, at which a text fits; else the last."""
    return next((size for size in sizes if _lines([text], size) <= most_lines), sizes[-1])


def _lines(paragraphs: Sequence[str], size: float) -> int:
    return sum(line_count(words, size, INNER_PT - 2 * _SIDE_PT) for words in paragraphs)


@dataclass(frozen=True)
class Box:
    """Words across a page.

    Attributes:
        name: Its name among the shapes.
        paragraphs: The words.
        size: Of its letters, in points.
        colour: Of its letters.
        is_framed: Whether a frame stands around it.
        is_bold: Whether its letters are bold.
    """

    name: str
    paragraphs: Sequence[str]
    size: int
    colour: str = LIGHT.text
    is_framed: bool = False
    is_bold: bool = False

    @property
    def height(self) -> float:
        """Its height, in points."""
        return LINE * self.size * _lines(self.paragraphs, self.size) + 5

    def add_to(self, page: PowerPointSlide, top: float) -> None:
        """Writes the words on a page."""
        box = page.shapes.add_textbox(*_place(top, INNER_PT, self.height))
        box.name = self.name
        _write_across(box.text_frame, self.paragraphs, self.size, self.colour, is_bold=self.is_bold)
        if self.is_framed:
            box.fill.solid()
            box.fill.fore_color.rgb = colour(LIGHT.surface)
            box.line.color.rgb = colour(LIGHT.accent)
            box.line.width = Pt(1.5)


@dataclass(frozen=True)
class Frame:
    """All words of a page, with room between them for a chart or a table.

    Attributes:
        title: The title; of two lines at the most.
        above: Boxes below the title.
        below: Boxes at the foot.
    """

    title: str
    above: tuple[Box, ...]
    below: tuple[Box, ...]

    @property
    def top(self) -> float:
        """Where the room begins, in points."""
        boxes = sum(box.height for box in self.above)
        return _TITLE_TOP_PT + self._title_height + boxes + _GAP_PT

    @property
    def room(self) -> float:
        """The height of the room, in points."""
        foot = sum(box.height for box in self.below)
        return _HEIGHT_PT - _BOTTOM_PT - foot - _GAP_PT - self.top

    @property
    def _title_size(self) -> int:
        size = fitting_size(self.title, _TITLE_SIZES, 1)
        is_long = _lines([self.title], size) > 1
        return fitting_size(self.title, _LONG_TITLE_SIZES, 2) if is_long else size

    @property
    def _title_height(self) -> float:
        return LINE * self._title_size * min(2, _lines([self.title], self._title_size)) + 4

    def longest(self) -> "Frame":
        """The frame with the longest title that one of its parts has."""
        return replace(self, title=f"{self.title}（9/9）")

    def parts(self, parts: Sequence[_Part]) -> Iterator[tuple["Frame", _Part]]:
        """Each part of what is shown with its own frame, whose title says which part it is."""
        for place, part in enumerate(parts, start=1):
            words = f"（{place}/{len(parts)}）" if len(parts) > 1 else ""
            yield replace(self, title=f"{self.title}{words}"), part

    def add_to(self, presentation: PresentationType) -> PowerPointSlide:
        """A page with the words."""
        page: PowerPointSlide = presentation.slides.add_slide(
            presentation.slide_layouts[_TITLE_ONLY]
        )
        page.background.fill.solid()
        page.background.fill.fore_color.rgb = colour(LIGHT.surface)
        title: Any = page.shapes.title
        title.left, title.top, title.width, title.height = _place(
            _TITLE_TOP_PT, INNER_PT, self._title_height
        )
        _write_across(title.text_frame, [self.title], self._title_size, is_bold=True)
        title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        top = _TITLE_TOP_PT + self._title_height
        for box in self.above:
            box.add_to(page, top)
            top += box.height
        top = self.top + self.room + _GAP_PT
        for box in self.below:
            box.add_to(page, top)
            top += box.height
        return page


def _place(top: float, width: float, height: float) -> tuple[Emu, Emu, Emu, Emu]:
    """A rectangle at the left margin, in the unit of the format."""
    left, top, width, height = (Emu(int(Pt(1) * x)) for x in (MARGIN_PT, top, width, height))
    return left, top, width, height


def _write_across(
    frame: TextFrame,
    paragraphs: Sequence[str],
    size: int,
    fill: str = LIGHT.text,
    *,
    is_bold: bool = False,
) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Pt(_SIDE_PT)
    frame.margin_top = frame.margin_bottom = Pt(2)
    for place, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()  # type: ignore[no-untyped-call]
        paragraph.alignment = PP_ALIGN.LEFT
        write(paragraph, words, size, fill, is_bold=is_bold)


def write(paragraph: Any, words: str, size: int, fill: str, *, is_bold: bool) -> None:  # noqa: ANN401
    """Writes words into a paragraph whose lines are as high on every machine."""
    paragraph.line_spacing = Pt(LINE * size)
    run = paragraph.add_run()
    run.text = writable(words)
    run.font.size = Pt(size)
    run.font.bold = is_bold
    run.font.color.rgb = colour(fill)
    mark_japanese(run)


def mark_japanese(run: Any) -> None:  # noqa: ANN401 - a run of text
    """Names the language of a run, so that its lines break as in Japanese."""
    properties = run.font._element  # noqa: SLF001 - the language has no public setter for ja-JP
    properties.set("lang", "ja-JP")
    properties.set("altLang", "en-US")


@dataclass(frozen=True)
class Grid:
    """A table in words, ready to be cut into pages.

    Attributes:
        header: The headings.
        rows: The cells.
        numbers: Places of the columns whose cells stand at the right.
        widths: Widths of the columns, in points.
        size: Of its letters, in points.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    widths: tuple[float, ...]
    size: int

    def height(self, cells: Sequence[str]) -> float:
        """The height of a row, in points."""
        lines = max(
            _cell_lines(cell, self.size, width)
            for cell, width in zip(cells, self.widths, strict=True)
        )
        return lines * self.size * LINE + self.size / 2

    def pages(self, frame: Frame) -> list[tuple[tuple[str, ...], ...]]:
        """The rows cut so that each part stands below its header in the room of a frame."""
        whole = self._cut(frame.room)
        return whole if len(whole) == 1 else self._cut(frame.longest().room)

    def _cut(self, room: float) -> list[tuple[tuple[str, ...], ...]]:
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


def grid_of(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: frozenset[int],
    size: int = CELL_SIZES_PT[-1],
) -> Grid:
    """A table with widths that follow its words; long cells are cut, numbers never."""
    natural = [
        max(map(width_units, cells)) * size / 2 * 1.03 + 2 * _CELL_PAD_PT + size
        for cells in zip(header, *rows, strict=True)
    ]
    widths = _fitted([min(_WIDEST_PT, max(_NARROWEST_PT, width)) for width in natural])
    kept = (
        tuple(_cut(cell, size, width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return Grid(tuple(header), tuple(kept), numbers, widths, size)


def _fitted(widths: list[float]) -> tuple[float, ...]:
    """Widths that fill the page: they grow alike, or the widest give way to a common width."""
    total = sum(widths)
    if total <= INNER_PT:
        return tuple(width * INNER_PT / total for width in widths)
    room, widest = INNER_PT, 0.0
    for place, width in enumerate(sorted(widths)):
        widest = room / (len(widths) - place)
        if width > widest:
            break
        room -= width
    return tuple(min(width, widest) for width in widths)


def _cell_lines(cell: str, size: int, width: float) -> int:
    return line_count(cell, size, width - 2 * _CELL_PAD_PT)


def _cut(cell: str, size: int, width: float) -> str:
    """A cell of no more than the most lines."""
    while _cell_lines(cell, size, width) > _MOSTLINES:
        cell = f"{cell[: max(1, len(cell) * 9 // 10 - 1)]}{CUT}"
    return cell


def add_table(page: PowerPointSlide, grid: Grid, rows: Sequence[Sequence[str]], top: float) -> Any:  # noqa: ANN401
    """Adds a native table of some rows of a grid, and returns its frame."""
    lines = (grid.header, *rows)
    heights = [grid.height(cells) for cells in lines]
    frame = page.shapes.add_table(
        len(lines), len(grid.widths), *_place(top, sum(grid.widths), sum(heights))
    )
    table = frame.table
    for at, width in enumerate(grid.widths):
        table.columns[at].width = Pt(width)
    for at, (cells, height) in enumerate(zip(lines, heights, strict=True)):
        table.rows[at].height = Pt(height)
        fill = LIGHT.ramp[4] if at == 0 else (LIGHT.surface, LIGHT.ramp[0])[at % 2]
        for column, words in enumerate(cells):
            cell = table.cell(at, column)
            cell.fill.solid()  # type: ignore[no-untyped-call]
            cell.fill.fore_color.rgb = colour(fill)
            cell.margin_left = cell.margin_right = Pt(_CELL_PAD_PT)
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if column in grid.numbers else PP_ALIGN.LEFT
            letters = LIGHT.text if at else LIGHT.surface
            write(paragraph, words, grid.size, letters, is_bold=at == 0)
    return frame
