"""Exact intervals agree with published values and with other programs, and cover the truth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from lib.statistics.intervals import share_interval


def test_none_of_nine_by_hand() -> None:
    # 1 - 0.025^(1/9): ln 0.025 = -3.68888, / 9 = -0.409876, exp = 0.663733.
    interval = share_interval(0, 9)

    assert interval.low == 0
    assert interval.high == pytest.approx(0.336267, abs=1e-6)


def test_all_of_nine_is_the_mirror_of_none() -> None:
    assert share_interval(9, 9).low == pytest.approx(1 - share_interval(0, 9).high)
    assert share_interval(9, 9).high == 1


def test_a_published_share() -> None:
    # R, binom.test(682, 925): 95 percent confidence interval 0.7076683 0.7654066
    # (documentation of stats::binom.test, after Conover 1971).
    interval = share_interval(682, 925)

    assert interval.low == pytest.approx(0.7076683, abs=1e-6)
    assert interval.high == pytest.approx(0.7654066, abs=1e-6)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_shares_agree_with_statsmodels(drawn: tuple[int, int]) -> None:
    events, persons = drawn
    low, high = proportion_confint(events, persons, alpha=0.05, method="beta")
    interval = share_interval(events, persons)

    # statsmodels gives nan for a limit that is 0 or 1 by definition.
    assert interval.low == pytest.approx(0 if events == 0 else low, abs=1e-9)
    assert interval.high == pytest.approx(1 if events == persons else high, abs=1e-9)


@pytest.mark.parametrize("persons", [1, 2, 5, 9, 22, 40])
def test_the_share_is_covered_as_often_as_promised(persons: int) -> None:
    """Exact, not simulated: the probability of all results whose interval holds the truth."""
    intervals = [share_interval(events, persons) for events in range(persons + 1)]
    for step in range(1, 200):
        share = step / 200
        covered = sum(
            stats.binom.pmf(events, persons, share)
            for events, interval in enumerate(intervals)
            if interval.low <= share <= interval.high
        )
        assert covered >= 0.95 - 1e-9, share
