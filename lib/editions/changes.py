"""What differs between two sets, row by row and cell by cell, and one set's changes upon another.

Cells are compared as they stand in the files, so that sets of earlier releases, whose tables had
other columns, can be compared and carried over too: a column that a set lacks counts as empty.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from lib.cells import row_key
from lib.confirmation import FILE_NAME
from lib.editions.model import Files
from lib.schema import CSV_TABLES, Kind, Table
from lib.validation import csv_text

Key = tuple[str, ...]
KIND_WORDS = MappingProxyType({"added": "加わった", "changed": "変わった", "removed": "なくなった"})
Cells = Mapping[str, str]

_DECLARED: Mapping[str, Table] = {f"{table.name}.csv": table for table in CSV_TABLES}


@dataclass(frozen=True)
class CellChange:
    """One cell that differs.

    Attributes:
        column: Name of the column.
        before: What it held; None where there was no such row.
        after: What it holds; None where there is no such row any more.
    """

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class RowChange:
    """One row that differs.

    Attributes:
        file: Name of the CSV file.
        key: The values that identify the row.
        kind: What happened to it.
        cells: The cells that differ; of a row that came or went, all.
    """

    file: str
    key: Key
    kind: Literal["added", "changed", "removed"]
    cells: tuple[CellChange, ...]

    @property
    def row_key(self) -> str:
        """The values that identify the row, as one text."""
        return row_key(self.key)


@dataclass(frozen=True)
class Conflict:
    """A cell that two people changed differently; which one is right, a person has to say.

    Attributes:
        file: Name of the CSV file.
        key: The values that identify the row.
        column: Name of the column.
        base: What it held before both; None where there was no such row.
        newest: What the newest edition holds; None where it has no such row.
        own: What the own set holds; None where it has no such row.
    """

    file: str
    key: Key
    column: str
    base: str | None
    newest: str | None
    own: str | None


@dataclass(frozen=True)
class Rebased:
    """A set with its changes upon a newer edition.

    Attributes:
        files: The newer edition with all changes that contradict nothing in it.
        conflicts: The changes that do; in ``files`` these cells are as in the newer edition.
    """

    files: Files
    conflicts: tuple[Conflict, ...]


@dataclass
class _Sheet:
    """The rows of one file by their keys."""

    columns: tuple[str, ...] = ()
    rows: dict[Key, Cells] = field(default_factory=dict)


def changes(before: Files, after: Files) -> tuple[RowChange, ...]:
    """The rows that differ, file by file in the order of the tables, sorted by their keys."""
    return tuple(
        change
        for name in _names(before, after)
        for change in _row_changes(name, *_sheets(name, before, after))
    )


def rebased(base: Files, own: Files, newest: Files) -> Rebased:
    """What turned a base into an own set, done to a newer edition that came from the same base.

    Args:
        base: The set that both came from.
        own: The own set.
        newest: The newer edition.
    """
    files, conflicts = dict(newest), list[Conflict]()
    for name in _names(base, own, newest):
        before, mine, there = _sheets(name, base, own, newest)
        found = tuple(_row_changes(name, before, mine))
        for change in found:
            conflicts += _apply(change, before, there)
        if name not in own and not there.rows:
            files.pop(name, None)
        elif found or (name in own and mine.columns not in {before.columns, there.columns}):
            is_own = not there.columns or mine.columns not in {(), before.columns}
            columns = mine.columns if is_own else there.columns
            files[name] = _csv(columns, _sorted(name, there.rows).values())
    return Rebased(files, tuple(conflicts))


def text_rows(content: bytes) -> list[Cells]:
    """The rows of a CSV file, each by its columns, as they stand there."""
    return _read(content)[1]


def with_rows(
    content: bytes, table: Table, rows: Iterable[Cells], removals: Iterable[Cells] = ()
) -> bytes:
    """A CSV file with some rows added or replaced by their keys, and some removed.

    Args:
        content: The file; empty where there was none.
        table: Its declaration, which gives the columns of the new file.
        rows: Whole rows.
        removals: The cells of the keys of rows.
    """

    def key_of(row: Cells) -> Key:
        return tuple(row.get(part, "") for part in table.key)

    held = {key_of(row): row for row in text_rows(content)}
    held |= {key_of(row): row for row in rows}
    for removal in removals:
        held.pop(key_of(removal), None)
    return _csv(table.column_names, _sorted(f"{table.name}.csv", held).values())


def _names(*sets: Files) -> list[str]:
    """The CSV files of some sets, those of declared tables first and in their order."""
    others = sorted({name for files in sets for name in files} - {FILE_NAME, *_DECLARED})
    return [*(name for name in _DECLARED if any(name in files for files in sets)), *others]


def _sheets(name: str, *sets: Files) -> list[_Sheet]:
    """The rows of a file in some sets, under keys that all of them have."""
    read = [_read(files.get(name, b"")) for files in sets]
    headers = [header for header, _ in read if header]
    declared = _DECLARED[name].key if name in _DECLARED else ()
    is_known = bool(declared) and all(set(declared) <= set(header) for header in headers)
    key = declared if is_known else next(iter(headers), ())
    return [
        _Sheet(header, {tuple(row.get(part, "") for part in key): row for row in rows})
        for header, rows in read
    ]


def _read(content: bytes) -> tuple[tuple[str, ...], list[Cells]]:
    header, *rows = [*csv.reader(io.StringIO(csv_text(content), newline=""))] or [[]]
    return tuple(header), [dict(zip(header, row, strict=False)) for row in rows]


def _row_changes(name: str, before: _Sheet, after: _Sheet) -> Iterator[RowChange]:
    columns = list(dict.fromkeys((*after.columns, *before.columns)))
    for key in _sorted(name, {**before.rows, **after.rows}):
        old, new = before.rows.get(key), after.rows.get(key)
        cells = tuple(
            CellChange(column, held, holds)
            for column in columns
            if (held := _cell(old, column)) != (holds := _cell(new, column))
        )
        if cells:
            kind: Literal["added", "changed", "removed"] = (
                "added" if old is None else "removed" if new is None else "changed"
            )
            yield RowChange(name, key, kind, cells)


def _cell(row: Cells | None, column: str) -> str | None:
    return None if row is None else row.get(column, "")


def _apply(change: RowChange, before: _Sheet, there: _Sheet) -> list[Conflict]:
    """Does to a row of a newer edition what was done to that of the base; returns what cannot be.

    A cell that the newer edition left as it was takes the change; one that it changed in the same
    way is as it should be; any other one is a conflict.
    """
    old, now = before.rows.get(change.key), there.rows.get(change.key)
    if change.kind == "removed" and now is not None:
        touched = _conflicts(change, old, now, [*there.columns, *before.columns])
        if not touched:
            del there.rows[change.key]
        return touched
    if change.kind == "removed" or (change.kind == "changed" and now is None):
        return [
            Conflict(change.file, change.key, cell.column, cell.before, None, cell.after)
            for cell in change.cells
            if change.kind == "changed"
        ]
    taken = {
        cell.column: cell.after or ""
        for cell in change.cells
        if now is None or _cell(now, cell.column) == cell.before
    }
    there.rows[change.key] = {**(now or {}), **taken}
    return [
        Conflict(
            change.file, change.key, cell.column, cell.before, _cell(now, cell.column), cell.after
        )
        for cell in change.cells
        if cell.column not in taken and _cell(now, cell.column) != cell.after
    ]


def _conflicts(
    change: RowChange, old: Cells | None, now: Cells, columns: Iterable[str]
) -> list[Conflict]:
    """The cells of a row that the newer edition changed and the own set removed."""
    return [
        Conflict(change.file, change.key, column, _cell(old, column), _cell(now, column), None)
        for column in dict.fromkeys(columns)
        if _cell(old, column) != _cell(now, column)
    ]


def _sorted(name: str, rows: Mapping[Key, Cells]) -> dict[Key, Cells]:
    """Rows in the order of their keys, numbers by their values, as validation asks for it."""
    table = _DECLARED.get(name)
    kinds = [table.column(part).kind for part in table.key] if table else []

    def place(key: Key) -> list[tuple[int, int, str]]:
        parts = zip(key, [*kinds, *[Kind.TEXT] * len(key)], strict=False)
        return [
            (0, int(text), "") if kind is Kind.INTEGER and _is_number(text) else (1, 0, text)
            for text, kind in parts
        ]

    return {key: rows[key] for key in sorted(rows, key=place)}


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 20  # thousands take int() long


def _csv(columns: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """Rows as the shipped files are written."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return written.getvalue().encode()
