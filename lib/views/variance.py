"""The page on the variance of support counts: ranges by type, bodies beside them, known counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from lib import formats, vocabulary
from lib.cells import evidence_in
from lib.database import Database, frame_of
from lib.exhibits import ChartKind, Exhibit, NativeChart, Total
from lib.figures.variance import named_points, range_bars
from lib.frames import Record, records
from lib.queries import national
from lib.queries import variance as queries
from lib.state import choice, described
from lib.views import spread
from lib.views.data import remembered
from lib.views.notes import named_cautions, source_notes

ALL = "all"
RANGE_COLUMNS = (*queries.RANGE_COLUMNS, *spread.BOUND_COLUMNS, spread.JUDGEMENT)


@dataclass(frozen=True)
class VarianceState:
    """What the page shows.

    Attributes:
        category: Code of ``SUPPORT_CATEGORY``, or all.
    """

    category: str = choice("支援の区分", {ALL: "すべて"} | vocabulary.SUPPORT_CATEGORY.labels, ALL)


@remembered
def range_exhibit(database: Database, state: VarianceState) -> Exhibit:
    """Ranges by type with the numbers of bodies and what both say of the spread."""
    category = "" if state.category == ALL else state.category
    counts = records(queries.named_counts(database, category))
    published = records(queries.support_ranges(database, category))
    rows = [spread.with_bounds(row, counts) for row in published]
    ranges = frame_of(rows, RANGE_COLUMNS)
    return Exhibit(
        exhibit_id="support_ranges",
        name="支援実績の幅",
        title=(
            "直接支援の種類別にみた団体ごとの支援実績の幅"
            f"（件、{_years(rows, 'range_fiscal_year')}）"
        ),
        summary=_range_summary(rows),
        rows=ranges,
        columns=RANGE_COLUMNS,
        evidence={
            "minimum": spread.MINIMUM,
            "maximum": spread.MAXIMUM,
            "bodies": spread.BODIES,
            **spread.bounds_evidence(),
        },
        export_only=("support_type_id",),
        as_of=(
            f"支援実績は{_years(rows, 'range_fiscal_year')}、"
            f"団体数は{_years(rows, 'bodies_fiscal_year')}"
        ),
        sources=source_notes(database, ranges["source_id"]),
        cautions=named_cautions(database, "types_differ", "no_total_overlap"),
        filters=described(state),
        method=spread.method(rows, counts),
        draw=lambda palette: range_bars(ranges, palette),
        native=NativeChart(
            ChartKind.RANGES, "{support_type_name}", ("minimum", "maximum"), "最小～最大（件）"
        ),
        checks=(
            Total(
                "幅が公表されている種類の数",
                "COUNT",
                "maximum",
                sum(row["maximum"] is not None for row in rows),
            ),
        ),
    )


@remembered
def questions(database: Database) -> Mapping[str, tuple[Record, ...]]:
    """What the grant's documents ask about the counts, under the label of that kind."""
    found = [
        row
        for row in records(national.scheme_findings(database))
        if row["programme"] == "grant" and row["kind"] == "question"
    ]
    label = vocabulary.SCHEME_FINDING_KIND.label("question")
    return MappingProxyType({label: tuple(found)} if found else {})


def _years(rows: list[Record], column: str) -> str:
    """The fiscal years in a column, or that there are none."""
    years = sorted({row[column] for row in rows if row[column] is not None})
    return formats.joined(formats.fiscal_year(year) for year in years) or formats.NOT_GIVEN


def _range_summary(rows: list[Record]) -> str:
    known = [row for row in rows if row["maximum"] is not None]
    if not known:
        return "この区分には、公表された支援実績の幅がない。"
    widest = max(known, key=lambda row: row["maximum"] - row["minimum"])
    return (
        f"幅が公表されている{len(known)}種類のうち最も開きが大きいのは"
        f"{widest['support_type_name']}で、{formats.number(widest['minimum'])}件から"
        f"{formats.number(widest['maximum'])}件まで。{_judgement_words(known)}"
    )


def _judgement_words(known: list[Record]) -> str:
    """How many types are spread more than chance explains, of those that can be judged."""
    judged = [row for row in known if row["highest_p"] is not None]
    if not judged:
        return ""
    beyond = sum(row["judgement"] == spread.JUDGEMENTS[True] for row in judged)
    share = "すべて" if beyond == len(judged) else f"うち{beyond}種類"
    return (
        f"幅と団体数から判定できる{len(judged)}種類の{share}は、最も均等な場合でも団体の間の"
        "開きを偶然だけでは説明できない。理由までは、この数からは分からない。"
    )


@remembered
def named_count_exhibit(database: Database, state: VarianceState) -> Exhibit:
    """The counts that are published for a named prefecture."""
    counts = queries.named_counts(database, "" if state.category == ALL else state.category)
    return Exhibit(
        exhibit_id="named_counts",
        name="名前の示された支援実績",
        title="都道府県の名前が示された支援実績の一覧（人、実人員）",
        summary=_count_summary(counts),
        rows=counts,
        columns=queries.COUNT_COLUMNS,
        evidence={
            "value": evidence_in(
                "support_counts", "value", "fiscal_year", "support_type_id", "prefecture_code"
            )
        },
        export_only=("support_type_id", "prefecture_code"),
        as_of=formats.joined(formats.fiscal_year(year) for year in counts["fiscal_year"]) or "—",
        sources=source_notes(database, counts["source_id"]),
        cautions=named_cautions(database, "types_differ", "mixed_counts"),
        filters=described(state),
        draw=None if counts.empty else lambda palette: named_points(counts, palette),
        native=NativeChart(
            ChartKind.BARS,
            "{prefecture_name} {fiscal_year}",
            ("value",),
            "支援実績（人、実人員）",
        ),
    )


def _count_summary(counts: pd.DataFrame) -> str:
    if counts.empty:
        return "この区分には、都道府県の名前が示された支援実績がない。"
    parts = [
        f"{row['prefecture_name']}の{formats.fiscal_year(row['fiscal_year'])}は"
        f"{row['value']}{row['unit']}"
        for row in records(counts)
    ]
    return f"{'、'.join(parts)}（実人員）。ほかの団体の数は公表されていない。"
