"""The frontend's files come compressed, by a list made at start-up; nothing else is looked up."""

import asyncio
import gzip
import hashlib
from pathlib import Path

import brotli
import pytest
import streamlit
from starlette.responses import FileResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib import paths
from lib.ui import compressed
from lib.ui.middleware import (
    SCRIPTS,
    CompressedFrontend,
    OwnDocument,
    OwnOrigin,
    document,
    security_headers,
)
from lib.views.pages import PAGES

FRONTEND = Path(streamlit.__file__).parent / "static"
PASSED_ON = 418
SCRIPT = next(iter(sorted((FRONTEND / "static" / "js").glob("index.*.js"))))


BEHIND = PlainTextResponse("behind", status_code=PASSED_ON)


def _answer(
    path: str,
    method: str = "GET",
    encodings: str = "gzip",
    behind: ASGIApp = BEHIND,
    others: dict[str, str] | None = None,
) -> tuple[int, dict, bytes]:
    """Status, headers and body of what the middleware answers, or of what stands behind it."""
    app = OwnDocument(
        CompressedFrontend(behind), {page.path: page.title for page in PAGES.values()}
    )
    asked = {"accept-encoding": encodings} | (others or {})
    scope = {
        "type": "http",
        "asgi": {"spec_version": "2.4"},
        "method": method,
        "path": path,
        "headers": [(name.lower().encode(), text.encode()) for name, text in asked.items()],
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which nothing was compressed yet."""
    monkeypatch.setattr(compressed, "FOLDER", tmp_path / "frontend")
    return tmp_path / "frontend"


@pytest.mark.parametrize(
    ("encodings", "expected"),
    [
        ("gzip, deflate, br", "br"),
        ("BR;q=0.1, gzip", "br"),
        ("*", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip", "gzip"),
    ],
)
def test_a_script_that_was_prepared_is_answered_in_brotli_where_it_is_taken(
    folder: Path, encodings: str, expected: str
) -> None:
    assert _answer(f"/static/js/{SCRIPT.name}", encodings=encodings)[1]["content-encoding"] != "br"

    compressed.prepare([SCRIPT])
    status, headers, body = _answer(f"/static/js/{SCRIPT.name}", encodings=encodings)

    assert (status, headers["content-encoding"]) == (200, expected)
    assert headers["vary"] == "accept-encoding"
    unpacked = brotli.decompress(body) if expected == "br" else gzip.decompress(body)
    assert unpacked == SCRIPT.read_bytes()
    assert [file.name for file in folder.iterdir()] == [f"{SCRIPT.name}.br"]


def test_what_was_prepared_is_not_compressed_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compressed.prepare([SCRIPT])
    before = (folder / f"{SCRIPT.name}.br").read_bytes()
    monkeypatch.setattr(brotli, "compress", None)

    compressed.prepare([SCRIPT])

    assert (folder / f"{SCRIPT.name}.br").read_bytes() == before


def test_without_a_place_for_it_gzip_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(compressed, "FOLDER", tmp_path / "file" / "frontend")

    compressed.prepare([SCRIPT])
    _, headers, _ = _answer(f"/static/js/{SCRIPT.name}", encodings="gzip, br")

    assert headers["content-encoding"] == "gzip"


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


@pytest.mark.parametrize(
    ("encodings", "is_compressed"),
    [
        ("GZIP", True),
        ("br, GZip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("gzipped", False),
        ("gzip;q=much", False),
        ("", False),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_weight_of_an_encoding_decides(encodings: str, is_compressed: bool) -> None:  # noqa: FBT001
    status, _headers, _body = _answer(f"/static/js/{SCRIPT.name}", encodings=encodings)

    assert status == (200 if is_compressed else PASSED_ON)


def test_what_is_done_at_the_start_passes_through() -> None:
    started: list[str] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        started.append(scope["type"])

    app = OwnDocument(OwnOrigin(CompressedFrontend(behind)), {})
    asyncio.run(app({"type": "lifespan"}, None, None))

    assert started == ["lifespan"]


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/map", 200), ("/none", 404)])
@pytest.mark.parametrize("wanted", ["bytes=0-99", "bytes=999999-", "bytes=0-9,20-29"])
def test_a_document_is_answered_whole_and_is_the_dashboards_own(
    path: str, status: int, wanted: str
) -> None:
    frontend = FileResponse(FRONTEND / "index.html")

    found, headers, body = _answer(path, behind=frontend, others={"Range": wanted})

    assert found == status
    assert "content-range" not in headers
    assert headers["content-length"] == str(len(body))
    assert '<html lang="ja"' in body.decode()


def test_the_list_holds_scripts_and_styles_of_the_frontend_only() -> None:
    files = CompressedFrontend(PlainTextResponse("behind")).files

    assert files[f"/static/js/{SCRIPT.name}"] == SCRIPT.resolve()
    for address, file in files.items():
        assert address.startswith("/static/")
        assert file.suffix in {".js", ".css"}
        assert file.is_relative_to(FRONTEND.resolve())


def test_the_document_names_each_own_script_with_the_digest_of_what_it_holds() -> None:
    for url in SCRIPTS:
        content = (paths.PROJECT / "lib" / "ui" / Path(url).name).read_bytes()
        assert f'src="{url}?{hashlib.sha256(content).hexdigest()[:12]}"' in document()
