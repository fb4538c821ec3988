"""Reads the database: a cursor a query, bound parameters, declared columns or typed rows."""

import datetime as dt
import os
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

import duckdb
import pandas as pd

from lib.build import built_database
from lib.memory import remembered
from lib.schema import Column, Kind
from lib.validation import CONNECTION_CONFIG

Parameter = str | int | float | bool | None | list[str] | list[int]
_Kinds = tuple[tuple[str, Kind], ...]
_Bound = tuple[tuple[str, Hashable], ...]
Row = TypeVar("Row")

_DTYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "Int64",
    Kind.MONEY: "Int64",
    Kind.NUMBER: "Float64",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "datetime64[s]",
}
_PYTHON_TYPES: Mapping[str, type] = {
    "VARCHAR": str,
    **dict.fromkeys(("INTEGER", "BIGINT", "HUGEINT"), int),
    "DOUBLE": float,
    "BOOLEAN": bool,
    "DATE": dt.date,
}
# A query reads the attached file and nothing else, and cannot change that.
_READER_CONFIG = CONNECTION_CONFIG | {"enable_external_access": False, "lock_configuration": True}


class Database:
    """A database file, opened for reading only.

    One connection serves the process; every query takes a cursor of its own, as a call on a busy
    connection would fail or return another caller's rows. The data never change, so that what a
    query returned is kept and shared.

    Args:
        path: The file.
        edition: The number of the edition whose data it holds.
    """

    def __init__(self, path: Path, edition: int = 0) -> None:
        self.path = path
        self.edition = edition
        self._connection = duckdb.connect(path, read_only=True, config=_READER_CONFIG)
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        """The digest of the data that the file was built from."""
        return self.path.stem.removeprefix("dashboard-")

    @property
    def version_words(self) -> str:
        """The version as pages and files show it, with the edition once one was published."""
        return f"第{self.edition}版（{self.version}）" if self.edition else self.version

    def is_readable(self) -> bool:
        """Whether it answers a query."""
        try:
            with self._executed("SELECT count(*) FROM sources", ()) as cursor:
                return cursor.fetchone() != (0,)
        except duckdb.Error:
            return False

    def frame(
        self,
        sql: str,
        columns: Sequence[Column],
        parameters: Mapping[str, Parameter] | None = None,
    ) -> pd.DataFrame:
        """The rows of a query.

        Args:
            sql: One SELECT with ORDER BY; parameters as ``$name``.
            columns: The declared columns that the query returns, in order.
            parameters: The values to bind.

        Returns:
            A frame of the caller's own with just these columns and the dtypes that belong to their
            kinds, whatever the rows hold: missing values never change a type.

        Raises:
            ValueError: The query returns other columns than declared.
        """
        kinds = tuple((column.name, column.kind) for column in columns)
        found: pd.DataFrame = self._frame(sql, kinds, _bound(parameters))
        return found.copy(deep=False)  # pandas copies what is changed when it is changed

    @remembered
    def _frame(self, sql: str, kinds: _Kinds, bound: _Bound) -> pd.DataFrame:
        with self._executed(sql, bound) as cursor:
            found = cursor.df()
        names = [name for name, _ in kinds]
        if list(found.columns) != names:
            message = f"declared columns {names}, found {list(found.columns)}"
            raise ValueError(message)
        return _typed(found, kinds)

    def rows(
        self, sql: str, kind: type[Row], parameters: Mapping[str, Parameter] | None = None
    ) -> tuple[Row, ...]:
        """The rows of a query as plain Python values.

        Args:
            sql: One SELECT with ORDER BY, or all of it from FROM on: then the fields are selected;
                parameters as ``$name``.
            kind: A frozen dataclass whose fields are the query's columns, in order; or the type
                of its one column ``value``.
            parameters: The values to bind.

        Raises:
            ValueError: The query returns other columns or types than declared, or no value where
                None is not declared.
        """
        found: tuple[Row, ...] = self._rows(sql, kind, _bound(parameters))
        return found

    @remembered
    def _rows(self, sql: str, kind: type[Row], bound: _Bound) -> tuple[Row, ...]:
        fields: Mapping[str, Any] = get_type_hints(kind) or {"value": kind}
        if sql.lstrip().startswith("FROM "):
            sql = f"SELECT {', '.join(fields)} {sql}"
        with self._executed(sql, bound) as cursor:
            found = [(column[0], str(column[1])) for column in cursor.description or ()]
            rows = cursor.fetchall()
        if list(fields) != [name for name, _ in found]:
            message = f"declared fields {list(fields)}, found {found}"
            raise ValueError(message)
        for place, (name, stored) in enumerate(found):  # types once a column, missing values all
            allowed = get_args(fields[name]) or (fields[name],)
            is_missing = NoneType not in allowed and any(row[place] is None for row in rows)
            if _PYTHON_TYPES.get(stored) not in allowed or is_missing:
                message = f"{name} is {fields[name]}, found {stored} or no value"
                raise ValueError(message)
        return tuple(kind(*row) for row in rows)

    @contextmanager
    def _executed(self, sql: str, bound: _Bound) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            cursor = self._connection.cursor()
        with cursor:
            yield cursor.execute(sql, dict(bound))


def _bound(parameters: Mapping[str, Parameter] | None) -> _Bound:
    """Parameters as they can be a part of a key."""
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in (parameters or {}).items()
    )


def frame_of(rows: Sequence[object], columns: Sequence[Column]) -> pd.DataFrame:
    """Typed rows, for an exhibit, as a frame like those of ``Database.frame``.

    Raises:
        AttributeError: A row lacks one of the columns.
    """
    values = [[getattr(row, column.name) for column in columns] for row in rows]
    kinds = [(column.name, column.kind) for column in columns]
    return _typed(pd.DataFrame(values, columns=[name for name, _ in kinds]), kinds)


def _typed(frame: pd.DataFrame, kinds: Sequence[tuple[str, Kind]]) -> pd.DataFrame:
    return frame.astype({name: _DTYPES[kind] for name, kind in kinds})


_IN_USE: ContextVar[Database | None] = ContextVar("database in use", default=None)


def database() -> Database:
    """The database in use: that of ``using``, or else what the server serves or this process has.

    Raises:
        InvalidDataError: It is missing and the CSV files have faults.
    """
    return _IN_USE.get() or _choose()


def in_use() -> Database | None:
    """The database that ``using`` holds; None outside of any such block."""
    return _IN_USE.get()


def choose_by(chosen: Callable[[], Database]) -> None:
    """Names what is in use where nothing else was said, as in a callback of a page.

    Args:
        chosen: Returns it; asked each time.
    """
    global _choose  # noqa: PLW0603 - one a process, named once when the server starts
    _choose = chosen


def of_process() -> Database:
    """The database that this process began with, whatever was published since.

    That is the file that DASHBOARD_DATABASE in the environment names, as for one of several
    processes that show the same data; else that of the present data, built if it is missing.

    Raises:
        InvalidDataError: It is missing and the CSV files have faults.
    """
    return _of_process()


@lru_cache(maxsize=1)
def _of_process() -> Database:
    named = os.environ.get("DASHBOARD_DATABASE")
    return Database(Path(named) if named else built_database())


_choose: Callable[[], Database] = of_process


@contextmanager
def using(chosen: Database) -> Iterator[None]:
    """Inside the block, ``database`` is the one given: options then follow the rows shown."""
    token = _IN_USE.set(chosen)
    try:
        yield
    finally:
        _IN_USE.reset(token)
