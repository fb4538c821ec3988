"""What browser tests share: a server of their own, a proxy that sees every request outside."""

import os
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from lib import paths
from lib.launch import BROWSERS

STARTUP_S = 60
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=AutofillServerCommunication,OptimizationHints",
    "--enable-unsafe-swiftshader",  # the map needs WebGL, also without a graphics card
)
# Chromium asks these for updates of its own, whatever page is open.
_BROWSERS_OWN = (
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "update.googleapis.com",
    "optimizationguide-pa.googleapis.com",
)


@dataclass
class Outside:
    """A proxy that refuses everything and remembers what it was asked for.

    Attributes:
        port: Where it listens.
        requests: First line of each request.
    """

    port: int = 0
    requests: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """The requests that no browser makes by itself."""
        return [line for line in self.requests if not any(host in line for host in _BROWSERS_OWN)]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def watched_outside() -> Iterator[Outside]:
    """A proxy on a free port, for as long as the block runs."""
    outside = Outside()

    class Refusal(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            outside.requests.append(self.rfile.readline().decode("latin-1").strip())
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusal) as server:
        outside.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield outside
        server.shutdown()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    outside: Outside,
    host: str = "localhost",
    port: int | None = None,
    prefix: str = "",
    *,
    module: str = "lib.ui.server",
    more: Mapping[str, str] = MappingProxyType({}),
    log: Path = Path(os.devnull),
) -> Iterator[str]:
    """The dashboard, on a free port if none is named, its own requests sent through the proxy.

    Args:
        outside: The proxy.
        host: Where it listens.
        port: Where it listens.
        prefix: The path below which all is shown.
        module: What is run.
        more: What stands in its environment besides.
        log: Where its errors are kept; on the terminal if not named.
    """
    port = port or free_port()
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), outside.url)
    proxies |= {name.upper(): url for name, url in proxies.items()}
    own = {"no_proxy": "localhost,127.0.0.1", "DASHBOARD_PREFIX": prefix}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", module, host, str(port)],
            cwd=paths.PROJECT,
            env=os.environ | proxies | own | more,
            stdout=subprocess.DEVNULL,
            stderr=None if log.is_char_device() else errors,
        )
    url = f"http://{host}:{port}{prefix}"
    try:
        wait_for(f"{url}/_stcore/health", process)
        yield url
    finally:
        process.terminate()
        process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Waits until an address of a process that was just started answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + STARTUP_S
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended while it was starting"
        try:
            opener.open(url, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = f"no answer from {url} within {STARTUP_S} seconds"
    raise TimeoutError(message)


def chromium() -> str | None:
    """The path of Chromium, if it is on this machine."""
    named = os.environ.get("BROWSER")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)
