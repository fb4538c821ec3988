"""Queries return declared columns and types, and do not disturb each other."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import pandas as pd
import pytest

from lib import paths
from lib.database import Database
from lib.frames import records
from lib.schema import Column, Kind, declared

NUMBER = Column("value", Kind.INTEGER, "値", "値")


@pytest.mark.parametrize("rows", ["(1), (2)", "(1), (NULL)", "(NULL), (NULL)"])
def test_types_do_not_change_with_missing_values(shipped: Database, rows: str) -> None:
    frame = shipped.frame(
        f"SELECT CAST(v AS INTEGER) AS value FROM (VALUES {rows}) AS t(v) ORDER BY 1",  # noqa: S608
        (NUMBER,),
    )

    assert str(frame["value"].dtype) == "Int64"


def test_other_columns_than_declared_are_refused(shipped: Database) -> None:
    with pytest.raises(ValueError, match="declared columns"):
        shipped.frame("SELECT 1 AS other ORDER BY 1", (NUMBER,))


@dataclass(frozen=True, slots=True)
class Held:
    value: int
    day: dt.date | None


def test_rows_are_plain_values_of_their_dataclass(shipped: Database) -> None:
    sql = """
        SELECT CAST(v AS INTEGER) AS value, CAST(d AS DATE) AS day
        FROM (VALUES (1, '2020-12-31'), (2, NULL)) AS t(v, d) ORDER BY 1
        """

    assert shipped.rows(sql, Held) == (Held(1, dt.date(2020, 12, 31)), Held(2, None))


@pytest.mark.parametrize(
    "selected",
    [
        "1 AS other, CAST(NULL AS DATE) AS day",
        "1.0::DOUBLE AS value, CAST(NULL AS DATE) AS day",
        "CAST(NULL AS INTEGER) AS value, CAST(NULL AS DATE) AS day",
    ],
    ids=["another name", "another type", "no value"],
)
def test_rows_that_are_not_as_their_fields_are_refused(shipped: Database, selected: str) -> None:
    with pytest.raises(ValueError, match=r"value|other"):
        shipped.rows(f"SELECT {selected} ORDER BY 1", Held)


def test_the_values_of_one_column_are_of_one_type(shipped: Database) -> None:
    assert shipped.rows("SELECT unnest([1, 2]) AS value ORDER BY value", int) == (1, 2)
    with pytest.raises(ValueError, match="value is"):
        shipped.rows("SELECT 'x' AS value ORDER BY value", int)


def test_the_database_cannot_be_written(shipped: Database) -> None:
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        shipped.frame("DELETE FROM results", (NUMBER,))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("autoinstall_known_extensions", False),
        ("autoload_known_extensions", False),
        ("enable_external_access", False),
        ("lock_configuration", True),
    ],
)
def test_a_reader_reaches_nothing_but_its_file(
    shipped: Database, setting: str, value: object
) -> None:
    setting_column = Column("value", Kind.BOOLEAN, "値", "値")

    frame = shipped.frame(
        "SELECT current_setting($name) AS value ORDER BY 1", (setting_column,), {"name": setting}
    )

    assert list(frame["value"]) == [value]


def test_no_query_reads_another_file(shipped: Database) -> None:
    file = paths.DATA / "sources.csv"

    with pytest.raises(duckdb.PermissionException):
        shipped.frame(f"SELECT 1 AS value FROM read_csv('{file}') ORDER BY 1", (NUMBER,))  # noqa: S608


def test_parameters_are_bound_and_never_run(shipped: Database) -> None:
    name = declared("bodies", "name")
    attack = "x' OR '1'='1"

    frame = shipped.frame(
        "SELECT name FROM bodies WHERE name = $name ORDER BY name", (name,), {"name": attack}
    )

    assert frame.empty


def test_what_a_query_returned_is_kept_and_its_frame_is_the_callers_own(
    shipped: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = """
        SELECT CAST(v AS INTEGER) AS value FROM (VALUES (41), (42)) AS t(v) WHERE v = $v ORDER BY 1
        """
    first = shipped.frame(sql, (NUMBER,), {"v": 42})
    values = shipped.rows(sql, int, {"v": 42})
    first.loc[0, "value"] = 7

    assert shipped.rows(sql, int, {"v": 41}) == (41,)
    monkeypatch.setattr(Database, "_executed", lambda *_: pytest.fail("it was asked again"))
    assert shipped.frame(sql, (NUMBER,), {"v": 42})["value"].tolist() == [42]
    assert shipped.rows(sql, int, {"v": 42}) == values == (42,)


def test_many_readers_at_once_get_their_own_rows(shipped: Database) -> None:
    def ask(wanted: int) -> int:
        frame = shipped.frame(
            "SELECT CAST($wanted AS INTEGER) AS value ORDER BY 1", (NUMBER,), {"wanted": wanted}
        )
        return int(frame["value"][0])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(200))) == list(range(200))


def test_records_are_plain_values() -> None:
    frame = pd.DataFrame(
        {
            "day": pd.array(["2020-12-31", None], dtype="datetime64[s]"),
            "count": pd.array([1, None], dtype="Int64"),
        }
    )

    first, second = records(frame)

    assert first["day"].isoformat() == "2020-12-31"
    assert (type(first["day"]).__name__, first["count"]) == ("date", 1)
    assert second == {"day": None, "count": None}
