"""Several processes of the dashboard behind nginx, for tests."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lib import paths
from lib.workers.proxy import program
from tests.browser import STARTUP_S, wait_for
from tests.programs import needed

COUNT = 2
PREFIX = "/dashboard"
PORTS = range(20_000, 32_000)


def web_server() -> str:
    """The path of nginx."""
    return needed(program(), "nginx")


def ports_in_a_row(count: int) -> int:
    """The first of some ports on which nothing listens.

    They lie below those that the system gives to connections, which come and go at any moment.
    """
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with ExitStack() as probes:
            try:
                for more in range(count):
                    probes.enter_context(socket.socket()).bind(("127.0.0.1", port + more))
            except OSError:
                continue
            return port


def wait_for_port(port: int) -> None:
    """Waits until something listens."""
    until = time.monotonic() + STARTUP_S
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = f"nothing listens on {port} after {STARTUP_S} seconds"
    raise TimeoutError(message)


@dataclass(frozen=True)
class Several:
    """What runs.

    Attributes:
        process: What started the others.
        count: How many are behind nginx.
        port: That of nginx; the processes' ports follow.
        log: What nginx wrote about requests.
        errors: What was logged.
    """

    process: subprocess.Popen[bytes]
    count: int
    port: int
    log: Path
    errors: Path

    @property
    def url(self) -> str:
        """The address at which browsers find the dashboard."""
        return f"http://localhost:{self.port}{PREFIX}"

    def url_of(self, number: int) -> str:
        """The address of one process, past nginx."""
        return f"http://127.0.0.1:{self.port + number}{PREFIX}"

    def process_id(self, number: int) -> int:
        """The process of the system that is now one of those behind nginx."""
        wanted = str(self.port + number)
        found = [one for one in children(self.process.pid) if wanted in command_of(one)]
        assert len(found) == 1, f"{len(found)} processes listen on {wanted}"
        return found[0]


def children(parent: int) -> list[int]:
    """The processes that a process started and that still run."""
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def command_of(process: int) -> list[str]:
    """The words of the command of a process; none if it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except OSError:
        return []


@contextmanager
def several(
    folder: Path, count: int = COUNT, out: socket.socket | None = None
) -> Iterator[Several]:
    """Some processes below a path, with nginx before them; ends them all.

    Args:
        folder: Holds what they write.
        count: How many.
        out: Their standard output in place of a file.
    """
    web_server()
    port = ports_in_a_row(count + 1)
    environment = os.environ | {"DASHBOARD_PREFIX": PREFIX, "DASHBOARD_ACCESS_LOG": "plain"}
    log, errors = folder / "requests.log", folder / "errors.log"
    command = [sys.executable, "-m", "lib.workers", "localhost", str(port), str(count)]
    with log.open("wb") as own, errors.open("wb") as err:
        process = subprocess.Popen(
            command, cwd=paths.PROJECT, env=environment, stdout=out or own, stderr=err
        )
    found = Several(process, count, port, log, errors)
    try:
        wait_for(f"{found.url}/health/ready", process)
        yield found
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(paths.BUILD / f"workers-{port}", ignore_errors=True)
