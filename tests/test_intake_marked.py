"""The file that comes back shows what is to be mended, and can be mended and read again."""

import datetime as dt
import io

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from lib import paths
from lib.intake.marked import marked
from lib.intake.reading import Intake
from tests.intake_bad import GRANT, TOKYO
from tests.intake_samples import base, csv_file, saved, taken_in, workbook

WRONG = ("令和6年度", 2, "大坂", "1,23", "rs_2024", "=1+1の表")


def opened(intake: Intake) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(marked(intake)))


def sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def test_each_cell_to_mend_is_coloured_noted_and_listed() -> None:
    book = opened(taken_in("表.csv", csv_file(GRANT, TOKYO, WRONG), base()))
    cells = sheet(book, "CSV")

    assert [cell.coordinate for row in cells for cell in row if cell.comment] == ["C3", "D3"]
    assert {cells[at].fill.fgColor.rgb for at in ("C3", "D3")} == {"FFFFC7CE"}
    assert cells["C2"].fill.fgColor.rgb != "FFFFC7CE"
    comment = cells["D3"].comment
    assert comment is not None
    assert comment.text == (
        "桁区切りの位置が正しくない。\n認められるもの: 0以上の整数の円\n近い値: 123"
    )
    listed = [row[1:5] for row in sheet(book, "直すところ").values]
    assert listed[1:] == [
        ("C3", "都道府県コード", "一覧にない値。", "大坂"),
        ("D3", "交付額", "桁区切りの位置が正しくない。", "1,23"),
    ]


def test_text_that_looks_like_a_formula_is_text() -> None:
    cells = sheet(opened(taken_in("表.csv", csv_file(GRANT, TOKYO, WRONG), base())), "CSV")

    assert (cells["F3"].value, cells["F3"].data_type) == ("=1+1の表", "s")


def test_values_stay_as_they_were_and_a_formula_is_its_last_value() -> None:
    row = ("令和6年度", 2, "大坂", 1.5, dt.date(2026, 4, 1), True)
    content = workbook(GRANT, row, title="交付額")
    cells = sheet(opened(taken_in("表.xlsx", content, base())), "交付額")

    assert [cell.value for cell in cells[2]] == [*row[:4], dt.datetime(2026, 4, 1), True]  # noqa: DTZ001
    kept = (paths.PROJECT / "tests" / "kept" / "formulas.xls").read_bytes()
    formulas = sheet(opened(taken_in("表.xls", kept, base())), "統計")
    assert (formulas["E3"].value, formulas["E3"].data_type) == (0.2, "n")
    assert formulas["E2"].number_format == "0.##%"


def test_a_mended_file_is_read_again() -> None:
    content = workbook(GRANT, TOKYO, (None, *WRONG[1:]), merged=["A2:A3"], title="交付額")
    book = opened(taken_in("表.xlsx", content, base()))
    cells = sheet(book, "交付額")
    cells["C3"], cells["D3"], cells["F3"] = "大阪", 123, "5-1"

    found = taken_in("表.xlsx", saved(book), base())

    assert [str(fault) for fault in found.faults] == []
    assert [row["amount_yen"] for row in found.rows["subsidy_grants"]] == ["1500000", "123"]


def test_a_column_to_add_is_marked_beside_the_header() -> None:
    content = workbook(GRANT[:5], TOKYO[:5], title="交付額")
    cells = sheet(opened(taken_in("表.xlsx", content, base())), "交付額")

    assert [cell.coordinate for row in cells for cell in row if cell.comment] == ["F1"]


def test_a_long_list_is_cut_and_says_so() -> None:
    rows = [("令和6年度", 1, "大坂", 5, "rs_2024", "x")] * 1_001

    book = opened(taken_in("表.csv", csv_file(GRANT, *rows), base()))

    listed = [row[3] for row in sheet(book, "直すところ").values]
    assert len(listed) == 1_002
    assert listed[-1] == "ほかに1件。上を直してから読み直す。"


def test_a_refused_file_gives_only_the_list() -> None:
    book = opened(taken_in("表.pdf", b"%PDF-1.7", base()))

    assert book.sheetnames == ["直すところ"]
