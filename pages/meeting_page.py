"""会議: views in order, to be projected, kept, checked and handed out."""

import streamlit as st

from lib.database import database
from lib.meetings.slides import deck_of
from lib.meetings.staging import StageState
from lib.ui import agenda, meeting, notes, stage
from lib.ui.page import OpenPage

page = OpenPage("meeting")
controls = page.controls(StageState)
deck = deck_of(database(), agenda.in_session())

if not deck.slides:
    controls.choose("at", 0)
if controls.state.at and deck.slides:
    stage.show_stage(deck, controls)
else:
    page.head()
    left, right = st.columns([3, 2])
    with left:
        meeting.show_list(deck, controls)
    with right:
        if deck.slides:
            meeting.show_outputs(deck)
        meeting.show_file(deck)
        notes.show_earlier()
    if deck.slides:
        meeting.show_inspection(deck, controls)
        meeting.show_code(deck)
