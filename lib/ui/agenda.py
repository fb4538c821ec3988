"""The meeting of a session: in every address, from which the browser keeps it, and added to."""

from collections.abc import Iterable

import streamlit as st

from lib.database import database
from lib.editions.model import name_of
from lib.exhibits import Exhibit
from lib.meetings.agenda import (
    MOST_ADDRESS,
    MOST_ITEMS,
    Meeting,
    address_length,
    edition_in,
    from_query,
    item_of,
    keys,
    unknown_parameters,
)
from lib.meetings.versions import Version, begun, current, to_address
from lib.ui import editions, frame
from lib.ui.markdown import plain
from lib.views.pages import PAGES
from lib.views.retired import retired_parameters

_HELD = "version of the meeting"
_LEFT_OUT = "what of the meeting is left out"
_IS_RENEWED = "fields of the meeting begin anew"


def take_over() -> None:
    """Takes the meeting of the address where it is a newer version, or another meeting."""
    address = st.query_params.to_dict()
    own = {name: address[name] for name in keys(address)}
    held = _held()
    if not own or (held and own == to_address(held)):
        return
    with editions.agreed_to(edition_in(own)):  # what no other edition has are no faults
        found = current(held, own)
        left_out = (from_query(own)[1], gone_sentences(unknown_parameters(own)))
    if found is None or found == held:
        return
    agreed = _agreed(found.meeting)
    if agreed != found.meeting:
        found = found.changed(agreed)
    st.session_state[_LEFT_OUT] = left_out
    # Where no field was drawn before, the browser may hold newer words.
    st.session_state[_IS_RENEWED] = held is not None
    st.session_state[_HELD] = found


def _agreed(meeting: Meeting) -> Meeting:
    """The meeting with an edition of the data from its first view on, where any are published."""
    if not meeting.items:
        return meeting.agreed_to(None)
    return meeting if meeting.edition is not None else meeting.agreed_to(editions.to_agree())


def _held() -> Version | None:
    held: Version | None = st.session_state.get(_HELD)
    return held


def in_session() -> Meeting:
    """The meeting that the session holds."""
    held = _held()
    return held.meeting if held else Meeting()


def mark() -> str:
    """Name and revision of the meeting; empty where none was begun."""
    held = _held()
    return held.mark if held else ""


def gone_sentences(unknown: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """One sentence for each parameter, given by page and name, that its page had once."""
    return tuple(
        f"{PAGES[topic].title}の{sentence}"
        for topic, name in unknown
        for sentence in retired_parameters(database(), topic, [name])
    )


def say_what_the_address_left_out() -> None:
    """Says it of the meeting that an address held, until the meeting is changed."""
    say_what_is_left_out(*st.session_state.get(_LEFT_OUT, ((), ())))


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


def write_address() -> None:
    """Puts the meeting into the address of the page that is shown."""
    held = _held()
    address = st.query_params.to_dict()
    others = {name: text for name, text in address.items() if name not in keys(address)}
    wanted = others | (to_address(held) if held else {})
    if address != wanted:
        st.query_params.from_dict(wanted)


def keep(meeting: Meeting) -> None:
    """Makes a changed meeting that of the session; one that no address holds is refused."""
    held, agreed = _held(), _agreed(meeting)
    _hold(held.changed(agreed) if held else begun(agreed))


def _hold(version: Version) -> None:
    if address_length(version.meeting) > MOST_ADDRESS:
        st.toast("会議がアドレスに入りきらない長さになります。図や題を減らしてください。")
        return
    st.session_state[_HELD] = version
    st.session_state.pop(_LEFT_OUT, None)
    write_address()


def begin(meeting: Meeting) -> None:
    """Begins another meeting; the browser keeps the former among the earlier ones."""
    _hold(begun(_agreed(meeting)))
    st.session_state[_IS_RENEWED] = True


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
    take_over()  # another window may have changed the meeting since this page was drawn
    meeting = in_session()
    if len(meeting.items) >= MOST_ITEMS:
        st.toast(f"会議に入る図は{MOST_ITEMS}件までです。会議の画面で減らしてください。")
        return
    added = meeting.with_item(item_of(topic, exhibit_id, st.query_params.to_dict()))
    keep(added)
    st.toast(
        f"会議に加えました（{len(added.items)}件目）。{_other_edition()}"
        "この端末のブラウザーに残ります。"
    )


def _other_edition() -> str:
    """A sentence where the meeting shows other figures than the page from which it was added to."""
    own = in_session().edition
    if own is None or own == database().edition:
        return ""
    return f"会議では{name_of(own)}の数値を示します。"
