"""補助金（交付金）: the grant's budget, payments and terms, and the model project's commissions."""

from lib.database import database
from lib.ui import frame, titles
from lib.ui.page import open_page
from lib.ui.panels import show_calculation
from lib.views import calculator, subsidy, terms

JUMPS = {
    "grant_totals": "予算と交付額",
    "grants": "都道府県別",
    "budget_line": "項の支出",
    "commissions": "委託額",
    "terms_cost": "試算",
    "programme_items": "内容と費目",
    "timeline": "年表",
}

page = open_page("subsidy")
commission = page.controls(subsidy.CommissionState)
tried = page.controls(terms.TermsState)
cost = page.controls(calculator.CalculatorState)


def choose_terms() -> None:
    """The terms that are tried, and the cost to which they are applied."""
    tried.field("rate", step=5)
    tried.field("cap")
    cost.field("cost")


with page.bar(JUMPS):
    page.controls(subsidy.GrantState).segments("grant_year")
page.show("grant_totals", "grants", "budget_line")
page.show_folded("commissions", fields=lambda: commission.segments("commission_year"))
trial = page.exhibit("terms_cost")
with frame.folded(
    "条件を変えて試算する",
    titles.of(trial) if trial else terms.NO_TERMS,
    "terms_cost",
    begins_open=page.names(terms.TermsState, calculator.CalculatorState),
) as is_open:
    if is_open:
        page.show("terms_cost", fields=choose_terms)
        show_calculation(calculator.calculation(database(), cost.state.cost, tried.state.terms))
page.show_folded("programme_items", "timeline")
