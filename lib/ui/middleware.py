"""What every request passes through: own origin, own document, headers, compression."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

import streamlit
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.addresses import PREFIX, below
from lib.meetings import agenda
from lib.ui.compressed import prepared
from lib.ui.looks import looks_url
from lib.views.pages import PAGES

_FRONTEND = Path(streamlit.__file__).parent / "static"
_COMPRESSIBLE = (".js", ".css")
_COMPRESSION_LEVEL = 6
_YEAR_S = 365 * 24 * 3600
_IMMUTABLE = f"public, max-age={_YEAR_S}, immutable"  # these paths carry a digest of their content

_NOT_FOUND = """<!DOCTYPE html>
<html lang="ja"><head><meta charset="UTF-8"><title>画面が見つかりません</title>
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
@font-face {{ font-family: dashboard-core; src: url({fonts}/core-regular.woff2); }}
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.7 dashboard-core, sans-serif; max-width: 40rem; margin: 4rem auto;
  padding: 0 1rem; }}
</style></head>
<body><main><h1>画面が見つかりません</h1>
<p>アドレスが違うか、画面の名前が変わりました。下のどれかを開いてください。</p>
<ul>{links}</ul></main></body></html>
"""
_NOSCRIPT = "この画面を表示するには、ブラウザーのJavaScriptを有効にしてください。"
# Without it the frontend looks for its server below each page's own address first (404 errors).
_SERVER_ADDRESS = (
    "<script>window.__streamlit = "
    f"{{BACKEND_BASE_URL: location.origin + {json.dumps(below('/'))}}}</script>"
)

_ORIGIN = re.compile(r"(https?)://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(?::([0-9]{1,5}))?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_REFUSAL = (
    "ほかの場所の画面からは使えません。この画面を別の名前で開いている場合は、"
    "その名前を「--origin https://…」で指定して始めてください。"
)

_MEETING_LIMITS = {
    "items": agenda.MOST_ITEMS,
    "view": agenda.LONGEST_VIEW,
    "title": agenda.LONGEST_TITLE,
    "number": agenda.LONGEST_NUMBER,
    "note": agenda.LONGEST_NOTE,
    "address": agenda.MOST_ADDRESS,
}
_PAGE_NAMES = {page.topic: page.title for page in PAGES.values()}

# Address of each own script to what its element says besides. The theme comes before any paint, and
# the meeting is in the address before the frontend reads it.
SCRIPTS = {
    "/assets/theme.js": "",
    "/assets/meeting.js": str(
        Markup(' data-limits="{}" data-names="{}"').format(
            json.dumps(_MEETING_LIMITS), json.dumps(_PAGE_NAMES, ensure_ascii=False)
        )
    ),
    "/assets/links.js": f' defer data-pages="{" ".join(page.path for page in PAGES.values())}"',
    "/assets/popovers.js": " defer",
    "/assets/agenda.js": " defer",
    "/assets/keys.js": " defer",
    "/assets/copying.js": " defer",
    "/assets/tables.js": " defer",
    "/assets/files.js": " defer",
    "/assets/titles.js": " defer",
}
# The frontend names them only once it runs, and would draw all words a second time.
_FONTS = "".join(
    f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{below(url)}">'
    for url in ("/assets/fonts/core-regular.woff2", "/assets/fonts/core-bold.woff2")
)


def script_version(url: str) -> str:
    """A digest of a script, for its address: no page runs with the script of another release."""
    content = (Path(__file__).parent / Path(url).name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


_SCRIPTS = "".join(
    f'<script src="{below(url)}?{script_version(url)}"{more}></script>'
    for url, more in SCRIPTS.items()
)


@lru_cache(maxsize=1)
def document() -> str:
    """Streamlit's HTML document in Japanese, without what this dashboard does not use."""
    html = (_FRONTEND / "index.html").read_text("utf-8")
    html = html.replace('<html lang="en">', f'<html lang="ja" data-prefix="{PREFIX}">')
    html = html.replace("<head>", f"<head>{_SERVER_ADDRESS}{_FONTS}{_SCRIPTS}")
    # At the end, so that it wins over what the frontend writes into the head while it runs.
    html = html.replace("</body>", f'<link rel="stylesheet" href="{looks_url()}"></body>')
    html = html.replace("<title>Streamlit</title>", "<title>再犯防止モデル事業</title>")
    html = re.sub(
        r"<noscript>.*?</noscript>", f"<noscript>{_NOSCRIPT}</noscript>", html, flags=re.DOTALL
    )
    # The font of Streamlit's own theme and the description of an interface that is switched off.
    html = re.sub(r"<link\s+rel=\"preload\"[^>]*SourceSans[^>]*>", "", html)
    return re.sub(r"<link rel=\"service-desc\"[^>]*>", "", html)


@lru_cache(maxsize=1)
def security_headers() -> dict[str, str]:
    """Headers of every answer: only this origin, no frames, no guessing of types."""
    scripts = re.findall(r"<script>(.*?)</script>", document(), flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts]
    policy = {
        "default-src": "'self'",
        # WebAssembly decodes what the map draws; it allows no evaluation of text.
        "script-src": " ".join(
            ["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{value}'" for value in hashes)]
        ),
        "style-src": "'self' 'unsafe-inline'",  # the frontend writes its styles at run time
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",  # maps are drawn by workers made from blobs
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }


