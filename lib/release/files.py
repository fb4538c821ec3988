"""One table as CSV and as Parquet, the same bytes for the same rows."""

import csv
import datetime as dt
import io

from lib.exports import guarded
from lib.schema import Column, Kind, Table
from lib.typed_exports import arrow_field, parquet_of
from lib.validation import Row, Value

_ENCODING = "utf-8-sig"
_LINE_END = "\r\n"


def csv_bytes(table: Table, rows: list[Row]) -> bytes:
    """The rows with the names of the columns as heading: utf-8-sig, CRLF, codes, bare numbers."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=_LINE_END)
    writer.writerow(table.column_names)
    for row in rows:
        writer.writerow([_cell(row[column.name], column) for column in table.columns])
    return buffer.getvalue().encode(_ENCODING)


def _cell(value: Value, column: Column) -> str:
    if value is None:
        return ""
    match column.kind:
        case Kind.BOOLEAN:
            return "true" if value else "false"
        case Kind.NUMBER:
            return repr(float(str(value))).removesuffix(".0")
        case Kind.DATE:
            return value.isoformat() if isinstance(value, dt.date) else str(value)
        case Kind.TEXT:
            return guarded(str(value))
        case _:
            return str(value)


def parquet_bytes(table: Table, rows: list[Row]) -> bytes:
    """The rows with their types; labels and meanings stand in the metadata of the fields."""
    values = {column.name: [row[column.name] for row in rows] for column in table.columns}
    return parquet_of(values, [arrow_field(column) for column in table.columns])
