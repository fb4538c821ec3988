"""Statistics of counts agree with values worked out by hand and with scipy and statsmodels."""

import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from lib.statistics.counts import distribution_of
from lib.statistics.decomposition import decomposed

COUNTS = st.lists(st.integers(0, 500), min_size=2, max_size=47)
GROUPS = st.lists(st.lists(st.integers(0, 500), min_size=2, max_size=12), min_size=2, max_size=6)


def test_four_counts_by_hand() -> None:
    # 1, 2, 3, 10: mean 4, squares 9 + 4 + 1 + 36 = 50, sample variance 50/3. Quartiles of type 7
    # stand at the places 1.75, 2.5 and 3.25: 1.75, 2.5 and 3 + 0.25 x 7 = 4.75.
    found = distribution_of([10, 1, 3, 2])

    assert (found.bodies, found.total, found.smallest, found.largest) == (4, 16, 1, 10)
    assert (found.lower_quartile, found.median, found.upper_quartile) == (1.75, 2.5, 4.75)
    assert found.mean == 4
    assert found.deviation == pytest.approx((50 / 3) ** 0.5)
    assert found.variation == pytest.approx((50 / 3) ** 0.5 / 4)
    assert found.largest_to_smallest == 10
    assert found.dispersion == pytest.approx(50 / 12)
    # 3 x 50/12 = 12.5 lies between the points 11.345 (1 %) and 16.266 (0.1 %) of chi-square, 3 df.
    assert found.p is not None
    assert 0.001 < found.p < 0.01
    assert found.exceeds_chance is True


def test_counts_that_are_alike_do_not_exceed_chance() -> None:
    found = distribution_of([7, 7, 7])

    assert (found.deviation, found.variation, found.dispersion) == (0, 0, 0)
    assert found.largest_to_smallest == 1
    assert found.p == 1
    assert found.exceeds_chance is False


def test_what_is_not_defined_is_none_and_not_a_number() -> None:
    zeros, one = distribution_of([0, 0, 0]), distribution_of([5])

    assert (zeros.deviation, zeros.variation, zeros.dispersion, zeros.p) == (0, None, None, None)
    assert zeros.exceeds_chance is None
    assert zeros.largest_to_smallest is None
    assert (one.deviation, one.variation, one.dispersion, one.p) == (None, None, None, None)
    assert distribution_of([0, 3]).largest_to_smallest is None


@pytest.mark.parametrize("counts", [[], [3, -1]])
def test_what_is_no_set_of_counts_is_refused(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="not counts"):
        distribution_of(counts)


@given(COUNTS)
def test_the_statistics_agree_with_other_implementations(counts: list[int]) -> None:
    found = distribution_of(counts)

    quartiles = statistics.quantiles(counts, n=4, method="inclusive")
    assert [found.lower_quartile, found.median, found.upper_quartile] == pytest.approx(quartiles)
    assert found.deviation == pytest.approx(statistics.stdev(counts))
    if sum(counts):
        assert found.variation == pytest.approx(stats.variation(counts, ddof=1))
        # The index of dispersion is the chi-square test of equal counts.
        chi_square, p = stats.chisquare(counts)
        assert found.dispersion is not None
        assert found.dispersion * (len(counts) - 1) == pytest.approx(chi_square)
        assert found.p == pytest.approx(p, rel=1e-6, abs=1e-12)


@given(COUNTS, st.integers(1, 9))
def test_measures_without_a_unit_do_not_depend_on_it(counts: list[int], factor: int) -> None:
    found = distribution_of(counts)
    larger = distribution_of([factor * count for count in counts])

    assert larger.median == pytest.approx(factor * found.median)
    assert larger.largest_to_smallest == pytest.approx(found.largest_to_smallest)
    if found.variation is not None:
        assert larger.variation == pytest.approx(found.variation)


def test_two_groups_by_hand() -> None:
    # 1, 3 (mean 2) and 5, 7 (mean 6); all together mean 4. Between: 4 x 2^2 = 16, within: 2 + 2.
    found = decomposed([[1, 3], [5, 7]])

    assert (found.total, found.between, found.within) == (20, 16, (2, 2))
    assert found.share_between == 0.8


def test_equal_values_have_no_shares() -> None:
    found = decomposed([[3, 3], [3, 3, 3]])

    assert found.total == 0
    assert found.share_between is None


@pytest.mark.parametrize("groups", [[], [[1, 2, 3]], [[1, 2], [3]]])
def test_groups_in_which_nothing_can_vary_are_refused(groups: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="cannot decompose"):
        decomposed(groups)


@given(GROUPS)
def test_the_parts_add_up_to_the_variation_of_all_values(groups: list[list[int]]) -> None:
    found = decomposed(groups)
    values = [value for group in groups for value in group]

    assert found.total == pytest.approx(float(np.var(values)) * len(values))
    assert found.total == pytest.approx(found.between + sum(found.within))


@given(GROUPS)
def test_the_share_between_follows_from_the_f_of_scipy(groups: list[list[int]]) -> None:
    found = decomposed(groups)
    between, within = len(groups) - 1, sum(map(len, groups)) - len(groups)
    if sum(found.within) == 0 or found.between < 1e-9:
        return  # F is not defined, or all rounding
    f = stats.f_oneway(*groups).statistic

    assert found.share_between == pytest.approx(f * between / (f * between + within))


def test_the_parts_agree_with_the_table_of_statsmodels() -> None:
    groups = {"a": [3, 9, 27], "b": [1, 4], "c": [100, 90, 95, 2]}
    rows = [(name, value) for name, values in groups.items() for value in values]
    frame = pd.DataFrame(rows, columns=["kind", "value"])
    table = anova_lm(ols("value ~ C(kind)", frame).fit())

    found = decomposed(list(groups.values()))

    assert found.between == pytest.approx(table.loc["C(kind)", "sum_sq"])
    assert sum(found.within) == pytest.approx(table.loc["Residual", "sum_sq"])
