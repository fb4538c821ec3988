"""Each figure that a chart draws stands in every output with the same number and the same unit.

The figures are those of the rows; what is drawn of them says the declaration. Every output is made
of all exhibits at once, and each figure is looked for where that output shows it.
"""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from lib import formats
from lib.charts.declared import Bar, Rows, Stacks, Units
from lib.charts.drawn import rows_end
from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.exports import exhibit_csv
from lib.frames import records
from lib.meetings import handout, paper, picture, powerpoint, spreadsheet
from lib.meetings.native import Point, chart_data
from lib.meetings.slides import Slide
from lib.views import framing
from lib.views.pages import page_exhibits
from lib.views.tabled import table, table_columns
from tests.exhibit_samples import FOR_MEETINGS
from tests.meeting_exports import MADE_ON, deck_of_exhibits

_ROW = re.compile(r"<tr class.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]([^>]*)>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
Slides = tuple[Slide, ...]


def _words(html: str) -> str:
    return unescape(_TAG.sub(" ", html))


@dataclass(frozen=True)
class Figure:
    """One figure that a chart draws: where it stands among the rows, and as what it is drawn."""

    slide: Slide
    point: Point

    @property
    def exhibit(self) -> Exhibit:
        return self.slide.exhibit

    @cached_property
    def value(self) -> float:
        """The figure as the rows hold it."""
        return float(self.exhibit.rows[self.point.column].iloc[self.point.row])

    @property
    def name(self) -> str:
        return f"{self.exhibit.exhibit_id}: {self.point.column} of row {self.point.row}"

    @property
    def place(self) -> int:
        """The column among those that people see."""
        return [column.name for column in self.exhibit.shown_columns].index(self.point.column)


@pytest.fixture(scope="module")
def slides(shipped: Database) -> Slides:
    found: dict[str, Exhibit] = {}
    for page in FOR_MEETINGS:
        for example in page.examples:
            for exhibit in page_exhibits(shipped, page.topic, dict(parse_qsl(example))):
                found.setdefault(exhibit.exhibit_id, exhibit)
    return deck_of_exhibits(exhibit for exhibit in found.values() if len(exhibit.rows)).slides


@pytest.fixture(scope="module")
def figures(slides: Slides) -> list[Figure]:
    drawn = ((slide, chart_data(slide.exhibit)) for slide in slides)
    found = [
        Figure(slide, point)
        for slide, data in drawn
        if data
        for one in data.series
        for point in one.points
        if point
    ]
    assert len({figure.slide.place for figure in found}) > 5
    return found


def _numbers(value: Any) -> Iterator[float]:
    """All numbers of a chart as JSON."""
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, (int, float)):
        yield float(value)
    elif not isinstance(value, str):
        for one in value or ():
            yield from _numbers(one)


def _traces(exhibit: Exhibit) -> list[dict[str, Any]]:
    chart = exhibit.drawing(LIGHT)
    assert chart is not None
    names = ("x", "y", "base", "text", "customdata")
    return [
        {name: list(trace[name]) for name in names if name in trace and trace[name] is not None}
        for trace in chart.data
    ]


def _is_in_rows(figure: Figure, chart: Rows) -> bool:
    """Whether a row with marks says a figure in words, squares or the length of its bar."""
    rows = records(figure.exhibit.rows)
    shown = [place for place, row in enumerate(rows) if chart.only is None or chart.only(row)]
    _, *drawn = _ROW.findall(f'<tr class="head"></tr>{figure.exhibit.markup}')
    own = drawn[shown.index(figure.point.row)]
    column = figure.point.column
    mark = next(m for m in chart.marks if column in vars(m).values())
    if isinstance(mark, Units):
        filled, every = own.count('<i class="on">'), own.count("<i")
        is_full = column == mark.column and not (
            mark.is_aim and mark.is_aim(rows[figure.point.row])
        )
        return figure.value == (filled if is_full else every)
    number = figure.value / chart.axis.divisor
    width = 100 * number / rows_end(chart, [rows[place] for place in shown])
    is_long = f"width: {round(width, 2)}%" in own
    if isinstance(mark, Bar) and (column == mark.whole or not mark.is_labelled):
        return is_long
    decimals = None if chart.axis.divisor == 1 else 1
    words = formats.number(number, decimals).removesuffix(".0")
    return words in _words(own).split() or f"left: {round(width, 2)}%" in own


