"""The pictures of Japan in a browser: forms, narrow windows, no WebGL, paper, links."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from lib.charts import markup, prefecture_tiles
from lib.charts.prefecture_areas import area_picture
from lib.database import Database
from lib.frames import records
from lib.views.map_state import MapState
from lib.views.prefecture_values import prefecture_values
from tests.browser import CHROMIUM_ARGUMENTS
from tests.browser_sessions import DESK, PHONE, RUN_MS, Watched

pytestmark = pytest.mark.browser

NO_WEBGL = ("--disable-gpu", "--disable-3d-apis", "--disable-software-rasterizer")
TARGET_PX = 44


def _sizes(page: Page, selector: str) -> list[tuple[float, float]]:
    script = (
        "nodes => nodes.map(node => node.getBoundingClientRect()).map(b => [b.width, b.height])"
    )
    return [(width, height) for width, height in page.locator(selector).evaluate_all(script)]


@pytest.fixture
def without_webgl(executable: str, server: str) -> Iterator[Page]:
    arguments = [flag for flag in CHROMIUM_ARGUMENTS if "swiftshader" not in flag]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=[*arguments, *NO_WEBGL]
        )
        page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
        page.goto(f"{server}/map?show=grant_2024&prefecture=31")
        page.locator("h1").wait_for(timeout=RUN_MS)
        yield page
        browser.close()


def test_without_webgl_the_same_is_shown_as_a_drawing(without_webgl: Page) -> None:
    page = without_webgl
    drawing = page.locator("svg.prefecture-outline")

    expect(drawing).to_be_visible(timeout=RUN_MS)
    expect(page.get_by_text("この端末では動く地図を使えないため")).to_be_visible()
    expect(page.locator(".st-key-map-deck")).to_be_hidden()
    assert drawing.locator("path:not(.hatch):not(.frame)").count() == 47
    expect(drawing.get_by_text("鳥取 150")).to_be_visible()
    expect(page.locator(".prefecture-key")).to_be_visible()
    expect(page.get_by_text("この画面を表示できませんでした")).to_have_count(0)


def test_a_prefecture_of_the_drawing_can_be_chosen_without_webgl(without_webgl: Page) -> None:
    page = without_webgl
    page.locator("svg.prefecture-outline").wait_for(timeout=RUN_MS)

    page.locator("svg.prefecture-outline a[href*='prefecture=01']").click()

    expect(page.get_by_role("link", name="旭川市", exact=True)).to_be_visible(timeout=RUN_MS)
    assert "prefecture=01" in page.url


def test_with_webgl_there_is_no_drawing_beside_the_map(watched: Watched) -> None:
    page = watched.open("map")

    expect(page.locator(".st-key-map-deck canvas").first).to_be_visible()
    expect(page.locator("svg.prefecture-outline")).to_be_hidden()
    expect(page.get_by_text("この端末では動く地図を使えないため")).to_be_hidden()
    expect(page.locator(".region-list")).to_be_hidden()


def test_on_paper_the_drawing_takes_the_place_of_the_map(watched: Watched) -> None:
    page = watched.open("map")
    page.emulate_media(media="print")

    expect(page.locator("svg.prefecture-outline")).to_be_visible()
    expect(page.locator(".st-key-map-deck")).to_be_hidden()
    expect(page.get_by_text("この端末では動く地図を使えないため")).to_be_hidden()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("watched", [(PHONE, "light")], indirect=True)
@pytest.mark.parametrize("form", ["geographic", "tiles"])
def test_a_phone_lists_prefectures_by_region_with_targets_for_fingers(
    watched: Watched, form: str
) -> None:
    page = watched.open("map", f"?show=supported&form={form}")

    expect(page.locator(".st-key-map-deck, .tile-grid >> visible=true")).to_have_count(0)
    links = page.locator(".region-list a")
    assert links.count() == 47
    assert min(height for _, height in _sizes(page, ".region-list a")) >= TARGET_PX
    expect(page.get_by_role("link", name="栃木県: 17人")).to_have_count(1)  # read once only
    links.nth(8).click()
    expect(page.get_by_text("栃木県", exact=True).first).to_be_visible(timeout=RUN_MS)
    assert "prefecture=09" in page.url


def test_a_tile_leads_to_its_prefecture_within_the_session(watched: Watched) -> None:
    page = watched.open("map", "?form=tiles")
    page.get_by_role("button", name="会議に加える").click()
    watched.settle()
    page.evaluate("window.isTheSameDocument = true")

    page.get_by_role("link", name="北海道: 2事業").click()

    expect(page.get_by_role("link", name="旭川市", exact=True)).to_be_visible(timeout=RUN_MS)
    expect(page.locator("li.chosen").first).to_contain_text("北海道")
    assert page.evaluate("window.isTheSameDocument")
    page.go_back()
    expect(page.locator("li.chosen")).to_have_count(0, timeout=RUN_MS)
    page.get_by_role("link", name="会議", exact=True).click()
    expect(page.get_by_text("モデル事業は28都道府県に36事業").first).to_be_visible(timeout=RUN_MS)


def test_a_tile_of_the_overview_opens_the_map_page_within_the_session(watched: Watched) -> None:
    page = watched.open("overview")
    page.evaluate("window.isTheSameDocument = true")

    page.get_by_role("link", name="栃木県: 1事業").click()

    expect(page.locator("h1")).to_have_text("地図", timeout=RUN_MS)
    expect(page.get_by_role("link", name="栃木県", exact=True)).to_be_visible(timeout=RUN_MS)
    assert page.evaluate("window.isTheSameDocument")
    watched.settle()


@pytest.mark.parametrize(("width", "letter_px"), [(590, 14), (960, 24)])
def test_letters_grow_with_the_tiles_and_fit_into_them(
    browser: Browser, shipped: Database, width: int, letter_px: int
) -> None:
    picture = area_picture(records(prefecture_values(shipped, MapState())), "事業")
    styles = markup.css()
    page = browser.new_page()
    html = prefecture_tiles.tile_figure(picture)
    page.set_content(f"<style>{styles}</style><div style='width:{width}px'>{html}</div>")

    names = page.locator(".tile-grid .name")
    px = names.evaluate_all(
        "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert min(px) >= letter_px
    spill = names.evaluate_all(
        "nodes => nodes.filter(node => node.offsetWidth > node.closest('li').clientWidth).length"
    )
    assert spill == 0
    page.close()
