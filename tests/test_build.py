"""The database is complete or the old one stays; a contradiction stops the build."""

import errno
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from lib import build, paths
from lib.build import built_database, data_digest, database_path, obstacle
from lib.confirmation import main as confirm
from lib.schema import CSV_TABLES, Table
from lib.validation import InvalidDataError, Row
from tests.conftest import Edit


@pytest.fixture
def data_copy(data_copy: Path) -> Path:
    """The copy with all rows confirmed: what a test breaks is the only fault."""
    confirm(data_copy)
    return data_copy


def test_every_table_is_written_with_the_rows_of_its_csv(tmp_path: Path) -> None:
    path = build.build(paths.DATA, tmp_path)

    with duckdb.connect(path, read_only=True) as connection:
        for table in CSV_TABLES:
            lines = (paths.DATA / f"{table.name}.csv").read_text("utf-8").splitlines()
            rows = connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()  # noqa: S608
            assert rows == (len(lines) - 1,), table.name


def test_a_database_that_is_there_is_not_built_again(tmp_path: Path) -> None:
    first = built_database(paths.DATA, tmp_path)
    built_at = first.stat().st_mtime_ns

    assert built_database(paths.DATA, tmp_path) == first
    assert first.stat().st_mtime_ns == built_at


def test_a_file_without_a_declaration_leads_to_a_new_build(data_copy: Path) -> None:
    target = data_copy / "build"
    built_database(data_copy, target)
    (data_copy / "result.csv").write_text("project_id\n", "utf-8")

    with pytest.raises(InvalidDataError, match=r"result\.csv"):
        built_database(data_copy, target)


def test_other_data_give_another_name(data_copy: Path, edit: Edit) -> None:
    before = data_digest(data_copy)
    edit("sources", {"source_id": "S1"}, "publisher", "栃木県")

    assert data_digest(data_copy) != before


def test_faulty_data_replace_nothing(data_copy: Path, edit: Edit, tmp_path: Path) -> None:
    target = tmp_path / "build"
    old = built_database(data_copy, target)
    edit("results", {"project_id": "H30-26", "result_number": "1"}, "value", "many")

    with pytest.raises(InvalidDataError):
        build.build(data_copy, target)

    assert list(target.iterdir()) == [old]


@pytest.mark.parametrize(
    ("table", "key", "column", "text", "check_id"),
    [
        (
            "results",
            {"project_id": "H30-09", "result_number": "2"},
            "value",
            "74",
            "breakdown:H30-09:1:年度",
        ),
        (
            "program_sessions",
            {"project_id": "H30-06", "month": "2019-09-30"},
            "attendances",
            "1",
            "S1-S3:session_attendances",
        ),
        (
            "budget_lines",
            {
                "line": "再犯防止等企画調整推進費（項）",
                "fiscal_year": "2024",
                "item": "不用額",
            },
            "amount_yen",
            "37357405",
            "budget:unused:2024",
        ),
        (
            "event_attendance",
            {"event": "令和元年度再犯防止シンポジウム", "block": "東北"},
            "attendees",
            "514",
            "national:symposium:2019",
        ),
        (
            "subsidy_grants",
            {"fiscal_year": "2023", "grant_number": "11"},
            "amount_yen",
            "48590000",
            "grants:budget:2023",
        ),
    ],
)
def test_a_contradiction_that_is_not_registered_stops_the_build(  # noqa: PLR0917
    data_copy: Path,
    edit: Edit,
    tmp_path: Path,
    table: str,
    key: dict[str, str],
    column: str,
    text: str,
    check_id: str,
) -> None:
    edit(table, key, column, text)

    with pytest.raises(InvalidDataError) as caught:
        build.build(data_copy, tmp_path / "build")

    assert any(fault.column == check_id for fault in caught.value.faults)


def test_a_discrepancy_that_explains_nothing_stops_the_build(data_copy: Path, edit: Edit) -> None:
    # The registered contradiction between S1 (4 meetings) and S3 (3 meetings) is taken away.
    edit("results", {"project_id": "H30-06", "result_number": "1"}, "value", "4")

    with pytest.raises(InvalidDataError, match=r"discrepancies\.csv .*S1-S3:meetings"):
        build.build(data_copy, data_copy / "build")


