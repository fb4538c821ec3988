"""The wall and the presenter's window in a real browser: every view fits, nothing is lost."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

import pytest
from playwright.sync_api import Page, expect

from lib.database import Database
from lib.meetings.agenda import item_of, to_query, view_text
from lib.views.pages import page_exhibits
from tests.browser_sessions import RUN_MS, Watched
from tests.exhibit_samples import FOR_MEETINGS
from tests.meeting_samples import MEETING

pytestmark = pytest.mark.browser

PROJECTOR, LAPTOP, HD, UHD = (1024, 768), (1366, 768), (1920, 1080), (3840, 2160)
SMALLEST_LETTER_PX = 24  # at 1024 x 768, and so at every larger size
MOST_VIEWS = 24  # of one meeting in these tests
# What is on the wall: whether all of it fits, its smallest letter, and where its parts are.
_SEEN = """() => {
  const stage = document.getElementById('stage');
  const view = stage.querySelector('.view.shown');
  const box = (node) => node && node.getBoundingClientRect().toJSON();
  const letters = [];
  const walk = document.createTreeWalker(view, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim(), node = walk.currentNode.parentElement;
    if (!text || node.closest('.unseen') || !node.getClientRects().length) continue;
    if (getComputedStyle(node).color === 'rgba(0, 0, 0, 0)') continue;
    const drawn = node.closest('svg');
    const own = parseFloat(getComputedStyle(node).fontSize);
    const inner = drawn?.viewBox?.baseVal?.width
      ? drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width
      : stage.getBoundingClientRect().height / stage.offsetHeight;
    letters.push([own * inner, text]);
  }
  const parts = 'h2, p, :is(.chart, .data) :is(td, th), .sayings li, text';
  const words = [...view.querySelectorAll(parts)].filter((node) =>
    node.getClientRects().length && node.textContent.trim() && !node.closest('.unseen'));
  const room = view.querySelector('.room');
  return {
    place: location.hash,
    name: view.dataset.view,
    page: document.documentElement.scrollHeight - innerHeight,
    room: room.scrollHeight - room.clientHeight,
    outside: words.filter((node) => {
      const { left, right, top, bottom } = box(node);
      return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
    }).map((node) => node.textContent.trim()),
    smallest: letters.sort((one, other) => one[0] - other[0])[0],
    title: view.querySelector('h2').textContent.trim(),
    said: [...view.querySelectorAll('.said')].map((node) => node.textContent).join(' '),
    foot: view.querySelector('.foot').textContent,
  };
}"""


@pytest.fixture(scope="module")
def views(shipped: Database) -> dict[str, tuple[str, ...]]:
    """Every exhibit of every page as a view, with what its publisher warns of."""
    found: dict[str, tuple[str, ...]] = {}
    for page in FOR_MEETINGS:
        for example in page.examples:
            query = dict(parse_qsl(example))
            for exhibit in page_exhibits(shipped, page.topic, query):
                text = view_text(item_of(page.topic, exhibit.exhibit_id, query))
                found.setdefault(text, exhibit.publishers_cautions)
    assert len({text.partition(";")[0] for text in found}) > 30
    return found


def _open(watched: Watched, views: list[str], at: int = 1, path: str = "wall") -> Page:
    query = urlencode({f"v{place}": view for place, view in enumerate(views, start=1)})
    watched.page.goto(f"{watched.server}/{path}?{query}#{at}")
    watched.page.locator("html[data-ready]").wait_for(timeout=RUN_MS)
    return watched.page


def _steps(page: Page) -> Iterator[dict[str, object]]:
    """What is on the wall at each press of the key that goes on."""
    while True:
        seen = page.evaluate(_SEEN)
        yield seen
        page.keyboard.press("ArrowRight")
        if page.evaluate("location.hash") == seen["place"]:
            return


@pytest.mark.parametrize("watched", [(PROJECTOR, "light"), (LAPTOP, "light")], indirect=True)
def test_every_view_fits_one_screen(watched: Watched, views: dict[str, tuple[str, ...]]) -> None:
    names = list(views)
    for start in range(0, len(names), MOST_VIEWS):
        page = _open(watched, names[start : start + MOST_VIEWS])
        shown = set()
        for seen in _steps(page):
            name = str(seen["name"])
            shown.add(name)
            assert seen["page"] == 0, seen
            assert seen["room"] <= 1, seen  # type: ignore[operator]
            assert seen["outside"] == [], seen
            assert seen["smallest"][0] >= SMALLEST_LETTER_PX, seen  # type: ignore[index]
            assert seen["title"], seen
            assert all(one in str(seen["said"]) for one in views[name]), seen
            assert re.search(r"｜.+照合 [0-9A-Z]{6}", str(seen["foot"])), seen
        assert shown == set(names[start : start + MOST_VIEWS])


@pytest.mark.parametrize("watched", [(HD, "dark"), (UHD, "light")], indirect=True)
def test_a_larger_screen_shows_the_same_larger(watched: Watched) -> None:
    page = _open(watched, ["variance/support_ranges", "project/targets;project=H30-06"])
    for seen in _steps(page):
        assert seen["page"] == 0
        assert seen["outside"] == []
        assert seen["smallest"][0] >= SMALLEST_LETTER_PX * 1.4  # type: ignore[index]


def _meeting(watched: Watched, at: int = 1, path: str = "wall") -> Page:
    watched.page.goto(f"{watched.server}/{path}?{urlencode(to_query(MEETING))}#{at}")
    watched.page.locator("html[data-ready]").wait_for(timeout=RUN_MS)
    return watched.page


def _place(page: Page, place: int) -> None:
    expect(page.locator("#stage .view.shown")).to_have_attribute(
        "data-place", re.compile(f"^{place}x?$")
    )


def test_keys_step_through_a_meeting(watched: Watched) -> None:
    page = _meeting(watched)
    for place, item in enumerate(MEETING.items, start=1):
        _place(page, place)
        expect(page.locator("#stage .view.shown h2")).to_contain_text(item.number)
        page.keyboard.press("PageDown")
    _place(page, 8)
    for key, place in (("Home", 1), ("End", 8), ("ArrowLeft", 7), ("3", 3), (" ", 4)):
        page.keyboard.press(key)
        _place(page, place)


def test_nothing_but_the_view_is_on_the_wall_until_the_mouse_moves(watched: Watched) -> None:
    page = _meeting(watched)
    expect(page.locator("#bar")).to_have_css("opacity", "0")
    page.mouse.move(300, 300)
    page.mouse.move(320, 300)
    expect(page.locator("#bar")).to_have_css("opacity", "1")
    page.get_by_role("button", name="次 →").click()
    _place(page, 2)
    page.keyboard.press(" ")
    _place(page, 3)
    expect(page.locator("#bar")).to_have_css("opacity", "0", timeout=RUN_MS)


@pytest.mark.parametrize("key", ["b", "."])
def test_the_wall_goes_black_and_comes_back(watched: Watched, key: str) -> None:
    page = _meeting(watched, 2)
    page.keyboard.press(key)
    expect(page.locator("#curtain")).to_be_visible()
    page.keyboard.press(key)
    expect(page.locator("#curtain")).to_be_hidden()
    _place(page, 2)


def test_the_table_shows_the_first_rows_and_says_how_many_more(watched: Watched) -> None:
    page = _open(watched, ["sources/checks", "variance/support_ranges"], at=2)
    page.keyboard.press("t")
    table = page.locator("#stage .view.shown table.data")
    expect(table).to_be_visible()
    rows, told = table.locator("tbody tr:visible").count(), page.locator("#stage .view.shown .rest")
    assert 5 <= rows <= 8
    expect(told).to_contain_text(f"ほかに{12 - rows}行")  # of twelve types
    page.keyboard.press("Escape")
    expect(table).to_be_hidden()


def test_a_reload_and_a_lost_server_change_nothing(watched: Watched) -> None:
    page = _meeting(watched, 5)
    page.reload()
    page.locator("html[data-ready]").wait_for(timeout=RUN_MS)
    _place(page, 5)
    watched.context.set_offline(True)
    for place in (6, 7, 8):
        page.keyboard.press("ArrowRight")
        _place(page, place)
    watched.context.set_offline(False)


def test_the_presenter_leads_the_wall(watched: Watched) -> None:
    desk = _meeting(watched, 1, "presenter")
    with watched.context.expect_page() as opened:
        desk.get_by_role("button", name="会場の画面を開く").click()
    wall = opened.value
    wall.locator("html[data-ready]").wait_for(timeout=RUN_MS)
    desk.keyboard.press("ArrowRight")
    _place(wall, 2)
    expect(desk.locator("#next-words")).to_have_text("次（3／8）")
    expect(desk.locator("#reading")).to_contain_text("20団体が載せる22件の数値")
    wall.keyboard.press("5")
    _place(desk, 5)
    desk.get_by_role("button", name="B 黒幕").click()
    expect(wall.locator("#curtain")).to_be_visible()


def test_conditions_are_tried_then_shown_then_taken_back(watched: Watched) -> None:
    views = ["variance/support_ranges", "subsidy/grant_totals"]
    desk = _open(watched, views, path="presenter")
    wall = watched.context.new_page()
    wall.goto(desk.url.replace("/presenter", "/wall"))
    wall.locator("html[data-ready]").wait_for(timeout=RUN_MS)
    agreed = wall.locator("#stage .view.shown .code").text_content()
    ticks = wall.locator("#stage .view.shown .scale .at").all_text_contents()

    desk.get_by_label("支援の区分").select_option("専門的支援")
    expect(desk.locator("html")).to_have_class(re.compile("trying"))
    expect(desk.locator("#stage .view.shown .chart th.name", has_text="薬物事犯者")).to_be_visible()
    expect(wall.locator("#stage .view.shown .code")).to_have_text(str(agreed))

    desk.get_by_role("button", name="会場に反映").click()
    expect(wall.locator("#told")).to_have_text("条件：支援の区分 専門的支援")
    expect(wall.locator("#told")).to_be_visible()
    expect(wall.locator("#told")).to_be_hidden(timeout=RUN_MS)
    expect(wall.locator("#stage .view.shown .code")).not_to_have_text(str(agreed))
    assert wall.locator("#stage .view.shown .scale .at").all_text_contents() == ticks
    expect(wall.locator("#stage .view.shown .chart th.name", has_text="定着")).to_have_count(0)

    wall.reload()
    wall.locator("html[data-ready]").wait_for(timeout=RUN_MS)
    expect(wall.locator("#stage .view.shown .code")).not_to_have_text(str(agreed))
    desk.reload()
    desk.locator("html[data-ready]").wait_for(timeout=RUN_MS)
    assert desk.get_by_label("支援の区分").locator("option:checked").inner_text() == "専門的支援"
    wall.keyboard.press("Backspace")
    expect(wall.locator("#stage .view.shown .code")).to_have_text(str(agreed))
    expect(desk.locator("#stage .view.shown .code")).to_have_text(str(agreed))


def test_notes_stay_in_the_browser(watched: Watched) -> None:
    sent: list[str] = []
    watched.page.on("request", lambda request: sent.append(request.url))
    desk = _open(watched, ["targets/reentry", "subsidy/grants"], 2, "presenter")
    desk.get_by_label("覚え書き").fill("先に結論")
    desk.keyboard.press("Escape")
    desk.reload()
    desk.locator("html[data-ready]").wait_for(timeout=RUN_MS)

    expect(desk.get_by_label("覚え書き")).to_have_value("先に結論")
    assert "%E5%85%88" not in "".join([desk.url, *sent])

    # This browser held no meeting: the one that was presented can be opened as an earlier one.
    desk.goto(f"{watched.server}/meeting")
    desk.get_by_role("button", name="を開く").click()
    for place in range(2):
        desk.locator("[class*=st-key-is-open-item] summary").nth(place).click(timeout=RUN_MS)
        expect(desk.locator("textarea[data-note]")).to_have_count(place + 1, timeout=RUN_MS)
    values = [field.input_value() for field in desk.locator("textarea[data-note]").all()]
    assert values == ["", "先に結論"]


def test_views_follow_by_themselves_where_that_is_chosen(watched: Watched) -> None:
    page = watched.page
    page.clock.install()
    _meeting(watched, 1, "presenter")
    page.get_by_label("自動").select_option("15秒")
    page.clock.run_for(16_000)
    _place(page, 2)
    page.get_by_label("自動").select_option("進めない")
    page.clock.run_for(40_000)
    _place(page, 2)


def test_words_of_users_are_no_markup(watched: Watched) -> None:
    hostile = "</script><img src=x onerror=alert(1)> **x**"
    query = urlencode({"v1": "targets/targets", "t1": hostile, "d1": "<b>1</b>", "title": hostile})
    for path in ("wall", "presenter"):
        watched.page.goto(f"{watched.server}/{path}?{query}")
        watched.page.locator("html[data-ready]").wait_for(timeout=RUN_MS)
        expect(watched.page.locator("#stage .view.shown h2")).to_contain_text("<img src=x")
        assert watched.page.locator("img, h2 b, #list b").count() == 0


def test_an_address_without_views_says_what_to_do(watched: Watched) -> None:
    answer = watched.page.request.get(f"{watched.server}/wall?v1=nothing/there")

    assert answer.status == 404
    assert "会議の画面で図を加えてから" in answer.text()
