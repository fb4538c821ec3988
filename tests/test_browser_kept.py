"""The browser keeps the meeting of a visitor, whatever happens to pages, windows and sessions."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from lib.database import Database
from lib.meetings import keeping
from lib.meetings.slides import deck_of
from tests.browser_sessions import RUN_MS, Watched
from tests.meeting_samples import MEETING

pytestmark = pytest.mark.browser

_NAME, _EARLIER = "dashboard-meeting", "dashboard-meetings"
_VIEW = "targets/targets"
_NOTE = "先に結論を述べる"


def _expect_views(page: Page, count: int) -> None:
    expect(page.locator(".meeting")).to_have_text(f"会議 {count}件", timeout=RUN_MS)


def _add(page: Page, count: int) -> None:
    """Adds the first view of a page, which becomes one of so many."""
    page.get_by_role("button", name="会議に加える").first.click(timeout=RUN_MS)
    _expect_views(page, count)


def _go(watched: Watched, title: str) -> None:
    watched.page.get_by_role("link", name=title, exact=True).click()
    expect(watched.page.locator("h1")).to_have_text(title, timeout=RUN_MS)
    watched.settle()


def _query(page: Page) -> dict[str, str]:
    return {name: texts[-1] for name, texts in parse_qs(urlsplit(page.url).query).items()}


def _views(page: Page) -> int:
    return sum(bool(re.fullmatch(r"v\d+", name)) for name in _query(page))


def _kept(page: Page, name: str = _NAME) -> Any:
    return json.loads(page.evaluate("name => localStorage.getItem(name)", name) or "null")


def _open_first(page: Page) -> None:
    page.locator("[class*=st-key-is-open-item] summary").first.click(timeout=RUN_MS)


def test_views_of_two_pages_outlive_reloads_and_going_back(watched: Watched) -> None:
    page = watched.open("targets")
    _add(page, 1)
    _go(watched, "補助金（交付金）")
    assert _views(page) == 1
    _add(page, 2)
    _go(watched, "出典と品質")
    assert _views(page) == 2
    page.reload()
    watched.settle()
    _expect_views(page, 2)

    page.go_back()
    expect(page.locator("h1")).to_have_text("補助金（交付金）", timeout=RUN_MS)
    _expect_views(page, 2)
    page.go_back()
    expect(page.locator("h1")).to_have_text("目標と結果", timeout=RUN_MS)
    watched.settle()
    _expect_views(page, 2)
    assert _views(page) == 2
    page.goto(f"{watched.server}/map")
    _expect_views(page, 2)


def test_what_is_removed_stays_removed(watched: Watched) -> None:
    page = watched.open("targets")
    _add(page, 1)
    former = page.url
    _go(watched, "会議")
    _open_first(page)
    page.locator(".st-key-delete-0 button").click()
    _expect_views(page, 0)

    page.goto(former)
    watched.settle()
    _expect_views(page, 0)
    watched.open("map")
    _expect_views(page, 0)


def test_windows_of_one_browser_share_the_meeting(watched: Watched) -> None:
    page = watched.open("targets")
    other = watched.context.new_page()
    other.goto(f"{watched.server}/subsidy")
    _expect_views(other, 0)
    _add(page, 1)
    _expect_views(other, 1)
    _add(other, 2)
    _expect_views(page, 2)
    assert _query(page)["m"] == _query(other)["m"]
    _add(page, 3)
    _expect_views(other, 3)
    other.reload()
    _expect_views(other, 3)


def test_a_note_stays_in_the_browser(watched: Watched) -> None:
    page = watched.open("targets")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    sent: list[str | bytes] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda frame: sent.append(frame)),  # noqa: PLW0108 - a method takes no marks
    )
    _add(page, 1)
    _go(watched, "補助金（交付金）")
    _add(page, 2)
    _go(watched, "会議")
    _open_first(page)
    note = page.get_by_label("話す人への覚え書き")
    note.fill(_NOTE)
    assert _NOTE in _kept(page)["notes"].values()
    page.locator(".st-key-down-0 button").click()
    page.wait_for_function("() => location.search.includes('v1=subsidy')", timeout=RUN_MS)
    watched.settle()
    expect(note).to_have_value(_NOTE)  # what is open went down with its view
    _open_first(page)
    expect(note).to_have_count(2, timeout=RUN_MS)
    expect(note.first).to_have_value("")
    page.reload()
    watched.settle()
    page.locator("[class*=st-key-is-open-item] summary").nth(1).click()
    expect(note).to_have_value(_NOTE, timeout=RUN_MS)

    assert set(_query(page)) == {"v1", "v2", "m"}
    written = "".join(asked)
    assert _NOTE not in written
    assert urlencode({"n": _NOTE})[2:] not in written
    assert not any(_NOTE.encode() in _bytes(frame) for frame in sent)


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def test_notes_of_an_older_address_go_into_the_browser(watched: Watched) -> None:
    query = urlencode({"v1": "variance/support_ranges;category=consultation", "n1": _NOTE})
    page = watched.open("meeting", f"?{query}")
    assert "n1" not in _query(page)
    _open_first(page)
    expect(page.get_by_label("話す人への覚え書き")).to_have_value(_NOTE)


def test_a_link_of_a_colleague_replaces_the_meeting_which_can_be_reopened(watched: Watched) -> None:
    page = watched.open("targets")
    _add(page, 1)
    _add(page, 2)
    own = _query(page)["m"]
    link = urlencode({"title": "同僚の会議", "v1": "subsidy/grant_totals", "m": "abc123.4"})
    page.goto(f"{watched.server}/meeting?{link}")
    watched.settle()
    _expect_views(page, 1)
    assert _kept(page)["id"] == "abc123"
    expect(page.get_by_role("heading", name="この端末の以前の会議")).to_be_visible()

    page.get_by_role("button", name="目標と結果を開く").click()
    _expect_views(page, 2)
    assert _query(page)["m"] == own
    expect(page.get_by_role("button", name="同僚の会議を開く")).to_be_visible()
    page.get_by_role("button", name="新しい会議を始める").click()
    _expect_views(page, 0)
    expect(page.locator("[data-earlier] li")).to_have_count(2, timeout=RUN_MS)
    page.reload()
    watched.settle()
    _expect_views(page, 0)


def test_two_changes_of_one_revision_are_two_meetings(watched: Watched) -> None:
    page = watched.open("targets")
    _add(page, 1)
    mark = _query(page)["m"]
    page.goto(f"{watched.server}/meeting?{urlencode({'v1': 'subsidy/grant_totals', 'm': mark})}")
    watched.settle()

    assert _kept(page)["id"] != mark.partition(".")[0]
    assert [one["id"] for one in _kept(page, _EARLIER)] == [mark.partition(".")[0]]


def test_a_link_to_an_older_version_changes_nothing_and_can_be_opened(watched: Watched) -> None:
    page = watched.open("targets")
    _add(page, 1)
    older = _query(page)["m"]
    _add(page, 2)
    link = urlencode({"v1": "subsidy/grant_totals", "title": "分かれた会議", "m": older})
    page.goto(f"{watched.server}/meeting?{link}")
    watched.settle()
    _expect_views(page, 2)
    page.reload()
    watched.settle()

    _expect_views(page, 2)
    assert [one["query"]["title"] for one in _kept(page, _EARLIER)] == ["分かれた会議"]
    page.get_by_role("button", name="分かれた会議を開く").click()
    _expect_views(page, 1)
    expect(page.get_by_role("button", name="目標と結果を開く")).to_be_visible()


_HOSTILE = '"><img src=x onerror="window.isHurt = 1">'
_GARBAGE: tuple[Any, ...] = (
    "no JSON",
    "[]",
    "7",
    '{"id": 3, "revision": "x", "query": [], "notes": 1}',
    json.dumps({"id": "abcdef", "revision": 2, "query": {"v1": 5, "title": {}}, "notes": [1]}),
    json.dumps({"id": "abcdef", "revision": 2, "query": {"v1": "x" * 1_000_000}, "notes": None}),
    json.dumps(
        {
            "id": "abcdef",
            "revision": 2,
            "query": {"title": _HOSTILE, "v1": _VIEW, "t1": _HOSTILE, "v2": _HOSTILE},
            "notes": {_VIEW: _HOSTILE, _HOSTILE: _HOSTILE},
        }
    ),
)


@pytest.mark.parametrize("garbage", _GARBAGE, ids=range(len(_GARBAGE)))
def test_nothing_that_storage_holds_breaks_a_page(watched: Watched, garbage: str) -> None:
    page = watched.page
    page.add_init_script(
        f"""if (!localStorage.getItem("is-set")) {{
          localStorage.setItem("is-set", "1");
          localStorage.setItem("{_NAME}", {json.dumps(garbage)});
          localStorage.setItem("{_EARLIER}", {json.dumps(f"[{garbage}, 5, null]")});
        }}"""
    )
    watched.open("meeting")
    page.wait_for_timeout(300)
    assert page.evaluate("window.isHurt") is None
    assert page.locator("img[src=x]").count() == 0
    watched.open("targets")
    before = int(re.sub(r"\D", "", page.locator(".meeting").text_content() or ""))
    _add(page, before + 1)
    page.reload()
    _expect_views(page, before + 1)


def test_without_storage_the_address_holds_the_meeting(watched: Watched) -> None:
    watched.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('none'); }})"
    )
    page = watched.open("targets")
    _add(page, 1)
    _go(watched, "補助金（交付金）")
    _add(page, 2)
    page.reload()
    _expect_views(page, 2)


def test_notes_of_a_loaded_file_go_into_the_browser_once(
    watched: Watched, shipped: Database, tmp_path: Path
) -> None:
    file = tmp_path / "meeting.json"
    file.write_bytes(keeping.to_file(deck_of(shipped, MEETING), dt.date(2026, 12, 1)).content)
    page = watched.open("targets")
    _add(page, 1)
    _go(watched, "会議")
    page.locator("input[type=file]").set_input_files(file)
    _expect_views(page, len(MEETING.items))
    _open_first(page)
    note = page.get_by_label("話す人への覚え書き").first
    expect(note).to_have_value(MEETING.items[0].note)
    assert len(_kept(page)["notes"]) == 2
    note.fill(_NOTE)
    page.get_by_label("資料番号").first.fill("資料9")
    page.get_by_label("資料番号").first.press("Enter")
    page.wait_for_function("() => location.search.includes('%E8%B3%87%E6%96%999')", timeout=RUN_MS)
    watched.settle()
    expect(note).to_have_value(_NOTE)
    assert [len(one["query"]) for one in _kept(page, _EARLIER)] == [1]
