"""Browser sessions for tests: a server that is watched, and pages on which nothing may go wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lib.addresses import address
from tests.browser import CHROMIUM_ARGUMENTS, Outside, chromium, served, watched_outside
from tests.programs import needed

DESK, PROJECTOR, PHONE = (1366, 768), (1920, 1080), (390, 844)
RUN_MS = 30_000
_LAST_STROKES_MS = 400
_MAP_MS = 1500  # a processor draws the map's areas in place of a graphics card
# Parts of the frontend are fetched when first needed; a skeleton stands in for them until then.
_IS_DRAWN = """() => document.fonts.status === 'loaded'
    && !document.querySelector('[data-testid*=Skeleton]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
        .every(chart => chart.querySelector('.main-svg'))
    && [...document.querySelectorAll('[data-testid=stDeckGlJsonChart]')]
        .every(chart => chart.querySelector('canvas')
            && performance.getEntriesByType('resource').some(
                entry => entry.name.includes('features.geojson') && entry.responseEnd > 0))"""


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    """What the browser asks of hosts outside."""
    with watched_outside() as proxy:
        yield proxy


@pytest.fixture(scope="module")
def server_outside() -> Iterator[Outside]:
    """What the server asks of hosts outside."""
    with watched_outside() as proxy:
        yield proxy


@pytest.fixture(scope="module")
def server(server_outside: Outside) -> Iterator[str]:
    with served(server_outside) as url:
        yield url


@pytest.fixture(scope="session")
def executable() -> str:
    """The path of Chromium."""
    return needed(chromium(), "Chromium")


@pytest.fixture(scope="module")
def browser(executable: str, outside: Outside) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable,
            args=list(CHROMIUM_ARGUMENTS),
            proxy={"server": outside.url, "bypass": "localhost,127.0.0.1"},
        )
        yield launched
        launched.close()


@dataclass
class Watched:
    """A browser page with everything that went wrong on it."""

    page: Page
    context: BrowserContext
    server: str
    faults: list[str] = field(default_factory=list)

    def open(self, topic: str, query: str = "") -> Page:
        """Opens a page of the dashboard and waits until it is drawn."""
        self.page.goto(f"{self.server}{address(topic)}{query}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Waits until Streamlit has run and charts are drawn."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(
            timeout=RUN_MS
        )
        self.page.get_by_text("データの版").wait_for(timeout=RUN_MS)  # the foot of every page
        self.page.wait_for_function(_IS_DRAWN, timeout=RUN_MS)
        has_map = self.page.locator("[data-testid=stDeckGlJsonChart]").count() > 0
        self.page.wait_for_timeout(_MAP_MS if has_map else _LAST_STROKES_MS)


@pytest.fixture
def watched(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A fresh session; the test fails on any console error, page error or foreign request."""
    (width, height), scheme = getattr(request, "param", (DESK, "light"))
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="ja-JP",
        accept_downloads=True,
    )
    page = context.new_page()
    found = Watched(page, context, server)

    def watch(kind: str, text: str) -> None:
        found.faults.append(f"{kind}: {text}")

    page.on("console", lambda message: message.type == "error" and watch("console", message.text))
    page.on("pageerror", lambda error: watch("page", str(error)))
    # A picture that its page no longer shows is not waited for; that is no fault.
    page.on(
        "requestfailed",
        lambda failed: failed.failure == "net::ERR_ABORTED" or watch("request", failed.url),
    )
    page.on("response", lambda answer: answer.status >= 400 and watch("answer", answer.url))
    own = (server, "data:", "blob:", server.replace("http", "ws"))
    page.on("request", lambda sent: sent.url.startswith(own) or watch("foreign", sent.url))
    yield found
    context.close()
    assert found.faults == [], found.faults
