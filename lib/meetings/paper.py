"""The PDF of a meeting, which a browser on the server prints from the meeting's own file."""

import datetime as dt
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from lib.exports import Download
from lib.meetings.handout import make as handout
from lib.meetings.slides import Deck

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge", "microsoft-edge")
_TIME_LIMIT_S = 60
_DRAWING_MS = 20_000  # of the page's own clock, which runs ahead while nothing is to be done
_PRINTING = threading.Lock()  # one browser at a time: each takes a core and half a gigabyte
_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The file asks for nothing; what the browser itself would ask for ends at a closed port.
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    f"--virtual-time-budget={_DRAWING_MS}",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_INSTEAD = "HTMLの資料を保存してブラウザーで開き、ブラウザーの印刷からPDFに保存してください。"


class PaperError(Exception):
    """The PDF cannot be made here; the message says in Japanese what to do instead."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words}{_INSTEAD}")


def make(deck: Deck, made_on: dt.date) -> Download:
    """The PDF of a meeting, printed without a network by Chromium on this machine.

    Args:
        deck: The slides.
        made_on: The date that stands on it and in its name.

    Raises:
        PaperError: There is no browser, it is busy or it made no PDF.
    """
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        words = "サーバーにPDFを作るブラウザー（Chromium）がない。"
        raise PaperError(words)
    page = handout(deck, made_on)
    if not _PRINTING.acquire(timeout=_TIME_LIMIT_S):
        words = "ほかのPDFを作っている。しばらく待ってやり直すか、"
        raise PaperError(words)
    try:
        content = _printed(browser, page.content)
    finally:
        _PRINTING.release()
    name = f"{page.file_name.removesuffix('.html')}.pdf"
    return Download(name, content, "application/pdf")


def _printed(browser: str, page: bytes) -> bytes:
    """Prints a page with a profile of its own that is gone afterwards.

    Raises:
        PaperError: No PDF came out.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "meeting.html", folder / "meeting.pdf"
        source.write_bytes(page)
        command = [
            browser,
            *_ARGUMENTS,
            *(("--no-sandbox",) if os.geteuid() == 0 else ()),  # root cannot be boxed in
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        _run(command, folder)
        content = target.read_bytes() if target.exists() else b""
    if not content.startswith(b"%PDF-"):
        words = "ブラウザーがPDFを作らなかった。"
        raise PaperError(words)
    return content


def _run(command: list[str], folder: Path) -> None:
    """Runs the browser in a group of its own, so that no part of it outlives the time limit.

    Raises:
        PaperError: It could not be started or took too long.
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
        raise PaperError(words) from error
    try:
        process.wait(_TIME_LIMIT_S)
    except subprocess.TimeoutExpired as error:
        words = f"{_TIME_LIMIT_S}秒以内にPDFができなかった。"
        raise PaperError(words) from error
    finally:
        with suppress(ProcessLookupError):  # nothing of the group is left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
