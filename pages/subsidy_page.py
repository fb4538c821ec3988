"""補助金: the grant's budget, payments and rule, and the model project's commissions."""

import streamlit as st

from lib.database import database
from lib.ui import frame
from lib.ui.page import open_page
from lib.ui.panels import show_calculation
from lib.views import calculator, subsidy, terms

page = open_page("subsidy")
with frame.filters():
    page.controls(subsidy.GrantState).segments("grant_year")
    page.controls(subsidy.CommissionState).segments("commission_year")
left, right = st.columns(2)
with left:
    page.show("grant_totals", "budget_line")
with right:
    page.show("grants", "commissions")
with frame.section("交付金の試算"):
    cost = page.controls(calculator.CalculatorState)
    cost.field("cost")
    show_calculation(calculator.calculation(database(), cost.state.cost))
tried = page.controls(terms.TermsState)
with frame.filters("terms"):
    tried.field("rate", step=5)
    tried.field("cap")
page.show("terms_cost", "programme_items")
page.show_folded("timeline")
