"""No cell changes unnoticed: what rules and checks cannot tell, the confirmation of its row can."""

import csv
import datetime as dt
import random
import re
import shutil
from pathlib import Path

import pytest

from lib import formats, paths
from lib.build import table_rows
from lib.confirmation import FILE_NAME, confirmation_faults, main, read_confirmed, row_digest
from lib.derived import figure_rows
from lib.documents.locating import Status, figure_from, locate
from lib.documents.reading import Document, read_document
from lib.schema import CSV_TABLES, Table
from lib.validation import InvalidDataError, Row, validated_tables
from tests.documents import document_path

SEED = 20261121
VERIFIED_TABLES = ("results", "kpis", "support_type_bodies", "support_ranges", "support_counts")


def _has_digits(table_name: str) -> bool:
    lines = (paths.DATA / f"{table_name}.csv").read_text("utf-8").splitlines()[1:]
    return any(re.search("[0-9]", line) for line in lines)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil."""
    copy = tmp_path / "data"
    shutil.copytree(paths.DATA, copy, ignore=shutil.ignore_patterns("build", "documents", "geo"))
    return copy


def _with_other_digit(text: str, chance: random.Random) -> str:
    place = chance.choice([found.start() for found in re.finditer("[0-9]", text)])
    other = chance.choice([digit for digit in "0123456789" if digit != text[place]])
    return text[:place] + other + text[place + 1 :]


def _spoil_one_digit(file: Path, chance: random.Random) -> tuple[int, str]:
    """Changes one digit in one cell; returns the line and the new content of the cell."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    cells = [
        (row, column)
        for row in range(1, len(rows))
        for column, text in enumerate(rows[row])
        if re.search("[0-9]", text)
    ]
    row, column = chance.choice(cells)
    rows[row][column] = _with_other_digit(rows[row][column], chance)
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)
    return row + 1, rows[row][column]


@pytest.mark.parametrize(
    "table",
    [table for table in CSV_TABLES if _has_digits(table.name)],
    ids=lambda table: table.name,
)
def test_one_changed_digit_anywhere_stops_the_build_and_names_the_row(
    data: Path, table: Table
) -> None:
    name = table.name
    line, cell = _spoil_one_digit(data / f"{name}.csv", random.Random(f"{SEED} {name}"))

    with pytest.raises(InvalidDataError) as raised:
        table_rows(data)
    # A key that is out of order is told at the row behind it, a contradiction at the other row.
    near = {0, line, line + 1}
    assert any(
        (fault.file == f"{name}.csv" and fault.row in near) or cell in fault.allowed
        for fault in raised.value.faults
    ), raised.value.faults


def test_a_changed_word_is_noticed_and_the_message_says_what_to_do(data: Path) -> None:
    file = data / "departments.csv"
    file.write_text(file.read_text("utf-8").replace("薬務課", "業務課"), "utf-8")

    with pytest.raises(InvalidDataError) as raised:
        table_rows(data)
    (fault,) = raised.value.faults
    assert "departments.csv" in str(fault)
    assert "未確認の行 H30-06/1" in str(fault)
    assert "python -m lib.confirmation" in str(fault)


def test_a_new_and_a_missing_row_are_noticed(data: Path) -> None:
    tables = validated_tables(data)
    department = tables["departments"].rows[0]
    department["position"] = 9  # the key: one row is gone, another is there
    found = [fault.found for fault in confirmation_faults(tables, data)]

    assert found == ["未確認の行 H30-01/9", "確認した行 H30-01/1 がない"]


def test_confirming_again_lets_the_build_pass(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = data / "departments.csv"
    file.write_text(file.read_text("utf-8").replace("薬務課", "業務課"), "utf-8")

    assert main(data) == 0
    assert "変わった行: 1件\n  departments H30-06/1" in capsys.readouterr().out
    assert table_rows(data)


@pytest.mark.parametrize(("days_behind", "code"), [(1, 1), (0, 0)])
def test_an_entry_that_is_yet_to_come_is_not_confirmed(
    data: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    days_behind: int,
    code: int,
) -> None:
    entries = [row["entered_on"] for row in validated_tables(data)["sources"].rows]
    newest = max(day for day in entries if isinstance(day, dt.date))
    monkeypatch.setattr(formats, "today", lambda: newest - dt.timedelta(days=days_behind))

    assert main(data) == code
    assert (f"entered_on列: 見つかったもの「{newest}」" in capsys.readouterr().err) is bool(code)


def test_a_slow_clock_refuses_no_confirmed_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "today", lambda: dt.date(1970, 1, 1))

    assert table_rows(paths.DATA)


def test_without_any_confirmation_one_fault_says_what_to_do(data: Path) -> None:
    (data / FILE_NAME).unlink()

    (fault,) = confirmation_faults(validated_tables(data), data)
    assert (fault.file, fault.found) == (FILE_NAME, "ファイルがない")


def test_the_digest_depends_on_every_cell_and_on_its_column() -> None:
    row: Row = {"a": 1, "b": 2}

    assert row_digest(row) == row_digest({"b": 2, "a": 1})
    assert len({row_digest(found) for found in (row, {"a": 2, "b": 1}, {"a": 1, "b": None})}) == 3


def _reported(document: Document, rows: list[Row]) -> int:
    figures = [figure for row in rows if (figure := figure_from(row))]
    return sum(item.status is not Status.FOUND for item in locate(figures, document))


@pytest.mark.parametrize("source_id", ["S1", "S2", "S3", "S4"])
def test_another_digit_in_any_verified_figure_is_missed_in_its_document(source_id: str) -> None:
    # Without the confirmation of rows: the documents alone tell.
    document = read_document(document_path(source_id), source_id)
    chance = random.Random(SEED)
    own = [
        row
        for row in figure_rows(validated_tables(paths.DATA))
        if row["source_id"] == source_id and row["table_name"] in VERIFIED_TABLES
    ]
    assert _reported(document, own) == 0
    for row in own:
        near = [other for other in own if other["source_locator"] == row["source_locator"]]
        value = float(_with_other_digit(f"{row['value']:g}", chance))
        spoilt = [{**other, "value": value} if other is row else other for other in near]
        assert _reported(document, spoilt) > 0, (row["figure_id"], value)


def test_a_file_that_a_merge_left_half_done_is_a_fault_of_its_line(data_copy: Path) -> None:
    (data_copy / FILE_NAME).write_text("<<<<<<< HEAD\nsources\tS1\tabc\n", "utf-8")

    with pytest.raises(InvalidDataError) as raised:
        read_confirmed(data_copy)

    (fault,) = raised.value.faults
    assert (fault.file, fault.row, fault.found) == (FILE_NAME, 1, "<<<<<<< HEAD")
    assert "作り直す" in fault.allowed
