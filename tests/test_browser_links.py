"""Links inside the dashboard keep the session; a figure's evidence opens over the page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.database import database
from lib.views import overview
from tests.browser_sessions import RUN_MS, Watched

pytestmark = pytest.mark.browser

LOW = ((1366, 400), "light")  # every page is longer than the window
_PROJECT = "/project?project=H30-06"
_DIALOG = "[role=dialog]"
_SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def _address(page: Page) -> str:
    """The address without the meeting, which is in every one."""
    return re.sub(r"[?&](title|m|[vtd]\d+)=[^&#]*", "", page.url)


def _place(page: Page, html: str) -> None:
    """Puts HTML into a block as the server would send it."""
    page.evaluate("html => document.querySelector('h1').insertAdjacentHTML('afterend', html)", html)


def _add_view(watched: Watched) -> Page:
    """A session with one view in its meeting."""
    page = watched.open("targets")
    page.evaluate("window.isSameDocument = true")
    page.get_by_role("button", name="会議に加える").first.click()
    expect(page.locator(".meeting")).to_have_text("会議 1件", timeout=RUN_MS)
    return page


@contextmanager
def _same_session(page: Page) -> Iterator[None]:
    """The block leaves the document and the meeting of the session alone."""
    yield
    assert page.evaluate("window.isSameDocument") is True
    expect(page.locator(".meeting")).to_have_text("会議 1件")


def _record(page: Page) -> Locator:
    """A link to a record of the page, in the notes of its last exhibit, which it opens."""
    page.get_by_role("button", name="出典と注記").last.click()
    link = page.get_by_role("link", name="この数値に関わる相違の記録").first
    link.scroll_into_view_if_needed()
    return link


def _runs(page: Page) -> list[str | bytes]:
    """What the browser asks of the server from now on; filled while the page is used."""
    sent: list[str | bytes] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda frame: sent.append(frame)),  # noqa: PLW0108 - a method takes no marks
    )
    return sent


def test_a_link_in_html_opens_another_page_in_the_same_session(watched: Watched) -> None:
    page = _add_view(watched)
    _place(page, f'<a href="{_PROJECT}">栃木県へ</a>')
    with _same_session(page):
        page.get_by_role("link", name="栃木県へ").click()
        expect(page.locator("h1")).to_have_text("栃木県", timeout=RUN_MS)
        watched.settle()
        assert _address(page) == f"{watched.server}{_PROJECT}"
        expect(page.get_by_role("combobox", name="事業")).to_have_value(re.compile("栃木県"))
    with _same_session(page):
        page.go_back()
        expect(page.locator("h1")).to_have_text("目標と結果", timeout=RUN_MS)
        assert _address(page) == f"{watched.server}/targets"
    with _same_session(page):
        page.go_forward()
        expect(page.locator("h1")).to_have_text("栃木県", timeout=RUN_MS)
        watched.settle()
        assert _address(page) == f"{watched.server}{_PROJECT}"


def test_a_link_of_markdown_leads_to_the_same_window(watched: Watched) -> None:
    page = _add_view(watched)
    with _same_session(page):
        _record(page).click()
        expect(page.locator("h1")).to_have_text("出典と品質", timeout=RUN_MS)
        watched.settle()
        assert "part=discrepancies" in page.url
        assert len(watched.context.pages) == 1
        assert page.evaluate(_SCROLLED) == 0


def test_the_same_page_with_another_query_and_the_first_page_are_reached(watched: Watched) -> None:
    page = _add_view(watched)
    _place(page, '<a href="/targets?body=H30-06">一団体</a><a href="/">初めの画面</a>')
    with _same_session(page):
        page.get_by_role("link", name="一団体").click()
        watched.settle()
        assert page.url.startswith(f"{watched.server}/targets?")
        page.get_by_role("link", name="初めの画面").click()
        expect(page.locator("h1")).to_have_text(overview.title(database()), timeout=RUN_MS)
        assert _address(page) == f"{watched.server}/"


def test_enter_follows_a_link_and_a_modified_click_opens_a_window(watched: Watched) -> None:
    page = _add_view(watched)
    _place(page, f'<a href="{_PROJECT}">栃木県へ</a>')
    link = page.get_by_role("link", name="栃木県へ")
    for how in ({"modifiers": ["Control"]}, {"button": "middle"}):
        with watched.context.expect_page() as opened:
            link.click(**how)  # type: ignore[arg-type] # each is one of the method's arguments
        # The new window takes the meeting over too, sooner or later than it is looked at here.
        assert _address(opened.value) == f"{watched.server}{_PROJECT}"
        assert _address(page) == f"{watched.server}/targets"
        opened.value.close()
    with _same_session(page):
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("栃木県", timeout=RUN_MS)


def test_a_link_to_a_part_of_the_page_scrolls_and_asks_nothing_of_the_server(
    watched: Watched,
) -> None:
    sent = _runs(watched.page)
    page = watched.open("targets", "?body=H30-06")
    address = page.url
    _place(page, '<a href="#far">遠くへ</a><div style="height:3000px"></div><h2 id="far">遠く</h2>')
    before = len(sent)
    page.get_by_role("link", name="遠くへ").click()
    expect(page.locator("#far")).to_be_in_viewport()
    assert page.url == f"{address}#far"
    page.go_back()
    page.wait_for_timeout(500)
    assert page.url == address
    assert len(sent) == before


def test_a_part_of_a_page_that_an_address_names_is_in_view_when_it_is_drawn(
    watched: Watched,
) -> None:
    page = watched.open("sources")
    _place(page, '<a href="/targets#far">遠くへ</a>')
    page.get_by_role("link", name="遠くへ").click()
    expect(page.locator("h1")).to_have_text("目標と結果", timeout=RUN_MS)
    watched.settle()
    _place(page, '<div style="height:3000px"></div><h2 id="far">遠く</h2>')
    expect(page.locator("#far")).to_be_in_viewport()


@pytest.mark.parametrize("watched", [LOW], indirect=True)
def test_a_figure_in_a_table_shows_its_evidence_in_the_dialog_of_the_table(
    watched: Watched,
) -> None:
    page = _add_view(watched)
    with _same_session(page):
        button = page.get_by_role("button", name=re.compile("表 [0-9]+行$")).first
        button.scroll_into_view_if_needed()
        scrolled = page.evaluate(_SCROLLED)
        assert scrolled > 0
        button.click()
        dialog = page.locator(_DIALOG)
        expect(dialog.locator("table")).to_be_visible(timeout=RUN_MS)
        dialog.locator("td a[href*='/evidence']").first.click()
        expect(dialog.locator("h2").first).to_have_text("数値の根拠", timeout=RUN_MS)
        expect(dialog).to_contain_text("出典の中の場所")
        expect(dialog).to_have_count(1)
        assert {"rows", "figure"} <= _parameters(page)
        dialog.get_by_role("link", name="表に戻る").click()
        expect(dialog.locator("td a").first).to_be_visible(timeout=RUN_MS)
        assert "figure" not in _parameters(page)
        watched.settle()  # a run that is under way would pass over the closing
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(page).to_have_url(re.compile(r"/targets\?v1=[^&]+&m=[^&]+$"), timeout=RUN_MS)
        assert page.evaluate(_SCROLLED) == scrolled


def _parameters(page: Page) -> set[str]:
    return set(page.evaluate("[...new URLSearchParams(location.search).keys()]"))


def test_evidence_over_a_page_survives_a_reload_and_keeps_the_filters(watched: Watched) -> None:
    figure = "results.H30-26/1.value"
    page = watched.open("targets", "?body=H30-06")
    _place(page, f'<a href="/evidence?figure={figure}">数</a>')
    page.get_by_role("link", name="数", exact=True).click()
    dialog = page.locator(_DIALOG)
    expect(dialog).to_contain_text(figure, timeout=RUN_MS)
    assert _parameters(page) == {"body", "figure"}
    watched.settle()
    page.reload()
    watched.settle()
    expect(dialog).to_contain_text(figure, timeout=RUN_MS)
    dialog.get_by_role("link", name="この事業のすべての数値を見る").click()
    expect(page.locator("h1")).to_have_text("北九州市", timeout=RUN_MS)
    expect(dialog).to_have_count(0)
    page.go_back()
    expect(dialog).to_contain_text(figure, timeout=RUN_MS)
    page.go_back()
    expect(dialog).to_have_count(0, timeout=RUN_MS)
    assert _parameters(page) == {"body"}


def test_going_back_after_a_dialog_was_closed_leaves_the_page(watched: Watched) -> None:
    watched.open("sources")
    page = watched.open("targets")
    page.get_by_role("button", name=re.compile("表 [0-9]+行$")).first.click()
    dialog = page.locator(_DIALOG)
    dialog.locator("td a[href*='/evidence']").first.click(timeout=RUN_MS)
    expect(dialog).to_contain_text("出典の中の場所", timeout=RUN_MS)
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{watched.server}/targets", timeout=RUN_MS)
    watched.settle()
    expect(dialog).to_have_count(0)
    page.go_back()
    expect(page.locator("h1")).to_have_text("出典と品質", timeout=RUN_MS)
    watched.settle()


@pytest.mark.parametrize("watched", [LOW], indirect=True)
def test_going_back_to_a_page_comes_to_the_place_that_was_left(watched: Watched) -> None:
    page = watched.open("targets")
    link = _record(page)
    scrolled = page.evaluate(_SCROLLED)
    assert scrolled > 0
    link.click()
    expect(page.locator("h1")).to_have_text("出典と品質", timeout=RUN_MS)
    watched.settle()
    assert page.evaluate(_SCROLLED) == 0
    page.go_back()
    expect(page.locator("h1")).to_have_text("目標と結果", timeout=RUN_MS)
    watched.settle()
    assert page.evaluate(_SCROLLED) == scrolled


def test_the_address_of_a_figure_stays_a_page_of_its_own(watched: Watched) -> None:
    page = watched.open("evidence", "?figure=results.H30-26%2F1.value")
    expect(page.locator("h1")).to_have_text("数値の根拠")
    expect(page.locator(_DIALOG)).to_have_count(0)


def test_what_a_button_opens_over_the_page_is_reached_by_the_next_tab(watched: Watched) -> None:
    """Streamlit draws it behind everything else; the test draws one as Streamlit does."""
    page = watched.open("targets")
    _place(
        page,
        '<button data-testid="stPopoverButton" aria-expanded="false">条件</button>'
        '<a href="/">次</a>',
    )
    button = page.get_by_role("button", name="条件", exact=True)
    button.evaluate(
        """button => button.addEventListener('click', () => document.body.insertAdjacentHTML(
            'beforeend', '<div data-testid="stPopoverBody"><input aria-label="中"></div>'))"""
    )
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("中", exact=True)).to_be_focused()
