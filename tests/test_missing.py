"""秘匿, 不明, 該当なし and 0 stay four things: in words, in charts, in checks and in every export.

Expected values are worked out by hand from the rows in ``tests/entered_rows.py``.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import plotly.graph_objects as go
import pyarrow.parquet as pq
import pytest

from lib import exports, typed_exports
from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings import spreadsheet
from lib.meetings.native import chart_data
from lib.schema import table
from lib.validation import InvalidDataError, validated_tables
from lib.views.pages import page_exhibits
from lib.views.tabled import table_cells, table_columns
from tests.conftest import Edit
from tests.demonstration import database_with
from tests.entered_rows import SUPPRESSED, UNKNOWN, count_row, entered_rows
from tests.meeting_exports import deck_of_exhibits

MADE_ON = dt.date(2027, 11, 1)
# A row each of 0, 秘匿, 不明 and 該当なし, by code of the prefecture.
FOUR = {"13": 0, "40": SUPPRESSED, "47": UNKNOWN, "01": "not_applicable", "27": 12, "14": 4}
WORDS = {"東京都": "0", "福岡県": "秘匿", "沖縄県": "不明", "北海道": "該当なし", "大阪府": "12"}


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Exhibit:
    """The counts of a type of which each kind of row is entered once."""
    rows = [count_row("housing", code, entered) for code, entered in FOUR.items()]
    folder = tmp_path_factory.mktemp("four")
    return _shown(database_with(folder, {"support_counts": rows}), "body_counts", "housing")


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The shipped data with a row for every prefecture and type of FY2024."""
    return database_with(tmp_path_factory.mktemp("entered"), entered_rows())


def _shown(database: Database, exhibit_id: str, support_type: str) -> Exhibit:
    query = {"counts": f"2024-{support_type}-case-total"}
    found = {exhibit.exhibit_id: exhibit for exhibit in page_exhibits(database, "variance", query)}
    return found[exhibit_id]


def _drawn(exhibit: Exhibit) -> go.Figure:
    drawn = exhibit.drawing(LIGHT)
    assert drawn is not None
    return drawn


def _by_name(
    header: Sequence[str], rows: Sequence[Sequence[object]]
) -> dict[object, tuple[object, object]]:
    """Value and reason by prefecture."""
    name, value, reason = (
        next(place for place, words in enumerate(header) if words in wanted)
        for wanted in (("都道府県",), ("値", "値（件）"), ("値のない理由",))
    )
    return {row[name]: (row[value], row[reason]) for row in rows}


@pytest.mark.parametrize(
    ("value", "reason"), [("", ""), ("0", "suppressed"), ("3", "not_applicable")]
)
def test_a_row_has_either_a_value_or_a_reason(
    data_copy: Path, edit: Edit, value: str, reason: str
) -> None:
    key = {"fiscal_year": "2024"}
    edit("support_counts", key, "missing_reason", reason)
    edit("support_counts", key, "value", value)
    with pytest.raises(InvalidDataError) as caught:
        validated_tables(data_copy)

    (fault,) = caught.value.faults
    assert "value か missing_reason のどちらか1つだけ" in str(fault)


def test_a_table_on_screen_says_which_of_the_four(four: Exhibit) -> None:
    names = [column.name for column in table_columns(four)]
    assert "missing_reason" not in names
    cells = [dict(zip(names, row, strict=True)) for row in table_cells(four)]
    said = {row["prefecture_name"].words: row["value"].words for row in cells}

    assert said == WORDS | {"神奈川県": "4"}
    assert [row["value"].is_empty for row in cells] == [False] * 3 + [True] * 3


def test_exports_keep_the_four_apart(four: Exhibit) -> None:
    lines = list(csv.reader(io.StringIO(exports.exhibit_csv(four).decode("utf-8-sig"))))
    found = _by_name(lines[0], lines[1:])
    assert found["東京都"] == ("0", "")
    assert found["福岡県"] == ("", "秘匿")
    assert found["沖縄県"] == ("", "不明")
    assert found["北海道"] == ("", "該当なし")

    rows = json.loads(typed_exports.as_json(four, MADE_ON, "x").content)["rows"]
    said = {row["prefecture_name"]: (row["value"], row["missing_reason"]) for row in rows}
    assert said["東京都"] == (0, None)
    assert said["福岡県"] == (None, "秘匿")
    parquet = pq.read_table(io.BytesIO(typed_exports.as_parquet(four, MADE_ON, "x").content))
    assert parquet.select(["value", "missing_reason"]).to_pylist() == [
        {"value": row["value"], "missing_reason": row["missing_reason"]} for row in rows
    ]

    content = spreadsheet.make(deck_of_exhibits([four]), MADE_ON).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = next(
        rows
        for name in book.sheetnames
        if (rows := [list(row) for row in book[name].values])
        and any(str(cell).startswith("値のない理由") for cell in rows[0])
    )
    found = _by_name([str(cell) for cell in sheet[0]], sheet[1:])
    assert found["東京都"] == (0, None)
    assert found["沖縄県"] == (None, "不明")


