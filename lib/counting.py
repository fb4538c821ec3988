"""Typed counts: what a counter counts, and sums that refuse to mix what may not be mixed."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TypeVar

from lib.vocabulary import COUNT_BASIS

Item = TypeVar("Item")

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
    "か月": "month",
    "倍": "ratio",
    "%": "percent",
    "円": "yen",
}
# Words for each counted thing: all counters that count it.
THING_WORDS: dict[str, str] = {
    thing: "・".join(unit for unit, counted in COUNTED_THING.items() if counted == thing)
    for thing in COUNTED_THING.values()
}
UNIT_PATTERN = "|".join(COUNTED_THING)


class MixedCountsError(ValueError):
    """Counts of different things, or counted differently, were to be combined or compared."""

    def __init__(self, first: "Count", second: "Count") -> None:
        self.first = first
        self.second = second
        super().__init__(f"「{first.type_words}」と「{second.type_words}」は合わせられない")


@dataclass(frozen=True)
class Count:
    """A published number with what makes it comparable.

    Counts of one type may be added and put in order; any other pair raises.

    Attributes:
        quantity: The number.
        unit: The counter as printed.
        basis: Code of ``COUNT_BASIS``.
        as_of: As of when, oldest first: one date for a published number, all dates of its parts
            for a sum; empty where the document does not say.
        measure: What was counted, in words, where the counter alone does not say it.
    """

    quantity: float
    unit: str
    basis: str
    as_of: tuple[dt.date, ...] = ()
    measure: str = ""

    @property
    def type_words(self) -> str:
        """Measure, unit and basis in words, as in 支援した人・人（延べ）."""
        words = f"{self.unit}（{COUNT_BASIS.label(self.basis)}）"
        return f"{self.measure}・{words}" if self.measure else words

    @property
    def kind(self) -> tuple[str, str, str]:
        """What counts that may be combined have in common; a hundred thousand are grouped by it."""
        return self.basis, self.measure, COUNTED_THING.get(self.unit, self.unit)

    def is_like(self, other: "Count") -> bool:
        """Whether both count the same thing in the same way."""
        return self.kind == other.kind

    def _require_like(self, other: "Count") -> None:
        if not self.is_like(other):
            raise MixedCountsError(self, other)

    def __add__(self, other: "Count") -> "Count":
        """The sum, as of the dates of both.

        Raises:
            MixedCountsError: They differ in what they count or how; the message names both.
        """
        self._require_like(other)
        dates = tuple(sorted({*self.as_of, *other.as_of}))
        return replace(self, quantity=self.quantity + other.quantity, as_of=dates)


def counts_the_same(unit: str, other_unit: str) -> bool:
    """Whether two counters count the same thing.

    Raises:
        KeyError: One of them is not a declared counter.
    """
    return COUNTED_THING[unit] == COUNTED_THING[other_unit]


def total(counts: Iterable[Count]) -> Count:
    """The sum of counts of one type, as of all of their dates.

    Raises:
        MixedCountsError: They differ in what they count or how; the message names both.
        ValueError: There is nothing to add.
    """
    first, *others = counts
    return reduce(add, others, first)


def mean(counts: Sequence[Count]) -> Count:
    """The arithmetic mean of counts of one type, as of all of their dates.

    Raises:
        MixedCountsError: They differ in what they count or how.
        ValueError: There is nothing to average.
    """
    whole = total(counts)
    return replace(whole, quantity=whole.quantity / len(counts))


def ranked(items: Iterable[Item], count_of: Callable[[Item], Count]) -> list[Item]:
    """Items in order of their counts, the largest first; equal ones keep their order.

    Raises:
        MixedCountsError: Two of the counts differ in what they count or how.
    """
    found = list(items)
    for item in found[1:]:
        count_of(found[0])._require_like(count_of(item))  # noqa: SLF001 - the same module
    return sorted(found, key=lambda item: -count_of(item).quantity)


def like_groups(items: Iterable[Item], count_of: Callable[[Item], Count]) -> list[list[Item]]:
    """The items in groups whose counts may be combined, the largest group first.

    Groups of equal size keep the order of their first items.
    """
    groups: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        groups.setdefault(count_of(item).kind, []).append(item)
    return sorted(groups.values(), key=lambda group: -len(group))
