"""A meeting as slides with native charts and tables, and what is read aloud as notes."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.presentation import Presentation as PresentationType
from pptx.slide import Slide as PowerPointSlide

from lib.charts.theme import LIGHT
from lib.exhibits import ChartKind, Exhibit
from lib.exports import Download, file_name_part
from lib.frames import records
from lib.meetings import native_charts as charts
from lib.meetings.native import ChartData, chart_data
from lib.meetings.slide_parts import (
    CUT,
    HEIGHT_PT,
    INNER_PT,
    LINE,
    MARGIN_PT,
    TITLE_TOP_PT,
    Grid,
    Place,
    Style,
    add_table,
    add_text,
    empty_presentation,
    fitting_size,
    grid_of,
    mark_japanese,
    new_slide,
    title_size,
)
from lib.meetings.slides import Deck, Slide
from lib.meetings.spreadsheet import sheet_names
from lib.meetings.words import handed_out, line_count, writable
from lib.views.words import cell_words

MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_MOST_TABLE_SLIDES = 5  # of one slide; more rows stand in the workbook
_MOST_SOURCES = 3  # at the foot; all of them stand in the notes
_CAUTION_PT, _AXIS_PT = 12, 14
_FOOT_PT, _SOURCE_PT = 11, 10
_LEAD_SIZES = (18, 16, 14, 12)
_MOST_LEAD_LINES = 4
_GAP_PT = 6
_BOTTOM_PT = 14
_NARROW_WORDS = "　狭い部分の数は、図のデータの編集と表計算ファイルで見られる。"
_NO_CAUTION = "注意　この図に付ける注意はない。"


@dataclass(frozen=True)
class _Room:
    """A slide whose words stand, with the room that is left between them."""

    slide: PowerPointSlide
    top: float
    bottom: float


def make(deck: Deck, made_on: dt.date) -> Download:
    """The file of a meeting: a list of the slides, then each of them on one page or more.

    Charts are native: their numbers are those of the rows and may be edited. Slides without a
    chart, and the list, are native tables. What is not on a slide stands in the workbook.

    Args:
        deck: The slides.
        made_on: Date of the file.
    """
    presentation = empty_presentation()
    properties = presentation.core_properties
    properties.title, properties.language = writable(deck.title), "ja-JP"
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = dt.datetime.combine(made_on, dt.time())
    _add_list(presentation, deck, made_on)
    for slide, sheet in zip(deck.slides, sheet_names(deck), strict=True):
        _add_slide(presentation, deck, slide, sheet)
    buffer = io.BytesIO()
    presentation.save(buffer)
    name = f"{file_name_part(writable(deck.title))}_スライド_{made_on.isoformat()}.pptx"
    return Download(name, buffer.getvalue(), MIME)


def _add_list(presentation: PresentationType, deck: Deck, made_on: dt.date) -> None:
    """The slides of the meeting with number and code, on one page or more."""
    header = ("番号", "資料番号", "題", "照合コード")
    rows = [(str(slide.place), slide.item.number, slide.title, slide.code) for slide in deck.slides]
    grid = grid_of(header, rows, frozenset({0}))
    top, bottom = 120.0, HEIGHT_PT - 70
    pages = grid.pages(bottom - top)
    for place, part in enumerate(pages, start=1):
        slide, below = new_slide(presentation, f"{deck.title}{_part_words(place, len(pages))}")
        missing = len(deck.missing)
        lead = f"{len(deck.slides)}件の図。" + (
            f"示せない図が{missing}件あり、除いた。" if missing else ""
        )
        add_text(slide, "要約", [lead], Style(16), Place(MARGIN_PT, below, INNER_PT, 28))
        if part:
            add_table(slide, grid, part, MARGIN_PT, max(top, below + 34))
        foot = f"作成日 {made_on.isoformat()}　データの版 {deck.data_version}"
        add_text(
            slide, "版", [foot], Style(_FOOT_PT), Place(MARGIN_PT, HEIGHT_PT - 40, INNER_PT, 22)
        )


def _part_words(place: int, parts: int) -> str:
    return f"（{place}/{parts}）" if parts > 1 else ""


def _add_slide(presentation: PresentationType, deck: Deck, slide: Slide, sheet: str) -> None:
    data = chart_data(slide.exhibit)
    if data is None:
        _add_tables(presentation, deck, slide, sheet)
        return
    parts = list(charts.parts(data))
    for place, part in enumerate(parts, start=1):
        room = _framed(presentation, deck, slide, _part_words(place, len(parts)))
        _add_chart(room, slide, part, max(data.values))


def _add_chart(room: _Room, slide: Slide, part: ChartData, largest: float) -> None:
    words = part.chart.axis
    if any(charts.is_too_narrow(part, value, largest) for value in part.values):
        words += _NARROW_WORDS
    height = LINE * _AXIS_PT * line_count(words, _AXIS_PT, INNER_PT - 8) + 4
    add_text(
        room.slide,
        "単位",
        [words],
        Style(_AXIS_PT),
        Place(MARGIN_PT, room.top, INNER_PT, height),
    )
    top = room.top + height
    place = Place(MARGIN_PT, top, INNER_PT, room.bottom - top)
    frame = charts.add_chart(room.slide.shapes, part, largest, place.emu)
    if part.chart.kind is ChartKind.LINE:
        charts.dot_changes_of_source(frame.chart, part, slide.exhibit)
    _describe(frame, slide.reading)


def _describe(frame: Any, words: str) -> None:  # noqa: ANN401 - the frame of a chart or table
    """The alternative text."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", writable(words))  # noqa: SLF001


