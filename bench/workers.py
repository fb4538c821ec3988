"""What a second process brings: runs a second through nginx with 1 and with 2 processes.

Run as ``.venv/bin/python -m bench.workers [--sessions 8] [--seconds 6] [--rounds 12]``. Each
session asks for the next run of its page as soon as the last one has ended, so that the processes
are never idle. Both are measured in turn, for a short time each, so that others at work on the
same machine disturb both alike; the processors that they had tell how much was left to them. With
``--kill`` one of two processes is killed halfway: what the sessions of the other one notice is
counted, and how long the moved ones wait.
"""

import argparse
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

from lib.views.pages import PAGES
from tests import several

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


def _measured(
    running: several.Several, sessions: int, seconds: float, *, kills: bool = False
) -> float:
    """Prints what was seen and returns the runs a second."""
    before = 0 if kills else _processor_s(running)
    seen = asyncio.run(_load(running, sessions, seconds, kills=kills))
    used = 0 if kills else (_processor_s(running) - before) / seconds
    waits = [wait for one in seen for wait in one.waits]
    rate = len(waits) / seconds
    print(
        f"{running.count} processes, {used:.2f} processors: {rate:.1f} runs a second, "
        f"median wait {statistics.median(waits):.3f} s, longest {max(waits):.3f} s",
        flush=True,
    )
    if kills:
        cuts = [round(cut, 1) for one in seen for cut in one.cuts]
        print(f"{len(cuts)} of {sessions} sessions were cut, and back after {cuts} s")
    return rate


def main() -> None:
    """Measures and prints one line a turn, then the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--kill", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        one, two = (
            stack.enter_context(
                several.several(Path(stack.enter_context(TemporaryDirectory())), count)
            )
            for count in (1, 2)
        )
        for running in (one, two):
            asyncio.run(_load(running, options.sessions, 5, kills=False))  # what is kept, is made
        if options.kill:
            _measured(two, options.sessions, options.seconds, kills=True)
            return
        pairs = [
            [_measured(running, options.sessions, options.seconds) for running in (one, two)]
            for _ in range(options.rounds)
        ]
    ratios = sorted(second / first for first, second in pairs)
    middle = [statistics.median(rates) for rates in zip(*pairs, strict=True)]
    print(f"median: {middle[0]:.1f} and {middle[1]:.1f} runs a second")
    middle_ratio = statistics.median(ratios)
    print(f"ratio in a pair: median {middle_ratio:.2f}, {ratios[0]:.2f} to {ratios[-1]:.2f}")


if __name__ == "__main__":
    main()
