"""Takes the pictures of the documents: every page, the wall, the presenter's window, an update.

Run as ``.venv/bin/python docs/make_pictures.py``.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from lib import paths  # noqa: E402 - the project must be found first
from lib.editions.shipped import files_in  # noqa: E402
from lib.editions.store import PLACE  # noqa: E402
from lib.views.pages import PAGES  # noqa: E402
from tests.browser import (  # noqa: E402
    CHROMIUM_ARGUMENTS,
    Outside,
    chromium,
    served,
    watched_outside,
)
from tests.filled_templates import all_bodies, workbook  # noqa: E402

PICTURES = PROJECT / "docs" / "pictures"
SIZE = {"width": 1366, "height": 768}
MEETING = "title=検討会&v1=variance/support_ranges&v2=targets/targets&v3=overview/reentry"
DRAWN_MS = 4000
READ_MS = 180_000
HEADER = "X-Account"
ACCESS = f"""[proxy]
header = "{HEADER}"
addresses = ["127.0.0.1"]
[roles]
publishers = ["kakari", "shunin"]
"""


def main() -> None:
    """Writes one PNG a page, and one of each window of a meeting."""
    PICTURES.mkdir(exist_ok=True)
    with watched_outside() as outside, served(outside) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        page = browser.new_page(viewport=SIZE, locale="ja-JP")
        for shown in PAGES.values():
            if shown.is_for_officers:
                continue
            query = MEETING if shown.topic == "meeting" else shown.examples[0]
            page.goto(f"{url}{shown.path}?{query}")
            page.get_by_text("データの版").wait_for()
            page.wait_for_timeout(DRAWN_MS)
            page.screenshot(path=PICTURES / f"{shown.topic}.png")
        for name in ("wall", "presenter"):
            page.goto(f"{url}/{name}?{MEETING}")
            page.locator("html[data-ready]").wait_for()
            page.screenshot(path=PICTURES / f"{name}.png")
        take_update(browser, outside)
        take_second_entry(browser, outside)
        browser.close()


def take_update(browser: Browser, outside: Outside) -> None:
    """Writes one PNG a step of bringing in data, which takes a store and somebody signed in."""
    files = files_in(paths.DATA)
    rows = all_bodies(files)
    unclear = [row if place % 9 else {**row, "値": "－"} for place, row in enumerate(rows)]
    with _served_to_officers(outside) as url:
        page = _page_of(browser, url, "kakari")
        _take(page, "update")
        _upload(page, workbook(files, unclear))
        _take(page, "update-unclear")
        page.get_by_role("button", name="やめる").click()
        page.get_by_role("heading", name="① ひな形を保存する").wait_for()
        _upload(page, workbook(files, rows))
        _take(page, "update-preview")
        page.get_by_label("理由").fill("令和6年度の団体別の件数を加える")
        page.get_by_role("button", name="公開する", exact=True).click()
        page.get_by_role("heading", name="第1版を公開しました").wait_for(timeout=READ_MS)
        _take(page, "update-published")


def take_second_entry(browser: Browser, outside: Outside) -> None:
    """Writes a PNG of what was held, and one of how a second entry differs from it."""
    files = files_in(paths.DATA)
    rows = all_bodies(files)
    mistyped = rows[:-1]
    mistyped[-1] = mistyped[-1] | {"値": 23, "値のない理由": None}
    with _served_to_officers(outside) as url:
        page = _page_of(browser, url, "kakari")
        _upload(page, workbook(files, rows))
        page.get_by_label("理由").fill("令和6年度の団体別の件数を加える")
        page.get_by_role("button", name="もう一人の入力を待つ").click()
        page.get_by_role("heading", name="もう一人の入力を待っています").wait_for(timeout=READ_MS)
        _take(page, "update-held")
        page = _page_of(browser, url, "shunin")
        page.get_by_role("button", name="二度目の入力").click()
        page.get_by_role("heading", name="二度目の入力").wait_for(timeout=READ_MS)
        _upload(page, workbook(files, mistyped))
        _take(page, "update-second")


@contextmanager
def _served_to_officers(outside: Outside) -> Iterator[str]:
    """A server with a store, where a header says who is signed in."""
    with TemporaryDirectory() as made:
        access = Path(made) / "access.toml"
        access.write_text(ACCESS, "utf-8")
        access.chmod(0o600)
        more = {PLACE: f"{made}/editions", "DASHBOARD_ACCESS": str(access)}
        with served(outside, "127.0.0.1", more=more) as url:
            yield url


def _page_of(browser: Browser, url: str, account: str) -> Page:
    page = browser.new_page(viewport=SIZE, locale="ja-JP", extra_http_headers={HEADER: account})
    page.goto(f"{url}{PAGES['update'].path}")
    page.get_by_text("データの版").wait_for()
    return page


def _upload(page: Page, content: bytes) -> None:
    file = {"name": "団体別の支援実績.xlsx", "mimeType": "", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="読み込んで確かめる").click()
    page.get_by_role("heading", name="② 読み込んだファイル").wait_for(timeout=READ_MS)


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(DRAWN_MS)
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
