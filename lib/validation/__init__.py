"""From CSV files to typed rows: every fault at once, or no rows at all."""

from pathlib import Path

from lib.schema import CSV_TABLES
from lib.validation.faults import Fault, InvalidDataError
from lib.validation.field import local_government_check_digit
from lib.validation.reading import LoadedTable, Row, Value, csv_text, read_table
from lib.validation.rules import CONNECTION_CONFIG, Loaded, rule_faults


def validated_tables(directory: Path) -> Loaded:
    """The typed rows of all CSV files of a directory.

    Args:
        directory: Folder with one ``<table>.csv`` for each declared table.

    Returns:
        Table name to its rows.

    Raises:
        InvalidDataError: Lists every fault. Rules that span rows are tried only on files whose
            cells could all be read, as they would repeat the same faults otherwise.
    """
    tables: Loaded = {}
    faults = _undeclared_faults(directory)
    for table in CSV_TABLES:
        tables[table.name], found = read_table(table, directory)
        faults.extend(found)
    if not faults:
        faults = rule_faults(tables)
    if faults:
        raise InvalidDataError(faults)
    return tables


def _undeclared_faults(directory: Path) -> list[Fault]:
    """A file under a wrong name would be left out without a word."""
    declared = {table.name for table in CSV_TABLES}
    allowed = "宣言された表の名前（lib/schema）のCSVファイルだけ"
    return [
        Fault(file.name, 0, "", "宣言のない表", allowed)
        for file in sorted(directory.glob("*.csv"))
        if file.stem not in declared
    ]


__all__ = [
    "CONNECTION_CONFIG",
    "Fault",
    "InvalidDataError",
    "Loaded",
    "LoadedTable",
    "Row",
    "Value",
    "csv_text",
    "local_government_check_digit",
    "validated_tables",
]
