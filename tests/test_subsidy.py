"""The grant is half of the cost up to the cap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.schema import table
from lib.subsidy import GrantShare, cost_at_cap, grant_share

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
