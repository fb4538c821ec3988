"""Checks xls files before they are read, and finds what calamine does not tell.

Source of the records: [MS-XLS] Excel Binary File Format (.xls) Structure, Microsoft.
"""

import io
import struct
from collections.abc import Iterator

import olefile

from lib.intake import limits
from lib.intake.sheets import Mark, Marks, Place, RefusedFileError

_NOT_A_WORKBOOK = "Excel のブックでない、古い形の Office のファイル。xlsx か csv で保存し直す。"
_TOO_OLD = "Excel 95 より前の形の xls は読めない。「Excel ブック（xlsx）」で保存し直す。"
_BOF, _FORMULA, _BOOLERR, _FILEPASS, _BOUNDSHEET = 0x0809, 0x0006, 0x0205, 0x002F, 0x0085
_SUPBOOK, _XF, _FORMAT, _DIMENSIONS = 0x01AE, 0x00E0, 0x041E, 0x0200
_NUMBER, _RK, _MULRK, _LABELSST, _BLANKS = 0x0203, 0x027E, 0x00BD, 0x00FD, (0x0201, 0x00BE)
_BIFF8 = 0x0600
_OWN_BOOK, _ADD_INS = 0x0401, 0x3A01  # what a SUPBOOK record says that names no other file
_MACRO_SHEET, _VISUAL_BASIC = 0x01, 0x06
_PERCENT_FORMATS = {9, 10}  # 0% and 0.00%

Records = Iterator[tuple[int, bytes]]


def marks(content: bytes) -> Marks:
    """Formulas, errors and percent formats by sheet and place.

    Raises:
        RefusedFileError: The file is no workbook, broken, too large, locked, or holds macros or
            links to outside.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            _refuse_parts(file)
            return _of_stream(file.openstream("Workbook").read())
    except RefusedFileError:
        raise
    except (OSError, struct.error, IndexError, ValueError, KeyError) as error:
        raise RefusedFileError(limits.BROKEN) from error


def _refuse_parts(file: olefile.OleFileIO) -> None:
    if file.exists("EncryptedPackage"):  # what a password makes of an xlsx file
        raise RefusedFileError(limits.LOCKED)
    if file.exists("Book") and not file.exists("Workbook"):
        raise RefusedFileError(_TOO_OLD)
    if not file.exists("Workbook"):
        raise RefusedFileError(_NOT_A_WORKBOOK)
    if file.exists("_VBA_PROJECT_CUR"):
        raise RefusedFileError(limits.MACROS)


def _records(stream: bytes, at: int = 0) -> Records:
    """Kind and body of each record up to the end of a part."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == 0x000A:  # EOF of the part
            return


def _of_stream(stream: bytes) -> Marks:
    sheets: dict[str, int] = {}
    style_formats: list[int] = []
    percents = set(_PERCENT_FORMATS)
    for kind, body in _records(stream):
        if kind == _BOF and struct.unpack_from("<H", body)[0] != _BIFF8:
            raise RefusedFileError(_TOO_OLD)
        if kind == _FILEPASS:
            raise RefusedFileError(limits.LOCKED)
        if kind == _SUPBOOK and _names_other_file(body):
            raise RefusedFileError(limits.OUTSIDE)
        if kind == _BOUNDSHEET:
            if body[5] in (_MACRO_SHEET, _VISUAL_BASIC):
                raise RefusedFileError(limits.MACROS)
            sheets[_text(body[6:], 1)] = struct.unpack_from("<I", body)[0]
        elif kind == _FORMAT and "%" in _text(body[2:], 2):
            percents.add(struct.unpack_from("<H", body)[0])
        elif kind == _XF:
            style_formats.append(struct.unpack_from("<H", body, 2)[0])
    limits.refuse_many_sheets(len(sheets))
    styles = {style for style, number in enumerate(style_formats) if number in percents}
    return {name: _of_sheet(name, _records(stream, at), styles) for name, at in sheets.items()}


def _names_other_file(body: bytes) -> bool:
    return len(body) < 4 or struct.unpack_from("<H", body, 2)[0] not in (_OWN_BOOK, _ADD_INS)


def _text(body: bytes, length_bytes: int) -> str:
    """A text that begins with its length and a flag for two bytes a character."""
    length = int.from_bytes(body[:length_bytes], "little")
    wide = body[length_bytes] & 1
    signs = body[length_bytes + 1 :][: length * (2 if wide else 1)]
    return signs.decode("utf-16-le" if wide else "latin-1")


def _of_sheet(name: str, records: Records, percents: set[int]) -> dict[Place, Mark]:
    found: dict[Place, Mark] = {}
    for kind, body in records:
        if kind == _DIMENSIONS:
            _, rows, _, columns = struct.unpack_from("<IIHH", body)
            limits.refuse_large_sheet(name, rows, columns)
        if kind in (_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK, _LABELSST):
            row, column, style = struct.unpack_from("<HHH", body)
            limits.refuse_large_sheet(name, row + 1, column + 1)
            if kind == _MULRK:
                found |= _several_numbers(body, percents)
            elif kind == _FORMULA:
                found[row, column] = Mark.FORMULA
            elif kind == _BOOLERR and body[7]:
                found[row, column] = Mark.ERROR
            elif kind in (_NUMBER, _RK) and style in percents:
                found[row, column] = Mark.PERCENT
    return found


def _several_numbers(body: bytes, percents: set[int]) -> dict[Place, Mark]:
    row, first = struct.unpack_from("<HH", body)
    styles = [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 2, 6)]
    return {
        (row, first + place): Mark.PERCENT
        for place, style in enumerate(styles)
        if style in percents
    }
