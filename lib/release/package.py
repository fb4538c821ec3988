"""Describes a release as a Frictionless data package, from the declarations of the tables."""

from typing import Any

from frictionless import Package

from lib.schema import Column, Reference, Table
from lib.typed_exports import TYPE_NAMES
from lib.validation import Row

Descriptor = dict[str, Any]


def package_descriptor(
    tables: tuple[Table, ...], sources: list[Row], version: str, released_on: str
) -> Descriptor:
    """The content of ``datapackage.json``.

    Args:
        tables: The tables, each of which lies at ``csv/<name>.csv``.
        sources: Rows of ``sources``.
        version: Digest of the data.
        released_on: ISO date of the data.
    """
    return {
        "profile": "tabular-data-package",
        "name": "saihan-boushi-model-projects",
        "title": "地域再犯防止推進モデル事業と交付金の数値",
        "description": "公表された文書から入れた数値。数値ごとに出典、位置、時点、数え方を持つ",
        "version": version,
        "created": f"{released_on}T00:00:00Z",
        "sources": [{"title": f"[{row['source_id']}] {row['title']}"} for row in sources],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> Descriptor:
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"csv/{table.name}.csv",
        "title": table.title,
        "description": f"1行は、{table.meaning}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"csv": {"lineTerminator": "\r\n"}},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                _foreign_key(reference)
                for reference in table.references
                if not _may_be_partly_empty(table, reference)
            ],
        },
    }


def _field(column: Column) -> Descriptor:
    constraints: Descriptor = {"required": not column.nullable}
    for name, limit in (("minimum", column.minimum), ("maximum", column.maximum)):
        if limit is not None:
            constraints[name] = int(limit) if float(limit).is_integer() else limit
    if column.vocabulary:
        constraints["enum"] = list(column.vocabulary.codes)
    if column.pattern:
        constraints["pattern"] = column.pattern
    field: Descriptor = {
        "name": column.name,
        "type": TYPE_NAMES[column.kind],
        "title": column.label,
        "description": column.meaning,
        "constraints": constraints,
    }
    if column.unit:
        field["unit"] = column.unit
    return field


def _may_be_partly_empty(table: Table, reference: Reference) -> bool:
    """Whether a key of several columns may be empty in one of them.

    The library looks such keys up as they are and finds none; the build has checked them.
    """
    columns = [table.column(name) for name in reference.columns]
    return len(columns) > 1 and any(column.nullable for column in columns)


def _foreign_key(reference: Reference) -> Descriptor:
    return {
        "fields": list(reference.columns),
        "reference": {
            "resource": reference.table.replace("_", "-"),
            "fields": list(reference.key),
        },
    }


def package_faults(descriptor: Descriptor, folder: str) -> list[str]:
    """What the frictionless library finds wrong with a release; empty if nothing is."""
    report = Package.from_descriptor(descriptor, basepath=folder).validate()
    return [f"{title}: {message}" for title, message in report.flatten(["title", "message"])]
