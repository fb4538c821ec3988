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
has_figures = controls.state.level == "figures"
with frame.filters():
    controls.segments("level")
    controls.field(
        "text", placeholder="例: 薬物、とちぎ、tochigi　全角と半角、かなの違いは問わない"
    )
    for facet in ("cohort", "body", "region", "theme", "contractor", "stage"):
        controls.field(facet)
    st.caption(catalogue.stage_note(database()))
    if has_figures:
        for facet in ("measure", "thing", "basis"):
            controls.field(facet)
        controls.segments("as_of")
    controls.reset_button()

hits = catalogue.hits(database(), controls.state)
frame.announce(hits.sentence)
for shown in page.exhibits():
    if shown.rows.empty:
        st.info(catalogue.empty_advice(controls.state))
    else:
        if has_figures:
            show_combination(combination(database(), controls.state), controls.choose_all)
        exhibit.show(shown)
