"""The rule of the grant: half of a project's cost, up to the cap."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GrantShare:
    """How the cost of a project is shared, in yen.

    Attributes:
        grant_yen: What the State pays.
        own_yen: What the prefecture pays.
        is_capped: Whether the cap limits the grant.
    """

    grant_yen: int
    own_yen: int
    is_capped: bool


def grant_share(cost_yen: int, rate: float, cap_yen: int) -> GrantShare:
    """The grant for a cost: cost x rate, rounded down to whole yen, at most the cap.

    Args:
        cost_yen: Cost of the project in yen, not negative.
        rate: Share that the State pays, above 0 and at most 1.
        cap_yen: Upper limit of the grant in yen.

    Source: S2 L10-11. How the Ministry rounds is not stated there.
    """
    uncapped = int(cost_yen * rate)
    grant = min(uncapped, cap_yen)
    return GrantShare(grant, cost_yen - grant, is_capped=uncapped > cap_yen)


def cost_at_cap(rate: float, cap_yen: int) -> int:
    """The cost in yen from which on the grant no longer grows."""
    return int(cap_yen / rate)
