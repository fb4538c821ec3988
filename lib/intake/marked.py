"""The uploaded file again as a workbook, with the cells to mend coloured, noted and listed."""

import datetime as dt
import io
from collections.abc import Mapping

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format

from lib.intake.reading import Intake
from lib.intake.sheets import (
    OWN_SHEETS,
    TO_MEND,
    CellFault,
    Mark,
    Place,
    Sheet,
    Value,
    place,
)

WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_FAULTY = "#FFC7CE"
_LETTERS = {"font_name": "Noto Sans JP", "font_size": 11, "valign": "top"}
_CSV_SHEET = "CSV"  # a CSV file's only sheet has no name
_MOST_MARKED = 1_000  # cells with a note; spreadsheets open more very slowly
_HEADINGS = ("シート", "セル", "列", "内容", "見つかったもの", "認められるもの", "近い値")
_WIDTHS = (20, 8, 20, 50, 24, 50, 24)


def marked(intake: Intake) -> bytes:
    """The sheets of an uploaded file as xlsx, with what is to be mended marked.

    Values are numbers, dates or text as they were; a formula is not copied, and what looks like
    one is text. The marked file can be mended and read again.

    Returns:
        The bytes of the workbook.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS) as book:
        _write_list(book, intake.faults)
        for sheet in intake.sheets:
            if sheet.name not in OWN_SHEETS:
                faults = {
                    place(fault.cell): fault
                    for fault in reversed(intake.faults[:_MOST_MARKED])
                    if fault.sheet == sheet.name and fault.cell
                }
                _Copy(book, sheet).write(faults)
    return buffer.getvalue()


def _write_list(book: xlsxwriter.Workbook, faults: tuple[CellFault, ...]) -> None:
    sheet = book.add_worksheet(TO_MEND)
    head = book.add_format({**_LETTERS, "bold": True, "bottom": 1})
    text = book.add_format({**_LETTERS, "num_format": "@", "text_wrap": True})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, text)
    sheet.write_row(0, 0, _HEADINGS, head)
    sheet.freeze_panes(1, 0)
    for row, fault in enumerate(faults[:_MOST_MARKED], start=1):
        cells = (fault.sheet, fault.cell, fault.column, fault.sentence)
        for column, words in enumerate((*cells, fault.found, fault.allowed, fault.nearest)):
            sheet.write_string(row, column, words)
    if len(faults) > _MOST_MARKED:
        rest = f"ほかに{len(faults) - _MOST_MARKED:,}件。上を直してから読み直す。"
        sheet.write_string(_MOST_MARKED + 1, 3, rest)


class _Copy:
    """One sheet of the uploaded file in the new workbook."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        self._from = sheet
        self._to = book.add_worksheet(sheet.name or _CSV_SHEET)
        self._formats: dict[tuple[bool, str], Format] = {}
        self._book = book

    def write(self, faults: Mapping[Place, CellFault]) -> None:
        """Writes all cells, those at fault coloured and with a note."""
        self._merge(faults)
        for row, cells in enumerate(self._from.rows):
            for column, value in enumerate(cells):
                if value is not None:
                    self._cell((row, column), value, is_faulty=(row, column) in faults)
        for at, fault in faults.items():
            if self._from.value(*at) is None:
                self._to.write_blank(*at, None, self._format("General", is_faulty=True))
            self._to.write_comment(*at, f"{fault.sentence}{_advice(fault)}", {"x_scale": 2})

    def _merge(self, faults: Mapping[Place, CellFault]) -> None:
        for (top, left), (bottom, right) in self._from.merged:
            if (top, left) == (bottom, right):
                continue
            form = self._format("General", is_faulty=(top, left) in faults)
            try:
                self._to.merge_range(top, left, bottom, right, "", form)
            except OverlappingRange:  # only a broken file has such merges
                continue

    def _cell(self, at: Place, value: Value, *, is_faulty: bool) -> None:
        mark = self._from.marks.get(at)
        if isinstance(value, bool):
            self._to.write_boolean(*at, value, self._format("General", is_faulty=is_faulty))
        elif isinstance(value, dt.date):
            self._to.write_datetime(*at, value, self._format("yyyy-mm-dd", is_faulty=is_faulty))
        elif isinstance(value, int | float):
            number_format = "0.##%" if mark is Mark.PERCENT else "General"
            self._to.write_number(*at, value, self._format(number_format, is_faulty=is_faulty))
        else:
            self._to.write_string(*at, str(value), self._format("@", is_faulty=is_faulty))

    def _format(self, number_format: str, *, is_faulty: bool) -> Format:
        key = is_faulty, number_format
        if key not in self._formats:
            colour = {"bg_color": _FAULTY} if is_faulty else {}
            properties = {**_LETTERS, "num_format": number_format, **colour}
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]


def _advice(fault: CellFault) -> str:
    allowed = f"\n認められるもの: {fault.allowed}" if fault.allowed else ""
    return f"{allowed}\n近い値: {fault.nearest}" if fault.nearest else allowed
