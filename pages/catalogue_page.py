"""事業一覧: search, filter and export the projects."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.page import open_page
from lib.ui.panels import show_combination
from lib.views import catalogue
from lib.views.combination import combination

page = open_page("catalogue")
controls = page.controls(catalogue.CatalogueState)
state = controls.state
with page.bar():
    controls.field(
        "text", placeholder="検索　例: 薬物、とちぎ、tochigi", label_visibility="collapsed"
    )
    controls.segments("level")
    controls.field("theme")
    controls.folded(state.folded, catalogue.stage_note(database()))
    controls.reset_button("level")

for shown in page.exhibits():
    frame.announce(shown.headline, is_unseen=True)
    if shown.rows.empty:
        st.info(catalogue.empty_advice(state))
        continue
    exhibit.show(shown)
    if state.level == "figures":
        show_combination(combination(database(), state), controls.choose_all)
