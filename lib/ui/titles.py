"""Whether headings state the finding or name the content, as a visitor has chosen."""

import streamlit as st

from lib.exhibits import Exhibit

PARAMETER = "titles"
NOUNS = "noun"
_CHOSEN = "headings that are shown"
_WORDS = {"": "事実文", NOUNS: "名詞"}


def take_over() -> None:
    """Takes the choice that the address names, and keeps it for the other pages."""
    wanted = st.query_params.get(PARAMETER)
    if wanted is None:
        return
    st.session_state[_CHOSEN] = NOUNS if wanted == NOUNS else ""
    del st.query_params[PARAMETER]


def of(exhibit: Exhibit) -> str:
    """The heading of an exhibit."""
    return exhibit.title if st.session_state.get(_CHOSEN) else exhibit.heading


def show_switch() -> None:
    """Lets a visitor choose between the two kinds of headings."""
    st.segmented_control(
        "見出し",
        list(_WORDS),
        format_func=_WORDS.__getitem__,
        default=st.session_state.get(_CHOSEN, ""),
        key="titles-switch",
        on_change=_keep,
        required=True,
    )


def _keep() -> None:
    st.session_state[_CHOSEN] = st.session_state["titles-switch"]
