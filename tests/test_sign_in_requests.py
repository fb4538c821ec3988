"""What passes through before a page hears of an account: headers of proxies, and cookies."""

import asyncio
import logging
import time
from ipaddress import ip_network

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from lib.access.configuration import PEER_SECRET, Access, Provider, Proxy
from lib.access.roles import Roles
from lib.ui.sign_in_requests import (
    ACCOUNT_HEADER,
    PEER_HEADER,
    SignInRequests,
    keep_out_of_logs,
)
from tests.answered import answered

PROXY = Proxy("x-forwarded-user", (ip_network("10.0.0.5"),))
ROLES = Roles(publishers=frozenset({"taro"}))
BY_PROXY = Access(ROLES, 8, None, PROXY)
SECRET = "secret-of-the-processes"  # noqa: S105 - of this test
BY_PROVIDER = Access(
    ROLES,
    2,
    Provider("https://idp.example", "c", "s", "https://d.example/oauth2callback", "k"),
)


def _passed(
    access: Access | None,
    headers: list[tuple[str, str]],
    peer: str = "10.0.0.5",
    kind: str = "websocket",
) -> list[tuple[str, str]]:
    """The headers that reach Streamlit."""
    found: list[Scope] = []

    async def behind(scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(scope)

    async def receive() -> Message:
        return {}

    async def send(_message: Message) -> None:
        return

    scope = {
        "type": kind,
        "path": "/_stcore/stream",
        "client": (peer, 1),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
    }
    asyncio.run(SignInRequests(behind, access, "/")(scope, receive, send))
    return [(name.decode(), value.decode()) for name, value in found[0]["headers"]]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_account_that_the_proxy_names_is_passed_on_with_the_time(kind: str) -> None:
    before = int(time.time())
    headers = [("host", "d"), ("X-Forwarded-User", "taro")]

    (host, (name, value)) = _passed(BY_PROXY, headers, kind=kind)

    begun, account = value.split(" ")
    assert (host, name, account) == (("host", "d"), ACCOUNT_HEADER, "taro")
    assert before <= int(begun) <= time.time()


@pytest.mark.parametrize("access", [None, BY_PROVIDER, BY_PROXY])
def test_nobody_can_name_an_account_as_this_server_does(access: Access | None) -> None:
    forged = [(ACCOUNT_HEADER, "1 taro"), ("Dashboard-Account", "1 taro"), (PEER_HEADER, "x y")]

    assert _passed(access, [*forged, ("host", "d")]) == [("host", "d")]


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("10.0.0.6", [("x-forwarded-user", "taro")]),
        ("127.0.0.1", [("x-forwarded-user", "taro"), ("x-forwarded-for", "10.0.0.5")]),
        ("10.0.0.5", [("x-forwarded-user", "taro"), ("X-Forwarded-User", "taro")]),
        ("10.0.0.5", [("x-forwarded-user", "ta ro")]),
        ("10.0.0.5", [("x-forwarded-user", "")]),
        ("10.0.0.5", [("x_forwarded_user", "taro")]),
        ("", [("x-forwarded-user", "taro")]),
    ],
)
def test_a_header_that_is_not_to_be_believed_reaches_no_page(
    peer: str, headers: list[tuple[str, str]]
) -> None:
    names = {name for name, _ in _passed(BY_PROXY, headers, peer)}

    assert not names & {"x-forwarded-user", ACCOUNT_HEADER}


@pytest.mark.parametrize(
    ("peer", "told", "is_believed"),
    [
        ("127.0.0.1", f"{SECRET} 10.0.0.5", True),
        ("127.0.0.1", f"{SECRET} 10.0.0.6", False),
        ("127.0.0.1", "another 10.0.0.5", False),
        ("127.0.0.1", " 10.0.0.5", False),
        ("127.0.0.1", "", False),
        ("10.0.0.5", f"{SECRET} 10.0.0.5", False),  # past the nginx of this machine
    ],
)
def test_behind_the_own_nginx_its_word_counts_for_who_is_connected(
    monkeypatch: pytest.MonkeyPatch, peer: str, told: str, *, is_believed: bool
) -> None:
    monkeypatch.setenv(PEER_SECRET, SECRET)
    passed = _passed(BY_PROXY, [("x-forwarded-user", "taro"), (PEER_HEADER, told)], peer)

    assert (ACCOUNT_HEADER in dict(passed)) == is_believed
    assert PEER_HEADER not in dict(passed)


def _answered(cookies: list[str], location: str) -> list[tuple[str, str]]:
    """The headers of an answer to a callback, as the browser is sent them."""
    sent: list[Message] = []

    async def behind(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [("set-cookie", one) for one in cookies] + [("location", location)]
        raw = [(name.encode(), value.encode()) for name, value in headers]
        await send({"type": "http.response.start", "status": 302, "headers": raw})

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": "/oauth2callback", "query_string": b"", "headers": []}
    asyncio.run(SignInRequests(behind, BY_PROVIDER, "/update")(scope, receive, send))
    return [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]


def test_cookies_are_kept_for_the_sign_in_sent_encrypted_and_hold_no_token() -> None:
    found = _answered(
        [
            "_streamlit_user=a; Max-Age=2592000; Path=/; HttpOnly",
            "_streamlit_user_1=b; Max-Age=2592000; Path=/; HttpOnly",
            "_streamlit_user_tokens=t; Max-Age=2592000; Path=/; HttpOnly",
            "_streamlit_user_tokens_1=t; Max-Age=2592000; Path=/; HttpOnly",
            '_streamlit_user_tokens=""; Max-Age=0; Path=/',
            "_streamlit_session=s; path=/; Max-Age=1209600; httponly; samesite=lax",
        ],
        "/",
    )

    assert [value for name, value in found if name == "set-cookie"] == [
        "_streamlit_user=a; Max-Age=7200; Path=/; HttpOnly; Secure",
        "_streamlit_user_1=b; Max-Age=7200; Path=/; HttpOnly; Secure",
        '_streamlit_user_tokens=""; Max-Age=0; Path=/; Secure',
        "_streamlit_session=s; path=/; Max-Age=1209600; httponly; samesite=lax; Secure",
    ]
    assert ("location", "/update") in found
    assert ("cache-control", "no-store") in found


def test_who_is_sent_to_the_provider_is_sent_there() -> None:
    assert ("location", "https://idp.example/end?x=/") in _answered(
        [], "https://idp.example/end?x=/"
    )


def test_what_the_provider_says_stays_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    keep_out_of_logs()
    logger = logging.getLogger("streamlit.web.server.starlette.starlette_auth_routes")
    logger.propagate = True
    error = ValueError("taro has no licence")
    logger.warning("Failed for '%s' with %s.", "taro", "taro", exc_info=error)

    assert set(caplog.messages) == {"Failed for '…' with …. (ValueError)"}
    assert "taro" not in caplog.text


def test_a_failure_of_the_sign_in_itself_is_told_in_japanese() -> None:
    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("Authentication error", 400)(scope, receive, send)

    guarded = SignInRequests(behind, BY_PROVIDER, "/update")
    answer = answered(guarded, "/auth/login?provider=x")

    assert answer.status == 503
    assert "サインインの提供者に届かず" in answer.text
    assert "error" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
