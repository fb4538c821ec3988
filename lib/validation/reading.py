"""Reads a CSV file into typed rows and lists every cell that its declaration does not allow."""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lib.cells import row_key
from lib.schema import Column, Kind, Table
from lib.validation.faults import Fault

Value = str | int | float | bool | dt.date | None
Row = dict[str, Value]

_EARLIEST_DAY = dt.date(1990, 1, 1)
_BOOLEANS = {"true": True, "false": False}
_LONGEST_QUOTE = 60  # characters of a faulty cell that are repeated in the message
# What the database can store of each kind; a DOUBLE holds every whole number up to this one.
_STORED_BOUNDS: dict[Kind, tuple[int, int]] = {
    Kind.INTEGER: (-(2**31), 2**31 - 1),
    Kind.MONEY: (-(2**63), 2**63 - 1),
    Kind.NUMBER: (-(2**53), 2**53),
}
# Half-width katakana, enclosed and squared characters, Roman numerals: Shift JIS systems show them
# differently, and no search finds them; characters for private use look different on each machine.
# Circled digits stay: the documents print them as labels.
_MACHINE_DEPENDENT = re.compile("[\uff61-\uff9f\u3200-\u33ff\u2160-\u217f\ue000-\uf8ff]")
# Control characters, marks without width, line and paragraph separators: nobody sees them, and no
# search finds a word that holds one.
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Zl", "Zp"}
_NO_BREAK_SPACE = "\u00a0"
_LONGEST_CELL = 131_072  # characters
# What the reader of the standard library says in English, and what it means here.
_UNREADABLE = {
    "field larger than": f"{_LONGEST_CELL:,}字を超えるセル",
    "unexpected end of data": "閉じていない引用符",
    "expected after": "閉じた引用符の後に続く文字",
}


@dataclass(frozen=True)
class LoadedTable:
    """The typed rows of one CSV file.

    Attributes:
        table: The declaration.
        rows: One dictionary a row, column name to value; None where the cell is empty.
        lines: The line in the file at which each row ends.
    """

    table: Table
    rows: list[Row]
    lines: list[int]

    @property
    def file(self) -> str:
        """Name of the CSV file."""
        return f"{self.table.name}.csv"

    def numbered(self) -> Iterator[tuple[Row, int]]:
        """Each row with the line at which it ends."""
        return zip(self.rows, self.lines, strict=True)

    def key(self, row: Row) -> tuple[Value, ...]:
        """The values that identify a row."""
        return tuple(row[name] for name in self.table.key)

    def row_key(self, row: Row) -> str:
        """The values that identify a row, as one text."""
        return row_key(self.key(row))


def read_table(table: Table, directory: Path) -> tuple[LoadedTable, list[Fault]]:
    """Reads ``directory/<table>.csv``.

    Returns:
        The rows whose cells could all be read, and every fault found on the way.
    """
    loaded = LoadedTable(table, [], [])
    path = directory / loaded.file
    if not path.is_file():
        return loaded, [Fault(loaded.file, 0, "", "ファイルがない", "表ごとにCSVファイルを1つ置く")]
    raw = path.read_bytes()
    fault = _encoding_fault(loaded.file, raw)
    if fault:
        return loaded, [fault]
    records, faults = _records(loaded.file, csv_text(raw))
    (line, header), *others = records or [(1, [])]
    if tuple(header) != table.column_names:
        allowed = ",".join(table.column_names)
        return loaded, [*faults, Fault(loaded.file, line, "", ",".join(header), allowed)]
    for line, cells in others:
        faults.extend(_read_row(loaded, cells, line))
    return loaded, faults


def csv_text(raw: bytes) -> str:
    """The text of a CSV file as editors or Excel saved it, without a BOM and with LF.

    Raises:
        UnicodeDecodeError: It is neither UTF-8 nor CP932; says where the better of both ends.
    """
    errors = []
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            errors.append(error)
    raise max(errors, key=lambda error: error.start)


def _encoding_fault(file: str, raw: bytes) -> Fault | None:
    allowed = "UTF-8 か CP932（Shift JIS）の文字（Excel では「CSV UTF-8」で保存する）"
    if b"\0" in raw:
        return Fault(file, 1, "", "UTF-16 か、文字でないファイル", allowed)
    try:
        csv_text(raw)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"UTF-8 でも CP932 でもないバイト {error.object[error.start]:02X}"
        return Fault(file, line, "", found, allowed)
    return None


