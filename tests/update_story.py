"""What officers do in a browser to bring in data, for tests: from the template to the way back."""

import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from lib import paths
from lib.addresses import address
from lib.editions.shipped import files_in
from lib.editions.store import EditionStore
from tests.browser_sessions import RUN_MS, Watched
from tests.filled_templates import HEADINGS_ROW, all_bodies

LONG_MS = 180_000  # all exhibits of two editions are made
FILES = files_in(paths.DATA)
BODIES = all_bodies(FILES)
OTHERS = [row for row in BODIES if row["直接支援ID"] == "その他の団体に委託"]


def run(page: Page) -> None:
    """Waits for the end of a run that a click began."""
    page.wait_for_timeout(300)
    state = "[data-testid=stApp][data-test-script-state=notRunning]"
    page.locator(state).wait_for(timeout=LONG_MS)


def upload(page: Page, name: str, content: bytes) -> None:
    """Gives the page a file, and waits until it says what it has read."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    button = page.get_by_role("button", name="読み込んで確かめる")
    expect(button).to_be_enabled(timeout=RUN_MS)
    button.click()
    expect(page.get_by_role("heading", name="② 読み込んだファイル")).to_be_visible(timeout=LONG_MS)
    run(page)


def press_publish(page: Page) -> None:
    """Presses the button that publishes."""
    page.get_by_role("button", name="公開する", exact=True).click()
    run(page)


def publish(page: Page, reason: str) -> None:
    """Writes a reason and presses the button that publishes."""
    page.get_by_label("理由").fill(reason)
    press_publish(page)


def heading(page: Page, words: str) -> None:
    """Waits for a heading."""
    expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=LONG_MS)


def told(
    watched: Watched, store: EditionStore, folder: Path, enter: Callable[[], Page]
) -> dict[str, float]:
    """A year of counts comes in and is taken back.

    Args:
        watched: A session of nobody yet.
        store: Where the server has its editions, of which nothing was published.
        folder: For the file that is filled in.
        enter: Opens the page of an officer who may publish.

    Returns:
        The seconds since the beginning at the end of each step.
    """
    begun, times = time.monotonic(), dict[str, float]()

    def passed(step: str) -> None:
        times[step] = time.monotonic() - begun
        print(f"{times[step]:6.1f} s  {step}")  # noqa: T201 - seen with pytest -s

    page = enter()
    expect(page.locator("[data-testid=stHeader]").get_by_role("link", name="更新")).to_be_visible()
    passed("signed in")
    file = folder / "件数.xlsx"
    _save_template(page, file)
    passed("template")
    _fill(file)
    passed("filled in by code")
    upload(page, "件数.xlsx", file.read_bytes())
    expect(page.get_by_text("団体別の支援実績: 加わる行 516")).to_be_visible()
    expect(page.get_by_text("支援件数のばらつき／名前の示された支援実績")).to_be_visible()
    assert len(store.editions()) == 1
    passed("previewed")
    publish(page, "令和6年度の件数")
    heading(page, "第1版を公開しました")
    passed("published")
    _see_counts(watched)
    passed("seen on pages, the wall and as CSV")
    _take_back(enter())
    passed("taken back")
    page = watched.open("variance")
    words = "愛知県のよりそい／寄り添い弁護士制度は令和6年度に112人"
    expect(page.get_by_text(words)).to_be_visible()
    assert [one.takes_back for one in store.editions()] == [None, None, 0]
    return times


def _save_template(page: Page, file: Path) -> None:
    page.get_by_role("radio", name="空").click()
    run(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Excelを保存").click()
    saved.value.save_as(file)


def _fill(file: Path) -> None:
    """Fills in a saved template row by row."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    headings = [str(cell.value) for cell in sheet[HEADINGS_ROW]]
    for place, row in enumerate(BODIES, start=HEADINGS_ROW + 1):
        for column, name in enumerate(headings, start=1):
            sheet.cell(place, column, row.get(name))
    book.save(file)


def _take_back(page: Page) -> None:
    page.get_by_text("前の版に戻す").click()
    page.get_by_label("理由").fill("試しの数")
    page.get_by_role("button", name="第0版に戻す").click()
    heading(page, "第2版を公開しました")


def _see_counts(watched: Watched) -> None:
    """The counts stand on the pages, the map, the wall and at the address of the data."""
    page = watched.open("variance")
    expect(page.locator(".st-key-exhibit-body_counts")).to_be_visible()
    assert "名前の出る支援実績は11種類" in page.content()
    page = watched.open("map")
    page.get_by_role("combobox", name="表示する数").click()
    page.get_by_role("option").filter(has_text="就労支援").first.click()
    expect(page.locator("h2").first).to_contain_text("就労支援", timeout=RUN_MS)
    wall = f"{watched.server}{address('wall')}?v1=variance/named_counts"
    screen, words = watched.context.new_page(), "名前の出る支援実績は11種類、13都道府県の65個"
    for more, is_there in (("", True), ("&edition=0", False)):
        screen.goto(wall + more)
        screen.locator("html[data-ready]").wait_for()
        assert (words in screen.locator("body").inner_text()) is is_there
    screen.close()
    data = f"{watched.server}/data/variance/named_counts.csv"
    answer = watched.context.request.get(data)
    assert answer.headers["x-data-edition-number"] == "1"
    assert len(answer.text().splitlines()) > 518
