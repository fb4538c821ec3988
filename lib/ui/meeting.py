"""The preparation of a meeting: order and words of its views, file, inspection, comparison."""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from lib.meetings import comparing, keeping, picture
from lib.meetings.agenda import (
    LONG_ADDRESS,
    LONGEST_NUMBER,
    LONGEST_TITLE,
    Meeting,
    address_length,
    to_query,
)
from lib.meetings.inspection import findings
from lib.meetings.ready_made import ReadyMade
from lib.meetings.slides import Deck, Missing, Slide
from lib.meetings.staging import InspectionState
from lib.ui import agenda, frame, notes
from lib.ui.controls import Controls
from lib.ui.markdown import plain

_LOADED = "meeting file"
_KEPT = "kept meeting"
_KINDS = {"pptx": "PowerPoint", "html": "HTML", "pdf": "PDF", "xlsx": "Excel"}
_MOST_CHANGES = 50  # rows of one comparison


def show_beginnings(meeting: Meeting, beginnings: tuple[ReadyMade, ...]) -> None:
    """The ready-made agendas: the way to begin, or folded where one of them would replace views."""
    if not beginnings:
        return
    if not meeting.items:
        with frame.section("用意した議題から始める"):
            _offer_beginnings(beginnings)
        return
    names = "、".join(made.meeting.title for made in beginnings)
    words = f"{names}。選ぶと別の会議になり、今の会議は「この端末の以前の会議」に残る"
    with frame.folded("用意した議題", words, "beginnings") as is_open:
        if is_open:
            _offer_beginnings(beginnings)


def _offer_beginnings(beginnings: tuple[ReadyMade, ...]) -> None:
    for made in beginnings:
        with st.container(horizontal=True, vertical_alignment="center", key=f"begin-{made.code}"):
            st.button(
                made.meeting.title,
                on_click=agenda.begin,
                args=(made.meeting,),
                key=f"begin-with-{made.code}",
                width=160,
            )
            st.markdown(plain(made.words))


def show_list(deck: Deck) -> None:
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
        for place in range(len(meeting.items)):
            _show_item(meeting, place, shown[place])
        if meeting.items:
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
    query = urlencode(to_query(meeting))
    with st.container(horizontal=True):
        st.link_button(
            "映す",
            f"/wall?{query}",
            icon=":material/slideshow:",
            type="primary",
            help="会場に映す画面を開く。1画面に1つの図",
        )
        st.link_button(
            "発表者の画面を開く",
            f"/presenter?{query}",
            icon=":material/co_present:",
            help="次の図、読み上げの文、時計、条件。会場に映す画面と一緒に動く",
        )


def _show_item(meeting: Meeting, place: int, view: Slide | Missing) -> None:
    item = meeting.items[place]
    slide = view if isinstance(view, Slide) else None
    words = view.words if isinstance(view, Missing) else ""
    heading = f"{view.heading}　{words}".strip()
    with st.expander(f"{place + 1}　{plain(heading)}", key=f"item-{place}"):
        if slide:
            st.markdown(f"**読み上げの文**　{plain(slide.reading)}")
            questions = (
                f"- {plain(asked.question)}　{plain(asked.answer)}（{plain(asked.place)}）"
                for asked in slide.questions
            )
            st.markdown("\n".join(["**聞かれそうなこと**", "", *questions]))
            st.caption(f"照合コード {slide.code}")
        number = _words("資料番号", item.number, LONGEST_NUMBER, key=f"number-{place}")
        title = _words("題（空欄なら図の題）", item.title, LONGEST_TITLE, key=f"title-{place}")
        notes.show_field(item)
        changed = meeting.changed(place, title=title, number=number)
        if changed != meeting:
            _change(changed)
        _show_moves(meeting, place, slide)
        if slide and picture.has_chart(slide.exhibit):
            _offer_picture(slide)


def _show_moves(meeting: Meeting, place: int, slide: Slide | None) -> None:
    def offer(
        words: str, icon: str, act: Callable[..., None], *arguments: object, is_possible: bool
    ) -> None:
        st.button(
            words,
            icon=f":material/{icon}:",
            on_click=act,
            args=arguments,
            disabled=not is_possible,
            key=f"{icon}-{place}",
        )

    last = len(meeting.items) - 1
    up, down = meeting.moved(place, -1), meeting.moved(place, 1)
    with st.container(horizontal=True):
        if slide:
            address = f"/wall?{urlencode(to_query(meeting))}#{slide.place}"
            st.link_button("ここから映す", address, icon=":material/play_arrow:")
        offer("上へ", "arrow_upward", agenda.put, up, is_possible=place > 0)
        offer("下へ", "arrow_downward", agenda.put, down, is_possible=place < last)
        offer("外す", "delete", agenda.put, meeting.without(place), is_possible=True)


def _offer_picture(slide: Slide) -> None:
    """A picture of a view for documents: heading, caution and sources are in it."""
    view = to_query(Meeting("", (slide.item,)))["v1"]
    _offer_files((("png", "画像（PNG）を保存", "画像"),), view)


