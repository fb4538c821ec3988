"""Headings state the finding or name the content, as the visitor chose, in every session."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser_sessions import RUN_MS, Watched

pytestmark = pytest.mark.browser

FINDING = "支援実績は、保護司会に委託で13件～95件"
CONSULTED = "?category=consultation"


def _choose(page: Page, words: str) -> None:
    page.get_by_role("radio", name=words, exact=True).click()
    expect(page.get_by_role("radio", name=words, exact=True)).to_be_checked(timeout=RUN_MS)


def _heading(page: Page) -> str:
    return page.locator("h2").first.text_content() or ""


def test_chosen_headings_stay_on_every_page_and_after_a_reload(watched: Watched) -> None:
    page = watched.open("variance", CONSULTED)
    assert _heading(page) == FINDING
    _choose(page, "名詞")
    expect(page.locator("h2").first).not_to_have_text(FINDING, timeout=RUN_MS)
    noun = _heading(page)
    watched.settle()

    page.reload()
    watched.settle()
    assert _heading(page) == noun
    expect(page.get_by_role("radio", name="名詞", exact=True)).to_be_checked()
    page.get_by_role("link", name="目標と結果", exact=True).click()
    expect(page.locator("h1")).to_have_text("目標と結果", timeout=RUN_MS)
    watched.settle()
    expect(page.get_by_role("radio", name="名詞", exact=True)).to_be_checked()

    _choose(page, "事実文")
    watched.settle()
    watched.open("variance", CONSULTED)
    assert _heading(page) == FINDING


def test_an_address_chooses_headings_and_going_back_leaves_its_page(watched: Watched) -> None:
    page = watched.open("sources")
    page.goto(f"{watched.server}/variance{CONSULTED}&titles=noun")
    watched.settle()
    assert _heading(page) != FINDING
    page.go_back()
    expect(page.locator("h1")).to_have_text("出典と品質", timeout=RUN_MS)
    page.go_forward()
    watched.settle()
    _choose(page, "事実文")
    expect(page.locator("h2").first).to_have_text(FINDING, timeout=RUN_MS)
    assert "titles" not in page.url
