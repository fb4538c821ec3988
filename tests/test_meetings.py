"""A meeting goes into an address and a file and comes back whole; what changed is said."""

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.build import build
from lib.charts.declared import Axis, Columns, Stacks
from lib.charts.tokens import PALETTES
from lib.confirmation import main as confirm
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings import comparing, inspection, keeping, offline
from lib.meetings.agenda import (
    LONGEST_NOTE,
    MOST_ITEMS,
    Item,
    Meeting,
    from_query,
    item_of,
    notes,
    tidy,
    to_query,
)
from lib.meetings.reading import LONGEST, SHORTEST, questions, reading
from lib.meetings.slides import Deck, deck_of
from lib.state import parameters
from lib.views.pages import PAGES, page_exhibits
from tests.conftest import Edit
from tests.exhibit_samples import exhibits
from tests.meeting_exports import deck_of_exhibits
from tests.meeting_samples import MEETING

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def deck(shipped: Database) -> Deck:
    return deck_of(shipped, MEETING)


def test_a_meeting_in_an_address_is_plain_text() -> None:
    item = item_of("variance", "support_ranges", {"category": "employment", "unknown": "x"})
    meeting = Meeting("第3回", (item,)).changed(0, title="幅", number="資料3-2")

    assert to_query(meeting) == {
        "title": "第3回",
        "v1": "variance/support_ranges;category=employment",
        "t1": "幅",
        "d1": "資料3-2",
    }
    assert from_query(to_query(meeting)) == (meeting, ())


_WORDS = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Z"]), max_size=20)


@given(st.lists(st.tuples(_WORDS, _WORDS, _WORDS, _WORDS), max_size=4), _WORDS)
def test_whatever_is_typed_comes_back(drawn: list[tuple[str, str, str, str]], title: str) -> None:
    items = tuple(
        Item(
            "catalogue",
            "catalogue_figures",
            (("text", text),) if text else (),
            own_title,
            number,
            note,
        )
        for text, own_title, number, note in drawn
    )

    meeting = Meeting(title, items)
    assert from_query(to_query(meeting) | notes(meeting)) == (meeting, ())
    assert from_query(to_query(meeting)) == (meeting.without_notes(), ())


@pytest.mark.parametrize("slide", ["nowhere/x", "variance", "variance/", "a" * 2000, "", "../x/y"])
def test_a_slide_that_no_page_has_is_refused(slide: str) -> None:
    meeting, refused = from_query({"v1": "targets/targets", "v2": slide})

    assert [item.topic for item in meeting.items] == ["targets"]
    assert len(refused) == 1


def test_words_are_cut_and_there_is_room_for_so_many_slides_only() -> None:
    query = {f"v{place}": "targets/targets" for place in range(1, 99)}
    meeting, _ = from_query(query | {"n1": "長" * 9999})

    assert len(meeting.items) == MOST_ITEMS
    assert len(meeting.items[0].note) == LONGEST_NOTE
    assert meeting.with_item(meeting.items[0]) == meeting


def test_slides_are_moved_within_the_ends() -> None:
    meeting = Meeting("", tuple(Item("targets", name) for name in "abc"))

    assert [item.exhibit_id for item in meeting.moved(0, 1).items] == ["b", "a", "c"]
    assert meeting.moved(0, -1) == meeting
    assert [item.exhibit_id for item in meeting.without(1).items] == ["a", "c"]


def test_every_page_makes_its_exhibits_from_an_address(shipped: Database) -> None:
    made = {
        topic: page_exhibits(shipped, topic, {})
        for topic, page in PAGES.items()
        if page.is_for_meetings
    }
    made["project"] = page_exhibits(shipped, "project", {"project": "H30-06"})

    for topic, found in made.items():
        names = [exhibit.exhibit_id for exhibit in found]
        assert names, topic
        assert len(names) == len(set(names)), topic
    (choice,) = page_exhibits(shipped, "project", {})
    assert choice.exhibit_id == "catalogue_projects"


def test_the_filters_of_the_page_are_those_of_the_slide(shipped: Database) -> None:
    (found, *_) = page_exhibits(shipped, "variance", {"category": "housing"})

    assert [row["support_type_name"] for row in records(found.rows)] == ["居住支援"]


def test_a_slide_that_the_data_no_longer_have_is_missing(shipped: Database) -> None:
    meeting = Meeting("", (Item("targets", "gone"), Item("targets", "targets")))
    found = deck_of(shipped, meeting)

    assert [slide.place for slide in found.slides] == [1]
    assert [(slide.index, slide.item.exhibit_id) for slide in found.missing] == [(0, "gone")]
    assert found.missing[0].words == "今のデータでは示せない図"


