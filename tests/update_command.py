"""The command of the editions over a store of a test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lib.editions.store import PLACE
from lib.update.__main__ import main

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs the command over a store of its own; gives the code, what it says, and what it warns."""
    monkeypatch.setenv(PLACE, str(tmp_path / "store"))

    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as end:
            code = int(str(end.code))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
