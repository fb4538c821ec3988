"""Whether a target was met, as far as the numbers behind the result allow to say."""

from enum import Enum

from lib.statistics.intervals import Interval


class Verdict(Enum):
    """What may be said of a target."""

    MET = "met"
    MISSED = "missed"
    UNDECIDED = "undecided"


def verdict(comparison: str, target: float, interval: Interval) -> Verdict:
    """Compares a target with everything that the true value may be.

    Args:
        comparison: ``>=`` if the target is to be reached, ``<=`` if it is not to be exceeded.
        target: The target, in the unit of the interval.
        interval: The values that the result is compatible with; both limits equal where the
            result is not subject to chance.

    Returns:
        Met or missed only if the whole interval says so.
    """
    low, high = interval.low, interval.high
    if comparison == "<=":
        low, high, target = -high, -low, -target
    if low >= target:
        return Verdict.MET
    return Verdict.MISSED if high < target else Verdict.UNDECIDED
