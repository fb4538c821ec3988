"""Reads text with separated values; its encoding is told by its bytes, never guessed."""

import codecs
import csv
import io
import re

from lib.intake.limits import refuse_large_sheet
from lib.intake.sheets import RefusedFileError, Sheet

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE_AGAIN = "Excel の「CSV UTF-8（コンマ区切り）」で保存し直す。"
_FIRST_OF_THREE_BYTES = "\u0800"  # the first character that UTF-8 writes in three bytes
_NO_SHIFT_JIS = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_LONGEST_CELL = 32_767  # characters that a cell of Excel holds
_GUARDED = tuple(f"'{sign}" for sign in "=+-@＝＋－＠")  # as the templates write such text


def sheet(content: bytes) -> Sheet:
    """The only sheet of a CSV file, or of the tab-separated text that Excel saves as Unicode.

    Raises:
        RefusedFileError: The encoding is unknown or could be two, or the text is no table.
    """
    text = _text(content)
    if "\ufffd" in text:
        message = f"文字化けした文字（U+FFFD）がある。元のファイルを、{_SAVE_AGAIN}"
        raise RefusedFileError(message)
    records = _records(text.replace("\r\n", "\n").replace("\r", "\n"))
    width = max(map(len, records), default=0)
    refuse_large_sheet("", len(records), width)
    rows = [[*map(_value, record), *[None] * (width - len(record))] for record in records]
    return Sheet("", rows)


def _text(content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _unknown(content, len(mark) + error.start) from error
    if b"\0" in content:
        message = f"文字のファイルでないか、BOM のない UTF-16。{_SAVE_AGAIN}"
        raise RefusedFileError(message)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _shift_jis(content, error.start)
    return _unambiguous(content, text)


def _shift_jis(content: bytes, reached: int) -> str:
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError as error:
        raise _unknown(content, max(reached, error.start)) from error
    if _NO_SHIFT_JIS.search(text):  # Python reads the bytes that the encoding leaves open
        raise _unknown(content, reached)
    return text


def _unambiguous(content: bytes, text: str) -> str:
    """Text that is UTF-8 and could not as well be Shift JIS.

    Two half-width katakana of Shift JIS can be the two bytes of one UTF-8 letter (ﾃｱ or ñ); the
    three bytes of kana and kanji in UTF-8 never make sense in Shift JIS all through a text.
    """
    others = [sign for sign in text if not sign.isascii()]
    if not others or any(sign >= _FIRST_OF_THREE_BYTES for sign in others):
        return text
    try:
        content.decode("cp932")
    except UnicodeDecodeError:
        return text
    message = f"文字コードが UTF-8 とも Shift_JIS とも読める。{_SAVE_AGAIN}"
    raise RefusedFileError(message)


def _unknown(content: bytes, at: int) -> RefusedFileError:
    line = content.count(b"\n", 0, at) + 1
    return RefusedFileError(
        f"{line}行目（{at + 1}バイト目）の {content[at]:02X} が、UTF-8、Shift_JIS（CP932）、"
        f"UTF-16 のどれとしても読めない。{_SAVE_AGAIN}"
    )


def _records(text: str) -> list[list[str]]:
    lines = [line for line in text.split("\n") if line.strip()]
    are_tabs = 2 * sum("\t" in line for line in lines) > len(lines)
    csv.field_size_limit(131_072)  # one for the whole process; the build sets the same
    reader = csv.reader(
        io.StringIO(text, newline=""), strict=True, delimiter="\t" if are_tabs else ","
    )
    records: list[list[str]] = []
    try:
        for record in reader:
            if any(len(cell) > _LONGEST_CELL for cell in record):
                message = f"{reader.line_num}行目に {_LONGEST_CELL:,}字を超えるセルがある。"
                raise RefusedFileError(message)
            records.append(record)
    except csv.Error as error:
        line = reader.line_num
        message = (
            f'{line}行目まで読んで、CSV として読めなくなった。引用符（"）で始めたセルは、'
            "引用符で閉じ、すぐ後に区切りを置く。"
        )
        raise RefusedFileError(message) from error
    return records


def _value(cell: str) -> str | None:
    if not cell.strip():
        return None
    return cell[1:] if cell.startswith(_GUARDED) else cell
