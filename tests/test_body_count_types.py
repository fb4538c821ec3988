"""All types of a year on one axis: a dot for each count, and words for what is missing.

Expected values are worked out by hand from the rows in ``tests/entered_rows.py``.
"""

import pytest

from lib.charts.declared import Rows
from lib.charts.drawn import DrawnRow, drawn_rows
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings.native import chart_data
from lib.views.body_count_types import type_exhibit
from lib.views.body_counts import BodyCountState
from tests.demonstration import database_with
from tests.entered_rows import count_row, entered_rows


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Exhibit:
    """The counts of all types of FY2024."""
    folder = tmp_path_factory.mktemp("entered")
    found = type_exhibit(database_with(folder, entered_rows()), BodyCountState())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def drawn(entered: Exhibit) -> dict[str, DrawnRow]:
    """The rows that are drawn, by type."""
    assert isinstance(entered.chart, Rows)
    columns = {column.name: column for column in entered.columns}
    found = drawn_rows(entered.chart, records(entered.rows), columns)
    return {row.name: row for _, rows in found.groups for row in rows}


def test_the_shipped_counts_of_one_type_have_no_exhibit(shipped: Database) -> None:
    assert type_exhibit(shipped, BodyCountState()) is None


def test_one_type_alone_has_the_strip_of_its_own_only(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows = [count_row("housing", code, 3) for code in ("13", "27")]
    database = database_with(tmp_path_factory.mktemp("one"), {"support_counts": rows})

    assert type_exhibit(database, BodyCountState()) is None


def test_every_type_has_one_row_in_the_order_of_the_types(entered: Exhibit) -> None:
    rows = records(entered.rows)

    assert [(row["support_type_id"], row["counted"], row["median"]) for row in rows] == [
        ("employment", 7, 90),
        ("housing", 1, None),
        ("special_drug", 2, None),
        ("special_sexual", 2, None),
        ("consultation_settlement", 9, 20),
        ("consultation_hogoshi", 7, 41),
        ("consultation_other", 5, 18),  # 0 7 18 25 33
        ("consultation_own", 9, 13),
        ("consultation_welfare", 5, 14),
        ("consultation_supporters", 12, 31.5),  # between 30 and 33
    ]
    by_type = {row["support_type_id"]: row for row in rows}
    hogoshi = by_type["consultation_hogoshi"]
    assert (hogoshi["minimum"], hogoshi["maximum"]) == (15, 95)
    assert hogoshi["counts"] == "15、20、30、41、52、60、95"
    assert hogoshi["missing"] == "秘匿 1、該当なし 39"
    assert by_type["consultation_other"]["missing"] == "不明 1、該当なし 41"
    assert len(hogoshi["figure_ids"].split("|")) == 7


def test_each_count_is_a_dot_on_the_axis_of_all(drawn: dict[str, DrawnRow]) -> None:
    # The axis ends at 313: 0 is at its beginning, 153 at 48.88 %.
    (sexual,) = drawn["性犯罪者"].marks
    assert sexual.points_pct == (0, 48.88)
    assert (sexual.low, sexual.high) == ("0", "153")
    (own,) = drawn["保護司会に委託"].marks
    assert len(own.points_pct) == 7
    assert drawn["保護司会に委託"].before == ("7団体",)
    assert drawn["保護司会に委託"].after == ("41", "秘匿 1")
    # Too few for a median.
    assert drawn["居住支援"].after == ("", "")


def test_words_name_the_widest_type_and_no_body(entered: Exhibit) -> None:
    assert entered.title == (
        "直接支援の種類別にみた都道府県ごとの支援実績の分布（件、計、令和6年度（2024））"
    )
    assert entered.summary == (
        "10種類の都道府県ごとの数のうち、最も開きが大きいのは就労支援で、"
        "24件から313件まで（差は289件）。値のない都道府県は、どの種類でも0ではない。"
    )
    assert [total.shown for total in entered.recalculations] == [59]
    assert entered.cautions[0].is_publishers


def test_a_slide_draws_the_ends_of_each_type(entered: Exhibit) -> None:
    native = chart_data(entered)
    assert native is not None

    assert len(native.categories) == 10
    assert native.largest == 313
