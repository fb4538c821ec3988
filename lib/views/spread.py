"""What the published ranges of support counts say of the spread between bodies."""

from collections.abc import Mapping, Sequence
from typing import Any

from lib import formats, vocabulary
from lib.cells import Evidence, evidence_in
from lib.counting import counts_the_same
from lib.exhibits import Method
from lib.frames import Record
from lib.schema import Column, Kind
from lib.statistics.ranges import ImpossibleRangeError, Spread, spread_of_range

MINIMUM = evidence_in("support_ranges", "minimum", "range_fiscal_year", "support_type_id")
MAXIMUM = evidence_in("support_ranges", "maximum", "range_fiscal_year", "support_type_id")
BODIES = evidence_in("support_type_bodies", "bodies", "bodies_fiscal_year", "support_type_id")
JUDGEMENTS = {
    True: "偶然では説明できない",
    False: "範囲だけでは判定できない",
    None: "判定の対象外",
}
_NO_RANGE = "幅か団体数の公表なし"
_NO_MEAN = f"{_NO_RANGE}、または平均が0"


def _bound(name: str, label: str, meaning: str, missing: str) -> Column:
    return Column(name, Kind.NUMBER, label, meaning, missing=missing)


BOUND_COLUMNS = (
    _bound("deviation_low", "標準偏差の下限", "最も小さい標準偏差（n で割る）", _NO_RANGE),
    _bound("deviation_high", "標準偏差の上限", "最も大きい標準偏差（n で割る）", _NO_RANGE),
    _bound("variation_low", "変動係数の下限", "最も小さい変動係数", _NO_MEAN),
    _bound("variation_high", "変動係数の上限", "最も大きい変動係数", _NO_MEAN),
    _bound("dispersion_low", "分散と平均の比の下限", "最も小さい比（n−1 で割る）", _NO_MEAN),
    _bound("dispersion_high", "分散と平均の比の上限", "最も大きい比（n−1 で割る）", _NO_MEAN),
    _bound("highest_p", "p値の上限", "最も均等な場合でも偶然にこれだけ開く確率", _NO_MEAN),
)
JUDGEMENT = Column(
    "judgement", Kind.TEXT, "判定", "偶然だけで説明できるかどうか", missing=_NO_RANGE
)
_NOTHING_KNOWN: Record = dict.fromkeys(column.name for column in (*BOUND_COLUMNS, JUDGEMENT))


def with_bounds(row: Record, counts: Sequence[Record]) -> Record:
    """The row of a type with the bounds of its spread; None where they cannot be known.

    Args:
        row: A row of ``queries.variance.support_ranges``.
        counts: Rows of ``queries.variance.named_counts``; those of the row's year, type and unit
            tighten the bounds.
    """
    if row["maximum"] is None or row["bodies"] is None:
        return row | _NOTHING_KNOWN
    known = tuple(int(count["value"]) for count in counts if _is_like(count, row))
    try:
        spread = spread_of_range(row["minimum"], row["maximum"], row["bodies"], known)
    except ImpossibleRangeError:
        return row | _NOTHING_KNOWN
    return row | bounds(spread)


def bounds(spread: Spread) -> Record:
    """The values of ``BOUND_COLUMNS`` and the judgement."""
    variation, dispersion = spread.variation, spread.dispersion
    return {
        "deviation_low": spread.deviation.low,
        "deviation_high": spread.deviation.high,
        "variation_low": variation.low if variation else None,
        "variation_high": variation.high if variation else None,
        "dispersion_low": dispersion.low if dispersion else None,
        "dispersion_high": dispersion.high if dispersion else None,
        "highest_p": spread.highest_p,
        "judgement": JUDGEMENTS[spread.exceeds_chance],
    }


def _is_of_range(count: Record, row: Record) -> bool:
    return (count["fiscal_year"], count["support_type_id"]) == (
        row["range_fiscal_year"],
        row["support_type_id"],
    )


def _is_like(count: Record, row: Record) -> bool:
    """Whether the count of a named body is one of those that the range runs over."""
    return _is_of_range(count, row) and counts_the_same(count["unit"], row["unit"])


def bounds_evidence() -> dict[str, Evidence]:
    """The published figures behind each bound: both ends and the number of bodies."""

    def all_three(row: Mapping[str, Any]) -> tuple[str, ...]:
        return (*MINIMUM(row), *MAXIMUM(row), *BODIES(row))

    return {column.name: all_three for column in BOUND_COLUMNS}


def method(rows: Sequence[Record], counts: Sequence[Record]) -> Method:
    """How the bounds were calculated.

    Args:
        rows: The rows with their bounds.
        counts: Rows of ``queries.variance.named_counts``.
    """
    return Method(
        steps=(
            (
                "公表されているのは最小と最大だけなので、その両端と団体数に合う整数の組をすべて考え、"
                "ばらつきの下限と上限を求めた。どの組も仮定していない。"
            ),
            (
                "分散と平均の比（Fisher の散布指数）を、自由度 n−1 のカイ二乗分布と比べた。"
                "件数が同じ平均のまわりで偶然に違うだけなら、この比は1に近い（ポアソン分布）。"
            ),
            (
                "最も均等な組でもp値が5%より小さければ「偶然では説明できない」、そうでなければ"
                "「範囲だけでは判定できない」とした。"
            ),
            (
                "分散の一般の下限は von Szokefalvi-Nagy（1918）、上限は Popoviciu（1935）による。"
                "ここでは整数と団体数の制約を入れた、より狭い値を示す。"
            ),
        ),
        assumptions=(
            (
                "団体数は、公表された数（令和7年度）か選んだ数で、令和6年度の支援実績の団体数とは"
                "限らない。"
            ),
            "支援の1件ずつが互いに関わりなく起き、どの団体でも同じ数え方をしている。",
            *(
                _unused_words(count, row)
                for row in rows
                for count in counts
                if _differs(count, row)
            ),
        ),
        changes=(
            "団体ごとの件数が公表されるか、団体数が違っていれば、結論は変わり得る。",
            (
                "偶然では説明できないことは、必要の多さ、働きかけの届き方、取組の中身のどれが違うのかを"
                "示さない。団体の人口や予算の違いだけでも件数は開く。"
            ),
        ),
    )


def _differs(count: Record, row: Record) -> bool:
    return row["maximum"] is not None and _is_of_range(count, row) and not _is_like(count, row)


def _unused_words(count: Record, row: Record) -> str:
    """Why the count of a named body does not tighten the bounds."""
    basis = vocabulary.COUNT_BASIS.label(count["count_basis"])
    return (
        f"{count['prefecture_name']}の{formats.count(count['value'], count['unit'])}（{basis}）は、"
        f"{row['support_type_name']}の幅（{row['unit']}）と単位が違うため、使っていない。"
    )
