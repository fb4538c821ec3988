"""The page on money: payments of the grant and its budget, grants, commissions, items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib import formats
from lib.cells import Evidence, evidence_in, figure_id
from lib.charts.declared import Axis, Bar, Cell, Dot, Rows
from lib.database import Database
from lib.exhibits import Exhibit, Share, Total
from lib.frames import Record, rows_of
from lib.memory import remembered
from lib.queries import money as queries
from lib.queries import options
from lib.queries.money import Commission, Grant, GrantTerms, GrantTotal
from lib.schema import Column
from lib.state import choice, newest
from lib.views.data import options_from
from lib.views.notes import named_cautions, source_notes
from lib.views.terms import paid_figure_ids

_GRANT_YEARS = options_from(options.grant_year_options)
_COMMISSION_YEARS = options_from(options.commission_year_options)
_MAN = 10_000  # 万


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
        name="予算と交付額",
        title="地域再犯防止推進事業の交付金の予算と交付額の推移（円、図は万円）",
        summary=f"{'、'.join(parts) or '交付額が公表された年度がない'}。",
        rows=totals,
        columns=queries.TOTAL_COLUMNS,
        evidence=_total_evidence(database),
        as_of="各年度の当初予算と、行政事業レビューに示された交付額",
        sources=source_notes(database, [*totals["budget_source_id"], *totals["paid_source_id"]]),
        cautions=named_cautions(database, "budget_scope"),
        chart=_TOTAL_ROWS,
        recalculations=(Share("paid_share_pct", "paid_yen", "budget_yen", factor=100, decimals=1),),
    )


_TOTAL_ROWS = Rows(
    name="{fiscal_year}",
    marks=(
        Bar("paid_yen", whole="budget_yen", is_labelled=False, key="交付額（薄い帯の右端が予算）"),
    ),
    axis=Axis("交付額と予算（万円）", "万円", divisor=_MAN, is_drawn=False),
    before=(
        Cell("{budget_yen}", "予算（万円）", divisor=_MAN),
        Cell("{paid_yen}", "交付額", is_strong=True, divisor=_MAN),
    ),
    after=(Cell("{left_yen}", "予算との差", divisor=_MAN),),
    note=lambda row: "" if row["paid_share_pct"] is None else f"{row['paid_share_pct']:.1f}%",
    only=lambda row: row["budget_yen"] is not None or row["paid_yen"] is not None,
)


def _paid_words(row: GrantTotal) -> str:
    year, paid = formats.fiscal_year(row.fiscal_year), formats.man_yen(row.paid_yen or 0)
    if row.paid_share_pct is None:
        return f"{year}は交付{paid}で予算の公表値がない"
    budget, share = formats.man_yen(row.budget_yen or 0), formats.number(row.paid_share_pct, 1)
    return f"{year}は予算{budget}に対し交付{paid}（{share}%）"


def _total_evidence(database: Database) -> dict[str, Evidence]:
    budget = _budgeted("当初予算")

    def both(row: Mapping[str, Any]) -> tuple[str, ...]:
        return (*paid_figure_ids(database, row["fiscal_year"]), *budget(row))

    return {
        "requested_yen": _budgeted("概算要求額"),
        "budget_yen": budget,
        "paid_yen": lambda row: paid_figure_ids(database, row["fiscal_year"]),
        "paid_share_pct": both,
        "left_yen": both,
    }


def _budgeted(item: str) -> Evidence:
    key = ("budget_lines", "amount_yen", queries.GRANT_LINE)
    return lambda row: (figure_id(*key, row["fiscal_year"], item),)


@remembered
def grant_exhibit(database: Database, state: GrantState) -> Exhibit:
    """The grants of one fiscal year by prefecture, largest first."""
    grants = queries.grants(database, int(state.grant_year or 0))
    found = rows_of(grants, Grant)
    named = [row for row in found if row.prefecture_code]
    terms = queries.subsidy_terms(database)
    year = _year_words(state.grant_year)
    before = queries.grant_rows(database, found[0].fiscal_year - 1) if found else ()
    others = (row.source_id for rows in (before, terms) for row in rows)
    before_ids = {row.prefecture_code: _grant_ids(row) for row in before}
    return Exhibit(
        exhibit_id="grants",
        name="都道府県別の交付額",
        title=f"都道府県別にみた交付額の一覧（円、図は万円、{year}、上位{len(named)}団体）",
        summary=_grant_summary(found, terms),
        rows=grants,
        columns=_grant_columns(found),
        evidence={
            "amount_yen": evidence_in(
                "subsidy_grants", "amount_yen", "fiscal_year", "grant_number"
            ),
            "before_yen": lambda row: before_ids.get(row["prefecture_code"], ()),
            "cap_yen": evidence_in("subsidy_terms", "cap_yen", "fiscal_year"),
        },
        as_of=formats.joined(
            [year, *(formats.fiscal_year(row.fiscal_year) for row in before)], "と"
        ),
        sources=source_notes(database, [*grants["source_id"], *others]),
        cautions=named_cautions(database, "grants_top_ten"),
        filters=(("年度", year),),
        chart=_grant_rows(found, terms) if found else None,
        recalculations=(
            Total("名前の示された団体", "COUNT", "grant_number", len(named), only=_is_named),
        ),
    )


def _grant_ids(row: Grant) -> tuple[str, ...]:
    return (figure_id("subsidy_grants", "amount_yen", row.fiscal_year, row.grant_number),)


def _grant_columns(grants: Sequence[Grant]) -> tuple[Column, ...]:
    """The columns; the headings of the amounts name their years."""
    if not grants:
        return queries.GRANT_COLUMNS
    year = grants[0].fiscal_year
    era, era_before = map(formats.short_fiscal_year, (year, year - 1))
    labels = {"amount_yen": f"交付額（{era}）", "before_yen": f"前年度（{era_before}）の交付額"}
    return tuple(
        replace(column, label=labels.get(column.name, column.label))
        for column in queries.GRANT_COLUMNS
    )


def _grant_rows(grants: Sequence[Grant], terms: Sequence[GrantTerms]) -> Rows:
    """A bar a prefecture beside the year before; the sum of the others is on another scale."""
    year = grants[0].fiscal_year
    era, era_before = map(formats.short_fiscal_year, (year, year - 1))
    is_after = any(row.before_yen is not None for row in grants)
    before = Cell("{before_yen}", era_before, divisor=_MAN)
    # The document nearest to the year tells the cap; its year stands beside it.
    cap = min(terms, key=lambda row: abs(row.fiscal_year - year), default=None)
    axis = Axis(f"交付額（万円、{era}）", "万円", divisor=_MAN, is_drawn=False)
    rest = "名前のない分の合計（縮尺が違うため、棒の長さは表さない）"
    return Rows(
        name="{prefecture_name}",
        marks=(
            Bar("amount_yen", is_labelled=False, key=f"{era}の交付額", only=_is_named),
            Dot("before_yen", key=f"{era_before}（名前が出た都府県だけ）", only=_is_named),
            Bar(
                "amount_yen",
                is_labelled=False,
                is_missing=True,
                key=rest,
                only=lambda row: not _is_named(row),
            ),
        ),
        axis=replace(axis, limit=cap.cap_yen / _MAN, limit_words=_limit_words(cap))
        if cap
        else axis,
        before=(
            *([before] if is_after else []),
            Cell("{amount_yen}", f"{era}（万円）", is_strong=True, divisor=_MAN),
        ),
    )


def _limit_words(cap: GrantTerms) -> str:
    era = formats.short_fiscal_year(cap.fiscal_year)
    return f"上限{formats.man_yen(cap.cap_yen)}（{era}の文書）"


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
        chart=_COMMISSION_ROWS,
    )


_COMMISSION_ROWS = Rows(
    name="{body_name}",
    marks=(Bar("amount_yen", is_labelled=False),),
    axis=Axis("委託額（約、万円）", "万円", divisor=_MAN, is_drawn=False),
    before=(Cell("{amount_yen}", "委託額（約、万円）", is_strong=True, divisor=_MAN),),
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
        name="事業内容と費目",
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
