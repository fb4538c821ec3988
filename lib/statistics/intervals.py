"""Exact intervals of a share of few persons."""

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
