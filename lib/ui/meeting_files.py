"""The files of a meeting, made for a form or an address that holds it; no session is needed.

A form holds what a meeting's address holds, and the notes to the speaker besides. An address may be
kept and sent, but no longer than servers, proxies and mail programs take.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from lib import formats
from lib.database import database
from lib.exports import Download
from lib.meetings import handout, keeping, paper, picture, powerpoint, spreadsheet
from lib.meetings.agenda import LONG_ADDRESS, MOST_ADDRESS, address_length, from_query
from lib.meetings.renderer import RendererError
from lib.meetings.slides import Deck, deck_of
from lib.state import shortened
from lib.ui.answers import NO_STORE, Works, disposition, refusal
from lib.views.asked import RefusedError

FILES_URL = "/meeting/made/{kind}"
_MOST_BYTES = 200_000
_MOST_FIELDS = 500
_MAKING = Works(at_once=4, waiting=16)
_TOO_LONG = "会議が長すぎます。覚え書きや図を減らしてください。"
_LONG = (
    f"アドレスに入る会議は{formats.number(LONG_ADDRESS)}字までです。"
    "同じものをPOSTの本文（application/x-www-form-urlencoded）で送ってください。"
)


def _picture(deck: Deck) -> Download:
    """The picture of the first view."""
    exhibit = deck.slides[0].exhibit
    if not picture.has_chart(exhibit):
        words = "この図は表だけなので、画像になりません。CSVを使ってください。"
        raise RendererError(words)
    return picture.make(exhibit, formats.today())


_MAKERS: Mapping[str, Callable[[Deck], Download]] = MappingProxyType(
    {
        "pptx": lambda deck: powerpoint.make(deck, formats.today()),
        "html": lambda deck: handout.make(deck, formats.today()),
        "pdf": lambda deck: paper.make(deck, formats.today()),
        "xlsx": lambda deck: spreadsheet.make(deck, formats.today()),
        "json": lambda deck: keeping.to_file(deck, formats.today()),
        "png": _picture,
    }
)
KINDS = tuple(_MAKERS)


async def meeting_file(request: Request) -> Response:
    """A file of the meeting that is asked for; or a sentence that says why there is none."""
    make = _MAKERS.get(request.path_params["kind"])
    if make is None:
        known = formats.joined(KINDS)
        return refusal(404, f"この種類の資料はありません。種類は、{known}です。")
    is_form = request.method == "POST"
    form = await _form(request) if is_form else _query(request)
    if isinstance(form, Response):
        return form
    return await _MAKING.answer(_answer, make, form, is_form)


async def _form(request: Request) -> dict[str, str] | Response:
    """The meeting in the body of a request, or why there is none."""
    body = await _body(request)
    return refusal(413, _TOO_LONG) if body is None else _fields(body)


def _query(request: Request) -> dict[str, str] | Response:
    """The meeting in an address, or why there is none."""
    query = request.url.query
    return refusal(414, _LONG) if len(query) > LONG_ADDRESS else _fields(query.encode())


def _fields(text: bytes) -> dict[str, str] | Response:
    try:
        return dict(parse_qsl(text.decode(), errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError:
        return refusal(400, "会議を読めません。画面を再読み込みしてください。")


async def _body(request: Request) -> bytes | None:
    """The body of a request; None for one that no meeting can have."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return None
    return body


def _answer(make: Callable[[Deck], Download], form: Mapping[str, str], is_form: bool) -> Response:  # noqa: FBT001 - handed to a thread
    meeting, refused = from_query(form)
    if refused and not is_form:  # no page has shown what is left out
        words = formats.joined(shortened(one) for one in refused)
        raise RefusedError(400, f"会議の中の次のものは使えません: {words}")
    if address_length(meeting) > MOST_ADDRESS:
        raise RefusedError(413, _TOO_LONG)
    deck = deck_of(database(), meeting)
    if not deck.slides:
        raise RefusedError(422, "会議に示せる図がありません。図を加えてください。")
    file = make(deck)
    # The server shows no HTML but its own.
    mime = "application/octet-stream" if file.file_name.endswith(".html") else file.mime
    headers = {"content-disposition": disposition(file.file_name, "meeting"), **NO_STORE}
    return Response(file.content, 200, headers, mime)