def test_every_reading_text_is_short_plain_and_gives_its_caution(shipped: Database) -> None:
    for exhibit in exhibits(shipped):
        text = reading(exhibit)
        shortest = 0 if exhibit.rows.empty else SHORTEST
        assert shortest <= len(text) <= LONGEST, (exhibit.title, text)
        assert text.endswith("。"), text
        assert "…" not in text
        assert not re.search("（[^～）]*）", text), text
        if exhibit.cautions:
            assert exhibit.cautions[0].short_text in text, exhibit.title


def test_the_questions_say_where_the_answer_stands(shipped: Database) -> None:
    for exhibit in exhibits(shipped):
        for question in questions(exhibit):
            assert question.question.endswith("か。")
            assert question.answer.endswith("。"), question.answer
            assert question.place


def test_a_code_has_six_letters_and_changes_with_what_is_shown(shipped: Database) -> None:
    found = {
        category: page_exhibits(shipped, "variance", {"category": category})[0]
        for category in ("all", "employment", "specialised")
    }
    codes = {category: exhibit.code for category, exhibit in found.items()}

    assert len(set(codes.values())) == 3
    for code in codes.values():
        assert len(code) == 6
        assert not set(code) & set("ILOU")
    rows = found["all"].rows.copy()
    rows.loc[0, "maximum"] += 1
    assert codes["all"] not in {code for name, code in codes.items() if name != "all"}
    assert type(found["all"])(**{**_fields(found["all"]), "rows": rows}).code != codes["all"]


def _fields(exhibit: object) -> dict[str, object]:
    return {name: value for name, value in vars(exhibit).items() if name in _INIT}


_INIT = (
    *("exhibit_id", "name", "title", "summary", "rows", "columns", "as_of", "sources"),
    *("cautions", "method", "filters", "export_only", "evidence"),
)


def test_a_file_holds_the_meeting_and_its_figures(deck: Deck) -> None:
    file = keeping.to_file(deck, TODAY)
    kept = keeping.from_file(file.content)

    assert kept.meeting == MEETING
    assert (kept.saved_on, kept.data_version) == ("2026-11-21", deck.data_version)
    assert [slide.code for slide in kept.slides if slide] == [slide.code for slide in deck.slides]
    assert len(file.content) < 1_000_000
    assert all(found.is_same for found in comparing.comparisons(deck, kept))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format": 1}',
        b"[" * 100_000,
        json.dumps({"format": "x"}).encode(),
        b'{"format": "' + b"x" * 10 + b'", "version": ' + b"9" * 5000 + b"}",
        (
            b'{"format": "reoffending-prevention-dashboard-meeting", "version": 1, '
            b'"meeting": {"v1": "targets/targets", "t1": "\\ud800"}, "views": [null]}'
        ),
    ],
)
def test_a_file_that_is_no_meeting_is_refused_in_japanese(content: bytes) -> None:
    with pytest.raises(keeping.MeetingFileError, match="控え"):
        keeping.from_file(content)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"meeting": {"v1": "nowhere/x"}},
        {"meeting": "x"},
        {"views": []},
        {"views": [{"code": "A", "header": ["a"], "rows": [["1", "2"]]}] * 8},
        {"views": [{"code": 5, "header": [], "rows": []}] * 8},
        {"saved_on": ["x"]},
    ],
)
def test_a_file_that_was_changed_by_hand_is_refused(deck: Deck, change: dict[str, object]) -> None:
    content = json.loads(keeping.to_file(deck, TODAY).content) | change

    with pytest.raises(keeping.MeetingFileError, match="。"):
        keeping.from_file(json.dumps(content).encode())


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(keeping.MeetingFileError, match="MB"):
        keeping.from_file(b" " * (keeping.MOST_BYTES + 1))


def test_a_changed_figure_is_named_with_old_and_new(
    shipped: Database, data_copy: Path, edit: Edit, tmp_path: Path
) -> None:
    kept = keeping.from_file(keeping.to_file(deck_of(shipped, MEETING), TODAY).content)
    edit("support_ranges", {"support_type_id": "special_drug"}, "maximum", "275")
    confirm(data_copy)
    newer = deck_of(Database(build(data_copy, tmp_path / "build")), MEETING)

    found = {item.slide.exhibit.exhibit_id: item for item in comparing.comparisons(newer, kept)}
    ranges = found["support_ranges"]
    assert not ranges.is_same
    changes = {change.column: (change.before, change.now) for change in ranges.changes}
    assert changes["最大（R6）"] == ("274", "275")
    assert all("薬物事犯者への支援" in change.row for change in ranges.changes)
    assert found["targets"].is_same


def test_a_code_is_found_in_a_meeting_with_letters_taken_for_digits(deck: Deck) -> None:
    code = deck.slides[1].code

    found = comparing.with_code(deck, code.lower().replace("0", "o").replace("1", "l"))

    assert found is deck.slides[1]
    assert comparing.with_code(deck, "ZZZZZZ") is None


