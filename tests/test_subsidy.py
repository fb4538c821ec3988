"""The grant is half of the cost up to the cap, and what was paid is drawn for what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.declared import Rows
from lib.charts.drawn import DrawnRow, DrawnRows, Place, drawn_rows
from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings.native import chart_data
from lib.meetings.native_forms import Look
from lib.schema import Column, table
from lib.subsidy import (
    Amounts,
    GrantShare,
    Terms,
    cost_at_cap,
    grant_share,
    regranted,
    regranted_rest,
    together,
)
from lib.views import budget, calculator, subsidy, terms
from tests.pages import headings, opened

RATE, CAP = 0.5, 1_500_000


@pytest.mark.parametrize(
    ("cost", "grant", "own", "is_capped"),
    [
        (0, 0, 0, False),
        (1, 0, 1, False),
        (2_999_999, 1_499_999, 1_500_000, False),
        (3_000_000, 1_500_000, 1_500_000, False),
        (3_000_002, 1_500_000, 1_500_002, True),
        (10_000_000, 1_500_000, 8_500_000, True),
    ],
)
def test_costs_around_the_cap(cost: int, grant: int, own: int, is_capped: bool) -> None:  # noqa: FBT001
    assert grant_share(cost, RATE, CAP) == GrantShare(grant, own, is_capped)


def test_the_cap_is_reached_at_three_million_yen() -> None:
    assert cost_at_cap(RATE, CAP) == 3_000_000


def test_the_lowest_rate_that_the_data_may_hold_can_be_divided_by() -> None:
    lowest = table("subsidy_terms").column("subsidy_rate").minimum

    assert lowest
    assert cost_at_cap(lowest, CAP) >= CAP


@given(st.integers(0, 10**9))
def test_both_shares_make_up_the_cost_and_the_grant_never_exceeds_the_cap(cost: int) -> None:
    share = grant_share(cost, RATE, CAP)

    assert share.grant_yen + share.own_yen == cost
    assert 0 <= share.grant_yen <= CAP


OLD = Terms(RATE, CAP)


def test_a_grant_below_the_cap_tells_the_cost() -> None:
    # 881,000 at one half is a cost of 1,762,000; three quarters of it are 1,321,500.
    assert regranted(881_000, OLD, Terms(0.75, CAP)) == Amounts(1_321_500, 1_321_500)
    assert regranted(881_000, OLD, Terms(0.75, 1_000_000)) == Amounts(1_000_000, 1_000_000)


def test_a_grant_at_the_cap_tells_only_what_the_cost_was_at_least() -> None:
    assert regranted(CAP, OLD, Terms(0.5, 3_000_000)) == Amounts(1_500_000, 3_000_000)
    assert regranted(CAP, OLD, Terms(0.75, 3_000_000)) == Amounts(2_250_000, 3_000_000)
    assert regranted(CAP, OLD, Terms(0.5, 1_000_000)) == Amounts(1_000_000, 1_000_000)


def test_the_rest_grows_with_the_rate_until_the_cap_may_cut() -> None:
    # 12,952,000 of grants up to 1,306,000: nine of these and 1,198,000.
    assert regranted_rest(12_952_000, 1_306_000, 37, OLD, Terms(0.5, 2_000_000)) == Amounts(
        12_952_000, 12_952_000
    )
    cut = regranted_rest(12_952_000, 1_306_000, 37, OLD, Terms(0.75, CAP))
    assert cut == Amounts(10 * CAP, 19_428_000)


def test_grants_of_a_rest_that_stand_at_the_cap_may_reach_the_new_one() -> None:
    # 5,000,000 hold three grants of 1,500,000 and 500,000: at most 3 x 2,000,000 + 500,000.
    assert regranted_rest(5_000_000, CAP, 37, OLD, Terms(0.5, 2_000_000)) == Amounts(
        5_000_000, 6_500_000
    )


@given(
    st.lists(st.integers(1, CAP), min_size=1, max_size=20),
    st.sampled_from([0.4, 0.5, 0.6, 0.75, 1.0]),
    st.integers(500_000, 4_000_000),
)
def test_the_bounds_of_a_rest_hold_the_truth(grants: list[int], rate: float, cap: int) -> None:
    new = Terms(rate, cap)
    bounds = regranted_rest(sum(grants), max(grants), len(grants), OLD, new)
    truth = together(regranted(grant, OLD, new) for grant in grants)

    slack = len(grants) + 1  # yen that are cut off
    assert bounds.low_yen - slack <= truth.low_yen
    assert truth.high_yen <= bounds.high_yen + slack


def test_the_cost_of_a_higher_cap(shipped: Database) -> None:
    exhibit = terms.cost_exhibit(shipped, terms.TermsState(rate=50, cap=3_000_000))
    paid, same, everyone = records(exhibit.rows)

    assert (paid["low_yen"], paid["status"]) == (27_500_000, "公表値")
    # Four grants stand at the cap: at most 1.5 million more each.
    assert (same["low_yen"], same["high_yen"]) == (27_500_000, 33_500_000)
    assert (everyone["high_yen"], everyone["change_high_yen"]) == (141_000_000, 113_500_000)
    assert {same["status"], everyone["status"]} == {"推計"}


def test_unchanged_terms_cost_what_was_paid(shipped: Database) -> None:
    exhibit = terms.cost_exhibit(shipped, terms.TermsState(rate=50, cap=1_500_000))
    same = records(exhibit.rows)[1]

    assert (same["low_yen"], same["high_yen"]) == (27_500_000, 27_500_000)


def test_no_more_than_all_other_prefectures_share_the_rest(shipped: Database) -> None:
    # At a cap of 100,000 yen 47 prefectures cannot get more than 4.7 million together.
    exhibit = terms.cost_exhibit(shipped, terms.TermsState(rate=50, cap=100_000))
    same = records(exhibit.rows)[1]

    assert same["high_yen"] == 4_700_000
    assert same["low_yen"] <= same["high_yen"]


def test_a_float_does_not_cost_a_yen() -> None:
    assert grant_share(2_990_000, 0.29, CAP).grant_yen == 867_100


def _columns(exhibit: Exhibit) -> dict[str, Column]:
    return {column.name: column for column in exhibit.columns}


def _drawn(exhibit: Exhibit) -> DrawnRows:
    assert isinstance(exhibit.chart, Rows)
    return drawn_rows(exhibit.chart, records(exhibit.rows), _columns(exhibit))


def _rows_by_name(drawn: DrawnRows) -> dict[str, DrawnRow]:
    return {row.name: row for _, rows in drawn.groups for row in rows}


@pytest.fixture
def grants(shipped: Database) -> Exhibit:
    return subsidy.grant_exhibit(shipped, subsidy.GrantState("2024"))


def test_grants_are_bars_up_to_the_cap_of_the_nearest_document(grants: Exhibit) -> None:
    drawn = _drawn(grants)
    aichi = _rows_by_name(drawn)["愛知県"]

    # 1,306,000 of 1,500,000.
    assert aichi.marks[0].end_pct == pytest.approx(87.07)
    assert aichi.before == ("130.6", "130.6")
    assert drawn.limit == Place(100, "上限150万円（R7の文書）")


def test_a_grant_of_the_year_before_is_a_dot_where_that_year_names_the_prefecture(
    grants: Exhibit,
) -> None:
    rows = _rows_by_name(_drawn(grants))

    # Yamaguchi 1,420,000 in the year before; Nara was not among the ten named.
    assert [mark.kind for mark in rows["山口県"].marks] == ["bar", "dot"]
    assert rows["山口県"].marks[1].end_pct == pytest.approx(94.67)
    assert [mark.kind for mark in rows["奈良県"].marks] == ["bar"]
    assert rows["奈良県"].before == ("不明", "150")


def test_the_sum_without_names_is_cut_visibly_and_sets_no_scale(grants: Exhibit) -> None:
    drawn = _drawn(grants)
    rest = list(_rows_by_name(drawn).values())[-1]

    assert (rest.name, rest.before) == ("名前のない分の合計", ("485.9", "1,295.2"))
    assert [(mark.style, mark.end_pct) for mark in rest.marks] == [("missing cut", 100)]
    assert not rest.is_limited
    assert any("棒の長さは表さない" in entry.words for entry in drawn.key)


def test_the_oldest_grants_stand_alone(shipped: Database) -> None:
    exhibit = subsidy.grant_exhibit(shipped, subsidy.GrantState("2023"))
    drawn = _drawn(exhibit)

    assert _rows_by_name(drawn)["東京都"].before == ("150",)
    assert all(entry.kind == "bar" for entry in drawn.key)
    assert exhibit.as_of == "令和5年度（2023）"


def test_headings_name_the_years_that_stand_beside_each_other(shipped: Database) -> None:
    older = subsidy.grant_exhibit(shipped, subsidy.GrantState("2023"))
    cost = terms.cost_exhibit(shipped, terms.TermsState(rate=50, cap=CAP))

    assert _columns(older)["amount_yen"].heading == "交付額（R5）（円）"
    assert _columns(older)["before_yen"].heading == "前年度（R4）の交付額（円）"
    assert _columns(cost)["change_low_yen"].heading == "実績（R6）との差の下限（円）"


def test_every_grant_of_the_year_before_leads_to_its_evidence(grants: Exhibit) -> None:
    yamaguchi = next(row for row in records(grants.rows) if row["prefecture_name"] == "山口県")

    assert grants.evidence["before_yen"](yamaguchi) == ("subsidy_grants.2023/5.amount_yen",)
    assert {note.source_id for note in grants.sources} == {"rs_2024", "rs_2025", "S2"}


def test_what_was_paid_is_a_part_of_the_budget(shipped: Database) -> None:
    rows = _rows_by_name(_drawn(subsidy.grant_total_exhibit(shipped)))
    before = rows["令和5年度"]

    # 18,053,000 and 49,500,000 of the longest budget, 55,500,000.
    assert (before.marks[0].end_pct, before.marks[0].whole_pct) == pytest.approx((32.53, 89.19))
    assert (before.before, before.after) == (("4,950", "1,805.3"), ("3,144.7",))
    assert before.note == "36.5%"
    assert list(rows) == ["令和5年度", "令和6年度"]  # nothing but a request is known of the next


def test_of_the_line_of_the_budget_first_highest_and_last_column_bear_numbers(
    shipped: Database,
) -> None:
    exhibit = budget.budget_exhibit(shipped)
    chart = exhibit.drawing(LIGHT)

    assert chart is not None
    settled, unused, planned = chart.data
    assert list(settled.text) == ["1.37", "3.16", "", "", "", "", "0.54"]
    assert set(unused.text) == {""}
    assert (list(planned.x), list(planned.text)) == ([2025, 2026], ["0.8", "0.35"])
    assert "制度が替わり、推移は規模を示さない。" in exhibit.summary


def test_native_charts_hold_what_the_rows_draw(shipped: Database, grants: Exhibit) -> None:
    named = chart_data(grants)
    trial = chart_data(terms.cost_exhibit(shipped, terms.TermsState(rate=50, cap=3_000_000)))

    assert named is not None
    assert trial is not None
    assert (len(named.categories), max(named.values)) == (10, 150)
    assert [one.look for one in trial.series] == [Look.WHOLE, Look.MAIN]
    assert [point.value for point in trial.series[0].points if point] == [2_750, 3_350, 14_100]


def test_the_cost_of_one_project_is_shared_under_the_terms_that_are_tried(
    shipped: Database,
) -> None:
    found = calculator.calculation(shipped, 4_000_000, Terms(0.75, 3_000_000))

    assert isinstance(found, calculator.Calculation)
    assert (found.share.grant_yen, found.share.own_yen) == (3_000_000, 1_000_000)
    assert "試した条件（令和7年度（2025）は補助率50%、上限150万円）" in found.rule
    assert found.chart is not None
    assert 'style="width: 75.0%"' in found.chart


def test_folds_are_closed_until_the_address_names_what_is_in_them() -> None:
    closed, tried = opened("subsidy"), opened("subsidy", rate="75")

    assert "1つの事業でみた負担" not in headings(closed)
    assert "1つの事業でみた負担" in headings(tried)
