"""How many persons stay in a course, session by session."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class Step:
    """One step of a retention curve.

    Attributes:
        sessions: A number of sessions, from 0.
        at_risk: Persons who are known to have attended at least this many.
        stopped: Those of them who attended no more than this many (the events).
        censored: Those of them of whom it is not known whether they would have gone on.
        survival: Estimated share of persons who attend more than this many, 0 to 1.
    """

    sessions: int
    at_risk: int
    stopped: int
    censored: int
    survival: float


def retention_curve(
    sessions: Sequence[int], *, is_censored: Sequence[bool], last: int
) -> tuple[Step, ...]:
    """The Kaplan-Meier estimate over the number of sessions that persons attended.

    Method: E. L. Kaplan and P. Meier, Journal of the American Statistical Association 53 (1958).
    A person who is censored at a number of sessions counts as at risk there, after those who
    stopped. Without censoring the estimate is a plain share of persons, for which
    ``intervals.share_interval`` gives an exact interval; with few persons the usual interval of
    the method (M. Greenwood, 1926) covers less than it promises and is left out.

    Assumption: whether a person is censored has nothing to do with how long the person would have
    gone on.

    Args:
        sessions: Sessions that each person attended, 0 for none.
        is_censored: For each person, whether it is unknown if there would have been more sessions;
            all False if every last session counts as stopping.
        last: The number of sessions at which the curve ends.

    Returns:
        One step a number of sessions, from 0 to ``last``.

    Raises:
        ValueError: There is nobody, a number is negative or larger than ``last``, or the two lists
            differ in length.
    """
    attended = np.asarray(sessions, dtype=int)
    censored = np.asarray(is_censored, dtype=bool)
    if not len(attended) or attended.min() < 0 or attended.max() > last:
        message = f"not numbers of sessions from 0 to {last}: {sessions}"
        raise ValueError(message)
    survival = stats.ecdf(stats.CensoredData.right_censored(attended, censored)).sf
    shares = [float(share) for share in survival.evaluate(np.arange(last + 1))]
    return tuple(
        Step(
            place,
            int(np.sum(attended >= place)),
            int(np.sum((attended == place) & ~censored)),
            int(np.sum((attended == place) & censored)),
            share,
        )
        for place, share in enumerate(shares)
    )


def highest_shares(
    sessions: Sequence[int], *, persons: int, least: int, last: int
) -> tuple[float, ...]:
    """The largest shares that could have gone on, if the end is not known of some persons.

    Nobody knows who they are. At each number of sessions the share is largest if as many of them
    as can be are among those who stopped before it; no one choice need attain all of these.

    Args:
        sessions: Sessions that each person attended, 0 for none.
        persons: Of how many of them the end is not known.
        least: The fewest sessions that such a person has attended.
        last: The number of sessions up to which the shares are given.

    Returns:
        The share of persons who may have attended at least 0, 1 … ``last`` sessions.

    Raises:
        ValueError: Fewer persons than that have attended enough sessions.
    """
    candidates = [attended for attended in sessions if attended >= least]
    if len(candidates) < persons:
        message = f"the end of {persons} of {len(candidates)} persons cannot be unknown"
        raise ValueError(message)
    shares = []
    for number in range(last + 1):
        known = sum(attended >= number for attended in sessions)
        stopped = sum(attended < number for attended in candidates)
        shares.append((known + min(persons, stopped)) / len(sessions))
    return tuple(shares)
