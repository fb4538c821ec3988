"""A meeting or one exhibit as a spreadsheet: rows, recalculations, how to make it again, notes."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.addresses import address
from lib.charts.tokens import LIGHT
from lib.exhibits import Exhibit
from lib.exports import (
    Download,
    exhibit_cells,
    file_name_part,
    file_stem,
    guarded,
    notes_text,
    written_columns,
)
from lib.meetings.agenda import to_query
from lib.meetings.recalculation import lines
from lib.meetings.slides import Deck, Slide
from lib.meetings.words import width_units, writable
from lib.schema import Kind
from lib.views.pages import current_place

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECALCULATIONS, STEPS, NOTES = "検算", "再現のしかた", "説明"
_LONGEST_SHEET_NAME = 31  # characters that the format allows
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_CELL = 32_767  # characters that the format allows
_LONGEST_ADDRESS = 2_000  # characters of an address that browsers open
_WIDEST, _NARROWEST = 60, 8  # of a column, in characters
_NOTES_WIDTH = 100  # characters
_EXACT = 9  # digits behind the point, beyond which a difference is one of binary numbers
_LETTERS = {"font_name": "Noto Sans JP", "font_size": 11, "valign": "top"}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_RECALCULATION_HEADINGS = ("図", "項目", "検算の値（式）", "画面の値", "差（式）")
_STEP_HEADINGS = (
    *("番号", "資料番号", "題", "シート", "アドレス", "照合コード", "行の数"),
    *("時点", "出典", "注意", "データの更新日"),
)
_STEP_WIDTHS = (6, 14, 60, 22, 40, 12, 8, 30, 50, 50, 14)


def sheet_names(deck: Deck) -> tuple[str, ...]:
    """The name of each slide's sheet: its place, then its number in the meeting or its name."""
    return tuple(_sheet_name(slide) for slide in deck.slides)


def _sheet_name(slide: Slide) -> str:
    return _fitting(f"{slide.place}_{slide.item.number or slide.exhibit.name}")


def _fitting(words: str) -> str:
    """Words as the name of a sheet."""
    name = _NOT_IN_SHEET_NAMES.sub("-", writable(words))
    # Spreadsheets count the halves of characters beyond the basic plane, such as emoji.
    units = name.encode("utf-16-le")[: 2 * _LONGEST_SHEET_NAME]
    return units.decode("utf-16-le", "ignore").strip()


def slide_address(slide: Slide) -> str:
    """The address of the page inside the dashboard that shows a slide today."""
    item = slide.item
    topic, parameters = current_place(item.topic, item.exhibit_id, dict(item.query))
    return address(topic, **{name: writable(value) for name, value in parameters.items()})


def make(deck: Deck, made_on: dt.date) -> Download:
    """The workbook of a meeting.

    First the rows of each slide as its CSV has them, one sheet a slide; then the sheet of
    recalculations, whose formulas refer to the cells of these sheets and hold their values; then
    the steps to make it again. All text is written as text, so that none is run as a formula.

    Args:
        deck: The slides.
        made_on: Date of the file.
    """
    buffer, book = _begun(deck.title, made_on)
    written = _Book(book)
    names = sheet_names(deck)
    exhibits = [(name, slide.exhibit) for slide, name in zip(deck.slides, names, strict=True)]
    for name, exhibit in exhibits:
        written.add_rows(exhibit, name)
    written.add_recalculations(exhibits)
    written.add_steps(deck, names, made_on)
    book.close()
    name = f"{file_name_part(writable(deck.title))}_表計算_{made_on.isoformat()}.xlsx"
    return Download(name, buffer.getvalue(), MIME)


def of_exhibit(exhibit: Exhibit, place: str, made_on: dt.date) -> Download:
    """The workbook of one exhibit: its rows, its recalculations if there are any, its notes.

    Args:
        exhibit: The exhibit.
        place: Address of the page inside the dashboard that shows it.
        made_on: Date of the file.
    """
    buffer, book = _begun(exhibit.title, made_on)
    written = _Book(book)
    name = _fitting(exhibit.name)
    written.add_rows(exhibit, name)
    if exhibit.recalculations:
        written.add_recalculations([(name, exhibit)])
    written.add_notes((*notes_text(exhibit, made_on).splitlines(), "", f"画面: {place}"))
    book.close()
    return Download(f"{file_stem(exhibit, made_on)}.xlsx", buffer.getvalue(), MIME)


