"""Counts of single prefectures: as many measures as they bear, and nothing but counts entered."""

from collections.abc import Callable
from inspect import signature
from pathlib import Path
from types import ModuleType

import plotly.graph_objects as go
import pytest

from lib.charts.declared import Strip
from lib.charts.tokens import LIGHT, PALETTES, Palette
from lib.counting import MixedCountsError, total
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.queries import evidence as evidence_queries
from lib.state import encoded, parameters, parsed
from lib.views import body_counts
from lib.views.body_counts import BodyCountState, body_count_exhibits
from lib.views.notes import named_cautions
from tests import test_charts, test_exhibits
from tests.demonstration import (
    COUNTS,
    PREFECTURES,
    database_with,
    demonstration_database,
    demonstration_rows,
)
from tests.exhibit_samples import exhibits
from tests.test_evidence import _NO_FIGURES

HOUSING = "2024-housing-case-total"
STATES = tuple(BodyCountState(f"2024-{support_type}-case-total") for support_type in COUNTS)
Made = Callable[[list[dict[str, str]]], Database]
FEW = ("01", "13", "25", "27", "40")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return demonstration_database(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A database with further rows of counts, each a change of a demonstration row."""

    def database(changes: list[dict[str, str]]) -> Database:
        first = demonstration_rows()[0]
        return demonstration_database(tmp_path, [first | change for change in changes])

    return database


@pytest.fixture(scope="module")
def all_exhibits(demonstration: Database) -> list[Exhibit]:
    return [exhibit for state in STATES for exhibit in body_count_exhibits(demonstration, state)]


def _shown(database: Database, name: str, state: BodyCountState | None = None) -> Exhibit:
    found = body_count_exhibits(database, state or BodyCountState(HOUSING))
    return next(exhibit for exhibit in found if exhibit.exhibit_id == name)


def _chart(exhibit: Exhibit) -> go.Figure:
    return _drawing(exhibit, LIGHT)


def _drawing(exhibit: Exhibit, palette: Palette) -> go.Figure:
    chart = exhibit.drawing(palette)
    assert chart is not None
    return chart


def _numbers(chart: go.Figure) -> list[str]:
    return [words.text for words in chart.layout.annotations]


def test_the_shipped_data_give_no_exhibit(shipped: Database) -> None:
    assert body_count_exhibits(shipped, BodyCountState()) == ()
    assert list(parameters(BodyCountState)["counts"].options) == ["newest"]


def test_one_prefecture_is_a_list_only(made: Made) -> None:
    database = made([{"prefecture_code": FEW[0]}])

    assert body_count_exhibits(database, BodyCountState()) == ()


def test_four_prefectures_have_ends_and_no_measure(made: Made) -> None:
    values = zip(FEW[:4], ("9", "1", "3", "2"), strict=True)
    database = made([{"prefecture_code": code, "value": value} for code, value in values])
    exhibit = _shown(database, "body_counts", BodyCountState())

    assert exhibit.summary.startswith("4都道府県の最小は1件、最大は9件（差は8件）。ほかの43")
    assert _numbers(_chart(exhibit)) == ["1", "9"]
    assert [total.label for total in exhibit.recalculations] == ["都道府県の数", "最小", "最大"]


def test_five_prefectures_have_a_median_and_no_quartiles(made: Made) -> None:
    values = zip(FEW, ("9", "1", "3", "2", "7"), strict=True)
    database = made([{"prefecture_code": code, "value": value} for code, value in values])
    exhibit = _shown(database, "body_counts", BodyCountState())

    assert exhibit.summary == (
        "5都道府県の中央値は3件、最小は1件、最大は9件（差は8件）。"
        "ほかの42都道府県は該当なしか公表なしで、0ではない。"
    )
    (points,) = _chart(exhibit).data
    assert list(points.x) == [1, 2, 3, 7, 9]
    assert _numbers(_chart(exhibit)) == ["1", "9", "中央値 3"]


def test_twelve_prefectures_have_quartiles_of_type_seven_and_a_deviation(
    demonstration: Database,
) -> None:
    # Sorted 1 11 11 22 22 33 44 55 66 99 111 222: places 3.75, 6.5 and 9.25. Squares 83,023 less
    # 697^2 / 12 are 42,538.9; divided by 11 3,867.2, the square of 62.2.
    exhibit = _shown(demonstration, "body_counts")

    assert _numbers(_chart(exhibit)) == ["1", "222", "中央値 38.5"]
    assert exhibit.summary == (
        "12都道府県の中央値は38.5件、最小は1件、最大は222件（差は221件）。"
        "四分位範囲は19.25～74.25件、標準偏差は62.2件。"
        "ほかの35都道府県は該当なしか公表なしで、0ではない。"
    )
    checked = {total.label: total.shown for total in exhibit.recalculations}
    assert checked == {"都道府県の数": 12, "最小": 1, "数値の中央値": 38.5, "最大": 222}


def test_counts_of_all_bodies_leave_the_others_without_the_support(tmp_path: Path) -> None:
    # FY2025: 9 bodies do it themselves, as the document says, and each has its count.
    rows = [
        row | {"fiscal_year": "2025"}
        for row in demonstration_rows()
        if row["support_type_id"] == "consultation_own"
    ]
    found = {}
    for name, counts in (("nine", rows[:9]), ("eight", rows[:8])):
        folder = tmp_path / name
        folder.mkdir()
        database = database_with(folder, {"support_counts": counts})
        found[name] = _shown(database, "body_counts", BodyCountState()).summary

    assert found["nine"].endswith("ほかの38都道府県は該当なしで、0ではない。")
    assert found["eight"].endswith("ほかの39都道府県は該当なしか公表なしで、0ではない。")


def test_counts_of_all_prefectures_leave_no_others(made: Made) -> None:
    database = made(
        [{"prefecture_code": f"{code:02}", "value": str(code)} for code in range(1, 48)]
    )
    exhibit = _shown(database, "body_counts", BodyCountState())

    # 1 to 47: places 12.5, 24 and 35.5; variance 47 x 48 / 12 = 188, the square of 13.7.
    assert exhibit.summary == (
        "47都道府県の中央値は24件、最小は1件、最大は47件（差は46件）。"
        "四分位範囲は12.5～35.5件、標準偏差は13.7件。"
    )


def test_the_newest_year_comes_first_and_then_the_largest_group(tmp_path: Path) -> None:
    newer = [
        row | {"fiscal_year": "2025"}
        for row in demonstration_rows()
        if row["support_type_id"] == "consultation_supporters"
    ]
    database = database_with(tmp_path, {"support_counts": [*demonstration_rows(), *newer[:5]]})

    assert [group.code for group in body_counts.groups(database)] == [
        *("2025-consultation_supporters-case-total", HOUSING, "2024-consultation_own-case-total"),
        *("2024-consultation_supporters-case-total", "2024-special_lawyer-person-actual"),
        "2023-special_lawyer-person-actual",
    ]
    default = _shown(database, "body_counts", BodyCountState())
    assert default.filters == (("支援実績", "支援者支援（令和7年度（2025）、件、計）"),)
    assert default.title.endswith("（件、計、令和7年度（2025））")


def test_counts_of_other_units_never_meet(made: Made) -> None:
    cases = [{"prefecture_code": f"{code:02}", "value": "9"} for code in range(1, 7)]
    persons = [
        {"prefecture_code": f"{code}", "unit": unit, "count_basis": "actual", "value": "5"}
        for code, unit in ((13, "人"), (14, "名"), (15, "人"), (16, "人"), (27, "人"))
    ]
    cumulative = [
        {"prefecture_code": f"{code}", "unit": "人", "count_basis": "cumulative", "value": "7"}
        for code in range(40, 45)
    ]
    database = made([*cases, *persons, *cumulative])

    found = {group.code: group for group in body_counts.usable_groups(database)}
    assert {code: [row.value for row in group.rows] for code, group in found.items()} == {
        "2024-housing-case-total": [9] * 6,
        "2024-housing-person-actual": [5] * 5,
        "2024-housing-person-cumulative": [7] * 5,
    }
    charts = [_shown(database, "body_counts", BodyCountState(code)).chart for code in found]
    assert [chart.axis.words for chart in charts if isinstance(chart, Strip)] == [
        *("件、計", "人・名、実人員", "人、延べ"),
    ]
    with pytest.raises(MixedCountsError):
        total([body_counts._count(group.rows[0]) for group in found.values()])  # noqa: SLF001


def test_a_code_that_the_data_do_not_hold_is_said_to_be_refused() -> None:
    state, rejected = parsed(BodyCountState, {"counts": "1999-x", "limits": "adjusted"})

    assert state == BodyCountState()
    assert [refusal.value for refusal in rejected] == ["1999-x"]
    assert encoded(state) == {}


def test_the_rows_are_those_of_the_table_by_value_and_then_by_code(
    demonstration: Database,
) -> None:
    rows = records(_shown(demonstration, "body_counts").rows)

    assert {row["prefecture_code"]: row["value"] for row in rows} == dict(
        zip(PREFECTURES, COUNTS["housing"], strict=True)
    )
    assert [row["value"] for row in rows] == [222, 111, 99, 66, 55, 44, 33, 22, 22, 11, 11, 1]
    assert [row["prefecture_code"] for row in rows[7:11]] == ["35", "39", "05", "29"]


def test_only_counts_that_are_entered_are_drawn(demonstration: Database) -> None:
    for support_type, counts in COUNTS.items():
        state = BodyCountState(f"2024-{support_type}-case-total")
        (points,) = _chart(_shown(demonstration, "body_counts", state)).data
        assert list(points.x) == sorted(counts)
        (rates,) = _chart(_shown(demonstration, "body_count_rates", state)).data
        assert len(rates.x) == len(PREFECTURES)


def test_a_rate_by_hand_in_the_order_of_the_prefectures(demonstration: Database) -> None:
    exhibit = _shown(demonstration, "body_count_rates")
    rates = {row["prefecture_name"]: row["rate"] for row in records(exhibit.rows)}

    # 高知県 22 / 691,527 x 100,000 = 3.181; 鳥取県 1 / 553,407 x 100,000 = 0.181.
    assert rates["高知県"] == pytest.approx(3.181, abs=0.0005)
    assert rates["鳥取県"] == pytest.approx(0.181, abs=0.0005)
    assert list(exhibit.rows["prefecture_code"]) == list(PREFECTURES)
    assert exhibit.summary == (
        "12都道府県の人口10万人あたりの数は、0.18から3.18件／10万人まで。"
        "都道府県コードの順に並べ、順位は付けない。"
    )
    assert named_cautions(demonstration, "population_base")[0] in exhibit.cautions
    assert exhibit.evidence["rate"](records(exhibit.rows)[2]) == (
        "support_counts.2024/housing/13.value",
        "prefectures.13.population_2020",
    )


def test_counts_that_are_all_zero_are_drawn(made: Made) -> None:
    database = made([{"prefecture_code": code, "value": "0"} for code in FEW])

    for exhibit in body_count_exhibits(database, BodyCountState()):
        assert exhibit.drawing(LIGHT) is not None


def test_the_publishers_caution_stands_on_every_exhibit(
    demonstration: Database, all_exhibits: list[Exhibit]
) -> None:
    (caution,) = named_cautions(demonstration, "types_differ")

    assert caution.is_publishers
    assert all(caution in exhibit.cautions for exhibit in all_exhibits)


def test_words_stay_descriptive(all_exhibits: list[Exhibit]) -> None:
    for exhibit in all_exhibits:
        for word in ("良好", "優れ", "劣", "悪化", "改善", "不足", "問題"):
            assert word not in exhibit.summary, exhibit.title


def _general_tests(module: ModuleType, parameter: str) -> list[Callable[..., None]]:
    """The tests of a module that hold for whatever they are given."""
    found = [
        test
        for name, test in vars(module).items()
        if name.startswith("test_") and list(signature(test).parameters) == [parameter]
    ]
    assert len(found) > 4
    return found


def test_what_holds_for_all_exhibits_holds_here(
    shipped: Database, all_exhibits: list[Exhibit]
) -> None:
    assert all(exhibit.method for exhibit in all_exhibits)
    together = [*exhibits(shipped), *all_exhibits]
    for general_test in _general_tests(test_exhibits, "all_exhibits"):
        general_test(together)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_what_holds_for_all_charts_holds_here(
    all_exhibits: list[Exhibit], palette: Palette
) -> None:
    charts = [(item.title, _drawing(item, palette)) for item in all_exhibits]
    for general_test in _general_tests(test_charts, "charts"):
        general_test(charts)


def test_every_number_opens_its_evidence(
    demonstration: Database, all_exhibits: list[Exhibit]
) -> None:
    for exhibit in all_exhibits:
        for column in exhibit.shown_columns:
            if column.kind.name in {"INTEGER", "NUMBER", "MONEY"}:
                assert column.name in {*exhibit.evidence, *_NO_FIGURES}, exhibit.title
        found = records(evidence_queries.figures(demonstration, exhibit.figure_ids))
        assert len(found) == len(exhibit.figure_ids) > 0, exhibit.title


def test_demonstration_numbers_are_in_no_shipped_row(shipped: Database) -> None:
    found = [row for group in body_counts.groups(shipped) for row in group.rows]

    assert {row.support_type_id for row in found}.isdisjoint(COUNTS)
