"""PDFs and pictures where the browser is missing, fails or does not end."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from lib.database import Database
from lib.meetings import paper, picture, renderer
from lib.meetings.agenda import Item, Meeting
from lib.meetings.renderer import RendererError
from lib.meetings.slides import Deck, deck_of

MADE_ON = dt.date(2026, 11, 21)


@pytest.fixture
def deck(shipped: Database) -> Deck:
    return deck_of(shipped, Meeting("会議"))


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that stands in for the only browser of this machine."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(renderer, "BROWSERS", ("stand-in",))
    return folder / "stand-in"


def install(program: Path, script: str) -> None:
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)


def test_without_a_browser_the_message_says_what_to_do(deck: Deck, browser: Path) -> None:
    assert not browser.exists()
    with pytest.raises(RendererError, match="ブラウザーの印刷からPDFに保存"):
        paper.make(deck, MADE_ON)


def test_without_a_browser_a_picture_is_refused_with_another_way(
    shipped: Database, browser: Path
) -> None:
    assert not browser.exists()
    (slide,) = deck_of(shipped, Meeting("", (Item("targets", "targets"),))).slides
    with pytest.raises(RendererError, match=r"画像を作るブラウザー.*画面の切り取り"):
        picture.make(slide.exhibit, MADE_ON)


def test_a_browser_that_makes_no_pdf_is_reported(deck: Deck, browser: Path) -> None:
    install(browser, "exit 0")
    with pytest.raises(RendererError, match="PDFを作らなかった"):
        paper.make(deck, MADE_ON)


def test_a_browser_that_cannot_start_is_reported(deck: Deck, browser: Path) -> None:
    browser.write_bytes(b"\x7fELF no program")
    browser.chmod(0o755)
    with pytest.raises(RendererError, match="起動できなかった"):
        paper.make(deck, MADE_ON)


def test_a_browser_that_does_not_end_is_ended_with_its_children(
    deck: Deck, browser: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    install(browser, f"sleep 1000 & echo $! > {child}; wait")
    monkeypatch.setattr(renderer, "TIME_LIMIT_S", 2)
    with pytest.raises(RendererError, match="秒以内に"):
        paper.make(deck, MADE_ON)

    # The child belongs to nobody any more; the system takes a moment to end it.
    process = int(child.read_text("utf-8"))
    assert any(is_gone(process) or time.sleep(0.05) for _ in range(200))


def is_gone(process: int) -> bool:
    """Whether a process has ended; one that its parent has not yet heard of counts as ended."""
    try:
        os.kill(process, 0)
        return "\nState:\tZ" in Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return True


def test_the_next_pdf_is_made_after_one_that_failed(deck: Deck, browser: Path) -> None:
    install(browser, "exit 1")
    for _ in range(2):
        with pytest.raises(RendererError, match="PDFを作らなかった"):
            paper.make(deck, MADE_ON)


def test_the_browser_gets_no_network_no_shell_and_nothing_of_a_title(
    shipped: Database, browser: Path, tmp_path: Path
) -> None:
    seen = tmp_path / "arguments"
    install(browser, f'printf "%s\\n" "$@" > {seen}')
    deck = deck_of(shipped, Meeting("; touch /tmp/x $(id)"))
    with pytest.raises(RendererError):
        paper.make(deck, MADE_ON)

    arguments = seen.read_text("utf-8").splitlines()
    assert "--proxy-server=127.0.0.1:9" in arguments
    assert arguments[-1].startswith("file:///")
    assert ("--no-sandbox" in arguments) == (os.geteuid() == 0)
    assert not any("touch" in argument for argument in arguments)
    folder = Path(arguments[-1].removeprefix("file://")).parent
    assert not folder.exists(), "the browser's profile was left behind"
