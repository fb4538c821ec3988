"""Counts of single prefectures set against what chance allows for their populations."""

import math

import numpy as np
import pandas as pd

from lib import formats
from lib.database import Database
from lib.exhibits import ChartKind, Exhibit, Method, NativeChart, Share
from lib.figures.funnel import funnel as funnel_chart
from lib.frames import Record, records
from lib.schema import Column, Kind
from lib.statistics import funnel
from lib.statistics.funnel import Limits, Overdispersion
from lib.views.body_groups import VALUE, Group
from lib.views.body_rates import OF_CONTENT, PER, columns_of, named, rate_column
from lib.views.body_spread import p_words
from lib.views.notes import named_cautions, source_notes

SIDES = {1: "高い", 0: "同程度", -1: "低い"}
_OUTSIDE_CONTROL = "99.8%の限界の外"
_OUTSIDE_WARNING = "95%の限界の外、99.8%の限界の中"
_INSIDE = "95%の限界の中"
_LIMITS = ("warning_low", "warning_high", "control_low", "control_high")
_CURVE_POINTS = 80  # smooth at the width of a projected page
_PER = PER["population"]


def funnel_exhibit(database: Database, group: Group, *, is_adjusted: bool) -> Exhibit | None:
    """The counts by population against what chance allows around the rate of all together.

    Args:
        database: The database.
        group: The counts.
        is_adjusted: Whether limits are widened if the counts are over-dispersed.

    Returns:
        None if all counts are 0, as nothing is expected then.
    """
    if not any(group.counts):
        return None
    populations = [row["population_2020"] for row in group.rows]
    expected = funnel.expected_counts(group.counts, populations)
    dispersion = funnel.overdispersion(group.counts, expected)
    phi = dispersion.phi if is_adjusted and dispersion.is_significant else 1.0
    rate = funnel.overall_rate(group.counts, populations)
    rows = _judged(group, expected, phi)
    unit = f"{group.unit}／{_PER.per_words}"
    year = formats.fiscal_year(group.fiscal_year)
    figure_ids = (*group.figure_ids, *(_PER.evidence(row)[0] for row in group.rows))
    curve = _curve(rate, populations, phi)
    center = f"全体の割合（{formats.number(rate * _PER.per, 2)}{unit}）"
    return Exhibit(
        exhibit_id="body_count_funnel",
        name="支援実績のファンネルプロット",
        title=f"人口からみた「{group.name}」の支援実績の分布：ファンネルプロット（{unit}、{year}）",
        summary=_funnel_summary(records(rows), center, dispersion, is_adjusted=is_adjusted),
        rows=rows,
        columns=_columns(group),
        export_only=("fiscal_year", "prefecture_code", *_LIMITS),
        evidence={
            "value": VALUE,
            "population_2020": _PER.evidence,
            "rate": lambda row: (*VALUE(row), *_PER.evidence(row)),
            "expected": lambda _row: figure_ids,
        },
        as_of=f"支援実績は{year}、人口は{_PER.as_of}",
        sources=source_notes(database, [*rows["source_id"], *rows["population_source_id"]]),
        cautions=named_cautions(database, "types_differ", _PER.caution_id),
        method=_funnel_method(dispersion, phi),
        filters=(
            ("支援実績", group.words),
            ("限界", "過分散を補正" if phi > 1 else "偶然だけを見込む"),
        ),
        native=NativeChart(ChartKind.BARS, "{prefecture_name}（{judgement}）", ("rate",), unit),
        checks=(Share("rate", ("value",), "population_2020", factor=_PER.per),),
        draw=lambda palette: funnel_chart(records(rows), curve, unit, palette),
    )


def _columns(group: Group) -> tuple[Column, ...]:
    """The columns of the rows; counts, expectations and limits in the unit of the counts."""
    limits = (
        Column(f"{name}_{end}", Kind.NUMBER, f"{share}の{word}", meaning, group.unit)
        for name, share in (("warning", "95%"), ("control", "99.8%"))
        for end, word, meaning in (
            ("low", "下限", "これを下回る数は限界の外"),
            ("high", "上限", "これを上回る数は限界の外"),
        )
    )
    meaning = "全体の割合どおりならこの人口で期待される数"
    return (
        *columns_of(group, "fiscal_year", "prefecture_code", "prefecture_name", "value"),
        *columns_of(group, "population_2020"),
        rate_column(group, _PER),
        Column("expected", Kind.NUMBER, "期待される数", meaning, group.unit),
        *limits,
        Column("judgement", Kind.TEXT, "全体の割合と比べて", "99.8%の限界の外なら高いか低い"),
        Column("place", Kind.TEXT, "限界との関係", "95%と99.8%のどの限界の外にあるか"),
        *columns_of(group, "source_id", "population_source_id"),
    )


