"""The slides of a meeting: native charts with the rows' numbers, and all that must stand there."""

import io
import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.slide import Slide as PowerPointSlide
from pptx.util import Pt

from lib.charts.declared import Axis, Bar, Cell, Dot, Rows
from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings import powerpoint
from lib.meetings.agenda import Item, Meeting
from lib.meetings.native import chart_data
from lib.meetings.native_forms import ChartKind, Look, NativeChart, native_chart
from lib.meetings.slides import Deck, deck_of
from lib.meetings.words import line_count
from lib.views import catalogue
from tests.meeting_exports import MADE_ON, converted, deck_of_exhibits, every_exhibit
from tests.meeting_samples import MEETING

pytestmark = pytest.mark.slow


def _slides(content: bytes) -> list[PowerPointSlide]:
    return list(Presentation(io.BytesIO(content)).slides)


def _of_slide(slides: list[PowerPointSlide], code: str) -> list[PowerPointSlide]:
    return [
        slide for slide in slides if f"照合コード　{code}" in _texts(slide).get("照合コード", "")
    ]


def _texts(slide: PowerPointSlide) -> dict[str, str]:
    return {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}


def _charts(slides: list[PowerPointSlide]) -> list[Chart]:
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


@pytest.fixture(scope="module")
def all_exhibits(shipped: Database, tmp_path_factory: pytest.TempPathFactory) -> list[Exhibit]:
    return every_exhibit(shipped, tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="module")
def deck(shipped: Database) -> Deck:
    return deck_of(shipped, MEETING)


@pytest.fixture(scope="module")
def slides(deck: Deck) -> list[PowerPointSlide]:
    return _slides(powerpoint.make(deck, MADE_ON).content)


def _expected(exhibit: Exhibit, native: NativeChart) -> list[float]:
    """The numbers that the rows give, worked out apart from the code under test."""
    rows = [row for row in records(exhibit.rows) if native.only is None or native.only(row)]
    return [
        float(row[value.column] / native.divisor)
        for row in rows
        for value in native.values
        if row[value.column] is not None
    ]


def _drawn(charts: list[Chart], *, limit_words: str = "") -> list[float]:
    """The numbers that charts show, but of a limit."""
    return [
        value
        for chart in charts
        for series in chart.plots[0].series
        if not limit_words or series.name != limit_words
        for value in series.values
        if value is not None
    ]


def test_every_number_of_every_chart_is_that_of_its_row(all_exhibits: list[Exhibit]) -> None:
    drawn = [exhibit for exhibit in all_exhibits if chart_data(exhibit) is not None]
    natives = {exhibit.code: native for exhibit in drawn if (native := native_chart(exhibit))}
    assert {native.kind for native in natives.values()} == set(ChartKind)
    made = _slides(powerpoint.make(deck_of_exhibits(drawn), MADE_ON).content)
    by_code = {exhibit.code: [] for exhibit in drawn}
    for page in made[1:]:
        if "照合コード" in (words := _texts(page)):
            by_code[words["照合コード"][-6:]].append(page)
    for exhibit in drawn:
        native = natives[exhibit.code]
        charts = _charts(by_code[exhibit.code])
        found = sorted(_drawn(charts, limit_words=native.limit_words))
        assert found == pytest.approx(sorted(_expected(exhibit, native))), exhibit.title


def test_the_sheet_behind_a_chart_holds_its_numbers_and_no_formula(
    slides: list[PowerPointSlide],
) -> None:
    charts = _charts(slides)
    assert charts
    for chart in charts:
        blob = chart.part.chart_workbook.xlsx_part.blob
        _, *rows = openpyxl.load_workbook(io.BytesIO(blob)).active.iter_rows(values_only=True)
        columns = list(zip(*rows, strict=True))
        assert list(columns[0]) == [str(category) for category in chart.plots[0].categories]
        for series, values in zip(chart.plots[0].series, columns[1:], strict=True):
            # A file holds a number to 16 digits.
            assert [v for v in series.values if v is not None] == pytest.approx(
                [v for v in values if v is not None], rel=1e-14
            )


