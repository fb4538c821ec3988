"""The files of a meeting, made for a form that holds the meeting; no session is needed.

The form holds what a meeting's address holds, and the notes to the speaker besides.
"""

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl, quote

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lib import formats
from lib.database import database
from lib.exports import Download
from lib.meetings import handout, keeping, paper, picture, powerpoint, spreadsheet
from lib.meetings.agenda import MOST_ADDRESS, address_length, from_query
from lib.meetings.renderer import RendererError
from lib.meetings.slides import Deck, deck_of
from lib.ui.logs import numbered
from lib.ui.measures import ERRORS

FILES_URL = "/meeting/made/{kind}"
_LOG = logging.getLogger(__name__)
_MOST_BYTES = 200_000
_MOST_FIELDS = 500
_MOST_AT_A_TIME = 4  # other requests must find threads while files are made
_MAKING = anyio.CapacityLimiter(_MOST_AT_A_TIME)
_NO_STORE = {"cache-control": "no-store"}


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


async def meeting_file(request: Request) -> Response:
    """A file of the meeting in the form, to be saved; or a sentence that says why there is none."""
    make = _MAKERS.get(request.path_params["kind"])
    if make is None:
        return _refusal(404, "この種類の資料はありません。")
    body = await _body(request)
    if body is None:
        return _refusal(413, "会議が長すぎます。覚え書きや図を減らしてください。")
    try:
        form = dict(parse_qsl(body.decode(), errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError:
        return _refusal(400, "会議を読めません。画面を再読み込みしてください。")
    return await run_sync(_answer, make, form, limiter=_MAKING)


async def _body(request: Request) -> bytes | None:
    """The body of a request; None for one that no meeting can have."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return None
    return body


def _answer(make: Callable[[Deck], Download], form: Mapping[str, str]) -> Response:
    meeting, _ = from_query(form)
    if address_length(meeting) > MOST_ADDRESS:
        return _refusal(413, "会議が長すぎます。覚え書きや図を減らしてください。")
    try:
        deck = deck_of(database(), meeting)
        if not deck.slides:
            return _refusal(422, "会議に示せる図がありません。図を加えてください。")
        return _attachment(make(deck))
    except RendererError as error:
        return _refusal(503, str(error))
    except Exception as error:  # noqa: BLE001 - whoever asks is answered with a sentence
        ERRORS.labels("file").inc()
        number = numbered(_LOG, "A file of a meeting failed", error)
        words = f"作れませんでした。システムの担当者に番号 {number} を伝えてください。"
        return _refusal(500, words)


def _attachment(file: Download) -> Response:
    """A file with its name, as RFC 6266 writes it; the server shows no HTML but its own."""
    ending = file.file_name.rpartition(".")[2]
    name = (
        f"attachment; filename=\"meeting.{ending}\"; filename*=UTF-8''{quote(file.file_name, '')}"
    )
    kind = "application/octet-stream" if ending == "html" else file.mime
    return Response(file.content, 200, {"content-disposition": name, **_NO_STORE}, kind)


def _refusal(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status, _NO_STORE)
