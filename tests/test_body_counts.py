"""Counts of single prefectures: nothing without them, and nothing but them where they are there."""

from collections.abc import Callable
from inspect import signature
from pathlib import Path
from types import ModuleType

import plotly.graph_objects as go
import pytest
from scipy import stats

from lib.cells import split
from lib.counting import MixedCountsError, total
from lib.database import Database
from lib.exhibits import Exhibit
from lib.figures.theme import LIGHT, PALETTES, Palette
from lib.frames import Record, records
from lib.queries import evidence as evidence_queries
from lib.state import encoded, parameters, parsed
from lib.statistics.decomposition import decomposed
from lib.views import body_groups
from lib.views.body_counts import BodyCountState, body_count_exhibits, missing_sentence
from lib.views.notes import named_cautions
from tests import test_exhibits, test_figures
from tests.demonstration import (
    COUNTS,
    PREFECTURES,
    demonstration_database,
    demonstration_rows,
)
from tests.exhibit_samples import exhibits
from tests.test_evidence import _NO_FIGURES

HOUSING = "2024-housing-case-total"
STATES = tuple(
    BodyCountState(f"2024-{support_type}-case-total", per, limits)
    for support_type in COUNTS
    for per, limits in (("population", "exact"), ("population", "adjusted"), ("count", "exact"))
)
Made = Callable[[list[dict[str, str]]], Database]


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


def _by_name(exhibit: Exhibit) -> dict[str, Record]:
    return {row["prefecture_name"]: row for row in records(exhibit.rows)}


def _chart(exhibit: Exhibit) -> go.Figure:
    chart = exhibit.chart(LIGHT)
    assert chart is not None
    return chart


def test_the_shipped_data_give_no_exhibit_and_a_sentence(shipped: Database) -> None:
    assert body_count_exhibits(shipped, BodyCountState()) == ()
    assert missing_sentence(shipped) == (
        "都道府県ごとの数が、同じ年度、種類、単位、数え方で3つ以上そろうと、団体の間の分布、"
        "人口あたりの数、ファンネルプロットを示す。いま、名前の示された数は2件（愛知県）で、"
        "そろっているのは最も多いものでも1都道府県。"
    )
    assert list(parameters(BodyCountState)["counts"].options) == ["largest"]


def test_the_sentence_counts_what_is_entered(demonstration: Database) -> None:
    # 3 x 12 rows and the two of Aichi, which is one of the twelve.
    assert missing_sentence(demonstration).endswith(
        "いま、名前の示された数は38件（北海道、秋田県、東京都ほか9都道府県）で、"
        "そろっているのは最も多いものでも12都道府県。"
    )


def test_two_prefectures_are_not_enough_and_three_are(made: Made) -> None:
    three = made([{"prefecture_code": code} for code in ("01", "13", "27")])
    assert [len(group.rows) for group in body_groups.usable_groups(three)] == [3]

    found = {exhibit.exhibit_id for exhibit in body_count_exhibits(three, BodyCountState())}
    assert found == {
        *("body_counts", "body_count_statistics", "body_count_rates", "body_count_funnel"),
    }


def test_two_prefectures_give_nothing(made: Made) -> None:
    assert body_count_exhibits(made([{}, {"prefecture_code": "13"}]), BodyCountState()) == ()


def test_counts_of_other_units_never_meet(made: Made) -> None:
    cases = [{"prefecture_code": code, "value": "9"} for code in ("01", "02", "03", "04")]
    persons = [
        {"prefecture_code": code, "unit": unit, "count_basis": "actual", "value": "5"}
        for code, unit in (("13", "人"), ("14", "名"), ("27", "人"))
    ]
    cumulative = [
        {"prefecture_code": code, "unit": "人", "count_basis": "cumulative", "value": "7"}
        for code in ("40", "41", "42")
    ]
    database = made([*cases, *persons, *cumulative])

    found = {group.code: group.counts for group in body_groups.usable_groups(database)}
    assert found == {
        "2024-housing-case-total": [9] * 4,
        "2024-housing-person-actual": [5] * 3,
        "2024-housing-person-cumulative": [7] * 3,
    }
    # One type only in each unit and basis: there is nothing to decompose.
    for code in found:
        names = [item.exhibit_id for item in body_count_exhibits(database, BodyCountState(code))]
        assert "body_count_parts" not in names
    kinds = [group.kind for group in body_groups.groups(database)]
    with pytest.raises(MixedCountsError):
        total(kinds)


