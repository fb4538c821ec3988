"""概要: the whole at a glance, with links onward."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, map_chart
from lib.ui.page import open_page
from lib.ui.panels import show_headlines, show_remarks
from lib.views import overview
from lib.views.map_state import MapState

page = open_page("overview")
show_headlines(overview.headlines(database()))
left, right = st.columns([3, 2])
with left:
    shown = page.exhibit("prefecture_map")
    if shown:
        with exhibit.block(shown):
            map_chart.show_map(shown.rows, MapState(form="tiles"), shown.summary)
    page.show("reentry", "repeat_offenders")
with right:
    show_remarks(overview.remarks(database()))
    page.show("timeline", "symposium")
