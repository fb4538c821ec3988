"""The grant is half of the cost up to the cap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.database import Database
from lib.frames import records
from lib.schema import table
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
from lib.views import terms

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
