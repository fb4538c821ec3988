"""What tells that a session was lost while its page stayed open, as by a restart of the server.

Streamlit forgets a session when the server restarts and two minutes after a connection was cut. The
browser sends the address, with the meeting in it, and what stands in its fields to the new session.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

_NAME = "name of the session"
_KEPT = "session-kept"
_IS_NEWS = "the session replaces a lost one"
_IS_AHEAD = "the browser is ahead"
# While a timer runs, the frontend asks for a run as soon as it is connected again; nobody needs the
# runs of the timer itself.
_DAY_S = 24 * 3600
_LOST = "サーバーとの接続が切れたため画面を作り直し、条件を戻しました。"


@contextmanager
def kept() -> Iterator[None]:
    """Around the whole page: says where it replaces that of a lost session."""
    _exchange()
    yield
    if st.session_state.pop(_IS_AHEAD, False):
        st.rerun()
    # A click may end the first run early, and nothing that it sent would arrive.
    if st.session_state.pop(_IS_NEWS, False):
        st.toast(_LOST, duration="long")


def run_again() -> None:
    """Has the page run once more: the browser holds another value than the page was drawn with."""
    st.session_state[_IS_AHEAD] = True


@st.fragment(run_every=_DAY_S)
def _exchange() -> None:
    """Leaves the name of the session in a hidden field, from which a new session knows of it."""
    is_new = _NAME not in st.session_state
    name = uuid.uuid4().hex if is_new else st.session_state[_NAME]
    if not is_new and st.session_state.get(_KEPT) != name:
        st.session_state[_KEPT] = name
    with st.container(key="session"):
        found = st.text_input(
            "セッション", name if is_new else "", key=_KEPT, label_visibility="collapsed"
        )
    if is_new and found != name:
        st.session_state[_IS_NEWS] = True
    st.session_state[_NAME] = name
