"""Signing in at a provider, without a browser: who gets in, and everybody who must not."""

import base64
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from itsdangerous import URLSafeTimedSerializer
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from lib.access.configuration import PEER_SECRET, configured
from lib.workers import __main__ as workers
from lib.workers.proxy import configuration as conf
from lib.workers.proxy import places
from tests.browser import Outside, free_port, served
from tests.several import ports_in_a_row, several, wait_for_port, web_server
from tests.sign_in_providers import (
    CLIENT,
    CLIENT_SECRET,
    COOKIE_SECRET,
    Forger,
    begun,
    client,
    configuration,
    forging,
    provider,
    shown,
    sign_in,
    signed,
    way_in,
)

pytestmark = pytest.mark.slow

COOKIE = "_streamlit_user"
PREFIX = "/dashboard"
SERVER = "tests.sign_in_server"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "errors.log"


@pytest.fixture(scope="module")
def running(
    server_outside: Outside, tmp_path_factory: pytest.TempPathFactory, log: Path
) -> Iterator[str]:
    """The dashboard below a prefix, with a real provider."""
    port = free_port()
    with provider() as issuer:
        folder = tmp_path_factory.mktemp("access")
        file = configuration(folder, issuer, f"http://127.0.0.1:{port}", PREFIX)
        more = {"DASHBOARD_ACCESS": str(file)}
        with served(
            server_outside, "127.0.0.1", port, PREFIX, module=SERVER, more=more, log=log
        ) as url:
            yield url


@pytest.fixture(scope="module")
def forger() -> Iterator[Forger]:
    with forging() as found:
        yield found


@pytest.fixture(scope="module")
def forged(
    server_outside: Outside, tmp_path_factory: pytest.TempPathFactory, forger: Forger
) -> Iterator[str]:
    """The dashboard with a provider whose tokens a test chooses."""
    port = free_port()
    file = configuration(tmp_path_factory.mktemp("forged"), forger.url, f"http://127.0.0.1:{port}")
    more = {"DASHBOARD_ACCESS": str(file)}
    with served(server_outside, "127.0.0.1", port, module=SERVER, more=more) as url:
        yield url


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("publisher-1", "account=publisher-1 role=PUBLISHER publishes=True"),
        ("viewer-1", "account=viewer-1 role=VIEWER publishes=False"),
    ],
)
def test_an_account_with_a_role_is_signed_in(running: str, subject: str, expected: str) -> None:
    with client(running) as browser:
        assert "standing=SIGNED_OUT" in shown(browser)

        answer = sign_in(browser, subject)

        assert (answer.status_code, answer.headers["location"]) == (302, f"{PREFIX}/update")
        assert shown(browser) == f"standing=SIGNED_IN is_first=True {expected}"
        assert shown(browser) == f"standing=SIGNED_IN is_first=False {expected}"


def test_an_account_without_a_role_gets_none(running: str) -> None:
    with client(running) as browser:
        sign_in(browser, "nobody-1")

        assert shown(browser) == "standing=NO_ROLE is_first=False"


def test_the_browser_keeps_no_token_and_the_sign_in_no_longer_than_it_lasts(running: str) -> None:
    with client(running) as browser:
        answer = sign_in(browser, "publisher-1")

    cookies = answer.headers.get_list("set-cookie")
    kept = [one for one in cookies if "max-age=0" not in one.lower()]
    (own,) = [one for one in kept if one.startswith(f"{COOKIE}=")]
    flags = own.lower().split("; ")[1:]
    assert {"httponly", "samesite=lax", f"path={PREFIX}", "max-age=28800"} == set(flags)
    assert [one for one in kept if "_tokens" in one] == []
    assert len(own) < 4096
    assert "no-store" in answer.headers["cache-control"]


def _cookie_of(secret: str, origin: str, issuer: str, **changes: Any) -> str:
    """A cookie of a sign-in as Streamlit makes it."""
    now = int(time.time())
    claims: dict[str, Any] = {"iss": issuer, "aud": CLIENT, "sub": "publisher-1", "nonce": "n"}
    claims |= {"iat": now, "exp": now + 600, "origin": origin, "is_logged_in": True}
    return str(URLSafeTimedSerializer(secret, salt=COOKIE).dumps(json.dumps(claims | changes)))


def _with_cookie(url: str, cookie: str) -> str:
    with client(url) as browser:
        browser.cookies.set(COOKIE, cookie)
        return shown(browser)