def test_the_largest_group_is_the_default_and_codes_are_plain_ascii(
    demonstration: Database,
) -> None:
    codes = [group.code for group in body_groups.groups(demonstration)]
    assert codes == [
        *("2024-housing-case-total", "2024-consultation_own-case-total"),
        *("2024-consultation_supporters-case-total", "2024-special_lawyer-person-actual"),
        "2023-special_lawyer-person-actual",
    ]
    assert all(code.isascii() for code in codes)
    default, chosen = (
        _shown(demonstration, "body_counts", state)
        for state in (BodyCountState(), BodyCountState(HOUSING))
    )
    assert default.title == chosen.title
    assert default.filters == (("支援実績", "居住支援（令和6年度（2024）、件、計）"),)


def test_a_code_that_the_data_do_not_hold_is_said_to_be_refused() -> None:
    state, rejected = parsed(BodyCountState, {"counts": "1999-x", "limits": "adjusted"})

    assert state == BodyCountState(limits="adjusted")
    assert [refusal.value for refusal in rejected] == ["1999-x"]
    assert encoded(state) == {"limits": "adjusted"}


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
        strip = _chart(_shown(demonstration, "body_counts", state)).data[-1]
        assert sorted(strip.x) == sorted(counts)
        assert len(strip.text) == len(PREFECTURES)
        funnel = _chart(_shown(demonstration, "body_count_funnel", state))
        drawn = [place for trace in funnel.data for place in zip(trace.x, trace.y, strict=True)]
        assert len(drawn) == len(PREFECTURES)
        rates = _shown(demonstration, "body_count_rates", state)
        assert sorted(rate for _, rate in drawn) == pytest.approx(sorted(rates.rows["rate"]))


def test_the_box_shows_the_quartiles_of_type_seven(demonstration: Database) -> None:
    # Sorted 1 11 11 22 22 33 44 55 66 99 111 222: places 3.75, 6.5 and 9.25.
    exhibit = _shown(demonstration, "body_counts")
    whiskers, box, median, _ = _chart(exhibit).data

    assert (whiskers.base[0], whiskers.base[0] + whiskers.x[0]) == (1, 222)
    assert (box.base[0], box.base[0] + box.x[0]) == (19.25, 74.25)
    assert median.x[0] == 38.5
    assert exhibit.summary == (
        "12都道府県の中央値は38.5件、四分位範囲は19.25～74.25件、最小は1件、最大は222件。"
        "都道府県の間の開きは、偶然では説明できない（p値は0.001未満）。"
    )


def test_few_counts_are_drawn_without_a_box(made: Made) -> None:
    database = made([{"prefecture_code": code} for code in ("01", "13", "27")])

    assert len(_chart(_shown(database, "body_counts", BodyCountState())).data) == 1


def test_each_statistic_has_its_value_and_unit(demonstration: Database) -> None:
    exhibit = _shown(demonstration, "body_count_statistics")
    found = {row["statistic"]: (row["value"], row["unit"]) for row in records(exhibit.rows)}

    assert found["合計"] == (697, "件")
    assert found["最大÷最小"] == (222, None)
    assert found["標準偏差"] == (pytest.approx(stats.tstd(COUNTS["housing"])), "件")
    zero = BodyCountState("2024-consultation_own-case-total")
    rows = records(_shown(demonstration, "body_count_statistics", zero).rows)
    assert next(row["value"] for row in rows if row["statistic"] == "最大÷最小") is None


def test_a_rate_by_hand(demonstration: Database) -> None:
    exhibit = _shown(demonstration, "body_count_rates")
    first, *_, last = records(exhibit.rows)

    # 高知県 22 / 691,527 x 100,000 = 3.181; 鳥取県 1 / 553,407 x 100,000 = 0.181.
    assert (first["prefecture_name"], round(first["rate"], 3)) == ("高知県", 3.181)
    assert (last["prefecture_name"], round(last["rate"], 3)) == ("鳥取県", 0.181)
    assert {row[0] for row in exhibit.filters} == {"支援実績", "表し方"}


def test_counts_alone_have_no_rates(demonstration: Database) -> None:
    found = body_count_exhibits(demonstration, BodyCountState(HOUSING, "count"))

    assert "body_count_rates" not in {exhibit.exhibit_id for exhibit in found}


def test_high_and_low_are_what_exact_tails_say(demonstration: Database) -> None:
    for state in STATES:
        exhibit = _shown(demonstration, "body_count_funnel", BodyCountState(state.counts))
        for row in records(exhibit.rows):
            above = stats.poisson.sf(row["value"] - 1, row["expected"])
            below = stats.poisson.cdf(row["value"], row["expected"])
            words = "高い" if above < 0.001 else "低い" if below < 0.001 else "同程度"
            assert row["judgement"] == words, row["prefecture_name"]
            is_inside = row["place"] == "95%の限界の中"
            assert is_inside == (min(above, below) >= 0.025), row["prefecture_name"]


