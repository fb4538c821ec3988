"""A meeting as a spreadsheet: the rows of each slide, live checks, and how to reproduce it."""

import csv
import datetime as dt
import io
import re
from urllib.parse import urlencode

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.charts.theme import LIGHT
from lib.exports import Download, exhibit_csv, file_name_part, guarded
from lib.meetings.agenda import to_query
from lib.meetings.recalculation import Line, lines
from lib.meetings.slides import Deck, Slide
from lib.meetings.words import width_units, writable
from lib.schema import Kind

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHECKS, STEPS = "検算", "再現のしかた"
_LONGEST_SHEET_NAME = 31  # characters that the format allows
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_CELL = 32_767  # characters that the format allows
_LONGEST_ADDRESS = 2_000  # characters of an address that browsers open
_WIDEST, _NARROWEST = 60, 8  # of a column, in characters
_EXACT = 9  # digits behind the point, beyond which a difference is one of binary numbers
_MEETING_PATH = "/meeting"
_FONT = "Noto Sans JP"
_CHECK_HEADINGS = ("図", "項目", "検算の値（式）", "画面の値", "差（式）")
_STEP_HEADINGS = (
    *("番号", "資料番号", "題", "シート", "アドレス", "照合コード", "行の数"),
    *("時点", "出典", "注意", "データの更新日"),
)


def sheet_names(deck: Deck) -> tuple[str, ...]:
    """The name of each slide's sheet: its place, then its number in the meeting or its name."""
    return tuple(_sheet_name(slide) for slide in deck.slides)


def _sheet_name(slide: Slide) -> str:
    words = slide.item.number or slide.exhibit.name
    name = _NOT_IN_SHEET_NAMES.sub("-", writable(f"{slide.place}_{words}"))
    # Spreadsheets count the halves of characters beyond the basic plane, such as emoji.
    units = name.encode("utf-16-le")[: 2 * _LONGEST_SHEET_NAME]
    return units.decode("utf-16-le", "ignore").strip()


def slide_address(slide: Slide) -> str:
    """The address of a slide's page inside the dashboard."""
    path = "/" if slide.item.topic == "overview" else f"/{slide.item.topic}"
    query = urlencode({name: writable(value) for name, value in slide.item.query})
    return f"{path}?{query}" if query else path


