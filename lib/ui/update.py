"""The steps of bringing in data: template, upload, preview, publication."""

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import formats
from lib.access.configuration import configured
from lib.access.roles import Account
from lib.addresses import address
from lib.build import WRITE_ERRORS, obstacle
from lib.editions.model import Edition, EditionError, UnavailableStoreError, name_of
from lib.editions.publishing import Proposal
from lib.editions.second_entry import titles
from lib.editions.serving import serving
from lib.editions.waiting import WaitingEntry
from lib.intake.limits import LARGEST_FILE
from lib.intake.reading import Options
from lib.intake.templates import templates
from lib.ui import (
    changed,
    comparison,
    drafts,
    file_options,
    frame,
    kept_drafts,
    past_editions,
    second_entries,
    second_entry,
    sign_in,
    sign_in_log,
    turns,
)
from lib.ui.drafts import Draft, Outcome
from lib.ui.markdown import plain
from lib.ui.second_entries import SecondDraft
from lib.ui.template_addresses import template_address
from lib.update.changed_rows import conflict_columns
from lib.update.uploads import rows_of
from lib.views.pages import PAGES

_NOT_OFFERED = (
    "この画面は使えません。ここでは公開されたデータを見るだけです。"
    "使えるようにする方法は、運用の手引き（docs/operations.md の「更新の画面」）にあります。"
)
_KEPT = "今は公開できません。読み込んだものは残っています。"
_AWAY = f"版の置き場に届かないため、{_KEPT}届くようになってから「公開する」を押してください。"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEGABYTES = LARGEST_FILE // 1024**2
_UPLOADS = "number of uploads"  # makes another field for each file, so that none is kept
_EMPTY, _FILLED = "空", "今の行"
_PROJECTS = "事業（取組、担い手、結果、目標）"


def is_offered() -> bool:
    """Whether data can be brought in here: there is a store, and somebody can sign in."""
    return serving().may_publish and configured() is not None


def account() -> Account | None:
    """Whoever is signed in; says why nobody is, or that nobody can be."""
    if not is_offered():
        st.info(_NOT_OFFERED)
        return None
    sign_in_log.note()
    found = sign_in.offer()
    if found is None:
        words = kept_drafts.leave()
    elif kept_drafts.take_over(found):
        _begin_field()  # without what the other one has chosen and said
        file_options.forget()
        words = kept_drafts.come_back(found) or kept_drafts.ANEW
    else:
        words = kept_drafts.come_back(found)
    if words:
        st.info(words)
    return found


def offer_templates(entry: WaitingEntry | None = None) -> None:
    """Templates to fill in, as links that need no session.

    Args:
        entry: The first entry for which the second is made: of the same edition.
    """
    with frame.section("① ひな形を保存する"):
        names = {
            name: _PROJECTS if len(tables) > 1 else tables[0].title
            for name, tables in templates().items()
        }
        with frame.filters("template"):
            table = st.selectbox("表", list(names), format_func=names.__getitem__, width=320)
            rows = st.segmented_control(
                "行", [_EMPTY, _FILLED], default=_FILLED, required=True, key="template-rows"
            )
            base = entry.base if entry else None
            _template_links(table, is_filled=rows == _FILLED, edition=base)
        st.caption("数を書き、直し、消す行に「削除」と書く。見出しの行は変えない。")


def _template_links(table: str, *, is_filled: bool, edition: int | None) -> None:
    forms = {"xlsx": "Excel"} | ({} if table == "projects" else {"csv": "CSV"})
    link = Markup('<a href="{}" download>{}</a>')
    links = Markup("").join(
        link.format(
            template_address(table, form, is_filled=is_filled, edition=edition), f"{words}を保存"
        )
        for form, words in forms.items()
    )
    st.html(Markup('<p class="template-links">{}</p>').format(links), width="content")


