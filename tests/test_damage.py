"""A damaged database is built again, and what the disk refuses is reported in plain words."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from lib import build, paths
from lib.build import built_database, data_digest
from lib.database import Database

pytestmark = pytest.mark.slow


def test_a_database_that_this_process_has_open_is_not_built_again(tmp_path: Path) -> None:
    first = built_database(paths.DATA, tmp_path)
    built_at = first.stat().st_mtime_ns
    opened = Database(first)

    assert built_database(paths.DATA, tmp_path) == opened.path
    assert first.stat().st_mtime_ns == built_at


_HEADERS_BYTES, _BLOCK_BYTES = 3 * 4096, 16384  # of a DuckDB file with the smallest blocks


def _without_a_row(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("DELETE FROM check_cells WHERE position = 1")


def _without_a_table(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("DROP TABLE search_texts")


def _with_another_value(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("UPDATE figures SET unit = '匹' WHERE unit = '人'")


def _of_another_program(path: Path) -> None:
    path.unlink()
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE projects (project_id VARCHAR)")


def _damaged_in_one_block(path: Path) -> None:
    """One byte of a block with summaries, which neither opening nor counting reads."""
    with duckdb.connect(path, read_only=True) as connection:
        (found,) = connection.execute(
            "SELECT max(block_id) FROM pragma_storage_info('projects') WHERE persistent"
        ).fetchall()
    raw = bytearray(path.read_bytes())
    raw[_HEADERS_BYTES + found[0] * _BLOCK_BYTES + _BLOCK_BYTES // 2] ^= 0xFF
    path.write_bytes(raw)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: path.write_bytes(bytes(path.stat().st_size)),
        lambda path: path.write_text("overwritten", "utf-8"),
        _damaged_in_one_block,
        _without_a_row,
        _without_a_table,
        _with_another_value,
        _of_another_program,
    ],
)
def test_a_damaged_database_is_built_again(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    shipped: Database,
    tmp_path: Path,
    damage: Callable[[Path], object],
) -> None:
    monkeypatch.setattr(paths, "BUILD", tmp_path)
    path = Path(shutil.copy(shipped.path, tmp_path))
    damage(path)

    assert build.main() == 0

    assert path.name in capsys.readouterr().err
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM projects").fetchone() == (True,)


def test_the_server_too_builds_a_damaged_database_again(shipped: Database, tmp_path: Path) -> None:
    path = Path(shutil.copy(shipped.path, tmp_path))
    os.truncate(path, path.stat().st_size // 2)

    assert built_database(paths.DATA, tmp_path) == path
    assert Database(path).version == data_digest()


def test_a_database_lies_on_the_disk_before_it_gets_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[str] = []
    monkeypatch.setattr(build.os, "fsync", lambda _file: done.append("saved"))
    original = Path.replace

    def replace(path: Path, target: Path) -> Path:
        done.append("named")
        return original(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    build.build(paths.DATA, tmp_path)

    assert done == ["saved", "named"]


def _wanting(code: int) -> Callable[[Path, object], None]:
    def write(path: Path, _rows: object) -> None:
        raise OSError(code, os.strerror(code), str(path))

    return write


def _full(path: Path, _rows: object) -> None:
    said = f'Could not write file "{path}": {os.strerror(errno.ENOSPC)}'
    raise duckdb.TransactionException(said)


def _in_vain(path: Path, _rows: object) -> None:
    path.write_bytes(bytes(4096))


@pytest.mark.parametrize(
    ("write", "words", "to_do"),
    [
        (_wanting(errno.EACCES), "読み書きが許可されていません", "権限を確かめてから"),
        (_wanting(errno.ENOSPC), "ディスクに空きがありません", "空きを作ってから"),
        (_wanting(errno.EROFS), "読み書きが許可されていません", "権限を確かめてから"),
        (
            _wanting(errno.EFBIG),
            "ファイルを読み書きできません（EFBIG）",
            "担当者に伝え、直してから",
        ),
        (_full, "ディスクに空きがありません", "空きを作ってから"),
        (_in_vain, "書いたものを読み出せません", "ディスクを確かめてから"),
    ],
)
def test_a_file_that_cannot_be_written_is_reported_with_what_to_do(  # noqa: PLR0917 - a row above
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    write: Callable[[Path, object], None],
    words: str,
    to_do: str,
) -> None:
    monkeypatch.setattr(paths, "BUILD", tmp_path)
    monkeypatch.setattr(build, "_write", write)

    assert build.main() == 1

    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert words in said
    assert str(tmp_path) in said
    assert f"{to_do}、もう一度実行してください" in said
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "build"
    target.touch()
    monkeypatch.setattr(paths, "BUILD", target)

    assert build.main() == 1

    assert str(target) in capsys.readouterr().err


def test_a_terminal_without_japanese_stops_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lib import build, paths; "
        "paths.BUILD = Path(sys.argv[1]); sys.exit(build.main())"
    )
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}

    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=paths.PROJECT,
        env=environment,
        capture_output=True,
        check=False,
    )

    assert found.returncode == 0
    assert b".duckdb" in found.stderr
