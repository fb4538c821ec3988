"""What a summary and its recalculations say of how values are distributed."""

from lib import formats
from lib.exhibits import Total
from lib.statistics.counts import Distribution


def quartile_sentence(found: Distribution, unit: str) -> str:
    """Quartiles and standard deviation in a sentence; empty for too few values."""
    if found.lower_quartile is None or found.upper_quartile is None or found.deviation is None:
        return ""
    low, high = formats.number(found.lower_quartile), formats.number(found.upper_quartile)
    return (
        f"四分位範囲は{low}～{high}{unit}、標準偏差は{formats.number(found.deviation, 1)}{unit}。"
    )


def totals(found: Distribution, counted: str) -> tuple[Total, ...]:
    """What a spreadsheet works out again from the column of the values.

    Args:
        found: The measures.
        counted: What the number of values counts, as in 都道府県の数.
    """
    return tuple(
        Total(label, function, "value", shown)
        for label, function, shown in (
            (counted, "COUNT", found.size),
            ("最小", "MIN", found.smallest),
            ("数値の中央値", "MEDIAN", found.median),
            ("最大", "MAX", found.largest),
        )
        if shown is not None
    )


def method_ids(found: Distribution) -> tuple[str, ...]:
    """How the measures that are shown were calculated; none for values that are only listed."""
    if found.median is None:
        return ()
    return ("median",) if found.deviation is None else ("median", "quartiles")
