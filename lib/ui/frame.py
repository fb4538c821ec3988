"""The frame of every page: settings, styles, navigation, head and foot, and its errors."""

import html
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from lib import paths
from lib.access.configuration import configured
from lib.addresses import HOME, path
from lib.editions.serving import serving
from lib.ui import editions, titles
from lib.ui.logs import numbered
from lib.ui.markdown import plain
from lib.ui.measures import ERRORS
from lib.views.pages import PAGES, Page

_LOGGER = logging.getLogger(__name__)
_ICON = Path(__file__).parent / "icon.png"
_TOPIC = "topic of the page"
SYSTEM_NAME = "再犯防止モデル事業ダッシュボード"


@cache
def _navigated() -> tuple[st.Page, ...]:
    """The pages as Streamlit knows them, made once: each looks for its file when it is made."""
    return tuple(
        st.Page(
            paths.PROJECT / page.file,
            title=page.title,
            url_path=page.topic,
            default=page.topic == HOME,
            visibility="visible" if _is_named(page) else "hidden",
        )
        for page in PAGES.values()
    )


def _is_named(page: Page) -> bool:
    """Whether the navigation names a page."""
    is_open = serving().may_publish and configured() is not None
    return page.is_listed or (page.is_for_officers and is_open)


def choose() -> st.Page:
    """The page that the address asks for, which is from now on the one that is shown."""
    st.set_page_config(
        page_title=SYSTEM_NAME,
        page_icon=_ICON,
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    # Copies, as each run marks the one that is shown.
    chosen = st.navigation([copy(page) for page in _navigated()], position="top")
    st.session_state[_TOPIC] = chosen.url_path or HOME
    return chosen


def run(chosen: st.Page) -> None:
    """Shows a page between its head and its foot."""
    titles.take_over()
    editions.show()
    chosen.run()
    with st.container(key="page-foot", horizontal=True, vertical_alignment="center"):
        st.caption(f"{SYSTEM_NAME}　{editions.version_words()}", width="stretch")
        offer_link()
        titles.show_switch()


def offer_link(part: str = "") -> None:
    """A button that copies the address of the page as it is shown, or of a part of it.

    Args:
        part: The id of the part.
    """
    place = f"{path(current_topic())}{f'#{part}' if part else ''}"
    st.html(
        Markup(
            '<span class="copy-link"><button type="button" data-copy-link="{}" '
            'aria-label="リンクをコピー" title="リンクをコピー">リンク</button>'
            '<span role="status"></span></span>'
        ).format(place),
        width="content",
    )


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


def head(title: str, lead: str, fact: str = "") -> None:
    """The page's title, also that of the browser's tab, what it answers, and one fact."""
    st.set_page_config(page_title=f"{title}｜{SYSTEM_NAME}")
    st.html(
        Markup('<header class="page-head"><h1>{}</h1><p>{}</p><small>{}</small></header>').format(
            title, lead, fact
        )
    )


@contextmanager
def filters(of: str = "page") -> Iterator[None]:
    """The row of filters above what they change; that of the page stays in view.

    Args:
        of: What they change, in ASCII; unique within the page.
    """
    key = f"filters-{of}"
    with st.container(horizontal=True, vertical_alignment="center", key=key, gap="small"):
        yield


@contextmanager
def section(title: str) -> Iterator[None]:
    """A block of its own with a heading, for what is not an exhibit."""
    with st.container(key=f"exhibit-section-{zlib.crc32(title.encode()):x}"):
        st.html(Markup('<header class="exhibit-head"><h2>{}</h2></header>').format(title))
        yield


@contextmanager
def fold(line: str, of: str, *, begins_open: bool = False) -> Iterator[bool]:
    """A line and what is behind it, which is made only while it is open; yields whether it is.

    Args:
        line: The line, in Markdown.
        of: ASCII name of what is behind, unique on the page.
        begins_open: Whether it is open until a user closes it.
    """
    # Streamlit takes a fold whose line changed, as by a filter, for another one.
    key, kept = f"is-open-{of}", f"fold {current_topic()} {of}"
    was_line, was_open = st.session_state.get(kept, (line, begins_open))
    if was_line != line:
        st.session_state[key] = was_open
    behind = st.expander(line, begins_open, key=key, on_change="rerun")
    st.session_state[kept] = line, behind.open
    with behind:
        yield bool(behind.open)


@contextmanager
def folded(name: str, finding: str, of: str, *, begins_open: bool = False) -> Iterator[bool]:
    """A fold of a page whose line says what is found behind it; yields whether it is open.

    Args:
        name: What is behind.
        finding: What it says in one sentence.
        of: ASCII name of what is behind, unique on the page; links lead to it.
        begins_open: Whether it is open until a user closes it.
    """
    with st.container(key=f"fold-{of}", gap=None):
        line = f"**{plain(name)}**　{plain(finding)}"
        with fold(line, of, begins_open=begins_open) as is_open:
            yield is_open
        if not is_open:  # links to what is behind lead to its line
            st.html(Markup('<span id="{}" class="anchor"></span>').format(of))


def announce(sentence: str, *, is_unseen: bool = False) -> None:
    """A sentence that screen readers speak when it changes.

    Args:
        sentence: What they speak.
        is_unseen: Whether the eye finds it elsewhere.
    """
    looks = "unseen" if is_unseen else "status"
    with st.container(key=f"announced-{looks}"):
        st.html(f'<p role="status" class="{looks}">{html.escape(sentence)}</p>')


def show_error(error: Exception) -> bool:
    """Logs an error for the operator and tells the user what to do; Streamlit shows nothing."""
    ERRORS.labels("page").inc()
    number = numbered(_LOGGER, "A page failed", error)
    st.error(
        "この画面を表示できませんでした。画面を再読み込みしてください。"
        "直らないときは、上の欄から別の画面を開き、システムの担当者に画面の名前と"
        f"番号 {number} を伝えてください。",
        icon=":material/error:",
    )
    return True
