"""Charts as HTML: each mark ends where its number says, and words stay words."""

import datetime as dt
import re
from collections.abc import Sequence

import pytest

from lib.charts.declared import Axis, Bar, Cell, Dot, Rows, Sayings, Span, Stacks, Strip, Units
from lib.charts.drawn import (
    DrawnMark,
    DrawnRow,
    DrawnRows,
    KeyEntry,
    Place,
    drawn_rows,
    step,
    ticks,
)
from lib.charts.drawn_stacks import drawn_stacks
from lib.charts.markup import markup
from lib.frames import Record
from lib.schema import Column, Kind, Role

COLUMNS = {
    column.name: column
    for column in (
        Column("name", Kind.TEXT, "名前", "だれの数か"),
        Column("kind", Kind.TEXT, "区分", "何の数か"),
        Column("low", Kind.INTEGER, "最小", "最小の数", "件"),
        Column("high", Kind.INTEGER, "最大", "最大の数", "件"),
        Column("yen", Kind.MONEY, "金額", "交付した額", "円"),
        Column("year", Kind.INTEGER, "年度", "いつの数か", declared_role=Role.YEAR),
        Column("day", Kind.DATE, "日", "いつの数か"),
    )
}
CASES = Axis("支援実績（件）", "件")


def _row(name: str = "甲", **values: object) -> Record:
    return dict.fromkeys(COLUMNS) | {"name": name, "kind": "一"} | values


def _drawn(chart: Rows, *rows: Record) -> DrawnRows:
    return drawn_rows(chart, rows, COLUMNS)


def _rows(chart: Rows, *rows: Record) -> tuple[DrawnRow, ...]:
    return tuple(row for _, own in _drawn(chart, *rows).groups for row in own)


def _marks(chart: Rows, *rows: Record) -> list[tuple[DrawnMark, ...]]:
    return [row.marks for row in _rows(chart, *rows)]


def _html(chart: Rows | Stacks | Sayings, *rows: Record) -> str:
    made = markup(chart, rows, COLUMNS)
    assert made is not None
    return str(made)


def test_bars_end_at_their_share_of_the_largest_number() -> None:
    chart = Rows("{name}", (Bar("high"),), CASES)

    assert _marks(chart, _row(high=40), _row(high=10), _row(high=0)) == [
        (DrawnMark("bar", end_pct=100, high="40"),),
        (DrawnMark("bar", end_pct=25, high="10"),),
        (DrawnMark("bar", end_pct=0, high="0"),),
    ]


def test_a_number_that_is_not_known_is_no_bar() -> None:
    first, second = _rows(Rows("{name}", (Bar("high"),), CASES), _row(high=40), _row(high=None))

    assert first.marks
    assert second.marks == ()
    assert '<tr class=" bare">' in _html(Rows("{name}", (Bar("high"),), CASES), _row(high=None))


def test_yen_are_drawn_and_written_in_the_unit_of_the_axis() -> None:
    axis = Axis("交付額（万円）", "万円", divisor=10_000)
    chart = Rows(
        *("{name}", (Bar("yen"),), axis), after=(Cell("{yen}", "交付額（万円）", divisor=10_000),)
    )

    large, small = _rows(chart, _row(yen=1_500_000), _row(yen=881_250))
    assert [mark.high for mark in (*large.marks, *small.marks)] == ["150", "88.1"]
    assert small.marks[0].end_pct == 58.75
    assert (large.after, small.after) == (("150",), ("88.1",))


def test_a_bar_stands_on_the_whole_of_which_it_is_a_part() -> None:
    chart = Rows("{name}", (Bar("low", whole="high"),), CASES)

    # The whole sets the end of the axis.
    (mark,), (alone,) = _marks(chart, _row(low=30, high=120), _row(low=60, high=None))
    assert (mark.end_pct, mark.whole_pct) == (25, 100)
    assert (alone.end_pct, alone.whole_pct) == (50, 0)


def test_a_track_leads_to_the_limit_and_the_limit_crosses_rows_with_a_mark() -> None:
    axis = Axis("割合（%）", "%", is_drawn=False, limit=100, limit_words="目標")
    chart = Rows("{name}", (Bar("high", is_tracked=True),), axis, note=lambda _: "棒なし")
    drawn = _drawn(chart, _row(high=50), _row(high=None))

    assert drawn.limit == Place(100, "目標")
    assert drawn.ticks == ()
    assert _marks(chart, _row(high=50))[0][0].whole_pct == 100
    shown = _html(chart, _row(high=50), _row(high=None))
    assert shown.count('class="tick"') == 1
    assert '<span class="at limit far" style="left: 100.0%">目標</span>' in shown


