"""An officer brings in data where several servers share a database and a provider signs people in.

Whatever ends in between, the sign-in or the database, publishes nothing and loses nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.addresses import address
from lib.editions.postgres import PostgresStore
from lib.editions.shipped import Shipped
from lib.editions.store import PLACE
from tests.browser import Outside, free_port, served
from tests.browser_sessions import RUN_MS, Watched
from tests.filled_templates import csv_file
from tests.postgres import Cluster
from tests.sign_in_providers import configuration, provider
from tests.sign_in_server import AHEAD
from tests.update_story import (
    LONG_MS,
    OTHERS,
    heading,
    press_publish,
    publish,
    run,
    told,
    upload,
)

pytestmark = pytest.mark.browser

_PREFIX = "/dashboard"
_DAY_S = "90000"
_REASON = "途中で終わる"


@pytest.fixture(scope="module")
def database(server_of_databases: Cluster) -> str:
    """The address of the store."""
    return server_of_databases.address(server_of_databases.new_database("update"))


@pytest.fixture
def store(cluster: Cluster, database: str) -> PostgresStore:
    assert cluster.port  # the password of the server is in the environment by now
    return PostgresStore(database, Shipped())


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the seconds by which the server takes it to be later."""
    file = tmp_path_factory.mktemp("clock") / "seconds"
    file.write_text("0")
    return file


@pytest.fixture(scope="module")
def server(
    database: str,
    clock: Path,
    server_of_databases: Cluster,
    server_outside: Outside,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    port = free_port()
    with ExitStack() as stack:
        issuer = stack.enter_context(provider())
        origin = f"http://127.0.0.1:{port}"
        access = configuration(tmp_path_factory.mktemp("access"), issuer, origin, _PREFIX)
        more = {"DASHBOARD_ACCESS": str(access), PLACE: database, AHEAD: str(clock)}
        more["PGPASSWORD"] = server_of_databases.password
        module = "tests.sign_in_server"
        yield stack.enter_context(
            served(server_outside, "127.0.0.1", port, _PREFIX, module=module, more=more)
        )


def _opened(watched: Watched) -> Page:
    """The page 更新 in a tab of its own: the looks of the provider's pages come from elsewhere."""
    page = watched.context.new_page()
    page.route("https://cdn.jsdelivr.net/**", lambda route: route.abort())
    page.goto(f"{watched.server}{address('update')}")
    return page


def _sign_in(page: Page, subject: str, at_provider: Callable[[], object] = bool) -> None:
    """Signs in with the button of the page, and is led back to the page."""
    here = page.url
    page.get_by_role("button", name="サインイン").click(timeout=RUN_MS)
    button = page.get_by_role("button", name=subject)
    button.wait_for(timeout=RUN_MS)
    at_provider()
    button.click()
    page.wait_for_url(here)
    expect(page.get_by_text(f"サインイン中: {subject}")).to_be_visible(timeout=RUN_MS)


def _entered(watched: Watched, subject: str = "publisher-1") -> Page:
    page = _opened(watched)
    _sign_in(page, subject)
    return page


def test_an_officer_brings_in_a_year_of_counts_and_takes_it_back(
    watched: Watched,
    store: PostgresStore,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    def enter() -> Page:
        if not watched.context.cookies():
            _entered(watched).close()
        return watched.open("update")

    times = told(watched, store, tmp_path, enter)
    record_property("seconds", times)  # how long an officer waits; no time fails a test
    kinds = [event.kind for event in store.events()]
    assert kinds == ["signed_in", "uploaded", "published", "taken_back"]
    assert {event.account for event in store.events()} == {"publisher-1"}


def test_a_viewer_finds_no_way_to_publish(watched: Watched) -> None:
    page = _entered(watched, "viewer-1")

    heading(page, "① ひな形を保存する")
    expect(page.get_by_text("⑤ これまでの版")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0
    assert page.get_by_text("前の版に戻す").count() == 0


def test_another_name_of_the_server_leads_to_the_one_that_can_be_signed_in_to(
    watched: Watched,
) -> None:
    page = watched.context.new_page()
    page.goto(f"{watched.server}{address('update')}".replace("127.0.0.1", "localhost"))

    page.get_by_text("サインインできるのは、次のアドレス").get_by_role("link").click(timeout=RUN_MS)
    _sign_in(page, "viewer-1")
    assert page.url == f"{watched.server}{address('update')}"


@pytest.mark.parametrize("end", ["signed out in another window", "expired"])
def test_a_sign_in_that_ends_publishes_nothing_and_goes_on_after_the_next(
    watched: Watched, store: PostgresStore, clock: Path, end: str
) -> None:
    before = store.editions()
    page = _entered(watched)
    upload(page, "件数.csv", csv_file(OTHERS[:3] if end == "expired" else OTHERS[3:6]))
    page.get_by_label("理由").fill(_REASON)
    page.get_by_label("理由").blur()
    run(page)
    if end == "expired":
        clock.write_text(_DAY_S)
    else:
        _sign_out(_opened(watched))
    press_publish(page)

    expect(page.get_by_text("何も公開していません。15分以内に")).to_be_visible()
    words = "サインインの期限が切れました" if end == "expired" else "サインインした担当者だけ"
    expect(page.get_by_text(words)).to_be_visible()
    assert page.get_by_role("button", name="公開する", exact=True).count() == 0
    assert store.editions() == before

    _sign_in(page, "publisher-1", lambda: clock.write_text("0"))
    expect(page.get_by_text("サインインし直す前に読み込んだものから続けます")).to_be_visible()
    expect(page.get_by_label("理由")).to_have_value(_REASON)
    press_publish(page)
    heading(page, f"第{before[-1].number + 1}版を公開しました")


def test_a_database_that_goes_away_before_the_publication_loses_nothing(
    watched: Watched, store: PostgresStore, cluster: Cluster
) -> None:
    before = store.editions()
    page = _entered(watched)
    upload(page, "件数.csv", csv_file(OTHERS[6:9]))
    with cluster.stopped():
        publish(page, _REASON)
        expect(page.get_by_text("何も公開していません。版の置き場")).to_be_visible(timeout=RUN_MS)
        assert "Traceback" not in page.content()
        page.get_by_text("会議と用意した議題").click()
        run(page)
        expect(page.get_by_text("今は公開できません。読み込んだものは残っています")).to_be_visible()
        other = _opened(watched)
        expect(other.get_by_text("しばらくの間、読み込みと公開はできません")).to_be_visible(
            timeout=RUN_MS
        )
    assert store.editions() == before
    expect(page.get_by_label("理由")).to_have_value(_REASON)
    press_publish(page)
    heading(page, f"第{before[-1].number + 1}版を公開しました")
    expect(page.get_by_text("ほかの人の画面も、次の操作からこの版になります")).to_be_visible(
        timeout=LONG_MS
    )
    assert [one.reason for one in store.editions()[len(before) :]] == [_REASON]


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="サインアウト").click(timeout=RUN_MS)
    page.locator("form button, form input[type=submit]").first.click()  # the provider asks
    expect(page.get_by_role("button", name="サインイン")).to_be_visible(timeout=RUN_MS)
    page.close()
