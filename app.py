"""Entry script: the navigation over all pages."""

import streamlit as st

page = st.navigation(
    [
        st.Page("pages/overview_page.py", title="概要", url_path="overview", default=True),
        st.Page("pages/map_page.py", title="地図", url_path="map"),
    ],
    position="top",
)
page.run()
