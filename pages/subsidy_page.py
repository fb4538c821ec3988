"""補助金: the grant's budget, payments and rule, and the model project's commissions."""

import streamlit as st

from lib.database import database
from lib.ui import frame
from lib.ui.calculator import show_calculation
from lib.ui.page import open_page
from lib.views import subsidy, terms

page = open_page("subsidy")
controls = page.controls(subsidy.SubsidyState)
with frame.filters():
    controls.segments("grant_year")
    controls.segments("commission_year")
left, right = st.columns(2)
with left:
    page.show("grant_totals", "budget_line")
with right:
    page.show("grants", "commissions")
with frame.section("交付金の試算"):
    controls.number("cost", step=100_000)
    show_calculation(subsidy.calculation(database(), controls.state.cost))
tried = page.controls(terms.TermsState)
with frame.filters("terms"):
    tried.number("rate", step=5)
    tried.number("cap", step=100_000)
page.show("terms_cost", "programme_items")
