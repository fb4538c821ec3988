"""Bounds contain every possible case, are attained, and agree with values worked out by hand."""

import itertools
import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.statistics.ranges import ImpossibleRangeError, dispersion_p, spread_of_range


def test_two_bodies_are_the_ends_themselves() -> None:
    # 47 and 112: mean 79.5, variance 32.5^2, sample variance 2112.5.
    spread = spread_of_range(47, 112, 2)

    assert spread.variance.low == spread.variance.high == pytest.approx(1056.25)
    assert spread.deviation.low == pytest.approx(32.5)
    assert spread.dispersion is not None
    assert spread.dispersion.low == pytest.approx(2112.5 / 79.5)


def test_three_bodies_by_hand() -> None:
    # 0, x, 4: the most even is 0, 2, 4 (variance 8/3), the most uneven 0, 0, 4 (variance 32/9).
    spread = spread_of_range(0, 4, 3)

    assert spread.variance.low == pytest.approx(8 / 3)
    assert spread.variance.high == pytest.approx(32 / 9)


def test_bodies_that_are_all_alike_have_no_spread() -> None:
    spread = spread_of_range(5, 5, 4)

    assert spread.variance.high == 0
    assert spread.exceeds_chance is False


def test_nothing_can_be_tested_where_all_counts_are_zero_or_there_is_one() -> None:
    for spread in (spread_of_range(0, 0, 3), spread_of_range(7, 7, 1)):
        assert spread.dispersion is None
        assert spread.exceeds_chance is None


@pytest.mark.parametrize(("low", "high", "bodies"), [(3, 2, 4), (-1, 2, 4), (1, 2, 1), (0, 0, 0)])
def test_a_range_that_no_counts_have_is_refused(low: int, high: int, bodies: int) -> None:
    with pytest.raises(ImpossibleRangeError):
        spread_of_range(low, high, bodies)


def test_the_dispersion_test_agrees_with_a_published_table() -> None:
    # Upper 5 % points of chi-square (Fisher and Yates): 1 df 3.841, 6 df 12.592, 10 df 18.307.
    for degrees, point in ((1, 3.841), (6, 12.592), (10, 18.307)):
        assert dispersion_p(point / degrees, degrees + 1) == pytest.approx(0.05, abs=1e-4)


def test_the_published_ranges_are_judged_by_their_most_even_sets() -> None:
    # 就労支援 24-313 with 7 bodies cannot be chance; 2 and 5 with two bodies can.
    assert spread_of_range(24, 313, 7).exceeds_chance is True
    assert spread_of_range(2, 5, 2).exceeds_chance is False


small_ranges = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(2, 5)).map(
    lambda drawn: (min(drawn[:2]), max(drawn[:2]), drawn[2])
)


@given(small_ranges)
def test_the_bounds_are_those_of_all_possible_sets(drawn: tuple[int, int, int]) -> None:
    low, high, bodies = drawn
    sets = [
        (low, high, *others)
        for others in itertools.combinations_with_replacement(range(low, high + 1), bodies - 2)
    ]
    spread = spread_of_range(low, high, bodies)

    variances = [statistics.pvariance(counts) for counts in sets]
    assert spread.variance.low == pytest.approx(min(variances))
    assert spread.variance.high == pytest.approx(max(variances))
    if high > 0:
        assert spread.dispersion is not None
        indices = [statistics.variance(counts) / statistics.mean(counts) for counts in sets]
        assert spread.dispersion.low == pytest.approx(min(indices))
        assert spread.dispersion.high == pytest.approx(max(indices))
        assert spread.variation is not None
        ratios = [statistics.pstdev(counts) / statistics.mean(counts) for counts in sets]
        assert spread.variation.low == pytest.approx(min(ratios))
        assert spread.variation.high == pytest.approx(max(ratios))


def test_a_known_count_tightens_the_bounds() -> None:
    # 0, 4, 1 and x: with x = 1 or 2 the variance is 9/4 or 35/16, with x = 4 it is 51/16.
    spread = spread_of_range(0, 4, 4, known=(1,))

    assert spread.variance.low == pytest.approx(35 / 16)
    assert spread.variance.high == pytest.approx(51 / 16)
    assert spread_of_range(0, 4, 4).variance.low == pytest.approx(2)


def test_a_known_count_that_is_an_end_tells_nothing_new() -> None:
    assert spread_of_range(47, 112, 5, known=(112,)) == spread_of_range(47, 112, 5)


def test_two_known_counts_at_one_end_are_two_bodies() -> None:
    assert spread_of_range(0, 4, 3, known=(4, 4)).variance.low == pytest.approx(32 / 9)


@pytest.mark.parametrize("known", [(113,), (46,), (50, 60, 70)])
def test_known_counts_that_do_not_fit_are_refused(known: tuple[int, ...]) -> None:
    with pytest.raises(ImpossibleRangeError):
        spread_of_range(47, 112, 4, known=known)


@given(st.lists(st.integers(0, 400), min_size=3, max_size=12), st.data())
def test_the_bounds_hold_the_truth_with_known_counts(
    counts: list[int], data: st.DataObject
) -> None:
    known = data.draw(st.lists(st.sampled_from(range(len(counts))), unique=True))
    low, high = min(counts), max(counts)
    tight = spread_of_range(low, high, len(counts), tuple(counts[place] for place in known))
    loose = spread_of_range(low, high, len(counts))
    variance = statistics.pvariance(counts)

    assert tight.variance.low - 1e-6 <= variance <= tight.variance.high + 1e-6
    assert tight.variance.low >= loose.variance.low - 1e-6
    assert tight.variance.high <= loose.variance.high + 1e-6


@settings(max_examples=2000)
@given(st.lists(st.integers(0, 120), min_size=2, max_size=10))
def test_the_bounds_hold_the_truth(counts: list[int]) -> None:
    spread = spread_of_range(min(counts), max(counts), len(counts))
    slack = 1e-6

    variance = statistics.pvariance(counts)
    assert spread.variance.low - slack <= variance <= spread.variance.high + slack
    if sum(counts):
        assert spread.dispersion is not None
        assert spread.highest_p is not None
        index = statistics.variance(counts) / statistics.mean(counts)
        assert spread.dispersion.low - slack <= index <= spread.dispersion.high + slack
        assert dispersion_p(index, len(counts)) <= spread.highest_p + slack


@given(st.integers(0, 50), st.integers(0, 300), st.integers(2, 20))
def test_the_bounds_lie_within_those_of_nagy_and_popoviciu(
    low: int, width: int, bodies: int
) -> None:
    spread = spread_of_range(low, low + width, bodies)

    assert spread.variance.low >= width**2 / (2 * bodies) - 1e-9
    assert spread.variance.high <= width**2 / 4 + 1e-9
    assert math.isclose(spread.deviation.high**2, spread.variance.high, abs_tol=1e-6)
