"""Builds the DuckDB file from the CSV files: all faults at once, or a complete new file.

Run as ``python -m lib.build``.
"""

import contextlib
import errno
import hashlib
import io
import os
import sys
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

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
    validated_tables,
)

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
_BLOCK_SIZE_BYTES = 16384  # the smallest; the tables are small and the default wastes most of it
_LEFTOVER_AGE_S = 3600  # younger files may be in use by a process that starts right now
_ATTEMPTS = 2  # whoever saves several files is done by the second
# Kept beside the tables of the schema: what was written, for whoever looks whether it is still so.
_RECORD = "record.tables"
# What the operating system says in English, and what it means here.
_OBSTACLES = {
    errno.ENOSPC: "ディスクに空きがありません",
    errno.EDQUOT: "割り当てられたディスクの量を使い切りました",
    errno.EACCES: "読み書きが許可されていません",
    errno.EPERM: "読み書きが許可されていません",
    errno.EROFS: "書き込めないディスクです",
    errno.EEXIST: "フォルダーのはずの場所にファイルがあります",
    errno.ENOTDIR: "フォルダーのはずの場所にファイルがあります",
    errno.EISDIR: "ファイルのはずの場所にフォルダーがあります",
    errno.ENOENT: "フォルダーを作れない場所です",
    errno.EFBIG: "ファイルの大きさの制限を超えました",
    errno.EIO: "ディスクの読み書きに失敗しました",
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
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:_DIGEST_LENGTH]


def _python_files(path: Path) -> list[Path]:
    return sorted(path.glob("*.py")) if path.is_dir() else [path]


def database_path(directory: Path = paths.DATA, target: Path = paths.BUILD) -> Path:
    """Where the database of the present CSV files lies or would lie."""
    return target / f"dashboard-{data_digest(directory)}.duckdb"


def built_database(directory: Path = paths.DATA, target: Path = paths.BUILD) -> Path:
    """The database of the present CSV files, built if it is missing or damaged.

    Raises:
        InvalidDataError: The CSV files have faults; nothing was built or replaced.
        OSError: A file cannot be read or written.
    """
    return _intact_database(directory, target) or build(directory, target)


def _intact_database(directory: Path, target: Path) -> Path | None:
    """The database of the present CSV files if it is there and holds what was written."""
    path = database_path(directory, target)
    _remove_leftovers(path)
    return path if path.is_file() and _is_intact(path) else None


def _is_intact(path: Path) -> bool:
    """Whether a database holds all declared tables, each with the rows that were written.

    Every cell is read: the blocks of a file are verified only when they are needed. Indexes are
    not, as no query of tables of this size uses them.
    """
    try:
        # Attached, the file may be open in this process with other settings.
        with duckdb.connect(config=CONNECTION_CONFIG) as connection:
            connection.execute(f"ATTACH {_quoted(str(path))} AS built (READ_ONLY)")
            connection.execute("USE built")
            written = connection.execute(f"SELECT * FROM {_RECORD} ORDER BY ALL").fetchall()  # noqa: S608 - a constant
            return written == sorted(
                (_digest_of(path), table.name, _rows_read(connection, table)) for table in TABLES
            )
    except duckdb.Error:
        return False


def _digest_of(path: Path) -> str:
    """The digest in the name of a database, or of one that is not yet complete."""
    return path.name.removeprefix("dashboard-").partition(".")[0]


