"""Charts of Plotly draw the rows of their declaration, with gaps where nothing is known."""

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.declared import Axis, Chart, Columns, Lines, Strip
from lib.charts.figures import figure
from lib.charts.tokens import LIGHT, PALETTES, Palette
from lib.frames import Record
from lib.schema import Column, Kind
from lib.schema.model import year

COLUMNS = {
    column.name: column
    for column in (
        Column("name", Kind.TEXT, "名前", "だれの数か"),
        Column("kind", Kind.TEXT, "区分", "何の数か"),
        Column("period", Kind.TEXT, "年", "いつの数か"),
        year("year", "年度", "いつの数か"),
        Column("value", Kind.NUMBER, "数", "数", "%", qualified_by="is_approximate"),
        Column("paid", Kind.MONEY, "交付額", "交付した額", "円"),
        Column("budget", Kind.MONEY, "予算", "予算の額", "円"),
        Column("is_approximate", Kind.BOOLEAN, "約", "約の付く数か"),
    )
}
RATE = Axis("割合（%）", "%")
YEN = Axis("金額（万円）", "万円", divisor=10_000)


def _row(**values: object) -> Record:
    return dict.fromkeys(COLUMNS) | values


def _drawn(chart: Chart, *rows: Record, palette: Palette = LIGHT) -> go.Figure:
    found = figure(chart, rows, COLUMNS, palette)
    assert found is not None
    return found


def _words(drawn: go.Figure) -> list[str]:
    return [words.text for words in drawn.layout.annotations]


def _course(*values: tuple[int, float]) -> list[Record]:
    return [_row(period=str(when), value=value) for when, value in values]


def test_a_line_ends_where_a_year_is_missing() -> None:
    drawn = _drawn(Lines("period", "value", RATE), *_course((2018, 5), (2019, 8), (2021, 6)))
    line, points = drawn.data

    assert (list(line.x), list(line.y)) == ([2018, 2019, 2020, 2021], [5, 8, None, 6])
    assert line.connectgaps is False
    assert (list(points.x), list(points.y)) == ([2018, 2019, 2021], [5, 8, 6])
    assert _words(drawn) == ["2018年 5.0%", "2019年 8.0%", "2021年 6.0%"]


_YEARS = st.dictionaries(st.integers(1990, 2030), st.integers(0, 100), min_size=1, max_size=12)


@given(_YEARS)
def test_no_line_ever_joins_across_a_missing_year(values: dict[int, int]) -> None:
    line, points = _drawn(Lines("period", "value", RATE), *_course(*values.items())).data

    assert list(line.x) == list(range(min(values), max(values) + 1))
    assert [value is None for value in line.y] == [when not in values for when in line.x]
    assert dict(zip(points.x, points.y, strict=True)) == values


def test_copies_are_hollow_and_breaks_and_the_limit_are_marked() -> None:
    axis = Axis("割合（%）", "%", limit=16, limit_words="16%以下")
    rows = [*_course((2015, 18), (2016, 17)), _row(period="2017", value=12, kind="写し")]
    chart = Lines("period", "value", axis, breaks=(2016,), is_copy=lambda row: bool(row["kind"]))
    drawn = _drawn(chart, *rows)

    assert list(drawn.data[1].marker.color) == [LIGHT.main, LIGHT.main, LIGHT.surface]
    upright, level = drawn.layout.shapes
    assert (upright.x0, upright.x1) == (2015.5, 2015.5)
    assert (level.y0, level.y1, level.line.color) == (16, 16, LIGHT.accent)
    assert "16%以下" in _words(drawn)


def test_a_limit_above_all_values_is_within_the_axis() -> None:
    axis = Axis("割合（%）", "%", limit=40, limit_words="40%以下")
    drawn = _drawn(Lines("period", "value", axis), *_course((2015, 18)))

    assert drawn.layout.yaxis.range[1] > 40
    assert drawn.layout.yaxis.range[0] == 0
    assert list(drawn.layout.yaxis.ticktext) == ["0", "10", "20", "30", "40%"]


def test_rows_of_another_scope_are_left_out() -> None:
    chart = Lines("period", "value", RATE, only=lambda row: row["kind"] is None)
    rows = [*_course((2015, 18)), _row(period="2016", value=99, kind="ほか")]

    assert [list(trace.x) for trace in _drawn(chart, *rows).data] == [[2015], [2015]]


def test_points_of_a_strip_stand_at_their_values_in_order() -> None:
    rows = [_row(name=name, value=value) for name, value in (("丙", 9), ("甲", 1), ("乙", 4))]
    drawn = _drawn(Strip("{name}", "value", RATE, middle=4), *rows)
    (points,) = drawn.data

    assert list(points.x) == [1, 4, 9]
    assert [list(words) for words in points.customdata] == [["甲", "1"], ["乙", "4"], ["丙", "9"]]
    assert _words(drawn) == ["1", "9", "中央値 4"]
    (middle,) = drawn.layout.shapes
    assert (middle.x0, middle.x1) == (4, 4)