def ask_for_file(entry: WaitingEntry | None = None) -> None:
    """One file to read, and what is said of it before.

    Args:
        entry: The first entry with which it is compared; None for a file of its own.
    """
    with frame.section("② 記入したファイルを読み込む"):
        upload = st.file_uploader(
            f"xlsx、xls、ods、csv（{_MEGABYTES}MB まで）",
            key=f"upload-{st.session_state.get(_UPLOADS, 0)}",
            max_upload_size=_MEGABYTES,
        )
        options = file_options.ask(entry.base if entry else None)
        st.caption(
            "読み込むだけでは、何も公開されない。ファイルは読んだ後に捨て、行だけを確かめる間持つ。"
        )
        if st.button("読み込んで確かめる", type="primary", disabled=upload is None) and upload:
            with st.spinner("読み込み、変わるところを確かめています（1分ほど）"):
                try:
                    read_file(entry, upload, options)
                finally:
                    discard(upload)
            _begin_field()
            st.rerun()
        past_editions.show_refusal()


def _begin_field() -> None:
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


def read_file(entry: WaitingEntry | None, upload: UploadedFile, options: Options) -> None:
    """Reads a file, unless the account is reading another one in a window of its own.

    Args:
        entry: The first entry with which it is compared; None for a file of its own.
        upload: The file.
        options: What was said of it before.
    """
    officer = drafts.publisher()
    if officer is None:
        return
    with turns.turn(officer.name) as is_free:
        if not is_free:
            drafts.refuse(turns.BUSY)
        elif entry is None:
            drafts.read(upload.name, upload.getvalue(), options)
        else:
            second_entries.read(entry.code, upload.name, upload.getvalue(), options)


def discard(upload: UploadedFile) -> None:
    """Drops the bytes of a file, which Streamlit would hold until the session ends."""
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context else None
    if context and isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(context.session_id, upload.file_id)


def show_draft(draft: Draft) -> None:
    """What was read, and what is to be mended or would change."""
    with frame.section("② 読み込んだファイル"):
        with st.container(horizontal=True, vertical_alignment="center", key="draft"):
            st.markdown(f"**{plain(draft.file)}**", width="stretch")
            st.button("やめる（何も公開しない）", on_click=drafts.drop)
        st.markdown("\n".join(f"- {plain(note)}" for note in draft.notes))
        if draft.faults:
            _show_faults(draft)
        elif draft.rules:
            _show_rules(draft)
    if isinstance(draft, SecondDraft):
        second_entry.show_difference(draft)
    if draft.proposal:
        changed.show_preview(draft.proposal, draft.preview)
        _show_publication(draft, draft.proposal)


def _show_faults(draft: Draft) -> None:
    """The cells that are not clear, and the file with all of them marked."""
    st.error(
        f"直すところが{formats.number(draft.fault_count)}件あります。何も変わっていません。"
        "直して、もう一度読み込んでください。"
    )
    if draft.marked:
        st.download_button(
            "直すところに印の付いたファイルを保存",
            draft.marked,
            "直すところ.xlsx",
            _XLSX,
            on_click="ignore",
            type="primary",
        )
    changed.show_rows(
        {
            "シート": [one.sheet for one in draft.faults],
            "セル": [one.cell for one in draft.faults],
            "内容": [one.sentence for one in draft.faults],
            "見つかったもの": [one.found for one in draft.faults],
            "認められるもの": [one.allowed for one in draft.faults],
            "近い値": [one.nearest for one in draft.faults],
        },
        draft.fault_count - len(draft.faults),
    )


def _show_rules(draft: Draft) -> None:
    """The rules and checks that would fail."""
    shown = draft.rules[: drafts.MOST_SHOWN]
    st.error(
        f"セルは読めましたが、守られなくなる規則や検算が{formats.number(len(draft.rules))}件あります。"
        "何も変わっていません。直して、もう一度読み込んでください。"
    )
    changed.show_rows(
        {
            "表": [one.table for one in shown],
            "行": [one.row for one in shown],
            "列": [one.column for one in shown],
            "見つかったもの": [one.found for one in shown],
            "認められるもの": [one.allowed for one in shown],
        },
        len(draft.rules) - len(shown),
    )


def _show_publication(draft: Draft, proposal: Proposal) -> None:
    with frame.section("④ 公開する"):
        newest, why_unknown = _newest()
        if newest is not None and newest.number != proposal.base.number:
            _show_superseded(draft, proposal, newest)
        elif isinstance(draft, SecondDraft):
            second_entry.offer_publication(draft)
        else:
            _offer_publication(proposal, why_unknown)


