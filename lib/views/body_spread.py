"""How counts of single prefectures are distributed, by type of support and between types."""

import pandas as pd

from lib import formats
from lib.cells import evidence_listed_in, listed
from lib.database import Database
from lib.exhibits import ChartKind, Exhibit, Method, NativeChart, Total
from lib.figures import body_counts as figures
from lib.frames import records
from lib.queries.body_counts import BODY_COUNT_COLUMNS
from lib.schema import Column, Kind
from lib.statistics.counts import Distribution, distribution_of
from lib.statistics.decomposition import decomposed
from lib.views.body_groups import VALUE, Group, like
from lib.views.notes import named_cautions, source_notes

_JUDGEMENTS = {
    True: "偶然では説明できない",
    False: "偶然による開きと区別できない",
    None: "判定の対象外",
}
_FIGURE_IDS = Column("figure_ids", Kind.TEXT, "もとの数値", "もとの数値の数値ID（縦線で区切る）")
_LISTED = evidence_listed_in(_FIGURE_IDS.name)
_OF_COUNTS = (
    "数はどの都道府県でも同じ数え方をしている。"
    "公表者は、同じ名前の種類でも中身が違うと注意している。"
)
_DISPERSION = (
    "分散と平均の比（Fisher の散布指数）を、自由度 n−1 のカイ二乗分布と比べた。"
    "数が同じ平均のまわりで偶然に違うだけなら、この比は1に近い（ポアソン分布）。"
    f"p値が5%より小さければ「{_JUDGEMENTS[True]}」とした。偶然より均等かどうかは調べていない。"
)


_COUNTS_METHOD = Method(
    steps=(
        (
            "数の大きい順に並べ、四分位数は順位の間を直線で補う方法で求めた"
            "（Hyndman と Fan の第7型。表計算ソフトの QUARTILE.INC と同じ）。"
        ),
        "箱は四分位範囲、箱の中の太い線は中央値、ひげは最小と最大を示す。点の1つが1都道府県。",
        _DISPERSION,
    ),
    assumptions=(_OF_COUNTS, "1件の支援が別の支援を呼ばない。"),
    changes=(
        "数の入っていない都道府県が加われば、どの値も変わり得る。",
        (
            "偶然では説明できないことは、必要の多さ、働きかけの届き方、取組の中身のどれが違うのかを"
            "示さない。人口や交付額の違いだけでも数は開く。"
        ),
    ),
)


def _columns(*names: str) -> tuple[Column, ...]:
    """Columns of the query, in its order."""
    return tuple(column for column in BODY_COUNT_COLUMNS if column.name in names)


def _number(name: str, label: str, meaning: str, missing: str | None = None) -> Column:
    return Column(name, Kind.NUMBER, label, meaning, missing=missing)


def distribution_exhibit(database: Database, group: Group) -> Exhibit:
    """The counts of one group, one row a prefecture."""
    found = distribution_of(group.counts)
    return Exhibit(
        exhibit_id="body_counts",
        name="都道府県別の支援実績",
        title=(
            f"都道府県別にみた「{group.name}」の支援実績の分布"
            f"（{group.basis_words}、{formats.fiscal_year(group.fiscal_year)}）"
        ),
        summary=_distribution_summary(group, found),
        rows=group.frame,
        columns=_columns(
            *("fiscal_year", "support_type_id", "support_type_name", "prefecture_code"),
            *("prefecture_name", "value", "unit", "count_basis", "source_id", "source_locator"),
        ),
        export_only=("fiscal_year", "support_type_id", "support_type_name", "prefecture_code"),
        evidence={"value": VALUE},
        as_of=formats.fiscal_year(group.fiscal_year),
        sources=source_notes(database, group.frame["source_id"]),
        cautions=named_cautions(database, "types_differ"),
        method=_COUNTS_METHOD,
        filters=(("支援実績", group.words),),
        native=NativeChart(ChartKind.BARS, "{prefecture_name}", ("value",), group.basis_words),
        checks=tuple(
            Total(label, function, "value", shown)
            for label, function, shown in (
                ("都道府県の数", "COUNT", found.bodies),
                ("中央値", "MEDIAN", found.median),
                ("最小", "MIN", found.smallest),
                ("最大", "MAX", found.largest),
            )
        ),
        draw=lambda palette: figures.box_and_strip(group.frame, found, group.basis_words, palette),
    )