def test_the_inspection_before_projecting_says_what_is_wrong(deck: Deck) -> None:
    for tone in PALETTES:
        for resolution in inspection.RESOLUTIONS:
            found = inspection.findings(deck, resolution, tone)
            assert [item.subject for item in found if not item.is_fine] == [], (resolution, tone)
    letters = inspection.findings(deck, "1024x768", "light")[0]
    assert letters.words.startswith("最も小さい文字は24ピクセル")  # 14 px x 1024 / 576 = 24.9


def _faults(exhibit: Exhibit) -> list[str]:
    found = inspection.findings(deck_of_exhibits([exhibit]), "1024x768", "light")
    return [item.subject for item in found if not item.is_fine]


def test_the_inspection_finds_what_the_last_row_of_seats_cannot_read(deck: Deck) -> None:
    """Four series of columns, where three fills differ; words wider than their squares."""
    (sample,) = (s.exhibit for s in deck.slides if s.exhibit.exhibit_id == "grant_totals")
    yen = ("requested_yen", "budget_yen", "paid_yen")
    four = Columns("fiscal_year", (*yen, "paid_share_pct"), Axis("額（円）", "円"))
    stacks = Stacks("{fiscal_year}に交付された額の合計" * 4, "fiscal_year", Axis("額（円）", "円"))

    assert _faults(replace(sample, chart=replace(four, values=yen))) == []
    assert _faults(replace(sample, chart=four)) == ["灰色にしたときの区別"]
    assert _faults(replace(sample, chart=stacks)) == ["文字の切れ"]


def test_contrast_falls_by_half_in_a_bright_room() -> None:
    assert inspection.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert inspection.contrast("#000000", "#FFFFFF", 0.0553) == pytest.approx(10.5, abs=0.05)


def test_the_wall_enlarges_as_the_inspection_assumes() -> None:
    script = str(offline.beside("canvas.js"))

    assert f"const SMALLEST_LETTERS = {inspection.SMALLEST_PX};" in script
    assert f"const WIDEST_NARROW = {inspection.WIDEST_NARROW};" in script
    narrow, wide = map(list, (inspection.NARROW_CANVAS_PX, inspection.WIDE_CANVAS_PX))
    assert f"narrow: {narrow}, wide: {wide} }};" in script
    assert inspection.zoom(1024, 768) == pytest.approx(1024 / 576)
    assert inspection.zoom(1366, 768) == pytest.approx(768 / 420)
    assert inspection.zoom(3840, 2160) == pytest.approx(2160 / 420)
    assert inspection.zoom(1280, 1024) == pytest.approx(1280 / 576)


def test_a_value_that_the_page_does_not_know_is_said(shipped: Database) -> None:
    meeting, refused = from_query({"v1": "variance/support_ranges;category=nonsense"})

    assert refused == ("支援の区分: nonsense",)
    assert deck_of(shipped, meeting).slides[0].item.query == ()


@pytest.mark.parametrize("topic", [page.topic for page in PAGES.values() if page.is_for_meetings])
def test_the_longest_slide_of_a_page_comes_back(topic: str) -> None:
    query = {}
    for state_type in PAGES[topic].states:
        for name, parameter in parameters(state_type).items():
            codes = list(parameter.options)
            if parameter.is_list:
                query[name] = ".".join(codes)
            elif codes:
                query[name] = codes[-1]
            elif parameter.longest:
                query[name] = "%" * parameter.longest
    meeting = Meeting("", (item_of(topic, "x", query),))

    assert from_query(to_query(meeting)) == (meeting, ())


def test_equal_slides_are_told_apart_by_their_place(shipped: Database) -> None:
    item = item_of("targets", "targets", {})
    found = deck_of(shipped, Meeting("", (Item("targets", "gone"), item, item)))

    assert [(slide.place, slide.index) for slide in found.slides] == [(1, 1), (2, 2)]
    kept = keeping.from_file(keeping.to_file(found, TODAY).content)
    assert [slide is None for slide in kept.slides] == [True, False, False]


def test_words_lose_what_nobody_sees() -> None:
    item = Item("targets", "targets", (), "", "", "一行目\n二行目\u202e終")

    assert tidy(item).note == "一行目 二行目終"
    assert Meeting().renamed("会議\u202e\x00名").title == "会議名"


@pytest.mark.parametrize("typed", ["７ｋ２ｍ９ｑ", " 7k2-m9q ", "7K2M9Q。", "7K2 M9Q"])
def test_a_code_is_read_as_it_is_typed_in_japanese(typed: str) -> None:
    assert comparing.normal_code(typed) == "7K2M9Q"
