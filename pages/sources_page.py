"""出典と品質: where the figures come from and what was checked."""

import streamlit as st

from lib.ui import edition_list, exhibit
from lib.ui.page import open_page
from lib.views import sources

page = open_page("sources")
controls = page.controls(sources.SourcesState)
with page.bar():
    controls.segments("part")
    for facet in controls.state.facets:
        controls.field(facet)
for shown in page.exhibits():
    if shown.rows.empty:
        st.info("条件に合うものはありません。条件を減らして選び直してください。")
    else:
        exhibit.show(shown)
edition_list.show()
