"""Writes the templates as workbooks: one sheet a table, its lists hidden, and how to fill it in."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.intake import templates, words
from lib.intake.known import Known, Rows
from lib.intake.made_from import MadeFrom
from lib.intake.marked import WORKBOOK_OPTIONS
from lib.intake.reading import known_values
from lib.intake.rows import expected
from lib.intake.sheets import HOW_TO, LISTS, address
from lib.intake.templates import Field
from lib.schema import CSV_TABLES, Kind, Role, Table

_LETTERS = {"font_name": "Noto Sans JP", "font_size": 11, "valign": "top"}
_REQUIRED, _OPTIONAL = "#FFE699", "#EDEDED"  # of headings
_HEADER_ROW = 3  # from 0; the title and two lines stand above
_SPARE_ROWS = 500  # below the first rows, with drop-downs
_WIDTHS = {Role.SENTENCE: 50, Role.NAME: 24, Role.LINK: 40, Role.PLACE: 18}
_USUAL_WIDTH = 16
_ABOVE = (
    "見出しの行は変えない。黄色の列は、どの行にも入れる。灰色の列は空欄でよい。",
    "行の順は自由。キーが同じ行は直し、新しい行は加える。書かない行は消えない。",
)
_RULES = (
    "数の欄には数だけを入れる。式は使わず、値を貼り付ける。",
    "0、秘匿、不明、該当なしは別のもの。値がないときは、語で書く。空欄、－、… では読まない。",
    "都道府県は、コード（01 から 47）か名前のどちらかでよい。両方あれば、同じ都道府県を指すこと。",
    "年度は、令和6年度、R6、2024年度、2024 のどれでもよい。",
    "行を消すときは、キーの列を残し、「削除」の列に 削除 と書く。",
    "表の下に注を書くときは、「注」か「※」で始める。注の下に行を足さない。",
)


def workbook(
    tables: Sequence[Table], base: Rows, *, filled: bool, made_from: MadeFrom | None = None
) -> bytes:
    """A template as xlsx.

    Args:
        tables: The declarations, one sheet each.
        base: The rows of the base edition, for the lists and to fill in.
        filled: Whether the rows of the base edition stand there, to be changed.
        made_from: What edition that is; told behind the title of each sheet.

    Returns:
        The bytes of the workbook.
    """
    buffer = io.BytesIO()
    all_known = known_values((*tables, *CSV_TABLES), base)
    with xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS) as book:
        written = _Book(book)
        for table in tables:
            found = templates.fields(table, all_known)
            rows = templates.rows(table, base, filled=filled)
            written.add_rows(table, found, rows, f"　{made_from}" if made_from else "")
        written.add_how_to(tables, all_known)
        written.add_lists()
    return buffer.getvalue()


class _Book:
    """A workbook with its formats and the lists that its drop-downs offer."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._title = self._format(bold=True, font_size=14)
        self._plain = self._format()
        self._wrapped = self._format(text_wrap=True)
        self._text = self._format(num_format="@")
        self._date = self._format(num_format="yyyy-mm-dd")
        self._head = {
            is_required: self._format(bold=True, bottom=1, bg_color=colour)
            for is_required, colour in ((True, _REQUIRED), (False, _OPTIONAL))
        }
        self._lists: list[list[str]] = []

    def _format(self, **properties: object) -> Format:
        return self._book.add_format({**_LETTERS, **properties})

    def add_rows(
        self,
        table: Table,
        fields: Sequence[Field],
        rows: Sequence[Mapping[str, str]],
        after_title: str,
    ) -> None:
        """The sheet of a table."""
        sheet = self._book.add_worksheet(table.title)
        sheet.write_string(0, 0, f"{table.title}（{table.name}）{after_title}", self._title)
        for row, line in enumerate(_ABOVE, start=1):
            sheet.write_string(row, 0, line, self._plain)
        last = _HEADER_ROW + len(rows) + _SPARE_ROWS
        for place, field in enumerate(fields):
            self._add_heading(sheet, place, field)
            offered = templates.choices(field)
            if offered:
                options = {"validate": "list", "source": self._list(offered), **_refusal(field)}
                sheet.data_validation(_HEADER_ROW + 1, place, last, place, options)
            for row, cells in enumerate(rows, start=_HEADER_ROW + 1):
                self._add_cell(sheet, (row, place), field, templates.written(field, cells))
        sheet.freeze_panes(_HEADER_ROW + 1, 0)

    def _add_heading(self, sheet: Worksheet, place: int, field: Field) -> None:
        column = field.column
        width = _WIDTHS.get(column.role, _USUAL_WIDTH) if column else _USUAL_WIDTH
        is_date = column is not None and column.kind is Kind.DATE
        is_number = column is not None and column.is_number
        form = self._date if is_date else self._plain if is_number else self._text
        sheet.set_column(place, place, width, form)
        sheet.write_string(_HEADER_ROW, place, field.heading, self._head[field.is_required])
        if column and not field.is_name:
            empty = f"\n空欄: {column.missing}" if column.missing else ""
            sheet.write_comment(_HEADER_ROW, place, f"{column.meaning}{empty}", {"x_scale": 2})

    def _add_cell(self, sheet: Worksheet, at: tuple[int, int], field: Field, text: str) -> None:
        column = field.column
        if not text or column is None:
            return
        if column.kind is Kind.DATE:
            sheet.write_datetime(*at, dt.date.fromisoformat(text), self._date)
        elif column.is_number and not text.endswith("%"):
            sheet.write_number(*at, float(text), self._plain)
        else:
            sheet.write_string(*at, text, self._text)

    def _list(self, offered: list[str]) -> str:
        """The range of the hidden sheet that holds a list."""
        if offered not in self._lists:
            self._lists.append(offered)
        column = self._lists.index(offered)
        letters = address(0, column)[:-1]
        return f"={LISTS}!${letters}$1:${letters}${len(offered)}"

    def add_lists(self) -> None:
        """The hidden sheet of what the drop-downs offer."""
        sheet = self._book.add_worksheet(LISTS)
        for column, offered in enumerate(self._lists):
            for row, words_offered in enumerate(offered):
                sheet.write_string(row, column, words_offered)
        sheet.hide()

    def add_how_to(self, tables: Sequence[Table], all_known: Mapping[str, Known]) -> None:
        """The sheet that says what each column holds."""
        sheet = self._book.add_worksheet(HOW_TO)
        for column, width in enumerate((24, 10, 50, 60)):
            sheet.set_column(column, column, width, self._wrapped)
        lines: list[tuple[str, ...]] = [(rule,) for rule in _RULES]
        for table in tables:
            lines += [(), (f"{table.title}: {table.meaning}",)]
            lines.append(("列", "必須", "意味", "書けるもの"))
            for column_ in table.columns:
                wanted = expected(table, column_, all_known)
                allowed = words.allowed(column_, wanted.known, wanted.reasons)
                required = "" if column_.nullable else "必須"
                lines.append((column_.heading, required, column_.meaning, allowed))
        for row, cells in enumerate(lines):
            form = self._plain if len(cells) == 1 else self._wrapped
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, form)


def _refusal(field: Field) -> dict[str, str]:
    heading = field.heading[:30]  # the longest title that the format allows is 32 characters
    return {"error_title": heading, "error_message": "一覧から選ぶ。", "error_type": "warning"}