def test_a_cookie_is_believed_only_with_the_own_secret_origin_and_time(
    forged: str, forger: Forger
) -> None:
    now = int(time.time())
    good = _cookie_of(COOKIE_SECRET, forged, forger.url)

    assert "standing=SIGNED_IN" in _with_cookie(forged, good)
    for denied in (
        _cookie_of("another-server's-secret-0123456789", forged, forger.url),
        _cookie_of(
            COOKIE_SECRET, "http://127.0.0.1:1", forger.url
        ),  # another server's, same secret
        _cookie_of(COOKIE_SECRET, forged, "http://127.0.0.1:1"),
        _cookie_of(COOKIE_SECRET, forged, forger.url, is_logged_in=1),
        _cookie_of(COOKIE_SECRET, forged, forger.url, aud="another"),
        _cookie_of(COOKIE_SECRET, forged, forger.url, nonce=None),
        _cookie_of(COOKIE_SECRET, forged, forger.url, iat=now + 600),
        good[:-2] + ("aa" if good[-2:] != "aa" else "bb"),
        "x" + good,
        base64.urlsafe_b64encode(b'{"is_logged_in":true}').decode(),
    ):
        assert _with_cookie(forged, denied) == "standing=SIGNED_OUT is_first=False"
    for ended in ({"exp": now - 1}, {"iat": now - 8 * 3600 - 1}):
        cookie = _cookie_of(COOKIE_SECRET, forged, forger.url, **ended)
        assert _with_cookie(forged, cookie) == "standing=EXPIRED is_first=False"


def test_a_window_of_another_origin_is_not_connected(running: str) -> None:
    with client(running) as browser:
        sign_in(browser, "publisher-1")
        with pytest.raises(Exception, match="403"):
            shown(browser, origin="http://evil.example")


def _unsigned(_forger: Forger, claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "kid": "own"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*encoded, b""]).decode()


def _foreign(_forger: Forger, claims: dict[str, Any]) -> str:
    return signed(RSAKey.generate_key(2048, {"kid": "own"}), claims)


def _by_secret(_forger: Forger, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET))


def _torn(forger: Forger, claims: dict[str, Any]) -> str:
    head, _, end = signed(forger.key, claims).split(".")
    other = json.dumps(claims | {"sub": "viewer-1"}).encode()
    return ".".join([head, base64.urlsafe_b64encode(other).decode().rstrip("="), end])


@pytest.mark.parametrize(
    ("changes", "sign"),
    [
        ({}, _unsigned),
        ({}, _foreign),
        ({}, _by_secret),
        ({}, _torn),
        ({"aud": "another"}, None),
        ({"aud": "another", "azp": CLIENT}, None),  # Authlib takes this one
        ({"aud": [CLIENT], "azp": "another"}, None),
        ({"nonce": "another"}, None),
        ({"nonce": None}, None),
        ({"iss": "http://127.0.0.1:1"}, None),
        ({"exp": None}, None),
        ({"exp": 1_000_000_000}, None),
        ({"iat": 4_000_000_000}, None),
        ({"sub": None}, None),
    ],
)
def test_a_token_that_is_not_right_signs_nobody_in(
    forged: str,
    forger: Forger,
    changes: dict[str, Any],
    sign: Callable[[Forger, dict[str, Any]], str] | None,
) -> None:
    with client(forged) as browser:
        asked = begun(browser)
        forger.nonce, forger.changes, forger.sign = asked["nonce"], changes, sign
        browser.get("/oauth2callback", params={"code": "c", "state": asked["state"]})

        assert shown(browser) == "standing=SIGNED_OUT is_first=False"


def test_the_same_token_unchanged_signs_in(forged: str, forger: Forger) -> None:
    with client(forged) as browser:
        asked = begun(browser)
        forger.nonce, forger.changes, forger.sign = asked["nonce"], {}, None
        browser.get("/oauth2callback", params={"code": "c", "state": asked["state"]})

        assert "standing=SIGNED_IN" in shown(browser)
        assert asked["scope"] == "openid"


@pytest.mark.parametrize("state", ["another", ""])
def test_a_callback_that_nobody_began_signs_nobody_in_and_asks_no_provider(
    forged: str, forger: Forger, state: str
) -> None:
    forger.changes, forger.sign = {}, None
    with client(forged) as browser, client(forged) as other:
        asked = begun(browser)
        before = len(forger.asked)
        browser.get("/oauth2callback", params={"code": "c", "state": state})
        # Begun in one browser, called back in another.
        other.get("/oauth2callback", params={"code": "c", "state": asked["state"]})

        assert [path for path in forger.asked[before:] if path.startswith("/token")] == []
        for one in (browser, other):
            assert shown(one) == "standing=SIGNED_OUT is_first=False"


