"""Between a session and an address, the newer version of a meeting holds on every page."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.meetings.agenda import Item, Meeting, keys, to_query
from lib.meetings.versions import Version, begun, current, to_address
from lib.state import parameters
from lib.views.pages import PAGES
from tests.pages import opened, shown_html

ONE = Meeting("", (Item("targets", "targets"),))
TWO = ONE.with_item(Item("subsidy", "grant_totals"))
HELD = Version("abcdef", 4, ONE)


def test_each_change_gives_a_higher_revision_and_another_meeting_another_name() -> None:
    first = begun(ONE)

    assert first.revision == 1
    assert first.changed(TWO) == Version(first.name, 2, TWO)
    assert begun(ONE).name != first.name
    assert to_address(HELD) == {"v1": "targets/targets", "m": "abcdef.4"}


def test_a_session_without_a_meeting_takes_that_of_the_address() -> None:
    assert current(None, to_address(HELD)) == HELD
    assert current(None, {"v1": "targets/targets", "m": "ABCDEF.4"}) is not None
    assert current(None, {}) is None


@pytest.mark.parametrize(("revision", "holds"), [(3, ONE), (4, TWO), (5, TWO)])
def test_of_one_meeting_the_higher_revision_holds(revision: int, holds: Meeting) -> None:
    found = current(HELD, to_address(Version("abcdef", revision, TWO)))

    assert found == Version("abcdef", max(4, revision), holds)


def test_another_meeting_in_the_address_replaces_that_of_the_session() -> None:
    other = Version("zzzzzz", 1, TWO)

    assert current(HELD, to_address(other)) == other
    assert current(HELD, to_address(Version("zzzzzz", 1, Meeting()))) != HELD


def test_an_address_without_a_mark_is_another_meeting_unless_its_views_are_equal() -> None:
    found = current(HELD, to_query(TWO))

    assert current(HELD, to_query(ONE)) == HELD
    assert current(HELD, {"title": "題"}) == HELD
    assert found is not None
    assert found.meeting == TWO
    assert found.name != HELD.name


@pytest.mark.parametrize("mark", ["abcdef", "abcdef.0", "abcdef.-1", "a.1", "abcdef.9999999999"])
def test_a_mark_of_another_form_is_none(mark: str) -> None:
    assert current(HELD, to_query(ONE) | {"m": mark}) == HELD


def test_a_session_holds_no_notes_and_no_address_does() -> None:
    found = current(None, to_address(HELD) | {"n1": "覚え書き"})

    assert found == HELD


def test_no_page_has_a_parameter_of_the_meeting() -> None:
    for page in PAGES.values():
        for state_type in page.states:
            assert keys(parameters(state_type)) == set()


def _count(app: AppTest) -> str:
    return shown_html(app).partition("会議 <b>")[2].partition("</b>")[0]


def test_the_meeting_is_in_the_address_of_every_page() -> None:
    app = opened("targets", body="H30-06", **to_address(HELD))
    assert _count(app) == "1"
    app.button(key="add-targets").click().run()
    assert _count(app) == "2"
    assert app.query_params["m"] == "abcdef.5"
    assert app.query_params["body"] == "H30-06"

    app.switch_page(PAGES["sources"].file).run()
    assert _count(app) == "2"
    assert app.query_params["m"] == "abcdef.5"


def test_an_address_of_an_older_version_is_brought_up_to_date() -> None:
    app = opened("targets", **to_address(Version("abcdef", 4, TWO)))
    app.query_params["m"] = "abcdef.3"
    del app.query_params["v2"]
    app.run()

    assert _count(app) == "2"
    assert app.query_params["m"] == "abcdef.4"
    assert app.query_params["v2"] == "subsidy/grant_totals"


def test_a_page_without_a_meeting_leaves_its_address_alone() -> None:
    assert not keys(opened("targets").query_params)