def _begun(title: str, made_on: dt.date) -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    """An empty workbook, and what holds its bytes once it is closed."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    created = dt.datetime.combine(made_on, dt.time())
    book.set_properties({"title": writable(title), "created": created})
    return buffer, book


class _Book:
    """A workbook with the formats that its sheets share."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head = self._format(bold=True, bottom=1, bg_color=LIGHT.ramp[0])
        self._text = self._format(num_format="@")
        self._wrapped = self._format(num_format="@", text_wrap=True)
        self._number = self._format(num_format="General")
        whole = self._format(num_format="0")
        self._by_kind = {
            Kind.INTEGER: whole,
            Kind.MONEY: whole,
            Kind.NUMBER: self._number,
            Kind.DATE: self._format(num_format="yyyy-mm-dd"),
        }

    def _format(self, **properties: object) -> Format:
        return self._book.add_format({**_LETTERS, **properties})

    def _sheet(
        self, name: str, header: Sequence[str], columns: Sequence[tuple[int, Format]]
    ) -> Worksheet:
        """A sheet with headings; its columns have widths in characters, and formats."""
        sheet = self._book.add_worksheet(name)
        sheet.write_row(0, 0, header, self._head)
        for place, (width, format_of_cells) in enumerate(columns):
            sheet.set_column(place, place, width, format_of_cells)
        sheet.freeze_panes(1, 0)
        return sheet

    def add_rows(self, exhibit: Exhibit, name: str) -> None:
        """The cells of an exhibit's CSV, numbers as numbers and dates as dates."""
        header, *rows = exhibit_cells(exhibit)
        kinds = [column.kind for column in written_columns(exhibit)]
        widest = [max(map(width_units, cells)) for cells in zip(header, *rows, strict=True)]
        columns = [
            (min(_WIDEST, max(_NARROWEST, round(width) + 2)), self._by_kind.get(kind, self._text))
            for width, kind in zip(widest, kinds, strict=True)
        ]
        sheet = self._sheet(name, header, columns)
        for column, (kind, cells) in enumerate(zip(kinds, zip(*rows, strict=True), strict=False)):
            sheet.write_column(1, column, [_value(cell, kind) for cell in cells])

    def add_recalculations(self, exhibits: Sequence[tuple[str, Exhibit]]) -> None:
        """Every total and share again, as a formula beside the value of the screen."""
        columns = [(24, self._text), (64, self._text), *((14, self._number) for _ in range(3))]
        sheet = self._sheet(RECALCULATIONS, _RECALCULATION_HEADINGS, columns)
        found = ((name, line) for name, exhibit in exhibits for line in lines(exhibit, name))
        for row, (name, line) in enumerate(found, start=1):
            sheet.write_row(row, 0, (name, guarded(line.label)))
            sheet.write_formula(row, 2, line.formula, value=line.value)
            sheet.write_number(row, 3, line.shown)
            difference = f"=ROUND(C{row + 1}-D{row + 1},{_EXACT})"
            sheet.write_formula(row, 4, difference, value=round(line.value - line.shown, _EXACT))

    def add_notes(self, notes: Iterable[str]) -> None:
        """What belongs beside the rows, a line a cell."""
        sheet = self._sheet(NOTES, (NOTES,), [(_NOTES_WIDTH, self._wrapped)])
        sheet.write_column(1, 0, [_cell(words) for words in notes])

    def add_steps(self, deck: Deck, names: tuple[str, ...], made_on: dt.date) -> None:
        """The address and reference code of each slide, then what to do with them."""
        columns = [(width, self._wrapped) for width in _STEP_WIDTHS]
        sheet = self._sheet(STEPS, _STEP_HEADINGS, columns)
        for slide, name in zip(deck.slides, names, strict=True):
            sheet.write_row(slide.place, 0, _step_cells(slide, name))
        below = len(deck.slides) + 2
        for row, words in enumerate(_steps(deck, made_on), start=below):
            sheet.write_row(row, 1, words)


def _value(cell: str, kind: Kind) -> str | float | dt.date | None:
    """What a cell of a CSV holds, in its own type."""
    if not cell:
        return None
    if kind.is_number:
        return float(cell)
    return dt.date.fromisoformat(cell) if kind is Kind.DATE else writable(cell)[:_LONGEST_CELL]


def _step_cells(slide: Slide, name: str) -> list[str | int]:
    exhibit = slide.exhibit
    cautions = "".join(f"{caution.text}。" for caution in exhibit.cautions)
    before = (slide.item.number, slide.title, name, slide_address(slide), slide.code)
    behind = (exhibit.as_of, "、".join(slide.sources), cautions, exhibit.updated_on)
    return [slide.place, *map(_cell, before), len(exhibit.rows), *map(_cell, behind)]


def _cell(text: str) -> str:
    return guarded(writable(text))[:_LONGEST_CELL]


def _steps(deck: Deck, made_on: dt.date) -> tuple[tuple[str, str], ...]:
    """Label and words of what stands below the list of slides."""
    query = {name: writable(words) for name, words in to_query(deck.meeting).items()}
    meeting = address("meeting", **query)
    if len(meeting) > _LONGEST_ADDRESS:
        meeting = "長すぎるため書かない。会議の控え（.json）を会議の画面で開く。"
    missing = "、".join(f"{slide.heading}（{slide.words}）" for slide in deck.missing)
    found = (
        ("会議", deck.title),
        ("会議のアドレス", meeting),
        ("作成日", made_on.isoformat()),
        ("データの版", deck.data_version),
        *((("この資料にない図", missing),) if missing else ()),
        ("手順1", "システムのアドレスの後に、上の「アドレス」をつなげて開く。"),
        ("手順2", "図の下の照合コードを、上の「照合コード」と比べる。"),
        (
            "手順3",
            "同じなら、条件と行はこのファイルのシートと同じ。図の下の「CSV」でも同じ行が出る。",
        ),
        (
            "手順4",
            "違うときは、データの版を比べる。版が変わっていれば、このファイルは作成日の数値。",
        ),
        ("手順5", f"「{RECALCULATIONS}」のシートで、差（式）の列が0であることを見る。"),
        ("手順6", "差が0でない行は、公表された数値どうしの相違で、出典と品質の相違の記録にある。"),
    )
    return tuple((label, _cell(words)) for label, words in found)
