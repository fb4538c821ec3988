"""A meeting as a PowerPoint file: native charts and tables, and what is read aloud as notes."""

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pptx.presentation import Presentation as PresentationType
from pptx.slide import Slide as PowerPointSlide
from pptx.util import Pt

from lib.charts.tokens import LIGHT
from lib.exhibits import Exhibit
from lib.exports import Download, file_name_part
from lib.frames import records
from lib.meetings import native_charts as charts
from lib.meetings.bar_rows import bar_rows
from lib.meetings.level_cells import add_cells
from lib.meetings.native import ChartData, chart_data
from lib.meetings.number_labels import has_narrow_parts
from lib.meetings.slide_looks import FONT
from lib.meetings.slide_parts import (
    CELL_SIZES_PT,
    CUT,
    INNER_PT,
    MARGIN_PT,
    Box,
    Frame,
    Grid,
    add_table,
    empty_presentation,
    grid_of,
    mark_japanese,
)
from lib.meetings.slide_pictures import Wanted, is_picture, pictures
from lib.meetings.slides import Deck, Slide
from lib.meetings.spreadsheet import sheet_names
from lib.meetings.words import handed_out, line_count, writable
from lib.words import cell_words

MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_MOST_TABLE_PAGES = 5  # of one slide; more rows stand in the workbook
_MOST_SOURCES = 3  # at the foot; all of them stand in the notes
_COUNTED_PT, _TOLD_PT, _SAID_PT, _CAUTION_PT = 14, 12, 14, 12
_FOOT_PT, _SOURCE_PT = 11, 10
_MOST_LEAD_LINES = 3
_NARROW_WORDS = "　狭い部分の数は、図のデータの編集と表計算ファイルで見られる。"
_NO_PICTURE = "図の形: サーバーで図を画像にできなかったため、スライドには図の代わりに表を載せた。"
_NO_CAUTION = "注意　この図に付ける注意はない。"


