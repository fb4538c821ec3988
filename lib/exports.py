"""The one way to download: a CSV that opens right in Japanese Excel, and what belongs beside it."""

import codecs
import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib import formats
from lib.exhibits import OWN_READING, Exhibit, Method
from lib.schema import Column, Kind

CSV_MIME = "text/csv"
_ENCODING = "utf-8-sig"  # Japanese Excel takes a file without BOM for Shift JIS
_LINE_END = "\r\n"
_ROWS_AT_ONCE = 10_000
_FORMULA_STARTS = "=+-@＝＋－＠\t\r"
_CIRCLED = str.maketrans({chr(ord("①") + step): f"({step + 1})" for step in range(20)})
_LONE_NUMBER = re.compile(r"\(([0-9]+)\)")  # a spreadsheet reads (1) as minus one
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f-\x9f]+')
_NOTES_END = "_説明.txt"  # the longest of what follows a stem
_LONGEST_FILE_NAME_BYTES = 255  # in UTF-8, as file systems count
_LONGEST_PART_BYTES = 150
_CUT = "…"
_CAUTION_COLUMN = Column(
    "publishers_caution", Kind.TEXT, "公表者の注意", "公表者が数値の読み方について注意していること"
)
_FIRST_ZIP_YEAR = 1980  # the format knows no earlier date


@dataclass(frozen=True)
class Download:
    """A file to hand out.

    Attributes:
        file_name: Says content, scope and date.
        content: The bytes.
        mime: Media type.
    """

    file_name: str
    content: bytes
    mime: str


def csv_bytes(rows: pd.DataFrame, columns: tuple[Column, ...]) -> bytes:
    """Rows as CSV: utf-8-sig, CRLF, ISO dates, bare numbers, words for codes.

    Args:
        rows: A frame that holds the columns.
        columns: The columns to write, in order.

    Returns:
        The file. Missing values are empty cells; what an empty cell says stands in the notes.
    """
    return b"".join(csv_parts(rows, columns))


def csv_parts(rows: pd.DataFrame, columns: tuple[Column, ...]) -> Iterator[bytes]:
    """The same piece by piece, so that a million rows never stand in memory as text."""
    yield _encoded([[column.heading for column in columns]])
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        _, *cells = csv_cells(rows.iloc[begin : begin + _ROWS_AT_ONCE], columns)
        yield _encoded(cells).removeprefix(codecs.BOM_UTF8)


