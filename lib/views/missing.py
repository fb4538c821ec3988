"""Words for values that are not there: 秘匿, 不明 and 該当なし are three things, and none is 0."""

from collections import Counter
from collections.abc import Iterable

from lib.vocabulary import MISSING_REASON

NOT_ENTERED = "該当なしか公表なし"  # nothing is entered for the prefecture


def reason_counts(
    reasons: Iterable[str | None], absent: str = "", missing: int = 0
) -> Counter[str]:
    """How many values are missing, by the words of the reason, in the order of display.

    Args:
        reasons: Codes of ``MISSING_REASON``; None for a value.
        absent: What the prefectures without a row are.
        missing: How many there are of them.
    """
    found = Counter(reason for reason in reasons if reason)
    counted = Counter({label: found[code] for code, label in MISSING_REASON.labels.items()})
    if missing:
        counted[absent] += missing
    return +counted


def reason_words(counted: Counter[str]) -> str:
    """As in 秘匿 2、不明 1、該当なし 35; empty for none."""
    return "、".join(f"{words} {number}" for words, number in counted.items())
