"""One task over the counts of support, in a process of its own: what it took, as JSON."""

import contextlib
import io
import json
import resource
import sys
import time
from collections.abc import Callable

import duckdb

from lib import paths
from lib.build import built_database
from lib.confirmation import main as confirm_rows
from lib.database import Database
from lib.exports import csv_parts
from lib.schema import table

_COUNTS = table("support_counts")


def _counted(database: Database) -> int:
    return database.rows("SELECT count(*) AS value FROM support_counts", int)[0]


def confirm() -> int:
    """Reads, validates and confirms all rows."""
    with contextlib.redirect_stdout(io.StringIO()):
        if confirm_rows(paths.DATA):
            message = "the rows have faults"
            raise ValueError(message)
    return sum(1 for _ in (paths.DATA / "support_counts.csv").open(encoding="utf-8")) - 1


def build() -> int:
    """Validates, checks and builds all rows."""
    return _counted(Database(built_database()))


def query() -> int:
    """All years and prefectures of the type with the most counts."""
    database = Database(built_database())
    most = (
        "SELECT support_type_id AS value FROM support_counts GROUP BY 1 ORDER BY count(*) DESC, 1"
    )
    kind = database.rows(most, str)[0]
    sql = "SELECT * FROM support_counts WHERE support_type_id = $kind ORDER BY ALL"
    _began()
    return len(database.frame(sql, _COUNTS.columns, {"kind": kind}))


def export() -> int:
    """All rows as this dashboard exports those of an exhibit."""
    database = Database(built_database())
    _began()
    rows = database.frame("SELECT * FROM support_counts ORDER BY ALL", _COUNTS.columns)
    with (paths.BUILD / "export.csv").open("wb") as file:
        file.writelines(csv_parts(rows, _COUNTS.columns))
    return len(rows)


def copy() -> int:
    """All rows as DuckDB writes them by itself."""
    path = built_database()
    with duckdb.connect(path, read_only=True) as connection:
        _began()
        connection.sql("SELECT * FROM support_counts ORDER BY ALL").write_csv(
            str(paths.BUILD / "copy.csv")
        )
    return _counted(Database(path))


_TASKS: dict[str, Callable[[], int]] = {
    task.__name__: task for task in (confirm, build, query, export, copy)
}
_START: list[float] = []


def _began() -> None:
    """What came before is no part of the task."""
    _START[:] = [time.perf_counter()]


def main(name: str) -> None:
    """Does a task and prints rows, seconds and the most memory, in 1,000,000 bytes."""
    _began()
    count = _TASKS[name]()
    seconds = time.perf_counter() - _START[0]
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"rows": count, "seconds": seconds, "memory_mb": memory_mb}))


if __name__ == "__main__":
    main(sys.argv[1])
