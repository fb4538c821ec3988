"""The operator's programs find out how the dashboard is, and nothing about who visits."""

import asyncio
import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from websockets.sync.client import ClientConnection, connect

from lib import paths
from lib.database import Database
from lib.ui import health
from lib.ui.measures import Measured
from tests.browser import Outside, served

APP = Starlette(routes=health.ROUTES, exception_handlers={Exception: health.failed})
NUMBER = re.compile(r"[0-9]{8}")


def _value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def _answer(asked: ASGIApp, path: str) -> tuple[int, str]:
    """Status and text of an answer, also of one during which the program failed."""
    scope = {
        "type": "http",
        "asgi": {"spec_version": "2.4"},
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    with suppress(ValueError):
        asyncio.run(asked(scope, receive, send))
    body = b"".join(part.get("body", b"") for part in sent[1:])
    return sent[0]["status"], body.decode()


def _rerun() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return message.SerializeToString()


def _finished(how: ForwardMsg.ScriptFinishedStatus.ValueType) -> bytes:
    return ForwardMsg(script_finished=how).SerializeToString()


# What a session receives and sends, in order, and when; each message at its second.
SESSION: tuple[tuple[float, Message], ...] = (
    (0, {"type": "websocket.connect"}),
    (0, {"type": "websocket.accept"}),
    (1, {"type": "websocket.receive", "bytes": _rerun()}),
    # Asked again before the first run ended: the wait goes on until a run answers.
    (2, {"type": "websocket.receive", "bytes": _rerun()}),
    (3, {"type": "websocket.send", "bytes": _finished(ForwardMsg.FINISHED_EARLY_FOR_RERUN)}),
    (5, {"type": "websocket.send", "bytes": _finished(ForwardMsg.FINISHED_SUCCESSFULLY)}),
    (6, {"type": "websocket.receive", "bytes": b"\xff none of Streamlit's"}),
    (7, {"type": "websocket.receive", "bytes": _rerun()}),
    (8, {"type": "websocket.send", "bytes": _finished(ForwardMsg.FINISHED_SUCCESSFULLY)}),
    (9, {"type": "websocket.disconnect"}),
)


def test_a_wait_lasts_from_the_first_request_to_the_run_that_answers_it() -> None:
    now = 0.0
    open_sessions = []

    async def behind(_scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal now
        for now, message in SESSION:  # noqa: B007 - the clock reads it
            is_received = message["type"].rpartition(".")[2] in {"connect", "receive", "disconnect"}
            await (receive() if is_received else send(message))
            open_sessions.append(_value("dashboard_sessions"))

    arriving = [
        message
        for _, message in SESSION
        if message["type"].rpartition(".")[2] in {"connect", "receive", "disconnect"}
    ]

    async def receive() -> Message:
        return arriving.pop(0)

    async def send(_message: Message) -> None:
        pass

    before = {
        name: _value(name)
        for name in (
            "dashboard_reruns_total",
            "dashboard_rerun_wait_seconds_count",
            "dashboard_rerun_wait_seconds_sum",
            "dashboard_sessions",
        )
    }
    asyncio.run(Measured(behind, clock=lambda: now)({"type": "websocket"}, receive, send))

    more = {name: _value(name) - old for name, old in before.items()}
    assert more == {
        "dashboard_reruns_total": 3,
        "dashboard_rerun_wait_seconds_count": 2,
        "dashboard_rerun_wait_seconds_sum": (5 - 1) + (8 - 7),
        "dashboard_sessions": 0,
    }
    assert open_sessions[-1] == before["dashboard_sessions"] + 1


@pytest.mark.parametrize(
    ("disposition", "kind"),
    [
        ("attachment; filename=\"meeting.pptx\"; filename*=UTF-8''%E4%BC%9A.pptx", "pptx"),
        ('attachment; filename="table.ZIP"', "zip"),
        ("attachment; filename*=UTF-8''%E4%BC%9A%E8%AD%B0.xlsx", "xlsx"),
        ('attachment; filename="a.<script>"', "other"),
        ("inline", ""),
        ("", ""),
    ],
)
def test_a_file_that_is_handed_out_is_counted_by_its_kind(disposition: str, kind: str) -> None:
    headers = {"content-disposition": disposition} if disposition else {}
    kinds = ("pptx", "zip", "xlsx", "other")
    before = [_value("dashboard_exports_total", kind=one) for one in kinds]

    _answer(Measured(Response(b"x", headers=headers)), "/")

    after = [_value("dashboard_exports_total", kind=one) for one in kinds]
    more = [new - old for new, old in zip(after, before, strict=True)]
    assert more == [float(one == kind) for one in kinds]


@pytest.fixture(scope="module")
def running(server_outside: Outside) -> Iterator[str]:
    with served(server_outside) as url:
        yield url


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def _figures(url: str) -> dict[str, float]:
    """Names with labels to values."""
    families = text_string_to_metric_families(_read(f"{url}/metrics"))
    return {
        f"{sample.name}{''.join(sample.labels.values())}": sample.value
        for family in families
        for sample in family.samples
    }


def _run(socket: ClientConnection) -> None:
    socket.send(_rerun())
    while True:
        sent = ForwardMsg.FromString(socket.recv(timeout=60))
        if sent.WhichOneof("type") == "script_finished":
            return


def test_a_server_says_that_it_lives_and_with_which_edition_it_is_ready(
    running: str, shipped: Database
) -> None:
    assert _read(f"{running}/health/live") == "live"
    assert json.loads(_read(f"{running}/health/ready")) == {
        "ready": True,
        "edition": shipped.version,
        "number": 0,
        "worker": "1",
    }


def test_the_figures_of_a_server_follow_what_a_browser_does(
    running: str, shipped: Database
) -> None:
    before = _figures(running)
    url = running.replace("http", "ws") + "/_stcore/stream"
    with connect(url, subprotocols=["streamlit"], max_size=None) as socket:
        _run(socket)
        _run(socket)
        during = _figures(running)

    assert during["dashboard_sessions"] == before["dashboard_sessions"] + 1
    assert during["dashboard_reruns_total"] == before["dashboard_reruns_total"] + 2
    waits = "dashboard_rerun_wait_seconds_count"
    assert during[waits] == before[waits] + 2
    assert during["dashboard_rerun_wait_seconds_sum"] > before["dashboard_rerun_wait_seconds_sum"]
    assert during[f"dashboard_edition{shipped.version}1"] == 1
    assert during["dashboard_errors_totalpage"] == 0


def test_a_database_that_cannot_be_read_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb  # noqa: PLC0415 - makes a file that is no dashboard's

    path = tmp_path / "dashboard-none.duckdb"
    duckdb.connect(path).close()
    monkeypatch.setattr("lib.ui.health.database", lambda: Database(path))

    status, text = _answer(APP, "/health/ready")

    assert status == 503
    assert json.loads(text) == {"ready": False, "edition": "none", "number": 0, "worker": "1"}


def _failing_page() -> None:
    from lib.ui.frame import show_error  # noqa: PLC0415 - runs as a script of its own

    show_error(ValueError("broken"))


def test_the_number_on_the_page_is_that_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    failed = _value("dashboard_errors_total", place="page")

    shown = AppTest.from_function(_failing_page).run().error[0].value

    (record,) = [one for one in caplog.records if one.name == "lib.ui.frame"]
    assert NUMBER.search(shown)[0] == record.number
    assert _value("dashboard_errors_total", place="page") == failed + 1


def test_an_answer_that_fails_says_the_number_of_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        message = "secret detail"
        raise ValueError(message)

    monkeypatch.setattr("lib.ui.health.database", fail)

    status, text = _answer(APP, "/health/ready")

    (record,) = [one for one in caplog.records if one.name == "lib.ui.health"]
    assert status == 500
    assert f"番号 {record.number}" in text
    assert "secret" not in text


LOGGING = """
import logging, uvicorn.config
logging.config.dictConfig(uvicorn.config.LOGGING_CONFIG)
from streamlit.logger import get_logger
get_logger("streamlit.own")
from lib.ui import logs
logs.begin()
logging.getLogger("uvicorn.error").info("10.0.0.1 opened a page")
logging.getLogger("streamlit.own").warning("二行の\\n文")
get_logger("streamlit.later").warning("loaded later")
get_logger("streamlit.later").info("10.0.0.1 came back")
try:
    1 / 0
except ZeroDivisionError as error:
    print(logs.numbered(logging.getLogger("own"), "failed", error))
"""


def test_the_log_is_one_object_a_line_without_addresses_of_visitors() -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOGGING],
        cwd=paths.PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )

    warning, later, error = map(json.loads, found.stderr.splitlines())
    assert later["message"] == "loaded later"
    assert (warning["level"], warning["message"]) == ("WARNING", "二行の\n文")
    assert error["number"] == found.stdout.strip()
    assert error["worker"] == "1"
    assert "ZeroDivisionError" in error["trace"]
    assert re.match(r"\d{4}-\d\d-\d\dT", error["time"])
