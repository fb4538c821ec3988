"""Checks xlsx and ods files before they are read, and finds what calamine does not tell.

calamine gives no formulas, no percent formats, and an empty text for an error and for a formula
that was never calculated; a cell far away would make it fill all cells before it. So the sheets are
scanned first.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from lxml import etree

from lib.intake import limits
from lib.intake.sheets import Mark, Marks, Place, RefusedFileError, place

_NOT_A_WORKBOOK = "xlsx でも ods でもない書庫（zip）。表を xlsx、xls、ods、csv のどれかで保存する。"
_XLSB = "xlsb（バイナリ ブック）は読めない。「Excel ブック（xlsx）」で保存し直す。"
_MACRO_PARTS = ("vbaproject.bin", "xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/")
_OUTSIDE_PARTS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/activex/")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_LINKS = (f"{_TABLE}table-source", f"{_TABLE}cell-range-source", f"{_OFFICE}dde-source")
_ODS_ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "Err:")
_PERCENT_FORMATS = ("9", "10")  # of the formats that every workbook has: 0% and 0.00%
_BROKEN_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError),
    *(KeyError, ValueError, EOFError, OSError),
)
_CHUNK = 64 * 1024  # bytes


def marks(content: bytes) -> Marks:
    """Formulas, errors and percent formats by sheet and place.

    Raises:
        RefusedFileError: The file is no workbook, broken, too large, locked, or holds macros or
            links to outside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_large(archive)
            names = {name.lower() for name in archive.namelist()}
            _refuse_parts(names)
            if "xl/workbook.xml" in names:
                return _of_xlsx(archive)
            if "content.xml" in names and _is_spreadsheet(archive):
                return _of_ods(archive)
    except RefusedFileError:
        raise
    except _BROKEN_ERRORS as error:
        raise RefusedFileError(limits.BROKEN) from error
    except (NotImplementedError, RuntimeError) as error:  # unknown packing, or a password
        raise RefusedFileError(limits.LOCKED) from error
    raise RefusedFileError(_NOT_A_WORKBOOK)


