"""From the bytes of an uploaded file to sheets; its kind is told by its content, not its name."""

import datetime as dt
import io
import math

import python_calamine as calamine

from lib.intake import csv_files, old_workbooks, zipped_workbooks
from lib.intake.limits import BROKEN, LARGEST_FILE, LOCKED, refuse_large_sheet
from lib.intake.sheets import OWN_SHEETS, Marks, RefusedFileError, Sheet, Value

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "画像（PNG）",
    b"\xff\xd8\xff": "画像（JPEG）",
    b"GIF8": "画像（GIF）",
    b"7z\xbc\xaf": "7-Zip の書庫",
    b"Rar!": "RAR の書庫",
    b"\x1f\x8b": "gzip の書庫",
    b"{\\rtf": "リッチテキスト（RTF）",
    b"PAR1": "Parquet",
    b"SQLite": "SQLite のデータベース",
}
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")
_MOST_SEEN = 512  # bytes at the beginning that tell markup


def sheets_of(content: bytes) -> tuple[list[Sheet], list[str]]:
    """The visible sheets of a workbook or CSV file.

    Args:
        content: The bytes of the file: xlsx, xls, ods or text with separated values.

    Returns:
        The sheets, and notes on what was not read.

    Raises:
        RefusedFileError: The file is too large, of another kind, broken, locked, or holds macros
            or links to outside.
    """
    if not content:
        message = "ファイルが空（0バイト）。保存し直してから選ぶ。"
        raise RefusedFileError(message)
    if len(content) > LARGEST_FILE:
        message = (
            f"ファイルが大きすぎる（{len(content):,}バイト）。"
            f"{LARGEST_FILE // 1024**2}MB までにする。"
        )
        raise RefusedFileError(message)
    _refuse_other_kinds(content)
    if content.startswith(_ZIP):
        return _workbook(content, zipped_workbooks.marks(content))
    if content.startswith(_OLD_OFFICE):
        return _workbook(content, old_workbooks.marks(content))
    return [csv_files.sheet(content)], []


def is_packed(content: bytes) -> bool:
    """Whether a file may be a workbook, which has to be unpacked; all others are text."""
    return content.startswith((_ZIP, _OLD_OFFICE)) and len(content) <= LARGEST_FILE


def _refuse_other_kinds(content: bytes) -> None:
    for beginning, kind in _OTHER_KINDS.items():
        if content.startswith(beginning):
            message = f"表計算のファイルでなく、{kind}。xlsx、xls、ods、csv のどれかで保存する。"
            raise RefusedFileError(message)
    if content[:_MOST_SEEN].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        message = "表でなく、HTML か XML。Excel で開き、「Excel ブック（xlsx）」で保存し直す。"
        raise RefusedFileError(message)


def _workbook(content: bytes, found: Marks) -> tuple[list[Sheet], list[str]]:
    """The sheets as calamine reads them, with the marks that it does not give."""
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        metadata = book.sheets_metadata
        tables = [one for one in metadata if one.typ is calamine.SheetTypeEnum.WorkSheet]
        is_visible = calamine.SheetVisibleEnum.Visible
        visible = [one.name for one in tables if one.visible is is_visible]
        hidden = [one.name for one in tables if one.visible is not is_visible]
        sheets = [_sheet(book.get_sheet_by_name(name), found) for name in visible]
    except calamine.PasswordError as error:
        raise RefusedFileError(LOCKED) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise RefusedFileError(BROKEN) from error
    own = [name for name in hidden if name not in OWN_SHEETS]
    return sheets, [f"隠してあるシート「{name}」は読まない。" for name in own]


def _sheet(read: calamine.CalamineSheet, found: Marks) -> Sheet:
    if read.end:
        refuse_large_sheet(read.name, read.end[0] + 1, read.end[1] + 1)
    rows = [[_value(cell) for cell in row] for row in read.to_python(skip_empty_area=False)]
    marks = found.get(read.name, {})
    if marks:  # a formula or an error may stand behind the last value that calamine gives
        deepest, widest = (max(places) + 1 for places in zip(*marks, strict=True))
        width = max(widest, *map(len, rows)) if rows else widest
        rows += [[] for _ in range(deepest - len(rows))]
        rows = [[*row, *[None] * (width - len(row))] for row in rows]
    return Sheet(read.name, rows, marks, list(read.merged_cell_ranges or ()))


def _value(cell: object) -> Value:
    if isinstance(cell, dt.datetime):
        is_midnight = cell.time() == dt.time()
        return cell.date() if is_midnight else cell.isoformat(sep=" ")
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, (int, dt.date)) or (isinstance(cell, float) and math.isfinite(cell)):
        return cell
    return str(cell)
