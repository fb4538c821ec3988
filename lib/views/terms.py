"""What the newest grants would have cost under other terms, with the cost only as far as known."""

from dataclasses import dataclass

from lib import formats
from lib.cells import Cell, evidence_in, row_key
from lib.charts.money import amount_ranges
from lib.counting import Count, total
from lib.database import Database, frame_of
from lib.exhibits import ChartKind, Exhibit, NativeChart
from lib.frames import Record, records
from lib.queries import money as queries
from lib.schema import Column, Kind
from lib.state import amount, field_words, whole_number
from lib.subsidy import Amounts, Terms, cost_at_cap, regranted, regranted_rest, together
from lib.views.data import options_from, remembered
from lib.views.methods import named_method
from lib.views.notes import named_cautions, source_notes

GRANT_FIGURE = evidence_in("subsidy_grants", "amount_yen", "fiscal_year", "grant_number")
NO_TERMS = "補助率と上限を示す文書がない。"
_WHOLE = 100  # %
_LARGEST_CAP_YEN = 20_000_000


@remembered
def terms_in_force(database: Database) -> Record | None:
    """The newest row of the terms; None if there is none."""
    return next(iter(records(queries.subsidy_terms(database))), None)


def _rate_in_force(database: Database) -> int:
    terms = terms_in_force(database)
    return round(_WHOLE * terms["subsidy_rate"]) if terms else _WHOLE


def _cap_in_force(database: Database) -> int:
    terms = terms_in_force(database)
    return int(terms["cap_yen"]) if terms else _LARGEST_CAP_YEN


@dataclass(frozen=True)
class TermsState:
    """The terms that are tried; those in force to begin with.

    Attributes:
        rate: Share of the cost that the State pays, in %.
        cap: Upper limit of one grant in yen.
    """

    rate: int = whole_number("補助率（%）", options_from(_rate_in_force), 1, _WHOLE)
    cap: int = amount("上限（円）", options_from(_cap_in_force), 100_000, _LARGEST_CAP_YEN)


def _yen(name: str, label: str, meaning: str) -> Column:
    return Column(name, Kind.MONEY, label, meaning, unit="円")


COST_COLUMNS = (
    Column("scenario", Kind.TEXT, "場合", "何が変わるとみたか"),
    Column("status", Kind.TEXT, "値の種類", "公表値か推計か"),
    _yen("low_yen", "少なくとも", "必要な交付金の下限"),
    _yen("high_yen", "多くとも", "必要な交付金の上限"),
    _yen("change_low_yen", "実績との差の下限", "下限から最新の交付額を引いた額"),
    _yen("change_high_yen", "実績との差の上限", "上限から最新の交付額を引いた額"),
)
_NATIVE = NativeChart(
    ChartKind.RANGES,
    "{scenario}（{status}）",
    ("low_yen", "high_yen"),
    "万円（濃い部分は少なくとも、薄い部分は多くとも）",
    divisor=10_000,
    is_stacked=True,
)


@dataclass(frozen=True)
class _Paid:
    """What was paid in the newest year with payments, and under which terms.

    Attributes:
        year: The fiscal year.
        grants: Its grants.
        terms: Its terms, or those of the nearest year that is documented.
    """

    year: int
    grants: list[Record]
    terms: Record

    @property
    def total_yen(self) -> int:
        """What was paid altogether."""
        paid = total(Count(row["amount_yen"], "円", "total") for row in self.grants)
        return int(paid.quantity)

    @property
    def cost_at_cap(self) -> int:
        """What a project cost at least whose grant was as high as the cap."""
        return cost_at_cap(self.terms["subsidy_rate"], int(self.terms["cap_yen"]))

    @property
    def assumption(self) -> str:
        """Whose terms were taken where those of the year are not documented."""
        if self.terms["fiscal_year"] == self.year:
            return ""
        return (
            f"{formats.era_year(self.year)}度の条件は記載がなく、"
            f"{formats.era_year(self.terms['fiscal_year'])}度と同じだったとみた。"
        )


def _paid(database: Database) -> _Paid | None:
    paid = records(queries.grants(database, None))
    terms = records(queries.nearest_terms(database, paid[0]["fiscal_year"])) if paid else []
    return _Paid(paid[0]["fiscal_year"], paid, terms[0]) if terms else None


