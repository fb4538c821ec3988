"""An officer brings in data in a browser: template, upload, preview, publication, way back.

The accounts are named by a header, as by a proxy that signs people in.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from lib import paths
from lib.addresses import address
from lib.editions.folder import FolderStore
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import PLACE
from tests.browser import Outside, served
from tests.browser_sessions import RUN_MS, Watched
from tests.filled_templates import HEADINGS_ROW, all_bodies, csv_file, workbook

pytestmark = pytest.mark.browser

_HEADER = "X-Test-Account"
_LONG_MS = 180_000  # all exhibits of two editions are made
FILES = files_in(paths.DATA)
BODIES = all_bodies(FILES)
OTHERS = [row for row in BODIES if row["直接支援ID"] == "その他の団体に委託"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editions")


@pytest.fixture(scope="module")
def store(place: Path) -> FolderStore:
    return FolderStore(place, Shipped())


@pytest.fixture(scope="module")
def server(
    place: Path, server_outside: Outside, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    file = tmp_path_factory.mktemp("access") / "access.toml"
    lines = ("[proxy]", f'header = "{_HEADER}"', 'addresses = ["127.0.0.1"]', "[roles]")
    roles = ('publishers = ["kakari", "shunin"]', 'viewers = ["etsuran"]')
    file.write_text("\n".join((*lines, *roles)), "utf-8")
    file.chmod(0o600)
    more = {PLACE: str(place), "DASHBOARD_ACCESS": str(file)}
    with served(server_outside, "127.0.0.1", more=more) as url:
        yield url


def _as(watched: Watched, account: str) -> Page:
    watched.context.set_extra_http_headers({_HEADER: account})
    return watched.open("update")


def _run(page: Page) -> None:
    """Waits for the end of a run that a click began."""
    page.wait_for_timeout(300)
    state = "[data-testid=stApp][data-test-script-state=notRunning]"
    page.locator(state).wait_for(timeout=_LONG_MS)


def _upload(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    button = page.get_by_role("button", name="読み込んで確かめる")
    expect(button).to_be_enabled(timeout=RUN_MS)
    button.click()
    expect(page.get_by_role("heading", name="② 読み込んだファイル")).to_be_visible(timeout=_LONG_MS)
    _run(page)


def _publish(page: Page, reason: str) -> None:
    page.get_by_label("理由").fill(reason)
    page.get_by_role("button", name="公開する", exact=True).click()
    _run(page)


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=_LONG_MS)


def test_an_officer_brings_in_a_year_of_counts_and_takes_it_back(
    watched: Watched,
    store: FolderStore,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    begun, times = time.monotonic(), dict[str, float]()

    def passed(step: str) -> None:
        times[step] = time.monotonic() - begun

    page = _as(watched, "kakari")
    expect(page.locator("[data-testid=stHeader]").get_by_role("link", name="更新")).to_be_visible()
    page.get_by_role("radio", name="空").click()
    _run(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Excelを保存").click()
    passed("template")

    file = tmp_path / "件数.xlsx"
    saved.value.save_as(file)
    _fill(file)
    passed("filled in by code")
    _upload(page, "件数.xlsx", file.read_bytes())
    expect(page.get_by_text("団体別の支援実績: 加わる行 516")).to_be_visible()
    expect(page.get_by_text("支援件数のばらつき／名前の示された支援実績")).to_be_visible()
    assert len(store.editions()) == 1
    passed("previewed")

    _publish(page, "令和6年度の件数")
    _heading(page, "第1版を公開しました")
    passed("published")
    _see_counts(watched)
    passed("seen on pages, the wall and as CSV")

    page = _as(watched, "kakari")
    page.get_by_text("前の版に戻す").click()
    page.get_by_label("理由").fill("試しの数")
    page.get_by_role("button", name="第0版に戻す").click()
    _heading(page, "第2版を公開しました")
    passed("taken back")
    page = watched.open("variance")
    expect(
        page.get_by_text("愛知県のよりそい／寄り添い弁護士制度は令和6年度に112人")
    ).to_be_visible()
    assert [one.takes_back for one in store.editions()] == [None, None, 0]
    record_property("seconds", times)  # how long an officer waits; no time fails a test


def _fill(file: Path) -> None:
    """Fills in a saved template row by row."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    headings = [str(cell.value) for cell in sheet[HEADINGS_ROW]]
    for place, row in enumerate(BODIES, start=HEADINGS_ROW + 1):
        for column, heading in enumerate(headings, start=1):
            sheet.cell(place, column, row.get(heading))
    book.save(file)


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
    shown, before = (watched.context.request.get(wall + more).text() for more in ("", "&edition=0"))
    words = "名前の出る支援実績は11種類、13都道府県の65個"
    assert [words in text for text in (shown, before)] == [True, False]
    data = f"{watched.server}/data/variance/named_counts.csv"
    answer = watched.context.request.get(data)
    assert answer.headers["x-data-edition-number"] == "1"
    assert len(answer.text().splitlines()) > 518


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.xlsx", b"\n", "直すところが1件あります"),
        ("文書.pdf", b"%PDF-1.7 ...", "直すところが1件あります"),
        ("壊れた.xlsx", b"PK\x03\x04 broken", "直すところが1件あります"),
        ("線.xlsx", workbook(FILES, [OTHERS[0] | {"値": "－"}]), "直すところが1件あります"),
        ("検算.csv", csv_file([BODIES[0] | {"値": 9999}]), "守られなくなる規則や検算が1件"),
    ],
    ids=["empty", "pdf", "broken", "unclear", "check"],
)
def test_a_bad_file_changes_nothing_and_says_why(
    watched: Watched, store: FolderStore, name: str, content: bytes, words: str
) -> None:
    before = store.editions()
    page = _as(watched, "kakari")
    _upload(page, name, content)

    expect(page.get_by_text(words)).to_be_visible()
    assert page.get_by_role("button", name="公開する", exact=True).count() == 0
    assert "Traceback" not in page.content()
    if name == "線.xlsx":
        with page.expect_download() as saved:
            page.get_by_role("button", name="直すところに印の付いたファイルを保存").click()
        assert saved.value.suggested_filename == "直すところ.xlsx"
    page.get_by_role("button", name="やめる").click()
    _heading(page, "① ひな形を保存する")
    assert store.editions() == before


