"""The meeting of a session: taken from the address, kept there, added to from every page."""

from collections.abc import Iterable

import streamlit as st

from lib.database import database
from lib.exhibits import Exhibit
from lib.meetings.agenda import (
    MOST_ADDRESS,
    MOST_ITEMS,
    Meeting,
    address_length,
    from_query,
    item_of,
    keys,
    to_query,
    unknown_parameters,
)
from lib.ui import frame
from lib.ui.markdown import plain
from lib.views.pages import PAGES
from lib.views.retired import retired_parameters

_MEETING = "meeting"
_MEMORY = "meeting in the address"
_IS_RENEWED = "fields of the meeting begin anew"


def current() -> Meeting:
    """The meeting of the session; an address that holds another one replaces it."""
    address = st.query_params.to_dict()
    own = {name: address[name] for name in keys(address)}
    if own and own != st.session_state.get(_MEMORY):
        meeting, refused = from_query(own)
        say_what_is_left_out(refused, gone_sentences(unknown_parameters(own)))
        # Where no field was drawn before, the browser may hold newer words.
        st.session_state[_IS_RENEWED] = _MEMORY in st.session_state
        st.session_state[_MEETING] = meeting
    return in_session()


def in_session() -> Meeting:
    """The meeting that the session holds, whatever the address says."""
    kept: Meeting = st.session_state.get(_MEETING, Meeting())
    return kept


def gone_sentences(unknown: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """One sentence for each parameter, given by page and name, that its page had once."""
    return tuple(
        f"{PAGES[topic].title}の{sentence}"
        for topic, name in unknown
        for sentence in retired_parameters(database(), topic, [name])
    )


def say_what_is_left_out(refused: Iterable[str], gone: Iterable[str]) -> None:
    """Says what of a kept meeting cannot be shown any more.

    Args:
        refused: Views and values that no page knows.
        gone: One sentence for each parameter that its page has no more.
    """
    for view in refused:
        st.warning(
            f"会議の中の「{plain(view)}」は使えません。"
            "その図か条件を除いて表示しています。加え直してください。"
        )
    for sentence in gone:
        st.info(plain(sentence))


def take_over(meeting: Meeting) -> None:
    """Continues the meeting of a session that was lost; one in the address is newer."""
    if _MEETING not in st.session_state:
        st.session_state[_MEETING] = meeting


def write_address(meeting: Meeting) -> None:
    """Puts the meeting into the address of the page that is shown."""
    wanted = to_query(meeting)
    address = st.query_params.to_dict()
    others = {name: text for name, text in address.items() if name not in keys(address)}
    if address != others | wanted:
        st.query_params.from_dict(others | wanted)
    st.session_state[_MEMORY] = wanted


def keep(meeting: Meeting) -> None:
    """Makes a meeting that of the session; one that no address holds is refused."""
    if address_length(meeting) > MOST_ADDRESS:
        st.toast("会議がアドレスに入りきらない長さになります。覚え書きや図を減らしてください。")
        return
    st.session_state[_MEETING] = meeting
    if frame.current_topic() == "meeting":
        write_address(meeting)


def put(meeting: Meeting) -> None:
    """Like ``keep``, for a meeting in another order: its fields begin anew."""
    keep(meeting)
    st.session_state[_IS_RENEWED] = True


def is_renewed() -> bool:
    """Whether the fields of the meeting have to begin anew; asked once, before they are drawn."""
    return bool(st.session_state.pop(_IS_RENEWED, False))


def offer(exhibit: Exhibit) -> None:
    """A button that adds an exhibit, as it is shown, to the meeting."""
    topic = frame.current_topic()
    if not PAGES[topic].is_for_meetings:
        return
    st.button(
        "＋ 会議に加える",
        on_click=_add,
        args=(topic, exhibit.exhibit_id),
        key=f"add-{exhibit.exhibit_id}",
    )


def _add(topic: str, exhibit_id: str) -> None:
    meeting = in_session()
    if len(meeting.items) >= MOST_ITEMS:
        st.toast(f"会議に入る図は{MOST_ITEMS}件までです。会議の画面で減らしてください。")
        return
    added = meeting.with_item(item_of(topic, exhibit_id, st.query_params.to_dict()))
    # The memory stays: an older address of the meeting in the browser's history is no newer one.
    st.session_state[_MEETING] = added
    st.toast(
        f"会議に加えました（{len(added.items)}件目）。上の「会議」を開くと、アドレスに入ります。"
    )
