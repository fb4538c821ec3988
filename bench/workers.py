"""What a second process behind nginx brings, and what it is when one of two is killed.

Each session asks for the next run of its page as soon as the last one has ended, so that the
processes are never idle. One and two processes are measured in turn, for a short time each, so that
others at work on the same machine disturb both alike; the processors that they had tell how much
was left to them.
"""

import asyncio
import contextlib
import os
import signal
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench.summaries import Cell
from lib.views.pages import PAGES
from tests import several

SCALING_HEADER = (
    "プロセス",
    "描き直し/秒",
    "待ち時間の中央値（秒）",
    "使えたコア",
    "比の中央値",
    "比の幅",
)
KILLED_HEADER = (
    "人",
    "切れた人",
    "戻るまで・最長（秒）",
    "ほかの人の待ち時間の中央値（秒）",
    "最長（秒）",
)
_USED_S = 5
_LONGEST_END_BYTES = 500
_TOPICS = ("overview", "variance", "subsidy", "catalogue")


@dataclass
class Seen:
    """What one session saw: the waits for its runs, and for a new connection when one was cut."""

    waits: list[float] = field(default_factory=list)
    cuts: list[float] = field(default_factory=list)


def _processor_s(running: several.Several) -> float:
    """Seconds of a processor that the processes behind nginx have had."""
    fields = [
        Path(f"/proc/{running.process_id(number)}/stat").read_text().rpartition(")")[2].split()
        for number in range(1, running.count + 1)
    ]
    ticks = sum(int(one[11]) + int(one[12]) for one in fields)  # in programs and in the system
    return ticks / os.sysconf("SC_CLK_TCK")


async def _run(socket: ClientConnection, topic: str, query: str) -> None:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = PAGES[topic].path.strip("/")
    await socket.send(message.SerializeToString())
    while True:
        content = await socket.recv()
        if len(content) <= _LONGEST_END_BYTES:
            sent = ForwardMsg.FromString(content)
            if sent.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and sent.HasField(
                "script_finished"
            ):
                return


async def _session(url: str, topic: str, until: float, seen: Seen) -> None:
    page, cookie, cut_at = PAGES[topic], "", 0.0
    queries = (page.examples[0], page.examples[-1])
    while time.monotonic() < until:
        headers = {"Cookie": cookie} if cookie else {}
        with contextlib.suppress(WebSocketException, OSError):
            async with connect(
                url, subprotocols=["streamlit"], max_size=None, additional_headers=headers
            ) as socket:
                cookie = socket.response.headers["Set-Cookie"].partition(";")[0]
                await _run(socket, topic, queries[0])  # the first of a session is not counted
                if cut_at:
                    seen.cuts.append(time.monotonic() - cut_at)
                turn = 0
                while time.monotonic() < until:
                    turn += 1
                    began = time.monotonic()
                    await _run(socket, topic, queries[turn % 2])
                    seen.waits.append(time.monotonic() - began)
                return
        cut_at = time.monotonic()


async def _load(
    running: several.Several, sessions: int, seconds: float, *, kills: bool
) -> list[Seen]:
    url = running.url.replace("http", "ws") + "/_stcore/stream"
    found = [Seen() for _ in range(sessions)]
    until = time.monotonic() + seconds
    tasks = [
        asyncio.create_task(_session(url, _TOPICS[place % len(_TOPICS)], until, seen))
        for place, seen in enumerate(found)
    ]
    if kills:
        await asyncio.sleep(seconds / 2)
        os.kill(running.process_id(1), signal.SIGKILL)
    await asyncio.gather(*tasks)
    return found


@dataclass(frozen=True)
class Turn:
    """What a number of processes did in a short time.

    Attributes:
        rate: Runs a second.
        wait: The median wait for a run, in seconds.
        processors: How many processors the processes had.
    """

    rate: float
    wait: float
    processors: float


def _measured(running: several.Several, sessions: int, seconds: float) -> Turn:
    before = _processor_s(running)
    seen = asyncio.run(_load(running, sessions, seconds, kills=False))
    used = (_processor_s(running) - before) / seconds
    waits = [wait for one in seen for wait in one.waits]
    found = Turn(len(waits) / seconds, statistics.median(waits), used)
    print(running.count, found, flush=True)
    return found


def scaling(sessions: int, seconds: float, rounds: int) -> list[tuple[Cell, ...]]:
    """One and two processes in turn: the rows below ``SCALING_HEADER``."""
    with ExitStack() as stack:
        both = [_begun(stack, count, sessions) for count in (1, 2)]
        turns = [[_measured(one, sessions, seconds) for one in both] for _ in range(rounds)]
    ratios = sorted(two.rate / one.rate for one, two in turns)
    found: list[tuple[Cell, ...]] = []
    for place, running in enumerate(both):
        own = [pair[place] for pair in turns]
        middle = [
            statistics.median(getattr(turn, name) for turn in own)
            for name in ("rate", "wait", "processors")
        ]
        ratio = (1.0, "") if not place else (statistics.median(ratios), _span(ratios))
        found.append((running.count, *middle, *ratio))
    return found


def _span(values: list[float]) -> str:
    return f"{values[0]:.2f}～{values[-1]:.2f}"


def _begun(stack: ExitStack, count: int, sessions: int) -> several.Several:
    """Processes that were used for a while, so that what is kept is made."""
    folder = Path(stack.enter_context(TemporaryDirectory()))
    running = stack.enter_context(several.several(folder, count))
    asyncio.run(_load(running, sessions, _USED_S, kills=False))
    return running


def killed(sessions: int, seconds: float) -> list[tuple[Cell, ...]]:
    """One of two processes is killed halfway: the row below ``KILLED_HEADER``."""
    with ExitStack() as stack:
        running = _begun(stack, 2, sessions)
        seen = asyncio.run(_load(running, sessions, seconds, kills=True))
    cuts = [cut for one in seen for cut in one.cuts]
    untouched = [wait for one in seen if not one.cuts for wait in one.waits]
    back = max(cuts, default=0.0)
    return [(sessions, len(cuts), back, statistics.median(untouched), max(untouched))]
