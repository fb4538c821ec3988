"""The views of a meeting in order: small pictures, words, what can be done with each."""

import zlib
from collections import Counter

import streamlit as st
from markupsafe import Markup

from lib.addresses import address
from lib.meetings import picture
from lib.meetings.agenda import LONGEST_NUMBER, LONGEST_TITLE, Meeting, to_query, view_text
from lib.meetings.slides import Deck, Missing, Slide
from lib.ui import agenda, editions, files, frame, notes
from lib.ui.markdown import plain

_THUMB_PX = 112


def show(deck: Deck) -> None:
    """The views in order, with their words and what can be done with them."""
    meeting = deck.meeting
    if agenda.is_renewed():
        _begin_anew(meeting)
    with frame.section("図の順序と言葉"):
        agenda.say_what_the_address_left_out()
        title = _words("会議の名前", meeting.title, LONGEST_TITLE, key="meeting-title")
        renamed = meeting.renamed(title)
        if renamed != meeting:
            _change(renamed)
        if not meeting.items:
            st.info(
                "図がまだありません。用意した議題を選ぶか、ほかの画面の図の下にある"
                "「会議に加える」を押すか、控えを読み込んでください。"
            )
        if deck.slides:
            _offer_windows(meeting)
        shown: dict[int, Slide | Missing] = {view.index: view for view in deck.missing}
        shown |= {slide.index: slide for slide in deck.slides}
        seen: Counter[str] = Counter()
        for place, item in enumerate(meeting.items):
            view = view_text(item)
            seen[view] += 1
            _show_row(meeting, place, shown[place], f"{zlib.crc32(view.encode()):x}-{seen[view]}")
        if meeting.items:
            st.caption("順序は「上へ」「下へ」か、そこで Alt＋↑、Alt＋↓ を押して変える。")
            st.button(
                "新しい会議を始める",
                icon=":material/note_add:",
                help="この会議は「この端末の以前の会議」に残り、そこから開き直せる",
                on_click=agenda.begin,
                args=(Meeting(),),
            )


def _begin_anew(meeting: Meeting) -> None:
    st.session_state["meeting-title"] = meeting.title
    for place, item in enumerate(meeting.items):
        for name in ("number", "title"):
            st.session_state[f"{name}-{place}"] = getattr(item, name)


def _words(label: str, words: str, longest: int, *, key: str) -> str:
    """A field that begins at the meeting's words, unless the browser kept newer ones."""
    begin = "" if key in st.session_state else words
    return st.text_input(label, begin, max_chars=longest, key=key)


def _change(meeting: Meeting) -> None:
    agenda.keep(meeting)
    st.rerun()


def _offer_windows(meeting: Meeting) -> None:
    """The wall and the presenter's window, each in a window of its own."""
    query = to_query(meeting) | editions.pinned()
    with st.container(horizontal=True):
        st.link_button(
            "映す",
            address("wall", **query),
            icon=":material/slideshow:",
            type="primary",
            help="会場に映す画面を開く。1画面に1つの図",
        )
        st.link_button(
            "発表者の画面を開く",
            address("presenter", **query),
            icon=":material/co_present:",
            help="次の図、読み上げの文、時計、条件。会場に映す画面と一緒に動く",
        )


def _show_row(meeting: Meeting, place: int, view: Slide | Missing, of: str) -> None:
    """A view with its small picture and the buttons that move it; ``agenda.js`` draws it.

    Args:
        meeting: The meeting.
        place: The view's place in it, from 0.
        view: What is shown there.
        of: Its name wherever it is moved to, so that what is open stays with it.
    """
    with st.container(horizontal=True, key=f"view-{place}", gap="small"):
        thumb = Markup('<div class="thumb" data-thumb="{}"{}></div>')
        shown = view_text(view.item) if isinstance(view, Slide) else ""
        st.html(thumb.format(shown, editions.mark()), width=_THUMB_PX)
        with st.container():
            _show_item(meeting, place, view, of)
        with st.container(horizontal=True, key=f"moves-{place}", gap=None, width="content"):
            _offer_move(meeting, place, -1)
            _offer_move(meeting, place, 1)


def _offer_move(meeting: Meeting, place: int, steps: int) -> None:
    words, name = ("上へ", "up") if steps < 0 else ("下へ", "down")
    st.button(
        words,
        on_click=agenda.put,
        args=(meeting.moved(place, steps),),
        disabled=not 0 <= place + steps < len(meeting.items),
        key=f"{name}-{place}",
    )


def _show_item(meeting: Meeting, place: int, view: Slide | Missing, of: str) -> None:
    words = view.words if isinstance(view, Missing) else ""
    heading = f"{view.heading}　{words}".strip()
    # The fields and words of up to thirty views would be most of what is sent.
    with frame.fold(plain(heading), f"item-{of}") as is_open:
        if is_open:
            _show_words(meeting, place, view if isinstance(view, Slide) else None)


def _show_words(meeting: Meeting, place: int, slide: Slide | None) -> None:
    if slide:
        st.markdown(f"**読み上げの文**　{plain(slide.reading)}")
        questions = (
            f"- {plain(asked.question)}　{plain(asked.answer)}（{plain(asked.place)}）"
            for asked in slide.questions
        )
        st.markdown("\n".join(["**聞かれそうなこと**", "", *questions]))
        st.caption(f"照合コード {slide.code}")
    item = meeting.items[place]
    number = _words("資料番号", item.number, LONGEST_NUMBER, key=f"number-{place}")
    title = _words("題（空欄なら図の題）", item.title, LONGEST_TITLE, key=f"title-{place}")
    notes.show_field(item)
    changed = meeting.changed(place, title=title, number=number)
    if changed != meeting:
        _change(changed)
    _show_deeds(meeting, place, slide)
    if slide and picture.has_chart(slide.exhibit):
        _offer_picture(slide)


def _show_deeds(meeting: Meeting, place: int, slide: Slide | None) -> None:
    with st.container(horizontal=True):
        if slide:
            begin = f"{address('wall', **to_query(meeting), **editions.pinned())}#{slide.place}"
            st.link_button("ここから映す", begin, icon=":material/play_arrow:")
        st.button(
            "外す",
            icon=":material/delete:",
            on_click=agenda.put,
            args=(meeting.without(place),),
            key=f"delete-{place}",
        )


def _offer_picture(slide: Slide) -> None:
    """A picture of a view for documents: heading, caution and sources are in it."""
    files.offer((("png", "画像（PNG）を保存", "画像"),), view_text(slide.item))