def _rows_read(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """The number of rows of a table, all cells of which were read."""
    columns = ", ".join(table.column_names)
    found = connection.execute(
        f"SELECT count(*), bit_xor(hash({columns})) FROM {table.name}"  # noqa: S608 - declared names
    ).fetchone()
    return int(found[0]) if found else 0


def build(directory: Path = paths.DATA, target: Path = paths.BUILD) -> Path:
    """Validates all CSV files, runs all checks and writes the database.

    The file is written under a temporary name and then renamed: whoever looks sees the old
    files or the complete new one. If a CSV file changes meanwhile, all is done once more.

    Args:
        directory: Folder with the CSV files.
        target: Folder for the database.

    Returns:
        The path of the new database.

    Raises:
        InvalidDataError: Lists every fault, or says that the files keep changing; nothing was
            built or replaced.
        OSError: A file cannot be read or written; nothing was replaced.
    """
    for _ in range(_ATTEMPTS):
        path = database_path(directory, target)
        rows = table_rows(directory)
        target.mkdir(parents=True, exist_ok=True)
        # Several threads or processes may build the same data at the same time.
        temporary = path.with_suffix(f".{uuid.uuid4().hex}.tmp")
        try:
            _write(temporary, rows)
            _save(temporary)
            if database_path(directory, target) == path:
                temporary.replace(path)
                _remove_leftovers(path)
                return path
        finally:
            for remains in (temporary, temporary.with_name(f"{temporary.name}.wal")):
                remains.unlink(missing_ok=True)
    found = "組み立ての間に書き換えられたファイル"
    allowed = "組み立てが終わるまで変わらないファイル（保存を終えてから、もう一度組み立てる）"
    raise InvalidDataError([Fault(directory.name, 0, "", found, allowed)])


def table_rows(directory: Path) -> dict[str, list[Row]]:
    """The rows of every table, those included that are derived from the CSV files."""
    tables = validated_tables(directory)
    rows = {name: loaded.rows for name, loaded in tables.items()}
    checks = _confirmed_checks(tables, directory)
    rows["checks"] = [_check_row(check) for check in checks]
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


def _write(path: Path, rows: dict[str, list[Row]]) -> None:
    with duckdb.connect(config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {_quoted(str(path))} AS built (BLOCK_SIZE {_BLOCK_SIZE_BYTES})")
        connection.execute("USE built")
        connection.begin()  # or each row would be written by itself
        for table in TABLES:
            _write_table(connection, table, rows[table.name])
        connection.execute("CREATE SCHEMA record")
        connection.execute(
            f"CREATE TABLE {_RECORD} (digest VARCHAR, table_name VARCHAR, row_count BIGINT)"
        )
        connection.executemany(
            f"INSERT INTO {_RECORD} VALUES (?, ?, ?)",  # noqa: S608 - a constant
            [(_digest_of(path), table.name, len(rows[table.name])) for table in TABLES],
        )
        connection.commit()


def _save(path: Path) -> None:
    """Waits until a file lies on the disk: a power failure must not leave its name without it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _check_row(check: Check) -> Row:
    words = {"expected": check.expected.words, "found": check.found.words}
    return asdict(check) | words


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Row]) -> None:
    connection.execute(table_ddl(table))
    for statement in _comments(table):
        connection.execute(statement)
    values = [[row[name] for name in table.column_names] for row in rows]
    if values:
        places = ", ".join("?" for _ in table.columns)
        connection.executemany(f"INSERT INTO {table.name} VALUES ({places})", values)  # noqa: S608 - declared name


def table_ddl(table: Table) -> str:
    """The CREATE TABLE statement of a declared table."""
    columns = ", ".join(_column_ddl(column) for column in table.columns)
    return f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)}))"


def _column_ddl(column: Column) -> str:
    return f"{column.name} {column.kind.value}{'' if column.nullable else ' NOT NULL'}"


def _comments(table: Table) -> list[str]:
    """Statements that store the Japanese meanings, so that the file explains itself."""
    return [
        f"COMMENT ON TABLE {table.name} IS {_quoted(table.meaning)}",
        *(
            f"COMMENT ON COLUMN {table.name}.{column.name} IS {_quoted(column.meaning)}"
            for column in table.columns
        ),
    ]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _remove_leftovers(current: Path) -> None:
    """Removes older databases and the remains of interrupted builds."""
    for file in current.parent.glob("dashboard-*"):
        # Another build may remove or rename it first, and what may not be removed stays.
        with contextlib.suppress(OSError):
            if file != current and time.time() - file.stat().st_mtime > _LEFTOVER_AGE_S:
                file.unlink()


def main(arguments: Sequence[str]) -> int:
    """Builds and reports on the terminal; returns the exit code.

    With ``--if-missing`` nothing is built if the database of the present files is there, undamaged.
    """
    _print_what_cannot_be_shown()
    try:
        if "--if-missing" in arguments and _intact_database(paths.DATA, paths.BUILD):
            return 0
        path = build(paths.DATA, paths.BUILD)
    except InvalidDataError as error:
        print(f"データに{len(error.faults)}件の誤りがあり、組み立てを止めました。", file=sys.stderr)
        for fault in error.faults:
            print(f"  {fault}", file=sys.stderr)
        return 1
    except (OSError, duckdb.Error) as error:
        place = getattr(error, "filename", None) or paths.BUILD
        print(f"組み立てを止めました（{place}）。{_obstacle(error)}。", file=sys.stderr)
        print("直してから、もう一度実行してください。", file=sys.stderr)
        return 1
    shown = path.relative_to(paths.PROJECT) if path.is_relative_to(paths.PROJECT) else path
    print(f"データベースを組み立てました: {shown}")
    return 0


def _obstacle(error: Exception) -> str:
    """Why a file could not be read or written; DuckDB repeats the operating system's words."""
    said = str(error)
    return next((words for code, words in _OBSTACLES.items() if os.strerror(code) in said), said)


def _print_what_cannot_be_shown() -> None:
    """A terminal without Japanese shows codes; its report must not fail after a good build."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
