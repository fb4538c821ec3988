"""What the newest grants would have cost under other terms, with the cost only as far as known."""

from dataclasses import dataclass, replace

from lib import formats
from lib.cells import figure_id
from lib.charts.declared import Axis, Bar, Cell, Rows
from lib.counting import Count, total
from lib.database import Database, frame_of
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.queries import money as queries
from lib.queries.money import Grant, GrantTerms
from lib.schema import Column, Kind
from lib.state import amount, field_words, whole_number
from lib.subsidy import Amounts, Terms, cost_at_cap, regranted, regranted_rest, together
from lib.views.data import options_from
from lib.views.methods import named_method
from lib.views.notes import named_cautions, source_notes

NO_TERMS = "補助率と上限を示す文書がない。"
_WHOLE = 100  # %
_LARGEST_CAP_YEN = 1_000_000_000


@remembered
def terms_in_force(database: Database) -> GrantTerms | None:
    """The newest row of the terms; None if there is none."""
    return next(iter(queries.subsidy_terms(database)), None)


def _rate_in_force(database: Database) -> int:
    terms = terms_in_force(database)
    return round(_WHOLE * terms.subsidy_rate) if terms else _WHOLE


def _cap_in_force(database: Database) -> int:
    terms = terms_in_force(database)
    return terms.cap_yen if terms else _LARGEST_CAP_YEN


