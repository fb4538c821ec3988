"""How like values of several bodies are distributed: no more is said than their number bears."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_FOR_MEDIAN = 5  # fewer are read off a list
FEWEST_FOR_QUARTILES = 8  # two values in each quarter


@dataclass(frozen=True)
class Distribution:
    """Descriptive measures of some values, in their unit.

    Attributes:
        size: The number of values.
        smallest: The smallest value.
        largest: The largest value.
        median: Half of the values lie at or below it; None for fewer than five values.
        lower_quartile: A quarter of the values lie at or below it; None for fewer than eight.
        upper_quartile: Three quarters of the values lie at or below it; None for fewer than eight.
        deviation: Sample standard deviation (divisor n - 1); None for fewer than eight values.
    """

    size: int
    smallest: float
    largest: float
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    deviation: float | None = None


def distribution_of(values: Sequence[float]) -> Distribution:
    """The measures of some values of one unit.

    Method: quartiles are of type 7 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical
    packages, The American Statistician 50 (1996), 361-365: the quantile p stands at the place
    1 + (n - 1) p of the sorted values, with a straight line between two of them.

    Args:
        values: At least one value.

    Raises:
        ValueError: There is no value.
    """
    size, ends = len(values), (min(values), max(values))
    if size < FEWEST_FOR_MEDIAN:
        return Distribution(size, *ends)
    if size < FEWEST_FOR_QUARTILES:
        return Distribution(size, *ends, statistics.median(values))
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Distribution(size, *ends, median, lower, upper, statistics.stdev(values))
