"""Files as ministries send them, made in code: workbooks, CSV, and the base edition they add to."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from lib import paths
from lib.intake import reading
from lib.intake.known import Rows
from lib.intake.reading import Intake, Options
from lib.intake.sheets import RefusedFileError
from lib.schema import CSV_TABLES, Reference, Table
from lib.schema.model import (
    code,
    integer,
    key,
    line_locator,
    place_locator,
    source_id,
    source_reference,
    text,
)
from lib.schema.places import PREFECTURE_CODE_PATTERN, prefecture_reference
from lib.schema.projects import count_basis, fiscal_year, unit
from lib.vocabulary import Vocabulary

Cells = Sequence[Sequence[object]]

REASONS = Vocabulary(
    "値のない理由",
    {"suppressed": "秘匿", "unknown": "不明", "not_applicable": "該当なし"},
)
# A table of numbers that may be missing for a reason.
INDICATORS = Table(
    "test_indicators",
    "都道府県別の試験の指標",
    "指標、期間、都道府県ごとの値",
    (
        text("indicator", "指標", "指標の名前"),
        text("period", "期間", "西暦の年", pattern="(19|20)[0-9]{2}"),
        key("prefecture_code", "都道府県コード", "都道府県", pattern=PREFECTURE_CODE_PATTERN),
        integer("value", "値", "値", minimum=0, missing="値がない", unit_in="unit"),
        code("missing_reason", "値のない理由", "値がない理由", REASONS, missing="値がある"),
        unit(),
        source_id(),
        place_locator(),
    ),
    ("indicator", "period", "prefecture_code"),
    (prefecture_reference(), source_reference()),
)
# Counts in which every row has a number, and all that a declaration may ask of a cell.
COUNTS = Table(
    "test_counts",
    "試験の支援実績",
    "年度、種類、都道府県ごとの数",
    (
        fiscal_year(),
        key("support_type_id", "直接支援ID", "直接支援の種類", pattern="[a-z_]+"),
        key("prefecture_code", "都道府県コード", "都道府県", pattern=PREFECTURE_CODE_PATTERN),
        integer("value", "値", "支援実績", minimum=0, unit_in="unit"),
        unit(),
        count_basis(),
        source_id(),
        line_locator(),
    ),
    ("fiscal_year", "support_type_id", "prefecture_code"),
    (
        Reference(("support_type_id",), "support_types", ("support_type_id",)),
        prefecture_reference(),
        source_reference(),
    ),
)
_OTHERS = tuple(table for table in CSV_TABLES if table.name != "support_counts")
TABLES = (*_OTHERS, COUNTS, INDICATORS)


@cache
def base() -> Rows:
    """The rows of the shipped data, as text."""
    found = {}
    for table in CSV_TABLES:
        with (paths.DATA / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            found[table.name] = tuple(csv.DictReader(file))
    return found


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    """The first sheet of a workbook."""
    found = book.worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def workbook(
    *rows: Sequence[object], title: str = "Sheet1", merged: Iterable[str] = (), **formats: str
) -> bytes:
    """An xlsx file of one sheet; ``formats`` are number formats by address."""
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for address, number_format in formats.items():
        sheet[address].number_format = number_format
    return saved(book)


def workbook_of(sheets: dict[str, Cells]) -> bytes:
    """An xlsx file of several sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_file(*rows: Sequence[object], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """A CSV file with CRLF."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode(encoding)


def ods(*rows: Sequence[object], title: str = "Sheet1", body: str = "") -> bytes:
    """An ods file of one sheet; ``body`` stands in place of rows as XML."""
    cells = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{title}">{body or cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, dt.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    words = escape(str(value))
    return (
        f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: str | bytes = b"") -> bytes:
    """A workbook with a part added or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**parts, name: part})


def part_of(content: bytes, name: str) -> str:
    """The text of a part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def taken_in(
    name: str,
    content: bytes,
    base: Rows,
    options: Options | None = None,
    tables: Sequence[Table] = CSV_TABLES,
) -> Intake:
    """What a file says, from its bytes on."""
    try:
        file = reading.opened(content)
    except RefusedFileError as refused:
        return reading.refusal(name, refused)
    return reading.taken_in(file, base, options, tables)
