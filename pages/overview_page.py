"""概要: the whole at a glance, with links onward."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame, map_chart
from lib.ui.overview import show_headlines, show_remarks
from lib.views import national, overview
from lib.views import prefecture_map as map_view
from lib.views.map_state import MapState

frame.head(
    "概要",
    "地域再犯防止推進モデル事業と、その後の都道府県への交付金で、"
    "何が行われ、何が分かり、何が分からないか。",
)
show_headlines(overview.headlines(database()))
left, right = st.columns([3, 2])
with left:
    state = MapState()
    shown = map_view.map_exhibit(database(), state)
    with exhibit.block(shown):
        map_chart.show_map(shown.rows, state, shown.summary)
    exhibit.show(national.reentry_exhibit(database()))
    exhibit.show(national.repeat_offender_exhibit(database()))
with right:
    show_remarks(overview.remarks(database()))
    exhibit.show(overview.timeline_exhibit(database()))
    exhibit.show(national.symposium_exhibit(database()))
