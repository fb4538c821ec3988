"""The browser on the server, which makes PDFs and pictures of our own pages without a network."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge", "microsoft-edge")
TIME_LIMIT_S = 60
_DRAWING_MS = 20_000  # of the page's own clock, which runs ahead while nothing is to be done
RUNNING = threading.Lock()  # one browser at a time: each takes a core and half a gigabyte
_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The page asks for nothing; what the browser itself would ask for ends at a closed port.
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    f"--virtual-time-budget={_DRAWING_MS}",
)


class RendererError(Exception):
    """Nothing can be made here; the message says so in Japanese and ends for what to do instead."""


class BusyError(RendererError):
    """Another file is being made; the same may be asked for again."""


def rendered(
    page: bytes, made: str, target: str, *options: str, patience_s: float = TIME_LIMIT_S
) -> bytes:
    """What Chromium on this machine makes of a page.

    Args:
        page: HTML that asks for nothing.
        made: What is made, in Japanese.
        target: The option that takes the name of the file, and how the name ends, as in
            --screenshot=.png.
        options: Further options.
        patience_s: How long it waits for another page to be done.

    Raises:
        RendererError: There is no browser, it is busy or it made nothing.
    """
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        words = f"サーバーに{made}を作るブラウザー（Chromium）がない。"
        raise RendererError(words)
    if not RUNNING.acquire(timeout=patience_s):
        words = "ほかの資料を作っている。しばらく待ってやり直すか、"
        raise BusyError(words)
    try:
        content = _made(browser, page, target, options)
    finally:
        RUNNING.release()
    if not content:
        words = f"ブラウザーが{made}を作らなかった。"
        raise RendererError(words)
    return content


def _made(browser: str, page: bytes, target: str, options: tuple[str, ...]) -> bytes:
    """Runs the browser with a profile of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        option, _, ending = target.partition("=")
        source, file = folder / "page.html", folder / f"made{ending}"
        source.write_bytes(page)
        command = [
            browser,
            *_ARGUMENTS,
            *options,
            *(("--no-sandbox",) if os.geteuid() == 0 else ()),  # root cannot be boxed in
            f"--user-data-dir={folder / 'profile'}",
            f"{option}={file}",
            source.as_uri(),
        ]
        _run(command, folder)
        return file.read_bytes() if file.exists() else b""


def _run(command: list[str], folder: Path) -> None:
    """Runs the browser in a group of its own, so that no part of it outlives the time limit.

    Raises:
        RendererError: It could not be started or took too long.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - a browser from PATH, no words of users
            command,
            cwd=folder,
            env=os.environ | {"HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        words = "ブラウザーを起動できなかった。"
        raise RendererError(words) from error
    try:
        process.wait(TIME_LIMIT_S)
    except subprocess.TimeoutExpired as error:
        words = f"{TIME_LIMIT_S}秒以内にできなかった。"
        raise RendererError(words) from error
    finally:
        with suppress(ProcessLookupError):  # nothing of the group is left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
