"""Whether headings state the finding or name the content, as a visitor has chosen."""

import streamlit as st
from markupsafe import Markup

from lib.exhibits import Exhibit

PARAMETER = "titles"
NOUNS = "noun"
_CHOSEN = "headings that are shown"
_WORDS = {"": "事実文", NOUNS: "名詞"}
_COOKIE = "dashboard-titles"  # which titles.js writes, and a new session of the browser reads
_SWITCH = "titles-switch"


def take_over() -> None:
    """Takes the choice that the address names, else that of an earlier session of the browser."""
    wanted = st.query_params.get(PARAMETER)
    if wanted is None and _CHOSEN not in st.session_state:
        wanted = st.context.cookies.get(_COOKIE, "")
    if wanted is not None:
        st.session_state[_CHOSEN] = NOUNS if wanted == NOUNS else ""


def of(exhibit: Exhibit) -> str:
    """The heading of an exhibit."""
    return exhibit.title if st.session_state.get(_CHOSEN) else exhibit.heading


def show_switch() -> None:
    """Lets a visitor choose between the two kinds of headings, and tells the browser to keep it."""
    chosen = st.session_state.get(_CHOSEN, "")
    st.session_state[_SWITCH] = chosen
    st.html(Markup('<span data-titles="{}"></span>').format(chosen), width="content")
    st.segmented_control(
        "見出し",
        list(_WORDS),
        format_func=_WORDS.__getitem__,
        key=_SWITCH,
        on_change=_keep,
        required=True,
    )


def _keep() -> None:
    st.session_state[_CHOSEN] = st.session_state[_SWITCH]
    # An address that names another choice would win over it.
    st.query_params.pop(PARAMETER, None)
