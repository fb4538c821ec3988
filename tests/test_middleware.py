"""The frontend's files come compressed, by a list made at start-up; nothing else is looked up."""

import asyncio
import gzip
from pathlib import Path

import pytest
import streamlit
from starlette.responses import PlainTextResponse
from starlette.types import Message

from lib.ui import frame
from lib.ui.middleware import CompressedFrontend, OwnDocument, security_headers

FRONTEND = Path(streamlit.__file__).parent / "static"
PASSED_ON = 418
SCRIPT = next(iter(sorted((FRONTEND / "static" / "js").glob("index.*.js"))))


def _answer(path: str, method: str = "GET", encodings: str = "gzip") -> tuple[int, dict, bytes]:
    """Status, headers and body of what the middleware answers, or of what stands behind it."""
    behind = PlainTextResponse("behind", status_code=PASSED_ON)
    app = OwnDocument(CompressedFrontend(behind), frame.ADDRESSES)
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(b"accept-encoding", encodings.encode())],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    headers = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:])


def test_a_script_is_answered_compressed() -> None:
    status, headers, body = _answer(f"/static/js/{SCRIPT.name}")

    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert headers["content-type"].startswith("text/javascript")
    assert gzip.decompress(body) == SCRIPT.read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/\0.js",
        f"/static/js/{'a' * 5000}.js",
        "/static/js/\ud800.js",
        "/static/js/none.js",
        "/static/js/../../../config.js",
        f"/static/js/../js/{SCRIPT.name}",
        f"/static//js/{SCRIPT.name}",
        "/static/js",
        "/index.html",
    ],
)
def test_any_other_address_is_passed_on_and_has_the_headers(path: str) -> None:
    status, headers, body = _answer(path)

    assert (status, body) == (PASSED_ON, b"behind")
    assert headers.items() >= security_headers().items()


@pytest.mark.parametrize(("method", "encodings"), [("HEAD", "gzip"), ("GET", "identity")])
def test_who_takes_no_compressed_body_is_passed_on(method: str, encodings: str) -> None:
    status, _headers, _body = _answer(f"/static/js/{SCRIPT.name}", method, encodings)

    assert status == PASSED_ON


def test_the_list_holds_scripts_and_styles_of_the_frontend_only() -> None:
    files = CompressedFrontend(PlainTextResponse("behind")).files

    assert files[f"/static/js/{SCRIPT.name}"] == SCRIPT.resolve()
    for address, file in files.items():
        assert address.startswith("/static/")
        assert file.suffix in {".js", ".css"}
        assert file.is_relative_to(FRONTEND.resolve())