def test_expected_counts_add_up_to_the_counts(demonstration: Database) -> None:
    rows = _shown(demonstration, "body_count_funnel").rows

    assert rows["expected"].sum() == pytest.approx(697)
    shares = (rows["expected"] / rows["population_2020"]).tolist()
    assert shares == pytest.approx([shares[0]] * 12)


def test_limits_are_adjusted_only_when_asked_and_needed(demonstration: Database) -> None:
    exact, adjusted = (
        _shown(demonstration, "body_count_funnel", BodyCountState(HOUSING, limits=limits))
        for limits in ("exact", "adjusted")
    )
    assert _by_name(exact)["高知県"]["judgement"] == "高い"
    assert _by_name(adjusted)["高知県"]["judgement"] == "同程度"
    assert "限界は補正していない。" in exact.summary
    assert exact.filters[-1] == ("限界", "偶然だけを見込む")
    assert "の分だけ、限界を広げている。" in adjusted.summary
    assert adjusted.filters[-1] == ("限界", "過分散を補正")
    assert (adjusted.rows["control_high"] > exact.rows["control_high"]).all()

    even = "2024-consultation_supporters-case-total"
    asked, not_asked = (
        _shown(demonstration, "body_count_funnel", BodyCountState(even, limits=limits))
        for limits in ("adjusted", "exact")
    )
    assert asked.summary == not_asked.summary
    assert asked.summary.endswith("は認められず、限界は補正していない。")
    assert list(asked.rows["control_high"]) == list(not_asked.rows["control_high"])


def test_nothing_is_expected_where_all_counts_are_zero(made: Made) -> None:
    database = made(
        [{"prefecture_code": code, "value": "0"} for code in ("01", "13", "25", "27", "40")]
    )
    found = {item.exhibit_id: item for item in body_count_exhibits(database, BodyCountState())}

    assert "body_count_funnel" not in found
    assert found["body_counts"].summary.endswith("すべて0なので、開きは調べられない。")
    for exhibit in found.values():
        if exhibit.draw:
            assert exhibit.chart(LIGHT) is not None


def test_the_parts_of_the_variation_add_up(demonstration: Database) -> None:
    exhibit = _shown(demonstration, "body_count_parts")
    between, *within = records(exhibit.rows)

    found = decomposed(list(COUNTS.values()))
    assert between["squares"] == pytest.approx(found.between)
    assert {row["part_name"]: row["squares"] for row in within} == pytest.approx(
        dict(zip(("居住支援", "各都道府県が自前で実施", "支援者支援"), found.within, strict=True))
    )
    assert sum(row["share_pct"] for row in (between, *within)) == pytest.approx(100)
    squares = [row["squares"] for row in within]
    assert squares == sorted(squares, reverse=True)


def test_a_type_with_one_count_is_left_out_and_said_so(made: Made) -> None:
    database = made(
        [
            *(
                {"prefecture_code": code, "value": value}
                for code, value in (("01", "1"), ("13", "3"), ("27", "2"))
            ),
            *(
                {"support_type_id": "consultation_own", "prefecture_code": code, "value": value}
                for code, value in (("01", "5"), ("13", "7"))
            ),
            {"support_type_id": "consultation_other", "value": "900"},
        ]
    )
    exhibit = _shown(database, "body_count_parts", BodyCountState())

    assert [row["part_name"] for row in records(exhibit.rows)] == [
        *("種類の間", "居住支援", "各都道府県が自前で実施"),
    ]
    assert exhibit.summary.endswith("数が1つだけの1種類は除いた。")


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
    charts = [(item.title, item.draw(palette)) for item in all_exhibits if item.draw]
    for general_test in _general_tests(test_figures, "charts"):
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


def test_a_statistic_leads_to_all_counts_behind_it(demonstration: Database) -> None:
    parts = _shown(demonstration, "body_count_parts")
    between, first, *_ = records(parts.rows)

    assert len(split(between["figure_ids"])) == 36
    assert parts.evidence["squares"](first) == split(first["figure_ids"])
    assert len(parts.evidence["share_pct"](first)) == 36
    funnel = _shown(demonstration, "body_count_funnel")
    row = records(funnel.rows)[0]
    assert len(funnel.evidence["expected"](row)) == 24  # counts and populations
    assert funnel.evidence["rate"](row) == (
        "support_counts.2024/housing/13.value",
        "prefectures.13.population_2020",
    )


def test_demonstration_numbers_are_in_no_shipped_row(shipped: Database) -> None:
    found = [row for group in body_groups.groups(shipped) for row in group.rows]

    assert {row["support_type_id"] for row in found}.isdisjoint(COUNTS)