def _distribution_summary(group: Group, found: Distribution) -> str:
    """Middle, ends and judgement."""
    unit = group.unit
    low, high = formats.number(found.lower_quartile), formats.number(found.upper_quartile)
    return (
        f"{found.bodies}都道府県の中央値は{formats.number(found.median)}{unit}、"
        f"四分位範囲は{low}～{high}{unit}、最小は{formats.count(found.smallest, unit)}、"
        f"最大は{formats.count(found.largest, unit)}。{_judgement_words(found)}"
    )


def _judgement_words(found: Distribution) -> str:
    if found.p is None:
        return "すべて0なので、開きは調べられない。"
    return f"都道府県の間の開きは、{_JUDGEMENTS[found.exceeds_chance]}（{p_words(found.p)}）。"


def p_words(p: float) -> str:
    """A p-value in words; a small one is never written as 0."""
    return "p値は0.001未満" if p < 0.001 else f"p値は{formats.number(p, 3)}"


_STATISTIC_COLUMNS = (
    Column("statistic", Kind.TEXT, "統計量", "統計量の名前"),
    _number("value", "値", "統計量の値", "求められない"),
    Column("unit", Kind.TEXT, "単位", "値の単位", missing="単位なし"),
    Column("meaning", Kind.TEXT, "意味", "統計量の意味"),
)


def statistics_exhibit(database: Database, group: Group) -> Exhibit:
    """The statistics of one group, one row a statistic."""
    found = distribution_of(group.counts)
    return Exhibit(
        exhibit_id="body_count_statistics",
        name="支援実績の統計量",
        title=(
            f"「{group.name}」の支援実績の統計量の一覧"
            f"（単位は行ごと、{formats.fiscal_year(group.fiscal_year)}）"
        ),
        summary=_statistics_summary(group, found),
        rows=_statistics(group, found),
        columns=_STATISTIC_COLUMNS,
        evidence={"value": lambda _row: group.figure_ids},
        as_of=formats.fiscal_year(group.fiscal_year),
        sources=source_notes(database, group.frame["source_id"]),
        cautions=named_cautions(database, "types_differ"),
        method=_COUNTS_METHOD,
        filters=(("支援実績", group.words),),
    )


def _statistics_summary(group: Group, found: Distribution) -> str:
    words = f"{found.bodies}都道府県の平均は{formats.number(found.mean, 1)}{group.unit}"
    if found.deviation is None or found.variation is None:
        return f"{words}。{_judgement_words(found)}"
    deviation = f"標準偏差は{formats.number(found.deviation, 1)}{group.unit}"
    variation = f"変動係数は{formats.number(found.variation, 2)}"
    return f"{words}、{deviation}、{variation}。{_judgement_words(found)}"


def _statistics(group: Group, found: Distribution) -> pd.DataFrame:
    """Name, value, unit and meaning of each statistic."""
    unit = group.unit
    rows = [
        ("都道府県の数", found.bodies, None, "数の入っている都道府県の数"),
        ("合計", found.total, unit, "入っている数の合計。全国の合計ではない"),
        ("平均", found.mean, unit, "合計を都道府県の数で割った値"),
        ("最小", found.smallest, unit, "最も小さい数"),
        ("第1四分位数", found.lower_quartile, unit, "4分の1がこれ以下の数"),
        ("中央値", found.median, unit, "半分がこれ以下の数"),
        ("第3四分位数", found.upper_quartile, unit, "4分の3がこれ以下の数"),
        ("最大", found.largest, unit, "最も大きい数"),
        ("標準偏差", found.deviation, unit, "標本の標準偏差（n−1 で割る）"),
        ("変動係数", found.variation, None, "標準偏差を平均で割った値"),
        ("最大÷最小", found.largest_to_smallest, None, "最小が0なら求められない"),
        ("分散と平均の比", found.dispersion, None, "偶然に違うだけなら1に近い"),
    ]
    return pd.DataFrame(rows, columns=[column.name for column in _STATISTIC_COLUMNS])


_PART_COLUMNS = (
    Column("part_name", Kind.TEXT, "ばらつきの部分", "種類の間か、どの種類の中か"),
    Column("bodies", Kind.INTEGER, "数の個数", "部分に入る数の個数"),
    _number("mean", "平均", "部分に入る数の平均"),
    _number("squares", "平方和", "平均からの差の2乗の和"),
    Column("share_pct", Kind.NUMBER, "割合", "全体の平方和に占める割合", "%", "開きがない"),
    _FIGURE_IDS,
)


