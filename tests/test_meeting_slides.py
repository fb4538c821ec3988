"""What stands on every slide, and what slides show as the wall does: maps, ranges, missing rows."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import html
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.slide import Slide as PowerPointSlide
from pptx.util import Pt

from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.meetings import picture, powerpoint, renderer, slide_pictures, wall
from lib.meetings.agenda import Item, Meeting, to_query
from lib.meetings.bar_rows import bar_rows
from lib.meetings.native import CellColumn, chart_data
from lib.meetings.native_charts import parts
from lib.meetings.slides import Deck, Slide, deck_of
from lib.views.pages import PAGES, page_exhibits
from tests.meeting_exports import MADE_ON

_YEAR = re.compile(r"（\d{4}年?）")  # the western year, for which the wall has no room
_TOLD = (
    "幅は公表なし：居住支援、ほかの団体に委託、自前で実施、支援者支援"
    "　支援件数の計上から除外：福祉へのつなぎ（団体数 R7 5団体）"
)


def _texts(page: PowerPointSlide) -> dict[str, str]:
    return {shape.name: shape.text_frame.text for shape in page.shapes if shape.has_text_frame}


def _pages(deck: Deck) -> dict[int, list[PowerPointSlide]]:
    """The pages of each slide, which begin with its heading; the first pages are the list."""
    found: dict[int, list[PowerPointSlide]] = {slide.place: [] for slide in deck.slides}
    presentation = Presentation(io.BytesIO(powerpoint.make(deck, MADE_ON).content))
    for page in presentation.slides:
        number = re.match(r"図(\d+)　", page.shapes.title.text_frame.text)
        if number:
            found[int(number[1])].append(page)
    return found


def _unit(exhibit: Exhibit) -> str:
    """The unit of what a chart or a map counts; empty of a table."""
    return exhibit.chart.axis.unit if hasattr(exhibit.chart, "axis") else ""


def _numbered(items: Iterator[Item]) -> tuple[Item, ...]:
    return tuple(
        Item(item.topic, item.exhibit_id, item.query, number=f"図{place}")
        for place, item in enumerate(items, start=1)
    )


@pytest.fixture(scope="module")
def deck(shipped: Database) -> Deck:
    """Every exhibit of every page, as the page opens."""
    found = deck_of(
        shipped,
        Meeting(
            "すべての図",
            _numbered(
                Item(page.topic, exhibit.exhibit_id)
                for page in PAGES.values()
                for exhibit in page_exhibits(shipped, page.topic, {})
            ),
        ),
    )
    assert {slide.item.topic for slide in found.slides} >= {"overview", "map", "subsidy", "sources"}
    return found


@pytest.fixture(scope="module")
def pages(deck: Deck) -> dict[int, list[PowerPointSlide]]:
    return _pages(deck)


def _slide(deck: Deck, exhibit_id: str) -> Slide:
    return next(slide for slide in deck.slides if slide.exhibit.exhibit_id == exhibit_id)


def test_every_page_bears_cautions_date_code_and_unit(
    deck: Deck, pages: dict[int, list[PowerPointSlide]]
) -> None:
    assert any(len(own) > 1 for own in pages.values())
    for slide in deck.slides:
        exhibit = slide.exhibit
        assert pages[slide.place], exhibit.exhibit_id
        data = chart_data(exhibit)
        for page in pages[slide.place]:
            texts = _texts(page)
            for caution in exhibit.cautions:
                words = "公表者の注意" if caution.is_publishers else "注意"
                assert f"{words}　{caution.text}。" in texts.get("注意", ""), exhibit.exhibit_id
            assert exhibit.as_of in texts["時点"], exhibit.exhibit_id
            assert slide.code in texts["照合コード"], exhibit.exhibit_id
            counted = texts.get("単位") or texts.get("副題", "")
            assert _unit(exhibit) in counted, exhibit.exhibit_id
            assert not data or f"軸：{data.chart.axis}" in counted, exhibit.exhibit_id


def test_the_wall_and_the_picture_bear_the_same(shipped: Database, deck: Deck) -> None:
    query = to_query(deck.meeting)
    shown = html.fromstring(
        wall.page(shipped, query, is_presenter=False, looks="/looks", scripts=())
    )
    views = {one.get("data-place"): one for one in shown.find_class("view") if one.get("data-view")}
    for slide in deck.slides:
        exhibit = slide.exhibit
        view = views[str(slide.place)]
        said = "".join(one.text_content() for one in view.find_class("said"))
        foot = "".join(one.text_content() for one in view.find_class("foot"))
        assert all(caution in said for caution in exhibit.publishers_cautions), exhibit.exhibit_id
        assert _YEAR.sub("", exhibit.as_of) in _YEAR.sub("", foot), exhibit.exhibit_id
        assert slide.code in foot, exhibit.exhibit_id
        drawing = exhibit.drawing(LIGHT)
        drawn = drawing.to_json() if drawing else ""
        assert _unit(exhibit) in f"{view.text_content()}{drawn}", exhibit.exhibit_id

        made = html.fromstring(picture.page(exhibit))
        words = made.find("body").text_content()
        needed = (*exhibit.publishers_cautions, exhibit.as_of, exhibit.code, _unit(exhibit))
        assert all(one in words for one in needed), exhibit.exhibit_id


def test_rows_without_a_mark_are_told_in_the_words_of_the_wall(
    deck: Deck, pages: dict[int, list[PowerPointSlide]]
) -> None:
    slide = _slide(deck, "support_ranges")
    data = chart_data(slide.exhibit)

    assert data
    assert len(slide.exhibit.rows) == 12
    assert len(data.categories) == 7
    assert all(any(one.points[place] for one in data.series) for place in range(7))
    assert [_texts(page)["棒のない行"] for page in pages[slide.place]] == [_TOLD]
    for words in ("幅は公表なし", "支援件数の計上から除外"):
        assert f'<span class="note">{words}</span>' in str(slide.exhibit.markup)


def test_what_nobody_is_named_for_is_told_with_its_amount(
    deck: Deck, pages: dict[int, list[PowerPointSlide]]
) -> None:
    """R6: 27,500,000 yen less the 14,548,000 of the ten named."""
    (page,) = pages[_slide(deck, "grants").place]

    told = "名前のない分の合計（R5 485.9、R6（万円） 1,295.2）"
    assert _texts(page)["棒のない行"] == told


def test_the_ends_of_a_range_are_numbers_at_its_bar(
    deck: Deck, pages: dict[int, list[PowerPointSlide]]
) -> None:
    """R6: 24 to 313 has room for 24 before its bar; 0 to 153 and 17 to 274 have none."""
    (page,) = pages[_slide(deck, "support_ranges").place]
    (chart,) = [shape.chart for shape in page.shapes if shape.has_chart]
    highs, lows = chart.plots[0].series

    assert chart.plots[0].overlap == 100
    assert str(lows.format.fill.fore_color.rgb) == LIGHT.surface.removeprefix("#")
    values = list(zip(lows.values, highs.values, strict=True))
    assert values[0] == (24, 313)
    gone = {int(at) for at in lows._element.xpath("c:dLbls/c:dLbl[c:delete]/c:idx/@val")}  # noqa: SLF001
    written = {
        int(one.xpath("c:idx/@val")[0]): "".join(one.xpath(".//a:t/text()"))
        for one in highs._element.xpath("c:dLbls/c:dLbl")  # noqa: SLF001
    }
    assert 0 not in gone
    assert written[values.index((0, 153))] == "0～153"
    assert written[values.index((17, 274))] == "17～274"
    # One number alone needs no second label, and stands there as it is.
    alone = values.index((0, 0))
    assert alone in gone
    assert alone not in written


def test_the_limit_of_a_line_has_its_words_and_no_number_is_crossed_by_it(
    deck: Deck, pages: dict[int, list[PowerPointSlide]]
) -> None:
    slide = _slide(deck, "reentry")
    (page,) = pages[slide.place]
    (chart,) = [shape.chart for shape in page.shapes if shape.has_chart]
    (shapes,) = [rel for rel in chart.part.rels.values() if rel.reltype.endswith("UserShapes")]
    words = "政府目標は令和3年（2021年）までに16%以下"

    assert f"橙の線：{words}" in _texts(page)["単位"]
    assert f"<a:t>{words}</a:t>" in shapes.target_part.blob.decode("utf-8")
    rates = chart.plots[0].series[0]
    below = {int(at) for at in rates._element.xpath("c:dLbls/c:dLbl/c:idx/@val")}  # noqa: SLF001
    reached = {at for at, rate in enumerate(rates.values) if rate is not None and rate < 16}
    assert below == reached
    assert reached


def test_a_bar_chart_is_cut_where_its_rows_find_no_room(deck: Deck) -> None:
    """Rows of 12 points need 19 points each; the axis and what is below take 29."""
    data = chart_data(_slide(deck, "like_figures").exhibit)

    assert data
    assert len(data.categories) == 22
    assert [len(part.categories) for part in parts(data, 888, 29 + 19 * 11)] == [11, 11]
    assert [len(part.categories) for part in parts(data, 888, 29 + 19 * 11 - 1)] == [8, 8, 6]


def test_cells_with_many_words_leave_room_for_bars(deck: Deck) -> None:
    data = chart_data(_slide(deck, "support_ranges").exhibit)
    assert data
    wide = replace(data, cells=(CellColumn("記載", ("長い記載" * 40,) * 7),))

    measures = bar_rows(wide, 888, 300)
    assert measures.chart_width * measures.bars["w"] > 0.3 * 888
    assert sum(measures.cells) + measures.chart_width == pytest.approx(888)


@pytest.mark.usefixtures("executable")
def test_maps_are_pictures_of_one_run_of_the_browser(
    shipped: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = []

    def counted(*arguments: object) -> bytes:
        runs.append(arguments)
        return renderer.rendered(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(slide_pictures, "rendered", counted)
    items = [
        Item("map", "prefecture_map"),
        Item("map", "prefecture_map", (("form", "tiles"), ("show", "training"))),
    ]
    made = deck_of(shipped, Meeting("地図", _numbered(iter(items))))
    found = _pages(made)

    assert len(runs) == 1
    for slide in made.slides:
        (page,) = found[slide.place]
        (shown,) = [one for one in page.shapes if one.shape_type == MSO_SHAPE_TYPE.PICTURE]
        with Image.open(io.BytesIO(shown.image.blob)) as opened:
            colours = {colour for _, colour in opened.convert("RGB").getcolors(1 << 24) or []}
            assert opened.size == (round(shown.width / Pt(0.5)), round(shown.height / Pt(0.5)))
        main = tuple(bytes.fromhex(LIGHT.main.removeprefix("#")))
        assert main in colours
        assert shown._element.nvPicPr.cNvPr.get("descr") == slide.reading  # noqa: SLF001
        notes = page.notes_slide.notes_text_frame.text
        names = list(slide.exhibit.rows["name"])
        assert len(names) == 47
        assert all(re.search(f"^{name}　", notes, re.MULTILINE) for name in names)
        assert "表を載せた" not in notes


@pytest.mark.parametrize("reason", ["no browser", "no picture"])
def test_without_a_picture_the_map_is_a_table_and_the_notes_say_so(
    shipped: Database, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    if reason == "no browser":
        monkeypatch.setattr(renderer, "BROWSERS", ())
    else:
        monkeypatch.setattr(slide_pictures, "rendered", lambda *_: b"no picture")
    made = deck_of(shipped, Meeting("", _numbered(iter([Item("map", "prefecture_map")]))))

    for page in _pages(made)[1]:
        assert any(shape.has_table for shape in page.shapes)
        assert not any(one.shape_type == MSO_SHAPE_TYPE.PICTURE for one in page.shapes)
        notes = page.notes_slide.notes_text_frame.text
        assert "サーバーで図を画像にできなかったため" in notes
