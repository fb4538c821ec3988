"""Links to pages and exhibits are copied as they are shown, and open the same again."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser_sessions import RUN_MS, Watched

pytestmark = pytest.mark.browser

_LINK = "リンクをコピー"
# How far the heading of an exhibit stands below the upper edge of the window, in pixels.
_TOP = "id => document.getElementById(id).getBoundingClientRect().top"


@pytest.fixture
def watched(watched: Watched) -> Watched:
    """A session that may use the clipboard."""
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return watched


def _copied(page: Page, place: str) -> str:
    box = page.locator(place)
    box.get_by_role("button", name=_LINK).click()
    said = box.get_by_role("status").filter(has_text="リンクをコピーしました")
    expect(said).to_be_visible(timeout=RUN_MS)
    return str(page.evaluate("navigator.clipboard.readText()"))


def _opens_again(watched: Watched, link: str, exhibit_id: str) -> None:
    page = watched.page
    page.goto("about:blank")
    page.goto(link)
    page.locator(f"h2#{exhibit_id}").wait_for(timeout=RUN_MS)
    watched.settle()
    assert 0 <= page.evaluate(_TOP, exhibit_id) < (page.viewport_size or {})["height"]


@pytest.mark.parametrize("is_secure", [True, False], ids=["secure", "plain-http"])
def test_the_link_of_an_exhibit_opens_the_same_again(watched: Watched, *, is_secure: bool) -> None:
    if not is_secure:  # what a browser offers to plain http
        watched.context.add_init_script(
            "self.Clipboard && Object.defineProperty(Clipboard.prototype, 'write', {})"
        )
    page = watched.open("subsidy", "?grant_year=2023&sort.grants=amount_yen.asc")
    link = _copied(page, ".st-key-foot-grants")

    assert link == (f"{watched.server}/subsidy?grant_year=2023&sort.grants=amount_yen.asc#grants")
    _opens_again(watched, link, "grants")
    expect(page.get_by_role("heading", name="上位10の都府県は88.1万円から150万円")).to_be_visible()


def test_the_link_of_a_folded_exhibit_opens_its_fold(watched: Watched) -> None:
    page = watched.open("variance", "?category=employment")
    page.locator(".st-key-fold-named_counts summary").click()
    link = _copied(page, ".st-key-foot-named_counts")

    assert link == f"{watched.server}/variance?category=employment#named_counts"
    _opens_again(watched, link, "named_counts")


def test_a_link_holds_neither_dialog_nor_meeting(watched: Watched) -> None:
    meeting = {"m": "k3f9x2.7", "title": "会議", "v1": "targets/targets", "t1": "題", "n1": "覚え"}
    own = {"body": "H30-06", "titles": "noun"}
    page = watched.open("targets", f"?{urlencode(own | meeting)}")

    assert _copied(page, ".st-key-page-foot") == f"{watched.server}/targets?{urlencode(own)}"


def test_what_a_dialog_shows_has_a_link_of_its_own(watched: Watched) -> None:
    figure = "results.H30-26/1.value"
    page = watched.open("catalogue", f"?{urlencode({'text': '北九州市', 'figure': figure})}")
    link = _copied(page, "[role=dialog] .st-key-foot-figure_discrepancies")

    asked = urlencode({"figure": figure})
    assert link == f"{watched.server}/evidence?{asked}#figure_discrepancies"
    _opens_again(watched, link, "figure_discrepancies")


def test_the_link_of_the_meeting_holds_the_meeting_without_notes(watched: Watched) -> None:
    own = {"title": "会議", "v1": "targets/targets", "d1": "資料1"}
    page = watched.open("meeting", f"?{urlencode(own | {'n1': '覚え書き'})}")
    link = _copied(page, ".st-key-page-foot")

    assert link == f"{watched.server}/meeting?{urlencode(own)}"
