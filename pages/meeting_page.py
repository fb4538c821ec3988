"""会議: views in order, to be projected, kept, checked and handed out."""

import streamlit as st

from lib.database import database
from lib.meetings.ready_made import ready_made
from lib.meetings.slides import deck_of
from lib.meetings.staging import InspectionState
from lib.ui import agenda, agreed, editions, meeting, meeting_list, notes
from lib.ui.page import OpenPage

page = OpenPage("meeting")
shown = agenda.in_session()
page.head()
controls = page.controls(InspectionState)
deck = deck_of(database(), shown)
agreed.show(deck)
beginnings = ready_made(editions.of_session())  # which another meeting would be of
if not shown.items:
    meeting.show_beginnings(shown, beginnings)
left, right = st.columns([3, 2])
with left:
    meeting_list.show(deck)
with right:
    if deck.slides:
        meeting.show_outputs()
    meeting.show_file(deck)
    notes.show_earlier()
if shown.items:
    meeting.show_beginnings(shown, beginnings)
if deck.slides:
    meeting.show_inspection(deck, controls)
    meeting.show_code(deck)
