"""Demonstration rows, obviously artificial, in a database of their own: for tests only.

The types have no published range of the year, so that no check compares the numbers with one.
"""

import contextlib
import csv
import io
import shutil
from pathlib import Path

import duckdb

from lib import paths
from lib.build import build
from lib.confirmation import FILE_NAME
from lib.confirmation import main as confirm
from lib.database import Database
from lib.schema import CSV_TABLES

FISCAL_YEAR = 2024
PREFECTURES = ("01", "05", "13", "23", "27", "29", "31", "34", "35", "39", "40", "47")
# In the order of the prefectures. The grants of FY2024 are named of all of them but 01 and 34.
COUNTS = {
    "housing": (66, 11, 222, 99, 111, 11, 1, 44, 22, 22, 55, 33),
    "consultation_own": (44, 33, 111, 66, 88, 22, 11, 0, 55, 77, 5, 9),
    "consultation_supporters": (55, 9, 144, 77, 88, 13, 6, 28, 14, 7, 51, 15),
}
_PLACE = {"source_id": "S2", "source_locator": "L175"}


def demonstration_rows() -> list[dict[str, str]]:
    """The rows of ``support_counts`` that are added."""
    return [
        {
            "fiscal_year": str(FISCAL_YEAR),
            "support_type_id": support_type,
            "prefecture_code": code,
            "value": str(value),
            "unit": "件",
            "count_basis": "total",
            **_PLACE,
        }
        for support_type, values in COUNTS.items()
        for code, value in zip(PREFECTURES, values, strict=True)
    ]


def demonstration_database(folder: Path, rows: list[dict[str, str]] | None = None) -> Database:
    """A database of the shipped data with further counts of prefectures.

    Args:
        folder: An empty folder; the shipped data stay as they are.
        rows: Rows of ``support_counts`` to add; None for the demonstration rows.
    """
    return database_with(folder, {"support_counts": demonstration_rows() if rows is None else rows})


def database_with(folder: Path, added: dict[str, list[dict[str, str]]]) -> Database:
    """A database of the shipped data with further rows, checked as those of a release are.

    Args:
        folder: An empty folder; the shipped data stay as they are.
        added: Rows to add, by table; columns that a row leaves out are empty.
    """
    write_with(folder, added)
    return Database(build(folder, folder / "build"))


def write_with(folder: Path, added: dict[str, list[dict[str, str]]]) -> None:
    """Writes the shipped data with further rows, confirmed, into an empty folder."""
    for table in CSV_TABLES:
        shutil.copy(paths.DATA / f"{table.name}.csv", folder)
        if table.name in added:
            _add_rows(folder / f"{table.name}.csv", table.key, added[table.name])
    shutil.copy(paths.DATA / FILE_NAME, folder)
    with contextlib.redirect_stdout(io.StringIO()) as report:
        assert confirm(folder) == 0, report.getvalue()


def _add_rows(path: Path, key: tuple[str, ...], added: list[dict[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        present = list(csv.DictReader(file))
    every = sorted(
        [*present, *added],
        key=lambda row: [int(row[name]) if row[name].isdecimal() else row[name] for name in key],
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, present[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(every)


def database_without(database: Database, folder: Path, tables: tuple[str, ...]) -> Database:
    """A copy of a database in which some tables hold no row."""
    path = Path(shutil.copy(database.path, folder / "dashboard-empty.duckdb"))
    with duckdb.connect(path) as connection:
        for table in tables:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of the schema
    return Database(path)
