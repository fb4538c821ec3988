"""Takes the pictures of the README: every page, the wall and the presenter's window.

Run as ``.venv/bin/python docs/make_pictures.py``.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from lib.views.pages import PAGES  # noqa: E402 - the project must be found first
from tests.browser import CHROMIUM_ARGUMENTS, chromium, served, watched_outside  # noqa: E402

PICTURES = PROJECT / "docs" / "pictures"
SIZE = {"width": 1366, "height": 768}
MEETING = "title=検討会&v1=variance/support_ranges&v2=targets/targets&v3=overview/reentry"
DRAWN_MS = 4000


def main() -> None:
    """Writes one PNG a page, and one of each window of a meeting."""
    PICTURES.mkdir(exist_ok=True)
    with watched_outside() as outside, served(outside) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        page = browser.new_page(viewport=SIZE, locale="ja-JP")
        for shown in PAGES.values():
            query = MEETING if shown.topic == "meeting" else shown.examples[0]
            page.goto(f"{url}{shown.path}?{query}")
            page.get_by_text("データの版").wait_for()
            page.wait_for_timeout(DRAWN_MS)
            page.screenshot(path=PICTURES / f"{shown.topic}.png")
        for name in ("wall", "presenter"):
            page.goto(f"{url}/{name}?{MEETING}")
            page.locator("html[data-ready]").wait_for()
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