def decomposition_exhibit(
    database: Database, group: Group, others: tuple[Group, ...]
) -> Exhibit | None:
    """What part of the variation lies between the types of support of a group's year and kind.

    Returns:
        None if there are not two types with two counts each.
    """
    found = like(group, others)
    taken = [other for other in found if len(other.rows) > 1]
    if len(taken) < 2:
        return None
    parts = _parts(taken)
    all_ids = tuple(figure_id for other in taken for figure_id in other.figure_ids)
    shares = {row["part_name"]: row["share_pct"] for row in records(parts)}
    left_out = len(found) - len(taken)
    return Exhibit(
        exhibit_id="body_count_parts",
        name="種類の間と中のばらつき",
        title=(
            "支援実績のばらつきの内訳：種類の間と、同じ種類の都道府県の間"
            f"（%、{group.basis_words}、{formats.fiscal_year(group.fiscal_year)}）"
        ),
        summary=_parts_summary(taken, shares[_BETWEEN], left_out),
        rows=parts,
        columns=_PART_COLUMNS,
        export_only=(_FIGURE_IDS.name,),
        # A share has the variation of all counts below its line.
        evidence=dict.fromkeys(("bodies", "mean", "squares"), _LISTED)
        | {"share_pct": lambda _row: all_ids},
        as_of=formats.fiscal_year(group.fiscal_year),
        sources=source_notes(
            database, [source for other in taken for source in other.frame["source_id"]]
        ),
        cautions=named_cautions(database, "types_differ"),
        method=_PARTS_METHOD,
        filters=(("年度、単位、数え方", f"{group.fiscal_year}年度、{group.basis_words}"),),
        native=NativeChart(
            ChartKind.BARS, "{part_name}", ("share_pct",), "全体の平方和に占める割合（%）"
        ),
        draw=None
        if shares[_BETWEEN] is None
        else lambda palette: figures.part_bars(parts, palette),
    )


_BETWEEN = "種類の間"
_PARTS_METHOD = Method(
    steps=(
        (
            "それぞれの数と全体の平均との差の2乗の和（全体の平方和）を、種類の平均と全体の平均との差に"
            "よる部分（種類の間）と、数と種類の平均との差による部分（種類の中）に分けた"
            "（一元配置の分散分析の平方和、Fisher）。二つの部分の和は全体に等しい。"
        ),
        "種類の間の割合は相関比の2乗（イータ2乗）にあたる。検定はしていない。",
    ),
    assumptions=(
        "数の2つ以上ある種類だけを使った。種類によって入っている都道府県が違うことがある。",
        _OF_COUNTS,
    ),
    changes=(
        "数の大きい種類ほど割合に強く効く。人口あたりの数で分ければ、割合は変わり得る。",
        "数の入っていない都道府県や種類が加われば、割合は変わり得る。",
    ),
)


def _parts(taken: list[Group]) -> pd.DataFrame:
    """The part between the types, then the parts within them, the largest first."""
    found = decomposed([group.counts for group in taken])
    everything = pd.concat([group.frame for group in taken], ignore_index=True)
    within = zip(taken, found.within, strict=True)
    parts = [
        (_BETWEEN, Group(everything), found.between),
        *(
            (group.name, group, squares)
            for group, squares in sorted(within, key=lambda item: -item[1])
        ),
    ]
    return pd.DataFrame(
        [
            (
                name,
                len(group.counts),
                distribution_of(group.counts).mean,
                squares,
                100 * squares / found.total if found.total else None,
                listed(group.figure_ids),
            )
            for name, group, squares in parts
        ],
        columns=[column.name for column in _PART_COLUMNS],
    )


def _parts_summary(taken: list[Group], share_pct: float | None, left_out: int) -> str:
    more = f"数が1つだけの{left_out}種類は除いた。" if left_out else ""
    if share_pct is None:
        return f"{len(taken)}種類のどの数も同じで、開きがない。{more}"
    between, within = formats.number(share_pct, 1), formats.number(100 - share_pct, 1)
    return (
        f"{len(taken)}種類の数のばらつきのうち、種類の間の違いが{between}%、"
        f"同じ種類の都道府県の間の違いが{within}%。{more}"
    )
