"""Waits of many users at once: opens sessions over websockets and lets each look around.

Run as ``.venv/bin/python bench/sessions.py [--sessions 50] [--think 5] [--seconds 40]``. It
starts a server of its own and prints, for each page, the median and 95th percentile of the wait
from a user's action to the end of the page's script, in seconds, and the ratio of the median to
the wait of a user who is alone.
"""

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from lib.views.pages import PAGES, Page  # noqa: E402 - the project must be found first

PORT = 8650


def _views(page: Page) -> tuple[str, str]:
    """Two addresses of a page between which a user goes back and forth."""
    return page.examples[0], page.examples[-1]


async def _wait_of_one_run(socket: ClientConnection, page: Page, query: str) -> float:
    """Seconds from asking for a page until its script has finished."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page.path.strip("/")
    began = time.perf_counter()
    await socket.send(message.SerializeToString())
    while True:
        answer = ForwardMsg.FromString(await socket.recv())
        if answer.WhichOneof("type") != "script_finished":
            continue
        if answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return time.perf_counter() - began


async def _session(page: Page, think_s: float, until: float, waits: list[float]) -> None:
    url = f"ws://localhost:{PORT}/_stcore/stream"
    async with connect(url, subprotocols=["streamlit"], max_size=None) as socket:
        await asyncio.sleep(random.uniform(0, think_s))
        await _wait_of_one_run(socket, page, _views(page)[0])  # the first visit is not counted
        turn = 0
        while time.monotonic() < until:
            await asyncio.sleep(random.uniform(0.5, 1.5) * think_s)
            turn += 1
            waits.append(await _wait_of_one_run(socket, page, _views(page)[turn % 2]))


async def _waits(page: Page, sessions: int, think_s: float, seconds: float) -> list[float]:
    waits: list[float] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(_session(page, think_s, until, waits) for _ in range(sessions)))
    return waits


def _started_server() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lib.ui.server", "localhost", str(PORT)]
    server = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    message = "the server does not answer"
    raise TimeoutError(message)


def main() -> None:
    """Measures every page and prints a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=40.0)
    options = parser.parse_args()
    server = _started_server()
    print(f"{options.sessions} sessions, {options.think:g} s think time")
    print(f"{'page':10} {'alone':>8} {'median':>8} {'p95':>8} {'ratio':>6} {'runs':>6}")
    try:
        for page in PAGES.values():
            alone = asyncio.run(_waits(page, 1, 0.2, 4))
            many = asyncio.run(_waits(page, options.sessions, options.think, options.seconds))
            single, median = statistics.median(alone), statistics.median(many)
            p95 = statistics.quantiles(many, n=20)[-1]
            print(
                f"{page.topic:10} {single:8.3f} {median:8.3f} {p95:8.3f} {median / single:6.1f}"
                f" {len(many):6}",
                flush=True,
            )
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
