"""The file of a meeting in a real browser, opened without a server."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from lib.database import Database
from lib.meetings import handout
from lib.meetings.agenda import Item, Meeting
from lib.meetings.slides import Deck, deck_of
from tests.browser import CHROMIUM_ARGUMENTS, Outside, watched_outside
from tests.meeting_samples import MEETING

pytestmark = pytest.mark.browser

MADE_ON = dt.date(2026, 11, 21)
BEAMER, WALL, PHONE = (1024, 768), (1920, 1080), (360, 740)
SMALLEST_PX = 14  # of a canvas 432 high, which becomes 24 on a screen of 1024 x 768
# Letters of a view with their sizes on its canvas, and words outside the screen.
LETTERS_AND_EDGES = """() => {
    const stage = document.getElementById('stage');
    const scale = stage.getBoundingClientRect().height / stage.offsetHeight;
    const screen = document.getElementById('screen').getBoundingClientRect();
    const parts = 'h1, h2, p, li, :is(.chart, .data) :is(td, th), text';
    const shown = [...stage.querySelectorAll(`.view.shown :is(${parts})`)].filter((node) =>
        node.getClientRects().length && node.textContent.trim() && !node.closest('.unseen'));
    return shown.map((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        const isInside = left > -1 && top > -1 && right < screen.right + 1
            && bottom < screen.bottom + 1;
        const svg = node.closest('svg');
        const own = svg?.viewBox?.baseVal?.width;
        const drawn = own ? svg.getBoundingClientRect().width / own / scale : 1;
        const size = parseFloat(getComputedStyle(node).fontSize) * drawn;
        return [node.textContent.trim(), size, isInside];
    });
}"""


@pytest.fixture(scope="module")
def deck(shipped: Database) -> Deck:
    return deck_of(shipped, MEETING)


@pytest.fixture(scope="module")
def file(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = handout.make(deck, MADE_ON)
    path = tmp_path_factory.mktemp("meeting") / made.file_name
    path.write_bytes(made.content)
    return path.as_uri()


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with watched_outside() as proxy:
        yield proxy


@pytest.fixture(scope="module")
def browser(executable: str, outside: Outside) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable,
            args=list(CHROMIUM_ARGUMENTS),
            proxy={"server": outside.url},
        )
        yield launched
        launched.close()


@dataclass
class Opened:
    """The file in a window, with everything that went wrong in it."""

    page: Page
    file: str
    faults: list[str] = field(default_factory=list)

    @property
    def place(self) -> int:
        """The number of the slide that is shown."""
        shown = self.page.locator("#stage .view.shown")
        expect(shown).to_have_count(1)
        return int(str(shown.get_attribute("data-place")))

    def settle(self) -> None:
        """Waits until the page has answered to what was done."""
        self.page.evaluate(
            "() => new Promise(done => setTimeout(() => requestAnimationFrame(() =>"
            " requestAnimationFrame(() => setTimeout(done)))))"
        )

    def press(self, key: str) -> None:
        """Presses a key."""
        self.page.keyboard.press(key)
        self.settle()

    def show(self, place: int) -> None:
        """Shows a slide as a link to it does."""
        self.page.evaluate(f"location.hash = 'v{place}'")
        self.page.wait_for_selector(f"#v{place}.shown")
        self.settle()


@pytest.fixture(scope="module")
def window(browser: Browser, file: str, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The file in a window of a size, without movement."""
    width, height = getattr(request, "param", BEAMER)
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    found = Opened(context.new_page(), file)
    page = found.page
    page.on("console", lambda message: found.faults.append(message.text))
    page.on("pageerror", lambda error: found.faults.append(str(error)))
    page.on(
        "request",
        lambda sent: sent.url.startswith((file, "data:font/")) or found.faults.append(sent.url),
    )
    page.goto(file)
    page.wait_for_selector("html[data-paper=yes]")
    yield found
    context.close()


@pytest.fixture
def opened(window: Opened, outside: Outside) -> Iterator[Opened]:
    """The file as it is when it has just been opened; nothing may go wrong in it."""
    window.show(0)
    if window.page.locator("html[data-tone=dark]").count():
        window.page.get_by_role("button", name="暗い地").click()
    yield window
    assert window.faults == []
    assert outside.foreign == []


SIZES = pytest.mark.parametrize(
    "window", [BEAMER, WALL, PHONE], indirect=True, ids=["1024", "1920", "phone"]
)


@SIZES
def test_every_view_is_shown_whole_in_order_in_large_letters(opened: Opened, deck: Deck) -> None:
    places = []
    for _ in range(80):
        at = opened.page.evaluate("location.hash")
        places.append(opened.place)
        found = opened.page.evaluate(LETTERS_AND_EDGES)
        assert len(found) > 3
        for words, size, is_inside in found:
            assert is_inside, (opened.place, words)
            is_map = opened.page.viewport_size["width"] == PHONE[0] and opened.place == 8  # type: ignore[index]
            assert size >= SMALLEST_PX - 0.01 or is_map, (opened.place, words)
        assert opened.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        opened.press("ArrowRight")
        if opened.page.evaluate("location.hash") == at:
            break
    assert sorted(set(places)) == list(range(len(deck.slides) + 1))
    assert places == sorted(places)


