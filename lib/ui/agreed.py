"""The edition of the data that a meeting was agreed to show: its page stays there until asked."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib import formats
from lib.addresses import EDITION
from lib.database import database
from lib.editions.model import name_of
from lib.editions.serving import serving
from lib.meetings.slides import Deck
from lib.ui import agenda, editions, frame
from lib.ui.markdown import plain
from lib.update.preview import ChangedView, changed_views

_TOPIC = "meeting"
_MOST_NAMED = 5  # views in the offer
_REFUSED = "why the edition of the meeting is not shown"
_STAYS = "meeting, its edition and the newer one that was declined"


@contextmanager
def held() -> Iterator[None]:
    """Around a page: that of the meeting is made of the meeting's edition, others as they are."""
    is_own = frame.current_topic() == _TOPIC and EDITION not in st.query_params
    with editions.agreed_to(agenda.in_session().edition if is_own else None) as why:
        st.session_state[_REFUSED] = why
        yield


def show(deck: Deck) -> None:
    """Says where the figures are not those of the newest edition, and offers to move to it."""
    own, newest = deck.meeting.edition, serving().newest.edition
    if own is None or EDITION in st.query_params:
        return
    refused = st.session_state[_REFUSED]
    if refused:
        _say_why_not(own, newest, refused)
    elif own < newest:
        declined = (_name(), own, newest)
        if st.session_state.get(_STAYS) == declined:
            _show_quietly(own, newest)
        else:
            _offer(deck, declined)


def _name() -> str:
    return agenda.mark().partition(".")[0]


def _say_why_not(own: int, newest: int, refused: str) -> None:
    st.warning(
        f"会議の{name_of(own)}の数値を示せません。{plain(refused)}"
        f"最新の{name_of(newest)}の数値を示しています。"
    )
    st.button(f"{name_of(newest)}に移す", on_click=_move, args=(newest,))


def _show_quietly(own: int, newest: int) -> None:
    with st.container(key="edition", horizontal=True, vertical_alignment="center"):
        st.markdown(f"{name_of(own)}の数値（いまは{name_of(newest)}）", width="content")
        st.button("移す", type="tertiary", on_click=_move, args=(newest,))


def _offer(deck: Deck, declined: tuple[str, int, int]) -> None:
    _, own, newest = declined
    found = changed_views(database(), serving().newest, deck.meeting)
    words = f"会議の数値は{name_of(own)}。最新は{name_of(newest)}で、{_change_words(deck, found)}。"
    with st.container(key="newer-edition", horizontal=True, vertical_alignment="center"):
        st.markdown(plain(words), width="stretch")
        st.button(f"{name_of(newest)}に移す", on_click=_move, args=(newest,))
        st.button(f"{name_of(own)}のままにする", on_click=_stay, args=(declined,))


def _change_words(deck: Deck, found: tuple[ChangedView, ...]) -> str:
    """How many views would show something else, and which."""
    count = len(deck.meeting.items)
    if not found:
        return f"{count}件の図のどれも変わらない"
    names = [_view_name(deck, view) for view in found[:_MOST_NAMED]]
    others = f"、ほか{len(found) - _MOST_NAMED}件" if len(found) > _MOST_NAMED else ""
    return f"{count}件の図のうち{len(found)}件が変わる（{formats.joined(names)}{others}）"


def _view_name(deck: Deck, view: ChangedView) -> str:
    """A name that is shorter than the finding over a view."""
    shown = next((one for one in deck.slides if one.index == view.place - 1), None)
    return shown.item.title or shown.exhibit.name if shown else view.after or view.before


def _move(number: int) -> None:
    agenda.keep(agenda.in_session().agreed_to(number))


def _stay(declined: tuple[str, int, int]) -> None:
    st.session_state[_STAYS] = declined