def _records(file: str, text: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """The cells of each row with the line at which it ends, up to the first that is no CSV."""
    csv.field_size_limit(_LONGEST_CELL)  # one for the whole process; other libraries raise it
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            records.append((reader.line_num, cells))  # noqa: PERF401 - what came before is kept
    except csv.Error as error:
        begins = records[-1][0] + 1 if records else 1
        found = next((words for part, words in _UNREADABLE.items() if part in str(error)), "")
        allowed = '引用符（"）で始めたセルを引用符で閉じた、列を「,」で区切った行'
        return records, [Fault(file, begins, "", found or "CSVとして読めない行", allowed)]
    return records, []


def _read_row(loaded: LoadedTable, cells: list[str], line: int) -> list[Fault]:
    columns = loaded.table.columns
    if len(cells) != len(columns):
        return [Fault(loaded.file, line, "", f"{len(cells)}列", f"{len(columns)}列")]
    row: Row = {}
    faults = []
    for column, cell in zip(columns, cells, strict=True):
        allowed = cell_fault(column, cell)
        if allowed:
            faults.append(Fault(loaded.file, line, column.name, _quoted(cell), allowed))
        else:
            row[column.name] = typed(column, cell)
    if not faults:
        loaded.rows.append(row)
        loaded.lines.append(line)
    return faults


def _quoted(cell: str) -> str:
    """The beginning of a cell; what cannot be seen stands as its code."""
    return "".join(
        f"[U+{ord(character):04X}]" if _is_invisible(character) else character
        for character in cell[:_LONGEST_QUOTE]
    )


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE_CATEGORIES or character == _NO_BREAK_SPACE


def _holds_invisible(cell: str) -> bool:
    """What Python calls printable holds none, which spares most cells a look at each sign."""
    return not cell.isprintable() and any(_is_invisible(character) for character in cell)


def typed(column: Column, cell: str) -> Value:
    """The value of a cell that ``cell_fault`` accepts."""
    if cell == "":
        return None
    match column.kind:
        case Kind.INTEGER | Kind.MONEY:
            return int(cell)
        case Kind.NUMBER:
            return float(cell)
        case Kind.BOOLEAN:
            return _BOOLEANS[cell]
        case Kind.DATE:
            return dt.date.fromisoformat(cell)
        case Kind.TEXT:
            return cell


def cell_fault(column: Column, cell: str) -> str | None:
    """What would be allowed in a cell whose content is not; None if the content is allowed."""
    if cell == "":
        return None if column.nullable else "空でない値"
    match column.kind:
        case Kind.INTEGER | Kind.MONEY:
            return _number_fault(column, cell, r"-?(0|[1-9][0-9]*)", "整数（桁区切りなし）")
        case Kind.NUMBER:
            return _number_fault(
                column, cell, r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", "数（桁区切りなし）"
            )
        case Kind.BOOLEAN:
            return None if cell in _BOOLEANS else "true または false"
        case Kind.DATE:
            return _date_fault(cell)
        case Kind.TEXT:
            return _text_fault(column, cell)


def _number_fault(column: Column, cell: str, pattern: str, allowed: str) -> str | None:
    if not re.fullmatch(pattern, cell):
        return allowed
    lowest, highest = _STORED_BOUNDS[column.kind]
    low = lowest if column.minimum is None else column.minimum
    high = highest if column.maximum is None else column.maximum
    # int() refuses thousands of digits, and float() rounds at the bounds.
    is_within = Decimal(str(low)) <= Decimal(cell) <= Decimal(str(high))
    return None if is_within else f"{low} 以上 {high} 以下の{allowed}"


def _date_fault(cell: str) -> str | None:
    allowed = f"{_EARLIEST_DAY} 以降の実在する日付（YYYY-MM-DD）"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        return allowed
    try:
        day = dt.date.fromisoformat(cell)
    except ValueError:
        return allowed
    return None if day >= _EARLIEST_DAY else allowed


def _text_fault(column: Column, cell: str) -> str | None:
    if cell != cell.strip() or _holds_invisible(cell):
        return "前後の空白、改行、制御文字、幅のない文字、改行しない空白（NBSP）のない文字"
    if _MACHINE_DEPENDENT.search(cell):
        return "機種依存文字（半角カタカナ、囲み文字、組文字、1文字のローマ数字、外字）のない文字"
    if column.vocabulary and cell not in column.vocabulary.labels:
        return " / ".join(column.vocabulary.codes)
    if column.pattern and not re.fullmatch(column.pattern, cell):
        return f"形式 {column.pattern}"
    return None