def test_keys_step_between_views(opened: Opened, deck: Deck) -> None:
    last = len(deck.slides)
    for key, place in (("End", last), ("PageUp", last - 1), ("ArrowLeft", last - 2), ("Home", 0)):
        opened.press(key)
        assert opened.place == place
    opened.press("4")
    assert opened.place == 4
    for key, place in ((" ", 5), ("PageDown", 6), ("ArrowRight", 7)):
        opened.press(key)
        assert opened.place == place
    opened.press("b")
    expect(opened.page.locator("#curtain")).to_be_visible()
    opened.press("b")
    expect(opened.page.locator("#curtain")).to_be_hidden()


def test_the_list_and_the_bar_lead_to_views(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("link", name="資料2-2").click()
    opened.settle()
    assert opened.place == 3
    page.get_by_role("button", name="前").click()
    opened.settle()
    assert opened.place == 2
    page.get_by_role("link", name="一覧").click()
    opened.settle()
    assert opened.place == 0


def test_t_shows_the_table_and_escape_leaves_it(opened: Opened) -> None:
    opened.show(2)
    view = opened.page.locator("#stage .view.shown")
    expect(view.locator(".chart")).to_be_visible()
    expect(view.locator("table.data")).to_be_hidden()
    opened.press("t")
    expect(view.locator("table.data")).to_be_visible()
    expect(view.locator(".chart")).to_be_hidden()
    expect(view.locator(".rest")).to_contain_text("すべては「説明と表」にある")
    opened.press("Escape")
    expect(view.locator(".chart")).to_be_visible()


def test_i_opens_what_is_behind_a_view_and_a_step_closes_it(opened: Opened, deck: Deck) -> None:
    opened.show(2)
    notes, table = opened.page.locator("#n2 .notes"), opened.page.locator("#t2 table.data")
    expect(notes).to_be_hidden()
    opened.press("i")
    expect(notes).to_contain_text(deck.slides[1].exhibit.summary)
    expect(table.locator("tbody tr")).to_have_count(len(deck.slides[1].exhibit.rows))
    expect(table).to_be_visible()
    expect(opened.page.locator("#n3 .notes")).to_be_hidden()
    opened.press("PageDown")  # reads on
    assert opened.place == 2
    expect(notes).to_be_visible()
    opened.press("Escape")
    expect(notes).to_be_hidden()
    opened.page.get_by_role("button", name="説明と表").click()
    expect(notes).to_be_visible()
    opened.press("ArrowRight")
    assert opened.place == 3
    expect(opened.page.locator("#behind")).to_be_hidden()


def test_a_view_without_a_chart_is_its_table(
    browser: Browser, shipped: Database, tmp_path: Path
) -> None:
    only = Meeting("表だけの会議", (Item("variance", "named_counts"),))
    path = tmp_path / "only.html"
    path.write_bytes(handout.make(deck_of(shipped, only), MADE_ON).content)
    page = browser.new_page()
    page.goto(path.as_uri())
    page.locator("html[data-ready]").wait_for()
    page.keyboard.press("End")
    expect(page.locator("#stage .view.shown table.data")).to_be_visible()
    page.close()


def test_a_button_switches_the_tone_of_page_and_chart(opened: Opened) -> None:
    opened.show(4)
    background = opened.page.locator("#v4 .chart .main-svg").first
    expect(background).to_have_css("background-color", "rgb(255, 255, 255)")
    opened.page.get_by_role("button", name="暗い地").click()
    expect(background).to_have_css("background-color", "rgb(24, 27, 39)")
    expect(opened.page.locator("body")).to_have_css("background-color", "rgb(24, 27, 39)")


def test_without_scripts_all_slides_stand_below_each_other(browser: Browser, file: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file)
    for place in range(1, 9):
        expect(page.locator(f"#v{place} h2")).to_be_visible()
        expect(page.locator(f"#t{place} table.data")).to_be_visible()
    context.close()


def test_paper_is_light_whatever_the_screen_shows(opened: Opened) -> None:
    opened.press("End")
    opened.page.get_by_role("button", name="暗い地").click()
    with pypdfium2.PdfDocument(io.BytesIO(opened.page.pdf(prefer_css_page_size=True))) as pdf:
        for page in pdf:
            picture = page.render(scale=0.5).to_pil().convert("L")
            dark = sum(picture.histogram()[:100])
            assert dark < 0.2 * picture.width * picture.height
            assert picture.getpixel((2, 2)) == 255