def test_what_is_missing_is_neither_drawn_nor_counted(four: Exhibit) -> None:
    # 0, 4 and 12 are drawn; three rows have a reason, and 41 prefectures have no row.
    (points,) = _drawn(four).data
    assert list(points.x) == [0, 4, 12]
    assert _drawn(four).layout.xaxis.title.text == (
        "値なし: 秘匿 1、不明 1、該当なし 1、該当なしか公表なし 41"
    )
    assert four.summary == (
        "3都道府県の最小は0件、最大は12件（差は12件）。"
        "ほかの44都道府県は秘匿 1、不明 1、該当なし 1、該当なしか公表なし 41で、0ではない。"
    )
    assert {total.label: total.shown for total in four.recalculations} == {
        "都道府県の数": 3,
        "最小": 0,
        "最大": 12,
    }
    assert four.headline == "居住支援は3都道府県で0件～12件"
    native = chart_data(four)
    assert native is not None
    assert native.categories == ("大阪府", "神奈川県", "東京都")
    assert native.told == "値なし: 秘匿 1、不明 1、該当なし 1、該当なしか公表なし 41"


def test_rates_are_of_counts_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [count_row("housing", code, entered) for code, entered in FOUR.items()]
    database = database_with(tmp_path_factory.mktemp("rates"), {"support_counts": rows})
    found = records(_shown(database, "body_count_rates", "housing").rows)

    assert [(row["prefecture_code"], row["rate"] is None) for row in found] == [
        *(("01", True), ("13", False), ("14", False), ("27", False), ("40", True), ("47", True)),
    ]


def test_bodies_without_a_count_are_one_line_and_not_47(entered: Database) -> None:
    exhibit = _shown(entered, "body_counts", "consultation_hogoshi")

    # Seven counts 15 20 30 41 52 60 95 and one suppressed; 39 prefectures do none of it.
    assert len(exhibit.rows) == 47
    assert _drawn(exhibit).layout.xaxis.title.text == "値なし: 秘匿 1、該当なし 39"
    assert exhibit.summary == (
        "7都道府県の中央値は41件、最小は15件、最大は95件（差は80件）。"
        "ほかの40都道府県は秘匿 1、該当なし 39で、0ではない。"
    )


def test_the_list_of_all_counts_counts_values_and_names_the_rest(entered: Database) -> None:
    found = {item.exhibit_id: item for item in page_exhibits(entered, "variance", {})}
    listed = found["named_counts"]

    # 7 + 1 + 2 + 2 + 9 + 7 + 5 + 9 + 5 + 12 = 59, and the two that are shipped; of 470 rows 1 is
    # suppressed and 1 unknown.
    assert len(listed.rows) == 472
    assert "11種類、13都道府県の61個の数がある" in listed.summary
    assert "値のない行は、秘匿 1、不明 1、該当なし 409。" in listed.summary
    assert listed.headline == "名前の出る支援実績は11種類、13都道府県の61個"


def test_ends_and_bodies_are_checked_once_all_rows_are_there(entered: Database) -> None:
    found = {
        row["check_id"]: (row["verdict"], row["expected"], row["found"], row["reason"])
        for row in records(
            entered.frame(
                "SELECT * FROM checks WHERE check_id LIKE 'S2:%2024:%' ORDER BY check_id",
                table("checks").columns,
            )
        )
    }

    assert found["S2:range_minimum:2024:employment"] == ("match", "24", "24", None)
    assert found["S2:range_maximum:2024:employment"] == ("match", "313", "313", None)
    assert found["S2:range_minimum:2024:special_sexual"] == ("match", "0", "0", None)
    # 13 is published, and the suppressed count may be it.
    assert found["S2:range_minimum:2024:consultation_hogoshi"] == (
        *("cannot_check", "13", "15", "秘匿 1の都道府県の数が最小かもしれない"),
    )
    assert found["S2:bodies:2024:consultation_hogoshi"] == ("match", "8", "8", None)
    assert found["S2:bodies:2024:consultation_other"] == (
        *("cannot_check", "6", "5", "不明 1が残っている"),
    )
    # The one shipped count in persons stands alone: its type has no row for the others.
    assert "S2:range_maximum:2024:special_lawyer" not in found


def test_an_end_that_differs_from_the_published_one_stops_the_build(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows = entered_rows()
    for row in rows["support_counts"]:
        if row["support_type_id"] == "employment" and row["value"] == "24":
            row["value"] = "25"

    with pytest.raises(InvalidDataError, match=r"2024年度の支援実績の最小（件）.*24 ≠ 25"):
        database_with(tmp_path_factory.mktemp("end"), rows)


def test_more_counts_than_published_bodies_stop_the_build(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows = [
        count_row("housing", code, 3) | {"fiscal_year": "2025"} for code in ("13", "27")
    ]  # S2 names one body

    with pytest.raises(InvalidDataError, match="1 ≠ 2"):
        database_with(tmp_path_factory.mktemp("bodies"), {"support_counts": rows})