def test_the_limit_is_within_the_axis_and_so_is_a_larger_number() -> None:
    axis = Axis("割合（%）", "%", limit=100, limit_words="目標")
    chart = Rows("{name}", (Bar("high"),), axis)

    below, above = _drawn(chart, _row(high=80)), _drawn(chart, _row(high=200))
    assert (below.limit, above.limit) == (Place(100, "目標"), Place(50, "目標"))


def test_a_hatched_amount_of_nobody_is_cut_and_sets_no_end() -> None:
    def is_nobody(row: Record) -> bool:
        return row["name"] == "ほか"

    marks = (
        Bar("yen", only=lambda row: not is_nobody(row)),
        Bar("yen", is_missing=True, key="名前なし", only=is_nobody),
    )
    chart = Rows("{name}", marks, Axis("円", "円", limit=100, limit_words="上限"))
    named, nobody = _rows(chart, _row(yen=80), _row("ほか", yen=900))

    assert named.marks[0].end_pct == 80
    assert (nobody.marks[0].end_pct, nobody.marks[0].style) == (100, "missing cut")
    assert nobody.marks[0].high == "900"
    assert named.is_limited
    assert not nobody.is_limited


def test_a_span_runs_from_the_smallest_to_the_largest_with_both_numbers() -> None:
    chart = Rows("{name}", (Span("low", "high"),), CASES)

    (wide,), (single,) = _marks(chart, _row(low=50, high=200), _row(low=30, high=30))
    assert wide == DrawnMark("span", 25, 100, low="50", high="200")
    assert single == DrawnMark("span", 15, 15, low="", high="30")  # one value, one number
    shown = _html(chart, _row(low=50, high=200))
    assert '<span class="low" style="right: 75.0%">50</span>' in shown
    assert 'class="span" style="left: 25.0%; width: 75.0%"' in shown


def test_a_span_with_one_end_alone_is_not_drawn() -> None:
    chart = Rows("{name}", (Span("low", "high"),), CASES)

    assert _marks(chart, _row(low=None, high=200), _row(low=5, high=None)) == [(), ()]


def test_a_note_begins_behind_the_last_mark() -> None:
    marks = (Bar("high"), Dot("low", key="前年度"))
    chart = Rows("{name}", marks, CASES, note=lambda _: "注")
    higher, lower = _rows(chart, _row(high=10, low=20), _row(high=20, low=5))

    assert (higher.note_pct, lower.note_pct) == (100, 100)
    assert 'class="note" style="left: 100.0%"' in _html(chart, _row(high=10, low=20))


def test_the_key_names_the_marks_that_a_row_bears() -> None:
    marks = (Bar("high", key="今年度"), Dot("low", key="前年度"))
    chart = Rows("{name}", marks, CASES)

    assert _drawn(chart, _row(high=1)).key == (KeyEntry("bar", "", "今年度"),)
    assert _drawn(chart, _row(high=1, low=1)).key == (
        *(KeyEntry("bar", "", "今年度"), KeyEntry("dot", "", "前年度")),
    )


def test_squares_are_full_up_to_the_number_and_hollow_up_to_the_whole() -> None:
    chart = Rows("{name}", (Units("low", whole="high"),), CASES)
    drawn = _drawn(chart, _row(low=3, high=5))

    assert drawn.is_squares
    assert _marks(chart, _row(low=3, high=5)) == [(DrawnMark("units", filled=3, hollow=2),)]
    shown = _html(chart, _row(low=3, high=5))
    assert shown.count('<i class="on"></i>') == 3
    assert shown.count("<i></i>") == 2


def test_squares_of_an_aim_are_all_hollow() -> None:
    chart = Rows("{name}", (Units("low", is_aim=lambda row: row["name"] == "目標"),), CASES)

    assert _marks(chart, _row("目標", low=4), _row(low=4)) == [
        (DrawnMark("units", style="aim", hollow=4),),
        (DrawnMark("units", filled=4),),
    ]


