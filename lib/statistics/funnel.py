"""Control limits of a funnel plot: how far counts may lie from what is expected by chance alone.

Source: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in
Medicine 24 (2005), 1185-1202.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from lib.statistics.ranges import SIGNIFICANCE

WARNING = 0.95  # the share of bodies that lie inside by chance; about two standard deviations
CONTROL = 0.998  # about three standard deviations
WINSORISED_SHARE = 0.1  # of the z-scores, at each end


@dataclass(frozen=True)
class Limits:
    """Counts outside of these are unlikely by chance alone.

    Attributes:
        low: Counts below it are low; 0 where even no count at all is not.
        high: Counts above it are high.
    """

    low: float
    high: float

    def side(self, count: float) -> int:
        """-1 for a count below the limits, 1 for one above them, 0 for one between them."""
        return int(count > self.high) - int(count < self.low)


@dataclass(frozen=True)
class Overdispersion:
    """How much more counts differ than by chance alone.

    Attributes:
        phi: Estimated factor on the variance; 1 for counts that differ by chance alone.
        p: The probability of a factor at least this high by chance alone.
    """

    phi: float
    p: float

    @property
    def is_significant(self) -> bool:
        """Whether the factor lies above 1 by more than chance."""
        return self.phi > 1 and self.p < SIGNIFICANCE


def expected_counts(counts: Sequence[float], exposures: Sequence[float]) -> list[float]:
    """The counts if all bodies had the rate of all together.

    Args:
        counts: The counts.
        exposures: What each is related to, as inhabitants; positive.
    """
    rate = overall_rate(counts, exposures)
    return [rate * exposure for exposure in exposures]


def overall_rate(counts: Sequence[float], exposures: Sequence[float]) -> float:
    """The rate of all bodies together, per unit of exposure.

    Args:
        counts: The counts.
        exposures: What each is related to, as inhabitants; positive.
    """
    return sum(counts) / sum(exposures)


def poisson_limits(expected: float, coverage: float) -> Limits:
    """Exact two-sided limits of a Poisson count with a given expectation.

    Method: conservative. A whole number is above the upper limit just if P(X >= number), and below
    the lower one just if P(X <= number), is under half of what the coverage leaves over; the
    limits therefore hold at least the coverage. Between whole numbers they run smoothly, through
    the incomplete gamma function, so that curves of them can be drawn. The expectation then lies
    outside F. Garwood's exact interval (Biometrika 28, 1936) of just the counts outside of the
    limits. The limits interpolated in the source's appendix are up to one count narrower.

    Args:
        expected: The expected count, positive.
        coverage: Share of counts inside, 0 to 1.
    """
    tail = (1 - coverage) / 2
    # Without a lower limit where even 0 is not rare enough.
    low = float(special.pdtrik(tail, expected)) if math.exp(-expected) < tail else 0.0
    return Limits(low, float(special.pdtrik(1 - tail, expected)) + 1)


def overdispersion(counts: Sequence[float], expected: Sequence[float]) -> Overdispersion:
    """The factor by which counts vary more than Poisson counts.

    Method: z = (count - expected) / sqrt(expected); the lowest and the highest tenth of the z are
    drawn in to their quantiles (winsorised, quantiles of type 7), and phi is the mean of their
    squares. n phi is compared with the chi-square distribution of n - 1 degrees of freedom, which
    is cautious, as winsorising can only lower phi.

    Args:
        counts: The counts, at least two.
        expected: The expected counts, positive.
    """
    means = np.asarray(expected, dtype=float)
    scores = (np.asarray(counts, dtype=float) - means) / np.sqrt(means)
    ends = np.quantile(scores, [WINSORISED_SHARE, 1 - WINSORISED_SHARE], method="linear")
    phi = float(np.mean(np.clip(scores, *ends) ** 2))
    return Overdispersion(phi, float(stats.chi2.sf(len(scores) * phi, len(scores) - 1)))


def widened(limits: Limits, expected: float, phi: float) -> Limits:
    """The limits with their distance from the expected count multiplied by the root of phi.

    Args:
        limits: Limits of counts that differ by chance alone.
        expected: The expected count.
        phi: The factor on the variance.
    """
    factor = math.sqrt(phi)
    low = max(0.0, expected - factor * (expected - limits.low))
    return Limits(low, expected + factor * (limits.high - expected))
