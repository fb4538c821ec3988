"""The frame of every page: settings, styles, navigation, head and foot, and its errors."""

import html
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from lib import paths
from lib.database import database
from lib.views.pages import HOME, PAGES, Page

_LOGGER = logging.getLogger(__name__)
_STYLES = Path(__file__).parent / "styles.css"
_ICON = Path(__file__).parent / "icon.png"
_TOPIC = "topic of the page"
SYSTEM_NAME = "再犯防止モデル事業ダッシュボード"


def _navigated(page: Page) -> st.Page:
    """A page as Streamlit knows it."""
    return st.Page(
        paths.PROJECT / page.file,
        title=page.title,
        url_path=page.topic,
        default=page.topic == HOME,
        visibility="visible" if page.is_listed else "hidden",
    )


def run() -> None:
    """Shows the page that the address asks for."""
    st.set_page_config(
        page_title=SYSTEM_NAME,
        page_icon=_ICON,
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(_STYLES)
    chosen = st.navigation([_navigated(page) for page in PAGES.values()], position="top")
    st.session_state[_TOPIC] = chosen.url_path or HOME
    chosen.run()
    st.divider()
    st.caption(f"{SYSTEM_NAME}　データの版 {database().version}")


def current_topic() -> str:
    """The topic of the page that is shown."""
    return str(st.session_state.get(_TOPIC, HOME))


@contextmanager
def standing_for(topic: str) -> Iterator[None]:
    """Around what another page shows over this one: what is drawn belongs to that page."""
    own = current_topic()
    st.session_state[_TOPIC] = topic
    try:
        yield
    finally:
        st.session_state[_TOPIC] = own


def address(topic: str, **query: str) -> str:
    """The address of a page inside the dashboard, for links in text and tables."""
    path = PAGES[topic].path
    return f"{path}?{urlencode(query)}" if query else path


def head(title: str, lead: str) -> None:
    """The page's title, also that of the browser's tab, and one sentence on what it answers."""
    st.set_page_config(page_title=f"{title}｜{SYSTEM_NAME}")
    st.caption(SYSTEM_NAME)
    st.title(title, anchor=False)
    st.markdown(lead)


@contextmanager
def filters(of: str = "page") -> Iterator[None]:
    """The row of filters above what they change.

    Args:
        of: What they change, in ASCII; unique within the page.
    """
    key = f"filters-{of}"
    with st.container(border=True, horizontal=True, vertical_alignment="bottom", key=key):
        yield


@contextmanager
def section(title: str) -> Iterator[None]:
    """A block of its own with a heading, for what is not an exhibit."""
    with st.container(border=True):
        st.subheader(title, anchor=False)
        yield


def announce(sentence: str) -> None:
    """A sentence that screen readers speak when it changes."""
    st.html(f'<p role="status" class="status">{html.escape(sentence)}</p>')


def show_error(error: Exception) -> bool:
    """Logs an error for the operator and tells the user what to do; Streamlit shows nothing."""
    _LOGGER.error("A page failed", exc_info=error)
    st.error(
        "この画面を表示できませんでした。画面を再読み込みしてください。"
        "直らないときは、上の欄から別の画面を開き、システムの担当者に時刻と画面の名前を伝えてください。",
        icon=":material/error:",
    )
    return True