def test_the_chart_on_the_screen_draws_each_figure(figures: list[Figure]) -> None:
    for figure in figures:
        exhibit, point = figure.exhibit, figure.point
        match exhibit.chart:
            case Rows() as chart:
                assert _is_in_rows(figure, chart), figure.name
            case Stacks():
                counts = re.findall(r"<b>(\d+)</b>", str(exhibit.markup))
                assert str(int(figure.value)) in counts, figure.name
                assert str(exhibit.markup).count("<i></i>") == sum(map(int, counts))
            case _:
                drawn = _numbers([list(trace.values()) for trace in _traces(exhibit)])
                text = json.dumps(_traces(exhibit), ensure_ascii=False, default=str)
                is_drawn = any(number == pytest.approx(point.value) for number in drawn)
                assert is_drawn or formats.number(point.value) in text, figure.name


def test_units_are_those_of_the_columns(figures: list[Figure]) -> None:
    for figure in figures:
        chart, exhibit = figure.exhibit.chart, figure.exhibit
        if chart is None or not hasattr(chart, "axis"):
            continue
        axis = chart.axis
        column = exhibit.shown_columns[figure.place]
        assert axis.unit in axis.words, figure.name
        if column.unit:
            assert column.heading.endswith(f"（{column.unit}）")
            scale = {1: "", 10_000: "万", 1_000_000: "百万", 100_000_000: "億"}[axis.divisor]
            assert axis.unit == f"{scale}{column.unit}", figure.name


def _table_cells(html: str, exhibit: Exhibit) -> list[list[tuple[str, str]]]:
    """The cells of an exhibit's table by row: what the CSV says, and the words."""
    (own,) = re.findall(
        rf'<table class="data" data-table="{exhibit.exhibit_id}".*?</table>', html, re.DOTALL
    )
    return [
        [
            ("".join(re.findall(' data-value="([^"]*)"', tag)), _words(words).strip())
            for tag, words in _CELL.findall(row)
        ]
        for row in re.findall(r"<tr>.*?</tr>", own, re.DOTALL)
    ]


def test_tables_of_screen_and_file_hold_each_figure_with_its_unit(
    slides: Slides, figures: list[Figure]
) -> None:
    page = handout.page(deck_of_exhibits(slide.exhibit for slide in slides), MADE_ON)
    _, *sections = re.split(r'(?=<section class="appendix)', page)
    for slide, section in zip(slides, sections, strict=True):
        exhibit = slide.exhibit
        names = [column.name for column in table_columns(exhibit)]
        for html in (str(table(exhibit)), section):
            head, *rows = _table_cells(html, exhibit)
            for figure in (one for one in figures if one.slide is slide):
                place = names.index(figure.point.column)
                value, words = rows[figure.point.row][place]
                assert float(value) == figure.value, figure.name
                assert formats.shown_number(figure.value) in words, figure.name
                column = exhibit.shown_columns[figure.place]
                assert head[place][1].startswith(column.heading), figure.name
                own_unit = column.unit or records(exhibit.rows)[figure.point.row][column.unit_in]
                assert own_unit in (head[place][1] if column.unit else words), figure.name
        if exhibit.markup is not None:
            assert str(exhibit.markup) in page


def test_csv_and_workbook_hold_each_figure_with_its_unit(
    slides: Slides, figures: list[Figure]
) -> None:
    deck = deck_of_exhibits(slide.exhibit for slide in slides)
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet.make(deck, MADE_ON).content))
    names = spreadsheet.sheet_names(deck)
    for figure in figures:
        exhibit, point = figure.exhibit, figure.point
        column = next(one for one in exhibit.columns if one.name == point.column)
        text = exhibit_csv(exhibit).decode("utf-8-sig")
        written = list(csv.DictReader(io.StringIO(text, newline="")))[point.row]
        assert float(written[column.heading]) == figure.value, figure.name
        sheet = book[names[figure.slide.place - 1]]
        heads = [cell.value for cell in sheet[1]]
        cell = sheet[point.row + 2][heads.index(column.heading)]
        assert cell.value == pytest.approx(figure.value, rel=1e-14), figure.name


