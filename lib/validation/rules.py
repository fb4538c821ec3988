"""Runs the rules on rows and tables: each is SQL that finds the offending lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lib.counting import COUNTED_THING
from lib.schema import CSV_TABLES, Column, Kind, Role, Table
from lib.validation import field
from lib.validation.faults import Fault
from lib.validation.reading import LoadedTable
from lib.vocabulary import VIEWS

Loaded = dict[str, LoadedTable]

# No connection fetches or loads an extension: the machine may have no network, and needs none.
CONNECTION_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_MEASURED = ("%", "倍", "日間", "か月")  # all other units count one by one
_LINES = "L([0-9]+)-([0-9]+)"


@dataclass(frozen=True)
class Rule:
    """One rule on the rows of a table.

    Attributes:
        place: The table and, behind a point, the column at fault; commas between several columns.
        sql: What follows ``FROM <table> AS this`` to find the offending rows.
        allowed: What would be allowed; SQL expressions stand in braces.
    """

    place: str
    sql: str
    allowed: str

    def faults(self, connection: duckdb.DuckDBPyConnection) -> Iterator[Fault]:
        """The offending rows, in the order of their lines."""
        table, _, column = self.place.partition(".")
        found = ", ".join(f"this.{name}" for name in column.split(","))
        pieces = enumerate(re.split(r"\{(.*?)\}", self.allowed))
        allowed = ", ".join(piece if place % 2 else f"'{piece}'" for place, piece in pieces)
        statement = (
            f"SELECT this.csv_line, concat_ws(' / ', {found}), concat({allowed}) "  # noqa: S608 - declared
            f"FROM {table} AS this {self.sql} ORDER BY this.csv_line"
        )
        for line, shown, words in connection.execute(statement).fetchall():
            yield Fault(f"{table}.csv", line, column, shown, words)


def rule_faults(tables: Loaded) -> list[Fault]:
    """Every breach of a rule, those of the declared tables first."""
    with duckdb.connect(config=CONNECTION_CONFIG) as connection:
        for loaded in tables.values():
            _load(connection, loaded)
        _load_declarations(connection, tables)
        rules = [*(rule for table in CSV_TABLES for rule in _table_rules(table)), *_field_rules()]
        return [fault for rule in rules for fault in rule.faults(connection)]


def _load(connection: duckdb.DuckDBPyConnection, loaded: LoadedTable) -> None:
    """A table with its declared columns, and the line in the file at which each row ends."""
    columns = ", ".join(f"{column.name} {column.kind.value}" for column in loaded.table.columns)
    connection.execute(f"CREATE TABLE {loaded.table.name} ({columns}, csv_line INTEGER)")
    values = {name: [row[name] for row in loaded.rows] for name in loaded.table.column_names}
    connection.register("loaded", pa.table(values | {"csv_line": loaded.lines}))
    connection.execute(f"INSERT INTO {loaded.table.name} FROM loaded")


def _load_declarations(connection: duckdb.DuckDBPyConnection, tables: Loaded) -> None:
    """What the rules of the field ask beside the rows."""
    columns = [(table.name, name) for table in CSV_TABLES for name in table.column_names]
    keys = [(name, loaded.row_key(row)) for name, loaded in tables.items() for row in loaded.rows]
    connection.register("counters", _pairs("unit", "thing", list(COUNTED_THING.items())))
    connection.register("declared_columns", _pairs("table_name", "column_name", columns))
    connection.register("row_keys", _pairs("table_name", "row_key", keys))
    connection.register("declared_views", pa.table({"view": list(VIEWS)}))
    connection.create_function("check_digit", field.local_government_check_digit)
    connection.execute(field.FUNCTIONS)


def _pairs(first: str, second: str, rows: list[tuple[str, str]]) -> pa.Table:
    return pa.table({first: [one for one, _ in rows], second: [other for _, other in rows]})


def _table_rules(table: Table) -> Iterator[Rule]:
    """The rules that follow from the declaration of a table."""
    key = f"row({', '.join(table.key)})"
    yield Rule(
        f"{table.name}.{','.join(table.key)}",
        f"WINDOW file AS (ORDER BY csv_line) QUALIFY {key} <= lag({key}) OVER file",
        f"{{if({key} = lag({key}) OVER file, '表の中で1度だけのキー', 'キーの順に並んだ行')}}",
    )
    for reference in table.references:
        pairs = list(zip(reference.columns, reference.key, strict=True))
        is_there = " AND ".join(f"this.{own} = target.{other}" for own, other in pairs)
        is_given = " AND ".join(f"this.{own} IS NOT NULL" for own, _ in pairs)
        yield Rule(
            f"{table.name}.{','.join(reference.columns)}",
            f"ANTI JOIN {reference.table} AS target ON {is_there} WHERE {is_given}",
            f"{reference.table}.csv の {','.join(reference.key)} にある値",
        )
    for column in table.columns:
        yield from _column_rules(table, column)


def _column_rules(table: Table, column: Column) -> Iterator[Rule]:
    name, place = column.name, f"{table.name}.{column.name}"
    if column.kind is Kind.DATE:
        yield Rule(place, f"WHERE {name} > newest_day()", "{newest_day()} までの日付")
    if column.role is Role.YEAR:
        year = "year(newest_day())"
        yield Rule(place, f"WHERE {name} > {year}", f"{{{year}}} 年度以前")
    if column.kind is Kind.NUMBER and "unit" in table.column_names:
        yield Rule(
            place,
            f"WHERE {name} % 1 <> 0 AND coalesce(unit, '') NOT IN {_MEASURED}",
            f"整数（小数は単位が {'、'.join(_MEASURED)} の数だけ）",
        )
    if name == "source_locator":
        first, last = (
            f"TRY_CAST(regexp_extract({name}, '^{_LINES}$', {group}) AS HUGEINT)"
            for group in (1, 2)
        )
        yield Rule(place, f"WHERE {first} >= {last}", "最初の行が最後の行より前")


def _field_rules() -> Iterator[Rule]:
    for block in re.split(r"\n+(?=\S)", field.RULES.strip()):
        places, allowed, sql = re.split(r":\s+|\n\s+", block, maxsplit=2)
        for place in places.split(", "):
            column = place.partition(".")[2]
            yield Rule(place, sql.replace("$column", column), allowed.replace("$column", column))
