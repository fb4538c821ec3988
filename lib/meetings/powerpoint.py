"""A meeting as a PowerPoint file with native charts and tables, and what is read aloud as notes."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from pptx.presentation import Presentation as PresentationType
from pptx.slide import Slide as PowerPointSlide

from lib.charts.tokens import LIGHT
from lib.exhibits import Exhibit
from lib.exports import Download, file_name_part
from lib.frames import records
from lib.meetings import native_charts as charts
from lib.meetings.native import ChartData, chart_data
from lib.meetings.slide_parts import (
    CUT,
    INNER_PT,
    MARGIN_PT,
    Box,
    Frame,
    Grid,
    add_table,
    empty_presentation,
    fitting_size,
    grid_of,
    mark_japanese,
)
from lib.meetings.slides import Deck, Slide
from lib.meetings.spreadsheet import sheet_names
from lib.meetings.words import handed_out, line_count, writable
from lib.words import cell_words

MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_MOST_TABLE_PAGES = 5  # of one slide; more rows stand in the workbook
_MOST_SOURCES = 3  # at the foot; all of them stand in the notes
_CAUTION_PT, _AXIS_PT = 12, 14
_FOOT_PT, _SOURCE_PT = 11, 10
_LEAD_SIZES = (18, 16, 14, 12)
_MOST_LEAD_LINES = 4
_NARROW_WORDS = "　狭い部分の数は、図のデータの編集と表計算ファイルで見られる。"
_NO_CAUTION = "注意　この図に付ける注意はない。"


def make(deck: Deck, made_on: dt.date) -> Download:
    """The PowerPoint file of a meeting: a list of the slides, then each on one page or more.

    Charts are native: their numbers are those of the rows and may be edited. Slides without a
    chart, and the list, are native tables. What finds no room stands in the workbook.

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
        data = chart_data(slide.exhibit)
        pages = _charts(presentation, slide, data) if data else _tables(presentation, slide, sheet)
        for page, shown in pages:
            _write_notes(page, deck, slide)
            if shown:
                shown._element.nvGraphicFramePr.cNvPr.set("descr", writable(slide.reading))  # noqa: SLF001 - the alternative text
    buffer = io.BytesIO()
    presentation.save(buffer)
    name = f"{file_name_part(writable(deck.title))}_スライド_{made_on.isoformat()}.pptx"
    return Download(name, buffer.getvalue(), MIME)


def _add_list(presentation: PresentationType, deck: Deck, made_on: dt.date) -> None:
    """The slides of the meeting with number and code, on one page or more."""
    header = ("番号", "資料番号", "題", "照合コード")
    rows = [(str(slide.place), slide.item.number, slide.title, slide.code) for slide in deck.slides]
    missing = f"示せない図が{len(deck.missing)}件あり、除いた。" if deck.missing else ""
    foot = f"作成日 {made_on.isoformat()}　データの版 {deck.data_version}"
    frame = Frame(
        deck.title,
        (Box("要約", [f"{len(deck.slides)}件の図。{missing}"], 16),),
        (Box("版", [foot], _FOOT_PT),),
    )
    grid = grid_of(header, rows, frozenset({0}))
    _table_pages(presentation, frame, grid, grid.pages(frame))


Page = tuple[PowerPointSlide, Any]  # a page, and the frame of its chart or table


def _table_pages(
    presentation: PresentationType,
    frame: Frame,
    grid: Grid,
    parts: list[tuple[tuple[str, ...], ...]],
) -> list[Page]:
    found = []
    for own, part in frame.parts(parts):
        page = own.add_to(presentation)
        found.append((page, add_table(page, grid, part, own.top) if part else None))
    return found


def _charts(presentation: PresentationType, slide: Slide, data: ChartData) -> Iterator[Page]:
    """The chart of a slide, cut over pages that share one axis."""
    largest = data.largest
    frame = _frame(slide)
    for titled, part in frame.parts(list(charts.parts(data))):
        more = _NARROW_WORDS if charts.has_narrow_parts(part, largest) else ""
        words = f"{part.chart.axis}{more}"
        above = (*titled.above, Box("単位", [words], _AXIS_PT), *_limit_box(part))
        own = Frame(titled.title, above, titled.below)
        page = own.add_to(presentation)
        place = (MARGIN_PT, own.top, INNER_PT, own.room)
        shown = charts.add_chart(page.shapes, part, largest, place)
        yield page, shown


