"""Builds the DuckDB file from the CSV files: all faults at once, or a complete new file.

Run as ``python -m lib.build [FOLDER…]``; each folder gets a copy of the file.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from lib import paths
from lib.checks import Check, check_cell_rows, run_checks
from lib.confirmation import FILE_NAME, confirmation_faults
from lib.derived import activity_contractor_kind_rows, figure_rows, search_text_rows
from lib.schema import CSV_TABLES, TABLES, Column, Table
from lib.validation import (
    CONNECTION_CONFIG,
    Fault,
    InvalidDataError,
    Loaded,
    Row,
    csv_text,
    validated_tables,
)

Rows = dict[str, list[Row]]
WRITE_ERRORS = (OSError, duckdb.Error)  # what a disk that is full or forbidden leads to

# What else decides on the content of the database: a change here must lead to a new file.
_BUILDING_CODE = (
    "build.py",
    "cells.py",
    "checks",
    "confirmation.py",
    "counting.py",
    "derived",
    "folding.py",
    "formats.py",
    "schema",
    "validation",
    "vocabulary.py",
)
_DIGEST_LENGTH = 16  # hexadecimal digits; enough to tell a project's few versions apart
_BLOCK_SIZE_BYTES = "16384"  # the smallest; the tables are small and the default wastes most of it
_LEFTOVER_AGE_S = 3600  # younger files may be in use by a process that starts right now
# Kept beside the tables of the schema: what was written, for whoever looks whether it is still so.
_RECORD = "record.tables"
# Every cell is read, as the blocks of a file are verified only when they are needed.
_FINGERPRINTS = " UNION ALL ".join(
    f"SELECT '{table.name}' AS table_name, count(*) AS row_count, "  # noqa: S608 - declared names
    f"bit_xor(hash({', '.join(table.column_names)})) AS digest FROM {table.name}"
    for table in TABLES
)
_FULL = ("ディスクに空きがありません", "空きを作ってから")
_FORBIDDEN = ("読み書きが許可されていません", "フォルダーの権限を確かめてから")
# What the operating system says in English: what it means here, and what to do.
_OBSTACLES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.EIO: ("書いたものを読み出せません", "ディスクを確かめてから"),
}


def data_digest(directory: Path = paths.DATA) -> str:
    """A digest of the CSV files and of the code that turns them into a database."""
    digest = hashlib.sha256()
    library = Path(__file__).parent
    code = [file for name in _BUILDING_CODE for file in _python_files(library / name)]
    declared = {directory / f"{table.name}.csv" for table in CSV_TABLES}
    # A file under a wrong name is a fault, which only a new build finds.
    files = sorted({*declared, *directory.glob("*.csv"), directory / FILE_NAME})
    for file in [*files, *code]:
        digest.update(file.name.encode())
        digest.update(_content(file))
    return digest.hexdigest()[:_DIGEST_LENGTH]


def _python_files(path: Path) -> list[Path]:
    return sorted(path.glob("*.py")) if path.is_dir() else [path]


def _content(file: Path) -> bytes:
    """What a file says, whatever its encoding and line ends."""
    raw = file.read_bytes() if file.is_file() else b""
    try:
        return csv_text(raw).encode()
    except UnicodeError:
        return raw


def database_path(directory: Path = paths.DATA, target: Path = paths.BUILD) -> Path:
    """Where the database of the present CSV files lies or would lie."""
    return target / f"dashboard-{data_digest(directory)}.duckdb"


def built_database(directory: Path = paths.DATA, target: Path = paths.BUILD) -> Path:
    """The database of the present CSV files, built if it is missing or damaged.

    Raises:
        InvalidDataError: The CSV files have faults; nothing was built or replaced.
        OSError: A file cannot be read or written.
    """
    path = database_path(directory, target)
    return path if path.is_file() and is_intact(path) else build(directory, target)


def is_intact(path: Path) -> bool:
    """Whether a database holds all declared tables, each with the rows that were written."""
    try:
        # Attached, the file may be open in this process with other settings.
        with duckdb.connect(config=CONNECTION_CONFIG) as connection:
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS built (READ_ONLY)")
            connection.execute("USE built")
            other = connection.execute(f"{_FINGERPRINTS} EXCEPT SELECT * FROM {_RECORD}")  # noqa: S608 - constants
            return other.fetchone() is None
    except duckdb.Error:
        return False


def build(directory: Path = paths.DATA, target: Path = paths.BUILD) -> Path:
    """Validates all CSV files, runs all checks and writes the database.

    The file is written and verified in a folder of its own and then moved: whoever looks sees the
    old files or the complete new one, also if several processes build at the same time.

    Args:
        directory: Folder with the CSV files.
        target: Folder for the database.

    Returns:
        The path of the new database.

    Raises:
        InvalidDataError: Lists every fault; nothing was built or replaced.
        OSError: A file cannot be read or written; nothing was replaced.
        duckdb.Error: The database cannot be written; nothing was replaced.
    """
    path = database_path(directory, target)
    rows = table_rows(directory)
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="dashboard-", dir=target) as folder:
        new = Path(folder, path.name)
        _write(new, rows)
        if not is_intact(new):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))
        if database_path(directory, target) != path:
            found = "組み立ての間に書き換えられたファイル"
            allowed = (
                "組み立てが終わるまで変わらないファイル（保存を終えてから、もう一度組み立てる）"
            )
            raise InvalidDataError([Fault(directory.name, 0, "", found, allowed)])
        new.replace(path)
    _remove_leftovers(path)
    return path


def table_rows(directory: Path) -> Rows:
    """The rows of every table, those included that are derived from the CSV files."""
    tables = validated_tables(directory)
    rows = {name: loaded.rows for name, loaded in tables.items()}
    checks = _confirmed_checks(tables, directory)
    rows["checks"] = [
        asdict(check) | {"expected": check.expected.words, "found": check.found.words}
        for check in checks
    ]
    rows["check_cells"] = list(check_cell_rows(checks))
    rows["figures"] = list(figure_rows(tables))
    rows["search_texts"] = list(search_text_rows(tables))
    rows["activity_contractor_kinds"] = list(activity_contractor_kind_rows(tables))
    return rows


def _confirmed_checks(tables: Loaded, directory: Path) -> list[Check]:
    """The checks of rows that were all confirmed.

    Raises:
        InvalidDataError: Lists what contradicts and what is not as it was confirmed.
    """
    faults = confirmation_faults(tables, directory)
    try:
        checks = run_checks(tables)
    except InvalidDataError as error:
        raise InvalidDataError([*error.faults, *faults]) from error
    if faults:
        raise InvalidDataError(faults)
    return checks


def _write(path: Path, rows: Rows) -> None:
    config = CONNECTION_CONFIG | {"default_block_size": _BLOCK_SIZE_BYTES}
    with duckdb.connect(path, config=config) as connection:
        connection.begin()  # one wait for the disk instead of one for each table
        for table in TABLES:
            _write_table(connection, table, rows[table.name])
        connection.execute("CREATE SCHEMA record")
        connection.execute(f"CREATE TABLE {_RECORD} AS {_FINGERPRINTS}")
        connection.commit()
        # Left to the end of the connection, a full disk would be passed over in silence.
        connection.execute("CHECKPOINT")
    with path.open("rb+") as file:
        os.fsync(file.fileno())  # a power failure must not leave its name without it


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[Row]) -> None:
    connection.execute(table_ddl(table))
    # Column by column in one statement: row by row takes many times as long.
    columns = ", ".join(f"unnest(?::{column.kind.value}[])" for column in table.columns)
    values = [[row[name] for row in rows] for name in table.column_names]
    connection.execute(f"INSERT INTO {table.name} SELECT {columns}", values)


def table_ddl(table: Table) -> str:
    """The CREATE TABLE statement of a declared table."""
    columns = ", ".join(_column_ddl(column) for column in table.columns)
    return f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)}))"


def _column_ddl(column: Column) -> str:
    return f"{column.name} {column.kind.value}{'' if column.nullable else ' NOT NULL'}"


def _remove_leftovers(current: Path) -> None:
    """Removes older databases and the remains of interrupted builds."""
    for found in current.parent.glob("dashboard-*"):
        # Another build may remove it first, and what may not be removed stays.
        with contextlib.suppress(OSError):
            if found != current and time.time() - found.stat().st_mtime > _LEFTOVER_AGE_S:
                shutil.rmtree(found) if found.is_dir() else found.unlink()


def main(folders: Sequence[str] = ()) -> int:
    """Builds what is missing or damaged and reports on the terminal; returns the exit code.

    All goes to the stream for errors, which shows as codes what a terminal without Japanese lacks.
    """
    try:
        path = built_database(paths.DATA, paths.BUILD)
        for folder in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder)
    except InvalidDataError as error:
        faults = (f"  {fault}" for fault in error.faults)
        words = f"データに{len(error.faults)}件の誤りがあり、組み立てを止めました。"
        print(words, *faults, sep="\n", file=sys.stderr)
        return 1
    except WRITE_ERRORS as error:
        print(_stopped(error), file=sys.stderr)
        return 1
    shown = path.relative_to(paths.PROJECT) if path.is_relative_to(paths.PROJECT) else path
    print(f"データベースを組み立ててあります: {shown}", file=sys.stderr)
    return 0


def obstacle(error: Exception) -> tuple[str, str]:
    """Why a file could not be read or written, and what to do before trying again.

    DuckDB repeats the operating system's words. What else that says is English and names places of
    this machine, so that its short name alone is given on.
    """
    said = str(error)
    known = (words for code, words in _OBSTACLES.items() if os.strerror(code) in said)
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, type(error).__name__)
    return next(
        known, (f"ファイルを読み書きできません（{name}）", "システムの担当者に伝え、直してから")
    )


def _stopped(error: Exception) -> str:
    found, to_do = obstacle(error)
    place = getattr(error, "filename", None) or paths.BUILD
    return (
        f"{found}（{place}）。組み立てを止め、前のデータベースを残しました。"
        f"{to_do}、もう一度実行してください。"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
