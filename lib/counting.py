"""Typed counts: what a counter counts, and sums that refuse to mix what may not be mixed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lib.vocabulary import COUNT_BASIS

# Two counters of the same thing (人 and 名) may be compared and added; all others may not.
COUNTED_THING: dict[str, str] = {
    "人": "person",
    "名": "person",
    "件": "case",
    "回": "occasion",
    "部": "copy",
    "セット": "set",
    "社": "company",
    "機関": "institution",
    "団体": "body",
    "地区": "district",
    "組": "family",
    "例": "example",
    "日間": "day",
    "倍": "ratio",
    "%": "percent",
    "円": "yen",
}
UNIT_PATTERN = "|".join(COUNTED_THING)


class MixedCountsError(ValueError):
    """Counts of different things, or counted differently, were to be combined."""

    def __init__(self, first: "Count", second: "Count") -> None:
        self.first = first
        self.second = second
        super().__init__(f"「{first.type_words}」と「{second.type_words}」は合わせられない")


@dataclass(frozen=True)
class Count:
    """A published number with what makes it comparable.

    Attributes:
        quantity: The number.
        unit: The counter as printed.
        basis: Code of ``COUNT_BASIS``.
        as_of: As of when; None where the document does not say.
    """

    quantity: float
    unit: str
    basis: str
    as_of: dt.date | None = None

    @property
    def type_words(self) -> str:
        """Unit and basis in words, as in 人（延べ）."""
        return f"{self.unit}（{COUNT_BASIS.label(self.basis)}）"


def counts_the_same(unit: str, other_unit: str) -> bool:
    """Whether two counters count the same thing.

    Raises:
        KeyError: One of them is not a declared counter.
    """
    return COUNTED_THING[unit] == COUNTED_THING[other_unit]


def total(counts: Iterable[Count]) -> Count:
    """The sum of counts of one type, as of the latest of their dates.

    Raises:
        MixedCountsError: They differ in what they count or how; the message names both.
        ValueError: There is nothing to add.
    """
    first, *others = counts
    for other in others:
        if other.basis != first.basis or not counts_the_same(other.unit, first.unit):
            raise MixedCountsError(first, other)
    dates = [count.as_of for count in (first, *others) if count.as_of is not None]
    quantity = sum((other.quantity for other in others), first.quantity)
    return Count(quantity, first.unit, first.basis, max(dates, default=None))