def test_a_callback_that_is_played_again_signs_nobody_in(running: str) -> None:
    with client(running) as browser, client(running) as thief:
        answer = browser.get("/auth/login", params={"provider": way_in()})
        session = dict(browser.cookies)
        back = httpx.post(
            answer.headers["location"], data={"sub": "publisher-1"}, trust_env=False
        ).headers["location"]
        browser.get(back)
        assert "standing=SIGNED_IN" in shown(browser)

        for cookies in ({}, session):  # without the browser's cookies, and with a copy of them
            thief.cookies.clear()
            thief.cookies.update(cookies)
            thief.get(back)
            assert shown(thief) == "standing=SIGNED_OUT is_first=False"


@pytest.mark.parametrize("token", ["", "x", "x.y.z", way_in("another-secret-0123456789")])
def test_the_way_in_needs_what_the_page_gives(running: str, token: str) -> None:
    with client(running) as browser:
        answer = browser.get("/auth/login", params={"provider": token})

        assert (answer.status_code, answer.headers["location"]) == (302, f"{PREFIX}/update")


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/oauth2callback"])
def test_nothing_in_an_address_leads_elsewhere(running: str, path: str) -> None:
    evil = "https://evil.example/"
    names = ("next", "redirect_uri", "redirect", "post_logout_redirect_uri", "url", "error")
    with client(running) as browser:
        for name in names:
            answer = browser.get(path, params={name: evil})
            assert (answer.status_code, answer.headers["location"]) == (302, f"{PREFIX}/update")
        answer = browser.get(f"{path}//evil.example")
        assert not answer.headers.get("location", "").startswith("//")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_can_sign_nobody_in_or_out(running: str, site: str) -> None:
    with client(running) as browser:
        for path in ("/auth/login", "/auth/logout"):
            answer = browser.get(path, headers={"sec-fetch-site": site})
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers


def test_the_log_names_no_account_token_or_secret(running: str, log: Path) -> None:
    with client(running) as browser:
        sign_in(browser, "nobody-1")
        cookie = browser.cookies[COOKIE]
        asked = begun(browser)
        said = {"error": "denied", "error_description": "nobody-1 is not assigned"}
        browser.get("/oauth2callback", params={"state": asked["state"]} | said)
        browser.get("/oauth2callback", params={"state": asked["state"], "code": "stolen-code"})
    text = log.read_text("utf-8")

    assert "OAuth token exchange failed" in text
    for kept in (cookie, "nobody-1", "publisher-1", "stolen-code", CLIENT_SECRET, COOKIE_SECRET):
        assert kept not in text
    for line in text.splitlines():
        assert json.loads(line)["level"] in {"WARNING", "ERROR"}


def test_the_server_asks_nobody_but_the_provider(running: str, server_outside: Outside) -> None:
    with client(running) as browser:
        sign_in(browser, "publisher-1")
        shown(browser)

    assert server_outside.foreign == []


def test_without_a_configuration_nobody_is_asked_and_the_addresses_are_not_there(
    server_outside: Outside,
) -> None:
    with served(server_outside, module=SERVER) as url, client(url) as browser:
        for path in ("/auth/login", "/auth/logout", "/oauth2callback"):
            answer = browser.get(path, params={"provider": way_in(), "state": "s", "code": "c"})
            assert answer.status_code == 404
            assert answer.text == "サインインの設定がありません。"
        browser.cookies.set(COOKIE, _cookie_of(COOKIE_SECRET, url, "http://127.0.0.1:1"))
        named = [("X-Forwarded-User", "publisher-1"), ("Dashboard-Account", "1 publisher-1")]
        assert shown(browser, headers=named) == "standing=NOT_CONFIGURED is_first=False"
    assert server_outside.foreign == []


def test_a_configuration_with_faults_starts_no_server(tmp_path: Path) -> None:
    file = configuration(tmp_path, "http://idp.example", "http://127.0.0.1:1")
    with (
        pytest.raises(AssertionError, match="ended while it was starting"),
        served(Outside(1), more={"DASHBOARD_ACCESS": str(file)}, log=tmp_path / "log"),
    ):
        pytest.fail("it was started")

    said = (tmp_path / "log").read_text("utf-8")
    assert "［provider］issuer: https:// で始まるアドレス" in said
    assert "Traceback" not in said
    assert CLIENT_SECRET not in said


def _proxied(folder: Path, address: str) -> dict[str, str]:
    """The environment of a server that believes a proxy at an address."""
    file = folder / "proxied.toml"
    text = f'[proxy]\nheader = "X-Forwarded-User"\naddresses = ["{address}"]\n'
    file.write_text(text + '[roles]\nviewers = ["taro"]\n', "utf-8")
    file.chmod(0o600)
    return {"DASHBOARD_ACCESS": str(file)}