def test_published_amounts_and_rates_stand_in_their_charts(
    deck: Deck, slides: list[PowerPointSlide]
) -> None:
    """Budget and grants of FY2023 and FY2024 in 万円; re-entry of those released in 1999, 2022."""
    by_id = {slide.exhibit.exhibit_id: slide for slide in deck.slides}
    (grants,) = _charts(_of_slide(slides, by_id["grant_totals"].code))
    assert [tuple(series.values) for series in grants.plots[0].series] == [
        (4950.0, 5550.0),
        (1805.3, 2750.0),
    ]
    (rates,) = _charts(_of_slide(slides, by_id["reentry"].code))
    series = dict(
        zip(rates.plots[0].categories, next(iter(rates.plots[0].series)).values, strict=True)
    )
    assert (series["1999"], series["2022"]) == (23.4, 13.0)


def _grants(shipped: Database, chart: Rows) -> Exhibit:
    """The grants of the ten named prefectures, with another chart."""
    (slide,) = deck_of(shipped, Meeting("", (Item("subsidy", "grants"),))).slides
    before = slide.exhibit.rows["amount_yen"].where(slide.exhibit.rows["amount_yen"] < 1_400_000)
    rows = slide.exhibit.rows.assign(before_yen=before, rest_yen=None, cap_yen=1_500_000)
    rows.loc[rows.index[-1], "rest_yen"] = rows["amount_yen"].iloc[-1]
    rows.loc[rows.index[-1], "amount_yen"] = None
    columns = {column.name: column for column in slide.exhibit.columns}
    own = (replace(columns["amount_yen"], name=name) for name in ("before_yen", "rest_yen"))
    return replace(
        slide.exhibit,
        rows=rows.astype(dict.fromkeys(("before_yen", "rest_yen", "cap_yen"), "Int64")),
        columns=(*slide.exhibit.columns, *own),
        chart=chart,
    )


_CAP = Axis("交付額（万円）", "万円", divisor=10_000, limit=150, limit_words="上限150万円")


def test_a_limit_is_a_stroke_in_the_accent_colour_where_its_number_stands(
    shipped: Database,
) -> None:
    exhibit = _grants(shipped, Rows("{prefecture_name}", (Bar("amount_yen"),), _CAP))
    (page,) = _slides(powerpoint.make(deck_of_exhibits([exhibit]), MADE_ON).content)[1:]
    (chart,) = _charts([page])

    (shapes,) = [rel for rel in chart.part.rels.values() if rel.reltype.endswith("UserShapes")]
    drawn = shapes.target_part.blob.decode("utf-8")
    at = float(re.search("<cdr:x>([0-9.]+)</cdr:x>", drawn)[1])
    left, width = (
        float(chart.element.xpath(f"//c:plotArea/c:layout//c:{name}/@val")[0]) for name in "xw"
    )
    assert (at - left) / width * chart.value_axis.maximum_scale == pytest.approx(150, abs=0.1)
    assert LIGHT.accent.removeprefix("#") in drawn
    assert "橙の線：上限150万円" in _texts(page)["単位"]
    assert "<a:t>上限150万円</a:t>" in drawn


def test_the_year_before_is_hollow_and_what_nobody_is_named_for_sets_no_axis(
    shipped: Database,
) -> None:
    marks = (Bar("amount_yen"), Dot("before_yen"), Bar("rest_yen", is_missing=True))
    axis = replace(_CAP, limit=None)
    exhibit = _grants(shipped, Rows("{prefecture_name}", marks, axis))
    data = chart_data(exhibit)
    assert data
    looks = [one.look for one in data.series]
    assert looks == [Look.MAIN, Look.BEFORE]
    assert data.largest == 150  # 1,295.2 stand for the bodies without a name
    _, chart = _charts(_slides(powerpoint.make(deck_of_exhibits([exhibit]), MADE_ON).content))
    # Two bars a row: eleven rows stand on two slides, the last of them on the fifth row.
    _, before = chart.plots[0].series
    assert str(before.format.fill.fore_color.rgb) == LIGHT.surface.removeprefix("#")


def test_a_whole_lies_behind_its_part(shipped: Database) -> None:
    marks = (Bar("amount_yen", whole="cap_yen"),)
    exhibit = _grants(shipped, Rows("{prefecture_name}", marks, replace(_CAP, limit=None)))
    (chart,) = _charts(_slides(powerpoint.make(deck_of_exhibits([exhibit]), MADE_ON).content))

    whole, part = chart.plots[0].series
    assert chart.plots[0].overlap == 100
    assert str(whole.format.fill.fore_color.rgb) == LIGHT.track.removeprefix("#")
    assert max(filter(None, whole.values)) == 150
    assert part.values[0] == exhibit.rows["amount_yen"].iloc[0] / 10_000


