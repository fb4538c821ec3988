"""The table of an exhibit as HTML: its cells lead to their evidence, its numbers can be sorted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lib.addresses import address
from lib.cells import listed
from lib.charts.markup import looks, macros
from lib.exhibits import Exhibit
from lib.exports import csv_cells
from lib.frames import Record, records
from lib.schema import Column, Kind, Role
from lib.views import framing
from lib.vocabulary import VERDICT
from lib.words import cell_words

_BESIDE = Path(__file__).resolve().parent
_TEMPLATE = _BESIDE / "table.html"
_NAMING = 3  # columns at the left, one of which names the rows
_MANY_ROWS = 14  # more are searched
DISPUTED = "※"


@dataclass(frozen=True)
class TableColumn:
    """A column of a table on screen.

    Attributes:
        name: Its name in addresses.
        heading: What stands above it.
        looks: Names of classes.
        unit: Heading of the column with the units that stand beside its numbers; empty for none.
    """

    name: str
    heading: str
    looks: str
    unit: str = ""


@dataclass(frozen=True)
class TableCell:
    """A cell of a table.

    Attributes:
        words: What is read.
        value: What the CSV says for a number, a year or a date; empty for words.
        looks: Names of classes.
        is_name: Whether it names the row.
        unit: The unit of the number; empty where the heading has it.
        is_empty: Whether nothing is given.
        link: The address to which it leads; empty for none.
        is_repeated: Whether the cell above leads there too.
        is_disputed: Whether a discrepancy is registered on what it shows.
    """

    words: str
    value: str
    looks: str
    is_name: bool
    unit: str = ""
    is_empty: bool = False
    link: str = ""
    is_repeated: bool = False
    is_disputed: bool = False


def css() -> str:
    """The looks of tables."""
    return looks(_BESIDE / "table.css")


def table(exhibit: Exhibit) -> Markup:
    """The rows of an exhibit as a table with links and tools."""
    return macros(_TEMPLATE).table(exhibit, *_parts(exhibit))  # type: ignore[no-any-return]


def whole(exhibit: Exhibit, heading: str) -> Markup:
    """The frame of an exhibit that is a table, and what is only printed."""
    notes = framing.notes_below_rail(exhibit)
    return macros(_TEMPLATE).whole(exhibit, heading, *_parts(exhibit), notes)  # type: ignore[no-any-return]


def _parts(exhibit: Exhibit) -> tuple[Any, ...]:
    is_long = len(exhibit.rows) > _MANY_ROWS
    return table_columns(exhibit), table_cells(exhibit), DISPUTED, _hint(exhibit), is_long


def _hint(exhibit: Exhibit) -> str:
    """What can be done with the cells; empty for nothing."""
    return "".join(
        words
        for words, applies in (
            ("数字を押すと、その根拠（文書の中の場所と時点）が開く。", exhibit.evidence),
            (f"{DISPUTED}は相違の記録がある数値。", exhibit.disputes),
        )
        if applies
    )


def table_columns(exhibit: Exhibit) -> list[TableColumn]:
    """The columns of a table; units and reasons that differ by row stand with their numbers."""
    labels = {column.name: column.label for column in exhibit.columns}
    name = _naming(exhibit)
    return [
        TableColumn(
            column.name,
            column.heading,
            _looks(column) + (" naming" if column is name else ""),
            labels.get(column.unit_in or "", ""),
        )
        for column in _columns(exhibit)
    ]


def _columns(exhibit: Exhibit) -> list[Column]:
    shown = exhibit.shown_columns
    beside = {name for column in shown for name in (column.unit_in, column.reason_in)}
    return [column for column in shown if column.name not in beside]


def _looks(column: Column) -> str:
    return column.role.name.lower()


def plain_table(exhibit: Exhibit) -> Markup:
    """The same table for a file, where no link would lead anywhere."""
    cells = [[replace(cell, link="") for cell in row] for row in table_cells(exhibit)]
    columns = table_columns(exhibit)
    return macros(_TEMPLATE).rows(exhibit, columns, cells, DISPUTED, is_plain=True)  # type: ignore[no-any-return]


def table_cells(exhibit: Exhibit) -> list[list[TableCell]]:
    """The cells of a table, row by row."""
    columns = _columns(exhibit)
    rows = records(exhibit.rows)
    name = _naming(exhibit)
    written = csv_cells(exhibit.rows, tuple(columns))[1:]
    values = zip(*written, strict=True) if written else ([] for _ in columns)
    by_column = [
        list(_column_cells(exhibit, column, rows, own, is_name=column is name))
        for column, own in zip(columns, values, strict=True)
    ]
    return [list(row) for row in zip(*by_column, strict=True)]


def _column_cells(
    exhibit: Exhibit, column: Column, rows: list[Record], written: Iterable[str], *, is_name: bool
) -> Iterable[TableCell]:
    evidence = exhibit.evidence.get(column.name)
    is_value = column.is_number or column.kind is Kind.DATE or column.role is Role.YEAR
    above = ""
    for row, value in zip(rows, written, strict=True):
        is_empty = row[column.name] is None
        figure_ids = () if evidence is None or is_empty else evidence(row)
        link = _link(column.name, row, figure_ids)
        yield TableCell(
            cell_words(row, column),
            value if is_value else "",
            _cell_looks(row, column),
            is_name,
            "" if is_empty else str(row.get(column.unit_in or "") or ""),
            is_empty,
            link,
            bool(link) and link == above,
            not exhibit.disputes.keys().isdisjoint(figure_ids),
        )
        above = link


def _cell_looks(row: Record, column: Column) -> str:
    """The classes of a cell; a verdict has a mark of its own."""
    marked = f" verdict {row[column.name]}" if column.vocabulary is VERDICT else ""
    return f"{_looks(column)}{marked}"


def _naming(exhibit: Exhibit) -> Column:
    """The column that names the rows: one of words without repeats near the left, if any.

    A body at the left names them also where it has several rows, whatever the filters leave.
    """
    columns = exhibit.shown_columns
    if columns[0].name == "body_name":
        return columns[0]
    words = (column for column in columns[:_NAMING] if not column.is_number)
    unique = (column for column in words if exhibit.rows[column.name].is_unique)
    return next(unique, columns[0])


def _link(name: str, row: Record, figure_ids: Collection[str]) -> str:
    """The address to which a cell leads; empty for most."""
    if row[name] is None:
        return ""
    if name == "source_id":
        return address("sources", part="sources")
    if name == "body_name" and "project_id" in row:
        return address("project", project=row["project_id"])
    return address("evidence", figure=listed(figure_ids)) if figure_ids else ""
