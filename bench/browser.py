"""Measures every page as a browser gets it: height, elements, bytes, seconds until it is drawn.

Every page is opened with its first example in Chromium, in turn with an empty Streamlit page:

- height: from the top of the window to the end of the page, in CSS pixels;
- elements: all of the document, parts of charts included; and those that Streamlit names
  (``data-testid`` beginning with "st"), its containers, wrappers and buttons included;
- received: payloads of the websocket's frames from a reload until the page is drawn, before
  compression, in 1,000 bytes; fetched: what a browser without a cache fetches over HTTP, headers
  included, as it travels;
- seconds: from the navigation to the last change of the document inside Streamlit's main area, the
  median of five, with a warm cache (a reload) and a cold one (a browser that was never here); what
  is painted inside a canvas changes no document and is not timed;
- ratio: that median to the median of a Streamlit page with one empty chart, in turn.
"""

import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from bench import servers
from bench.summaries import Cell
from lib.views.pages import PAGES
from tests.browser import CHROMIUM_ARGUMENTS, chromium

WINDOW: ViewportSize = {"width": 1366, "height": 650}
REPETITIONS = 5
QUIET_MS = 1000
PATIENCE_MS = 60_000
HEADER = (
    "画面",
    "高さ（px）",
    "要素",
    "うち Streamlit",
    "受信（kB）",
    "取得・冷（kB）",
    "温（秒）",
    "空の画面との比",
    "冷（秒）",
    "空の画面との比",
)

# Notes the time of the latest change inside the main area, from the very beginning of a document.
_WATCH = """() => {
    const main = '[data-testid=stMain]';
    const holds = node => node.matches?.(main) || node.querySelector?.(main);
    const isInside = change => (change.target.parentElement ?? change.target).closest?.(main)
        || [...change.addedNodes].some(holds);
    window.lastChange = 0;
    new MutationObserver(changes => {
        if (changes.some(isInside)) window.lastChange = performance.now();
    }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
_IS_DRAWN = f"""() => window.lastChange && performance.now() - window.lastChange > {QUIET_MS}
    && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
    && !document.querySelector('[data-testid*=Skeleton]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
        .every(chart => chart.querySelector('.main-svg'))
    && [...document.querySelectorAll('[data-testid=stDeckGlJsonChart]')]
        .every(chart => chart.querySelector('canvas'))"""
_SIZES = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    return [main.getBoundingClientRect().top + main.scrollHeight,
            document.getElementsByTagName('*').length,
            document.querySelectorAll('[data-testid^=st]').length];
}"""


_FETCHED = """() => performance.getEntriesByType('resource').concat(
    performance.getEntriesByType('navigation')).reduce((sum, one) => sum + one.transferSize, 0)"""


@dataclass(frozen=True)
class Opening:
    """A page that was opened in a browser without a cache.

    Attributes:
        seconds: Until it was drawn.
        fetched: Bytes over HTTP.
    """

    seconds: float
    fetched: float


class Tab:
    """A tab that counts what it receives over websockets."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        """Opens an address a first time, so that later visits find the browser's cache warm."""
        self.page = context.new_page()
        self.received = 0
        self.page.add_init_script(f"({_WATCH})()")
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.goto(url)
        self.first_s = self._wait()

    def _count(self, payload: bytes | str) -> None:
        self.received += len(payload if isinstance(payload, bytes) else payload.encode())

    def _wait(self) -> float:
        self.page.wait_for_function(_IS_DRAWN, timeout=PATIENCE_MS)
        return float(self.page.evaluate("window.lastChange")) / 1000

    def reloaded(self) -> float:
        """Seconds from a reload until the page is drawn."""
        self.page.bring_to_front()
        self.received = 0
        self.page.reload()
        return self._wait()


def _context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport=WINDOW, locale="ja-JP")


def _cold(browser: Browser, url: str) -> Opening:
    """A page as it is opened by a browser that was never here."""
    context = _context(browser)
    tab = Tab(context, url)
    fetched = float(tab.page.evaluate(_FETCHED))
    context.close()
    return Opening(tab.first_s, fetched)


def _medians(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The medians of what was measured in turn."""
    first, second = zip(*pairs, strict=True)
    return statistics.median(first), statistics.median(second)


def _row(browser: Browser, name: str, url: str, empty: str) -> tuple[Cell, ...]:
    cold = [(_cold(browser, empty), _cold(browser, url)) for _ in range(REPETITIONS)]
    with _context(browser) as context:
        bare, tab = Tab(context, empty), Tab(context, url)
        warm = [(bare.reloaded(), tab.reloaded()) for _ in range(REPETITIONS)]
        sizes: list[int] = tab.page.evaluate(_SIZES)
    bare_s, warm_s = _medians(warm)
    bare_cold_s, cold_s = _medians([(one.seconds, other.seconds) for one, other in cold])
    return (
        name,
        round(sizes[0]),
        *sizes[1:],
        tab.received / 1000,
        cold[0][1].fetched / 1000,
        warm_s,
        warm_s / bare_s,
        cold_s,
        cold_s / bare_cold_s,
    )


def rows(topics: Sequence[str]) -> list[tuple[Cell, ...]]:
    """The rows of the table of some pages."""
    with ExitStack() as opened:
        own = opened.enter_context(servers.dashboard())
        empty = opened.enter_context(servers.empty_streamlit())
        playwright = opened.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        found = []
        for topic in topics:
            page = PAGES[topic]
            url = f"{own.url}{page.path}?{page.examples[0]}"
            found.append(_row(browser, page.title, url, empty.url))
            print(*found[-1], sep="\t", flush=True)
        browser.close()
    return found