def test_the_cells_beside_a_row_stand_level_with_its_bar(shipped: Database) -> None:
    cells = (Cell("{amount_yen}", "万円", divisor=10_000), Cell("{grant_number}", "番号"))
    chart = Rows("{prefecture_name}", (Bar("amount_yen"),), _CAP, before=cells)
    exhibit = _grants(shipped, chart)
    (page,) = _slides(powerpoint.make(deck_of_exhibits([exhibit]), MADE_ON).content)[1:]

    bars = next(shape for shape in page.shapes if shape.has_chart)
    (beside,) = [shape for shape in page.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in beside.table.rows]
    # A stroke crosses the bars, so their numbers stand beside them, in the unit of their heading.
    assert rows[:2] == [["万円", "番号"], ["150", "1"]]
    assert not bars.chart.plots[0].has_data_labels
    assert beside.left == pytest.approx(bars.left + bars.width, abs=Pt(1))
    y, height = (
        float(bars.chart.element.xpath(f"//c:plotArea/c:layout//c:{name}/@val")[0]) for name in "yh"
    )
    head, *lines = (row.height for row in beside.table.rows)
    assert head == pytest.approx(y * bars.height, abs=Pt(1))
    assert sum(lines) == pytest.approx(height * bars.height, abs=Pt(1))


def test_a_year_without_a_value_stays_a_gap(deck: Deck, slides: list[PowerPointSlide]) -> None:
    code = next(slide.code for slide in deck.slides if slide.exhibit.exhibit_id == "reentry")
    (chart,) = _charts(_of_slide(slides, code))

    years = [int(year) for year in chart.plots[0].categories]
    values = dict(zip(years, next(iter(chart.plots[0].series)).values, strict=True))
    assert all(later - year == 1 for year, later in pairwise(years))
    assert [year for year, value in values.items() if value is None] == [
        *(2000, 2001, 2002, 2016, 2017, 2020)
    ]
    (blanks,) = chart.element.xpath("//c:dispBlanksAs/@val")
    assert blanks == "gap"


def test_bars_begin_at_0_and_no_chart_is_a_pie_or_has_depth(
    slides: list[PowerPointSlide],
) -> None:
    for chart in _charts(slides):
        assert chart.value_axis.minimum_scale == 0
        assert not chart.element.xpath("//c:pieChart | //c:view3D | //c:bar3DChart")


def test_every_slide_of_a_slide_has_all_that_must_stand_beside_a_figure(
    deck: Deck, slides: list[PowerPointSlide]
) -> None:
    for slide in deck.slides:
        own = _of_slide(slides, slide.code)
        assert own, slide.heading
        for page in own:
            texts = _texts(page)
            assert page.shapes.title.text_frame.text.startswith(slide.heading)
            assert slide.exhibit.title in page.notes_slide.notes_text_frame.text
            assert slide.exhibit.as_of in texts["時点"]
            assert slide.exhibit.sources[0].title in texts["出典"]
            assert slide.item.number in texts["照合コード"]
            assert all(caution.text in texts["注意"] for caution in slide.exhibit.cautions)
            assert texts["注意"]
            notes = page.notes_slide.notes_text_frame.text
            assert slide.reading in notes
            assert slide.item.note in notes
            for question in slide.questions:
                assert question.question in notes
                assert question.answer in notes
            for source in slide.exhibit.sources:
                assert source.title in notes


def test_letters_are_large_enough_to_be_read(slides: list[PowerPointSlide]) -> None:
    least = {"出典": 10, "時点": 11, "照合コード": 11, "行の数": 11, "版": 11}
    for page in slides:
        for shape in page.shapes:
            if shape.has_text_frame:
                sizes = [run.font.size for p in shape.text_frame.paragraphs for run in p.runs]
                assert all(size >= Pt(least.get(shape.name, 12)) for size in sizes), shape.name
            if shape.has_chart:
                assert shape.chart.font.size >= Pt(12)
            if shape.has_table:
                for cell in shape.table.iter_cells():
                    assert all(
                        run.font.size >= Pt(12) for run in cell.text_frame.paragraphs[0].runs
                    )