def test_what_is_picked_out_of_a_strip_has_name_colour_and_shape_of_its_own() -> None:
    rows = [_row(name=str(place), value=place) for place in range(5)]
    drawn = _drawn(Strip("{name}番", "value", RATE, lambda row: row["value"] == 2), *rows)
    (points,) = drawn.data

    assert points.marker.symbol == ("circle", "circle", "diamond", "circle", "circle")
    assert points.marker.color[2] == LIGHT.accent
    assert _words(drawn) == ["0", "2番 2", "4"]


def test_a_value_that_is_not_known_is_no_point() -> None:
    chart = Strip("{name}", "value", RATE)

    assert list(_drawn(chart, _row(name="甲", value=3), _row(name="乙")).data[0].x) == [3]


def test_an_approximate_number_stays_approximate() -> None:
    rows = [_row(name="甲", value=1500, is_approximate=True), _row(name="乙", value=20)]
    drawn = _drawn(Strip("{name}", "value", RATE), *rows)

    assert _words(drawn) == ["20", "約1,500"]
    assert list(drawn.data[0].customdata[1]) == ["甲", "約1,500"]


def test_zeros_alone_are_drawn_on_an_axis_with_a_length() -> None:
    low, high = _drawn(Strip("{name}", "value", RATE), _row(name="甲", value=0)).layout.xaxis.range

    assert low < 0 < high


@given(st.lists(st.integers(0, 3), min_size=1, max_size=5))
def test_equal_values_stand_beside_each_other(values: list[int]) -> None:
    rows = [_row(name="甲", value=value) for value in values]
    (points,) = _drawn(Strip("{name}", "value", RATE), *rows).data

    assert list(points.x) == sorted(values)
    assert len(set(zip(points.x, points.y, strict=True))) == len(values)


def test_columns_are_in_the_unit_of_the_axis_and_bear_their_numbers() -> None:
    rows = [
        _row(year=2023, paid=18_053_000, budget=49_500_000),
        _row(year=2024, paid=27_500_000, budget=None),
    ]
    drawn = _drawn(Columns("year", ("budget", "paid"), YEN), *rows)
    budget, paid = drawn.data

    assert (list(budget.x), list(budget.y), budget.name) == ([2023], [4950], "予算")
    assert (list(paid.x), list(paid.y)) == ([2023, 2024], [1805.3, 2750])
    assert list(paid.text) == ["1,805.3", "2,750"]
    assert drawn.layout.barmode == "group"
    assert drawn.layout.showlegend
    assert list(drawn.layout.xaxis.ticktext) == ["R5", "R6"]


def test_a_year_without_a_row_stays_as_a_gap_among_columns() -> None:
    rows = [_row(year=2019, paid=10_000), _row(year=2021, paid=20_000)]
    drawn = _drawn(Columns("year", ("paid",), YEN), *rows)

    assert list(drawn.data[0].x) == [2019, 2021]
    assert list(drawn.layout.xaxis.ticktext) == ["R1", "R2", "R3"]
    assert not drawn.layout.showlegend


def test_of_many_columns_the_first_the_highest_and_the_last_bear_their_numbers() -> None:
    amounts = (3, 1, 4, 1, 9, 2, 6, 5)
    rows = [_row(year=2010 + place, paid=10_000 * one) for place, one in enumerate(amounts)]
    (trace,) = _drawn(Columns("year", ("paid",), YEN), *rows).data

    assert list(trace.text) == ["3", "", "", "", "9", "", "", "5"]


def test_stacked_columns_reach_their_sum() -> None:
    rows = [
        _row(year=2020, paid=30_000, kind="一"),
        _row(year=2020, paid=20_000, kind="二"),
        _row(year=2021, paid=10_000, kind="二"),
    ]
    chart = Columns("year", ("paid",), YEN, split="kind", order=("二", "一"), is_stacked=True)
    drawn = _drawn(chart, *rows)

    assert [(trace.name, list(trace.y)) for trace in drawn.data] == [("二", [2, 1]), ("一", [3])]
    assert drawn.layout.barmode == "stack"
    assert drawn.layout.yaxis.range[1] > 5
    assert list(drawn.data[0].text) == ["2", "1"]
    assert list(drawn.data[1].text) == [""]  # it stands on another


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_charts_have_the_colours_of_their_palette(palette: Palette) -> None:
    drawn = _drawn(Strip("{name}", "value", RATE), _row(name="甲", value=1), palette=palette)

    assert drawn.layout.paper_bgcolor == palette.surface
    assert drawn.layout.font.color == palette.text
    assert drawn.data[0].marker.color == (palette.main,)