def _encoded(cells: list[list[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=_LINE_END).writerows(cells)
    return buffer.getvalue().encode(_ENCODING)


def csv_cells(rows: pd.DataFrame, columns: tuple[Column, ...]) -> list[list[str]]:
    """The headings and the cells of rows as an export writes them."""
    written = [_column_cells(rows[column.name], column) for column in columns]
    cells = [list(row) for row in zip(*written, strict=True)]
    return [[column.heading for column in columns], *cells]


def _column_cells(values: "pd.Series[Any]", column: Column) -> list[str]:
    """The cells of a column; what repeats, as units and years do, is written once."""
    held = values.tolist()
    written = {value: "" if pd.isna(value) else _cell(value, column) for value in {*held}}
    return [written[value] for value in held]


def exhibit_csv(exhibit: Exhibit) -> bytes:
    """The rows of an exhibit as CSV; what its publisher warns of stands in every row."""
    return b"".join(exhibit_csv_parts(exhibit))


def exhibit_csv_parts(exhibit: Exhibit) -> Iterator[bytes]:
    """The same piece by piece."""
    return csv_parts(written_rows(exhibit), written_columns(exhibit))


def exhibit_cells(exhibit: Exhibit) -> list[list[str]]:
    """The headings and cells of an exhibit's CSV."""
    return csv_cells(written_rows(exhibit), written_columns(exhibit))


def written_rows(exhibit: Exhibit) -> pd.DataFrame:
    """The rows of an exhibit as every file holds them, with what the publisher warns of."""
    cautions = " ".join(f"{text}。" for text in exhibit.publishers_cautions)
    return exhibit.rows.assign(**{_CAUTION_COLUMN.name: cautions})


def written_columns(exhibit: Exhibit) -> tuple[Column, ...]:
    """The columns of an exhibit that every file holds, in order."""
    return (*exhibit.columns, _CAUTION_COLUMN) if exhibit.publishers_cautions else exhibit.columns


def _cell(value: Any, column: Column) -> str:  # noqa: ANN401 - a scalar of any kind
    match column.kind:
        case Kind.INTEGER | Kind.MONEY:
            return str(int(value))
        case Kind.NUMBER:
            return repr(float(value)).removesuffix(".0")
        case Kind.BOOLEAN:
            return "はい" if value else "いいえ"
        case Kind.DATE:
            return pd.Timestamp(value).date().isoformat()
        case Kind.TEXT:
            return guarded(column.vocabulary.label(value) if column.vocabulary else value)


def guarded(text: str) -> str:
    """Text that no spreadsheet runs as a formula, without line breaks and circled numbers."""
    flat = " ".join(text.translate(_CIRCLED).split())
    flat = lone[1] if (lone := _LONE_NUMBER.fullmatch(flat)) else flat
    return f"'{flat}" if flat[:1] and flat[0] in _FORMULA_STARTS else flat


def notes_text(exhibit: Exhibit, made_on: dt.date) -> str:
    """What belongs beside the rows: words, sources, as-of, filters, cautions, columns."""
    lines = [
        exhibit.title,
        "",
        f"見出し: {exhibit.heading}",
        *([f"副題: {exhibit.subtitle}"] if exhibit.subtitle else []),
        f"要約: {exhibit.summary}",
        f"時点: {exhibit.as_of}",
        f"データの更新日: {exhibit.updated_on}",
        f"出力日: {made_on.isoformat()}",
        f"照合コード: {exhibit.code}",
        f"行数: {len(exhibit.rows)}",
        "",
        "条件:",
        *([f"  {label}: {words}" for label, words in exhibit.filters] or ["  なし（すべて）"]),
        "",
        "注意:",
        *([f"  {caution.text}" for caution in exhibit.cautions] or ["  なし"]),
        "",
        *_reading_lines(exhibit),
        *_method_lines(exhibit.method),
        "出典:",
        *(f"  [{note.source_id}] {note.title}（{note.publisher}）" for note in exhibit.sources),
        "",
        "列の意味:",
        *(f"  {_column_note(column)}" for column in written_columns(exhibit)),
        "",
        "開くとき:",
        "  コードの先頭の0や、5-2-3 のような場所を残すには、文字列として読み込む。",
    ]
    return _LINE_END.join(lines) + _LINE_END


def _reading_lines(exhibit: Exhibit) -> list[str]:
    """What the rows tell and do not tell, and whose reading that is; an empty line behind each."""
    parts = (("読めること", exhibit.can_tell), ("分からないこと", exhibit.cannot_tell))
    return [
        line
        for label, items in parts
        if items
        for line in (f"{label}（{OWN_READING}）:", *(f"  {item}" for item in items), "")
    ]


def _method_lines(method: Method | None) -> list[str]:
    """The method in its parts, and an empty line behind each."""
    parts = method.parts if method else ()
    return [
        line
        for heading_words, sentences in parts
        for line in (f"方法（{heading_words}）:", *(f"  {words}" for words in sentences), "")
    ]


def _column_note(column: Column) -> str:
    empty = f" 空欄は「{column.missing}」。" if column.missing else ""
    return f"{column.heading}: {column.meaning}。{empty}".replace("。。", "。")


def bundle(exhibit: Exhibit, made_on: dt.date) -> Download:
    """A zip file with the rows of an exhibit as CSV and its notes as text.

    The same exhibit and date give the same bytes.
    """
    stem = file_stem(exhibit, made_on)
    stamp = (max(made_on.year, _FIRST_ZIP_YEAR), made_on.month, made_on.day, 0, 0, 0)
    notes = notes_text(exhibit, made_on).encode(_ENCODING)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for end, content in ((".csv", exhibit_csv(exhibit)), (_NOTES_END, notes)):
            member = zipfile.ZipInfo(f"{stem}{end}", stamp)
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return Download(f"{stem}.zip", buffer.getvalue(), "application/zip")


def file_stem(exhibit: Exhibit, made_on: dt.date) -> str:
    """A file name without ending: content, scope, number of rows and date.

    A long scope is cut so that the name fits every file system with each of its endings.
    """
    scope = formats.joined(words for _, words in exhibit.filters) or "すべて"
    before = _NOT_IN_FILE_NAMES.sub("-", f"{exhibit.name}_")
    behind = f"_{len(exhibit.rows)}件_{made_on.isoformat()}"
    room = _LONGEST_FILE_NAME_BYTES - len(f"{before}{behind}{_NOTES_END}".encode())
    return f"{before}{_shortened(_NOT_IN_FILE_NAMES.sub('-', scope), room)}{behind}"


def file_name_part(text: str) -> str:
    """Words that may stand in a file name, cut so that the name stays short enough."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return _shortened(_NOT_IN_FILE_NAMES.sub("-", seen), _LONGEST_PART_BYTES)


def _shortened(text: str, most_bytes: int) -> str:
    """As many whole characters of a text as fit into some bytes of UTF-8."""
    encoded = text.encode()
    if len(encoded) <= most_bytes:
        return text
    kept = encoded[: most_bytes - len(_CUT.encode())]
    return f"{kept.decode(errors='ignore')}{_CUT}"  # without the part of a character at the cut
