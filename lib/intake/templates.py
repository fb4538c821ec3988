"""What the templates to fill in hold, made from the declarations; and templates as CSV."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lib import formats
from lib.intake.known import Known, Rows
from lib.intake.made_from import MadeFrom
from lib.intake.quantities import is_share, is_unclear_percentage
from lib.intake.reading import known_values
from lib.schema import CSV_TABLES, Column, Kind, Role, Table

REMOVAL = "削除"
_FORMULA_STARTS = "=+-@＝＋－＠"
_SINGLE = (
    *("support_counts", "support_ranges", "support_type_bodies", "subsidy_grants"),
    *("subsidy_terms", "budget_lines", "context_series", "sources", "prefecture_indicators"),
)
_PROJECT = ("projects", "contractors", "activities", "results", "kpis")
_FIRST_OFFERED_YEAR = 2018  # where the declaration names none
_FIRST_ERA_YEAR = 1989  # the first whose era is written


@dataclass(frozen=True)
class Field:
    """One column of a template.

    Attributes:
        column: The declared column; None for the column of removals.
        heading: What stands in the header.
        known: The values it may hold, if they are a list.
        is_name: Whether it only repeats the name of a code beside it.
    """

    column: Column | None
    heading: str
    known: Known | None = None
    is_name: bool = False

    @property
    def is_required(self) -> bool:
        """Whether every row needs a value."""
        return self.column is not None and not self.column.nullable and not self.is_name


def templates(tables: Sequence[Table] = CSV_TABLES) -> dict[str, tuple[Table, ...]]:
    """The tables of each template, by its name; those of a project stand in one workbook."""
    by_name = {table.name: table for table in tables}
    found = {name: (by_name[name],) for name in _SINGLE if name in by_name}
    return found | {"projects": tuple(by_name[name] for name in _PROJECT if name in by_name)}


def fields(table: Table, all_known: Mapping[str, Known]) -> tuple[Field, ...]:
    """The columns of a table's template, in order."""
    return tuple(_fields(table, all_known))


def _fields(table: Table, all_known: Mapping[str, Known]) -> Iterator[Field]:
    for column in table.columns:
        of_list = all_known.get(f"{table.name}.{column.name}")
        yield Field(column, column.heading, of_list)
        if _is_prefecture(table, column):
            yield Field(column, "都道府県", of_list, is_name=True)
    yield Field(None, REMOVAL)


def _is_prefecture(table: Table, column: Column) -> bool:
    pairs = {(one.columns, one.table) for one in table.references}
    return ((column.name,), "prefectures") in pairs


def rows(table: Table, base: Rows, *, filled: bool) -> list[Mapping[str, str]]:
    """The rows that a template holds at first.

    Args:
        table: The declaration.
        base: The rows of the base edition.
        filled: Whether all its rows stand there, to be changed; if not, only the prefectures do,
            where they are part of the key.
    """
    if filled:
        return list(base.get(table.name, ()))
    key = next((name for name in table.key if _is_prefecture(table, table.column(name))), None)
    prefectures = base.get("prefectures", ()) if key else ()
    return [{str(key): row["prefecture_code"]} for row in prefectures]


def written(field: Field, row: Mapping[str, str]) -> str:
    """The text of a cell as people read it; the reader takes it back to the same."""
    column = field.column
    text = row.get(column.name, "") if column else ""
    if column is None or text == "":
        return ""
    if field.known:
        is_code = _is_shown_as_code(column) and not field.is_name
        return text if is_code else _name(field.known, text)
    if column.role is Role.YEAR:
        year = int(text)
        return formats.fiscal_year(year) if year >= _FIRST_ERA_YEAR else text
    if column.kind is Kind.BOOLEAN:
        return "はい" if text == "true" else "いいえ"
    if column.kind is Kind.NUMBER and is_unclear_percentage(Decimal(text)):
        return _percentage(column, text, row)
    return text


def _percentage(column: Column, text: str, row: Mapping[str, str]) -> str:
    """A small number with its sign, where it could be read in two ways without."""
    if is_share(column):
        return "100%" if Decimal(text) == 1 else text
    return f"{text}%" if "%" in (column.unit, row.get(column.unit_in or "")) else text


def _is_shown_as_code(column: Column) -> bool:
    """Prefectures have their name beside them, and the titles of sources are long."""
    return column.role is Role.PLACE or column.name == "prefecture_code"


def _name(of_list: Known, code: str) -> str:
    name = of_list.names.get(code, code)
    return name if of_list.found(name) == {code} else code


def choices(field: Field) -> list[str]:
    """What a drop-down offers; empty where the values are no list."""
    column = field.column
    if column is None:
        return [REMOVAL]
    if field.known and not field.is_name:
        codes = field.known.names
        return [written(field, {column.name: code}) for code in codes]
    if column.role is Role.YEAR:
        return [written(field, {column.name: str(year)}) for year in _offered_years(column)]
    return ["はい", "いいえ"] if column.kind is Kind.BOOLEAN else []


def _offered_years(column: Column) -> range:
    """The years from the first that is allowed to the next but one."""
    first = int(column.minimum or _FIRST_OFFERED_YEAR)
    return range(first, formats.today().year + 2)


def csv_template(
    table: Table, base: Rows, *, filled: bool, made_from: MadeFrom | None = None
) -> bytes:
    """A template as CSV: UTF-8 with BOM and CRLF, so that Excel opens it right.

    Args:
        table: The declaration.
        base: The rows of the base edition.
        filled: Whether its rows stand there, to be changed.
        made_from: What edition that is; told below the rows.
    """
    found = fields(table, known_values((table, *CSV_TABLES), base))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([field.heading for field in found])
    for row in rows(table, base, filled=filled):
        writer.writerow([guarded(written(field, row)) for field in found])
    if made_from:
        writer.writerow([str(made_from)])
    return buffer.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula; the reader takes the mark away."""
    return f"'{text}" if text[:1] and text[0] in _FORMULA_STARTS else text