@dataclass(frozen=True)
class TermsState:
    """The terms that are tried; those in force to begin with.

    Attributes:
        rate: Share of the cost that the State pays, in %.
        cap: Upper limit of one grant in yen.
    """

    rate: int = whole_number("補助率（%）", options_from(_rate_in_force), 1, _WHOLE)
    cap: int = amount("上限（円）", options_from(_cap_in_force), 100_000, _LARGEST_CAP_YEN)

    @property
    def terms(self) -> Terms:
        """The same as the rule takes it."""
        return Terms(self.rate / _WHOLE, self.cap)


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
_ROWS = Rows(
    name="{scenario}（{status}）",
    marks=(
        Bar("high_yen", is_soft=True, is_labelled=False, key="多くとも"),
        Bar("low_yen", is_labelled=False, key="少なくとも"),
    ),
    axis=Axis(
        "万円（濃い部分は少なくとも、薄い部分は多くとも）", "万円", divisor=10_000, is_drawn=False
    ),
    before=(
        Cell("{low_yen}", "少なくとも（万円）", is_strong=True, divisor=10_000),
        Cell("{high_yen}", "多くとも", divisor=10_000),
    ),
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
    grants: tuple[Grant, ...]
    terms: GrantTerms

    @property
    def total_yen(self) -> int:
        """What was paid altogether."""
        paid = total(Count(row.amount_yen, "円", "total") for row in self.grants)
        return int(paid.quantity)

    @property
    def cost_at_cap(self) -> int:
        """What a project cost at least whose grant was as high as the cap."""
        return cost_at_cap(self.terms.subsidy_rate, self.terms.cap_yen)

    @property
    def assumption(self) -> str:
        """Whose terms were taken where those of the year are not documented."""
        if self.terms.fiscal_year == self.year:
            return ""
        return (
            f"{formats.era_year(self.year)}度の条件は記載がなく、"
            f"{formats.era_year(self.terms.fiscal_year)}度と同じだったとみた。"
        )


@dataclass(frozen=True, slots=True)
class _Scenario:
    """A row of ``COST_COLUMNS``."""

    scenario: str
    status: str
    low_yen: int
    high_yen: int
    change_low_yen: int
    change_high_yen: int


def _paid(database: Database) -> _Paid | None:
    paid, terms = queries.grant_rows(database, None), queries.subsidy_terms(database)
    if not paid or not terms:
        return None
    year = paid[0].fiscal_year
    return _Paid(year, paid, min(terms, key=lambda row: abs(row.fiscal_year - year)))


@remembered
def paid_figure_ids(database: Database, fiscal_year: int) -> tuple[str, ...]:
    """The published amounts that add up to what was paid in a fiscal year."""
    return tuple(
        figure_id("subsidy_grants", "amount_yen", row.fiscal_year, row.grant_number)
        for row in queries.grant_rows(database, fiscal_year)
    )


@remembered
def cost_exhibit(database: Database, state: TermsState) -> Exhibit:
    """What the newest grants would have cost under other terms, and what all prefectures would."""
    paid = _paid(database)
    found = _scenarios(database, state, paid) if paid else ()
    rows = frame_of(found, COST_COLUMNS)
    source_ids = [paid.terms.source_id, *(row.source_id for row in paid.grants)] if paid else []
    figure_ids = (*paid_figure_ids(database, paid.year), *term_figures(paid.terms)) if paid else ()
    return Exhibit(
        exhibit_id="terms_cost",
        name="条件を変えた試算",
        title="補助率と上限を変えたときに必要な交付金の幅（円、図は万円、推計を含む）",
        summary=_summary(state, found, paid),
        rows=rows,
        columns=_columns(paid),
        evidence={
            column.name: lambda _row: figure_ids
            for column in COST_COLUMNS
            if column.kind is Kind.MONEY
        },
        as_of=_as_of(paid),
        sources=source_notes(database, source_ids),
        cautions=named_cautions(database, "grants_top_ten"),
        method=named_method(database, "terms_cost"),
        filters=field_words(state, "rate", "cap"),
        chart=_ROWS,
    )


def _columns(paid: _Paid | None) -> tuple[Column, ...]:
    """The columns; the headings name the year of what was paid, beside which others stand."""
    if paid is None:
        return COST_COLUMNS
    words = f"実績（{formats.short_fiscal_year(paid.year)}）"
    return tuple(
        replace(column, label=column.label.replace("実績", words)) for column in COST_COLUMNS
    )


def term_figures(terms: GrantTerms) -> tuple[str, ...]:
    """The published rate and cap of a year."""
    names = ("subsidy_rate", "cap_yen")
    return tuple(figure_id("subsidy_terms", name, terms.fiscal_year) for name in names)


def _as_of(paid: _Paid | None) -> str:
    if paid is None:
        return formats.NOT_GIVEN
    terms = formats.fiscal_year(paid.terms.fiscal_year)
    return f"交付額は{formats.fiscal_year(paid.year)}、条件は{terms}"


def _scenarios(database: Database, state: TermsState, paid: _Paid) -> tuple[_Scenario, ...]:
    total = Amounts(paid.total_yen, paid.total_yen)
    prefectures = queries.prefecture_count(database)
    everyone = Amounts(prefectures * state.cap, prefectures * state.cap)
    found = (
        (f"{formats.fiscal_year(paid.year)}の実績", "公表値", total),
        ("同じ都道府県が同じ事業費で申請", "推計", _regranted(paid, prefectures, state.terms)),
        (f"{prefectures}都道府県のすべてが上限まで使う", "推計", everyone),
    )
    return tuple(
        _Scenario(
            scenario,
            status,
            amounts.low_yen,
            amounts.high_yen,
            amounts.low_yen - paid.total_yen,
            amounts.high_yen - paid.total_yen,
        )
        for scenario, status, amounts in found
    )


def _regranted(paid: _Paid, prefectures: int, new: Terms) -> Amounts:
    """The grants of a year under other terms; one without a name is the sum of several."""
    old = Terms(paid.terms.subsidy_rate, int(paid.terms.cap_yen))
    named = [row.amount_yen for row in paid.grants if row.prefecture_code is not None]
    largest = min(named, default=old.cap_yen)
    rest = [
        regranted_rest(row.amount_yen, largest, prefectures - len(named), old, new)
        for row in paid.grants
        if row.prefecture_code is None
    ]
    return together([*(regranted(amount, old, new) for amount in named), *rest])


def _summary(state: TermsState, found: tuple[_Scenario, ...], paid: _Paid | None) -> str:
    if paid is None:
        return f"交付額、または{NO_TERMS}推計できない。"
    _, same, everyone = found
    low, high = formats.man_yen(same.low_yen), formats.man_yen(same.high_yen)
    amount = low if low == high else f"{low}～{high}"
    return (
        f"{paid.assumption}"
        f"補助率{state.rate}%、上限{formats.man_yen(state.cap)}とすると、同じ都道府県が同じ事業費で"
        f"申請した場合の交付金は{amount}（実績は{formats.man_yen(paid.total_yen)}）。"
        f"上限に達した交付では、事業費は少なくとも{formats.man_yen(paid.cost_at_cap)}としか"
        "分からない。"
        f"{everyone.scenario}と{formats.man_yen(everyone.high_yen)}。実績のほかは推計。"
    )
