"""What the smallest and the largest of some counts tell of their spread.

Of each type of support only the smallest and the largest count of any body are published. Every
set of whole numbers that has just these ends and as many members as there are bodies is possible;
the functions here go through all of them and never assume one.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scipy import stats

SIGNIFICANCE = 0.05


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
    variances, variations, dispersions = [], [], []
    for total, squares in _extreme_sums(low, high, bodies - len(fixed), fixed):
        mean = total / bodies
        variance = max(squares / bodies - mean**2, 0.0)
        variances.append(variance)
        if mean > 0:
            variations.append(math.sqrt(variance) / mean)
            if bodies > 1:
                dispersions.append(variance * bodies / (bodies - 1) / mean)
    variance_bounds = _bounds(variances)
    dispersion = _bounds(dispersions) if dispersions else None
    return Spread(
        bodies,
        variance_bounds,
        Bounds(math.sqrt(variance_bounds.low), math.sqrt(variance_bounds.high)),
        _bounds(variations) if variations else None,
        dispersion,
        dispersion_p(dispersion.low, bodies) if dispersion else None,
    )


def _require_possible(low: int, high: int, bodies: int, fixed: Sequence[int]) -> None:
    if low < 0 or high < low:
        message = f"no counts run from {low} to {high}"
        raise ImpossibleRangeError(message)
    if bodies < len(fixed) or min(fixed) < low or max(fixed) > high:
        message = f"{bodies} counts from {low} to {high} cannot hold {sorted(fixed)}"
        raise ImpossibleRangeError(message)


def _extreme_sums(
    low: int, high: int, others: int, fixed: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Sum and sum of squares of the most even and the most uneven set, for each possible sum."""
    fixed_sum, fixed_squares = sum(fixed), sum(count**2 for count in fixed)
    for rest in range(others * low, others * high + 1):
        for squares in {_even_squares(rest, others), _uneven_squares(rest, others, low, high)}:
            yield fixed_sum + rest, fixed_squares + squares


def _even_squares(total: int, members: int) -> int:
    """The smallest sum of squares of some whole numbers of a given sum."""
    if members == 0:
        return 0
    each, more = divmod(total, members)
    return (members - more) * each**2 + more * (each + 1) ** 2


def _uneven_squares(total: int, members: int, low: int, high: int) -> int:
    """The largest sum of squares of some whole numbers between two ends, of a given sum."""
    if members == 0 or low == high:
        return members * low**2
    at_high, over = divmod(total - members * low, high - low)
    if over == 0:
        return at_high * high**2 + (members - at_high) * low**2
    return at_high * high**2 + (low + over) ** 2 + (members - at_high - 1) * low**2


def dispersion_p(dispersion: float, bodies: int) -> float:
    """The probability of an index of dispersion at least this high by chance alone.

    Args:
        dispersion: Sample variance over mean.
        bodies: The number of counts, at least 2.

    Source: R. A. Fisher, Statistical Methods for Research Workers (1925), section 16.
    """
    return float(stats.chi2.sf((bodies - 1) * dispersion, bodies - 1))


def _bounds(values: Iterable[float]) -> Bounds:
    found = list(values)
    return Bounds(min(found), max(found))
