"""A meeting in a real browser: made on the pages, saved, reopened, handed out."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from lib.meetings.agenda import to_query
from tests.browser_sessions import RUN_MS, Watched
from tests.meeting_samples import MEETING

pytestmark = pytest.mark.browser


def _add(page: Page, exhibit_id: str) -> None:
    page.locator(f".st-key-add-{exhibit_id} button").click(timeout=RUN_MS)
    expect(page.get_by_text("会議に加えました").last).to_be_visible(timeout=RUN_MS)


def _go(watched: Watched, title: str) -> None:
    watched.page.get_by_role("link", name=title, exact=True).click()
    expect(watched.page.locator("h1")).to_have_text(title, timeout=RUN_MS)
    watched.settle()


@pytest.mark.parametrize("watched", [((1440, 900), "light")], indirect=True)
def test_a_meeting_is_made_saved_and_reopened(
    watched: Watched, browser: Browser, server: str, tmp_path: Path
) -> None:
    page = watched.open("variance")
    page.locator(".st-key-fold-named_counts summary").click()
    for exhibit_id in ("support_ranges", "named_counts", "like_figures"):
        _add(page, exhibit_id)
    _go(watched, "目標と結果")
    _add(page, "targets")
    _go(watched, "補助金（交付金）")
    page.locator(".st-key-fold-commissions summary").click()
    for exhibit_id in ("grant_totals", "budget_line", "grants", "commissions"):
        _add(page, exhibit_id)
    _go(watched, "会議")
    expect(page.get_by_text("8項目のうち不可は0項目")).to_be_visible(timeout=RUN_MS)
    page.get_by_label("会議の名前").fill("第3回 検討会")
    page.get_by_label("会議の名前").press("Enter")
    page.wait_for_function("() => location.search.includes('title=')", timeout=RUN_MS)
    watched.settle()
    page.get_by_text("4　栃木県の評価は11項目中").click()
    page.get_by_label("資料番号").nth(3).fill("資料3-2")
    page.get_by_label("資料番号").nth(3).press("Enter")
    expect(page.get_by_text("4　資料3-2　栃木県の評価は11項目中")).to_be_visible(timeout=RUN_MS)
    page.wait_for_function("() => location.search.includes('v8=')", timeout=RUN_MS)
    file = _saved(page, tmp_path)

    with browser.new_context(locale="ja-JP") as other:
        reopened = other.new_page()
        reopened.goto(f"{server}/meeting")
        reopened.locator("input[type=file]").set_input_files(file)
        expect(reopened.get_by_text("8件の図のうち8件は同じ、0件は違う")).to_be_visible(
            timeout=RUN_MS
        )
        expect(reopened.get_by_label("会議の名前")).to_have_value("第3回 検討会")
        expect(reopened.get_by_text("4　資料3-2　栃木県の評価は11項目中")).to_be_visible()


def _saved(page: Page, folder: Path) -> Path:
    with page.expect_download(timeout=RUN_MS) as waiting:
        page.get_by_role("button", name="控えを保存").click()
    download: Download = waiting.value
    assert download.suggested_filename.startswith("会議_第3回-検討会_")
    path = folder / "meeting.json"
    download.save_as(path)
    return path


_ADDRESS = f"?{urlencode(to_query(MEETING))}"


def test_the_hand_outs_are_made_and_offered(watched: Watched) -> None:
    page = watched.page
    page.goto(f"{watched.server}/meeting{_ADDRESS}")
    page.get_by_role("button", name="資料を作る").click(timeout=RUN_MS)
    endings = set()
    for kind in ("PowerPoint", "HTML", "PDF", "Excel"):
        with page.expect_download(timeout=2 * RUN_MS) as waiting:
            page.get_by_role("button", name=f"{kind}を保存").click(timeout=2 * RUN_MS)
        endings.add(Path(waiting.value.suggested_filename).suffix)

    assert endings == {".pptx", ".html", ".pdf", ".xlsx"}


def test_stray_keys_do_nothing(watched: Watched) -> None:
    page = watched.open("variance")
    page.keyboard.press("c")
    page.keyboard.press("r")
    page.wait_for_timeout(500)

    assert page.locator("[role=dialog]").count() == 0
