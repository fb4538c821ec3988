"""A meeting in a real browser: made on the pages, saved, reopened, handed out."""

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Download, Page, expect
from pptx import Presentation

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
    page.locator("summary").get_by_text("栃木県の評価は11項目中").click()
    page.get_by_label("資料番号").fill("資料3-2", timeout=RUN_MS)
    page.get_by_label("資料番号").press("Enter")
    expect(page.get_by_text("資料3-2　栃木県の評価は11項目中")).to_be_visible(timeout=RUN_MS)
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
        expect(reopened.get_by_text("資料3-2　栃木県の評価は11項目中")).to_be_visible()


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
    endings = set()
    for kind in ("PowerPoint", "HTML", "PDF", "Excel"):
        with page.expect_download(timeout=2 * RUN_MS) as waiting:
            page.get_by_role("button", name=kind, exact=True).click(timeout=2 * RUN_MS)
        expect(page.get_by_text(f"{kind}を保存しました")).to_be_visible(timeout=RUN_MS)
        endings.add(Path(waiting.value.suggested_filename).suffix)

    assert endings == {".pptx", ".html", ".pdf", ".xlsx"}


def test_notes_that_the_browser_keeps_are_in_the_slides(watched: Watched) -> None:
    page, view = watched.page, "targets/targets;body=H30-06"
    kept = {"id": "k3f9x2", "revision": 1, "query": {"v1": view}, "notes": {view: "先に結論"}}
    watched.context.add_init_script(
        f"localStorage.setItem('dashboard-meeting', {json.dumps(json.dumps(kept))})"
    )
    page.goto(f"{watched.server}/meeting?{urlencode({'v1': view})}")
    with page.expect_download(timeout=2 * RUN_MS) as waiting:
        page.get_by_role("button", name="PowerPoint", exact=True).click(timeout=RUN_MS)

    slides = Presentation(waiting.value.path()).slides
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    assert any("先に結論" in words for words in notes)


@pytest.mark.parametrize("kept", ["{", "null", '{"notes": 1}', '{"notes": {"targets/targets": 1}}'])
def test_what_else_the_browser_keeps_stands_in_no_ones_way(watched: Watched, kept: str) -> None:
    page = watched.page
    watched.context.add_init_script(
        f"localStorage.setItem('dashboard-meeting', {json.dumps(kept)})"
    )
    page.goto(f"{watched.server}/meeting?v1=targets/targets")
    with page.expect_download(timeout=2 * RUN_MS) as waiting:
        page.get_by_role("button", name="控えを保存").click(timeout=RUN_MS)

    assert waiting.value.suggested_filename.endswith(".json")


def test_a_name_that_was_just_typed_is_in_the_file(watched: Watched) -> None:
    page = watched.page
    page.goto(f"{watched.server}/meeting?v1=targets/targets")
    watched.settle()
    page.get_by_label("会議の名前").fill("第9回 検討会")
    with page.expect_download(timeout=2 * RUN_MS) as waiting:
        page.get_by_role("button", name="控えを保存").click()

    assert waiting.value.suggested_filename.startswith("会議_第9回-検討会_")


def test_a_picture_of_a_view_is_saved_with_one_press(watched: Watched) -> None:
    page = watched.page
    page.goto(f"{watched.server}/meeting?v1=targets/targets;body=H30-06")
    watched.settle()
    page.locator("[class*=st-key-is-open-item] summary").first.click()
    with page.expect_download(timeout=2 * RUN_MS) as waiting:
        page.get_by_role("button", name="画像（PNG）を保存").click(timeout=RUN_MS)
    expect(page.get_by_text("画像を保存しました")).to_be_visible(timeout=RUN_MS)

    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")
    assert waiting.value.suggested_filename.startswith("栃木県の目標と結果_")


def test_a_refusal_of_the_server_is_shown_beside_the_button(watched: Watched) -> None:
    page = watched.page
    page.goto(f"{watched.server}/meeting?v1=targets/targets")
    watched.settle()
    sentence = "サーバーにPDFを作るブラウザー（Chromium）がない。"
    page.route(
        "**/meeting/made/pdf",
        # A status that the test takes for no fault; the words are those of a refusal.
        lambda route: route.fulfill(status=304, body=sentence, content_type="text/plain"),
    )
    page.get_by_role("button", name="PDF", exact=True).click()

    expect(page.get_by_text(f"PDF: {sentence}")).to_be_visible(timeout=RUN_MS)
    expect(page.get_by_role("button", name="PDF", exact=True)).to_be_enabled()


def _expect_order(page: Page, views: Sequence[str]) -> None:
    for place, view in enumerate(views):
        picture = page.locator("[data-thumb]").nth(place)
        expect(picture).to_have_attribute("data-thumb", view, timeout=RUN_MS)


def test_views_are_moved_by_buttons_and_keys_and_keep_the_focus(watched: Watched) -> None:
    page = watched.page
    views = ["overview/prefecture_map", "variance/support_ranges", "targets/reentry"]
    query = urlencode({f"v{place}": view for place, view in enumerate(views, start=1)})
    page.goto(f"{watched.server}/meeting?{query}")
    watched.settle()
    page.locator(".st-key-down-0 button").click()
    page.wait_for_function("() => location.search.includes('v1=variance')", timeout=RUN_MS)
    _expect_order(page, [views[1], views[0], views[2]])
    expect(page.locator(".st-key-down-1 button")).to_be_focused(timeout=RUN_MS)

    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_function("() => location.search.includes('v3=overview')", timeout=RUN_MS)
    # At the end of the list only the way up is left.
    expect(page.locator(".st-key-up-2 button")).to_be_focused(timeout=RUN_MS)
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function("() => location.search.includes('v2=overview')", timeout=RUN_MS)
    _expect_order(page, [views[1], views[0], views[2]])


def test_small_pictures_show_what_the_wall_shows(watched: Watched) -> None:
    page = watched.page
    page.goto(f"{watched.server}/meeting?v1=variance/support_ranges")
    picture = page.frame_locator("[data-thumb] iframe")

    expect(picture.locator(".view.shown h2")).to_contain_text("24件～313件", timeout=RUN_MS)
    expect(picture.locator("#bar")).to_be_hidden()


def test_stray_keys_do_nothing(watched: Watched) -> None:
    page = watched.open("variance")
    page.keyboard.press("c")
    page.keyboard.press("r")
    page.wait_for_timeout(500)

    assert page.locator("[role=dialog]").count() == 0
