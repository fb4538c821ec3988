"""What the browser keeps of a session, so that it outlives a restart of the server.

Streamlit forgets a session when the server restarts and two minutes after a connection was cut. The
page stays open all the while, and the browser sends what stands in its fields to the new session.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from lib.meetings.agenda import from_query, to_query
from lib.ui import agenda

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
    """Around the whole page: takes over what the browser kept, and says so."""
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
    """Leaves name and meeting of the session in a hidden field, which a new session reads."""
    is_new = _NAME not in st.session_state
    name = uuid.uuid4().hex if is_new else st.session_state[_NAME]
    own = urlencode({_NAME: name} | to_query(agenda.in_session()))
    if not is_new and st.session_state.get(_KEPT) != own:
        st.session_state[_KEPT] = own
    with st.container(key="session"):
        found = st.text_input(
            "セッション", own if is_new else "", key=_KEPT, label_visibility="collapsed"
        )
    if is_new and found != own:
        _take_over(dict(parse_qsl(found)))
    st.session_state[_NAME] = name


def _take_over(left: dict[str, str]) -> None:
    """Continues the session that left something in the browser."""
    meeting, _ = from_query(left)
    agenda.take_over(meeting)
    st.session_state[_IS_NEWS] = True
