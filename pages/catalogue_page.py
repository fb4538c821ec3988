"""事業一覧: search, filter and export the 36 projects."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.combination import show_combination
from lib.ui.controls import Controls
from lib.ui.links import PROJECT_LINK
from lib.views import catalogue
from lib.views.combination import combination

frame.head("事業一覧", "36のモデル事業を検索し、絞り込み、CSVに保存する。")
controls = Controls(catalogue.CatalogueState)
has_figures = controls.state.level == "figures"
with frame.filters():
    controls.segments("level")
    controls.text("text", "例: 薬物、とちぎ、tochigi　全角と半角、かなの違いは問わない")
    for facet in ("cohort", "body", "region", "theme", "stage", "contractor"):
        controls.several(facet)
    if has_figures:
        for facet in ("measure", "thing", "basis"):
            controls.several(facet)
        controls.segments("as_of")
    controls.reset_button()

hits = catalogue.hits(database(), controls.state)
frame.announce(hits.sentence)
shown = catalogue.catalogue_exhibit(database(), controls.state)
if shown.rows.empty:
    st.info(catalogue.empty_advice(controls.state))
else:
    if has_figures:
        show_combination(combination(database(), controls.state), controls.choose_all)
    exhibit.show(shown, links={"body_name": PROJECT_LINK})
