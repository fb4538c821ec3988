"""What of a meeting only the browser holds: notes to the speaker, and its earlier meetings.

``meeting.js`` fills the elements that are placed here; nothing of what it puts there is sent.
"""

import json

import streamlit as st
from markupsafe import Markup

from lib.meetings.agenda import LONGEST_NOTE, Item, Meeting, view_text

_FIELD = Markup(
    '<label class="note">話す人への覚え書き'
    '<textarea data-note="{}" maxlength="{}" rows="2"'
    ' placeholder="このブラウザーだけに残り、アドレスには入りません"></textarea></label>'
)
_HANDED = Markup('<span hidden data-handed="{}" data-meeting="{}" data-notes="{}"></span>')
_EARLIER = '<section data-earlier="この端末の以前の会議"></section>'


def show_field(item: Item) -> None:
    """The field of the note on a view."""
    st.html(_FIELD.format(view_text(item), LONGEST_NOTE))


def hand_over(meeting: Meeting, mark: str, token: str) -> None:
    """Gives the browser the notes of a loaded file, which it takes once.

    Args:
        meeting: What was loaded.
        mark: The version as which the session took it.
        token: Tells this loading from every other.
    """
    notes = {view_text(item): item.note for item in meeting.items if item.note}
    if notes:
        written = json.dumps(notes, ensure_ascii=False)
        st.html(_HANDED.format(token, mark.partition(".")[0], written))


def show_earlier() -> None:
    """The place of the meetings that the browser held before; empty where it held none."""
    st.html(_EARLIER)
