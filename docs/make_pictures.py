"""Takes the pictures of the README: every page in a browser window of 1366 by 768 pixels.

Run as ``.venv/bin/python docs/make_pictures.py``.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from lib.ui import frame  # noqa: E402 - the project must be found first
from tests.browser import CHROMIUM_ARGUMENTS, chromium, served, watched_outside  # noqa: E402

PICTURES = PROJECT / "docs" / "pictures"
SIZE = {"width": 1366, "height": 768}
QUERIES = {
    "map": "?show=supported&prefecture=23",
    "catalogue": "?theme=drug",
    "project": "?project=H30-06",
    "targets": "?body=H30-06",
    "meeting": "?title=検討会&v1=variance/support_ranges&v2=targets/targets&v3=overview/reentry",
    "evidence": "?figure=results.H30-26/1.value",
}
DRAWN_MS = 4000


def main() -> None:
    """Writes one PNG a page."""
    PICTURES.mkdir(exist_ok=True)
    with watched_outside() as outside, served(outside) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        page = browser.new_page(viewport=SIZE, locale="ja-JP")
        for topic in frame.TOPICS:
            page.goto(f"{url}{frame.address(topic)}{QUERIES.get(topic, '')}")
            page.get_by_text("データの版").wait_for()
            page.wait_for_timeout(DRAWN_MS)
            page.screenshot(path=PICTURES / f"{topic}.png")
        browser.close()


if __name__ == "__main__":
    main()
