"""What tells the operator's programs how the dashboard is: alive, ready, and in figures."""

import logging

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.database import database
from lib.editions.serving import serving
from lib.ui.logs import WORKER, numbered
from lib.ui.measures import ERRORS

_LOGGER = logging.getLogger(__name__)
_NO_STORE = {"cache-control": "no-store"}


async def failed(_request: Request, error: Exception) -> Response:
    """What is said where an answer failed; pages say so themselves."""
    ERRORS.labels("answer").inc()
    number = numbered(_LOGGER, "An answer failed", error)
    words = f"答えられませんでした。システムの担当者に番号 {number} を伝えてください。"
    return PlainTextResponse(words, status_code=500)


async def _live(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("live", headers=_NO_STORE)


async def _ready(_request: Request) -> Response:
    """The database answers; says which edition it holds, and which newer one cannot be shown.

    A store of editions that is away holds up nobody who reads, so that the process stays ready; it
    says whether its edition is from the store, the last that was served, or the shipped data.
    """
    opened = database()
    is_ready = await run_in_threadpool(opened.is_readable)
    found = {
        "ready": is_ready,
        "edition": opened.version,
        "number": opened.edition,
        "worker": WORKER,
    }
    if unusable := serving().unusable:
        found["unusable"] = unusable
    if serving().is_away:
        found |= {"store": "away", "origin": serving().origin}
    return JSONResponse(found, 200 if is_ready else 503, _NO_STORE)


async def _metrics(_request: Request) -> Response:
    return Response(generate_latest(), 200, _NO_STORE, CONTENT_TYPE_LATEST)


ROUTES = [
    Route("/health/live", _live),
    Route("/health/ready", _ready),
    Route("/metrics", _metrics),
]
