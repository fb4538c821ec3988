"""地図: one value a prefecture, with the projects behind it."""

from functools import partial

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame, map_chart
from lib.ui.controls import Controls
from lib.ui.prefecture import show_prefecture
from lib.views import prefecture_map as view
from lib.views.map_state import MapState

frame.head("地図", "モデル事業と交付金を、都道府県ごとに地図と表で見る。")
controls = Controls(MapState)
state = controls.state
with frame.filters():
    controls.segments("show")
    controls.segments("basis", is_disabled=not state.counts_persons)
    controls.segments("as_of", is_disabled=not state.counts_persons)
    controls.segments("region")
    controls.segments("order")

shown = view.map_exhibit(database(), state)
with exhibit.block(shown):
    picture, detail = st.columns([3, 2])
    with picture:
        choose = partial(controls.choose, "prefecture")
        map_chart.show_map(shown.rows, state, shown.summary, choose)
    with detail:
        controls.select("prefecture")
        show_prefecture(database(), state)
