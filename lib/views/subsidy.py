"""The page on money: the grant's budget and payments, grants, commissions, items."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from lib import formats
from lib.cells import Evidence, evidence_in, figure_id
from lib.charts import money as charts
from lib.charts.tokens import Palette
from lib.database import Database
from lib.exhibits import ChartKind, Exhibit, NativeChart, Share, Total
from lib.frames import Record, rows_of
from lib.queries import money as queries
from lib.queries import options
from lib.queries.money import BudgetLine, Commission, Grant, GrantTerms, GrantTotal
from lib.state import choice, newest
from lib.views.data import options_from, remembered
from lib.views.notes import named_cautions, source_notes
from lib.views.terms import paid_figure_ids

_GRANT_YEARS = options_from(options.grant_year_options)
_COMMISSION_YEARS = options_from(options.commission_year_options)


@dataclass(frozen=True)
class GrantState:
    """Which grants by prefecture are shown; the newest to begin with.

    Attributes:
        grant_year: Their fiscal year; empty if none is published.
    """

    grant_year: str = choice("交付金の年度", _GRANT_YEARS, newest(_GRANT_YEARS))


@dataclass(frozen=True)
class CommissionState:
    """Which commissions are shown; the newest to begin with.

    Attributes:
        commission_year: Their fiscal year; empty if none is published.
    """

    commission_year: str = choice("委託の年度", _COMMISSION_YEARS, newest(_COMMISSION_YEARS))


@remembered
def grant_total_exhibit(database: Database) -> Exhibit:
    """Budget of the grant against what was paid."""
    totals = queries.grant_totals(database)
    parts = [_paid_words(row) for row in rows_of(totals, GrantTotal) if row.paid_yen is not None]
    return Exhibit(
        exhibit_id="grant_totals",
        name="交付金の予算と交付額",
        title="地域再犯防止推進事業の交付金の予算と交付額の推移（円、図は万円）",
        summary=f"{'、'.join(parts) or '交付額が公表された年度がない'}。",
        rows=totals,
        columns=queries.TOTAL_COLUMNS,
        evidence=_total_evidence(database),
        as_of="各年度の当初予算と、行政事業レビューに示された交付額",
        sources=source_notes(database, [*totals["budget_source_id"], *totals["paid_source_id"]]),
        cautions=named_cautions(database, "budget_scope"),
        draw=lambda palette: charts.grant_total_bars(totals, palette),
        native=NativeChart(
            ChartKind.COLUMNS,
            "{fiscal_year}",
            ("budget_yen", "paid_yen"),
            "万円",
            divisor=10_000,
            years="fiscal_year",
        ),
        recalculations=(Share("paid_share_pct", "paid_yen", "budget_yen", factor=100, decimals=1),),
    )


def _paid_words(row: GrantTotal) -> str:
    year, paid = formats.fiscal_year(row.fiscal_year), formats.man_yen(row.paid_yen or 0)
    if row.paid_share_pct is None:
        return f"{year}は交付{paid}で予算の公表値がない"
    budget, share = formats.man_yen(row.budget_yen or 0), formats.number(row.paid_share_pct, 1)
    return f"{year}は予算{budget}に対し交付{paid}（{share}%）"


def _total_evidence(database: Database) -> dict[str, Evidence]:
    budget = _budgeted("当初予算")
    return {
        "requested_yen": _budgeted("概算要求額"),
        "budget_yen": budget,
        "paid_yen": lambda row: paid_figure_ids(database, row["fiscal_year"]),
        "paid_share_pct": lambda row: (
            *paid_figure_ids(database, row["fiscal_year"]),
            *budget(row),
        ),
    }


def _budgeted(item: str) -> Evidence:
    key = ("budget_lines", "amount_yen", queries.GRANT_LINE)
    return lambda row: (figure_id(*key, row["fiscal_year"], item),)


@remembered
def budget_exhibit(database: Database) -> Exhibit:
    """The whole line of the budget by fiscal year: settled and unused."""
    lines = queries.budget_lines(database, queries.WHOLE_LINE)
    settled = [row for row in rows_of(lines, BudgetLine) if row.item == "支出済歳出額"]
    settled_years = {row.fiscal_year for row in settled}
    return Exhibit(
        exhibit_id="budget_line",
        name="再犯防止等企画調整推進費",
        title="再犯防止等企画調整推進費（項）の支出済額と不用額の推移（円、図は万円）",
        summary=_budget_summary(settled),
        rows=lines,
        columns=queries.BUDGET_COLUMNS,
        evidence={
            "amount_yen": evidence_in("budget_lines", "amount_yen", "line", "fiscal_year", "item")
        },
        as_of="各年度の予算書と決算書",
        sources=source_notes(database, lines["source_id"]),
        cautions=named_cautions(database, "budget_scope", "model_and_grant_differ"),
        draw=lambda palette: charts.budget_bars(lines, palette),
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
                or (row["item"] == "当初予算" and row["fiscal_year"] not in settled_years)
            ),
        ),
    )


def _budget_summary(settled: list[BudgetLine]) -> str:
    if not settled:
        return "決算の公表値がない。"
    largest, newest_one = max(settled, key=lambda row: row.amount_yen), settled[-1]
    return (
        f"支出済額が最も大きいのは{formats.fiscal_year(largest.fiscal_year)}の"
        f"{formats.man_yen(largest.amount_yen)}で、"
        f"{formats.fiscal_year(newest_one.fiscal_year)}は"
        f"{formats.man_yen(newest_one.amount_yen)}。"
    )


@remembered
def grant_exhibit(database: Database, state: GrantState) -> Exhibit:
    """The grants of one fiscal year by prefecture, largest first."""
    grants = queries.grants(database, int(state.grant_year or 0))
    found = rows_of(grants, Grant)
    named = [row for row in found if row.prefecture_code]
    terms = queries.subsidy_terms(database)
    year = _year_words(state.grant_year)
    return Exhibit(
        exhibit_id="grants",
        name="都道府県別の交付額",
        title=f"都道府県別にみた交付額の一覧（円、図は万円、{year}、上位{len(named)}団体）",
        summary=_grant_summary(found, terms),
        rows=grants,
        columns=queries.GRANT_COLUMNS,
        evidence={
            "amount_yen": evidence_in(
                "subsidy_grants", "amount_yen", "fiscal_year", "grant_number"
            ),
            "cap_yen": evidence_in("subsidy_terms", "cap_yen", "fiscal_year"),
        },
        as_of=year,
        sources=source_notes(database, [*grants["source_id"], *(row.source_id for row in terms)]),
        cautions=named_cautions(database, "grants_top_ten"),
        filters=(("年度", year),),
        draw=lambda palette: _grant_bars(named, palette),
        native=NativeChart(
            ChartKind.BARS,
            "{prefecture_name}",
            ("amount_yen",),
            "万円",
            divisor=10_000,
            only=_is_named,
        ),
        recalculations=(
            Total("名前の示された団体", "COUNT", "grant_number", len(named), only=_is_named),
        ),
    )


def _is_named(row: Record) -> bool:
    return row["prefecture_code"] is not None


def _year_words(year: str) -> str:
    return formats.fiscal_year(int(year)) if year else "公表された年度なし"


def _grant_summary(grants: Sequence[Grant], terms: Sequence[GrantTerms]) -> str:
    """The largest grant, whether it stands at the cap of its year, and the sum of the others."""
    named = [row for row in grants if row.prefecture_code]
    if not named:
        return "名前の示された交付額の公表値がない。"
    largest = max(row.amount_yen for row in named)
    at_largest = sum(row.amount_yen == largest for row in named)
    rest = "".join(
        f"名前の示されない都道府県の合計は{formats.man_yen(row.amount_yen)}。"
        for row in grants
        if not row.prefecture_code
    )
    return (
        f"名前の示された{len(named)}団体のうち最も大きい額は{formats.man_yen(largest)}で、"
        f"{at_largest}団体。{_cap_words(named[0], terms)}{rest}"
    )


def _cap_words(grant: Grant, terms: Sequence[GrantTerms]) -> str:
    """The cap of the year of a grant; where it is not documented, of which years it is."""
    year = f"{formats.era_year(grant.fiscal_year)}度"
    if grant.cap_yen is not None:
        return f"{year}の上限は{formats.man_yen(grant.cap_yen)}。"
    known = (
        f"{formats.era_year(row.fiscal_year)}度は{formats.man_yen(row.cap_yen)}"
        for row in reversed(terms)
    )
    others = f"（記載のある{formats.joined(known)}）" if terms else ""
    return f"{year}の上限は文書に記載がない{others}。"


def _grant_bars(named: list[Grant], palette: Palette) -> go.Figure:
    names = [row.prefecture_name or "" for row in named]
    figure = charts.amount_bars(names, [row.amount_yen for row in named], palette)
    cap_yen = next((row.cap_yen for row in named), None)
    if cap_yen is not None:
        era = formats.short_fiscal_year(named[0].fiscal_year)
        charts.add_limit(figure, cap_yen, f"上限 {formats.man_yen(cap_yen)}（{era}）", palette)
    return figure


@remembered
def commission_exhibit(database: Database, state: CommissionState) -> Exhibit:
    """The ten largest commissions of the model project in one fiscal year."""
    year = _year_words(state.commission_year)
    commissions = queries.commissions(database, int(state.commission_year or 0))
    rows = rows_of(commissions, Commission)
    return Exhibit(
        exhibit_id="commissions",
        name="モデル事業の委託額",
        title=f"モデル事業の委託額の一覧（円、図は万円、{year}、上位{len(rows)}団体）",
        summary=_commission_summary(rows),
        rows=commissions,
        columns=queries.COMMISSION_COLUMNS,
        evidence={
            "amount_yen": evidence_in("commissions", "amount_yen", "fiscal_year", "body_code")
        },
        as_of=year,
        sources=source_notes(database, commissions["source_id"]),
        cautions=named_cautions(database, "commissions_top_ten"),
        filters=(("年度", year),),
        native=NativeChart(ChartKind.BARS, "{body_name}", ("amount_yen",), "万円", divisor=10_000),
        draw=lambda palette: charts.amount_bars(
            [row.body_name for row in rows], [row.amount_yen for row in rows], palette
        ),
    )


def _commission_summary(rows: Sequence[Commission]) -> str:
    if not rows:
        return "委託額の公表値がない。"
    return (
        f"最も大きいのは{rows[0].body_name}の約{formats.man_yen(rows[0].amount_yen)}、"
        f"{len(rows)}番目は{rows[-1].body_name}の約{formats.man_yen(rows[-1].amount_yen)}。"
    )


@remembered
def item_exhibit(database: Database) -> Exhibit:
    """What the grant's programme consists of and what it pays for."""
    items = queries.programme_items(database)
    required = sum(words == "required" for words in items["requirement"].fillna(""))
    chosen = sum(words == "choose_one" for words in items["requirement"].fillna(""))
    years = formats.joined(map(formats.fiscal_year, queries.item_years(database)))
    return Exhibit(
        exhibit_id="programme_items",
        name="交付金の事業内容と費目",
        title="交付金の事業内容と対象となる費目の一覧",
        summary=(
            f"事業内容のうち必須は{required}つ、どれか一つを選んで行うものは{chosen}つ。"
            if len(items)
            else "事業内容と費目の記載がない。"
        ),
        rows=items,
        columns=queries.ITEM_COLUMNS,
        export_only=("position",),
        as_of=f"{years}の文書" if years else formats.NOT_GIVEN,
        sources=source_notes(database, items["source_id"]),
    )
