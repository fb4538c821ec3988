"""Counts of single prefectures per inhabitants."""

from dataclasses import dataclass, replace

import pandas as pd

from lib import formats
from lib.cells import Evidence, evidence_in
from lib.database import Database
from lib.exhibits import ChartKind, Exhibit, Method, NativeChart, Share
from lib.figures.body_counts import rate_bars
from lib.frames import Record, records
from lib.queries.body_counts import BODY_COUNT_COLUMNS
from lib.schema import Column, Kind
from lib.views.body_groups import VALUE, Group
from lib.views.notes import named_cautions, source_notes

_LONGEST_LIST = 5  # names in a sentence
OF_CONTENT = "同じ名前の種類でも都道府県によって中身が違うと、公表者が注意している。"


@dataclass(frozen=True)
class Denominator:
    """What counts are related to.

    Attributes:
        words: Title of the rate, as in 人口10万人あたり.
        noun: What the amounts are, as in 人口.
        per_words: The amount in a unit, as in 10万人.
        column: Column of the query that holds the amounts.
        per: Amount that a rate refers to.
        evidence: The published figure behind an amount.
        source: Column of the query that names its source.
        caution_id: What a reader of the rate must know.
        as_of: As of when the amounts are, in words; empty for the year of the counts.
        assumption: What must hold for the rate to say something.
    """

    words: str
    noun: str
    per_words: str
    column: str
    per: int
    evidence: Evidence
    source: str
    caution_id: str
    as_of: str
    assumption: str


PER = {
    "population": Denominator(
        words="人口10万人あたり",
        noun="人口",
        per_words="10万人",
        column="population_2020",
        per=100_000,
        evidence=evidence_in("prefectures", "population_2020", "prefecture_code"),
        source="population_source_id",
        caution_id="population_base",
        as_of="2020年10月1日",
        assumption="人口のすべてが支援の対象ではない。対象となる人の数は公表されていない。",
    ),
}


def columns_of(group: Group, *names: str) -> tuple[Column, ...]:
    """Columns of the query, in its order; counts with their unit."""
    return tuple(
        replace(column, unit=group.unit) if column.name == "value" else column
        for column in BODY_COUNT_COLUMNS
        if column.name in names
    )


def rate_column(group: Group, per: Denominator, missing: str | None = None) -> Column:
    """The column of the rates, with their unit."""
    unit = f"{group.unit}／{per.per_words}"
    meaning = f"支援実績を{per.words}に直した値"
    return Column("rate", Kind.NUMBER, f"{per.words}の数", meaning, unit, missing)


def rate_exhibit(database: Database, group: Group, code: str) -> Exhibit:
    """Each count per inhabitants, the highest rate first, unknown ones last."""
    per = PER[code]
    rates = [
        row["value"] * per.per / row[per.column] if row[per.column] else None for row in group.rows
    ]
    rows = (
        group.frame.assign(rate=pd.array(rates, dtype="Float64"))
        .sort_values(["rate", "prefecture_code"], ascending=[False, True], na_position="last")
        .reset_index(drop=True)
    )
    known = [row for row in records(rows) if row["rate"] is not None]
    unit = f"{group.unit}／{per.per_words}"
    as_of = per.as_of or formats.fiscal_year(group.fiscal_year)
    return Exhibit(
        exhibit_id="body_count_rates",
        name=f"{per.words}の支援実績",
        title=(
            f"都道府県別にみた「{group.name}」の{per.words}の支援実績の分布"
            f"（{unit}、{formats.fiscal_year(group.fiscal_year)}）"
        ),
        summary=_rate_summary(records(rows), per, unit),
        rows=rows,
        columns=(
            *columns_of(group, "fiscal_year", "prefecture_code", "prefecture_name", "value"),
            *columns_of(group, per.column),
            rate_column(group, per, "不明"),
            *columns_of(group, "source_id", per.source),
        ),
        export_only=("fiscal_year", "prefecture_code"),
        evidence={
            "value": VALUE,
            per.column: per.evidence,
            "rate": lambda row: (*VALUE(row), *per.evidence(row)),
        },
        as_of=f"支援実績は{formats.fiscal_year(group.fiscal_year)}、{per.noun}は{as_of}",
        sources=source_notes(database, [*rows["source_id"], *rows[per.source]]),
        cautions=named_cautions(database, "types_differ", per.caution_id),
        method=_method(per),
        filters=(("支援実績", group.words), ("表し方", per.words)),
        draw=(lambda palette: rate_bars(known, unit, palette)) if known else None,
        native=NativeChart(ChartKind.BARS, "{prefecture_name}", ("rate",), unit),
        checks=(Share("rate", ("value",), per.column, factor=per.per),),
    )


def _method(per: Denominator) -> Method:
    return Method(
        steps=(
            f"支援実績を{per.noun}で割り、{per.words}の数に直した。",
            f"{per.noun}が不明な都道府県は計算していない。",
        ),
        assumptions=(per.assumption, OF_CONTENT),
        changes=(
            "数の小さい都道府県の値は、1件の違いや偶然で大きく動く。",
            "分母を変えると、都道府県の順は変わり得る。",
        ),
    )


def _rate_summary(rows: list[Record], per: Denominator, unit: str) -> str:
    known = [row for row in rows if row["rate"] is not None]
    unknown = [row["prefecture_name"] for row in rows if row["rate"] is None]
    left_out = f"{per.noun}が不明な{len(unknown)}都道府県（{named(unknown)}）は計算していない。"
    if not known:
        return f"{per.words}の数を計算できる都道府県がない。{left_out}"
    ends = (
        f"{row['prefecture_name']}の{formats.number(row['rate'], 2)}{unit}"
        for row in (known[0], known[-1])
    )
    words = "、最も低いのは".join(ends)
    return f"計算できる{len(known)}都道府県で、最も高いのは{words}。{left_out if unknown else ''}"


def named(names: list[str]) -> str:
    """Some names in a sentence, the first few only where there are many."""
    more = "など" if len(names) > _LONGEST_LIST else ""
    return f"{'、'.join(names[:_LONGEST_LIST])}{more}"
