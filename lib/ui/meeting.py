"""The preparation of a meeting: ready-made agendas, file, comparison, hand-outs, inspection."""

import streamlit as st

from lib.meetings import comparing, keeping
from lib.meetings.agenda import (
    LONG_ADDRESS,
    Meeting,
    address_length,
)
from lib.meetings.inspection import findings
from lib.meetings.ready_made import ReadyMade
from lib.meetings.slides import Deck
from lib.meetings.staging import InspectionState
from lib.ui import agenda, editions, files, frame, notes
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
            files.offer((("json", "控えを保存", "控え"),))
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
        named = keeping.from_file(content).meeting.edition
        with editions.agreed_to(named):  # what no other edition has are no faults
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
        files.offer((kind, name, name) for kind, name in _KINDS.items())


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