def test_a_build_killed_at_any_moment_leaves_the_old_file_usable(
    data_copy: Path, edit: Edit, tmp_path: Path
) -> None:
    target = tmp_path / "build"
    old = built_database(data_copy, target)
    count = "SELECT count(*) FROM search_texts"
    with duckdb.connect(old, read_only=True) as connection:
        texts = connection.execute(count).fetchone()
    edit("sources", {"source_id": "S1"}, "publisher", "栃木県")
    confirm(data_copy)
    code = (
        "import sys; from pathlib import Path; from lib.build import build; "
        f"print('go', flush=True); build(Path({str(data_copy)!r}), Path({str(target)!r}))"
    )
    moments = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=paths.PROJECT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 1))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with duckdb.connect(old, read_only=True) as connection:
            assert connection.execute("SELECT count(*) > 0 FROM projects").fetchone() == (True,)
        new = database_path(data_copy, target)
        if new.exists():  # then it is complete
            with duckdb.connect(new, read_only=True) as connection:
                assert connection.execute(count).fetchone() == texts


def test_data_that_change_during_a_build_are_not_built(
    data_copy: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = data_copy / "build"
    original = build._write  # noqa: SLF001 - the moment after the files were read

    def write(path: Path, rows: build.Rows) -> None:
        edit("sources", {"source_id": "S1"}, "publisher", "茨城県")
        original(path, rows)

    monkeypatch.setattr(build, "_write", write)

    with pytest.raises(InvalidDataError, match="組み立ての間に書き換えられたファイル"):
        build.build(data_copy, target)
    assert list(target.iterdir()) == []


def test_builds_at_the_same_time_do_not_disturb_each_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: build.build(paths.DATA, tmp_path), range(4)))

    assert list(tmp_path.iterdir()) == list(found)


@pytest.mark.parametrize("setting", ["autoinstall_known_extensions", "autoload_known_extensions"])
def test_a_build_fetches_no_extension(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str
) -> None:
    values = []
    original = build._write_table  # noqa: SLF001 - the moment at which the connection is open

    def write(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[Row]) -> None:
        values.append(connection.execute("SELECT current_setting(?)", [setting]).fetchone())
        original(connection, table, rows)

    monkeypatch.setattr(build, "_write_table", write)
    build.build(paths.DATA, tmp_path)

    assert set(values) == {(False,)}


def test_the_command_lists_every_fault_and_fails(
    data_copy: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = edit("results", {"project_id": "H30-26", "result_number": "1"}, "value", "many")
    monkeypatch.setattr(paths, "DATA", data_copy)
    monkeypatch.setattr(paths, "BUILD", data_copy / "build")

    assert build.main() == 1
    assert f"results.csv {line}行目 value列" in capsys.readouterr().err


def test_leftovers_of_old_builds_are_removed_when_they_are_old(data_copy: Path) -> None:
    target = data_copy / "build"
    old, young = target / "dashboard-old.duckdb", target / "dashboard-young.duckdb"
    interrupted, running = target / "dashboard-1", target / "dashboard-2"
    for folder in (interrupted, running):
        folder.mkdir(parents=True)
        (folder / old.name).touch()
    for file in (old, young):
        file.touch()
    for found in (old, interrupted):
        os.utime(found, (0, 0))

    new = build.build(data_copy, target)

    assert sorted(target.iterdir()) == sorted([new, young, running])


@pytest.mark.parametrize(
    "saved",
    [
        lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.decode("utf-8").encode("cp932").replace(b"\n", b"\r\n"),
    ],
)
def test_the_same_rows_in_another_encoding_are_the_same_database(
    data_copy: Path, saved: Callable[[bytes], bytes]
) -> None:
    before = data_digest(data_copy)
    for name in ("themes.csv", "results.csv", "prefectures.csv"):
        path = data_copy / name
        path.write_bytes(saved(path.read_bytes()))

    assert data_digest(data_copy) == before
    path = build.build(data_copy, data_copy / "build")  # all rows are as they were confirmed
    with duckdb.connect(path, read_only=True) as connection:
        found = connection.execute("SELECT name FROM prefectures WHERE prefecture_code = '01'")
        assert found.fetchone() == ("北海道",)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/srv/x"), "ディスクに空きがありません"),
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE), "/srv/x"), "（EMFILE）"),
        (duckdb.IOException("Could not do it: /srv/x"), "（IOException）"),
    ],
)
def test_an_obstacle_is_told_without_english_sentences_and_places(
    error: Exception, words: str
) -> None:
    found, to_do = obstacle(error)

    assert words in found
    assert not re.search("/srv|Too many|Could not", found + to_do)
