"""The workbook of a meeting: the cells of each CSV, and formulas that give the shown totals."""

import csv
import datetime as dt
import io
import math
import re
import statistics
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from lib.database import Database
from lib.exhibits import Exhibit
from lib.exports import exhibit_csv
from lib.meetings import spreadsheet
from lib.meetings.agenda import Item, Meeting
from lib.meetings.slides import Deck, deck_of
from lib.schema import Column, Kind
from lib.views.pages import page_exhibits
from tests.meeting_exports import MADE_ON, converted, deck_of_exhibits, every_exhibit
from tests.meeting_samples import MEETING

NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)
REFERENCE = r"'([^']+)'!([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"
FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "SUM": math.fsum,
    "MEDIAN": statistics.median,
    "MIN": min,
    "MAX": max,
    "COUNT": len,
}


def _book(content: bytes, *, data_only: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)


@pytest.fixture(scope="module")
def all_exhibits(shipped: Database, tmp_path_factory: pytest.TempPathFactory) -> list[Exhibit]:
    return every_exhibit(shipped, tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="module")
def deck(shipped: Database) -> Deck:
    return deck_of(shipped, MEETING)


def _is_same(cell: object, text: str, column: Column | None) -> bool:
    """Whether a cell holds what the CSV says, in its own type."""
    if text == "":
        return cell is None
    if column is None:
        return cell == text
    if column.kind in NUMBERS:
        return isinstance(cell, int | float) and float(cell) == pytest.approx(
            float(text), rel=1e-14
        )
    if column.kind is Kind.DATE:
        return isinstance(cell, dt.datetime) and cell.date().isoformat() == text
    return isinstance(cell, str) and cell == text


def test_every_cell_of_every_slide_is_that_of_its_csv(all_exhibits: list[Exhibit]) -> None:
    made = deck_of_exhibits(all_exhibits)
    book = _book(spreadsheet.make(made, MADE_ON).content)
    compared = 0
    for slide, name in zip(made.slides, spreadsheet.sheet_names(made), strict=True):
        text = exhibit_csv(slide.exhibit).decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text))
        columns = [*slide.exhibit.columns, None][: len(header)]
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == header
        assert sheet.max_row == len(rows) + 1
        for place, cells in enumerate(rows, start=2):
            for at, (text_of_cell, column) in enumerate(zip(cells, columns, strict=True), start=1):
                cell = sheet.cell(place, at)
                assert cell.data_type != "f"
                assert _is_same(cell.value, text_of_cell, column), (slide.title, cell.coordinate)
                compared += 1
    assert compared > 5000


def _evaluated(formula: str, book: Workbook) -> float:
    """A formula worked out from the cells, apart from any program for spreadsheets."""
    body = formula.removeprefix("=")
    if rounded := re.fullmatch(r"ROUND\((.+),(\d)\)", body):
        digits = int(rounded[2])
        return math.floor(_evaluated(rounded[1], book) * 10**digits + 0.5) / 10**digits
    if called := re.fullmatch(r"(ROWS|COUNTIF|SUM|MEDIAN|MIN|MAX|COUNT)\((.+)\)", body):
        return _called(called[1], called[2], book)
    numerator, _, denominator = body.rpartition("/") if "/" in body else (body, "", "1")
    return _product(numerator, book) / _sum(denominator, book)


def _called(name: str, inside: str, book: Workbook) -> float:
    criterion = re.search(r',"(.+)"$', inside)
    cells = [
        value for reference in re.finditer(REFERENCE, inside) for value in _range(reference, book)
    ]
    if name == "ROWS":
        return len(cells)
    if name == "COUNTIF":
        assert criterion
        wanted = criterion[1]
        if wanted.startswith(">="):
            return sum(isinstance(v, int | float) and v >= float(wanted[2:]) for v in cells)
        return sum(value == wanted for value in cells)
    return FUNCTIONS[name]([float(v) for v in cells if isinstance(v, int | float)])


def _range(reference: re.Match[str], book: Workbook) -> list[object]:
    sheet, column, first, last_column, last = reference.groups()
    assert last_column in {None, column}
    return [
        book[sheet][f"{column}{row}"].value for row in range(int(first), int(last or first) + 1)
    ]


def _product(text: str, book: Workbook) -> float:
    factor, _, rest = text.partition("*") if re.match(r"[\d.e+]+\*", text) else ("1", "", text)
    return float(factor) * _sum(rest.removeprefix("(").removesuffix(")"), book)


def _sum(text: str, book: Workbook) -> float:
    if re.fullmatch(r"[\d.]+", text):
        return float(text)
    parts = list(re.finditer(REFERENCE, text))
    assert "+".join(part[0] for part in parts) == text
    return math.fsum(float(str(_range(part, book)[0])) for part in parts)


