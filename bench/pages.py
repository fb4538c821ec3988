"""Measures every page as a browser gets it: height, elements, bytes, seconds until it is drawn.

Run as ``.venv/bin/python -m bench.pages [--write FILE]``. It starts a server of its own, opens each
page with its first example in Chromium and prints a table in Markdown:

- height: from the top of the window to the end of the page, in CSS pixels;
- elements: all of the document, parts of charts included; and those that Streamlit names
  (``data-testid`` beginning with "st"), its containers, wrappers and buttons included;
- received: payloads of the websocket's frames from a reload until the page is drawn, before
  compression, in 1,000 bytes;
- seconds: from a reload to the last change of the document inside Streamlit's main area, the
  median of five; what is painted inside a canvas changes no document and is not timed;
- ratio: that median to the median of a Streamlit app that says one word, reloaded in turn.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from lib import paths
from lib.views.pages import PAGES
from tests.browser import CHROMIUM_ARGUMENTS, chromium, free_port, served, wait_for, watched_outside

WINDOW: ViewportSize = {"width": 1366, "height": 650}
REPETITIONS = 5
QUIET_MS = 1000
PATIENCE_MS = 60_000
HEADER = """\
| 画面 | 高さ（px） | 要素 | うち Streamlit | 受信（kB） | 描き終わるまで（秒） | 空の画面との比 |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |"""

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


@dataclass(frozen=True)
class Measured:
    """What one page takes.

    Attributes:
        name: The page.
        height_px: Its height.
        elements: Elements of the document.
        streamlit_elements: Elements that Streamlit names.
        received_kb: Payloads over the websocket, in 1,000 bytes.
        seconds: Median time from a reload to the last change.
        ratio: That time to the time of an empty page.
    """

    name: str
    height_px: float
    elements: int
    streamlit_elements: int
    received_kb: float
    seconds: float
    ratio: float

    @property
    def row(self) -> str:
        """The row of the table."""
        return (
            f"| {self.name} | {self.height_px:,.0f} | {self.elements:,} |"
            f" {self.streamlit_elements:,} | {self.received_kb:,.0f} | {self.seconds:.2f} |"
            f" {self.ratio:.1f} |"
        )


class Tab:
    """A tab that counts what it receives over websockets."""

    def __init__(self, browser: Browser, url: str) -> None:
        """Opens an address a first time, so that later visits find the browser's cache warm."""
        self.page = browser.new_page(viewport=WINDOW, locale="ja-JP")
        self.received = 0
        self.page.add_init_script(f"({_WATCH})()")
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.goto(url)
        self._wait()

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


def measured(browser: Browser, name: str, url: str, empty: Tab) -> Measured:
    """Opens a page and reloads it in turn with the empty one."""
    tab = Tab(browser, url)
    times = [(empty.reloaded(), tab.reloaded()) for _ in range(REPETITIONS)]
    bare, full = (statistics.median(each) for each in zip(*times, strict=True))
    sizes = tab.page.evaluate(_SIZES)
    tab.page.close()
    return Measured(name, *sizes, tab.received / 1000, full, full / bare)


@contextmanager
def _empty_app() -> Iterator[str]:
    """The address of a Streamlit app that says one word, with the settings of the dashboard."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text('import streamlit as st\n\nst.write("empty")\n', "utf-8")
        options = ("--server.headless=true", "--server.address=localhost", f"--server.port={port}")
        command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
        with subprocess.Popen(command, cwd=paths.PROJECT, stdout=subprocess.DEVNULL) as process:
            try:
                wait_for(f"http://localhost:{port}/_stcore/health", process)
                yield f"http://localhost:{port}"
            finally:
                process.terminate()


def _rows(browser: Browser, server: str, empty: Tab) -> Iterator[str]:
    yield HEADER
    for page in PAGES.values():
        url = f"{server}{page.path}?{page.examples[0]}"
        yield measured(browser, page.title, url, empty).row


def main() -> None:
    """Measures every page; prints the table and writes it where asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", type=Path, help="a file for the table")
    options = parser.parse_args()
    rows = []
    with ExitStack() as opened:
        server = opened.enter_context(served(opened.enter_context(watched_outside())))
        bare = opened.enter_context(_empty_app())
        playwright = opened.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        for row in _rows(browser, server, Tab(browser, bare)):
            print(row, flush=True)
            rows.append(row)
        browser.close()
    if options.write:
        options.write.write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