@pytest.mark.parametrize(
    ("largest", "width"),
    # Quarters are 78.25, 1, 0.25, 45.5 and 250; next above them are these round steps.
    [(313, 100), (4, 1), (1, 0.5), (182, 50), (1000, 500)],
)
def test_steps_of_an_axis_are_round(largest: float, width: float) -> None:
    assert step(largest) == width


def test_ticks_run_from_0_and_the_last_bears_the_unit() -> None:
    assert ticks(CASES, 250) == (*(Place(0, "0"), Place(40, "100"), Place(80, "200件")),)
    assert ticks(Axis("件", "件", is_drawn=False), 250) == ()


def test_rows_stand_in_groups_in_the_order_in_which_these_come() -> None:
    chart = Rows("{name}", (Bar("high"),), CASES, group="kind")
    rows = (_row(high=1), _row("乙", high=2), _row("丙", high=3, kind="二"))

    found = [(words, [row.name for row in own]) for words, own in _drawn(chart, *rows).groups]
    assert found == [("一", ["甲", "乙"]), ("二", ["丙"])]
    shown = _html(chart, *rows)
    assert shown.count('scope="rowgroup"') == 2
    assert 'rowspan="2">一</th>' in shown


def test_rows_that_are_not_meant_are_left_out_and_set_no_end() -> None:
    chart = Rows("{name}", (Bar("high"),), CASES, only=lambda row: row["kind"] == "一")

    assert _marks(chart, _row(high=5), _row(high=500, kind="二")) == [
        (DrawnMark("bar", end_pct=100, high="5"),)
    ]


def test_a_fiscal_year_in_words_of_a_row_is_that_of_its_era() -> None:
    chart = Rows("{name}（{year}）", (Bar("high"),), CASES)

    assert _rows(chart, _row(high=1, year=2024))[0].name == "甲（令和6年度）"


def test_words_of_the_data_are_escaped() -> None:
    bad = "<script>x</script>"
    chart = Rows(
        *("{name}", (Bar("high"),), Axis(bad, bad, limit=1, limit_words=bad)),
        heading=bad,
        group="kind",
        after=(Cell("{name}", bad),),
        note=lambda _: bad,
    )
    stacks = Stacks("{name}", "high", Axis(bad, bad), remark=lambda _: bad)
    row = _row(bad, high=1, kind=bad)

    for shown in (
        *(_html(chart, row), _html(stacks, row)),
        _html(Sayings("name", "kind"), row),
    ):
        assert bad not in shown
        assert "&lt;script&gt;" in shown


def _stacks(**more: object) -> Stacks:
    return Stacks("{name}", "high", Axis("回数（回）", "回"), **more)  # type: ignore[arg-type]


def test_one_square_a_unit_with_its_number_above_it() -> None:
    shown = _html(_stacks(), _row("A", high=3), _row("B", high=0))

    assert re.findall(r"<b>(\d+)</b>", shown) == ["3", "0"]
    assert shown.count("<i></i>") == 3
    assert 'aria-label="回数（回）"' in shown


def _names(rows: Sequence[Record]) -> list[tuple[str, int, bool]]:
    found = drawn_stacks(_stacks(months="day"), rows, COLUMNS)
    return [(stack.name, stack.count, stack.is_gap) for stack in found]


def test_months_without_a_row_stay_as_gaps_and_years_are_named_once() -> None:
    rows = [
        _row(day=dt.date(2019, 11, 3), high=2),
        _row(day=dt.date(2020, 2, 1), high=1),
    ]

    assert _names(rows) == [
        ("11月\n2019年", 2, False),
        ("12月", 0, True),
        ("1月\n2020年", 0, True),
        ("2月", 1, False),
    ]
    shown = _html(_stacks(months="day"), *rows)
    assert shown.count('<li class="gap"><b></b>') == 2  # no 0 where nothing is known


def test_sayings_stand_under_the_heading_of_their_kind() -> None:
    rows = [_row("本人"), _row("家族"), _row("団体", kind="二")]

    plain, numbered = (
        _html(Sayings("name", "kind", is_numbered=one), *rows) for one in (False, True)
    )
    assert re.findall(r"<h3>(.*?)</h3>", plain) == ["一", "二"]
    assert re.findall(r"<li>(.*?)</li>", plain) == ["本人", "家族", "団体"]
    assert (plain.count("<ul>"), numbered.count("<ol>")) == (2, 2)


def test_what_plotly_draws_is_no_html() -> None:
    assert markup(Strip("{name}", "high", CASES), [_row(high=1)], COLUMNS) is None