def make(deck: Deck, made_on: dt.date) -> Download:
    """The PowerPoint file of a meeting: a list of the slides, then each on one page or more.

    Charts are native: their numbers are those of the rows and may be edited. What office programs
    cannot draw is a picture, with its rows in the notes; without a browser on the server they are
    a table. All else are native tables. What finds no room stands in the workbook.

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
    drawn = _pictures(deck)
    for slide, sheet in zip(deck.slides, sheet_names(deck), strict=True):
        notes = list(_note_lines(deck, slide, drawn))
        for page, shown in _pages(presentation, slide, sheet, drawn):
            _write_notes(page, notes)
            if shown:
                _properties(shown).set("descr", writable(slide.reading))  # the alternative text
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


def _pages(
    presentation: PresentationType, slide: Slide, sheet: str, drawn: Mapping[int, bytes]
) -> list[Page]:
    """A slide as a chart, a picture or a table, on one page or more."""
    if data := chart_data(slide.exhibit):
        return _charts(presentation, slide, data)
    if slide.place in drawn:
        return [_picture(presentation, slide, drawn[slide.place])]
    return _tables(presentation, slide, sheet)


def _charts(presentation: PresentationType, slide: Slide, data: ChartData) -> list[Page]:
    """The chart of a slide, cut over pages that share one axis."""
    frame = _chart_frame(slide, data)
    cut = charts.parts(data, INNER_PT, frame.room)
    if len(cut) > 1:
        cut = charts.parts(data, INNER_PT, frame.longest().room)
    found = []
    for own, part in frame.parts(cut):
        page = own.add_to(presentation)
        place = (MARGIN_PT, own.top, INNER_PT, own.room)
        found.append((page, charts.add_chart(page.shapes, part, data.largest, place)))
        if part.cells:
            measures = bar_rows(part, INNER_PT, own.room)
            add_cells(page, part, measures, (MARGIN_PT, own.top)).name = "図の横の欄"
    return found


def _chart_frame(slide: Slide, data: ChartData) -> Frame:
    """The words around a chart: its unit, what crosses it, and the rows that bear no mark."""
    limit = f"　橙の線：{data.chart.limit_words}" if data.chart.limit is not None else ""
    more = _NARROW_WORDS if has_narrow_parts(data, data.largest) else ""
    counted = f"{slide.exhibit.title}　" if slide.exhibit.title != slide.title else ""
    unit = Box("単位", [f"{counted}軸：{data.chart.axis}{limit}{more}"], _COUNTED_PT)
    told = (Box("棒のない行", [data.told], _TOLD_PT),) if data.told else ()
    frame = _frame(slide)
    return replace(frame, above=(unit,), below=(*told, *frame.below))


def _pictures(deck: Deck) -> dict[int, bytes]:
    """The charts that are pictures, by the place of their slide, as large as that has room."""
    return pictures(
        {
            slide.place: Wanted(slide.exhibit, int(INNER_PT), int(_frame(slide).room))
            for slide in deck.slides
            if is_picture(slide.exhibit)
        }
    )


def _picture(presentation: PresentationType, slide: Slide, content: bytes) -> Page:
    frame = _frame(slide)
    page = frame.add_to(presentation)
    lengths = (MARGIN_PT, frame.top, int(INNER_PT), int(frame.room))
    return page, page.shapes.add_picture(io.BytesIO(content), *(Pt(side) for side in lengths))


def _tables(presentation: PresentationType, slide: Slide, sheet: str) -> list[Page]:
    """The rows of a slide, cut over pages; how many are left for the workbook is said."""
    grid = _fitting_grid(slide, sheet)
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


def _fitting_grid(slide: Slide, sheet: str) -> Grid:
    """The table with the largest letters with which it stands on one page, else the smallest."""
    found = _grid(slide.exhibit)
    for size in CELL_SIZES_PT:
        found = _grid(slide.exhibit, size)
        if len(found.pages(_table_frame(slide, found, len(found.rows), sheet))) == 1:
            break
    return found


def _grid(exhibit: Exhibit, size: int = CELL_SIZES_PT[-1]) -> Grid:
    columns = handed_out(exhibit.shown_columns)
    rows = [[cell_words(row, column) for column in columns] for row in records(exhibit.rows)]
    numbers = frozenset(place for place, column in enumerate(columns) if column.is_number)
    return grid_of([column.heading for column in columns], rows, numbers, size)


def _frame(slide: Slide) -> Frame:
    """All words of a slide that stand around its chart or table."""
    exhibit = slide.exhibit
    cautions = [
        f"{'公表者の注意' if caution.is_publishers else '注意'}　{caution.text}。"
        for caution in exhibit.cautions
    ]
    said = exhibit.stage_note or _lead(exhibit.summary)
    is_caution = any(caution.text == said for caution in exhibit.cautions)
    is_same = is_picture(exhibit) and exhibit.subtitle  # the marks are those of the screen
    counted = exhibit.subtitle if is_same else exhibit.title
    rest = len(slide.sources) - _MOST_SOURCES
    more = f"ほか{rest}件（すべてはノートにある）" if rest > 0 else ""
    sources = f"出典　{'、'.join(slide.sources[:_MOST_SOURCES])}{more}"
    chosen = f"　条件　{slide.conditions}" if slide.conditions else ""
    number = slide.item.number or f"図{slide.place}"
    code = f"資料番号　{number}　照合コード　{slide.code}"
    return Frame(
        slide.heading,
        (Box("副題", [counted], _COUNTED_PT, LIGHT.muted),) if counted != slide.title else (),
        (
            *(() if is_caution else (Box("要約", [said], _SAID_PT, is_bold=True),)),
            Box("注意", cautions or [_NO_CAUTION], _CAUTION_PT, is_framed=bool(cautions)),
            Box("時点", [f"時点　{exhibit.as_of}{chosen}"], _FOOT_PT, LIGHT.muted),
            Box("出典", [sources], _SOURCE_PT, LIGHT.muted),
            Box("照合コード", [code], _FOOT_PT, LIGHT.muted),
        ),
    )


def _lead(summary: str) -> str:
    """As many sentences of a summary as find room; the rest stands in the notes."""
    kept = ""
    for sentence in summary.split("。"):
        longer = f"{kept}{sentence}。"
        if sentence and line_count(longer, _SAID_PT, INNER_PT) <= _MOST_LEAD_LINES:
            kept = longer
    return kept or summary


def _write_notes(page: PowerPointSlide, lines: list[str]) -> None:
    frame = page.notes_slide.notes_text_frame
    if frame is None:  # the library's own base always has one
        return
    frame.text = writable("\n".join(lines))
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.name = FONT
            mark_japanese(run)


def _note_lines(deck: Deck, slide: Slide, drawn: Mapping[int, bytes]) -> Iterator[str]:
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
    if slide.place in drawn:
        grid = _grid(slide.exhibit)
        yield f"図の数値（{'、'.join(grid.header)}の順）:"
        yield from ("　".join(row) for row in grid.rows)
    elif is_picture(slide.exhibit):
        yield _NO_PICTURE


def _properties(shown: Any) -> Any:  # noqa: ANN401 - a frame or a picture
    """The XML that holds the name and the alternative text of a shape."""
    return shown._element.xpath("*/p:cNvPr")[0]  # noqa: SLF001 - no public setter
