"""Builds the DuckDB file from the CSV files: all faults at once, or a complete new file.

Run as ``python -m lib.build``.
"""

import contextlib
import hashlib
import sys
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb

from lib import paths
from lib.checks import Check, check_cell_rows, run_checks
from lib.derived import activity_contractor_kind_rows, figure_rows, search_text_rows
from lib.schema import CSV_TABLES, TABLES, Column, Table
from lib.validation import Fault, InvalidDataError, Row, validated_tables

# No connection fetches or loads an extension: the machine may have no network, and needs none.
CONNECTION_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
# What else decides on the content of the database: a change here must lead to a new file.
_BUILDING_CODE = (
    "build.py",
    "cells.py",
    "checks",
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


def data_digest(directory: Path = paths.DATA) -> str:
    """A digest of the CSV files and of the code that turns them into a database."""
    digest = hashlib.sha256()
    library = Path(__file__).parent
    code = [file for name in _BUILDING_CODE for file in _python_files(library / name)]
    files = [directory / f"{table.name}.csv" for table in CSV_TABLES]
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
    """The database of the present CSV files, built if it is missing.

    Raises:
        InvalidDataError: The CSV files have faults; nothing was built or replaced.
    """
    path = database_path(directory, target)
    return path if path.is_file() else build(directory, target)


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
    """
    for _ in range(_ATTEMPTS):
        path = database_path(directory, target)
        rows = _rows(directory)
        target.mkdir(parents=True, exist_ok=True)
        # Several threads or processes may build the same data at the same time.
        temporary = path.with_suffix(f".{uuid.uuid4().hex}.tmp")
        try:
            _write(temporary, rows)
            if database_path(directory, target) == path:
                temporary.replace(path)
                _remove_leftovers(path)
                return path
        finally:
            temporary.unlink(missing_ok=True)
    found = "組み立ての間に書き換えられたファイル"
    allowed = "組み立てが終わるまで変わらないファイル（保存を終えてから、もう一度組み立てる）"
    raise InvalidDataError([Fault(directory.name, 0, "", found, allowed)])


def _rows(directory: Path) -> dict[str, list[Row]]:
    """The rows of every table, those included that are derived from the CSV files."""
    tables = validated_tables(directory)
    rows = {name: loaded.rows for name, loaded in tables.items()}
    checks = run_checks(tables)
    rows["checks"] = [_check_row(check) for check in checks]
    rows["check_cells"] = list(check_cell_rows(checks))
    rows["figures"] = list(figure_rows(tables))
    rows["search_texts"] = list(search_text_rows(tables))
    rows["activity_contractor_kinds"] = list(activity_contractor_kind_rows(tables))
    return rows


def _write(path: Path, rows: dict[str, list[Row]]) -> None:
    with duckdb.connect(config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {_quoted(str(path))} AS built (BLOCK_SIZE {_BLOCK_SIZE_BYTES})")
        connection.execute("USE built")
        for table in TABLES:
            _write_table(connection, table, rows[table.name])


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
        with contextlib.suppress(FileNotFoundError):  # another build may remove or rename it first
            if file != current and time.time() - file.stat().st_mtime > _LEFTOVER_AGE_S:
                file.unlink()


def main(arguments: Sequence[str]) -> int:
    """Builds and reports on the terminal; returns the exit code.

    With ``--if-missing`` nothing is done if the database of the present files is there.
    """
    if "--if-missing" in arguments and database_path().is_file():
        return 0
    try:
        path = build()
    except InvalidDataError as error:
        print(f"データに{len(error.faults)}件の誤りがあり、組み立てを止めました。", file=sys.stderr)
        for fault in error.faults:
            print(f"  {fault}", file=sys.stderr)
        return 1
    print(f"データベースを組み立てました: {path.relative_to(paths.PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
