"""A browser signs in at a real provider, sees its role, signs out, and comes back too late."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Outside, free_port, served
from tests.browser_sessions import DESK, RUN_MS
from tests.sign_in_providers import configuration, provider
from tests.sign_in_server import TRIAL

pytestmark = pytest.mark.browser

PREFIX = "/dashboard"
MOST_LOOKS = 60


@contextmanager
def _running(
    outside: Outside, folder: Path, host: str, prefix: str, lifetime_s: int = 3600
) -> Iterator[str]:
    """The dashboard with a provider whose tokens hold for some time."""
    port = free_port()
    with ExitStack() as stack:
        issuer = stack.enter_context(provider(lifetime_s))
        file = configuration(folder, issuer, f"http://{host}:{port}", prefix)
        more = {"DASHBOARD_ACCESS": str(file)}
        module = "tests.sign_in_server"
        yield stack.enter_context(served(outside, host, port, prefix, module=module, more=more))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="ja-JP")
    context.set_default_timeout(RUN_MS)
    # Only the looks of the provider's own pages.
    context.route("https://cdn.jsdelivr.net/**", lambda route: route.abort())
    yield context.new_page()
    context.close()


def _sign_in(page: Page, url: str, subject: str) -> None:
    page.goto(f"{url}/{TRIAL}")
    page.get_by_role("button", name="サインイン").click()
    page.get_by_role("button", name=subject).click()
    page.wait_for_url(f"{url}/update")
    page.get_by_text("データの版").wait_for()
    page.goto(f"{url}/{TRIAL}")


def _says(page: Page, words: str) -> None:
    expect(page.get_by_text(words)).to_be_visible(timeout=RUN_MS)


@pytest.mark.parametrize(("host", "prefix"), [("127.0.0.1", PREFIX), ("localhost", "")])
def test_signing_in_and_out(
    page: Page, server_outside: Outside, outside: Outside, tmp_path: Path, *, host: str, prefix: str
) -> None:
    with _running(server_outside, tmp_path, host, prefix) as url:
        page.goto(f"{url}/{TRIAL}")
        _says(page, "この画面は、サインインした担当者だけが使えます。")
        _says(page, "standing=SIGNED_OUT")
        _sign_in(page, url, "publisher-1")
        _says(page, "サインイン中: publisher-1（公開担当）")
        _says(page, "account=publisher-1 role=PUBLISHER publishes=True")
        assert "publisher-1" not in page.url

        # Other pages say nothing of accounts.
        page.goto(f"{url}/map")
        page.get_by_text("データの版").wait_for()
        expect(page.get_by_text("publisher-1")).to_have_count(0)
        assert page.evaluate("document.cookie").count("_streamlit_user") == 0

        other = page.context.new_page()
        other.goto(f"{url}/{TRIAL}")
        _says(other, "standing=SIGNED_IN")
        cookies = page.context.cookies()

        page.goto(f"{url}/{TRIAL}")
        page.get_by_role("button", name="サインアウト").click()
        page.locator("form button, form input[type=submit]").first.click()  # the provider asks
        page.wait_for_url(f"{url}/update")
        page.goto(f"{url}/{TRIAL}")
        _says(page, "standing=SIGNED_OUT")
        # The other window, which Streamlit tells nothing, and a copy of the cookie.
        other.get_by_role("button", name="もう一度").click()
        _says(other, "standing=SIGNED_OUT")
        page.context.add_cookies(cookies)
        page.goto(f"{url}/{TRIAL}")
        _says(page, "standing=SIGNED_OUT")
        expect(page.get_by_role("button", name="サインイン")).to_be_visible()
    assert (outside.foreign, server_outside.foreign) == ([], [])


def test_an_account_without_a_role_is_told_so_and_may_sign_out(
    page: Page, server_outside: Outside, tmp_path: Path
) -> None:
    with _running(server_outside, tmp_path, "127.0.0.1", PREFIX) as url:
        _sign_in(page, url, "nobody-1")
        _says(page, "このアカウントには役割がありません")
        expect(page.get_by_role("button", name="サインアウト")).to_be_visible()
        expect(page.get_by_text("account=")).to_have_count(0)


def test_a_window_that_stays_open_is_signed_out_when_its_time_is_over(
    page: Page, server_outside: Outside, tmp_path: Path
) -> None:
    with _running(server_outside, tmp_path, "127.0.0.1", PREFIX, lifetime_s=5) as url:
        _sign_in(page, url, "publisher-1")
        ended = page.get_by_text("サインインの期限が切れました")
        for _look in range(MOST_LOOKS):
            if ended.count():
                break
            page.wait_for_timeout(500)
            page.get_by_role("button", name="もう一度").click()
        _says(page, "standing=EXPIRED")

        page.goto(f"{url}/{TRIAL}")  # whoever comes back later with the same cookie
        _says(page, "standing=EXPIRED")
        page.get_by_role("button", name="サインイン").click()
        page.get_by_role("button", name="viewer-1").click()
        page.wait_for_url(f"{url}/update")