def _add_tables(presentation: PresentationType, deck: Deck, slide: Slide, sheet: str) -> None:
    """The rows of a slide, cut over pages; how many are left for the workbook is said."""
    grid = _grid(slide.exhibit)
    probe = _layout(slide, "（9/9）")
    line = _FOOT_PT * LINE + 6
    pages = grid.pages(probe.bottom - probe.top - line)
    shown = pages[:_MOST_TABLE_SLIDES]
    rows = sum(len(part) for part in shown)
    rest = len(grid.rows) - rows
    words = f"全{len(grid.rows)}行は表計算ファイルの「{sheet}」のシートにある。"
    if rest:
        words = f"スライドは{rows}行まで。残りの{rest}行を含む{words}"
    if any(cell.endswith(CUT) for row in grid.rows for cell in row):
        words += f"「{CUT}」で切った文の全体も、そこにある。"
    for place, part in enumerate(shown, start=1):
        room = _framed(presentation, deck, slide, _part_words(place, len(shown)))
        box = Place(MARGIN_PT, room.bottom - line, INNER_PT, line)
        add_text(room.slide, "行の数", [words], Style(_FOOT_PT), box)
        if part:
            _describe(add_table(room.slide, grid, part, MARGIN_PT, room.top), slide.reading)


def _grid(exhibit: Exhibit) -> Grid:
    columns = handed_out(exhibit.shown_columns)
    rows = [[cell_words(row, column) for column in columns] for row in records(exhibit.rows)]
    numbers = frozenset(place for place, column in enumerate(columns) if column.is_number)
    return grid_of([column.heading for column in columns], rows, numbers)


@dataclass(frozen=True)
class _Layout:
    """Where the words of a slide stand on its pages, and at what sizes."""

    lead: str
    lead_size: int
    top: float
    bottom: float
    cautions: tuple[str, ...]
    caution_height: float
    foot: tuple[tuple[str, str, int], ...]


def _layout(slide: Slide, part_words: str) -> _Layout:
    title = f"{slide.heading}{part_words}"
    below = TITLE_TOP_PT + title_size(title)[1]
    lead = _lead(slide.exhibit.summary)
    lead_size = fitting_size(lead, _LEAD_SIZES, 2)
    lead_height = LINE * lead_size * line_count(lead, lead_size, INNER_PT - 8) + 4
    cautions = _cautions(slide.exhibit)
    caution_height = _height(cautions, _CAUTION_PT)
    foot = tuple(_foot(slide))
    foot_height = sum(_height([words], size) for _, words, size in foot)
    return _Layout(
        lead,
        lead_size,
        below + lead_height + _GAP_PT,
        HEIGHT_PT - _BOTTOM_PT - foot_height - caution_height - 2 * _GAP_PT,
        cautions,
        caution_height,
        foot,
    )