def _by_code(content: bytes) -> dict[str, list[Any]]:
    """The pages of a file of slides by the code at their foot."""
    found: dict[str, list[Any]] = {}
    for page in Presentation(io.BytesIO(content)).slides:
        texts = {one.name: one.text_frame.text for one in page.shapes if one.has_text_frame}
        found.setdefault(texts.get("照合コード", "")[-6:], []).append(page)
    return found


def _numbers_of_charts(pages: list[Any]) -> set[float]:
    return {
        round(value, 6)
        for page in pages
        for shape in page.shapes
        if shape.has_chart
        for series in shape.chart.plots[0].series
        for value in series.values
        if value is not None
    }


def test_slides_hold_each_figure_with_its_unit(slides: Slides, figures: list[Figure]) -> None:
    deck = deck_of_exhibits(slide.exhibit for slide in slides)
    pages = _by_code(powerpoint.make(deck, MADE_ON).content)
    for slide in slides:
        data = chart_data(slide.exhibit)
        own = pages[slide.code]
        if data is None:
            kinds = {shape.shape_type for page in own for shape in page.shapes}
            assert kinds & {MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.PICTURE}
            continue
        drawn = _numbers_of_charts(own)
        for figure in (one for one in figures if one.slide is slide):
            assert round(figure.value / data.chart.divisor, 6) in drawn, figure.name
        words = " ".join(shape.text_frame.text for shape in own[0].shapes if shape.has_text_frame)
        assert data.chart.axis in words


def test_nothing_leaves_without_its_cautions_date_and_code(slides: Slides) -> None:
    for slide in slides:
        exhibit = slide.exhibit
        for made in (picture.page(exhibit), str(framing.whole(exhibit, exhibit.heading))):
            words = _words(made)
            cautions = (caution.text for caution in exhibit.cautions)
            for one in (*cautions, exhibit.as_of, exhibit.code):
                assert one in words, exhibit.exhibit_id


@pytest.mark.browser
def test_paper_holds_each_figure_of_a_sample(slides: Slides, figures: list[Figure]) -> None:
    chosen = _sample(slides)
    content = paper.make(deck_of_exhibits(slide.exhibit for slide in chosen), MADE_ON).content
    with pypdfium2.PdfDocument(content) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert len(chosen) == 2
    for figure in (one for one in figures if one.slide in chosen):
        assert formats.shown_number(figure.value) in text, figure.name


def _sample(slides: Slides) -> list[Slide]:
    """A slide whose chart is HTML, and one that Plotly draws."""
    html = next(slide for slide in slides if slide.exhibit.markup is not None)
    drawn = (s for s in slides if s.exhibit.markup is None and s.exhibit.drawing(LIGHT) is not None)
    return [html, next(drawn)]


@pytest.mark.browser
def test_pictures_of_a_sample_are_drawn_at_twice_1200_pixels(
    slides: Slides, executable: str
) -> None:
    assert executable
    for slide in _sample(slides):
        made = picture.make(slide.exhibit, dt.date(2026, 11, 21))
        assert made.file_name.endswith(f"_{len(slide.exhibit.rows)}件_2026-11-21.png")
        with Image.open(io.BytesIO(made.content)) as opened:
            image = opened.convert("RGB")
        width, height = image.size
        assert width == 2400
        assert 300 < height < 3000
        # Marks are drawn in the colour of the data, and nothing is cut at the edges.
        colours = {colour: count for count, colour in image.getcolors(width * height) or ()}
        assert colours.get(tuple(bytes.fromhex(LIGHT.main[1:])), 0) > 500
        for edge in ((0, 0, 20, height), (width - 20, 0, width, height)):
            assert image.crop(edge).getcolors() == [(20 * height, (255, 255, 255))]
