"""Exact intervals of a share of few persons and of a count of few events."""

import math
from dataclasses import dataclass

from scipy import stats

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """A two-sided interval.

    Attributes:
        low: Lower limit.
        high: Upper limit.
    """

    low: float
    high: float


def share_interval(events: int, persons: int, confidence: float = CONFIDENCE) -> Interval:
    """The exact interval of a share of persons, 0 to 1.

    Assumes that the persons are alike and that one does not influence another (binomial). Covers
    the true share with at least the given confidence, whatever the share is.

    Args:
        events: Persons to whom it happened, 0 to ``persons``.
        persons: Persons observed, at least 1.
        confidence: 0 to 1.

    Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), 404-413.
    """
    found = stats.binomtest(events, persons).proportion_ci(confidence, method="exact")
    return Interval(float(found.low), float(found.high))


def count_interval(events: int, confidence: float = CONFIDENCE) -> Interval:
    """The exact interval of the mean of a count of events.

    Assumes that events happen one by one, independently, at one rate (Poisson).

    Args:
        events: Events counted, not negative.
        confidence: 0 to 1.

    Source: F. Garwood, Biometrika 28 (1936), 437-442.
    """
    tail = (1 - confidence) / 2
    low = stats.chi2.ppf(tail, 2 * events) / 2 if events else 0.0
    return Interval(float(low), float(stats.chi2.isf(tail, 2 * events + 2) / 2))


def probability_at_most(events: int, persons: int, share: float) -> float:
    """The probability that of some persons at most so many are affected, by chance (binomial).

    Args:
        events: The number that is not exceeded.
        persons: Persons observed.
        share: The true share, 0 to 1.
    """
    return float(stats.binom.cdf(events, persons, share))


def persons_needed_without_event(share: float, confidence: float = CONFIDENCE) -> int:
    """How many persons without any event put the upper limit of the exact interval at a share.

    Args:
        share: The share that the upper limit must not exceed, above 0 and below 1.
        confidence: Of the two-sided interval, 0 to 1.

    Returns:
        The smallest such number.
    """
    # For none of n the upper limit has a closed form: 1 - tail^(1/n).
    tail = (1 - confidence) / 2
    persons = math.ceil(math.log(tail) / math.log(1 - share))
    # The quotient may end a hair above a whole number.
    while persons > 1 and share_interval(0, persons - 1, confidence).high <= share:
        persons -= 1
    return persons