@remembered
def cost_exhibit(database: Database, state: TermsState) -> Exhibit:
    """What the newest grants would have cost under other terms, and what all prefectures would."""
    paid = _paid(database)
    found = _scenarios(database, state, paid) if paid else []
    rows = frame_of(found, COST_COLUMNS)
    grants = paid.grants if paid else []
    terms = [paid.terms] if paid else []
    figure_ids = (
        *(figure_id for row in grants for figure_id in GRANT_FIGURE(row)),
        *(figure_id for row in terms for figure_id in term_figures(row)),
    )
    return Exhibit(
        exhibit_id="terms_cost",
        name="補助率と上限を変えたときの交付金",
        title="補助率と上限を変えたときに必要な交付金の幅（円、図は万円、推計を含む）",
        summary=_summary(state, found, paid),
        rows=rows,
        columns=COST_COLUMNS,
        evidence={
            column.name: lambda _row: figure_ids
            for column in COST_COLUMNS
            if column.kind is Kind.MONEY
        },
        as_of=_as_of(paid),
        sources=source_notes(database, [row["source_id"] for row in (*terms, *grants)]),
        cautions=named_cautions(database, "grants_top_ten"),
        method=named_method(database, "terms_cost"),
        filters=field_words(state, "rate", "cap"),
        draw=lambda palette: amount_ranges(rows, palette),
        native=_NATIVE,
    )


def term_figures(terms: Record) -> tuple[str, ...]:
    """The published rate and cap of a year."""
    key = row_key((terms["fiscal_year"],))
    return tuple(Cell("subsidy_terms", key, name).figure_id for name in ("subsidy_rate", "cap_yen"))


def _as_of(paid: _Paid | None) -> str:
    if paid is None:
        return formats.NOT_GIVEN
    terms = formats.fiscal_year(paid.terms["fiscal_year"])
    return f"交付額は{formats.fiscal_year(paid.year)}、条件は{terms}"


def _scenarios(database: Database, state: TermsState, paid: _Paid) -> list[Record]:
    total = Amounts(paid.total_yen, paid.total_yen)
    prefectures = queries.prefecture_count(database)
    everyone = Amounts(prefectures * state.cap, prefectures * state.cap)
    new = Terms(state.rate / _WHOLE, state.cap)
    found = (
        (f"{formats.fiscal_year(paid.year)}の実績", "公表値", total),
        ("同じ都道府県が同じ事業費で申請", "推計", _regranted(paid, prefectures, new)),
        (f"{prefectures}都道府県のすべてが上限まで使う", "推計", everyone),
    )
    return [
        {
            "scenario": scenario,
            "status": status,
            "low_yen": amounts.low_yen,
            "high_yen": amounts.high_yen,
            "change_low_yen": amounts.low_yen - paid.total_yen,
            "change_high_yen": amounts.high_yen - paid.total_yen,
        }
        for scenario, status, amounts in found
    ]


def _regranted(paid: _Paid, prefectures: int, new: Terms) -> Amounts:
    """The grants of a year under other terms; one without a name is the sum of several."""
    old = Terms(paid.terms["subsidy_rate"], int(paid.terms["cap_yen"]))
    named = [int(row["amount_yen"]) for row in paid.grants if row["prefecture_code"] is not None]
    largest = min(named, default=old.cap_yen)
    rest = [
        regranted_rest(int(row["amount_yen"]), largest, prefectures - len(named), old, new)
        for row in paid.grants
        if row["prefecture_code"] is None
    ]
    return together([*(regranted(amount, old, new) for amount in named), *rest])


def _summary(state: TermsState, found: list[Record], paid: _Paid | None) -> str:
    if paid is None:
        return f"交付額、または{NO_TERMS}推計できない。"
    _, same, everyone = found
    low, high = formats.man_yen(same["low_yen"]), formats.man_yen(same["high_yen"])
    amount = low if low == high else f"{low}～{high}"
    return (
        f"{paid.assumption}"
        f"補助率{state.rate}%、上限{formats.man_yen(state.cap)}とすると、同じ都道府県が同じ事業費で"
        f"申請した場合の交付金は{amount}（実績は{formats.man_yen(paid.total_yen)}）。"
        f"上限に達した交付では、事業費は少なくとも{formats.man_yen(paid.cost_at_cap)}としか"
        "分からない。"
        f"{everyone['scenario']}と{formats.man_yen(everyone['high_yen'])}。実績のほかは推計。"
    )
