"""The frame of every page: settings, styles, navigation, head and foot."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from lib import paths
from lib.database import database

_STYLES = Path(__file__).parent / "styles.css"
SYSTEM_NAME = "再犯防止モデル事業ダッシュボード"


def page(topic: str, title: str, *, default: bool = False) -> st.Page:
    """The page of ``pages/<topic>_page.py`` at the address ``/<topic>``."""
    file = paths.PROJECT / "pages" / f"{topic}_page.py"
    return st.Page(file, title=title, url_path=topic, default=default)


def pages() -> list[st.Page]:
    """All pages in the order of the navigation."""
    return [
        page("overview", "概要", default=True),
        page("map", "地図"),
        page("variance", "支援件数のばらつき"),
        page("subsidy", "補助金"),
        page("catalogue", "事業一覧"),
        page("project", "事業詳細"),
        page("sources", "出典と品質"),
    ]


def run() -> None:
    """Shows the page that the address asks for."""
    st.set_page_config(page_title=SYSTEM_NAME, layout="wide", initial_sidebar_state="collapsed")
    st.html(_STYLES)
    chosen = st.navigation(pages(), position="top")
    chosen.run()
    st.divider()
    st.caption(f"{SYSTEM_NAME}　データの版 {database().version}")


def address(topic: str, **query: str) -> str:
    """The address of a page inside the dashboard, for links in text and tables."""
    return f"/{topic}?{urlencode(query)}" if query else f"/{topic}"


def head(title: str, lead: str) -> None:
    """The page's title and one sentence on what it answers."""
    st.title(title, anchor=False)
    st.markdown(lead)


@contextmanager
def filters() -> Iterator[None]:
    """The row of filters above what they change."""
    with st.container(border=True, horizontal=True, vertical_alignment="bottom", key="filters"):
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
