"""How much of the variation of values lies between groups and how much within them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_FEWEST_GROUPS = 2
_FEWEST_MEMBERS = 2


@dataclass(frozen=True)
class Decomposition:
    """Sums of squared distances; the total is the sum of the part between and the parts within.

    Attributes:
        total: Of all values from the mean of all values.
        between: Of each value's group mean from the mean of all values.
        within: Of the values of each group from the mean of the group, in the groups' order.
    """

    total: float
    between: float
    within: tuple[float, ...]

    @property
    def share_between(self) -> float | None:
        """The share that lies between the groups (eta squared), 0 to 1; None if all are equal."""
        return self.between / self.total if self.total else None


def decomposed(groups: Sequence[Sequence[float]]) -> Decomposition:
    """The sums of squares of a one-way analysis of variance.

    It describes and tests nothing, so that nothing need be normal or independent.

    Args:
        groups: At least two groups of at least two values each, all of one unit.

    Raises:
        ValueError: There are fewer groups, or a group with one value, in which nothing can vary.

    Source: R. A. Fisher, Statistical Methods for Research Workers (1925), chapter VII.
    """
    if len(groups) < _FEWEST_GROUPS or min(map(len, groups)) < _FEWEST_MEMBERS:
        message = f"cannot decompose groups of {[len(group) for group in groups]} values"
        raise ValueError(message)
    mean = float(np.mean(np.concatenate([np.asarray(group, dtype=float) for group in groups])))
    between = sum(len(group) * (float(np.mean(group)) - mean) ** 2 for group in groups)
    within = tuple(float(np.var(group) * len(group)) for group in groups)
    return Decomposition(between + sum(within), between, within)