def test_the_header_of_the_proxy_signs_in_once_and_alone(
    server_outside: Outside, tmp_path: Path
) -> None:
    more = _proxied(tmp_path, "127.0.0.1")
    taro, other = ("X-Forwarded-User", "taro"), ("x-forwarded-user", "taro")
    with (
        served(server_outside, "127.0.0.1", module=SERVER, more=more) as url,
        client(url) as browser,
    ):
        assert "account=taro role=VIEWER publishes=False" in shown(browser, headers=[taro])
        for denied in ([], [taro, other], [("X-Forwarded-User", "ta,ro")]):
            assert "standing=SIGNED_OUT" in shown(browser, headers=denied)
        assert browser.get("/auth/login", params={"provider": way_in()}).status_code == 404


def test_a_header_from_elsewhere_is_not_believed_whatever_it_says_of_its_way(
    server_outside: Outside, tmp_path: Path
) -> None:
    more = _proxied(tmp_path, "10.0.0.5")
    taro = ("X-Forwarded-User", "taro")
    ways = [
        ("X-Forwarded-For", "10.0.0.5"),
        ("X-Real-IP", "10.0.0.5"),
        ("Forwarded", "for=10.0.0.5"),
    ]
    with (
        served(server_outside, "127.0.0.1", module=SERVER, more=more) as url,
        client(url) as browser,
    ):
        for way in ways:
            assert "standing=SIGNED_OUT" in shown(browser, headers=[taro, way])


def test_a_sign_in_that_began_at_one_process_ends_at_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider() as issuer:
        file = configuration(tmp_path, issuer, "http://127.0.0.1:1", PREFIX)
        monkeypatch.setenv("DASHBOARD_ACCESS", str(file))
        with several(tmp_path) as running, client(running.url_of(1)) as browser:
            answer = browser.get("/auth/login", params={"provider": way_in()})
            back = httpx.post(
                answer.headers["location"], data={"sub": "viewer-1"}, trust_env=False
            ).headers["location"]
            query = back.partition("?")[2]
            browser.get(f"{running.url_of(2)}/oauth2callback?{query}")

            assert COOKIE in browser.cookies


def test_several_processes_say_faults_once_and_do_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = configuration(tmp_path, "http://idp.example", "http://127.0.0.1:1")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(file))
    monkeypatch.setattr(workers.signal, "signal", lambda *_arguments: None)
    configured.cache_clear()

    assert workers.serve("localhost", 20_000, 2) == 1
    assert capsys.readouterr().err.count("［provider］issuer") == 1
    configured.cache_clear()


def test_a_verified_address_or_a_group_gives_a_role(
    server_outside: Outside, tmp_path: Path
) -> None:
    roles = """publishers = ["publisher@example.go.jp"]
claim = "groups"
viewer_values = ["dashboard-viewers"]"""
    expected = {
        "publisher-1": "standing=SIGNED_IN is_first=True "
        "account=publisher@example.go.jp role=PUBLISHER publishes=True",
        "viewer-1": "standing=NO_ROLE is_first=False",
        "grouped-1": "standing=NO_ROLE is_first=False",  # without an address
        "grouped-2": "standing=SIGNED_IN is_first=True "
        "account=grouped@example.go.jp role=VIEWER publishes=False",
        "unverified-1": "standing=NO_ROLE is_first=False",
    }
    port = free_port()
    with provider() as issuer:
        origin = f"http://127.0.0.1:{port}"
        file = configuration(tmp_path, issuer, origin, account="email", roles=roles)
        more = {"DASHBOARD_ACCESS": str(file)}
        with served(server_outside, "127.0.0.1", port, module=SERVER, more=more) as url:
            for subject, words in expected.items():
                with client(url) as browser:
                    sign_in(browser, subject)
                    assert shown(browser) == words


def test_behind_the_own_nginx_the_proxy_is_known_by_who_is_connected_to_that(
    server_outside: Outside, tmp_path: Path
) -> None:
    port = ports_in_a_row(2)
    text = conf(tmp_path, "127.0.0.1", port, places(port, 1), peer_secret="s3cret")  # noqa: S106
    (tmp_path / "nginx.conf").write_text(text, "utf-8")
    more = _proxied(tmp_path, "127.0.0.1") | {PEER_SECRET: "s3cret"}
    taro, forged = ("X-Forwarded-User", "taro"), ("Dashboard-Peer", "x 127.0.0.1")
    with (
        served(server_outside, "127.0.0.1", port + 1, module=SERVER, more=more) as behind,
        subprocess.Popen([web_server(), "-p", tmp_path, "-c", "nginx.conf"]) as nginx,
    ):
        wait_for_port(port)
        with client(f"http://127.0.0.1:{port}") as browser:
            assert "account=taro" in shown(browser, headers=[taro])
            assert "account=taro" in shown(browser, headers=[taro, forged])
        with client(behind) as browser:
            assert "standing=SIGNED_OUT" in shown(browser, headers=[taro])
            assert "standing=SIGNED_OUT" in shown(browser, headers=[taro, forged])
        nginx.terminate()
