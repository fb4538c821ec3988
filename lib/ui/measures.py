"""What is counted while the dashboard runs; nothing of it says who visits.

Waits are measured where the browser's requests arrive and where the answers leave, as messages of
Streamlit's own protocol, so that the time in which a run waits for its turn is in them.
"""

import time
from collections.abc import Callable
from email.message import Message as Mail
from pathlib import PurePath

from google.protobuf.message import DecodeError
from prometheus_client import Counter, Gauge, Histogram
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

RERUNS = Counter("dashboard_reruns", "Runs of a page that browsers asked for")
WAITS = Histogram(
    "dashboard_rerun_wait_seconds",
    "From the arrival of a request for a run of a page to the end of the run that answers it",
    buckets=(0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
SESSIONS = Gauge("dashboard_sessions", "Windows of browsers that are connected")
EXPORTS = Counter("dashboard_exports", "Files handed out to be saved", ["kind"])
ERRORS = Counter("dashboard_errors", "Pages, files and answers that failed", ["place"])
EDITION = Gauge("dashboard_edition", "1 for the edition of the data", ["edition", "worker"])

KINDS = frozenset({"csv", "html", "json", "parquet", "pdf", "png", "pptx", "xlsx", "zip"})
# The message that a run has ended holds little else; what holds a page need not be read twice.
_LONGEST_END_BYTES = 500

for _place in ("page", "file", "answer"):
    ERRORS.labels(_place)  # present before the first one, so that a rise from 0 is seen


class Measured:
    """Counts sessions, runs, waits and files on their way through.

    Args:
        app: What answers all requests.
        clock: Seconds from any beginning.
    """

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on as it is."""
        if scope["type"] == "websocket":
            await self._session(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                _count_file(message["status"], Headers(raw=message["headers"]))
            await send(message)

        await self.app(scope, receive, counted)

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked_at: float | None = None  # when the first request came that no run has answered yet
        is_open = False

        async def received() -> Message:
            nonlocal asked_at
            message = await receive()
            if _asks_for_run(message):
                RERUNS.inc()
                asked_at = self.clock() if asked_at is None else asked_at
            return message

        async def counted(message: Message) -> None:
            nonlocal asked_at, is_open
            if message["type"] == "websocket.accept":
                is_open = True
                SESSIONS.inc()
            await send(message)
            if asked_at is not None and _ends_run(message):
                WAITS.observe(self.clock() - asked_at)
                asked_at = None

        try:
            await self.app(scope, received, counted)
        finally:
            if is_open:
                SESSIONS.dec()


def _count_file(status: int, headers: Headers) -> None:
    disposition = Mail()
    disposition["content-disposition"] = headers.get("content-disposition", "")
    if status == 200 and disposition.get_content_disposition() == "attachment":
        ending = PurePath(disposition.get_filename() or "").suffix.removeprefix(".").lower()
        EXPORTS.labels(ending if ending in KINDS else "other").inc()


def exports() -> dict[str, int]:
    """How many files this process handed out since it began, by kind."""
    (found,) = EXPORTS.collect()
    return {
        sample.labels["kind"]: int(sample.value)
        for sample in found.samples
        if sample.name == "dashboard_exports_total"
    }


def _asks_for_run(message: Message) -> bool:
    content = message.get("bytes") if message["type"] == "websocket.receive" else None
    if not content:
        return False
    asked = BackMsg()
    try:
        asked.ParseFromString(content)
    except DecodeError:  # none of Streamlit's messages; Streamlit says so
        return False
    return asked.HasField("rerun_script")


def _ends_run(message: Message) -> bool:
    """Whether a run ended that answers the browser: one cut short is followed by another."""
    content = message.get("bytes") if message["type"] == "websocket.send" else None
    if not content or len(content) > _LONGEST_END_BYTES:
        return False
    sent = ForwardMsg()
    sent.ParseFromString(content)
    ended_for_another = sent.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return sent.HasField("script_finished") and not ended_for_another