def test_nothing_leaves_a_slide_or_lies_on_something_else(all_exhibits: list[Exhibit]) -> None:
    content = powerpoint.make(deck_of_exhibits(all_exhibits, number="資料1-1"), MADE_ON).content
    for page in _slides(content):
        boxes = [(shape.name, shape) for shape in page.shapes]
        for name, shape in boxes:
            assert shape.left >= 0, name
            assert shape.left + shape.width <= Pt(960), name
            assert shape.top + shape.height <= Pt(540) + Pt(1), (name, _texts(page))
        for (one, first), (other, second) in combinations(boxes, 2):
            left, right = sorted((first, second), key=lambda shape: shape.left)
            if left.left + left.width <= right.left + Pt(1):
                continue
            above, below = sorted((first, second), key=lambda shape: shape.top)
            assert above.top + above.height <= below.top + Pt(1), (one, other, _texts(page))


def test_titles_take_no_more_than_two_lines_however_long(shipped: Database) -> None:
    items = (Item("overview", "reentry", (), title="題" * 100, number="資料12345-678901234567"),)
    made = powerpoint.make(deck_of(shipped, Meeting("長い", items)), MADE_ON)
    title = _slides(made.content)[1].shapes.title.text_frame

    size = title.paragraphs[0].runs[0].font.size.pt
    assert size >= 14
    assert line_count(title.text, size, 880) <= 2


def test_a_long_table_says_how_many_rows_stand_in_the_workbook(shipped: Database) -> None:
    exhibit = catalogue.catalogue_exhibit(shipped, catalogue.CatalogueState())
    made = _slides(powerpoint.make(deck_of_exhibits([exhibit]), MADE_ON).content)[1:]

    shown = sum(
        len(shape.table.rows) - 1 for page in made for shape in page.shapes if shape.has_table
    )
    assert 0 < shown < len(exhibit.rows)
    for page in made:
        words = _texts(page)["行の数"]
        assert f"スライドは{shown}行まで。残りの{len(exhibit.rows) - shown}行" in words
        assert "「1_モデル事業の活動実績」" in words or "1_" in words


def test_the_slides_are_16_to_9_and_name_a_japanese_font(deck: Deck) -> None:
    made = Presentation(io.BytesIO(powerpoint.make(deck, MADE_ON).content))

    assert made.slide_width * 9 == made.slide_height * 16
    themes = [
        part.blob.decode("utf-8")
        for part in made.part.package.iter_parts()
        if part.partname == "/ppt/theme/theme1.xml"
    ]
    assert themes
    assert all(theme.count('<a:ea typeface="Noto Sans JP"/>') == 2 for theme in themes)


def test_hostile_words_become_text(shipped: Database) -> None:
    """Formulas, markup and characters that XML forbids, in every word that a user may type."""
    words = '=1+1 <b>&"\ud800\ufffe\x00'
    item = Item("subsidy", "grant_totals", (), title=words, number="=A1", note=words)
    made = powerpoint.make(deck_of(shipped, Meeting(words, (item,))), MADE_ON)

    page = _slides(made.content)[1]
    assert page.shapes.title.text_frame.text == '=A1　=1+1 <b>&"'
    assert '=1+1 <b>&"' in page.notes_slide.notes_text_frame.text


def test_a_category_that_looks_like_a_formula_stays_text_in_the_sheet_of_its_chart(
    shipped: Database,
) -> None:
    (slide,) = deck_of(shipped, Meeting("", (Item("subsidy", "grants"),))).slides
    rows = slide.exhibit.rows.assign(prefecture_name='=HYPERLINK("x")').astype(
        slide.exhibit.rows.dtypes
    )
    exhibit = Exhibit(
        **{
            name: getattr(slide.exhibit, name)
            for name in ("exhibit_id", "name", "title", "summary", "columns", "as_of", "sources")
        },
        rows=rows,
        chart=slide.exhibit.chart,
    )
    chart, *_ = _charts(_slides(powerpoint.make(deck_of_exhibits([exhibit]), MADE_ON).content))
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active

    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_meeting_without_slides_is_one_slide_that_says_so(shipped: Database) -> None:
    (page,) = _slides(powerpoint.make(deck_of(shipped, Meeting()), MADE_ON).content)

    assert _texts(page)["要約"] == "0件の図。"


def test_an_office_program_opens_every_slide(
    deck: Deck, slides: list[PowerPointSlide], tmp_path: Path
) -> None:
    pdf = converted(powerpoint.make(deck, MADE_ON).content, "pptx", "pdf", tmp_path)

    pages = pypdfium2.PdfDocument(pdf)
    assert len(pages) == len(slides)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert all(slide.code in text for slide in deck.slides)
