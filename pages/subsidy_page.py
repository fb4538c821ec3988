"""補助金: the grant's budget, payments and rule, and the model project's commissions."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.calculator import show_calculation
from lib.ui.controls import Controls
from lib.views import subsidy, terms

frame.head("補助金", "都道府県への交付金の予算と交付額、モデル事業の委託額を年度ごとに見る。")
controls = Controls(subsidy.SubsidyState)
with frame.filters():
    controls.segments("grant_year")
    controls.segments("commission_year")

left, right = st.columns(2)
with left:
    exhibit.show(subsidy.grant_total_exhibit(database()))
    exhibit.show(subsidy.budget_exhibit(database()))
with right:
    exhibit.show(subsidy.grant_exhibit(database(), controls.state))
    exhibit.show(subsidy.commission_exhibit(database(), controls.state))
with frame.section("交付金の試算"):
    controls.money("cost")
    show_calculation(subsidy.calculation(database(), controls.state.cost))
terms_controls = Controls(terms.TermsState)
with frame.filters("terms"):
    terms_controls.number("rate", step=5)
    terms_controls.money("cap")
    terms_controls.number("prefectures", step=1)
left, right = st.columns(2)
with left:
    exhibit.show(terms.cost_exhibit(database(), terms_controls.state))
with right:
    exhibit.show(terms.number_exhibit(database()))
exhibit.show(subsidy.item_exhibit(database()))
