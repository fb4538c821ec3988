"""Describes exhibits for programs: CSV on the Web metadata, and resources of a data package.

Addresses in them are relative to the address of the description, wherever a proxy shows it.
"""

from collections.abc import Mapping
from typing import Any

from lib.addresses import with_query
from lib.exhibits import Exhibit
from lib.exports import CSV_MIME, written_columns
from lib.schema import Column, Kind
from lib.state import Parameter, parameters
from lib.typed_exports import TYPE_NAMES

Descriptor = dict[str, Any]
_YES, _NO = "はい", "いいえ"  # as exports write them


def csv_metadata(exhibit: Exhibit, query: Mapping[str, str], edition: str) -> Descriptor:
    """The metadata of an exhibit's CSV as in https://www.w3.org/TR/tabular-metadata/.

    Args:
        exhibit: The exhibit.
        query: The parameters of the address of the CSV, as it was asked for.
        edition: The version of the data.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "url": with_query(f"{exhibit.exhibit_id}.csv", query),
        "dc:title": exhibit.title,
        "dc:description": exhibit.summary,
        "dc:temporal": exhibit.as_of,
        "dc:modified": exhibit.updated_on,
        "dc:source": [f"{note.title}（{note.publisher}）" for note in exhibit.sources],
        "schema:version": edition,
        "rdfs:comment": [caution.text for caution in exhibit.cautions],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": [_csv_column(column) for column in written_columns(exhibit)]},
    }


def _csv_column(column: Column) -> Descriptor:
    is_boolean = column.kind is Kind.BOOLEAN
    name = TYPE_NAMES[column.kind]
    described: Descriptor = {
        "name": column.name,
        "titles": column.heading,
        "datatype": {"base": name, "format": f"{_YES}|{_NO}"} if is_boolean else name,
        "null": "",
        "dc:description": _meaning(column),
    }
    return described | ({"schema:unitText": column.unit} if column.unit else {})


def _meaning(column: Column) -> str:
    return f"{column.meaning}。空欄は「{column.missing}」" if column.missing else column.meaning


def resource(
    topic: str, exhibit: Exhibit, query: Mapping[str, str], state_type: type | None
) -> Descriptor:
    """The CSV of an exhibit as a resource of a Frictionless data package.

    Args:
        topic: The page.
        exhibit: The exhibit.
        query: The parameters of the address of the CSV.
        state_type: The state that it depends on; None for none.
    """
    found = parameters(state_type) if state_type else {}
    return {
        "profile": "tabular-data-resource",
        "name": f"{topic}-{exhibit.exhibit_id}".replace("_", "-"),
        "path": with_query(f"{topic}/{exhibit.exhibit_id}.csv", query),
        "title": exhibit.title,
        "description": exhibit.summary,
        "format": "csv",
        "mediatype": CSV_MIME,
        "encoding": "utf-8-sig",
        "dialect": {"csv": {"lineTerminator": "\r\n"}},
        "sources": [{"title": f"[{note.source_id}] {note.title}"} for note in exhibit.sources],
        "as_of": exhibit.as_of,
        "cautions": [caution.text for caution in exhibit.cautions],
        "conditions": [_condition(name, parameter) for name, parameter in found.items()],
        "schema": {
            "fields": [_field(column) for column in written_columns(exhibit)],
            "missingValues": [""],
        },
    }


def _condition(name: str, parameter: Parameter) -> Descriptor:
    """A parameter of the address, with what it may be."""
    told: Descriptor = {
        "name": name,
        "title": parameter.label,
        "isList": parameter.is_list,
        "options": dict(parameter.options) or None,
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "maxLength": parameter.longest,
    }
    return {key: value for key, value in told.items() if value is not None}


def _field(column: Column) -> Descriptor:
    """A column of an exhibit's CSV, whose first line holds headings."""
    described: Descriptor = {
        "name": column.heading,
        "column": column.name,
        "type": TYPE_NAMES[column.kind],
        "title": column.label,
        "description": _meaning(column),
    }
    if column.kind is Kind.BOOLEAN:
        described |= {"trueValues": [_YES], "falseValues": [_NO]}
    return described | ({"unit": column.unit} if column.unit else {})
