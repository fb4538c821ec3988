"""Fixtures: the shipped database, and a copy of the data that a test may break."""

import csv
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from lib import paths
from lib.build import built_database
from lib.database import Database
from lib.schema import CSV_TABLES
from tests.browser_sessions import (  # noqa: F401 - fixtures of the browser tests
    browser,
    executable,
    outside,
    server,
    server_outside,
    watched,
)
from tests.demonstration import database_with
from tests.next_year import added_rows
from tests.postgres_sessions import (  # noqa: F401 - fixtures of the stores in a database
    cluster,
    server_of_databases,
)
from tests.update_command import command  # noqa: F401 - the fixture of its tests

_STATUS = pytest.StashKey[int]()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[_STATUS] = int(exitstatus)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the run behind pytest's summary, which is to be the last that is printed.

    An interpreter that ends by itself has DuckDB's binding list what pytest still holds by then.
    """
    if _STATUS in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_STATUS])


settings.register_profile("project", deadline=None)  # timings never fail a test
settings.load_profile("project")


@pytest.fixture(scope="session")
def shipped() -> Database:
    """The database of the shipped data."""
    return Database(built_database())


@pytest.fixture(scope="session")
def year_to_come(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The database of the shipped data and of the invented rows of a year to come."""
    return database_with(tmp_path_factory.mktemp("year_to_come"), added_rows())


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A folder with a copy of the shipped CSV files."""
    folder = tmp_path / "data"
    folder.mkdir()
    for table in CSV_TABLES:
        shutil.copy(paths.DATA / f"{table.name}.csv", folder)
    return folder


Edit = Callable[[str, dict[str, str], str, str], int]


@pytest.fixture
def edit(data_copy: Path) -> Edit:
    """Changes one cell of the copied data: table, key values, column, new text.

    Returns the line of the changed row.
    """

    def change(table: str, key: dict[str, str], column: str, text: str) -> int:
        path = data_copy / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        places = [
            place
            for place, row in enumerate(rows)
            if all(row[name] == value for name, value in key.items())
        ]
        assert len(places) == 1, f"{len(places)} rows of {table} hold {key}"
        rows[places[0]][column] = text
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return places[0] + 2  # the header is line 1

    return change
