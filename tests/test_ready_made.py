"""The ready-made agendas: every view can be shown, and what data lack is left out."""

from pathlib import Path

import pytest

from lib import database as database_module
from lib.database import Database
from lib.meetings.agenda import from_query, to_query
from lib.meetings.ready_made import ready_made
from lib.meetings.slides import deck_of
from lib.queries.sources import agendas
from lib.views.pages import PAGES
from lib.vocabulary import VIEWS
from tests.conftest import Edit
from tests.demonstration import database_without
from tests.pages import opened, shown_html, shown_words
from tests.test_validation import _faults

MOST_VIEWS, FEWEST_VIEWS = 8, 4


def test_every_view_that_rows_may_name_stands_in_the_registry() -> None:
    registered = {
        f"{page.topic}/{name}"
        for page in PAGES.values()
        if page.is_for_meetings
        for name in page.exhibits
    }
    assert set(VIEWS) <= registered


@pytest.mark.parametrize("which", ["shipped", "year_to_come"])
def test_every_view_of_every_agenda_is_shown(
    which: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    database: Database = request.getfixturevalue(which)
    monkeypatch.setattr(database_module, "_of_process", lambda: database)
    made = ready_made(database)

    assert [one.meeting.title for one in made] == ["制度の全体", "支援件数", "栃木県"]
    assert sum(len(one.meeting.items) for one in made) == len(agendas(database))
    for one in made:
        assert FEWEST_VIEWS <= len(one.meeting.items) <= MOST_VIEWS
        assert from_query(to_query(one.meeting)) == (one.meeting, ())
        deck = deck_of(database, one.meeting)
        assert not deck.missing
        assert len({slide.code for slide in deck.slides}) == len(one.meeting.items)


def test_a_view_without_rows_is_left_out(shipped: Database, tmp_path: Path) -> None:
    without = database_without(shipped, tmp_path, ("program_sessions", "subsidy_grants"))

    def views(database: Database) -> set[str]:
        return {item.exhibit_id for made in ready_made(database) for item in made.meeting.items}

    assert views(shipped) - views(without) == {"project_sessions", "grants"}


def test_without_rows_nothing_is_offered(shipped: Database, tmp_path: Path) -> None:
    assert ready_made(database_without(shipped, tmp_path, ("agendas",))) == ()


def test_a_project_that_is_gone_is_left_out(shipped: Database, tmp_path: Path) -> None:
    without = database_without(shipped, tmp_path, ("projects",))
    items = [item for made in ready_made(without) for item in made.meeting.items]
    assert items
    assert not [item for item in items if item.topic == "project"]


@pytest.mark.parametrize(
    ("column", "text", "allowed"),
    [
        ("view", "subsidy/none", "どれかの画面にある図"),
        ("view", "evidence/figures", "どれかの画面にある図"),
        ("view", "<b>", "形式"),
        ("view", "project/targets;project=H30-99", "projects.csv の project_id"),
        ("title", "制度", "同じ名前（制度の全体）"),
        ("position", "7", "6（1 から順に1度ずつ）"),
    ],
)
def test_a_row_that_no_page_can_show_is_a_fault(
    data_copy: Path, edit: Edit, column: str, text: str, allowed: str
) -> None:
    line = edit("agendas", {"agenda": "scheme", "position": "6"}, column, text)
    faults = _faults(data_copy)

    assert any(f"agendas.csv {line}行目" in fault and allowed in fault for fault in faults), faults


def test_every_faulty_row_is_listed(data_copy: Path, edit: Edit) -> None:
    for agenda, position in (("scheme", "2"), ("tochigi", "3")):
        edit("agendas", {"agenda": agenda, "position": position}, "view", "subsidy/none")

    assert sum("agendas.csv" in fault for fault in _faults(data_copy)) == 2


def test_an_empty_meeting_begins_with_one_press() -> None:
    app = opened("meeting")
    assert "用意した議題から始める" in shown_html(app)

    app.button(key="begin-with-tochigi").click().run()

    assert not app.exception
    assert app.query_params["title"] == "栃木県"
    assert app.query_params["v8"] == "targets/reentry"
    assert app.text_input(key="meeting-title").value == "栃木県"
    assert "用意した議題から始める" not in shown_words(app)


def test_a_meeting_is_replaced_only_from_behind_a_line_that_says_so() -> None:
    app = opened("meeting", v1="targets/targets", title="前の会議")
    assert "begin-with-scheme" not in {button.key for button in app.button}
    (line,) = [fold.label for fold in app.expander if "用意した議題" in fold.label]
    assert "今の会議は「この端末の以前の会議」に残る" in line

    app.session_state["is-open-beginnings"] = True
    app.run()
    app.button(key="begin-with-scheme").click().run()

    assert app.query_params["title"] == "制度の全体"
    assert app.query_params["v1"] == "overview/prefecture_map"
