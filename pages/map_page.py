"""地図: one value a prefecture, with the projects behind it."""

from functools import partial

import streamlit as st

from lib.database import database
from lib.ui import exhibit, map_chart
from lib.ui.page import open_page
from lib.ui.panels import show_prefecture
from lib.views.map_state import MapState
from lib.views.prefecture_map import prefecture_panel

page = open_page("map")
controls = page.controls(MapState)
state = controls.state
with page.bar():
    controls.field("show", is_narrow=state.entered is None)
    if state.counts_persons:
        controls.segments("basis")
        controls.segments("as_of")
    controls.segments("form")
    if state.is_geographic:
        controls.field("region", is_narrow=True)
shown = page.exhibit("prefecture_map")
if shown:
    with exhibit.block(shown, has_rail=False):
        picture, detail = st.columns([5, 3])
        with picture:
            choose = partial(controls.choose, "prefecture")
            map_chart.show_map(shown, state, choose)
        with detail:
            with st.container(key="filters-prefecture"):  # not on paper
                controls.field("prefecture")
            with st.container(key="map-detail"):
                show_prefecture(prefecture_panel(database(), state))
            exhibit.show_rail(shown)
page.show_folded("prefecture_indicators")
