"""The rows of an exhibit with their types, for programs: as JSON and as Parquet.

They hold the rows of the CSV, under the ASCII names of the columns: words for codes, None for what
is missing. Texts are as in the data, as no program runs a cell.
"""

import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lib.exhibits import Exhibit
from lib.exports import Download, file_stem, written_columns, written_rows
from lib.frames import Record, records
from lib.schema import Column, Kind

JSON_MIME = "application/json"
PARQUET_MIME = "application/vnd.apache.parquet"
TYPE_NAMES = {  # as Table Schema and CSV on the Web both call them
    Kind.TEXT: "string",
    Kind.INTEGER: "integer",
    Kind.MONEY: "integer",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
}
_ARROW_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int32(),
    Kind.MONEY: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.DATE: pa.date32(),
}


def typed_rows(exhibit: Exhibit) -> list[Record]:
    """The rows of an exhibit's CSV with their types, by the names of the columns."""
    columns = written_columns(exhibit)
    frame = written_rows(exhibit)[[column.name for column in columns]]
    coded = {column.name: column.vocabulary for column in columns if column.vocabulary}
    return [
        row | {name: codes.label(row[name]) for name, codes in coded.items() if row[name]}
        for row in records(frame)
    ]


def about(exhibit: Exhibit, edition: str) -> dict[str, Any]:
    """What must stand beside the rows, for whoever gets no other file.

    Args:
        exhibit: The exhibit.
        edition: The version of the data.
    """
    return {
        "title": exhibit.title,
        "headline": exhibit.headline,
        "summary": exhibit.summary,
        "as_of": exhibit.as_of,
        "filters": [{"label": label, "words": words} for label, words in exhibit.filters],
        "cautions": [
            {"text": caution.text, "is_publishers": caution.is_publishers}
            for caution in exhibit.cautions
        ],
        "can_tell": list(exhibit.can_tell),
        "cannot_tell": list(exhibit.cannot_tell),
        "method": [{"label": label, "sentences": list(own)} for label, own in _method(exhibit)],
        "sources": [
            {"source_id": note.source_id, "title": note.title, "publisher": note.publisher}
            for note in exhibit.sources
        ],
        "updated_on": exhibit.updated_on,
        "edition": edition,
        "code": exhibit.code,
    }


def _method(exhibit: Exhibit) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return exhibit.method.parts if exhibit.method else ()


def column_facts(column: Column) -> dict[str, str | None]:
    """What a column is: name, heading, type, unit, meaning, and what a missing value says."""
    return {
        "name": column.name,
        "label": column.label,
        "type": TYPE_NAMES[column.kind],
        "unit": column.unit,
        "meaning": column.meaning,
        "missing": column.missing,
    }


def as_json(exhibit: Exhibit, made_on: dt.date, edition: str) -> Download:
    """An exhibit as one JSON object: what stands beside it, ``columns`` and ``rows``.

    Args:
        exhibit: The exhibit.
        made_on: The date in its name.
        edition: The version of the data.
    """
    content = about(exhibit, edition) | {
        "columns": [column_facts(column) for column in written_columns(exhibit)],
        "rows": typed_rows(exhibit),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, default=dt.date.isoformat)
    return Download(f"{file_stem(exhibit, made_on)}.json", text.encode(), JSON_MIME)


def as_parquet(exhibit: Exhibit, made_on: dt.date, edition: str) -> Download:
    """An exhibit as Parquet; what stands beside it is in the metadata, under ``exhibit``.

    Args:
        exhibit: The exhibit.
        made_on: The date in its name.
        edition: The version of the data.
    """
    rows, columns = typed_rows(exhibit), written_columns(exhibit)
    values = {column.name: [row[column.name] for row in rows] for column in columns}
    beside = {"exhibit": json.dumps(about(exhibit, edition), ensure_ascii=False)}
    # Rows of several tables may lack what each row of its own table has.
    fields = [arrow_field(column).with_nullable(True) for column in columns]  # noqa: FBT003 - of pyarrow
    content = parquet_of(values, fields, beside)
    return Download(f"{file_stem(exhibit, made_on)}.parquet", content, PARQUET_MIME)


def arrow_field(column: Column) -> pa.Field:
    """A column of a Parquet file, with what it is in its metadata."""
    facts = column_facts(column)
    said = {
        name: words for name in ("label", "unit", "meaning", "missing") if (words := facts[name])
    }
    return pa.field(column.name, _ARROW_TYPES[column.kind], column.nullable, said)


def parquet_of(
    values: Mapping[str, Sequence[Any]],
    fields: Iterable[pa.Field],
    beside: Mapping[str, str] | None = None,
) -> bytes:
    """A Parquet file, the same bytes for the same values.

    Args:
        values: The values of each column, by its name.
        fields: The columns.
        beside: Metadata of the whole file.
    """
    schema = pa.schema(list(fields), dict(beside or {}) or None)
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pydict(dict(values), schema=schema), sink, compression="zstd")
    return sink.getvalue()