def _offer_files(kinds: Iterable[tuple[str, str, str]], view: str = "") -> None:
    """Buttons that have files made of the meeting in the address, and saved, by ``files.js``.

    Args:
        kinds: Kind of the file, words of the button and name of what it makes.
        view: The one view that is in the file; empty for the whole meeting.
    """
    button = Markup(
        '<button type="button" data-make="{}" data-name="{}" data-view="{}">{}</button>'
    )
    buttons = Markup("").join(button.format(kind, name, view, words) for kind, words, name in kinds)
    st.html(Markup('<div class="makes">{}<span role="status"></span></div>').format(buttons))


def show_file(deck: Deck) -> None:
    """Saves the meeting, loads one, and says what changed since it was saved."""
    with frame.section("控え（保存と読み込み）"):
        st.markdown(
            "控えは、図の順序と条件、言葉、保存した日の数値を持つ小さなファイルです。"
            "アドレスにも同じ順序と条件が入っています。覚え書きはどのアドレスにも入りません。"
        )
        if deck.meeting.items:
            if address_length(deck.meeting) > LONG_ADDRESS:
                st.info("アドレスが長いので、メールなどでは控えを渡してください。")
            _offer_files((("json", "控えを保存", "控え"),))
        upload = st.file_uploader("控えを読み込む（.json）", type="json")
        if upload is not None and st.session_state.get(_LOADED) != upload.file_id:
            st.session_state[_LOADED] = upload.file_id
            _load(upload.getvalue(), upload.file_id)
        if _KEPT in st.session_state:
            kept, gone, taken_as = st.session_state[_KEPT]
            notes.hand_over(kept.meeting, *taken_as)
            agenda.say_what_is_left_out(kept.refused, gone)
            _show_comparison(deck, kept)


def _load(content: bytes, token: str) -> None:
    try:
        kept = keeping.from_file(content)
    except keeping.MeetingFileError as error:
        st.error(str(error))
        return
    agenda.begin(kept.meeting)
    gone = agenda.gone_sentences(kept.unknown)
    st.session_state[_KEPT] = (kept, gone, (agenda.mark(), token))
    st.rerun()


def _show_comparison(deck: Deck, kept: keeping.KeptMeeting) -> None:
    """What each view shows now against the day on which it was saved."""
    found = comparing.comparisons(deck, kept)
    differing = [comparison for comparison in found if not comparison.is_same]
    st.markdown(
        f"**{plain(kept.saved_on)}に保存した数値と比べて、{len(found)}件の図のうち"
        f"{len(found) - len(differing)}件は同じ、{len(differing)}件は違う。**"
    )
    for comparison in differing:
        st.markdown(plain(comparison.slide.heading))
        if not comparison.changes:
            st.markdown("数値は同じで、題や条件の言葉が違う。")
            continue
        shown = comparison.changes[:_MOST_CHANGES]
        names = {"行": "row", "項目": "column", "保存した日": "before", "今": "now"}
        st.table(
            {
                heading: [plain(getattr(change, name)) for change in shown]
                for heading, name in names.items()
            }
        )


def show_outputs() -> None:
    """Offers the four hand-outs."""
    with frame.section("配る資料"):
        st.markdown(
            "PowerPoint（図は編集できる）、オフラインで開くHTML、印刷用のPDF、数値と検算のExcelを作り、保存します。"
            "どれも、この画面と同じ数値、出典、注意、照合コードを持ちます。"
        )
        _offer_files((kind, name, name) for kind, name in _KINDS.items())


def show_code(deck: Deck) -> None:
    """Says whether a reference code still stands for what a view of the meeting shows."""
    with frame.folded(
        "照合コードを確かめる", "配られた資料の図が、今も同じ数値か", "code"
    ) as is_open:
        if is_open:
            _check_code(deck)


def _check_code(deck: Deck) -> None:
    typed = st.text_input(
        "配られた資料にある6文字", max_chars=12, placeholder="例: 7K2M9Q", width=320
    )
    if not typed.strip():
        return
    slide = comparing.with_code(deck, typed)
    if slide:
        st.success(f"「{plain(slide.heading)}」は、今も同じ数値を示しています。")
    else:
        st.warning(
            f"照合コード {plain(comparing.normal_code(typed))} と同じ数値を示す図は、この会議に"
            "ありません。打ち間違いでなければ、条件かデータが変わっています。"
            "控えを読み込むと、どの数値が変わったかを示します。"
        )


def show_inspection(deck: Deck, controls: Controls[InspectionState]) -> None:
    """The inspection before projecting: its outcome in a line, one row a subject behind it."""
    found = findings(deck, controls.state.screen, controls.state.tone)
    refused = sum(not finding.is_fine for finding in found)
    outcome = f"{len(found)}項目のうち不可は{refused}項目"
    with frame.folded("投影前点検", outcome, "inspection") as is_open:
        if not is_open:
            return
        with frame.filters("check"):
            controls.segments("screen")
            controls.segments("tone")
        st.table(
            {
                "項目": [finding.subject for finding in found],
                "判定": ["可" if finding.is_fine else "**不可**" for finding in found],
                "見つかったこと": [plain(finding.words) for finding in found],
            }
        )
