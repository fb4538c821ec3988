"""An open page moves to what is published; a page at an edition keeps it from link to link."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.editions.folder import FolderStore
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import PLACE
from lib.views.pages import PAGES
from tests.browser import Outside, served
from tests.browser_sessions import RUN_MS, Watched
from tests.demonstration import write_with
from tests.next_year import added_rows

pytestmark = pytest.mark.browser

_SERVED_MS = 60_000  # until the server has noticed and built it


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editions")


@pytest.fixture(scope="module")
def store(place: Path, tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    """Edition 1 holds the year to come."""
    folder = tmp_path_factory.mktemp("next_year")
    write_with(folder, added_rows())
    found = FolderStore(place, Shipped())
    found.publish(files_in(folder), parent=0, account="", reason="来年度")
    return found


@pytest.fixture(scope="module")
def server(place: Path, server_outside: Outside) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(PLACE, str(place))
        with served(server_outside) as url:
            yield url


def _publish(watched: Watched, store: FolderStore, of: int) -> int:
    """Publishes the data of an edition and waits until it is served; returns its number."""
    newest = store.editions()[-1].number
    number = store.publish(store.files(of), parent=newest, account="", reason="").number
    address = f"{watched.server}/health/ready"
    for _ in range(_SERVED_MS // 200):
        if watched.context.request.get(address).json()["number"] == number:
            return number
        watched.page.wait_for_timeout(200)
    pytest.fail("the edition is not served")


def _foot(page: Page) -> Locator:
    return page.locator(".st-key-page-foot")


def _head(page: Page) -> Locator:
    return page.locator(".st-key-edition")


def test_an_open_page_moves_at_its_next_action_also_where_a_choice_is_gone(
    watched: Watched, store: FolderStore
) -> None:
    _publish(watched, store, 1)
    page = watched.open("project", "?project=R1-07")  # a project of the year to come
    page.evaluate("window.isSameDocument = true")
    expect(page.locator("h1")).to_contain_text("青森")
    number = _publish(watched, store, 0)
    expect(page.locator("h1")).to_contain_text("青森")  # nothing moves by itself
    page.locator(".st-key-page-foot").get_by_text("名詞").click()

    expect(_foot(page)).to_contain_text(f"第{number}版（", timeout=RUN_MS)
    expect(page.locator("h1")).not_to_contain_text("青森")
    expect(page.locator("[data-testid=stAlertContentError]")).to_have_count(0)
    assert page.evaluate("window.isSameDocument") is True


def test_a_named_edition_stays_from_link_to_link_and_is_left_by_its_button(
    watched: Watched, store: FolderStore
) -> None:
    number = _publish(watched, store, 0)
    page = watched.open("map", "?edition=1&prefecture=02")
    expect(_head(page)).to_contain_text(f"第1版の数値（いまは第{number}版）")
    page.evaluate("window.isSameDocument = true")

    page.get_by_role("link", name="青森県").first.click()  # a link within the page
    expect(page.locator("h1")).to_contain_text("青森", timeout=RUN_MS)
    expect(_head(page)).to_contain_text("第1版の数値")
    title = PAGES["targets"].title
    page.locator("[data-testid=stHeader]").get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title, timeout=RUN_MS)
    expect(_head(page)).to_contain_text("第1版の数値")
    assert "edition=1" in page.url
    page.go_back()
    expect(page.locator("h1")).to_contain_text("青森", timeout=RUN_MS)
    expect(_head(page)).to_contain_text("第1版の数値")

    page.get_by_role("button", name="最新の版で見る").click()
    expect(_head(page)).to_have_count(0, timeout=RUN_MS)
    expect(_foot(page)).to_contain_text(f"第{number}版（")
    assert "edition" not in page.url
    assert page.evaluate("window.isSameDocument") is True


def test_a_window_that_a_link_opens_shows_the_same_edition(
    watched: Watched, store: FolderStore
) -> None:
    _publish(watched, store, 0)
    page = watched.open("overview", "?edition=1")
    link = page.locator("main a[href^='/'], [data-testid=stMain] a[href^='/']").first
    address = link.get_attribute("href")
    with watched.context.expect_page() as opened:
        link.click(modifiers=["Control"])

    assert "edition=1" in opened.value.url
    expect(link).to_have_attribute("href", address or "")


def test_the_wall_stays_on_the_edition_from_which_it_was_opened(
    watched: Watched, store: FolderStore
) -> None:
    _publish(watched, store, 1)
    page = watched.open("subsidy")
    page.get_by_role("button", name="会議に加える").first.click()
    expect(page.locator(".meeting")).to_have_text("会議 1件", timeout=RUN_MS)
    page.locator("a.meeting").click()
    address = page.get_by_role("link", name="映す").first.get_attribute("href") or ""
    shown = watched.context.request.get(f"{watched.server}{address}").text()
    _publish(watched, store, 0)

    assert watched.context.request.get(f"{watched.server}{address}").text() == shown


def test_a_meeting_stays_on_its_edition_until_somebody_moves_it(
    watched: Watched, store: FolderStore
) -> None:
    first = _publish(watched, store, 1)
    page = watched.open("subsidy")
    page.get_by_role("button", name="会議に加える").first.click()
    expect(page.locator(".meeting")).to_have_text("会議 1件", timeout=RUN_MS)
    second = _publish(watched, store, 0)
    page.locator("a.meeting").click()
    _expect_offer(page, first, second)
    page.reload()
    watched.settle()
    _expect_offer(page, first, second)
    other = watched.context.new_page()
    other.goto(f"{watched.server}/meeting")  # of which only the browser knows the meeting
    _expect_offer(other, first, second)
    picture = page.frame_locator("[data-thumb] iframe").locator("html")
    expect(picture).to_have_attribute("data-edition", str(first), timeout=RUN_MS)
    assert f"第{first}版（" in _handed_out(page)

    page.get_by_role("button", name=f"第{second}版に移す").click()
    for window in (page, other):
        expect(window.locator(".st-key-newer-edition")).to_have_count(0, timeout=RUN_MS)
        expect(_foot(window)).to_contain_text(f"第{second}版（", timeout=RUN_MS)
    expect(picture).to_have_attribute("data-edition", str(second), timeout=RUN_MS)
    assert f"e={second}&" in page.url
    page.reload()
    watched.settle()
    expect(_foot(page)).to_contain_text(f"第{second}版（", timeout=RUN_MS)
    expect(page.locator(".st-key-newer-edition")).to_have_count(0)


def _expect_offer(page: Page, own: int, newest: int) -> None:
    words = f"会議の数値は第{own}版。最新は第{newest}版で、1件の図のうち1件が変わる"
    expect(page.locator(".st-key-newer-edition")).to_contain_text(words, timeout=RUN_MS)
    expect(_foot(page)).to_contain_text(f"第{own}版（", timeout=RUN_MS)


def _handed_out(page: Page) -> str:
    with page.expect_download(timeout=RUN_MS) as saved:
        page.get_by_role("button", name="HTML", exact=True).click()
    return saved.value.path().read_text("utf-8")
