"""What a counter counts: the units as printed and the things that they stand for."""

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


def counts_the_same(unit: str, other_unit: str) -> bool:
    """Whether two counters count the same thing.

    Raises:
        KeyError: One of them is not a declared counter.
    """
    return COUNTED_THING[unit] == COUNTED_THING[other_unit]
