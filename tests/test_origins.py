"""A request with a foreign origin ends at the door: refused at once, nobody outside asked."""

import asyncio
import os
import socket
import urllib.request

import pytest
from starlette.types import Message, Receive, Scope, Send

from lib import launch
from lib.ui.middleware import OwnOrigin
from tests.browser import Outside, served

PASSED_ON = 418
BEHIND = "https://dashboard.example.go.jp"


def _answer(
    kind: str, origins: list[str], host: str | None, configured: tuple[str, ...] = ()
) -> tuple[list[Message], Scope | None]:
    """What is sent for a request with these headers, and the request that was passed on."""
    passed: list[Scope] = []
    sent: list[Message] = []

    async def behind(scope: Scope, _receive: Receive, send: Send) -> None:
        passed.append(scope)
        await send({"type": "http.response.start", "status": PASSED_ON, "headers": []})

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [("origin", origin) for origin in origins] + ([("host", host)] if host else [])
    scope = {
        "type": kind,
        "path": "/",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    asyncio.run(OwnOrigin(behind, configured)(scope, receive, send))
    return sent, passed[0] if passed else None


ALLOWED = [
    ([], "localhost:8501"),
    ([], None),
    (["http://localhost:8501"], "localhost:8501"),
    (["http://LOCALHOST:8501"], "localhost:8501"),
    (["http://[::1]:8501"], "[::1]:8501"),
    (["http://dashboard.example"], "dashboard.example"),
    (["http://dashboard.example"], "dashboard.example:80"),
    # A proxy ends the encryption: the server is asked over http, the browser over https.
    (["https://dashboard.example"], "dashboard.example"),
    (["https://dashboard.example"], "dashboard.example:443"),
    (["https://dashboard.example:8443"], "dashboard.example:8443"),
]
FOREIGN = [
    (["null"], "localhost:8501"),
    ([""], "localhost:8501"),
    (["http://evil.example"], "localhost:8501"),
    (["http://evil.example:8501"], "localhost:8501"),
    (["http://localhost:8502"], "localhost:8501"),
    (["http://localhost"], "localhost:8501"),
    (["http://127.0.0.1:8501"], "localhost:8501"),
    (["http://dashboard.example"], "dashboard.example:443"),
    (["http://localhost:8501@evil.example"], "localhost:8501"),
    (["http://localhost:8501.evil.example"], "localhost:8501"),
    (["http://localhost:8501/"], "localhost:8501"),
    (["http://localhost:8501", "http://evil.example"], "localhost:8501"),
    (["http://localhost:99999999"], "localhost:99999999"),
    (["file://"], "localhost:8501"),
    (["localhost:8501"], "localhost:8501"),
    (["http://localhost:8501"], None),
    # A proxy that sends its own name on instead of the one the browser asked for.
    ([BEHIND], "localhost:8501"),
]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(("origins", "host"), ALLOWED)
def test_the_own_origin_or_none_is_passed_on(kind: str, origins: list[str], host: str) -> None:
    _sent, passed = _answer(kind, origins, host)

    assert passed is not None


@pytest.mark.parametrize(("origins", "host"), FOREIGN)
def test_a_foreign_origin_is_refused(origins: list[str], host: str | None) -> None:
    sent, passed = _answer("http", origins, host)

    assert passed is None
    assert sent[0]["status"] == 403
    assert "--origin" in sent[1]["body"].decode()


@pytest.mark.parametrize(("origins", "host"), FOREIGN)
def test_a_websocket_of_a_foreign_origin_is_closed_before_it_is_accepted(
    origins: list[str], host: str | None
) -> None:
    sent, passed = _answer("websocket", origins, host)

    assert passed is None
    assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("configured", [BEHIND, f"{BEHIND}:443", BEHIND.upper()])
def test_a_configured_origin_is_passed_on_whatever_the_proxy_sends_as_host(
    kind: str, configured: str
) -> None:
    others = ("https://other.example", configured)

    assert _answer(kind, [BEHIND], "10.0.0.5:8501", others)[1] is not None
    assert _answer(kind, [BEHIND.replace("https", "http")], "10.0.0.5:8501", others)[1] is None


def test_a_websocket_is_addressed_to_its_origin_so_that_streamlit_asks_nobody() -> None:
    _sent, passed = _answer("websocket", [BEHIND], "localhost:8501", (BEHIND,))

    assert passed is not None
    assert passed["headers"] == [
        (b"origin", BEHIND.encode()),
        (b"host", b"dashboard.example.go.jp"),
    ]


def test_what_is_no_websocket_is_passed_on_as_it_is() -> None:
    _sent, passed = _answer("http", [BEHIND], "localhost:8501", (BEHIND,))

    assert passed is not None
    assert passed["headers"] == [(b"origin", BEHIND.encode()), (b"host", b"localhost:8501")]


def _asked(port: int, origin: str) -> str:
    """The first line that a server answers to a browser's request for a websocket."""
    lines = (
        "GET /_stcore/stream HTTP/1.1",
        f"Host: localhost:{port}",
        f"Origin: {origin}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
    with socket.create_connection(("localhost", port), timeout=30) as client:
        client.sendall("\r\n".join([*lines, "", ""]).encode())
        return client.makefile("rb").readline().decode().strip()


def test_a_foreign_origin_makes_the_server_ask_nobody_and_wait_for_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DASHBOARD_ORIGINS", BEHIND)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # connects whoever asks, never answers
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with served(Outside(silent.getsockname()[1])) as url:
            port = int(url.rsplit(":", 1)[1])
            for origin in ("http://evil.example", "null", f"http://localhost:{port + 1}"):
                assert _asked(port, origin) == "HTTP/1.1 403 Forbidden"
                with opener.open(f"{url}/_stcore/health", timeout=30) as answer:
                    assert answer.status == 200
            for origin in (url, BEHIND):
                assert _asked(port, origin) == "HTTP/1.1 101 Switching Protocols"
        silent.setblocking(False)  # noqa: FBT003 - the only form there is
        with pytest.raises(BlockingIOError):
            silent.accept()


@pytest.mark.parametrize(
    ("arguments", "passed_on"),
    [([], ""), (["--origin", BEHIND, "--origin", "http://10.0.0.5:8080"], None)],
)
def test_the_launcher_passes_the_origins_on(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], passed_on: str | None
) -> None:
    monkeypatch.setenv("DASHBOARD_ORIGINS", "")
    monkeypatch.setattr(launch, "prepare", lambda _requirements: None)
    monkeypatch.setattr(launch, "_require_free", lambda *_place: None)
    monkeypatch.setattr(launch, "_run", lambda *_arguments: 0)
    monkeypatch.setattr(launch, "_run_until_stopped", lambda *_arguments: 0)

    assert launch.main(["serve", *arguments]) == 0

    expected = f"{BEHIND} http://10.0.0.5:8080" if passed_on is None else passed_on
    assert os.environ["DASHBOARD_ORIGINS"] == expected


@pytest.mark.parametrize(
    "origin",
    [
        "dashboard.example.go.jp",
        "https://a/b",
        "ftp://a",
        "https://a b",
        "https://a:b",
        "https://",
        "*",
    ],
)
def test_what_is_no_origin_is_refused_by_the_launcher(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], origin: str
) -> None:
    monkeypatch.setattr(launch, "prepare", lambda _requirements: pytest.fail("it was started"))

    with pytest.raises(SystemExit) as caught:
        launch.main(["serve", "--origin", origin])

    assert caught.value.code == 2
    assert "https://dashboard.example.go.jp" in capsys.readouterr().err
