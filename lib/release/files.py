"""One table as CSV and as Parquet, the same bytes for the same rows."""

import csv
import datetime as dt
import io

import pyarrow as pa
import pyarrow.parquet as pq

from lib.exports import guarded
from lib.schema import Column, Kind, Table
from lib.validation import Row, Value

_ENCODING = "utf-8-sig"
_LINE_END = "\r\n"
_ARROW_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int32(),
    Kind.MONEY: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.DATE: pa.date32(),
}


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
    schema = pa.schema(
        [
            pa.field(
                column.name,
                _ARROW_TYPES[column.kind],
                nullable=column.nullable,
                metadata={"label": column.label, "meaning": column.meaning},
            )
            for column in table.columns
        ]
    )
    values = {
        column.name: pa.array([row[column.name] for row in rows], _ARROW_TYPES[column.kind])
        for column in table.columns
    }
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pydict(values, schema=schema), sink, compression="zstd")
    return sink.getvalue()