def _limit_box(data: ChartData) -> tuple[Box, ...]:
    """What the stroke across the bars is, in its colour."""
    words = f"橙の線　{data.chart.limit_words}"
    return () if data.chart.limit is None else (Box("線", [words], _AXIS_PT, LIGHT.accent),)


def _tables(presentation: PresentationType, slide: Slide, sheet: str) -> list[Page]:
    """The rows of a slide, cut over pages; how many are left for the workbook is said."""
    grid = _grid(slide.exhibit)
    probe = _table_frame(slide, grid, len(grid.rows) // 2, sheet)  # with the longest words
    parts = grid.pages(probe)[:_MOST_TABLE_PAGES]
    frame = _table_frame(slide, grid, sum(map(len, parts)), sheet)
    return _table_pages(presentation, frame, grid, parts)


def _table_frame(slide: Slide, grid: Grid, shown: int, sheet: str) -> Frame:
    """The frame of a table of which so many rows are shown."""
    rest = len(grid.rows) - shown
    words = f"全{len(grid.rows)}行は表計算ファイルの「{sheet}」のシートにある。"
    if rest:
        words = f"スライドは{shown}行まで。残りの{rest}行を含む{words}"
    if any(cell.endswith(CUT) for row in grid.rows for cell in row):
        words += f"「{CUT}」で切った文の全体も、そこにある。"
    frame = _frame(slide)
    return Frame(frame.title, frame.above, (Box("行の数", [words], _FOOT_PT), *frame.below))


def _grid(exhibit: Exhibit) -> Grid:
    columns = handed_out(exhibit.shown_columns)
    rows = [[cell_words(row, column) for column in columns] for row in records(exhibit.rows)]
    numbers = frozenset(place for place, column in enumerate(columns) if column.is_number)
    return grid_of([column.heading for column in columns], rows, numbers)


def _frame(slide: Slide) -> Frame:
    """All words of a slide that stand around its chart or table."""
    exhibit = slide.exhibit
    lead = exhibit.stage_note or _lead(exhibit.summary)
    cautions = [
        f"{'公表者の注意' if caution.is_publishers else '注意'}　{caution.text}。"
        for caution in exhibit.cautions
    ]
    rest = len(slide.sources) - _MOST_SOURCES
    more = f"ほか{rest}件（すべてはノートにある）" if rest > 0 else ""
    sources = f"出典　{'、'.join(slide.sources[:_MOST_SOURCES])}{more}"
    chosen = f"　条件　{slide.conditions}" if slide.conditions else ""
    number = slide.item.number or f"図{slide.place}"
    code = f"資料番号　{number}　照合コード　{slide.code}"
    return Frame(
        slide.heading,
        (Box("要約", [lead], fitting_size(lead, _LEAD_SIZES, 2)),),
        (
            Box("注意", cautions or [_NO_CAUTION], _CAUTION_PT, is_framed=bool(cautions)),
            Box("時点", [f"時点　{exhibit.as_of}{chosen}"], _FOOT_PT, LIGHT.muted),
            Box("出典", [sources], _SOURCE_PT, LIGHT.muted),
            Box("照合コード", [code], _FOOT_PT, LIGHT.muted),
        ),
    )


def _lead(summary: str) -> str:
    """As many sentences of a summary as fit in the smallest size; the rest stands in the notes."""
    kept = ""
    for sentence in summary.split("。"):
        longer = f"{kept}{sentence}。"
        if sentence and line_count(longer, _LEAD_SIZES[-1], INNER_PT) <= _MOST_LEAD_LINES:
            kept = longer
    return kept or summary


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
    yield f"図の題: {slide.exhibit.title}"
    yield f"要約: {slide.exhibit.summary}"
    yield f"出典: {'、'.join(slide.sources)}"
    yield f"データの版: {deck.data_version}"