def test_of_two_who_publish_at_once_the_second_goes_on_upon_the_first(
    watched: Watched, browser: Browser, store: FolderStore
) -> None:
    number = store.editions()[-1].number
    first = _as(watched, "kakari")
    _upload(first, "甲.csv", csv_file(OTHERS[:2]))
    other = browser.new_context(locale="ja-JP", extra_http_headers={_HEADER: "shunin"})
    second = other.new_page()
    second.goto(f"{watched.server}{address('update')}")
    _heading(second, "① ひな形を保存する")
    _upload(second, "乙.csv", csv_file([OTHERS[1] | {"値": 7}, *OTHERS[3:5]]))

    _publish(first, "甲の分")
    _heading(first, f"第{number + 1}版を公開しました")
    _publish(second, "乙の分")
    expect(second.get_by_text(f"確かめている間に第{number + 1}版が公開されました")).to_be_visible()
    second.get_by_role("button", name="載せ直す").click()
    expect(second.get_by_text("違う内容に直した欄が1個")).to_be_visible(timeout=_LONG_MS)
    assert store.editions()[-1].number == number + 1

    second.get_by_role("button", name="やめる").click()
    _run(second)
    _upload(second, "乙.csv", csv_file(OTHERS[3:5]))
    first.get_by_role("button", name="続けて別のファイルを読み込む").click()
    _run(first)
    _upload(first, "甲.csv", csv_file(OTHERS[8:9]))
    _publish(first, "甲の2")
    _heading(first, f"第{number + 2}版を公開しました")
    _publish(second, "乙の分")
    second.get_by_role("button", name="載せ直す").click()
    expect(second.get_by_text(f"第{number + 2}版からの変更に、誤りはありません")).to_be_visible(
        timeout=_LONG_MS
    )
    _publish(second, "乙の分")
    _heading(second, f"第{number + 3}版を公開しました")
    other.close()

    newest = store.editions()[-1]
    assert (newest.number, newest.account) == (number + 3, "shunin")
    rows = store.files(newest.number)["support_counts.csv"]
    assert rows.count(b"2024,consultation_other,") == 2 + 1 + 2


def test_a_reload_at_any_step_begins_anew_and_publishes_nothing(
    watched: Watched, store: FolderStore
) -> None:
    before = store.editions()
    page = _as(watched, "kakari")
    for content in (workbook(FILES, [OTHERS[0] | {"値": "－"}]), csv_file(OTHERS[20:21])):
        _upload(page, "件数", content)
        page.reload()
        watched.settle()
        _heading(page, "① ひな形を保存する")
        assert page.get_by_text("読み込んだファイル").count() == 0
    assert store.editions() == before

    _upload(page, "件数", csv_file(OTHERS[20:21]))
    _publish(page, "試し")
    _heading(page, "を公開しました")
    page.reload()
    watched.settle()
    _heading(page, "① ひな形を保存する")
    assert len(store.editions()) == len(before) + 1


def test_who_is_not_signed_in_and_a_viewer_find_no_button(watched: Watched) -> None:
    page = watched.open("update")
    expect(page.get_by_text("サインインした担当者だけ")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0

    page = _as(watched, "etsuran")
    expect(page.get_by_text("⑤ これまでの版")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0
    assert page.get_by_text("前の版に戻す").count() == 0
    page.get_by_text("⑤ これまでの版").click()
    expect(page.get_by_text("同梱のデータ").last).to_be_visible()
