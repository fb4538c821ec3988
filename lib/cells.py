"""Names one figure: the cell of a table in which it is kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_KEY_SEPARATOR = "/"  # between the values of a key, as in H30-26/1
_PART_SEPARATOR = "."  # between table, key and column; tables and columns have none in their names
_LIST_SEPARATOR = "|"  # between figures, in one cell or in an address

# From a row to the ids of the figures that a cell of it shows or was calculated from.
Evidence = Callable[[Mapping[str, Any]], tuple[str, ...]]


def row_key(values: Iterable[object]) -> str:
    """The key of a row as one text, as in H30-26/1 or H30-06/2019-04-30."""
    return _KEY_SEPARATOR.join(str(value) for value in values)


@dataclass(frozen=True, order=True)
class Cell:
    """One cell of a table.

    Attributes:
        table_name: Name of the table.
        row_key: The values of the row's key, joined by ``row_key``.
        column_name: Name of the column.
    """

    table_name: str
    row_key: str
    column_name: str

    @property
    def figure_id(self) -> str:
        """The name of the cell in addresses, as in results.H30-26/1.value."""
        return _PART_SEPARATOR.join((self.table_name, self.row_key, self.column_name))


def figure_id(table_name: str, column_name: str, *key: object) -> str:
    """The name of a figure in addresses, by table, column and the values of its row's key."""
    return Cell(table_name, row_key(key), column_name).figure_id


def evidence_in(table_name: str, column_name: str, *key_columns: str) -> Evidence:
    """The figure in a column of a table, for rows that hold the table's key.

    Args:
        table_name: Name of the table.
        column_name: Name of the column.
        key_columns: The columns of the rows that hold the key, in its order.
    """

    def figures(row: Mapping[str, Any]) -> tuple[str, ...]:
        return (figure_id(table_name, column_name, *(row[name] for name in key_columns)),)

    return figures


def evidence_listed_in(list_column: str) -> Evidence:
    """The figures that a column of the rows lists, as ``listed`` writes them."""

    def figures(row: Mapping[str, Any]) -> tuple[str, ...]:
        return split(row[list_column] or "")

    return figures


def listed(figure_ids: Iterable[str]) -> str:
    """Ids of figures as one text, each once."""
    return _LIST_SEPARATOR.join(dict.fromkeys(figure_ids))


def split(text: str) -> tuple[str, ...]:
    """The ids of figures in a text that ``listed`` wrote."""
    return tuple(part for part in text.split(_LIST_SEPARATOR) if part)
