"""Workbooks are unpacked in a process of their own, which may end without harm."""

import subprocess
import sys

import pytest

from lib import paths
from lib.intake import apart, files
from lib.intake.sheets import RefusedFileError
from tests.intake_bad import GOOD, GOOD_ODS, old, with_huge_boundary
from tests.intake_samples import csv_file


@pytest.mark.parametrize("content", [GOOD, GOOD_ODS, old(), old(name="formulas.xls")])
def test_a_workbook_comes_back_from_the_other_process_as_it_was_read(content: bytes) -> None:
    assert apart.sheets_of(content) == files.sheets_of(content)


def test_a_reader_that_ends_its_process_refuses_the_file_only() -> None:
    command = [sys.executable, "-m", "lib.intake.apart"]
    content = old(with_huge_boundary)

    done = subprocess.run(
        command, input=content, capture_output=True, check=False, cwd=paths.PROJECT
    )

    assert done.returncode != 0
    with pytest.raises(RefusedFileError, match="ファイルが壊れていて読めない"):
        apart.sheets_of(content)


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_MOST_SECONDS", 0.000_001)

    with pytest.raises(RefusedFileError, match="ファイルが壊れていて読めない"):
        apart.sheets_of(GOOD)


def test_text_needs_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a process was started"))

    (sheet,), notes = apart.sheets_of(csv_file(("年度",), ("R6",)))

    assert ([list(row) for row in sheet.rows], notes) == ([["年度"], ["R6"]], [])


def test_nothing_of_a_file_is_left_on_the_disk(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("temporary")
    command = [sys.executable, "-m", "lib.intake.apart"]
    environment = {"TMPDIR": str(place), "PATH": ""}

    done = subprocess.run(
        command, input=GOOD, capture_output=True, check=True, cwd=paths.PROJECT, env=environment
    )

    assert b"rs_2024" in done.stdout
    assert list(place.iterdir()) == []
