"""What the smallest and the largest of some counts tell of their spread.

Of each type of support only the smallest and the largest count of any body are published. Every
set of whole numbers that has just these ends and as many members as there are bodies is possible;
the functions here go through all of them and never assume one.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

SIGNIFICANCE = 0.05
Numbers = npt.NDArray[np.int64]


class ImpossibleRangeError(ValueError):
    """No set of counts has these ends and this number of members."""


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest value that a measure can have; both are attained.

    Attributes:
        low: The smallest value.
        high: The largest value.
    """

    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """How far counts can be spread that have given ends.

    Attributes:
        bodies: The number of counts.
        variance: Bounds of the variance (divisor n).
        deviation: Bounds of the standard deviation, in the unit of the counts.
        variation: Bounds of the coefficient of variation; None if all counts are 0.
        dispersion: Bounds of the index of dispersion, the sample variance (divisor n - 1) over
            the mean; None if it is not defined (one count, or all counts 0).
        highest_p: Upper bound of the p-value of the dispersion test; None where it is not defined.
    """

    bodies: int
    variance: Bounds
    deviation: Bounds
    variation: Bounds | None
    dispersion: Bounds | None
    highest_p: float | None

    @property
    def exceeds_chance(self) -> bool | None:
        """Whether even the most even set that fits is more uneven than chance.

        Returns:
            True if it is, False if the range alone cannot tell, None if nothing can be tested.
        """
        return None if self.highest_p is None else self.highest_p < SIGNIFICANCE


def spread_of_range(low: int, high: int, bodies: int, known: Sequence[int] = ()) -> Spread:
    """The possible spread of counts from their smallest, their largest and their number.

    Method: exact search. For every possible sum, the set of squares is smallest where the other
    counts are as equal as whole numbers allow, and largest where all but one of them stand at the
    ends; so two sets a sum suffice.

    The variance lies within the bounds of J. von Szokefalvi-Nagy (1918), at least
    (high - low)^2 / 2n, and T. Popoviciu (1935), at most (high - low)^2 / 4; for whole numbers and
    a given n the exact bounds are narrower. The test is R. A. Fisher's index of dispersion:
    (n - 1) times the index is compared with the chi-square distribution of n - 1 degrees of
    freedom, as for counts that differ by chance alone around one mean (Poisson).

    Args:
        low: The smallest count, not negative.
        high: The largest count.
        bodies: The number of counts, the two ends included.
        known: Counts of single bodies that are known; one that equals an end is that end.

    Raises:
        ImpossibleRangeError: The ends contradict each other, the known counts or the number of
            bodies.
    """
    ends = Counter((low,) if bodies == 1 and low == high else (low, high))
    fixed = tuple((ends | Counter(known)).elements())
    _require_possible(low, high, bodies, fixed)
    totals, squares = _extreme_sums(low, high, bodies - len(fixed), fixed)
    means = totals / bodies
    variances = np.maximum(squares / bodies - means**2, 0)
    variance = _bounds(variances)
    deviation = Bounds(math.sqrt(variance.low), math.sqrt(variance.high))
    if high == 0:
        return Spread(bodies, variance, deviation, None, None, None)
    # A mean of 0 needs counts that are all 0, and the largest is not.
    variation = _bounds(np.sqrt(variances) / means)
    if bodies == 1:
        return Spread(bodies, variance, deviation, variation, None, None)
    dispersion = _bounds(variances * bodies / (bodies - 1) / means)
    highest_p = dispersion_p(dispersion.low, bodies)
    return Spread(bodies, variance, deviation, variation, dispersion, highest_p)


def _require_possible(low: int, high: int, bodies: int, fixed: Sequence[int]) -> None:
    if low < 0 or high < low:
        message = f"no counts run from {low} to {high}"
        raise ImpossibleRangeError(message)
    if bodies < len(fixed) or min(fixed) < low or max(fixed) > high:
        message = f"{bodies} counts from {low} to {high} cannot hold {sorted(fixed)}"
        raise ImpossibleRangeError(message)


def _extreme_sums(
    low: int, high: int, others: int, fixed: Sequence[int]
) -> tuple[Numbers, Numbers]:
    """Sum and sum of squares of the most even and of the most uneven set, for each possible sum."""
    rest = np.arange(others * low, others * high + 1, dtype=np.int64)
    squares = [_even_squares(rest, others), _uneven_squares(rest, others, low, high)]
    totals = sum(fixed) + np.concatenate([rest, rest])
    return totals, sum(count**2 for count in fixed) + np.concatenate(squares)


def _even_squares(totals: Numbers, members: int) -> Numbers:
    """The smallest sums of squares of some whole numbers of given sums."""
    if members == 0:
        return np.zeros_like(totals)
    each, more = np.divmod(totals, members)
    squares: Numbers = (members - more) * each**2 + more * (each + 1) ** 2
    return squares


def _uneven_squares(totals: Numbers, members: int, low: int, high: int) -> Numbers:
    """The largest sums of squares of some whole numbers between two ends, of given sums."""
    if members == 0 or low == high:
        return np.full_like(totals, members * low**2)
    at_high, over = np.divmod(totals - members * low, high - low)
    # One number stands between the ends; where nothing is over, it is the next one at the low end.
    between = np.where(at_high < members, (low + over) ** 2, 0)
    below = np.maximum(members - at_high - 1, 0)
    squares: Numbers = at_high * high**2 + between + below * low**2
    return squares


def dispersion_p(dispersion: float, bodies: int) -> float:
    """The probability of an index of dispersion at least this high by chance alone.

    Args:
        dispersion: Sample variance over mean.
        bodies: The number of counts, at least 2.

    Source: R. A. Fisher, Statistical Methods for Research Workers (1925), section 16.
    """
    return float(stats.chi2.sf((bodies - 1) * dispersion, bodies - 1))


def _bounds(values: npt.NDArray[np.float64]) -> Bounds:
    return Bounds(float(values.min()), float(values.max()))
