"""The table of an exhibit as HTML: its cells lead to their evidence, its numbers can be sorted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lib.addresses import address
from lib.cells import listed
from lib.charts.markup import environment
from lib.exhibits import Exhibit
from lib.exports import csv_cells
from lib.frames import Record, records
from lib.schema import Column, Kind
from lib.words import cell_words

_BESIDE = Path(__file__).resolve().parent
_NAMING = 3  # columns at the left, one of which names the rows
DISPUTED = "※"


@dataclass(frozen=True)
class TableCell:
    """A cell of a table.

    Attributes:
        words: What is read.
        number: What the CSV says for a number; empty for words.
        role: What the column is for, as the name of a class.
        is_name: Whether it names the row.
        link: The address to which it leads; empty for none.
        is_disputed: Whether a discrepancy is registered on what it shows.
    """

    words: str
    number: str
    role: str
    is_name: bool
    link: str = ""
    is_disputed: bool = False


@cache
def _macros() -> Any:  # noqa: ANN401 - a template's module
    return environment(_BESIDE).get_template("table.html").module


@cache
def css() -> str:
    """The looks of tables."""
    return (_BESIDE / "table.css").read_text("utf-8")


def table(exhibit: Exhibit) -> Markup:
    """The rows of an exhibit as a table with links."""
    return _macros().table(exhibit, exhibit.shown_columns, table_cells(exhibit))  # type: ignore[no-any-return]


def plain_table(exhibit: Exhibit) -> Markup:
    """The same table for a file, where no link would lead anywhere."""
    cells = [[replace(cell, link="") for cell in row] for row in table_cells(exhibit)]
    return _macros().table(exhibit, exhibit.shown_columns, cells)  # type: ignore[no-any-return]


def table_cells(exhibit: Exhibit) -> list[list[TableCell]]:
    """The cells of a table, row by row; a link that would repeat the one above is left out."""
    columns = exhibit.shown_columns
    rows = records(exhibit.rows)
    name = _naming(exhibit)
    written = csv_cells(exhibit.rows, columns)[1:]
    numbers = zip(*written, strict=True) if written else ([] for _ in columns)
    by_column = [
        list(_column_cells(exhibit, column, rows, own, is_name=column is name))
        for column, own in zip(columns, numbers, strict=True)
    ]
    return [list(row) for row in zip(*by_column, strict=True)]


def _column_cells(
    exhibit: Exhibit, column: Column, rows: list[Record], written: Iterable[str], *, is_name: bool
) -> Iterable[TableCell]:
    evidence = exhibit.evidence.get(column.name)
    above = ""
    for row, number in zip(rows, written, strict=True):
        figure_ids = () if evidence is None or row[column.name] is None else evidence(row)
        link = _link(column.name, row, figure_ids)
        is_new = link != above or column.kind is not Kind.TEXT
        yield TableCell(
            cell_words(row, column),
            number if column.is_number else "",
            column.role.name.lower(),
            is_name,
            link if is_new else "",
            not exhibit.disputes.keys().isdisjoint(figure_ids),
        )
        above = link


def _naming(exhibit: Exhibit) -> Column:
    """The column that names the rows: one of words without repeats near the left, if any."""
    columns = exhibit.shown_columns
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
