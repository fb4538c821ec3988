"""Rows that differ, in the words in which templates are filled in: names for codes, both eras."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lib import formats
from lib.editions.changes import Conflict, RowChange
from lib.intake import templates
from lib.intake.known import Known, Rows
from lib.intake.reading import known_values
from lib.intake.templates import Field
from lib.schema import CSV_TABLES, Table

KINDS = {"added": "加わる", "changed": "変わる", "removed": "なくなる"}
_TABLES = {f"{table.name}.csv": table for table in CSV_TABLES}
_WHOLE_ROW, _NO_ROW = "行の全体", "この行がない"
_Cells = Mapping[str, str | None]


@dataclass(frozen=True)
class ChangedRow:
    """A row that differs.

    Attributes:
        kind: What happens to it.
        row: The words of its key.
        before: What stood in the cells that differ; empty for a new row.
        after: What stands there; empty for a row that goes.
    """

    kind: str
    row: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedTable:
    """The rows of a table that differ.

    Attributes:
        title: Its Japanese name.
        counts: How many rows come, change and go, in words.
        rows: The rows in order, as many as are shown.
        others: How many are not shown.
    """

    title: str
    counts: str
    rows: tuple[ChangedRow, ...]
    others: int


def changed_tables(
    found: Sequence[RowChange], base: Rows, most: int = 50
) -> tuple[ChangedTable, ...]:
    """The rows that differ, table by table.

    Args:
        found: The rows that differ.
        base: The rows of a set in which their codes have names.
        most: How many rows of a table are shown.
    """
    all_known = known_values(CSV_TABLES, base)
    return tuple(
        _changed_table(file, list(rows), all_known, most)
        for file, rows in groupby(found, lambda change: change.file)
    )


def _changed_table(
    file: str, found: Sequence[RowChange], all_known: Mapping[str, Known], most: int
) -> ChangedTable:
    table = _TABLES.get(file)
    shown = tuple(_row(change, table, all_known) for change in found[:most])
    title = table.title if table else file
    return ChangedTable(title, _counts(found), shown, len(found) - len(shown))


def _counts(found: Sequence[RowChange]) -> str:
    kinds = [change.kind for change in found]
    return formats.joined(
        f"{words}行 {formats.number(kinds.count(kind))}"
        for kind, words in KINDS.items()
        if kind in kinds
    )


def _row(change: RowChange, table: Table | None, all_known: Mapping[str, Known]) -> ChangedRow:
    key = dict(zip(table.key if table else (), change.key, strict=False))
    before = {cell.column: cell.before for cell in change.cells if cell.column not in key}
    after = {cell.column: cell.after for cell in change.cells if cell.column not in key}
    if table is None:
        return ChangedRow(KINDS[change.kind], change.row_key, _plain(before), _plain(after))
    fields = _fields(table, all_known)
    name = formats.joined((_written(fields, part, key) for part in table.key), "／")
    is_new, is_gone = change.kind == "added", change.kind == "removed"
    return ChangedRow(
        KINDS[change.kind],
        name,
        "" if is_new else _words(fields, before, has_empty=not is_gone),
        "" if is_gone else _words(fields, after, has_empty=not is_new),
    )


def conflict_columns(found: Sequence[Conflict], base: Rows) -> dict[str, list[str]]:
    """Cells that two people changed differently, as columns of a table with all three values.

    Args:
        found: The cells.
        base: The rows of a set in which their codes have names.
    """
    all_known = known_values(CSV_TABLES, base)
    rows = [_conflict_cells(one, _TABLES.get(one.file), all_known) for one in found]
    headings = ("表", "行", "列", "もと", "公開された版", "この変更")
    return dict(zip(headings, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}


def _conflict_cells(
    one: Conflict, table: Table | None, all_known: Mapping[str, Known]
) -> tuple[str, ...]:
    values = (one.base, one.newest, one.own)
    if table is None or one.column not in table.column_names:
        shown = (text or "空欄" for text in values)
        return (one.file, formats.joined(one.key, "／"), one.column, *shown)
    fields = _fields(table, all_known)
    key = dict(zip(table.key, one.key, strict=False))
    row = formats.joined((_written(fields, part, key) for part in table.key), "／")
    words = (_written(fields, one.column, {one.column: text}) or "空欄" for text in values)
    return (table.title, row, table.column(one.column).label, *words)


def difference_columns(found: Sequence[RowChange], base: Rows) -> dict[str, list[str]]:
    """What two people entered differently, as columns of a table: cells, and rows of only one.

    Args:
        found: The rows that differ; ``before`` is the first entry, ``after`` the second.
        base: The rows of both, in which their codes have names.
    """
    all_known = known_values(CSV_TABLES, base)
    rows = [cells for one in found for cells in _differing(one, all_known)]
    headings = ("表", "行", "列", "一人目", "二人目")
    return dict(zip(headings, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}


def _differing(one: RowChange, all_known: Mapping[str, Known]) -> Iterator[tuple[str, ...]]:
    table = _TABLES.get(one.file)
    if one.kind != "changed":
        row = _row(one, table, all_known)
        title = table.title if table else one.file
        yield (title, row.row, _WHOLE_ROW, row.before or _NO_ROW, row.after or _NO_ROW)
        return
    for cell in one.cells:
        conflict = Conflict(one.file, one.key, cell.column, None, cell.before, cell.after)
        title, name, column, _, first, second = _conflict_cells(conflict, table, all_known)
        yield (title, name, column, first, second)


def _fields(table: Table, all_known: Mapping[str, Known]) -> dict[str, Field]:
    """How each column of a table is written."""
    return {
        field.column.name: Field(
            field.column, field.heading, field.known, is_name=_is_named(field, table)
        )
        for field in templates.fields(table, all_known)
        if field.column and not field.is_name
    }


def _is_named(field: Field, table: Table) -> bool:
    """Whether a code is written as its name: those of the key are; titles of sources are long."""
    return field.column is not None and field.column.name in table.key


def _words(fields: Mapping[str, Field], cells: _Cells, *, has_empty: bool) -> str:
    """Label and words of each cell; of a row that comes or goes only those that hold something."""
    shown = [name for name, text in cells.items() if text or has_empty]
    headings = [fields[name].heading if name in fields else name for name in shown]
    texts = [_written(fields, name, cells) or "空欄" for name in shown]
    return formats.joined(map(" ".join, zip(headings, texts, strict=True)))


def _written(fields: Mapping[str, Field], name: str, cells: _Cells) -> str:
    text = cells.get(name) or ""
    if name not in fields or not text:
        return text
    column = fields[name].column
    if column and column.is_number and text.isascii() and text.isdigit():
        return formats.number(int(text))
    try:
        return templates.written(fields[name], {name: text})
    except (ValueError, ArithmeticError):  # an edition of an earlier release may hold other kinds
        return text


def _plain(cells: _Cells) -> str:
    return formats.joined(f"{name} {text}" for name, text in cells.items() if text)
