"""Limits hold what they promise, over-dispersion is as worked out by hand, names have room."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.rates import confint_poisson

from lib.figures.label_room import Spot, spots
from lib.statistics.funnel import (
    CONTROL,
    WARNING,
    Limits,
    expected_counts,
    overdispersion,
    poisson_limits,
    widened,
)

EXPECTED = st.floats(0.05, 3000)
COVERAGES = st.sampled_from([WARNING, CONTROL])


def test_all_bodies_are_expected_to_have_the_rate_of_all_together() -> None:
    # 12 of 600 is one in 50.
    assert expected_counts([10, 2], [100, 500]) == pytest.approx([2, 10])


def test_a_count_of_a_published_table_lies_just_at_its_limits() -> None:
    # The exact 95 % interval of a count of 10 is 4.795 to 18.39 (Garwood, 1936): where 4.795 are
    # expected, 10 is the upper limit, and where 18.39 are, the lower one.
    assert poisson_limits(4.7954, WARNING).high == pytest.approx(10, abs=1e-3)
    assert poisson_limits(18.3904, WARNING).low == pytest.approx(10, abs=1e-3)


def test_no_count_is_low_where_even_none_is_not_rare() -> None:
    # P(X = 0) = exp(-expected) is 0.1 % at 6.908.
    assert poisson_limits(6.9, CONTROL).low == 0
    assert poisson_limits(6.92, CONTROL).side(0) == -1
    assert poisson_limits(6.9, CONTROL).side(0) == 0


@given(EXPECTED, COVERAGES)
def test_the_limits_hold_at_least_what_they_promise(expected: float, coverage: float) -> None:
    limits = poisson_limits(expected, coverage)
    most = int(expected + 60 * math.sqrt(expected) + 60)
    counts = np.arange(most)
    inside = (counts >= limits.low) & (counts <= limits.high)

    assert stats.poisson.pmf(counts[inside], expected).sum() >= coverage - 1e-9
    # Each side has its own half, and no whole number more would have room in it.
    tail = (1 - coverage) / 2
    assert stats.poisson.sf(math.floor(limits.high), expected) <= tail + 1e-9
    assert stats.poisson.sf(math.floor(limits.high) - 1, expected) > tail - 1e-9
    assert stats.poisson.cdf(math.ceil(limits.low) - 1, expected) <= tail + 1e-9
    assert stats.poisson.cdf(math.ceil(limits.low), expected) > tail - 1e-9


@given(EXPECTED, COVERAGES, st.integers(0, 400))
def test_a_count_is_outside_just_if_its_exact_interval_leaves_out_the_expectation(
    expected: float, coverage: float, count: int
) -> None:
    low, high = confint_poisson(count, 1, "exact-c", alpha=1 - coverage)
    low = 0.0 if count == 0 else float(low)
    assume(min(abs(low - expected), abs(high - expected)) > 1e-6)

    side = poisson_limits(expected, coverage).side(count)

    assert side == (1 if low > expected else -1 if high < expected else 0)


@given(EXPECTED)
def test_the_control_limits_lie_outside_of_the_warning_limits(expected: float) -> None:
    warning, control = (poisson_limits(expected, coverage) for coverage in (WARNING, CONTROL))

    assert control.low <= warning.low <= expected <= warning.high <= control.high


def test_the_limits_run_together_as_the_expectation_grows() -> None:
    widths = [
        (poisson_limits(mean, CONTROL).high - poisson_limits(mean, CONTROL).low) / mean
        for mean in (5, 20, 100, 1000)
    ]

    assert widths == sorted(widths, reverse=True)


def test_overdispersion_by_hand() -> None:
    # Expected 4 each; z = -2, 0, 0, 0, 2. Quantiles of type 7 at 10 % and 90 % stand at the places
    # 1.4 and 4.6 of the five z: -2 + 0.4 x 2 = -1.2 and 1.2. phi = (1.44 + 1.44) / 5 = 0.576.
    few = overdispersion([0, 4, 4, 4, 8], [4] * 5)
    assert few.phi == pytest.approx(0.576)
    assert few.is_significant is False

    # Five times the distance: z = -10 … 10, so 25 times phi; 5 x 14.4 = 72 on 4 df.
    many = overdispersion([80, 100, 100, 100, 120], [100] * 5)
    assert many.phi == pytest.approx(0.576)
    wide = overdispersion([0, 100, 100, 100, 200], [100] * 5)
    assert wide.phi == pytest.approx(14.4)
    assert wide.p == pytest.approx(stats.chi2.sf(72, 4))
    assert wide.is_significant is True


def test_one_extreme_body_does_not_widen_the_limits_of_all() -> None:
    counts = [100] * 19 + [1000]

    assert overdispersion(counts, [100] * 20).phi == 0


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(1, 300)), min_size=2, max_size=47))
def test_drawing_in_the_ends_lowers_phi(drawn: list[tuple[int, float]]) -> None:
    counts, expected = zip(*drawn, strict=True)
    whole = np.mean([(count - mean) ** 2 / mean for count, mean in drawn])
    ends = np.percentile([(count - mean) / math.sqrt(mean) for count, mean in drawn], [10, 90])

    phi = overdispersion(counts, expected).phi

    if ends[0] <= 0 <= ends[1]:  # else all lie on one side, and some are drawn in upwards
        assert phi <= whole + 1e-9


def test_counts_that_differ_by_chance_are_rarely_called_overdispersed() -> None:
    random = np.random.default_rng(20)
    expected = [5.0, 8.0, 12.0, 20.0, 40.0, 60.0, 90.0, 150.0, 200.0, 300.0]
    found = [overdispersion(random.poisson(expected), expected).is_significant for _ in range(2000)]

    assert sum(found) / len(found) <= 0.05


def test_widened_limits_are_root_phi_times_as_far_away() -> None:
    # 16 around 10 and 20, phi 4: 16 - 2 x 6 = 4 and 16 + 2 x 4 = 24; never below 0.
    assert widened(Limits(10, 20), 16, 4) == Limits(4, 24)
    assert widened(Limits(2, 20), 16, 4) == Limits(0, 24)


@given(EXPECTED, COVERAGES, st.floats(1, 50))
def test_widened_limits_hold_the_exact_ones(expected: float, coverage: float, phi: float) -> None:
    exact = poisson_limits(expected, coverage)
    wide = widened(exact, expected, phi)

    assert wide.low <= exact.low + 1e-9
    assert wide.high >= exact.high - 1e-9


def _boxes(
    found: list[Spot | None], places: list[tuple[float, float]], names: list[str], width: float
) -> list[tuple[float, float, float, float]]:
    return [
        spot.box(x * width, y * 300, 15 * len(name))
        for spot, (x, y), name in zip(found, places, names, strict=True)
        if spot
    ]


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=25),
    st.integers(215, 1300),
)
def test_names_never_overlap_and_never_leave_the_plot(
    places: list[tuple[float, float]], width: float
) -> None:
    names = ["神奈川県" if number % 3 else "三重県" for number in range(len(places))]
    boxes = _boxes(spots(names, places, 300), places, names, width)

    for left, right, bottom, top in boxes:
        assert left >= 0
        assert right <= width
        assert bottom >= 0
        assert top <= 300
    for first, second in itertools.combinations(boxes, 2):
        is_apart = first[1] <= second[0] or second[1] <= first[0]
        assert is_apart or first[3] <= second[2] or second[3] <= first[2]


def test_of_two_names_without_room_for_both_the_first_stands() -> None:
    places = [(0.5, 0.02), (0.5, 0.02)]
    first, second = spots(["東京都", "大阪府"], places, 300)

    assert first is not None
    assert second is None or second != first
