"""Measures of a distribution agree with values worked out by hand and with numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.statistics.counts import Distribution, distribution_of

VALUES = st.lists(st.integers(0, 500), min_size=8, max_size=47)


def test_fewer_than_five_values_have_ends_only() -> None:
    assert distribution_of([10, 1, 3, 2]) == Distribution(4, 1, 10)
    assert distribution_of([5]) == Distribution(1, 5, 5)


def test_from_five_values_there_is_a_median() -> None:
    assert distribution_of([9, 1, 3, 2, 7]) == Distribution(5, 1, 9, median=3)
    # Seven: 0 1 2 4 5 6 8.
    assert distribution_of([8, 6, 5, 4, 2, 1, 0]) == Distribution(7, 0, 8, median=4)


def test_from_eight_values_there_are_quartiles_and_a_deviation() -> None:
    # 1 to 8: quartiles of type 7 at the places 2.75, 4.5 and 6.25; squares 2 x (12.25 + 6.25 +
    # 2.25 + 0.25) = 42, divided by 7 is 6.
    found = distribution_of([8, 7, 6, 5, 4, 3, 2, 1])

    assert (found.lower_quartile, found.median, found.upper_quartile) == (2.75, 4.5, 6.25)
    assert found.deviation == pytest.approx(6**0.5)


def test_no_value_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        distribution_of([])


@given(VALUES)
def test_the_measures_agree_with_numpy(values: list[int]) -> None:
    found = distribution_of(values)
    quartiles = np.quantile(values, [0.25, 0.5, 0.75], method="linear")

    assert [found.lower_quartile, found.median, found.upper_quartile] == pytest.approx(quartiles)
    assert found.deviation == pytest.approx(np.std(values, ddof=1))
