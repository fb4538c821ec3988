"""An officer brings in data in a browser: template, upload, preview, publication, way back.

The accounts are named by a header, as by a proxy that signs people in.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.addresses import address
from lib.editions.folder import FolderStore
from lib.editions.shipped import Shipped
from lib.editions.store import PLACE
from tests.browser import Outside, served
from tests.browser_sessions import Watched
from tests.filled_templates import csv_file, workbook
from tests.update_story import BODIES, FILES, LONG_MS, OTHERS, heading, publish, run, told, upload

pytestmark = pytest.mark.browser

_HEADER = "X-Test-Account"


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


def test_an_officer_brings_in_a_year_of_counts_and_takes_it_back(
    watched: Watched,
    store: FolderStore,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    times = told(watched, store, tmp_path, lambda: _as(watched, "kakari"))
    record_property("seconds", times)  # how long an officer waits; no time fails a test


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
    upload(page, name, content)

    expect(page.get_by_text(words)).to_be_visible()
    assert page.get_by_role("button", name="公開する", exact=True).count() == 0
    assert "Traceback" not in page.content()
    if name == "線.xlsx":
        with page.expect_download() as saved:
            page.get_by_role("button", name="直すところに印の付いたファイルを保存").click()
        assert saved.value.suggested_filename == "直すところ.xlsx"
    page.get_by_role("button", name="やめる").click()
    heading(page, "① ひな形を保存する")
    assert store.editions() == before


def test_of_two_who_publish_at_once_the_second_goes_on_upon_the_first(
    watched: Watched, browser: Browser, store: FolderStore
) -> None:
    number = store.editions()[-1].number
    first = _as(watched, "kakari")
    upload(first, "甲.csv", csv_file(OTHERS[:2]))
    other = browser.new_context(locale="ja-JP", extra_http_headers={_HEADER: "shunin"})
    second = other.new_page()
    second.goto(f"{watched.server}{address('update')}")
    heading(second, "① ひな形を保存する")
    upload(second, "乙.csv", csv_file([OTHERS[1] | {"値": 7}, *OTHERS[3:5]]))

    publish(first, "甲の分")
    heading(first, f"第{number + 1}版を公開しました")
    publish(second, "乙の分")
    expect(second.get_by_text(f"確かめている間に第{number + 1}版が公開されました")).to_be_visible()
    second.get_by_role("button", name="載せ直す").click()
    expect(second.get_by_text("違う内容に直した欄が1個")).to_be_visible(timeout=LONG_MS)
    assert store.editions()[-1].number == number + 1

    second.get_by_role("button", name="やめる").click()
    run(second)
    upload(second, "乙.csv", csv_file(OTHERS[3:5]))
    first.get_by_role("button", name="続けて別のファイルを読み込む").click()
    run(first)
    upload(first, "甲.csv", csv_file(OTHERS[8:9]))
    publish(first, "甲の2")
    heading(first, f"第{number + 2}版を公開しました")
    publish(second, "乙の分")
    second.get_by_role("button", name="載せ直す").click()
    expect(second.get_by_text(f"第{number + 2}版からの変更に、誤りはありません")).to_be_visible(
        timeout=LONG_MS
    )
    publish(second, "乙の分")
    heading(second, f"第{number + 3}版を公開しました")
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
        upload(page, "件数", content)
        page.reload()
        watched.settle()
        heading(page, "① ひな形を保存する")
        assert page.get_by_text("読み込んだファイル").count() == 0
    assert store.editions() == before

    upload(page, "件数", csv_file(OTHERS[20:21]))
    publish(page, "試し")
    heading(page, "を公開しました")
    page.reload()
    watched.settle()
    heading(page, "① ひな形を保存する")
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
