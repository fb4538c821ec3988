"""A browser behind nginx, below a path: what it does, and what it sees when a process is killed."""

import datetime as dt
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lib.database import Database
from lib.meetings import keeping
from lib.meetings.slides import deck_of
from tests.browser_sessions import RUN_MS, Watched
from tests.meeting_samples import MEETING
from tests.several import PREFIX, Several, several

pytestmark = pytest.mark.browser

RECONNECTION_MS = 60_000
# Whatever is said in a dialog, from now on, also if it is closed again at once.
WATCH_DIALOGS = """() => {
    window.dialogs = [];
    new MutationObserver(() => document.querySelectorAll('[role=dialog]')
        .forEach((one) => window.dialogs.push(one.innerText)))
        .observe(document.documentElement, {childList: true, subtree: true});
    window.isSameDocument = true;
}"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, executable: str) -> Iterator[Several]:
    assert executable
    with several(tmp_path_factory.mktemp("several")) as found:
        yield found


@pytest.fixture(scope="module")
def server(running: Several) -> str:
    """What ``watched`` opens: any request to an address outside the path is a fault."""
    return running.url


def _settle(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=RUN_MS)
    page.get_by_text("データの版").wait_for(timeout=RUN_MS)


def _worker(context: BrowserContext) -> int:
    """The process that the browser's sessions belong to."""
    (cookie,) = [one for one in context.cookies() if one["name"] == "dashboard_worker"]
    assert cookie["path"] == f"{PREFIX}/"
    assert cookie["httpOnly"]
    return int(cookie["value"])


@pytest.fixture
def windows(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Two browsers of two visitors."""
    contexts = [browser.new_context(locale="ja-JP", accept_downloads=True) for _ in range(2)]
    yield contexts
    for context in contexts:
        context.close()


def test_conditions_uploads_and_downloads_work_through_nginx(
    watched: Watched, shipped: Database, tmp_path: Path
) -> None:
    file = tmp_path / "meeting.json"
    file.write_bytes(keeping.to_file(deck_of(shipped, MEETING), dt.date(2026, 12, 1)).content)

    page = watched.open("catalogue", "?level=projects")
    page.get_by_role("radio", name="取組", exact=True).click()
    expect(page).to_have_url(f"{watched.server}/catalogue?level=activities", timeout=RUN_MS)
    watched.settle()
    with page.expect_download(timeout=RUN_MS) as download:
        page.get_by_role("link", name="CSVと説明（zip）").first.click()
    assert download.value.failure() is None

    page = watched.open("meeting")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".meeting")).to_have_text(f"会議 {len(MEETING.items)}件", timeout=RUN_MS)
    watched.settle()
    with page.expect_download(timeout=RUN_MS) as download:
        page.get_by_role("button", name="控えを保存").click()
    assert download.value.failure() is None
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="映す", exact=True).click()
    expect(opened.value.locator("html[data-ready=yes]")).to_be_attached(timeout=RUN_MS)
    assert opened.value.url.startswith(f"{watched.server}/wall?")
    opened.value.close()


@pytest.mark.parametrize("topic", ["overview", "map", "subsidy", "project", "sources"])
def test_a_page_names_nothing_outside_the_path(
    watched: Watched, running: Several, topic: str
) -> None:
    page = watched.open(topic)

    named = page.evaluate(
        "[...document.querySelectorAll('a[href]')]"
        ".map((one) => new URL(one.getAttribute('href'), location).href)"
    )
    root = running.url.removesuffix(PREFIX)
    own = [url.removeprefix(root) for url in named if url.startswith(f"{root}/")]
    assert len(own) > 10
    assert [path for path in own if not path.startswith(f"{PREFIX}/")] == []
    fonts = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length")
    assert fonts > 0


def test_a_process_is_killed_and_its_page_comes_back_as_it_was(
    running: Several, windows: list[BrowserContext], record_property: Callable[[str, object], None]
) -> None:
    for number, context in enumerate(windows, start=1):  # one at each, whatever came before
        context.add_cookies(
            [{"name": "dashboard_worker", "value": str(number), "url": f"{running.url}/"}]
        )
    pages = [context.new_page() for context in windows]
    for page in pages:
        page.goto(f"{running.url}/catalogue?level=projects&text=tochigi")
        _settle(page)
        page.get_by_role("radio", name="取組", exact=True).click()
        expect(page).to_have_url(
            f"{running.url}/catalogue?text=tochigi&level=activities", timeout=RUN_MS
        )
        _settle(page)
        page.evaluate(WATCH_DIALOGS)
    moved, stays = pages
    killed, left = _worker(windows[0]), _worker(windows[1])
    assert {killed, left} == {1, 2}

    os.kill(running.process_id(killed), signal.SIGKILL)
    began = time.monotonic()

    notice = moved.get_by_test_id("stToast").filter(has_text="接続が切れたため画面を作り直し")
    expect(notice).to_be_visible(timeout=RECONNECTION_MS)
    _settle(moved)
    record_property("seconds until the page is back", round(time.monotonic() - began, 1))
    assert _worker(windows[0]) == left
    assert _worker(windows[1]) == left
    for page in pages:
        expect(page).to_have_url(f"{running.url}/catalogue?text=tochigi&level=activities")
        expect(page.get_by_role("radio", name="取組", exact=True)).to_be_checked()
        expect(page.get_by_label("検索")).to_have_value("tochigi")
        with page.expect_download(timeout=RUN_MS) as download:
            page.get_by_role("link", name="CSVと説明（zip）").first.click()
        assert download.value.failure() is None
        page.get_by_role("radio", name="事業", exact=True).click()
        expect(page.get_by_role("radio", name="事業", exact=True)).to_be_checked()
        assert page.evaluate("window.isSameDocument") is True
        assert page.evaluate("window.dialogs") == []
    expect(stays.get_by_test_id("stToast")).to_have_count(0)
