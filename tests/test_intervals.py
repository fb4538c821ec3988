"""Exact intervals agree with published values and with other programs, and cover the truth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from lib.statistics.intervals import (
    Interval,
    count_interval,
    persons_needed_without_event,
    probability_at_most,
    share_interval,
)
from lib.statistics.targets import Verdict, verdict


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


def test_a_published_count() -> None:
    # R, poisson.test(137, 24.19893): rate interval 4.753125 6.692709
    # (documentation of stats::poisson.test, after Rothman 1986).
    interval = count_interval(137)

    assert interval.low / 24.19893 == pytest.approx(4.753125, abs=1e-6)
    assert interval.high / 24.19893 == pytest.approx(6.692709, abs=1e-6)


def test_no_event_by_hand() -> None:
    # exp(-x) = 0.025 at x = 3.688879.
    assert count_interval(0) == Interval(0.0, pytest.approx(3.688879, abs=1e-6))


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_shares_agree_with_statsmodels(drawn: tuple[int, int]) -> None:
    events, persons = drawn
    low, high = proportion_confint(events, persons, alpha=0.05, method="beta")
    interval = share_interval(events, persons)

    # statsmodels gives nan for a limit that is 0 or 1 by definition.
    assert interval.low == pytest.approx(0 if events == 0 else low, abs=1e-9)
    assert interval.high == pytest.approx(1 if events == persons else high, abs=1e-9)


@given(st.integers(1, 500))
def test_counts_agree_with_statsmodels(events: int) -> None:
    low, high = confint_poisson(events, 1, method="exact-c")
    interval = count_interval(events)

    assert interval.low == pytest.approx(low)
    assert interval.high == pytest.approx(high)


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


def test_the_mean_of_a_count_is_covered_as_often_as_promised() -> None:
    intervals = [count_interval(events) for events in range(120)]
    for step in range(1, 300):
        mean = step / 10
        covered = sum(
            stats.poisson.pmf(events, mean)
            for events, interval in enumerate(intervals)
            if interval.low <= mean <= interval.high
        )
        assert covered >= 0.95 - 1e-9, mean


def test_none_of_nine_at_17_percent() -> None:
    assert probability_at_most(0, 9, 0.17) == pytest.approx(0.83**9)
    assert probability_at_most(0, 9, 0.17) == pytest.approx(0.187, abs=5e-4)


def test_persons_needed_for_16_percent_by_hand() -> None:
    # ln 0.025 / ln 0.84 = -3.68888 / -0.174353 = 21.16, so 22; 21 give 16.11 %.
    assert persons_needed_without_event(0.16) == 22
    assert share_interval(0, 21).high > 0.16 >= share_interval(0, 22).high


@given(st.floats(0.005, 0.99))
def test_the_number_needed_is_the_smallest(share: float) -> None:
    persons = persons_needed_without_event(share)

    assert share_interval(0, persons).high <= share + 1e-12
    assert persons == 1 or share_interval(0, persons - 1).high > share


@pytest.mark.parametrize(
    ("comparison", "target", "interval", "expected"),
    [
        ("<=", 16, Interval(0, 33.6), Verdict.UNDECIDED),
        ("<=", 16, Interval(0, 16), Verdict.MET),
        ("<=", 16, Interval(16.1, 40), Verdict.MISSED),
        (">=", 40, Interval(4.1, 17.1), Verdict.MISSED),
        (">=", 5, Interval(4.1, 17.1), Verdict.UNDECIDED),
        (">=", 4, Interval(4, 4), Verdict.MET),
        (">=", 4, Interval(3, 4), Verdict.UNDECIDED),
        ("<=", 0, Interval(0, 0), Verdict.MET),
    ],
)
def test_a_verdict_needs_the_whole_interval(
    comparison: str, target: float, interval: Interval, expected: Verdict
) -> None:
    assert verdict(comparison, target, interval) is expected
