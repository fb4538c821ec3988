"""Every table of the dashboard, declared once."""

from dataclasses import replace

from lib.schema import derived, evaluations, grants, national, places, projects, quality
from lib.schema.model import NO_VALUE, Column, Kind, Reference, Role, Table, key, sentence, year

# In an order in which a table stands behind the tables that it refers to.
CSV_TABLES: tuple[Table, ...] = (
    *places.TABLES,
    *quality.TABLES,
    *projects.TABLES,
    *evaluations.TABLES,
    *grants.TABLES,
    *national.TABLES,
)
DERIVED_TABLES: tuple[Table, ...] = derived.TABLES
TABLES: tuple[Table, ...] = (*CSV_TABLES, *DERIVED_TABLES)


def table(name: str) -> Table:
    """The declaration of the table of that name.

    Raises:
        KeyError: No such table is declared.
    """
    for declared in TABLES:
        if declared.name == name:
            return declared
    raise KeyError(name)


def declared(table_name: str, column_name: str, *, name: str = "", label: str = "") -> Column:
    """A declared column, under another name or heading where a query needs one.

    Raises:
        KeyError: No such table or column is declared.
    """
    column = table(table_name).column(column_name)
    return replace(column, name=name or column.name, label=label or column.label)


def columns(table_name: str, *names: str) -> tuple[Column, ...]:
    """Several declared columns of a table."""
    return tuple(declared(table_name, name) for name in names)


__all__ = [
    "CSV_TABLES",
    "DERIVED_TABLES",
    "NO_VALUE",
    "TABLES",
    "Column",
    "Kind",
    "Reference",
    "Role",
    "Table",
    "columns",
    "declared",
    "key",
    "sentence",
    "table",
    "year",
]
