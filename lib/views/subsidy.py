"""The page on money: the grant's budget and payments, grants, commissions, a calculator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.cells import Cell, Evidence, evidence_in, row_key
from lib.database import Database
from lib.exhibits import ChartKind, Exhibit, NativeChart, Share, Total
from lib.figures import money as figures
from lib.figures.theme import Palette
from lib.frames import Record, records
from lib.queries import money as queries
from lib.queries import options
from lib.state import amount, choice
from lib.subsidy import GrantShare, cost_at_cap, grant_share
from lib.views.data import options_from, remembered
from lib.views.notes import named_cautions, source_notes

_GRANT_FIGURE = evidence_in("subsidy_grants", "amount_yen", "fiscal_year", "grant_number")
_LARGEST_COST_YEN = 100_000_000  # larger projects do not occur under a cap of 1.5 million


@dataclass(frozen=True)
class SubsidyState:
    """What the page shows.

    Attributes:
        grant_year: Fiscal year of the grants by prefecture.
        commission_year: Fiscal year of the commissions.
        cost: Cost of a project in yen, for the calculator.
    """

    grant_year: str = choice("交付金の年度", options_from(options.grant_year_options), "2024")
    commission_year: str = choice(
        "委託の年度", options_from(options.commission_year_options), "2020"
    )
    cost: int = amount("事業費（円）", 3_000_000, 0, _LARGEST_COST_YEN)


@remembered
def grant_total_exhibit(database: Database) -> Exhibit:
    """Budget of the grant against what was paid."""
    totals = queries.grant_totals(database)
    both = [row for row in records(totals) if row["paid_share"] is not None]
    parts = [
        f"{formats.fiscal_year(row['fiscal_year'])}は予算{formats.man_yen(row['budget_yen'])}に対し"
        f"交付{formats.man_yen(row['paid_yen'])}（{formats.percent(row['paid_share'])}）"
        for row in both
    ]
    return Exhibit(
        exhibit_id="grant_totals",
        name="交付金の予算と交付額",
        title="地域再犯防止推進事業の交付金の予算と交付額の推移（万円）",
        summary=f"{'、'.join(parts)}。",
        rows=totals,
        columns=queries.TOTAL_COLUMNS,
        evidence=_total_evidence(database),
        as_of="各年度の当初予算と、行政事業レビューに示された交付額",
        sources=source_notes(database, [*totals["budget_source_id"], *totals["paid_source_id"]]),
        cautions=named_cautions(database, "budget_scope"),
        draw=lambda palette: figures.grant_total_bars(totals, palette),
        native=NativeChart(
            ChartKind.COLUMNS,
            "{fiscal_year}",
            ("budget_yen", "paid_yen"),
            "万円",
            divisor=10_000,
            years="fiscal_year",
        ),
        checks=(Share("paid_share", ("paid_yen",), "budget_yen"),),
    )


def _total_evidence(database: Database) -> dict[str, Evidence]:
    def budgeted(item: str) -> Evidence:
        def figures_of(row: Mapping[str, Any]) -> tuple[str, ...]:
            key = row_key((queries.GRANT_LINE, row["fiscal_year"], item))
            return (Cell("budget_lines", key, "amount_yen").figure_id,)

        return figures_of

    def paid(row: Mapping[str, Any]) -> tuple[str, ...]:
        return paid_figure_ids(database, row["fiscal_year"])

    def both(row: Mapping[str, Any]) -> tuple[str, ...]:
        return (*paid(row), *budgeted("当初予算")(row))

    return {
        "requested_yen": budgeted("概算要求額"),
        "budget_yen": budgeted("当初予算"),
        "paid_yen": paid,
        "paid_share": both,
    }


@remembered
def paid_figure_ids(database: Database, fiscal_year: int) -> tuple[str, ...]:
    """The published amounts that add up to what was paid in a fiscal year."""
    rows = records(queries.grants(database, fiscal_year))
    return tuple(figure_id for row in rows for figure_id in _GRANT_FIGURE(row))


@remembered
def budget_exhibit(database: Database) -> Exhibit:
    """The whole line of the budget by fiscal year: settled and unused."""
    lines = queries.budget_lines(database, queries.WHOLE_LINE)
    settled = [row for row in records(lines) if row["item"] == "支出済歳出額"]
    largest = max(settled, key=lambda row: row["amount_yen"])
    newest = settled[-1]
    return Exhibit(
        exhibit_id="budget_line",
        name="再犯防止等企画調整推進費",
        title="再犯防止等企画調整推進費（項）の支出済額と不用額の推移（万円）",
        summary=(
            f"支出済額が最も大きいのは{formats.fiscal_year(largest['fiscal_year'])}の"
            f"{formats.man_yen(largest['amount_yen'])}で、"
            f"{formats.fiscal_year(newest['fiscal_year'])}は"
            f"{formats.man_yen(newest['amount_yen'])}。"
        ),
        rows=lines,
        columns=queries.BUDGET_COLUMNS,
        evidence={
            "amount_yen": evidence_in("budget_lines", "amount_yen", "line", "fiscal_year", "item")
        },
        as_of="各年度の予算書と決算書",
        sources=source_notes(database, lines["source_id"]),
        cautions=named_cautions(database, "budget_scope", "model_and_grant_differ"),
        draw=lambda palette: figures.budget_bars(lines, palette),
        native=NativeChart(
            ChartKind.COLUMNS,
            "{fiscal_year}",
            ("amount_yen",),
            "万円。当初予算は、決算のまだない年度だけ",
            divisor=10_000,
            years="fiscal_year",
            split="item",
            order=("支出済歳出額", "不用額", "当初予算"),
            is_stacked=True,
            only=lambda row: (
                row["item"] in {"支出済歳出額", "不用額"}
                or (row["item"] == "当初予算" and row["fiscal_year"] > newest["fiscal_year"])
            ),
        ),
    )


@remembered
def grant_exhibit(database: Database, state: SubsidyState) -> Exhibit:
    """The grants of one fiscal year by prefecture, largest first."""
    year = int(state.grant_year)
    grants = queries.grants(database, year)
    named = [row for row in records(grants) if row["prefecture_code"] is not None]
    rest = [row for row in records(grants) if row["prefecture_code"] is None]
    terms = records(queries.subsidy_terms(database))[-1]
    cap = int(terms["cap_yen"])
    at_cap = sum(row["amount_yen"] == cap for row in named)
    return Exhibit(
        exhibit_id="grants",
        name="都道府県別の交付額",
        title=f"都道府県別にみた交付額の一覧（万円、{formats.fiscal_year(year)}、上位10団体）",
        summary=(
            f"名前の示された{len(named)}団体のうち{at_cap}団体が{formats.man_yen(cap)}"
            f"（{formats.fiscal_year(terms['fiscal_year'])}の文書にある上限と同じ額）。"
            f"名前の示されない都道府県の合計は{formats.man_yen(rest[0]['amount_yen'])}。"
        ),
        rows=grants,
        columns=queries.GRANT_COLUMNS,
        evidence={"amount_yen": _GRANT_FIGURE},
        export_only=("prefecture_code",),
        as_of=formats.fiscal_year(year),
        sources=source_notes(database, [*grants["source_id"], "S2"]),
        cautions=named_cautions(database, "grants_top_ten"),
        filters=(("年度", formats.fiscal_year(year)),),
        draw=lambda palette: _grant_bars(grants, terms, palette),
        native=NativeChart(
            ChartKind.BARS,
            "{prefecture_name}",
            ("amount_yen",),
            "万円",
            divisor=10_000,
            only=_is_named,
        ),
        checks=(Total("名前の示された団体", "COUNT", "grant_number", len(named), only=_is_named),),
    )


def _is_named(row: Record) -> bool:
    return row["prefecture_code"] is not None


def _grant_bars(grants: pd.DataFrame, terms: Record, palette: Palette) -> go.Figure:
    cap_yen = int(terms["cap_yen"])
    named = [row for row in records(grants) if row["prefecture_code"] is not None]
    names = [row["prefecture_name"] for row in named]
    figure = figures.amount_bars(names, [row["amount_yen"] for row in named], palette)
    era = formats.short_fiscal_year(terms["fiscal_year"])
    figures.add_limit(figure, cap_yen, f"上限 {formats.man_yen(cap_yen)}（{era}）", palette)
    return figure


@remembered
def commission_exhibit(database: Database, state: SubsidyState) -> Exhibit:
    """The ten largest commissions of the model project in one fiscal year."""
    year = int(state.commission_year)
    commissions = queries.commissions(database, year)
    rows = records(commissions)
    return Exhibit(
        exhibit_id="commissions",
        name="モデル事業の委託額",
        title=f"モデル事業の委託額の一覧（万円、{formats.fiscal_year(year)}、上位10団体）",
        summary=(
            f"最も大きいのは{rows[0]['body_name']}の約{formats.man_yen(rows[0]['amount_yen'])}、"
            f"10番目は{rows[-1]['body_name']}の約{formats.man_yen(rows[-1]['amount_yen'])}。"
        ),
        rows=commissions,
        columns=queries.COMMISSION_COLUMNS,
        evidence={
            "amount_yen": evidence_in("commissions", "amount_yen", "fiscal_year", "body_code")
        },
        export_only=("body_code",),
        as_of=formats.fiscal_year(year),
        sources=source_notes(database, commissions["source_id"]),
        cautions=named_cautions(database, "commissions_top_ten"),
        filters=(("年度", formats.fiscal_year(year)),),
        native=NativeChart(ChartKind.BARS, "{body_name}", ("amount_yen",), "万円", divisor=10_000),
        draw=lambda palette: figures.amount_bars(
            [row["body_name"] for row in rows], [row["amount_yen"] for row in rows], palette
        ),
    )


@remembered
def item_exhibit(database: Database) -> Exhibit:
    """What the grant's programme consists of and what it pays for."""
    items = queries.programme_items(database)
    required = sum(row["requirement"] == "required" for row in records(items))
    return Exhibit(
        exhibit_id="programme_items",
        name="交付金の事業内容と費目",
        title="交付金の事業内容と対象となる費目の一覧",
        summary=f"事業内容のうち必須は{required}つで、直接支援は3種類からどれか一つを行う。",
        rows=items,
        columns=queries.ITEM_COLUMNS,
        export_only=("item_id", "position"),
        as_of="令和7年度（2025）の文書",
        sources=source_notes(database, items["source_id"]),
    )


