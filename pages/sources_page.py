"""出典と品質: where the figures come from and what was checked."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.controls import Controls
from lib.views import sources

frame.head("出典と品質", "数値の出典、文書の相違、検算の結果、データの項目を確かめる。")
controls = Controls(sources.SourcesState)
with frame.filters():
    controls.segments("part")
    for facet in controls.state.facets:
        controls.several(facet)

shown = sources.sources_exhibit(database(), controls.state)
if shown.rows.empty:
    st.info("条件に合うものはありません。条件を減らして選び直してください。")
else:
    exhibit.show(shown)