class OwnOrigin:
    """Refuses what a browser sends from pages of another origin, with 403.

    A request without an origin is passed on: browsers send one with every websocket and with
    whatever could change something, and any other program could write there what it likes.

    Args:
        app: What answers all other requests.
        origins: Addresses of this dashboard that a proxy does not pass on as Host.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        self.app = app
        self.origins = {_origin_parts(origin) for origin in origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on or refuses it."""
        if scope["type"] == "lifespan" or self._is_allowed(Headers(scope=scope)):
            await self.app(_judged(scope), receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # not yet accepted: answered with 403
        else:
            await PlainTextResponse(_REFUSAL, status_code=403)(scope, receive, send)

    def _is_allowed(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        return all(
            (parts := _origin_parts(origin)) is not None
            # Behind a proxy that encrypts, only the origin knows the scheme, and so the port.
            and parts in {_origin_parts(f"{parts[0]}://{host}"), *self.origins}
            for origin in headers.getlist("origin")
        )


def _origin_parts(origin: str) -> tuple[str, str, str] | None:
    """Scheme, host and port of an origin; None of what is none, ``null`` among others."""
    found = _ORIGIN.fullmatch(origin.lower())
    return found and (found[1], found[2], found[3] or _DEFAULT_PORTS[found[1]])


def _judged(scope: Scope) -> Scope:
    """A websocket of an allowed origin, addressed to that origin.

    Streamlit judges the origin again. Where it differs from Host, as behind a proxy, Streamlit
    would ask a host outside for the address of this machine, and serve nobody until that answers.
    Without an origin, Streamlit would not read who is signed in.
    """
    origins = Headers(scope=scope).getlist("origin") if scope["type"] == "websocket" else []
    if not origins:
        return scope
    host = origins[0].partition("://")[2]
    others = [one for one in scope["headers"] if one[0].lower() not in {b"origin", b"host"}]
    own = [(b"origin", origins[0].encode("latin-1")), (b"host", host.encode("latin-1"))]
    return {**scope, "headers": [*others, *own]}


class OwnDocument:
    """Answers with the dashboard's own HTML documents and headers.

    Args:
        app: What answers all other requests.
        pages: Address to title of every page; all other addresses are not found.
        complete: Addresses that answer with a document of their own.
    """

    def __init__(
        self, app: ASGIApp, pages: Mapping[str, str], complete: Collection[str] = ()
    ) -> None:
        self.app = app
        self.complete = frozenset(complete)
        self.paths = frozenset(pages)
        links = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title in pages.items())
        self.not_found = _NOT_FOUND.format(links=links, fonts=below("/assets/fonts"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and changes the answer on its way back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_page = scope["path"] in self.paths
        is_ours = scope["path"] not in self.complete
        body = (document() if is_page else self.not_found).encode()
        is_document = False

        async def changed(message: Message) -> None:
            nonlocal is_document
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_document = is_ours and _is_html(headers) and message["status"] == 200
                headers.update(security_headers())
                if is_document:
                    message["status"] = 200 if is_page else 404
                    headers["content-length"] = str(len(body))
                    for name in ("content-encoding", "etag", "last-modified"):
                        del headers[name]  # they describe the document that is replaced
            elif is_document:
                if message.get("more_body", False):
                    return
                message["body"] = b"" if scope["method"] == "HEAD" else body
            await send(message)

        await self.app(_without_range(scope), receive, changed)


def _without_range(scope: Scope) -> Scope:
    """The request for the whole of what it asks a part of, which any server may answer.

    Nearly every address that is unknown is answered with Streamlit's own document, and a part of it
    would pass for a file.
    """
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name.lower() not in {b"range", b"if-range"}
    ]
    return {**scope, "headers": headers}


def _is_html(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("text/html")


class CompressedFrontend:
    """Answers for Streamlit's scripts and styles with brotli or gzip, compressed beforehand."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = frontend_files()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers itself where it can and passes everything else on."""
        is_file = scope["type"] == "http" and scope["method"] == "GET"
        file = self.files.get(scope["path"]) if is_file else None
        encoding = _encoding(scope, file) if file else ""
        if file is None or not encoding:
            await self.app(scope, receive, send)
            return
        read = prepared(file).read_bytes if encoding == "br" else partial(_compressed, file)
        body = await run_in_threadpool(read)
        media_type = "text/css" if file.suffix == ".css" else "text/javascript"
        headers = {
            "content-encoding": encoding,
            "vary": "accept-encoding",
            "cache-control": _IMMUTABLE,
        }
        await Response(body, media_type=media_type, headers=headers)(scope, receive, send)


def frontend_files() -> dict[str, Path]:
    """Address to file of all scripts and styles; no request can name any other file."""
    return {
        below(f"/{file.relative_to(_FRONTEND).as_posix()}"): file.resolve()
        for file in sorted((_FRONTEND / "static").rglob("*"))
        if file.suffix in _COMPRESSIBLE and file.is_file()
    }


def _encoding(scope: Scope, file: Path) -> str:
    """The best compression that a client takes and the server has; empty for none."""
    accepted = ",".join(Headers(scope=scope).getlist("accept-encoding"))
    if _accepts("br", accepted) and prepared(file).exists():
        return "br"
    return "gzip" if _accepts("gzip", accepted) else ""


def _accepts(encoding: str, accepted: str) -> bool:
    """Whether a client takes it: names in any case, a weight of 0 refuses (RFC 9110, 12.5.3)."""
    weights: dict[str, str] = {}
    for entry in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        weights[name] = next((text[2:] for text in parameters if text.startswith("q=")), "1")
    try:
        return float(weights.get(encoding, weights.get("*", "0"))) > 0
    except ValueError:  # no weight at all: the client is sent what every client can read
        return False


@cache  # as many as the frontend has files
def _compressed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), _COMPRESSION_LEVEL, mtime=0)