def test_every_formula_gives_its_cached_value_and_the_value_of_the_screen(
    all_exhibits: list[Exhibit],
) -> None:
    content = spreadsheet.make(deck_of_exhibits(all_exhibits), MADE_ON).content
    book, values = _book(content), _book(content, data_only=True)
    pairs = zip(
        book["検算"].iter_rows(min_row=2, values_only=True),
        values["検算"].iter_rows(min_row=2, values_only=True),
        strict=True,
    )
    differing = []
    forms = set()
    for (sheet, label, formula, _, difference), (_, _, cached, shown, gap) in pairs:
        assert f"'{sheet}'!" in formula
        assert re.fullmatch(r"=ROUND\(C\d+-D\d+,9\)", difference)
        found = _evaluated(formula, book)
        assert found == pytest.approx(cached, rel=1e-12), (label, formula)
        assert gap == pytest.approx(found - shown, abs=1e-9)
        forms.add(re.sub(r"[^A-Z]", "", formula.split("(")[0]) if "(" in formula else "/")
        if abs(gap) > 1e-9:
            differing.append((label, round(gap, 3)))
    assert forms >= {"ROWS", "SUM", "MEDIAN", "COUNTIF", "ROUND", "/"}
    assert differing == []


def test_totals_of_the_summary_stand_in_the_sheet_of_checks(shipped: Database) -> None:
    """The sessions of Tochigi: 32 attendances at 31 sessions, as its report prints them."""
    item = Item("project", "project_sessions", (("project", "H30-06"),))
    made = spreadsheet.make(deck_of(shipped, Meeting("", (item,))), MADE_ON)

    rows = _book(made.content, data_only=True)["検算"].iter_rows(min_row=2, values_only=True)
    found = {label: (value, shown) for _, label, value, shown, _ in rows}
    assert found["参加者の延べ人数"] == (32, 32)
    assert found["実施回数"] == (31, 31)


def test_the_shown_totals_stand_in_the_words_of_the_screen(all_exhibits: list[Exhibit]) -> None:
    """What a recalculation is compared with is in the summary, not only in the sheet."""
    said = 0
    for exhibit in all_exhibits:
        for total in exhibit.recalculations:
            if hasattr(total, "shown") and total.function in {"SUM", "COUNTIF"}:
                assert f"{total.shown:g}" in exhibit.summary, (exhibit.title, total.label)
                said += 1
    assert said > 5


def test_the_last_sheet_says_how_to_make_the_figures_again(deck: Deck) -> None:
    book = _book(spreadsheet.make(deck, MADE_ON).content)
    rows = list(book["再現のしかた"].iter_rows(values_only=True))

    for slide, row in zip(deck.slides, rows[1:], strict=False):
        assert row[0] == slide.place
        assert slide.code in row
        assert spreadsheet.slide_address(slide) in row
        assert row[6] == len(slide.exhibit.rows)
    words = [cell for row in rows for cell in row if isinstance(cell, str)]
    assert deck.data_version in words
    assert "2026-11-21" in words
    assert spreadsheet.slide_address(deck.slides[0]) == "/variance?category=specialised"


def test_an_address_shows_the_same_slide_again(shipped: Database, deck: Deck) -> None:
    for slide in deck.slides:
        parts = urlsplit(spreadsheet.slide_address(slide))
        topic = parts.path.strip("/") or "overview"
        found = page_exhibits(shipped, topic, dict(parse_qsl(parts.query)))
        assert slide.code in {exhibit.code for exhibit in found}


def test_names_of_sheets_are_short_unlike_and_allowed(shipped: Database) -> None:
    items = tuple(
        Item("overview", "reentry", (), number=number)
        for number in ("a" * 20, "A" * 20, "[x]:*?/\\'", "", "検算", "😀" * 20)
    )
    made = deck_of(shipped, Meeting("", items))
    names = spreadsheet.sheet_names(made)

    assert len({name.lower() for name in names}) == len(names)
    assert all(1 <= len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not set("".join(names)) & set("[]:*?/\\'")
    assert _book(spreadsheet.make(made, MADE_ON).content).sheetnames[: len(names)] == list(names)


def test_hostile_words_are_text_and_not_formulas(shipped: Database) -> None:
    words = '=HYPERLINK("http://example.org")\ud800\x01'
    items = (Item("overview", "reentry", (), title=words, number="=1+1", note=words),)
    made = spreadsheet.make(deck_of(shipped, Meeting(words, items)), MADE_ON)
    book = _book(made.content)

    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                assert cell.data_type != "f" or sheet.title == "検算"
    assert all(
        str(formula).startswith(("=ROWS(", "=ROUND("))
        for row in book["検算"].iter_rows(min_row=2, max_row=2, min_col=3, values_only=True)
        for formula in (row[0], row[2])
    )


def test_a_meeting_without_slides_still_makes_a_workbook(shipped: Database) -> None:
    book = _book(spreadsheet.make(deck_of(shipped, Meeting()), MADE_ON).content)

    assert book.sheetnames == ["検算", "再現のしかた"]


def test_an_office_program_calculates_the_same(deck: Deck, tmp_path: Path) -> None:
    content = spreadsheet.make(deck, MADE_ON).content
    # Without the kept values an office program has to calculate them when it opens the file.
    bare = _book(content)
    buffer = io.BytesIO()
    bare.save(buffer)
    opened = converted(buffer.getvalue(), "xlsx", "ods", tmp_path)
    again = converted(opened.read_bytes(), "ods", "xlsx", tmp_path)
    found = openpyxl.load_workbook(again, data_only=True)["検算"]
    kept = _book(content, data_only=True)["検算"]

    assert found.max_row == kept.max_row > 20
    for row in range(2, kept.max_row + 1):
        for column in (3, 5):
            assert found.cell(row, column).value == pytest.approx(
                kept.cell(row, column).value, rel=1e-9
            )
