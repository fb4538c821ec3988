"""概要: the whole in one screen, with links onward."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, map_chart
from lib.ui.page import OpenPage
from lib.ui.panels import show_glance, show_sayings
from lib.views import glance, overview
from lib.views.map_state import TILES

page = OpenPage("overview")
page.head(overview.title(database()), " ")
show_glance(glance.top(database()))
left, right = st.columns(2)
with left:
    shown = page.exhibit("prefecture_map")
    if shown:
        with exhibit.block(shown, has_rail=False):
            map_chart.show_tiles(shown, TILES)
with right:
    show_sayings(glance.sayings(database()))
