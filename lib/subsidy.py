"""The rule of the grant: a share of a project's cost, up to the cap, and what follows from it."""

import math
from collections.abc import Iterable
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
    uncapped = _scaled(cost_yen, rate)
    grant = min(uncapped, cap_yen)
    return GrantShare(grant, cost_yen - grant, is_capped=uncapped > cap_yen)


def _scaled(amount_yen: float, factor: float) -> int:
    """An amount times a factor in whole yen, rounded down; a hair below a whole yen is that yen."""
    product = amount_yen * factor
    nearest = round(product)
    return nearest if math.isclose(product, nearest, rel_tol=0, abs_tol=1e-4) else int(product)


def cost_at_cap(rate: float, cap_yen: int) -> int:
    """The cost in yen from which on the grant no longer grows."""
    return int(cap_yen / rate)


@dataclass(frozen=True)
class Terms:
    """Terms of the grant.

    Attributes:
        rate: Share of the cost that the State pays, above 0 and at most 1.
        cap_yen: Upper limit of one grant in yen.
    """

    rate: float
    cap_yen: int


@dataclass(frozen=True)
class Amounts:
    """What an amount in yen can be.

    Attributes:
        low_yen: At least.
        high_yen: At most.
    """

    low_yen: int
    high_yen: int


def regranted(paid_yen: int, old: Terms, new: Terms) -> Amounts:
    """What a grant would be under other terms, if the cost of the project stayed the same.

    A grant below the cap tells the cost. A grant at the cap tells only that the cost was at least
    cap / rate; it may reach the new cap, whatever it is.

    Args:
        paid_yen: The grant that was paid under the old terms.
        old: Terms under which it was paid.
        new: Terms to be tried.
    """
    cost_yen = paid_yen / old.rate
    low = grant_share(_scaled(cost_yen, 1), new.rate, new.cap_yen).grant_yen
    return Amounts(low, new.cap_yen if paid_yen >= old.cap_yen else low)


def regranted_rest(total_yen: int, largest_yen: int, most: int, old: Terms, new: Terms) -> Amounts:
    """What several grants of a known sum would be together under other terms.

    Args:
        total_yen: Sum of the grants.
        largest_yen: None of them is larger.
        most: How many grants there are at most.
        old: Terms under which they were paid.
        new: Terms to be tried.

    Returns:
        At most all grants grow with the rate, or as many as possible stood at the old cap and
        reach the new one, which limits each; at least as many as possible are as large as the
        largest can be, and are cut by the new cap.
    """
    ratio = new.rate / old.rate
    low = high = _scaled(total_yen, ratio)
    if largest_yen * ratio > new.cap_yen:
        whole, part = divmod(total_yen, largest_yen)
        cut = grant_share(_scaled(part, 1 / old.rate), new.rate, new.cap_yen).grant_yen
        low = whole * new.cap_yen + cut
    if largest_yen >= old.cap_yen:
        lifted, part = divmod(total_yen, old.cap_yen)
        high = max(high, lifted * new.cap_yen + _scaled(part, ratio))
    return Amounts(low, max(low, min(high, most * new.cap_yen)))


def together(amounts: Iterable[Amounts]) -> Amounts:
    """The sum of amounts that are known within bounds."""
    found = list(amounts)
    return Amounts(
        sum(amount.low_yen for amount in found), sum(amount.high_yen for amount in found)
    )
