"""What the published ranges of support counts say of the spread between bodies."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib import formats
from lib.cells import Evidence, evidence_in
from lib.database import Database
from lib.exhibits import Exhibit, Method
from lib.figures.variance import deviation_bands
from lib.frames import Record, records
from lib.queries import variance as queries
from lib.schema import Column, Kind, declared
from lib.state import described
from lib.statistics.ranges import ImpossibleRangeError, Spread, spread_of_range
from lib.views.data import remembered
from lib.views.notes import named_cautions, source_notes
from lib.views.variance import ALL, VarianceState

_JUDGEMENTS = {
    True: "偶然では説明できない",
    False: "範囲だけでは判定できない",
    None: "判定の対象外",
}
_MINIMUM = evidence_in("support_ranges", "minimum", "range_fiscal_year", "support_type_id")
_MAXIMUM = evidence_in("support_ranges", "maximum", "range_fiscal_year", "support_type_id")
_BODIES = evidence_in("support_type_bodies", "bodies", "bodies_fiscal_year", "support_type_id")


def _number(name: str, label: str, meaning: str, missing: str | None = None) -> Column:
    return Column(name, Kind.NUMBER, label, meaning, missing=missing)


SPREAD_COLUMNS = (
    *(
        column
        for column in queries.RANGE_COLUMNS
        if column.name
        in {
            *("support_type_id", "support_type_name", "range_fiscal_year", "minimum", "maximum"),
            *("unit", "bodies_fiscal_year", "bodies"),
        }
    ),
    _number("deviation_low", "標準偏差の下限", "あり得る最も小さい標準偏差（n で割る）"),
    _number("deviation_high", "標準偏差の上限", "あり得る最も大きい標準偏差（n で割る）"),
    _number("variation_low", "変動係数の下限", "あり得る最も小さい変動係数", "平均が0"),
    _number("variation_high", "変動係数の上限", "あり得る最も大きい変動係数", "平均が0"),
    _number(
        "dispersion_low", "分散と平均の比の下限", "あり得る最も小さい比（n−1 で割る）", "平均が0"
    ),
    _number("dispersion_high", "分散と平均の比の上限", "あり得る最も大きい比", "平均が0"),
    _number("highest_p", "p値の上限", "最も均等な場合でも偶然にこれだけ開く確率", "平均が0"),
    Column("judgement", Kind.TEXT, "判定", "偶然だけで説明できるかどうか"),
    declared("support_ranges", "source_id"),
)
_METHOD = Method(
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
        "団体数は令和7年度の実施団体数を使った。令和6年度の支援実績の団体数とは限らない。",
        "1件の支援が別の支援を呼ばず、どの団体でも同じ数え方をしている。",
    ),
    changes=(
        "団体ごとの件数が公表されるか、団体数が違っていれば、結論は変わり得る。",
        (
            "偶然では説明できないことは、必要の多さ、働きかけの届き方、取組の中身のどれが違うのかを"
            "示さない。団体の人口や予算の違いだけでも件数は開く。"
        ),
    ),
)


def _row(row: Record) -> dict[str, object] | None:
    """The row of a type, or None if its range or its number of bodies is not published."""
    if row["maximum"] is None or row["bodies"] is None:
        return None
    try:
        spread = spread_of_range(row["minimum"], row["maximum"], row["bodies"])
    except ImpossibleRangeError:
        return None
    return {**row, **_values(spread)}


def _values(spread: Spread) -> dict[str, object]:
    variation, dispersion = spread.variation, spread.dispersion
    return {
        "deviation_low": spread.deviation.low,
        "deviation_high": spread.deviation.high,
        "variation_low": variation.low if variation else None,
        "variation_high": variation.high if variation else None,
        "dispersion_low": dispersion.low if dispersion else None,
        "dispersion_high": dispersion.high if dispersion else None,
        "highest_p": spread.highest_p,
        "judgement": _JUDGEMENTS[spread.exceeds_chance],
    }


@remembered
def spread_exhibit(database: Database, state: VarianceState) -> Exhibit | None:
    """Bounds of the spread by type; None if no type of the category has both numbers."""
    category = "" if state.category == ALL else state.category
    ranges = records(queries.support_ranges(database, category))
    found = [row for row in map(_row, ranges) if row is not None]
    if not found:
        return None
    names = [column.name for column in SPREAD_COLUMNS]
    rows = pd.DataFrame(found, columns=names)
    beyond = [row for row in found if row["judgement"] == _JUDGEMENTS[True]]
    return Exhibit(
        exhibit_id="support_spread",
        name="支援実績のばらつき",
        title="支援実績の幅からあり得る標準偏差の範囲（件、種類別）",
        summary=(
            f"幅と団体数の分かる{len(found)}種類のうち{len(beyond)}種類は、最も均等な場合でも"
            "団体の間の開きを偶然だけでは説明できない。理由までは、この数からは分からない。"
        ),
        rows=rows,
        columns=SPREAD_COLUMNS,
        export_only=("support_type_id", "range_fiscal_year", "bodies_fiscal_year"),
        as_of=_as_of(found),
        sources=source_notes(database, rows["source_id"]),
        cautions=named_cautions(database, "types_differ"),
        method=_METHOD,
        filters=described(state),
        draw=lambda palette: deviation_bands(rows, palette),
        evidence=_evidence(),
    )


def _as_of(rows: list[dict[str, object]]) -> str:
    ranges = sorted({int(str(row["range_fiscal_year"])) for row in rows})
    bodies = sorted({int(str(row["bodies_fiscal_year"])) for row in rows})
    words = [
        formats.joined(formats.fiscal_year(year) for year in years) for years in (ranges, bodies)
    ]
    return f"支援実績は{words[0]}、団体数は{words[1]}"


def _evidence() -> dict[str, Evidence]:
    def all_three(row: Mapping[str, Any]) -> tuple[str, ...]:
        return (*_MINIMUM(row), *_MAXIMUM(row), *_BODIES(row))

    calculated = [column.name for column in SPREAD_COLUMNS if column.kind is Kind.NUMBER]
    own = {"minimum": _MINIMUM, "maximum": _MAXIMUM, "bodies": _BODIES}
    return own | dict.fromkeys(calculated, all_three)
