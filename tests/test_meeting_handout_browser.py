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
BEAMER, WALL, SCREEN_4K, PHONE = (1024, 768), (1920, 1080), (3840, 2160), (360, 740)
SMALLEST_PX = 24
LETTERS_AND_EDGES = """() => {
    const shown = document.querySelector('.slide.shown');
    const found = [];
    const words = 'h1, h2, .content, .subtitle, .caution, .agenda a, td, th';
    for (const node of shown.querySelectorAll(words)) {
        if (node.offsetParent) found.push([node.textContent, node, 1]);
    }
    for (const node of shown.querySelectorAll('.chart :not(svg, svg *, .unseen, td, th)')) {
        const isLeaf = !node.children.length && node.textContent.trim();
        if (isLeaf && node.offsetParent) found.push([node.textContent, node, 1]);
    }
    const zoom = Number(getComputedStyle(document.documentElement).getPropertyValue('--zoom'));
    for (const node of shown.querySelectorAll('.chart svg text')) {
        if (node.textContent.trim()) found.push([node.textContent, node, zoom]);
    }
    return found.map(([words, node, scale]) => {
        const box = node.getBoundingClientRect();
        return [words, parseFloat(getComputedStyle(node).fontSize) * scale, box.left, box.right];
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
        shown = self.page.locator(".slide.shown")
        expect(shown).to_have_count(1)
        return int(str(shown.get_attribute("id"))[1:])

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

    @property
    def top(self) -> float:
        """How far the slide is scrolled."""
        return float(self.page.evaluate("window.scrollY"))


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
    page.wait_for_selector("html[data-ready=yes]")
    yield found
    context.close()


@pytest.fixture
def opened(window: Opened, outside: Outside) -> Iterator[Opened]:
    """The file as it is when it has just been opened; nothing may go wrong in it."""
    window.show(0)
    window.page.get_by_role("checkbox").check()
    for _ in range(3):
        window.press("-")
    if window.page.locator("html[data-tone=dark]").count():
        window.press("b")
    yield window
    assert window.faults == []
    assert outside.foreign == []


SIZES = pytest.mark.parametrize(
    "window", [BEAMER, WALL, SCREEN_4K], indirect=True, ids=["1024", "1920", "3840"]
)


@SIZES
def test_the_right_arrow_shows_every_part_of_every_slide_in_order(
    opened: Opened, deck: Deck
) -> None:
    """Long slides are scrolled first; then the next one begins at its top."""
    places = [opened.place]
    seen = 0.0  # where the window ends in the slide
    for _ in range(80):
        end = opened.page.evaluate("innerHeight - document.getElementById('bar').offsetHeight")
        top = opened.top
        assert top <= seen, "a step left out a part of the slide"
        seen = top + end
        opened.press("ArrowRight")
        if opened.place != places[-1]:
            assert opened.top == 0
            places.append(opened.place)
            seen = 0.0

    assert places == list(range(len(deck.slides) + 1))
    expect(opened.page.locator("#next")).to_be_disabled()


@SIZES
def test_letters_are_large_enough_and_stay_inside_the_window(opened: Opened, deck: Deck) -> None:
    width, height = opened.page.viewport_size.values()  # type: ignore[union-attr]
    smallest = SMALLEST_PX * height / BEAMER[1]
    for slide in (None, *deck.slides):
        opened.show(slide.place if slide else 0)
        found = opened.page.evaluate(LETTERS_AND_EDGES)
        assert len(found) > 3
        for words, size, left, right in found:
            assert size >= smallest, words
            assert left >= 0, words
            assert right <= width, words


def test_keys_step_between_slides(opened: Opened, deck: Deck) -> None:
    last = len(deck.slides)
    opened.press("End")
    assert opened.place == last
    opened.press("PageUp")
    assert opened.place == last - 1
    opened.press("ArrowLeft")
    assert opened.place == last - 2
    opened.press("Home")
    assert opened.place == 0
    for key in (" ", "PageDown", "ArrowRight"):
        while opened.place == 0:
            opened.press(key)
        assert opened.place == 1
        opened.press("Home")


def test_from_within_a_slide_one_step_back_shows_its_top(opened: Opened) -> None:
    opened.show(3)
    opened.press("ArrowRight")
    assert opened.top > 0
    opened.press("ArrowLeft")
    assert (opened.place, opened.top) == (3, 0)
    opened.press("ArrowLeft")
    assert opened.place == 2


def test_the_bar_does_the_same_as_the_keys(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("link", name="資料2-2").click()
    opened.settle()
    assert opened.place == 3
    page.get_by_role("button", name="前へ").click()
    opened.settle()
    assert opened.place == 2
    page.get_by_role("button", name="表", exact=True).click()
    expect(page.locator("#v2 table.data")).to_be_visible()
    page.get_by_role("link", name="一覧").click()
    opened.settle()
    assert opened.place == 0


def test_t_shows_the_table_and_escape_leaves_it(opened: Opened) -> None:
    opened.show(2)
    chart, table = opened.page.locator("#v2 .chart"), opened.page.locator("#v2 table.data")
    expect(chart).to_be_visible()
    expect(table).to_be_hidden()
    opened.press("t")
    expect(table).to_be_visible()
    expect(chart).to_be_hidden()
    opened.press("Escape")
    expect(chart).to_be_visible()
    expect(table).to_be_hidden()


def test_a_slide_without_a_chart_is_its_table(
    browser: Browser, shipped: Database, tmp_path: Path
) -> None:
    only = Meeting("表だけの会議", (Item("variance", "named_counts"),))
    path = tmp_path / "only.html"
    path.write_bytes(handout.make(deck_of(shipped, only), MADE_ON).content)
    page = browser.new_page()
    page.goto(path.as_uri())
    page.keyboard.press("End")
    expect(page.locator("#v1 table.data")).to_be_visible()
    expect(page.locator("#table")).to_be_disabled()
    page.close()


def test_b_switches_the_tone_of_page_and_chart(opened: Opened) -> None:
    opened.show(4)
    background = opened.page.locator("#v4 .chart .main-svg").first
    expect(background).to_have_css("background-color", "rgb(255, 255, 255)")
    opened.press("b")
    expect(background).to_have_css("background-color", "rgb(24, 27, 39)")
    expect(opened.page.locator("body")).to_have_css("background-color", "rgb(24, 27, 39)")
    opened.press("b")
    expect(background).to_have_css("background-color", "rgb(255, 255, 255)")


def test_letter_keys_can_be_turned_off(opened: Opened) -> None:
    opened.page.get_by_role("checkbox").uncheck()
    opened.press("b")
    assert opened.page.locator("html").get_attribute("data-tone") == "light"
    opened.press("End")
    assert opened.place == 8


def test_plus_makes_letters_larger_and_the_chart_still_fits(opened: Opened) -> None:
    opened.show(5)
    before = {words: size for words, size, *_ in opened.page.evaluate(LETTERS_AND_EDGES)}
    for _ in range(2):
        opened.press("+")
    after = opened.page.evaluate(LETTERS_AND_EDGES)
    for words, size, _, right in after:
        assert size == pytest.approx(1.5 * before.get(words, size / 1.5), rel=0.01)
        assert right <= BEAMER[0]


def test_a_chart_answers_to_the_mouse_where_it_is_drawn(opened: Opened) -> None:
    """The chart is enlarged as a whole; the mouse must meet the dots and not where they were."""
    opened.show(4)
    dot = opened.page.locator("#v4 .chart .scatterlayer .point").last
    dot.scroll_into_view_if_needed()
    dot.hover(force=True)  # plotly lays a plane that listens over the marks
    expect(opened.page.locator("#v4 .chart .hoverlayer .hovertext").first).to_contain_text("%")
    opened.press("Escape")
    expect(opened.page.locator("#v4 .chart .hoverlayer .hovertext")).to_have_count(0)


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_nothing_runs_out_of_a_narrow_window(opened: Opened, deck: Deck) -> None:
    for slide in deck.slides:
        opened.show(slide.place)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_without_scripts_all_slides_stand_below_each_other(browser: Browser, file: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file)
    for place in range(1, 9):
        expect(page.locator(f"#v{place} table.data")).to_be_visible()
    context.close()


def test_paper_is_light_whatever_the_screen_shows(opened: Opened) -> None:
    opened.press("End")
    opened.press("b")
    with pypdfium2.PdfDocument(io.BytesIO(opened.page.pdf(prefer_css_page_size=True))) as pdf:
        for page in pdf:
            picture = page.render(scale=0.5).to_pil().convert("L")
            dark = sum(picture.histogram()[:100])
            assert dark < 0.2 * picture.width * picture.height
            assert picture.getpixel((2, 2)) == 255