@dataclass(frozen=True)
class Calculation:
    """What the calculator says.

    Attributes:
        share: How the cost is shared.
        sentence: The same in words.
        rule: The rule that was applied, with its source.
        figure_ids: The published rate and cap.
    """

    share: GrantShare
    sentence: str
    rule: str
    figure_ids: tuple[str, ...]


@remembered
def calculation(database: Database, cost_yen: int) -> Calculation:
    """The grant for a cost under the newest terms."""
    terms = records(queries.subsidy_terms(database))[-1]
    rate, cap_yen = terms["subsidy_rate"], int(terms["cap_yen"])
    share = grant_share(cost_yen, rate, cap_yen)
    point = cost_at_cap(rate, cap_yen)
    limit = (
        f"事業費{formats.man_yen(point)}で上限の{formats.man_yen(cap_yen)}に達し、"
        "それを超える分は都道府県の負担になる。"
    )
    sentence = (
        f"事業費{formats.number(cost_yen)}円なら、交付金は{formats.number(share.grant_yen)}円、"
        f"都道府県の負担は{formats.number(share.own_yen)}円。{limit}"
    )
    rule = (
        f"交付金＝事業費×補助率{formats.percent(rate, 0)}（上限{formats.number(cap_yen)}円）。"
        f"{formats.fiscal_year(terms['fiscal_year'])}の条件。端数の扱いは文書に記載がなく、1円未満を切り捨てた。"
        f"{terms['note']}。"
    )
    year = terms["fiscal_year"]
    figure_ids = tuple(
        Cell("subsidy_terms", row_key((year,)), column).figure_id
        for column in ("subsidy_rate", "cap_yen")
    )
    return Calculation(share, sentence, rule, figure_ids)
