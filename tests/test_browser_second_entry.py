"""Two officers enter the same counts in a browser, and they are published once they agree.

The accounts are named by a header, as by a proxy that signs people in.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lib import paths
from lib.addresses import address
from lib.editions.folder import FolderStore
from lib.editions.publishing import proposed, publish
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import PLACE
from tests.browser import Outside, served
from tests.browser_sessions import RUN_MS, Watched
from tests.editions import with_cell
from tests.filled_templates import all_bodies, csv_file

pytestmark = pytest.mark.browser

_HEADER = "X-Test-Account"
_LONG_MS = 180_000  # all exhibits of two editions are made
FILES = files_in(paths.DATA)
ROWS = [row for row in all_bodies(FILES) if row["直接支援ID"] == "その他の団体に委託"][:3]
MISTYPED = [ROWS[0], ROWS[1] | {"値": 7771}]
DEPARTMENTS = with_cell(FILES, "departments", 0, "name", "試しの部")["departments.csv"]


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
    rule = ("[second_entry]", 'tables = ["support_counts"]')
    file.write_text("\n".join((*lines, *roles, *rule)), "utf-8")
    file.chmod(0o600)
    more = {PLACE: str(place), "DASHBOARD_ACCESS": str(file)}
    with served(server_outside, "127.0.0.1", more=more) as url:
        yield url


def _run(page: Page) -> None:
    """Waits for the end of a run that a click began."""
    page.wait_for_timeout(300)
    state = "[data-testid=stApp][data-test-script-state=notRunning]"
    page.locator(state).wait_for(timeout=_LONG_MS)


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=_LONG_MS)


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    _run(page)


def _upload(page: Page, content: bytes, name: str = "件数.csv") -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    button = page.get_by_role("button", name="読み込んで確かめる")
    expect(button).to_be_enabled(timeout=RUN_MS)
    button.click()
    expect(page.get_by_role("heading", name="② 読み込んだファイル")).to_be_visible(timeout=_LONG_MS)
    _run(page)


def _open(page: Page, server: str, query: str = "") -> None:
    page.goto(f"{server}{address('update')}{query}")
    _heading(page, "① ひな形を保存する")
    _run(page)


def test_a_second_entry_finds_a_difference_and_what_agrees_is_published(
    watched: Watched, browser: Browser, store: FolderStore
) -> None:
    watched.context.set_extra_http_headers({_HEADER: "kakari"})
    first = watched.open("update")
    _upload(first, csv_file(ROWS))
    expect(first.get_by_text("団体別の支援実績は、もう一人が同じ内容を入力して")).to_be_visible()
    assert first.get_by_role("button", name="公開する", exact=True).count() == 0
    first.get_by_label("理由").fill("令和6年度の件数")
    _press(first, "もう一人の入力を待つ")
    _heading(first, "もう一人の入力を待っています")
    link = first.get_by_role("link", name="二度目の入力").get_attribute("href") or ""
    (entry,) = store.waiting.entries()
    assert link == f"{address('update')}?entry={entry.code}"

    _open(first, watched.server, f"?entry={entry.code}")  # one's own
    expect(first.get_by_text("これは自分の入力です")).to_be_visible()
    assert first.get_by_role("button", name="二度目の入力").count() == 0
    _enter_again(watched, browser, store)


def _enter_again(watched: Watched, browser: Browser, store: FolderStore) -> None:
    other = browser.new_context(locale="ja-JP", extra_http_headers={_HEADER: "shunin"})
    second = other.new_page()
    _open(second, watched.server)
    _heading(second, "もう一人の入力を待つもの")
    expect(second.get_by_text("団体別の支援実績　3行")).to_be_visible()
    assert f"{ROWS[1]['値']}" not in second.locator("[class*=st-key-waiting]").inner_text().split()
    _press(second, "二度目の入力")
    _heading(second, "二度目の入力")
    _upload(second, csv_file(MISTYPED))
    _heading(second, "③ 一人目の入力と違うところ")
    expect(second.get_by_text("違うところが2個あります。何も公開していません")).to_be_visible()
    cells = second.locator("[data-testid=stTable] td").all_inner_texts()
    assert {f"{ROWS[1]['値']}", "7,771", "この行がない"} <= {*cells}
    assert second.get_by_role("button", name="公開する", exact=True).count() == 0
    assert len(store.editions()) == 1

    _press(second, "もう一度読み込む")
    _upload(second, csv_file(ROWS))
    expect(second.get_by_text("二人の入力は、3行のすべてが一致しました")).to_be_visible()
    publish(store, proposed(store, {"departments.csv": DEPARTMENTS}), "ほか", "先の公開")
    _press(second, "公開する")
    expect(second.get_by_text("確かめている間に第1版が公開されました")).to_be_visible()
    _press(second, "載せ直す")
    expect(second.get_by_text("第1版からの変更に、誤りはありません")).to_be_visible(
        timeout=_LONG_MS
    )
    _press(second, "公開する")
    _heading(second, "第2版を公開しました")
    second.get_by_role("button", name="続けて別のファイルを読み込む").click()
    _run(second)
    second.get_by_text("⑤ これまでの版").click()
    expect(second.get_by_role("columnheader", name="二度目の入力")).to_be_visible()
    other.close()

    newest = store.editions()[-1]
    assert (newest.number, newest.account, newest.confirmed_by) == (2, "kakari", "shunin")
    assert (newest.reason, store.waiting.entries()) == ("令和6年度の件数", ())
    assert store.files(2)["departments.csv"] == DEPARTMENTS
    kinds = [event.kind for event in store.events() if event.kind != "signed_in"]
    assert kinds == ["uploaded", "held", "differed", "agreed", "published", "confirmed"]


def test_who_needs_no_sign_in_sees_nothing_of_the_second_entry(
    server: str, browser: Browser, store: FolderStore
) -> None:
    assert store.editions()[-1].confirmed_by == "shunin"
    visitor = browser.new_context(locale="ja-JP")
    page = visitor.new_page()
    page.goto(f"{server}{address('sources')}")
    _run(page)
    page.get_by_test_id("stExpander").get_by_text("データの版").click()
    expect(page.get_by_text("令和6年度の件数").first).to_be_visible(timeout=RUN_MS)
    for account in ("shunin", "kakari"):
        assert account not in page.content()
    visitor.close()