def _height(paragraphs: Sequence[str], size: int) -> float:
    lines = sum(line_count(words, size, INNER_PT - 8) for words in paragraphs)
    return LINE * size * lines + 5


def _lead(summary: str) -> str:
    """As many sentences of a summary as fit in the smallest size; the rest stands in the notes."""
    kept = ""
    for sentence in summary.split("。"):
        if (
            sentence
            and line_count(f"{kept}{sentence}。", _LEAD_SIZES[-1], INNER_PT) <= _MOST_LEAD_LINES
        ):
            kept += f"{sentence}。"
    return kept or summary


def _cautions(exhibit: Exhibit) -> tuple[str, ...]:
    found = tuple(
        f"{'公表者の注意' if caution.is_publishers else '注意'}　{caution.text}。"
        for caution in exhibit.cautions
    )
    return found or (_NO_CAUTION,)


def _foot(slide: Slide) -> Iterator[tuple[str, str, int]]:
    """Name, words and size of each line at the foot."""
    exhibit = slide.exhibit
    titles = list(dict.fromkeys(f"{note.title}（{note.publisher}）" for note in exhibit.sources))
    rest = len(titles) - _MOST_SOURCES
    more = f"ほか{rest}件（すべてはノートにある）" if rest > 0 else ""
    chosen = "、".join(f"{label} {words}" for label, words in exhibit.filters)
    yield "時点", f"時点　{exhibit.as_of}" + (f"　条件　{chosen}" if chosen else ""), _FOOT_PT
    yield "出典", f"出典　{'、'.join(titles[:_MOST_SOURCES])}{more}", _SOURCE_PT
    number = slide.item.number or f"図{slide.place}"
    yield "照合コード", f"資料番号　{number}　照合コード　{slide.code}", _FOOT_PT


def _framed(presentation: PresentationType, deck: Deck, slide: Slide, part_words: str) -> _Room:
    """A page with all words of a slide, and its notes; the chart or table is still to come."""
    layout = _layout(slide, part_words)
    page, below = new_slide(presentation, f"{slide.heading}{part_words}")
    lead_place = Place(MARGIN_PT, below, INNER_PT, layout.top - below - _GAP_PT)
    add_text(page, "要約", [layout.lead], Style(layout.lead_size), lead_place)
    top = layout.bottom + _GAP_PT
    caution_place = Place(MARGIN_PT, top, INNER_PT, layout.caution_height)
    add_text(
        page,
        "注意",
        layout.cautions,
        Style(_CAUTION_PT, is_framed=bool(slide.exhibit.cautions)),
        caution_place,
    )
    top += layout.caution_height + _GAP_PT / 2
    for name, words, size in layout.foot:
        height = _height([words], size)
        add_text(
            page,
            name,
            [words],
            Style(size, colour=LIGHT.muted),
            Place(MARGIN_PT, top, INNER_PT, height),
        )
        top += height
    _write_notes(page, deck, slide)
    return _Room(page, layout.top, layout.bottom)


def _write_notes(page: PowerPointSlide, deck: Deck, slide: Slide) -> None:
    frame = page.notes_slide.notes_text_frame
    if frame is None:  # the library's own base always has one
        return
    frame.text = writable("\n".join(_note_lines(deck, slide)))
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.name = charts.FONT
            mark_japanese(run)


def _note_lines(deck: Deck, slide: Slide) -> Iterator[str]:
    yield f"読み上げ: {slide.reading}"
    if slide.item.note:
        yield f"発表者へ: {slide.item.note}"
    for place, question in enumerate(slide.questions, start=1):
        yield f"想定される質問{place}: {question.question}"
        yield f"答え: {question.answer}（{question.place}）"
    yield f"要約: {slide.exhibit.summary}"
    sources = dict.fromkeys(f"{note.title}（{note.publisher}）" for note in slide.exhibit.sources)
    yield f"出典: {'、'.join(sources)}"
    yield f"データの版: {deck.data_version}"