def make(deck: Deck, made_on: dt.date) -> Download:
    """The workbook of a meeting.

    First the rows of each slide as its CSV has them, one sheet a slide; then the sheet of checks,
    whose formulas refer to the cells of these sheets and hold their values; then the steps to
    make it again. All text is written as text, so that none is run as a formula.

    Args:
        deck: The slides.
        made_on: Date of the file.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {"title": writable(deck.title), "created": dt.datetime.combine(made_on, dt.time())}
    )
    written = _Book(book)
    names = sheet_names(deck)
    for slide, name in zip(deck.slides, names, strict=True):
        written.add_rows(slide, name)
    written.add_checks(deck, names)
    written.add_steps(deck, names, made_on)
    book.close()
    name = f"{file_name_part(writable(deck.title))}_表計算_{made_on.isoformat()}.xlsx"
    return Download(name, buffer.getvalue(), MIME)


class _Book:
    """A workbook with the formats that its sheets share."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        font = {"font_name": _FONT, "font_size": 11, "valign": "top"}
        self._head = self._format(font, bold=True, bottom=1, bg_color=LIGHT.ramp[0])
        self._text = self._format(font, num_format="@")
        self._wrapped = self._format(font, num_format="@", text_wrap=True)
        self._day = self._format(font, num_format="yyyy-mm-dd")
        self._whole = self._format(font, num_format="0")
        self._number = self._format(font, num_format="General")

    def _format(self, font: dict[str, object], **more: object) -> Format:
        return self._book.add_format({**font, **more})

    def add_rows(self, slide: Slide, name: str) -> None:
        """The cells of a slide's CSV, numbers as numbers and dates as dates."""
        exhibit = slide.exhibit
        header, *rows = csv.reader(io.StringIO(exhibit_csv(exhibit).decode("utf-8-sig")))
        kinds = [column.kind for column in exhibit.columns]
        kinds += [Kind.TEXT] * (len(header) - len(kinds))  # what the publisher warns of
        sheet = self._sheet(name, header)
        for place, cells in enumerate(rows, start=1):
            for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
                if cell:
                    self._write(sheet, place, column, cell, kind)
        for column, heading in enumerate(header):
            widest = max([width_units(heading), *(width_units(row[column]) for row in rows)])
            sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, round(widest) + 2)))

    def _sheet(self, name: str, header: tuple[str, ...] | list[str]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        for column, heading in enumerate(header):
            sheet.write_string(0, column, heading, self._head)
        sheet.freeze_panes(1, 0)
        return sheet

    def _write(self, sheet: Worksheet, row: int, column: int, cell: str, kind: Kind) -> None:
        if kind.is_number:
            is_whole = kind is not Kind.NUMBER
            sheet.write_number(row, column, float(cell), self._whole if is_whole else self._number)
        elif kind is Kind.DATE:
            day = dt.datetime.combine(dt.date.fromisoformat(cell), dt.time())
            sheet.write_datetime(row, column, day, self._day)
        else:
            sheet.write_string(row, column, writable(cell)[:_LONGEST_CELL], self._text)

    def add_checks(self, deck: Deck, names: tuple[str, ...]) -> None:
        """Every total and share again, as a formula beside the value of the screen."""
        sheet = self._sheet(CHECKS, _CHECK_HEADINGS)
        row = 1
        for slide, name in zip(deck.slides, names, strict=True):
            for line in lines(slide.exhibit, name):
                self._write_check(sheet, row, name, line)
                row += 1
        for column, width in enumerate((24, 64, 18, 14, 14)):
            sheet.set_column(column, column, width)

    def _write_check(self, sheet: Worksheet, row: int, name: str, line: Line) -> None:
        sheet.write_string(row, 0, name, self._text)
        sheet.write_string(row, 1, guarded(line.label), self._text)
        sheet.write_formula(row, 2, line.formula, self._number, line.value)
        sheet.write_number(row, 3, line.shown, self._number)
        difference = f"=ROUND(C{row + 1}-D{row + 1},{_EXACT})"
        sheet.write_formula(
            row, 4, difference, self._number, round(line.value - line.shown, _EXACT)
        )

    def add_steps(self, deck: Deck, names: tuple[str, ...], made_on: dt.date) -> None:
        """The address and reference code of each slide, then what to do with them."""
        sheet = self._sheet(STEPS, _STEP_HEADINGS)
        for slide, name in zip(deck.slides, names, strict=True):
            sheet.write_number(slide.place, 0, slide.place, self._whole)
            for column, words in enumerate(_step_cells(slide, name), start=1):
                sheet.write_string(slide.place, column, words, self._wrapped)
            sheet.write_number(slide.place, 6, len(slide.exhibit.rows), self._whole)
        below = len(deck.slides) + 2
        for row, (label, words) in enumerate(_steps(deck, made_on), start=below):
            sheet.write_string(row, 1, label, self._wrapped)
            sheet.write_string(row, 2, words, self._wrapped)
        for column, width in enumerate((6, 14, 60, 22, 40, 12, 8, 30, 50, 50, 14)):
            sheet.set_column(column, column, width)


def _step_cells(slide: Slide, name: str) -> list[str]:
    exhibit = slide.exhibit
    sources = "、".join(f"{note.title}（{note.publisher}）" for note in exhibit.sources)
    cautions = "".join(f"{caution.text}。" for caution in exhibit.cautions)
    words = [
        *(slide.item.number, slide.title, name, slide_address(slide), slide.code, ""),
        *(exhibit.as_of, sources, cautions, exhibit.updated_on),
    ]
    return [_cell(text) for text in words]


def _cell(text: str) -> str:
    return guarded(writable(text))[:_LONGEST_CELL]


def _steps(deck: Deck, made_on: dt.date) -> tuple[tuple[str, str], ...]:
    """Label and words of what stands below the list of slides."""
    query = {name: writable(words) for name, words in to_query(deck.meeting).items()}
    address = f"{_MEETING_PATH}?{urlencode(query)}"
    if len(address) > _LONGEST_ADDRESS:
        address = "長すぎるため書かない。会議の控え（.json）を会議の画面で開く。"
    missing = "、".join(f"{slide.heading}（{slide.words}）" for slide in deck.missing)
    found = (
        ("会議", deck.title),
        ("会議のアドレス", address),
        ("作成日", made_on.isoformat()),
        ("データの版", deck.data_version),
        *((("この資料にない図", missing),) if missing else ()),
        ("手順1", "システムのアドレスの後に、上の「アドレス」をつなげて開く。"),
        ("手順2", "図の下の照合コードを、上の「照合コード」と比べる。"),
        (
            "手順3",
            "同じなら、条件と行はこのファイルのシートと同じ。「CSVを保存」でも同じ行が出る。",
        ),
        (
            "手順4",
            "違うときは、データの版を比べる。版が変わっていれば、このファイルは作成日の数値。",
        ),
        ("手順5", f"「{CHECKS}」のシートで、差（式）の列が0であることを見る。"),
        ("手順6", "差が0でない行は、公表された数値どうしの相違で、出典と品質の相違の記録にある。"),
    )
    return tuple((label, _cell(words)) for label, words in found)
