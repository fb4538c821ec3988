"""How own addresses answer: files with a name, unchanged files, refusals, and work at once."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from urllib.parse import quote

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from lib.meetings.renderer import BusyError, RendererError
from lib.ui.logs import numbered
from lib.ui.measures import ERRORS
from lib.views.asked import RefusedError

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
NO_STORE = MappingProxyType({"cache-control": "no-store"})
_LATER_S = 10  # after which work that was refused may be asked for again
_LOG = logging.getLogger(__name__)
_BUSY = f"ほかの人のファイルを作っています。{_LATER_S}秒ほど待って、やり直してください。"


class Works:
    """What is made for requests: some at once, some waiting, and all others refused with 503.

    Other requests must find threads, and whoever waits in vain holds a connection.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._limiter = anyio.CapacityLimiter(at_once)
        self._most = at_once + waiting
        self._asked = 0

    async def answer(self, make: Callable[..., Response], *arguments: object) -> Response:
        """The answer that a function makes in a thread of its own, or why it makes none."""
        if self._asked >= self._most:
            return _busy(_BUSY)
        self._asked += 1
        try:
            return await run_sync(_answered, make, *arguments, limiter=self._limiter)
        finally:
            self._asked -= 1


def _answered(make: Callable[..., Response], *arguments: object) -> Response:
    try:
        return make(*arguments)
    except RefusedError as refused:
        return refusal(refused.status, refused.sentence)
    except BusyError as error:
        return _busy(str(error))
    except RendererError as error:
        return refusal(503, str(error))
    except Exception as error:  # noqa: BLE001 - whoever asks is answered with a sentence
        ERRORS.labels("file").inc()
        number = numbered(_LOG, "A file failed", error)
        words = f"作れませんでした。システムの担当者に番号 {number} を伝えてください。"
        return refusal(500, words)


def refusal(status: int, sentence: str, headers: Mapping[str, str] = NO_HEADERS) -> Response:
    """A sentence on why there is nothing else; no cache keeps it."""
    return PlainTextResponse(sentence, status, {**headers, **NO_STORE})


def _busy(sentence: str) -> Response:
    """A refusal of what can be made later."""
    return refusal(503, sentence, {"retry-after": str(_LATER_S)})


def disposition(file_name: str, name: str) -> str:
    """The header that has a file saved under its name, as RFC 6266 writes it.

    Args:
        file_name: The name.
        name: ASCII name without ending, for programs that read no other.
    """
    ending = file_name.rpartition(".")[2]
    own = quote(file_name, "")
    return f"attachment; filename=\"{name}.{ending}\"; filename*=UTF-8''{own}"


def tag_of(content: bytes) -> str:
    """What an answer is known by; weak, as a server before this one may compress it."""
    return _tag(hashlib.sha256(content).hexdigest())


def _tag(digest: str) -> str:
    return f'W/"{digest[:32]}"'


def is_held(request: Request, tag: str) -> bool:
    """Whether whoever asks holds the answer of a tag already."""
    known = ",".join(request.headers.getlist("if-none-match")).split(",")
    return any(one.strip() in {tag, tag.removeprefix("W/"), "*"} for one in known)


def unchanged(tag: str, headers: Mapping[str, str]) -> Response:
    """The answer to whoever holds it already."""
    return Response(None, 304, _kept(tag, headers))


def sent(
    request: Request, content: bytes, mime: str, headers: Mapping[str, str], tag: str = ""
) -> Response:
    """Content that whoever holds it asks for again, and gets only where it has changed.

    Args:
        request: What is asked.
        content: The whole content.
        mime: Its media type.
        headers: Further headers.
        tag: What it is known by; empty for a digest of it.
    """
    own = tag or tag_of(content)
    if is_held(request, own):
        return unchanged(own, headers)
    if request.method == "HEAD":
        length = {"content-length": str(len(content))}
        return Response(b"", 200, _kept(own, headers) | length, mime)
    return Response(content, 200, _kept(own, headers), mime)


def sent_in_parts(
    request: Request,
    parts: Callable[[], Iterable[bytes]],
    mime: str,
    headers: Mapping[str, str],
) -> Response:
    """Like ``sent``, for content that never stands in memory as a whole.

    It is made twice: first for its tag and length, which come before it.

    Args:
        request: What is asked.
        parts: Makes the content anew, the same at each time.
        mime: Its media type.
        headers: Further headers.
    """
    digest, length = hashlib.sha256(), 0
    for part in parts():
        digest.update(part)
        length += len(part)
    tag = _tag(digest.hexdigest())
    if is_held(request, tag):
        return unchanged(tag, headers)
    own = _kept(tag, headers) | {"content-length": str(length)}
    body = () if request.method == "HEAD" else parts()
    return StreamingResponse(body, 200, own, mime)


def _kept(tag: str, headers: Mapping[str, str]) -> dict[str, str]:
    return {"etag": tag, "cache-control": "no-cache", **headers}
