"""How counts of several bodies are distributed, where the count of each body is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.statistics.ranges import SIGNIFICANCE, dispersion_p

_QUARTILES = (0.25, 0.5, 0.75)
_QUANTILE_METHOD: Final = "linear"  # numpy's name of type 7


@dataclass(frozen=True)
class Distribution:
    """Statistics of counts, all in the unit of the counts unless said otherwise.

    Attributes:
        bodies: The number of counts.
        total: Their sum.
        smallest: The smallest count.
        lower_quartile: A quarter of the counts lie at or below it.
        median: Half of the counts lie at or below it.
        upper_quartile: Three quarters of the counts lie at or below it.
        largest: The largest count.
        mean: Arithmetic mean.
        deviation: Sample standard deviation (divisor n - 1); None for one count.
        variation: Coefficient of variation, deviation over mean, no unit; None where the deviation
            is, or if all counts are 0.
        largest_to_smallest: Ratio of the ends, no unit; None if the smallest is 0.
        dispersion: Index of dispersion, sample variance over mean; None where the variation is.
        p: The probability of an index at least this high by chance alone (one-sided: counts more
            even than chance are not looked for); None where there is no index.
    """

    bodies: int
    total: int
    smallest: int
    lower_quartile: float
    median: float
    upper_quartile: float
    largest: int
    mean: float
    deviation: float | None
    variation: float | None
    largest_to_smallest: float | None
    dispersion: float | None
    p: float | None

    @property
    def exceeds_chance(self) -> bool | None:
        """Whether the counts differ more than by chance; None if nothing can be tested."""
        return None if self.p is None else self.p < SIGNIFICANCE


def distribution_of(counts: Sequence[int]) -> Distribution:
    """The statistics of some counts of one unit, one a body.

    Method: quartiles are of type 7 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical
    packages, The American Statistician 50 (1996), 361-365: the quantile p stands at the place
    1 + (n - 1) p of the sorted counts, with a straight line between two of them. The test is
    R. A. Fisher's index of dispersion (see ``ranges.dispersion_p``).

    Args:
        counts: Counts, not negative; at least one.

    Raises:
        ValueError: There is no count, or one is negative.
    """
    if not counts or min(counts) < 0:
        message = f"not counts of bodies: {list(counts)}"
        raise ValueError(message)
    bodies, mean = len(counts), float(np.mean(counts))
    lower, median, upper = np.quantile(counts, _QUARTILES, method=_QUANTILE_METHOD)
    deviation = float(np.std(counts, ddof=1)) if bodies > 1 else None
    has_spread = deviation is not None and mean > 0
    dispersion = deviation**2 / mean if deviation is not None and has_spread else None
    return Distribution(
        bodies,
        sum(counts),
        min(counts),
        float(lower),
        float(median),
        float(upper),
        max(counts),
        mean,
        deviation,
        deviation / mean if deviation is not None and has_spread else None,
        max(counts) / min(counts) if min(counts) else None,
        dispersion,
        None if dispersion is None else dispersion_p(dispersion, bodies),
    )
