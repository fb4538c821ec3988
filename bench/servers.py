"""The servers that are measured: this dashboard, and what it is compared with."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import psutil

from lib import paths
from tests.browser import free_port, wait_for

_PEERS = Path(__file__).parent / "peers"
_DASH_WORKERS = 2


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes:
        name: What the tables call it.
        url: Its address.
        process: Its first process.
    """

    name: str
    url: str
    process: psutil.Process

    @property
    def _processes(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def cpu_s(self) -> float:
        """Seconds of processor time that it has taken so far, workers included."""
        times = [process.cpu_times() for process in self._processes]
        return sum(time.user + time.system for time in times)

    def memory_mb(self) -> float:
        """Memory that it holds, in 1,000,000 bytes; what workers share is counted once."""
        return sum(process.memory_full_info().pss for process in self._processes) / 1e6


@contextmanager
def _started(  # noqa: PLR0913 - what a server is started with
    name: str,
    command: Sequence[str],
    port: int,
    health: str,
    folder: Path,
    *,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    own = os.environ | environment
    with subprocess.Popen(command, cwd=folder, env=own, stdout=subprocess.DEVNULL) as process:
        url = f"http://localhost:{port}"
        try:
            wait_for(f"{url}{health}", process)
            yield Server(name, url, psutil.Process(process.pid))
        finally:
            process.terminate()


@contextmanager
def dashboard(
    project: Path = paths.PROJECT, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Server]:
    """This dashboard, as ``lib.launch serve`` starts it.

    Args:
        project: Its folder, where it is not this one.
        environment: Further variables of its environment.
    """
    port = free_port()
    command = [sys.executable, "-m", "lib.ui.server", "localhost", str(port)]
    with _started(
        "この画面", command, port, "/_stcore/health", project, environment=environment
    ) as server:
        yield server


@contextmanager
def streamlit_script(name: str, script: Path) -> Iterator[Server]:
    """A Streamlit script with the settings that Streamlit begins with, and without its telemetry.

    Args:
        name: What the tables call it.
        script: The file.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    own = ("--server.headless=true", "--server.address=localhost")
    silent = ("--browser.gatherUsageStats=false", "--server.fileWatcherType=none")
    # Not in the folder of the project, whose settings Streamlit would take.
    with _started(
        name, [*command, *own, *silent], port, "/_stcore/health", script.parent
    ) as server:
        yield server


@contextmanager
def plain_streamlit() -> Iterator[Server]:
    """The plain Streamlit page."""
    with streamlit_script("素のStreamlit", _PEERS / "plain_streamlit.py") as server:
        yield server


@contextmanager
def empty_streamlit() -> Iterator[Server]:
    """A Streamlit page that holds one empty chart."""
    with streamlit_script("空のStreamlit", _PEERS / "empty_streamlit.py") as server:
        yield server


@contextmanager
def dash() -> Iterator[Server]:
    """The same page as a Dash app, under gunicorn with two workers."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", str(_DASH_WORKERS)]
    bound = ["--bind", f"localhost:{port}", "--log-level", "error", "dash_app:server"]
    name = f"Dash（{_DASH_WORKERS}プロセス）"
    with _started(name, [*command, *bound], port, "/", _PEERS) as server:
        yield server
