"""Starts the processes and nginx, starts again what ends, and ends all together.

Run as ``python -m lib.workers ADDRESS PORT COUNT``, which ``python3 -m lib.launch serve
--workers COUNT`` does. DASHBOARD_PREFIX and DASHBOARD_ACCESS_LOG in the environment hold the path
below which all is shown, and what nginx writes about requests.
"""

import contextlib
import logging
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import IO

from lib import paths
from lib.access.configuration import PEER_SECRET, AccessError, configured
from lib.addresses import below
from lib.ui import logs
from lib.workers.proxy import Place, configuration, places, program

_LOGGER = logging.getLogger("lib.workers")
_LOOKS_EVERY_S = 0.2
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
_STEADY_AFTER_S = 60.0  # a process that ran for so long did not fail because of its start
_STARTS_WITHIN_S = 120.0
_ENDS_WITHIN_S = 10.0
_NO_PROGRAM = (
    "nginx がありません。Debian や Ubuntu では「apt install nginx」を行うか、"
    "--workers を付けずに始めてください。"
)


class Worker:
    """A process of the dashboard that is started again whenever it ends.

    Args:
        place: Where it listens.
        folder: Holds its database file and nothing else.
        shared: The environment of all processes.
    """

    def __init__(self, place: Place, folder: Path, shared: dict[str, str]) -> None:
        (database,) = folder.glob("*.duckdb")
        own = {"DASHBOARD_WORKER": str(place.number), "DASHBOARD_DATABASE": str(database)}
        self.place = place
        self.environment = shared | own
        self.pause_s = _FIRST_PAUSE_S
        self.start()

    def start(self) -> None:
        """Starts it."""
        command = [sys.executable, "-m", "lib.ui.server", "127.0.0.1", str(self.place.port)]
        self.starts_at: float | None = None
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, cwd=paths.PROJECT, env=self.environment, stdout=subprocess.DEVNULL
        )

    def look_after(self) -> None:
        """Starts it again where it has ended, after a pause that grows while it fails."""
        now = time.monotonic()
        if self.starts_at is not None:
            if now >= self.starts_at:
                self.start()
        elif self.process.poll() is not None:
            is_steady = now - self.started_at > _STEADY_AFTER_S
            self.pause_s = _FIRST_PAUSE_S if is_steady else self.pause_s
            self.starts_at = now + self.pause_s
            words = "Process %s ended with %s and is started again in %s seconds"
            _LOGGER.warning(words, self.place.number, self.process.returncode, self.pause_s)
            self.pause_s = min(2 * self.pause_s, _LONGEST_PAUSE_S)

    def is_ready(self) -> bool:
        """Whether it answers with its database."""
        connection = HTTPConnection("127.0.0.1", self.place.port, timeout=1)
        try:
            connection.request("GET", below("/health/ready"))
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def serve(address: str, port: int, count: int) -> int:
    """Serves until this process is told to end; returns the exit code."""
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    nginx = program()
    if nginx is None:
        print(_NO_PROGRAM, file=sys.stderr)
        return 1
    try:
        access = configured()  # its faults are said once, and not by each process
    except AccessError as error:
        print(error, file=sys.stderr)
        return 1
    folder = paths.BUILD / f"workers-{port}"
    behind = places(port, count)
    folders = _prepared(folder, behind)
    if folders is None:
        return 1
    peer_secret = secrets.token_hex() if access and access.proxy else ""
    _write_configuration(folder, address, port, behind, peer_secret)
    shared = {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex()} | os.environ
    shared[PEER_SECRET] = peer_secret
    workers = [Worker(place, own, shared) for place, own in zip(behind, folders, strict=True)]
    try:
        if _are_ready(workers, stopping):
            _keep_running(workers, [nginx, "-p", str(folder), "-c", "nginx.conf"], stopping)
    finally:
        _end([worker.process for worker in workers])
    return 0 if stopping else 1


def _prepared(folder: Path, workers: Sequence[Place]) -> list[Path] | None:
    """The folder of each process, with a copy of the database; None if it cannot be built."""
    shutil.rmtree(folder, ignore_errors=True)
    folders = [folder / str(place.number) for place in workers]
    # In a process of its own, so that this one stays small.
    command = [sys.executable, "-m", "lib.build", *map(str, folders)]
    built = subprocess.run(command, cwd=paths.PROJECT, check=False)  # noqa: S603 - our own module
    return None if built.returncode else folders


def _write_configuration(
    folder: Path, address: str, port: int, workers: tuple[Place, ...], peer_secret: str
) -> None:
    text = configuration(
        folder,
        address,
        port,
        workers,
        prefix=below(""),
        access_log=os.environ.get("DASHBOARD_ACCESS_LOG", "none"),
        peer_secret=peer_secret,
    )
    file = folder / "nginx.conf"
    file.touch(mode=0o600)  # it holds a secret
    file.write_text(text, "utf-8")


def _are_ready(workers: Sequence[Worker], stopping: Sequence[int]) -> bool:
    """Waits until all answer; False if one ends before, or none of that comes about in time."""
    until = time.monotonic() + _STARTS_WITHIN_S
    while not stopping and time.monotonic() < until:
        if any(worker.process.poll() is not None for worker in workers):
            return False
        if all(worker.is_ready() for worker in workers):
            return True
        time.sleep(_LOOKS_EVERY_S)
    return False


def _keep_running(
    workers: Sequence[Worker], command: Sequence[str], stopping: Sequence[int]
) -> None:
    """Runs nginx and looks after the processes, until nginx ends or all is to end."""
    # Through a pipe: it opens its standard output by name, which a socket, as that of the journal
    # of systemd, does not allow.
    proxy = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - of this machine
    threading.Thread(target=_pass_on, args=(proxy.stdout,), daemon=True).start()
    try:
        while not stopping and proxy.poll() is None:
            for worker in workers:
                worker.look_after()
            time.sleep(_LOOKS_EVERY_S)
    finally:
        _end([proxy])


def _pass_on(lines: IO[bytes]) -> None:
    """Writes what nginx says to our own standard output; where that fails, it is let go."""
    with lines, contextlib.suppress(OSError):
        for line in lines:
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + _ENDS_WITHIN_S
    for process in processes:
        try:
            process.wait(max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    logs.begin("all")
    _, given_address, given_port, given_count = sys.argv
    sys.exit(serve(given_address, int(given_port), int(given_count)))
