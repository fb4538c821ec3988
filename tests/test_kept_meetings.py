"""Meetings and links that version 0.3 kept open here, and name what is gone with the reason.

``tests/kept/meeting_0.3.json`` was saved by that version and shortened to three rows a view; the
rows of the views on participants were taken out, as they told persons apart.
"""

import json
from pathlib import Path

import pytest

from lib.database import Database
from lib.meetings import handout, keeping
from lib.meetings.agenda import unknown_parameters
from lib.meetings.slides import Deck, deck_of
from lib.views.retired import retired_parameters
from tests.pages import opened, shown_words

FILE = Path(__file__).parent / "kept" / "meeting_0.3.json"
GONE = {
    *("assumed_bodies", "no_cases", "lowered", "plan", "grant_numbers"),
    *("project_retention", "project_intervals", "project_intake"),
}


@pytest.fixture(scope="module")
def kept() -> keeping.KeptMeeting:
    return keeping.from_file(FILE.read_bytes())


@pytest.fixture(scope="module")
def deck(shipped: Database, kept: keeping.KeptMeeting) -> Deck:
    return deck_of(shipped, kept.meeting)


def test_every_view_that_still_exists_is_shown_and_every_other_is_named(deck: Deck) -> None:
    assert len(deck.meeting.items) == 30
    assert len(deck.slides) == 22
    assert {gone.item.exhibit_id for gone in deck.missing} == GONE
    for gone in deck.missing:
        assert gone.words.startswith("この図は廃止（")
        assert gone.retired
        assert len(gone.retired.reason) > 5


def test_the_handout_says_why_a_view_is_not_in_it(deck: Deck) -> None:
    page = handout.page(deck, handout.dt.date(2026, 12, 1))

    assert "続けて参加した人の割合　この図は廃止（" in page
    assert page.count("この図は廃止（") == 8


def test_parameters_that_are_gone_are_named_once(
    shipped: Database, kept: keeping.KeptMeeting
) -> None:
    assert kept.refused == ()
    named = {
        sentence
        for topic, name in kept.unknown
        for sentence in retired_parameters(shipped, topic, [name])
    }

    assert len(kept.unknown) == len(named) == 6
    assert "条件「団体数」は廃止（団体数を変えた試算をやめた）。" in named


def test_what_changed_since_is_told_apart_from_what_is_gone(deck: Deck) -> None:
    query = json.loads(FILE.read_text("utf-8"))["meeting"]

    assert ("map", "per") in unknown_parameters(query)
    assert all(slide.item.exhibit_id not in GONE for slide in deck.slides)


@pytest.mark.parametrize(
    ("topic", "query", "label"),
    [
        ("variance", {"bodies": "47"}, "団体数"),
        ("targets", {"persons": "30"}, "計画の人数"),
        ("map", {"per": "population"}, "表し方"),
    ],
)
def test_a_link_with_a_parameter_that_is_gone_opens_and_says_so(
    topic: str, query: dict[str, str], label: str
) -> None:
    app = opened(topic, **query)

    assert f"条件「{label}」は廃止" in shown_words(app).replace("\\", "")
    assert not set(query) & set(app.query_params)
    assert "廃止" not in shown_words(app.run())
