"""Shows what waits for its second entry, how the two differ, and what may be published."""

import streamlit as st

from lib import formats
from lib.access.roles import Account
from lib.addresses import address
from lib.editions.model import name_of
from lib.editions.second_entry import is_own, titles
from lib.editions.waiting import WaitingEntry
from lib.ui import changed, drafts, frame, past_editions, second_entries
from lib.ui.markdown import plain
from lib.ui.second_entries import PARAMETER, SecondDraft
from lib.update.changed_rows import conflict_columns
from lib.update.uploads import rows_of

_GONE = "アドレスの入力は、もう待っていません（公開されたか、取り下げられました）。"
_UNKNOWN = (
    "版の置き場に届かないか、読めないため、アドレスの入力がまだ待っているかが分かりません。"
    "分かるまで、ファイルは読み込めません。しばらくしてから「もう一度確かめる」を押してください。"
)
_OWN = "これは自分の入力です。二度目の入力は、ほかの公開担当が行います。"


def show(account: Account) -> tuple[WaitingEntry | None, bool]:
    """The first entries that wait, or the one for which the account makes the second.

    Args:
        account: Whoever sees the page.

    Returns:
        The one for which the account makes the second entry, as the address says, and whether that
        is known. While nobody can say if it waits, no file is to be read: it would be taken for any
        other, and be published without the comparison.
    """
    entries = second_entries.waiting()
    if entries is None:
        return None, not _says_unknown()
    chosen = second_entries.chosen(entries)
    if chosen and not is_own(chosen, account.name):
        _show_task(chosen)
        return chosen, True
    if PARAMETER in st.query_params:
        st.info(_OWN if chosen else _GONE)
        del st.query_params[PARAMETER]
    if entries:
        with frame.section("もう一人の入力を待つもの"):
            for entry in entries:
                _show_entry(entry, is_own=is_own(entry, account.name))
    return None, True


def _says_unknown() -> bool:
    """Whether the address names an entry of which nothing can be known now, and says so."""
    if PARAMETER not in st.query_params:
        return False
    st.warning(_UNKNOWN)
    with st.container(horizontal=True):
        st.button("もう一度確かめる", type="primary")
        st.button("やめる（何も公開しない）", on_click=second_entries.leave)
    return True


def _show_task(entry: WaitingEntry) -> None:
    with frame.section("二度目の入力"):
        with st.container(horizontal=True, vertical_alignment="center", key="second-entry"):
            st.markdown(_line(entry), width="stretch")
            st.button("やめる（何も公開しない）", on_click=second_entries.leave)
        st.markdown(
            "同じ資料から自分で入力したファイルを、②で読み込んでください。一人目の値は出ません。"
            "すべて一致したら、公開できます。"
        )


def _show_entry(entry: WaitingEntry, *, is_own: bool) -> None:
    """A line of the list: what waits, never its values, and what may be done with it."""
    key = f"waiting-{entry.code}"
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        st.markdown(_line(entry), width="stretch")
        if not is_own:
            st.button(
                "二度目の入力",
                key=f"enter-{entry.code}",
                on_click=second_entries.choose,
                args=(entry.code,),
            )
        words = "取り下げる" if is_own else "破棄する"
        with st.popover(words, key=f"out-{entry.code}"):
            st.markdown("待っている行は消え、戻せません。公開された版は変わりません。")
            if st.button(f"{words}（元に戻せない）", key=f"remove-{entry.code}"):
                second_entries.take_out(entry.code)
                past_editions.go_on()


def _line(entry: WaitingEntry) -> str:
    rows = f"{formats.number(entry.rows)}行"
    parts = (name_of(entry.base) + "から", entry.account, formats.moment(entry.at))
    about = plain(formats.joined(parts))
    return f"**{plain(entry.file)}**　{plain(titles(entry.tables))}　{rows}（{about}）"


def show_held(entry: WaitingEntry) -> None:
    """What was held, and what to tell a colleague."""
    with frame.section("もう一人の入力を待っています"):
        st.success(
            f"{plain(entry.file)}の{formats.number(entry.rows)}行を預かりました。まだ公開していません。"
        )
        link = address("update", **{PARAMETER: entry.code})
        st.markdown(
            "ほかの公開担当に、次のことを伝えてください。ファイルは渡さないでください。\n\n"
            f"- 入力するもの: {plain(titles(entry.tables))}（{plain(entry.file)}と同じ資料から）\n"
            f"- 開く所: [二度目の入力]({link})（このリンクのアドレスか、「更新」の画面の一番上）"
        )
        st.button("続けて別のファイルを読み込む", on_click=drafts.drop)


def show_difference(draft: SecondDraft) -> None:
    """Where a second entry differs from the first, or why it cannot be published."""
    if draft.differing:
        with frame.section("③ 一人目の入力と違うところ"):
            st.error(
                f"違うところが{formats.number(draft.count)}個あります。何も公開していません。"
                "もとの資料で、どちらが正しいかを確かめてください。"
            )
            shown = len(next(iter(draft.differing.values())))
            changed.show_rows(draft.differing, draft.count - shown)
            st.markdown(
                "- 自分の入力を直すとき: ファイルを直して、もう一度読み込む。\n"
                "- 一人目の入力を直すとき: 一人目が取り下げ、入力し直す。"
            )
            st.button("もう一度読み込む", type="primary", on_click=drafts.drop)
    elif draft.conflicts and draft.own:
        with frame.section("③ 新しい版と違うところ"):
            st.error(
                "二人の入力は一致しましたが、待っている間に公開された版が、同じ欄を違う内容に直しています"
                f"（{formats.number(len(draft.conflicts))}個）。何も公開していません。どちらが正しいかを"
                "確かめ、一人目が取り下げて、今の行の入ったひな形から入力し直してください。"
            )
            found = draft.conflicts[: drafts.MOST_SHOWN]
            columns = conflict_columns(found, rows_of(draft.own.files))
            changed.show_rows(columns, len(draft.conflicts) - len(found))


def offer_publication(draft: SecondDraft) -> None:
    """A button that publishes what both entered."""
    entry = draft.entry
    st.success(f"二人の入力は、{formats.number(entry.rows)}行のすべてが一致しました。")
    st.markdown(f"理由: {plain(entry.reason)}（{plain(entry.account)}）")
    if st.button("公開する", type="primary"):
        with st.spinner("公開し、画面を新しい版にしています"):
            second_entries.publish_agreed()
        past_editions.go_on()
