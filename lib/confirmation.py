"""Keeps a digest of every row that was confirmed against its source, and finds rows that differ.

A row is confirmed when two independent entries of it agree. From then on no cell of it changes
unnoticed, whether or not another rule could tell. Run as ``python -m lib.confirmation`` after the
second entry: it confirms the present rows and prints which ones are new, changed or gone.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from lib import formats, paths
from lib.validation import Fault, InvalidDataError, Loaded, LoadedTable, Row, validated_tables

FILE_NAME = "confirmed_rows.txt"
_DIGEST_LENGTH = 12  # hexadecimal digits; a slip of the pen meets no collision
_SEPARATOR = "\t"
_PARTS = 3  # table, key and digest
_LONGEST_QUOTE = 40  # characters
_ALLOWED_LINE = (
    "表、キー、指紋をタブで区切った行。ファイルを消して python -m lib.confirmation で作り直す"
)
_ALLOWED = (
    "二度目の入力と一致して確認した内容。原典と照らして正しければ "
    "python -m lib.confirmation で確認し直す"
)

RowName = tuple[str, str]  # table and key


def row_digest(row: Row) -> str:
    """The digest of a row: of the names and values of all its cells."""
    text = json.dumps(row, ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]


def confirmation_faults(tables: Loaded, directory: Path) -> list[Fault]:
    """Every row that is not as it was confirmed, that is new, or that is gone."""
    if not (directory / FILE_NAME).is_file():
        return [Fault(FILE_NAME, 0, "", "ファイルがない", _ALLOWED)]
    confirmed = read_confirmed(directory)
    faults = []
    for loaded in tables.values():
        for row, line in zip(loaded.rows, loaded.lines, strict=True):
            name = _name(loaded, row)
            if confirmed.pop(name, None) != row_digest(row):
                faults.append(Fault(loaded.file, line, "", f"未確認の行 {name[1]}", _ALLOWED))
    faults += [
        Fault(f"{table}.csv", 0, "", f"確認した行 {key} がない", _ALLOWED)
        for table, key in confirmed
    ]
    return faults


def read_confirmed(directory: Path) -> dict[RowName, str]:
    """The digests of the confirmed rows; empty if no row was ever confirmed.

    Raises:
        InvalidDataError: The file holds lines of another form, as a merge may leave them.
    """
    path = directory / FILE_NAME
    if not path.is_file():
        return {}
    rows = [line.split(_SEPARATOR) for line in path.read_text("utf-8", "replace").splitlines()]
    faults = [
        Fault(FILE_NAME, line, "", _SEPARATOR.join(row)[:_LONGEST_QUOTE], _ALLOWED_LINE)
        for line, row in enumerate(rows, start=1)
        if len(row) != _PARTS
    ]
    if faults:
        raise InvalidDataError(faults)
    return {(table, key): digest for table, key, digest in rows}


def write_confirmed(digests: Mapping[RowName, str], directory: Path) -> None:
    """Writes the digests, one row a line, in the order of tables and keys."""
    lines = (f"{_SEPARATOR.join((*name, digest))}\n" for name, digest in digests.items())
    (directory / FILE_NAME).write_text("".join(lines), "utf-8")


def digests_of(directory: Path) -> dict[RowName, str]:
    """The digests of the present rows, which are confirmed by being written down.

    Raises:
        InvalidDataError: The rows have faults, or sources were entered on a day yet to come.
    """
    tables = validated_tables(directory)
    _refuse_entries_to_come(tables["sources"])
    return {
        _name(loaded, row): row_digest(row) for loaded in tables.values() for row in loaded.rows
    }


def _name(loaded: LoadedTable, row: Row) -> RowName:
    return loaded.table.name, loaded.row_key(row)


def _refuse_entries_to_come(sources: LoadedTable) -> None:
    """Here and nowhere else the clock counts: where it is slow, good data are shown all the same.

    Raises:
        InvalidDataError: Sources were entered on a day that is yet to come.
    """
    today = formats.today()
    allowed = f"今日（{today}）以前の日付"
    faults = [
        Fault(sources.file, line, "entered_on", str(row["entered_on"]), allowed)
        for row, line in sources.numbered()
        if str(row["entered_on"]) > str(today)
    ]
    if faults:
        raise InvalidDataError(faults)


def main(directory: Path = paths.DATA) -> int:
    """Confirms the present rows and says which ones differ from before; returns the exit code."""
    try:
        now = digests_of(directory)
        before = read_confirmed(directory)
    except InvalidDataError as error:
        print(
            "データに誤りがあるので、確認できません。", *error.faults, sep="\n  ", file=sys.stderr
        )
        return 1
    for words, names in (
        ("新しい行", [name for name in now if name not in before]),
        ("変わった行", [name for name in now if name in before and now[name] != before[name]]),
        ("なくなった行", [name for name in before if name not in now]),
    ):
        print(f"{words}: {len(names)}件")
        for table, key in names:
            print(f"  {table} {key}")
    write_confirmed(now, directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
