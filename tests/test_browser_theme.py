"""The user chooses the colours of the page; the browser remembers it, and charts follow."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser_sessions import RUN_MS, Watched

pytestmark = pytest.mark.browser

_LIGHT_TEXT, _DARK_TEXT = "rgb(26, 26, 28)", "rgb(242, 242, 245)"


def _field(page: Page) -> Locator:
    return page.get_by_label("画面の色")


def _expect(page: Page, scheme: str, words: str) -> None:
    """The page, its charts and what lies outside Streamlit's own block are light or dark."""
    for part in ("html", ".stApp"):
        expect(page.locator(part).first).to_have_css("color-scheme", scheme, timeout=RUN_MS)
    text = _LIGHT_TEXT if scheme == "light" else _DARK_TEXT
    expect(page.locator("h2").first).to_have_css("color", text, timeout=RUN_MS)
    for drawn in page.locator(".js-plotly-plot .xtick text").all()[:1]:
        expect(drawn).to_have_css("fill", text, timeout=RUN_MS)
    chosen = _field(page).evaluate("field => field.selectedOptions[0].textContent")
    assert chosen == words


def test_a_chosen_theme_needs_no_reload_and_outlives_one_on_every_page(watched: Watched) -> None:
    page = watched.open("subsidy")
    _expect(page, "light", "端末に合わせる")
    page.evaluate("window.isSameDocument = true")
    _field(page).select_option(label="暗")
    _expect(page, "dark", "暗")
    assert page.evaluate("window.isSameDocument") is True
    page.reload()
    watched.settle()
    _expect(page, "dark", "暗")
    watched.open("targets")
    _expect(page, "dark", "暗")
    _field(page).select_option(label="明")
    _expect(page, "light", "明")


def test_a_chosen_theme_wins_over_the_device_until_the_device_is_chosen(watched: Watched) -> None:
    page = watched.open("subsidy", "?grant_year=2023#part")
    _field(page).select_option(label="明")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)
    _expect(page, "light", "明")
    _field(page).select_option(label="端末に合わせる")
    _expect(page, "dark", "端末に合わせる")
    page.emulate_media(color_scheme="light")
    _expect(page, "light", "端末に合わせる")
    assert page.url.endswith("grant_year=2023#part")


def test_the_theme_is_chosen_by_keys_alone(watched: Watched) -> None:
    page = watched.open("subsidy")
    _field(page).focus()
    page.keyboard.press("ArrowUp")
    _expect(page, "dark", "暗")


def test_the_first_paint_already_has_the_chosen_colours(watched: Watched) -> None:
    """The document is dark before Streamlit's scripts have come."""
    page = watched.open("subsidy")
    _field(page).select_option(label="暗")
    _expect(page, "dark", "暗")
    page.route("**/static/js/**", lambda route: route.fulfill(content_type="text/javascript"))
    page.goto(f"{watched.server}/targets", wait_until="commit")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")


def test_another_window_follows_the_choice(watched: Watched) -> None:
    page = watched.open("subsidy")
    other = watched.context.new_page()
    other.goto(f"{watched.server}/targets")
    expect(_field(other)).to_be_visible(timeout=RUN_MS)
    _field(page).select_option(label="暗")
    expect(other.locator(".stApp")).to_have_css("color-scheme", "dark", timeout=RUN_MS)


def test_paper_is_light_whatever_is_chosen_and_shows_no_controls(watched: Watched) -> None:
    page = watched.open("subsidy")
    _field(page).select_option(label="暗")
    _expect(page, "dark", "暗")
    page.emulate_media(media="print")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "light")
    expect(_field(page)).to_be_hidden()
    expect(page.locator(".meeting")).to_be_hidden()
    page.emulate_media(media="screen")
    _expect(page, "dark", "暗")
