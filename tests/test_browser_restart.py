"""A page that stays open while the server restarts loses nothing and says what happened."""

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Outside, free_port, served
from tests.browser_sessions import RUN_MS

pytestmark = pytest.mark.browser

LOST = "サーバーとの接続が切れたため画面を作り直し、条件を戻しました。"
# How the browser waits for its server differs between localhost and every other name.
HOSTS = ("localhost", "127.0.0.1")
RECONNECTION_MS = 60_000
NOTICE_MS = 15_000  # it goes by itself after ten seconds


class Restarting:
    """A server that can be ended and started again at the same address."""

    def __init__(self, outside: Outside, host: str) -> None:
        self._outside, self._host, self._port = outside, host, free_port()
        self._running = ExitStack()

    def start(self) -> str:
        """Starts it and gives its address."""
        return self._running.enter_context(served(self._outside, self._host, self._port))

    def stop(self) -> None:
        """Ends it with every session that it had."""
        self._running.close()

    def restart(self, page: Page) -> None:
        """Ends it, waits until the page has noticed, and starts it again."""
        self.stop()
        expect(page.locator("input:enabled:visible")).to_have_count(0)
        self.start()


@pytest.fixture(params=HOSTS)
def server_of_page(request: pytest.FixtureRequest, server_outside: Outside) -> Iterator[Restarting]:
    server = Restarting(server_outside, request.param)
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ja-JP", accept_downloads=True)
    yield context.new_page()
    context.close()


def _settle(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=RUN_MS)
    page.get_by_text("データの版").wait_for(timeout=RUN_MS)


def test_the_first_click_and_a_download_work_after_a_restart(
    server_of_page: Restarting, page: Page
) -> None:
    page.goto(f"{server_of_page.start()}/catalogue?level=projects&text=tochigi")
    _settle(page)

    server_of_page.restart(page)
    page.get_by_role("radio", name="取組", exact=True).click(timeout=RECONNECTION_MS)

    notice = page.get_by_test_id("stToast").filter(has_text=LOST)
    expect(notice).to_be_visible(timeout=RUN_MS)
    expect(page.get_by_text("view more")).to_have_count(0)  # it fits, and nothing is in English
    expect(page).to_have_url(f"{page.url.split('?')[0]}?text=tochigi&level=activities")
    expect(page.get_by_role("radio", name="取組", exact=True)).to_be_checked()
    expect(page.get_by_label("検索")).to_have_value("tochigi")
    with page.expect_download(timeout=RUN_MS) as download:
        page.get_by_role("link", name="CSVと説明（zip）: 取組", exact=True).click()
    assert download.value.failure() is None
    expect(notice).to_have_count(0, timeout=NOTICE_MS)


def test_a_link_of_an_open_page_gives_its_rows_while_no_session_is_left(
    server_of_page: Restarting, page: Page
) -> None:
    page.goto(f"{server_of_page.start()}/catalogue?theme=drug&body=city")
    _settle(page)
    page.context.set_offline(True)  # the page does not come back by itself
    server_of_page.restart(page)
    page.context.set_offline(False)

    with page.expect_download(timeout=RUN_MS) as download:
        page.locator("a.download").click()

    with zipfile.ZipFile(download.value.path()) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    assert len(text.splitlines()) == 9  # the headings and eight figures of Asahikawa


def test_words_that_are_being_typed_outlive_a_restart(
    server_of_page: Restarting, page: Page
) -> None:
    start = server_of_page.start()
    page.goto(f"{start}/meeting?v1=overview/reentry&v2=subsidy/grant_totals&m=abc123.1")
    _settle(page)
    page.locator("[class*=st-key-is-open-item] summary").first.click()
    page.locator(".st-key-down-0 button").click()  # the fields begin anew
    views = f"{start}/meeting?v1=subsidy%2Fgrant_totals"
    expect(page).to_have_url(f"{views}&v2=overview%2Freentry&m=abc123.2", timeout=RUN_MS)
    _settle(page)
    note, number = (page.get_by_label(label) for label in ("話す人への覚え書き", "資料番号"))
    note.fill("先に結論")
    number.fill("資料1")

    server_of_page.restart(page)
    expect(page.get_by_test_id("stToast").filter(has_text=LOST)).to_be_visible(
        timeout=RECONNECTION_MS
    )
    _settle(page)
    expect(note).to_have_value("先に結論")
    expect(number).to_have_value("資料1")
    number.press("Enter")

    expect(page).to_have_url(
        f"{views}&v2=overview%2Freentry&d2=%E8%B3%87%E6%96%991&m=abc123.3", timeout=RUN_MS
    )
    expect(note).to_have_value("先に結論")


def test_the_meeting_outlives_a_cut_after_which_another_session_begins(
    server_of_page: Restarting, page: Page
) -> None:
    page.goto(f"{server_of_page.start()}/subsidy")
    _settle(page)
    page.locator(".st-key-add-grant_totals button").click()
    expect(page.get_by_text("会議に加えました")).to_be_visible(timeout=RUN_MS)
    page.evaluate("window.isSameDocument = true")

    page.context.set_offline(True)
    server_of_page.restart(page)
    page.context.set_offline(False)
    expect(page.get_by_test_id("stToast").filter(has_text=LOST)).to_be_visible(
        timeout=RECONNECTION_MS
    )
    expect(page.locator(".meeting")).to_have_text("会議 1件", timeout=RUN_MS)
    page.locator(".st-key-add-grant_totals button").click()
    expect(page.locator(".meeting")).to_have_text("会議 2件", timeout=RUN_MS)
    page.get_by_role("link", name="会議", exact=True).click()

    expect(page.get_by_text("図の順序と言葉")).to_be_visible(timeout=RUN_MS)
    assert {"v1=subsidy%2Fgrant_totals", "v2=subsidy%2Fgrant_totals"} < set(
        page.url.partition("?")[2].split("&")
    )
    assert page.evaluate("window.isSameDocument") is True


def test_files_of_the_meeting_are_made_by_a_server_that_started_anew(
    server_of_page: Restarting, page: Page
) -> None:
    page.goto(f"{server_of_page.start()}/meeting?v1=subsidy/grant_totals")
    _settle(page)

    server_of_page.restart(page)
    with page.expect_download(timeout=RUN_MS) as download:
        page.get_by_role("button", name="Excel", exact=True).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    expect(page.get_by_text("Excelを保存しました")).to_be_visible()


def test_a_page_that_is_opened_anew_says_nothing(server_of_page: Restarting, page: Page) -> None:
    page.goto(f"{server_of_page.start()}/map")
    _settle(page)
    page.reload()
    _settle(page)

    expect(page.get_by_text(LOST)).to_have_count(0)
