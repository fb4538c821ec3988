"""Distributions over the projects hold like figures only, and every one that was published."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go
import pytest

from lib import paths
from lib.charts.tokens import LIGHT
from lib.counting import COUNTED_THING
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.state import parameters
from lib.views.like_figures import LikeState, body_options, like_exhibit, like_options

MEETINGS = "meetings_held-occasion-total"
SUPPORTED = "supported_persons-person-total"
TRAININGS = "trainings_held-occasion-total"


def _csv_rows(name: str) -> list[dict[str, str]]:
    with (paths.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RESULTS = _csv_rows("results")
BODY_NAMES = {row["body_code"]: row["name"] for row in _csv_rows("bodies")}
NAMES = {row["project_id"]: BODY_NAMES[row["body_code"]] for row in _csv_rows("projects")}


def _code(row: dict[str, str]) -> str:
    return f"{row['measure']}-{COUNTED_THING[row['unit']]}-{row['count_basis']}"


def _published(like: str) -> list[dict[str, str]]:
    """The figures of a group as they stand in the file."""
    return [row for row in RESULTS if _code(row) == like and not row["part_of_result_number"]]


def _chart(exhibit: Exhibit) -> go.Figure:
    chart = exhibit.drawing(LIGHT)
    assert chart is not None
    return chart


def _points(chart: go.Figure) -> Iterator[tuple[str, float, str]]:
    """Name of the body, value and symbol of each point."""
    (trace,) = chart.data
    for (name, _), x, symbol in zip(trace.customdata, trace.x, trace.marker.symbol, strict=True):
        yield name, x, symbol


def _numbers(chart: go.Figure) -> list[str]:
    return [words.text for words in chart.layout.annotations]


@pytest.fixture(scope="module")
def each(shipped: Database) -> dict[str, Exhibit]:
    """The exhibit of every group that can be chosen."""
    return {like: like_exhibit(shipped, LikeState(like)) for like in like_options(shipped)}


def test_meetings_worked_out_by_hand(each: dict[str, Exhibit]) -> None:
    # 1, 2, 2, 3, 3, 4, 5, 6, 6, 8, 10: quartiles at the places 3.5 and 8.5; squares 304 less
    # 50^2 / 11 are 76.7, divided by 10 7.67, the square of 2.8.
    # 北海道, 茨城県, 千葉県 and 京都市 do not say how they counted.
    assert each[MEETINGS].title == "会議の開催の団体別の分布（回、計）"
    assert each[MEETINGS].summary == (
        "36団体のうち10団体が載せる11件の数値は、最小1回、数値の中央値4回、最大10回。"
        "四分位範囲は2.5～6回、標準偏差は2.8回。"
        "ほかの26団体はこの単位と数え方では記載なし（0ではない）で、"
        "うち4団体は別の単位や数え方、内訳などで載せる。"
    )
    assert list(each[MEETINGS].rows["value"]) == [10, 8, 6, 6, 5, 4, 3, 3, 2, 2, 1]


def test_equal_bodies_stand_in_the_order_of_their_projects(each: dict[str, Exhibit]) -> None:
    assert list(dict.fromkeys(each[MEETINGS].rows["project_id"])) == [
        *("R1-05", "H30-04", "H30-11", "H30-23", "H30-20", "H30-21"),
        *("H30-03", "H30-06", "H30-22", "R1-06"),
    ]


def test_each_point_is_one_published_figure_and_the_other_way_round(
    each: dict[str, Exhibit],
) -> None:
    for like, exhibit in each.items():
        drawn = Counter((name, value) for name, value, _ in _points(_chart(exhibit)))
        assert drawn == Counter(
            (NAMES[row["project_id"]], float(row["value"])) for row in _published(like)
        ), like


def test_each_row_leads_to_its_own_figure(each: dict[str, Exhibit]) -> None:
    for like, exhibit in each.items():
        assert sorted(exhibit.figure_ids) == sorted(
            f"results.{row['project_id']}/{row['result_number']}.value" for row in _published(like)
        ), like


def test_parts_of_other_figures_are_left_out(each: dict[str, Exhibit]) -> None:
    shown = {
        (row["project_id"], str(row["result_number"]))
        for exhibit in each.values()
        for row in records(exhibit.rows)
    }
    parts = {
        (row["project_id"], row["result_number"]) for row in RESULTS if row["part_of_result_number"]
    }

    assert len(parts) == 45
    assert not shown & parts
    assert ("H30-19", "1") in shown  # 明石市 73人, with parts of the same measure
    assert ("H30-19", "2") in parts


def test_measure_counted_thing_and_basis_never_mix(each: dict[str, Exhibit]) -> None:
    for like, exhibit in each.items():
        kinds = {
            f"{row['measure']}-{COUNTED_THING[row['unit']]}-{row['count_basis']}"
            for row in records(exhibit.rows)
        }
        assert kinds == {like}
        assert not like.endswith("unstated")


def test_bodies_and_their_figures_run_from_large_to_small(each: dict[str, Exhibit]) -> None:
    for like, exhibit in each.items():
        rows = records(exhibit.rows)
        own: dict[str, list[float]] = {}
        for row in rows:
            own.setdefault(row["project_id"], []).append(row["value"])
        assert [value for values in own.values() for value in values] == [
            row["value"] for row in rows
        ], like  # the rows of a project stand together
        assert all(values == sorted(values, reverse=True) for values in own.values()), like
        order = [(-values[0], project_id) for project_id, values in own.items()]
        assert order == sorted(order), like


def test_bodies_that_report_and_those_that_do_not_are_all_bodies(each: dict[str, Exhibit]) -> None:
    for like, exhibit in each.items():
        found = re.match(r"(\d+)団体のうち(\d+)団体.*ほかの(\d+)団体", exhibit.summary)
        assert found, exhibit.summary
        whole, reporting, others = map(int, found.groups())
        assert whole == reporting + others == len(_csv_rows("projects"))
        assert reporting == len({row["project_id"] for row in _published(like)})
        measure = like.split("-")[0]
        anyhow = len({row["project_id"] for row in RESULTS if row["measure"] == measure})
        said = re.search(r"うち(\d+)団体は別の", exhibit.summary)
        assert (int(said[1]) if said else 0) == anyhow - reporting, like


def test_few_figures_are_only_listed_and_more_have_more_measures(each: dict[str, Exhibit]) -> None:
    sizes = set()
    for like, exhibit in each.items():
        size = len(_published(like))
        assert ("中央値" in exhibit.summary) == (size >= 5), like
        assert (
            ("四分位範囲" in exhibit.summary) == ("標準偏差" in exhibit.summary) == (size >= 8)
        ), like
        labels = _numbers(_chart(exhibit))
        assert any("中央値" in text for text in labels) == (size >= 5), like
        if size < 5:
            listed = re.search(r"件の数値は、(.+?)。", exhibit.summary)
            assert listed, exhibit.summary
            assert len(listed[1].split("、")) == size
        sizes.add(min(size, 5) + (size >= 8))
    assert {3, 5, 6} <= sizes  # each kind is there


def test_smallest_median_and_largest_are_those_of_the_figures(each: dict[str, Exhibit]) -> None:
    for like, exhibit in each.items():
        values = [float(row["value"]) for row in _published(like)]
        if len(values) < 5:
            continue
        found = re.search(r"最小([\d,.]+).*中央値([\d,.]+).*最大([\d,.]+)\D", exhibit.summary)
        assert found, exhibit.summary
        said = [float(number.replace(",", "")) for number in found.groups()]
        assert said == [min(values), np.median(values), max(values)], like


def test_choices_stand_in_order_of_the_projects_that_report_them(shipped: Database) -> None:
    reporting: dict[str, set[str]] = {}
    for row in RESULTS:
        if not row["part_of_result_number"] and row["count_basis"] != "unstated":
            reporting.setdefault(_code(row), set()).add(row["project_id"])
    sizes = {like: len(projects) for like, projects in reporting.items() if len(projects) >= 3}
    options = like_options(shipped)

    assert set(options) == set(sizes)
    assert [sizes[like] for like in options] == sorted(sizes.values(), reverse=True)
    assert next(iter(options)) == LikeState().like == SUPPORTED
    assert options[SUPPORTED] == "支援した人（人、計）"
    assert all(re.fullmatch(r"[a-z_]+-[a-z]+-[a-z]+", like) for like in options)


def test_every_project_can_be_picked_out_and_none_is_at_first(shipped: Database) -> None:
    options = body_options(shipped)

    assert next(iter(options.items())) == (LikeState().body, "選ばない")
    assert set(options) - {"none"} == set(NAMES)
    assert parameters(LikeState)["body"].options == options


def test_the_body_picked_out_has_a_symbol_of_its_own_and_its_name(shipped: Database) -> None:
    exhibit = like_exhibit(shipped, LikeState(SUPPORTED, "H30-12"))
    chart = _chart(exhibit)

    diamonds = [(name, value) for name, value, symbol in _points(chart) if symbol == "diamond"]
    assert diamonds == [("愛知県", 31), ("愛知県", 112)]
    # The smallest figure, both of 愛知県, of which one is the largest, and the median.
    assert _numbers(chart) == ["2", "愛知県 31", "愛知県 112", "中央値 21.5"]
    assert exhibit.summary.endswith("愛知県は支援実施人数（出所者等） 112人、支援実施人数 31人。")


def test_a_body_without_such_a_figure_gets_words_and_no_point(shipped: Database) -> None:
    plain = like_exhibit(shipped, LikeState(SUPPORTED))
    exhibit = like_exhibit(shipped, LikeState(SUPPORTED, "H30-01"))

    assert list(_points(_chart(exhibit))) == list(_points(_chart(plain)))
    assert exhibit.rows.equals(plain.rows)
    assert exhibit.summary.endswith("北海道はこの単位と数え方では記載なし。")


def test_without_a_choice_nothing_is_picked_out(each: dict[str, Exhibit]) -> None:
    for like, exhibit in each.items():
        assert {symbol for _, _, symbol in _points(_chart(exhibit))} == {"circle"}, like


def test_the_ends_bear_their_numbers_on_an_axis_from_zero(each: dict[str, Exhibit]) -> None:
    for like, exhibit in each.items():
        chart = _chart(exhibit)
        values = sorted(float(row["value"]) for row in _published(like))
        said = [float(words.replace(",", "").lstrip("約")) for words in _numbers(chart)[:2]]
        assert said == [values[0], values[-1]], like
        assert chart.layout.xaxis.tickvals[0] == 0, like
        assert chart.layout.xaxis.range[1] > values[-1], like
        assert exhibit.chart is not None
        assert exhibit.chart.axis.words == exhibit.title.replace("の団体別の分布", ""), like


def test_equal_figures_do_not_hide_each_other(each: dict[str, Exhibit]) -> None:
    (trace,) = _chart(each[SUPPORTED]).data  # 大阪府: 14 counselled, 14 put in touch
    places = set(zip(trace.x, trace.y, strict=True))

    assert len(places) == len(trace.x) == 22


def test_cautions_stand_where_they_hold(each: dict[str, Exhibit]) -> None:
    def cautions(like: str) -> str:
        return "".join(caution.text for caution in each[like].cautions)

    assert "時点が違う" in cautions(SUPPORTED)
    assert "同じ人が" in cautions(SUPPORTED)
    assert "時点が違う" in cautions(TRAININGS)
    assert "同じ人が" not in cautions(TRAININGS)
    # All as of December 2020, and no persons.
    assert cautions(MEETINGS) == "同じ名前の数値でも、支援の中身や対象は団体ごとに違う"
    assert all("中身や対象は団体ごとに違う" in cautions(like) for like in each)


def test_charts_of_one_fiscal_year_are_said_to_be_that(each: dict[str, Exhibit]) -> None:
    # 神奈川県 gives its trainings by fiscal year: 1, 7 and 2.
    assert "うち3件は1つの年度だけの数。" in each[TRAININGS].summary
    assert "年度だけ" not in each[SUPPORTED].summary