def _limits(expected: float, phi: float) -> tuple[Limits, Limits]:
    """Warning and control limits around an expected count."""
    warning, control = (
        funnel.widened(funnel.poisson_limits(expected, coverage), expected, phi)
        for coverage in (funnel.WARNING, funnel.CONTROL)
    )
    return warning, control


def _judged(group: Group, expected: list[float], phi: float) -> pd.DataFrame:
    """The rows with rate, expectation, limits and words."""
    added = []
    for row, mean in zip(group.rows, expected, strict=True):
        warning, control = _limits(mean, phi)
        is_outside = control.side(row["value"]) != 0
        place = _OUTSIDE_WARNING if warning.side(row["value"]) else _INSIDE
        added.append(
            (
                row["value"] * _PER.per / row["population_2020"],
                mean,
                *(warning.low, warning.high, control.low, control.high),
                SIDES[control.side(row["value"])],
                _OUTSIDE_CONTROL if is_outside else place,
            )
        )
    names = ("rate", "expected", *_LIMITS, "judgement", "place")
    return pd.concat([group.frame, pd.DataFrame(added, columns=list(names))], axis="columns")


def _curve(rate: float, populations: list[int], phi: float) -> pd.DataFrame:
    """The limits as rates, from the smallest to the largest population."""
    points = []
    for population in np.geomspace(min(populations), max(populations), _CURVE_POINTS):
        scale = _PER.per / population
        warning, control = _limits(rate * population, phi)
        ends = (warning.low, warning.high, control.low, control.high)
        points.append((population, rate * _PER.per, *(end * scale for end in ends)))
    return pd.DataFrame(points, columns=["population", "rate", *_LIMITS])


def _funnel_summary(
    rows: list[Record], center: str, dispersion: Overdispersion, *, is_adjusted: bool
) -> str:
    outside = []
    for side in (1, -1):
        names = [row["prefecture_name"] for row in rows if row["judgement"] == SIDES[side]]
        which = f"（{named(names)}）" if names else ""
        outside.append(f"{SIDES[side]}のは{len(names)}都道府県{which}")
    similar = sum(row["judgement"] == SIDES[0] for row in rows)
    return (
        f"{center}と比べ、99.8%の限界より{'、'.join(outside)}、同程度は{similar}都道府県。"
        f"{_adjustment_words(dispersion, is_adjusted=is_adjusted)}"
    )


def _adjustment_words(dispersion: Overdispersion, *, is_adjusted: bool) -> str:
    measured = f"過分散、φ＝{formats.number(dispersion.phi, 2)}、{p_words(dispersion.p)}"
    if not dispersion.is_significant:
        return f"偶然を超える開き（{measured}）は認められず、限界は補正していない。"
    if is_adjusted:
        return f"偶然を超える開き（{measured}）の分だけ、限界を広げている。"
    return f"全体に偶然を超える開き（{measured}）があるが、限界は補正していない。"


def _funnel_method(dispersion: Overdispersion, phi: float) -> Method:
    # Even no support at all is within the limits where fewer are expected.
    fewest = formats.number(-math.log((1 - funnel.CONTROL) / 2), 1)
    used = f"今回は{formats.number(math.sqrt(phi), 2)}倍にした" if phi > 1 else "今回は広げていない"
    return Method(
        steps=(
            "全体の割合（数の合計を人口の合計で割った値）に人口を掛け、期待される数を求めた。",
            (
                "期待される数を平均とするポアソン分布の両側95%と99.8%の限界を、正確な確率から求めた"
                "（Spiegelhalter, 2005 のファンネルプロット。整数の間は不完全ガンマ関数で結ぶ）。"
                "99.8%の限界の外だけを「高い」「低い」とした。"
            ),
            (
                "期待との差を期待の平方根で割った値（z）の両端の10%ずつを内側の値に置き換え、"
                "2乗の平均をφとした"
                f"（φ＝{formats.number(dispersion.phi, 2)}、自由度 n−1 のカイ二乗分布で"
                f"{p_words(dispersion.p)}）。補正を選び、φが偶然を超えて1より大きいときは、"
                f"限界の幅を√φ倍に広げる。{used}。"
            ),
        ),
        assumptions=(
            "1件の支援が別の支援を呼ばない。期待される数は人口だけに比例する。",
            OF_CONTENT,
        ),
        changes=(
            "95%の限界は、偶然だけでも20都道府県に1つほどがその外に出る。",
            f"期待される数が{fewest}より小さい都道府県は、0でも「低い」とはならない。",
            "都道府県が少ないほどφは粗い推定になり、補正した限界も確かでなくなる。",
            "高い、低いは、良い悪いを意味しない。必要の多さ、届き方、数え方の違いは分けられない。",
            "数の入っていない都道府県が加われば、全体の割合も限界も変わる。",
        ),
    )