def _offer_publication(proposal: Proposal, obstacle_words: str) -> None:
    """A reason, and the ways to publish: at once, or after a second entry.

    Args:
        proposal: What is published.
        obstacle_words: Why it cannot be done just now; empty where it can.
    """
    reason = past_editions.ask_reason("publish")
    needed = drafts.needs_second(proposal)
    if needed:
        st.info(f"{titles(needed)}は、もう一人が同じ内容を入力してから公開する決まりです。")
    with st.container(horizontal=True, key="publication"):
        is_published = not needed and st.button("公開する", type="primary")
        is_held = st.button("もう一人の入力を待つ", type="primary" if needed else "secondary")
    st.caption("待つと、ほかの公開担当が同じ資料から入力し、すべて一致してから公開される。")
    if is_published:
        with st.spinner("公開し、画面を新しい版にしています"):
            drafts.publish_draft(reason)
    elif is_held:
        second_entries.hold_draft(reason)
    if is_published or is_held:
        past_editions.go_on()
    elif obstacle_words:
        st.warning(plain(obstacle_words))


def _newest() -> tuple[Edition | None, str]:
    """The newest edition, or why it is not known, so that what was read stays in view."""
    try:
        return serving().store.editions()[-1], ""
    except UnavailableStoreError:
        return None, _AWAY
    except EditionError as error:
        return None, f"{error}{_KEPT}直ってから「公開する」を押してください。"
    except WRITE_ERRORS as error:
        found, to_do = obstacle(error)
        return None, f"{found}。{_KEPT}{to_do}、「公開する」を押してください。"


def _show_superseded(draft: Draft, proposal: Proposal, newest: Edition) -> None:
    """What another edition changed meanwhile, and how to go on upon it."""
    when = "確かめている間に" if draft.preview else f"{proposal.base.name}の後に"
    several = newest.number - proposal.base.number > 1
    up_to = f"{newest.name}まで" if several else newest.name
    to_do = "" if draft.conflicts else "違いを見て、新しい版の上に載せ直してください。"
    st.warning(
        f"{when}{up_to}が公開されました（{plain(newest.reason)}）。このままでは公開できません。{to_do}"
    )
    words = f"{up_to}{'に' if several else 'で'}変わったところ"
    finding = f"{name_of(proposal.base.number + 1)}から" if several else newest.reason
    with frame.folded(words, finding, "meanwhile") as is_open:
        if is_open:
            comparison.show_rows(proposal.base.number, newest.number)
    if draft.conflicts:
        st.error(
            f"違う内容に直した欄が{len(draft.conflicts)}個あります。何も変わっていません。"
            "どちらが正しいかを確かめ、今の行の入ったひな形から作り直してください。"
        )
        shown = draft.conflicts[: drafts.MOST_SHOWN]
        columns = conflict_columns(shown, rows_of(proposal.files))
        changed.show_rows(columns, len(draft.conflicts) - len(shown))
    elif st.button("載せ直す", type="primary"):
        with st.spinner("新しい版の上に載せ、確かめています"):
            if isinstance(draft, SecondDraft):
                second_entries.prepare_again()
            else:
                drafts.rebase_draft()
        past_editions.go_on()


def show_outcome(found: Outcome | WaitingEntry) -> None:
    """The edition that was published, where to see it, and the way back; or what waits."""
    if isinstance(found, WaitingEntry):
        second_entry.show_held(found)
        return
    made = found.made
    how = "" if made.takes_back is None else f"（{name_of(made.takes_back)}に戻しました）"
    with frame.section(f"{made.name}を公開しました{how}"):
        is_served = serving().newest.edition >= made.number
        st.success(
            "ほかの人の画面も、次の操作からこの版になります。"
            if is_served
            else "数秒後に、画面がこの版になります。再読み込みしてください。"
        )
        links = "　".join(
            f"[{plain(PAGES[topic].title)}]({address(topic)})" for topic in found.topics
        )
        if links:
            st.markdown(f"見る: {links}")
        st.button("続けて別のファイルを読み込む", on_click=drafts.drop)
    if made.parent is not None:
        words = f"{name_of(made.parent)}のデータに戻す"
        with frame.folded("取り消し", words, "undo") as is_open:
            if is_open:
                past_editions.offer_return(made.parent, "undo")
