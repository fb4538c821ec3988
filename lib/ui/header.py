"""What stands at the right of the navigation: the theme of the browser, the meeting."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.addresses import address
from lib.ui import agenda

# What the choice means is known to theme.js alone: the server is told the theme that is shown.
_THEMES = {"light": "明", "dark": "暗", "device": "端末に合わせる"}
_OPTIONS = "".join(f'<option value="{code}">{words}</option>' for code, words in _THEMES.items())
_THEME_FIELD = f'<select class="theme" aria-label="画面の色">{_OPTIONS}</select>'


def place() -> DeltaGenerator:
    """Draws what no run changes, and keeps the place of the meeting before it."""
    with st.container(horizontal=True, key="header"):
        meeting = st.empty()
        st.html(_THEME_FIELD)
    return meeting


def show_meeting(where: DeltaGenerator) -> None:
    """The number of views in the meeting, as it is behind the run of a page, leading to it."""
    count, mark = len(agenda.in_session().items), agenda.mark()
    # From the mark meeting.js sees whether the server knows the newest version.
    where.html(
        f'<a class="meeting" href="{address("meeting")}" data-held="{mark}">'
        f"会議 <b>{count}</b><span>件</span></a>"
    )