def _refuse_large(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > limits.MOST_PARTS or total > limits.LARGEST_CONTENT:
        message = (
            f"中身が大きすぎる（{len(parts):,}個、広げると{total:,}バイト）。"
            f"{limits.MOST_PARTS:,}個、{limits.LARGEST_CONTENT // 1024**2}MB までにする。"
        )
        raise RefusedFileError(message)
    for part in parts:
        is_dense = part.file_size > limits.LARGEST_RATIO * max(part.compress_size, 1)
        if is_dense and part.file_size > limits.SMALL_PART:
            message = (
                f"広げると{part.file_size:,}バイトになる、圧縮しすぎたファイルは受け取らない。"
            )
            raise RefusedFileError(message)
        with archive.open(part) as unpacked:  # the sizes above are only what the file says
            while chunk := unpacked.read(_CHUNK):
                if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                    raise RefusedFileError(limits.BROKEN)


def _refuse_parts(names: set[str]) -> None:
    if any(part in name for name in names for part in _MACRO_PARTS[:3]) or any(
        name.startswith(_MACRO_PARTS[3:]) for name in names
    ):
        raise RefusedFileError(limits.MACROS)
    if any(name.startswith(_OUTSIDE_PARTS) for name in names):
        raise RefusedFileError(limits.OUTSIDE)
    if "xl/workbook.bin" in names:
        raise RefusedFileError(_XLSB)


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    manifest = archive.read("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise RefusedFileError(limits.LOCKED)
    return b"opendocument.spreadsheet" in archive.read("mimetype")


def _elements(part: IO[bytes], *tags: str) -> Iterator[etree._Element]:
    """The closed elements of these tags, each emptied behind its reader."""
    found = etree.iterparse(
        part, events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in found:
        yield element
        element.clear()


def _of_xlsx(archive: zipfile.ZipFile) -> Marks:
    paths = _sheet_paths(archive)
    limits.refuse_many_sheets(len(paths))
    percents = _percent_styles(archive)
    found: Marks = {}
    for name, path in paths.items():
        with archive.open(path) as part:
            found[name] = _of_xlsx_sheet(name, part, percents)
    return found


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet that is a table of cells, by name of the sheet."""
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _parser())
    targets = {
        relation.get("Id"): str(relation.get("Target", ""))
        for relation in relations
        if str(relation.get("Type", "")).endswith("/worksheet")
    }
    workbook = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
    paths = {}
    for sheet in workbook.iter(f"{_MAIN}sheet", f"{_STRICT}sheet"):
        ids = [value for name, value in sheet.attrib.items() if str(name).endswith("}id")]
        target = targets.get(ids[0]) if ids else None
        if target:
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            paths[str(sheet.get("name"))] = path
    return paths


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """The numbers of the cell styles that show a number as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    styles = etree.fromstring(archive.read("xl/styles.xml"), _parser())
    own = {
        str(one.get("numFmtId"))
        for one in styles.iter(f"{_MAIN}numFmt", f"{_STRICT}numFmt")
        if "%" in str(one.get("formatCode"))
    }
    return {
        str(number)
        for formats in styles.iter(f"{_MAIN}cellXfs", f"{_STRICT}cellXfs")
        for number, one in enumerate(formats)
        if one.get("numFmtId") in {*own, *_PERCENT_FORMATS}
    }


def _of_xlsx_sheet(name: str, part: IO[bytes], percents: set[str]) -> dict[Place, Mark]:
    found: dict[Place, Mark] = {}
    rows = columns = 0
    at = (0, -1)
    tags = [f"{space}{tag}" for space in (_MAIN, _STRICT) for tag in ("c", "row")]
    for element in _elements(part, *tags):
        if str(element.tag).endswith("}row"):
            at = (at[0] + 1, -1)
            continue
        given = element.get("r")
        at = place(str(given)) if given else (at[0], at[1] + 1)
        kinds = {str(child.tag).rpartition("}")[2] for child in element}
        if kinds & {"v", "is", "f"}:
            rows, columns = max(rows, at[0] + 1), max(columns, at[1] + 1)
        if "f" in kinds:
            found[at] = Mark.FORMULA
        elif element.get("t") == "e":
            found[at] = Mark.ERROR
        elif element.get("s") in percents and "v" in kinds:
            found[at] = Mark.PERCENT
    limits.refuse_large_sheet(name, rows, columns)
    return found


def _of_ods(archive: zipfile.ZipFile) -> Marks:
    found: Marks = {}
    with archive.open("content.xml") as part:
        tree = etree.parse(part, _parser())
    if next(tree.iter(*_ODS_LINKS), None) is not None:
        raise RefusedFileError(limits.OUTSIDE)
    tables = list(tree.iter(f"{_TABLE}table"))
    limits.refuse_many_sheets(len(tables))
    for table in tables:
        name = str(table.get(f"{_TABLE}name"))
        found[name] = _of_ods_table(name, table)
    return found


def _of_ods_table(name: str, table: etree._Element) -> dict[Place, Mark]:
    found: dict[Place, Mark] = {}
    row = rows = columns = 0
    for line in table.iter(f"{_TABLE}table-row"):
        repeated = int(line.get(f"{_TABLE}number-rows-repeated", "1"))
        column = 0
        for cell in line:
            width = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            mark = _ods_mark(cell)
            if cell.get(f"{_OFFICE}value-type") or mark:
                rows, columns = max(rows, row + repeated), max(columns, column + width)
                limits.refuse_large_sheet(name, rows, columns)
            if mark:
                found |= {
                    (row + down, column + right): mark
                    for down in range(repeated)
                    for right in range(width)
                }
            column += width
        row += repeated
    return found


def _ods_mark(cell: etree._Element) -> Mark | None:
    if cell.get(f"{_TABLE}formula"):
        return Mark.FORMULA
    texts = "".join(str(text) for text in cell.itertext())
    if cell.get(f"{_OFFICE}value-type") and texts.startswith(_ODS_ERRORS):
        return Mark.ERROR
    return Mark.PERCENT if cell.get(f"{_OFFICE}value-type") == "percentage" else None
