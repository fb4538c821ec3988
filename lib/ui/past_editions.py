"""Shows all editions, what differs between two of them, the way back to one, and the log."""

import streamlit as st

from lib import formats
from lib.editions.model import LONGEST_REASON, Edition, name_of
from lib.editions.serving import serving
from lib.ui import changed, comparison, drafts, edition_list, frame
from lib.ui.markdown import plain
from lib.update.words import event_kind

_MOST_LISTED = 50  # events, the newest first
_AWAY = "版の置き場に届きません。しばらくの間、読み込みと公開はできません。"
_KNOWN = "下の一覧は、最後に届いたときのものです。"


def show(*, may_publish: bool) -> None:
    """All editions, and what can be done with them.

    Args:
        may_publish: Whether the way back is offered.
    """
    found = serving().editions()
    if serving().is_away:
        st.warning(f"{_AWAY}{_KNOWN if found else ''}")
    if not found:
        return
    newest = found[-1]
    words = f"最新は{newest.name}（{formats.moment(newest.published_at)}、{newest.reason}）"
    with frame.folded("⑤ これまでの版", words, "editions") as is_open:
        if is_open:
            edition_list.show_list(found, has_accounts=True)
    if len(found) > 1:
        with frame.folded("2つの版を比べる", "行、数値、図と表、言葉", "compare") as is_open:
            if is_open:
                comparison.offer(found)
        if may_publish:
            with frame.folded("前の版に戻す", "新しい版として公開する", "return") as is_open:
                if is_open:
                    _offer_return(found)
    with frame.folded(
        "記録", "公開、取り消し、読み込み、二度目の入力、サインイン、書き出しの数", "log"
    ) as is_open:
        if is_open:
            _show_log()


def _offer_return(found: tuple[Edition, ...]) -> None:
    numbers = [one.number for one in found[-2::-1]]
    number = st.selectbox("戻す版", numbers, format_func=name_of, width=160, key="return-to")
    offer_return(number, "list")


def offer_return(number: int, of: str) -> None:
    """The way back to an edition: what it undoes, a reason and a button.

    Args:
        number: The edition.
        of: ASCII name of the place, unique on the page.
    """
    newest = serving().editions()[-1]
    st.markdown(
        f"{name_of(number)}のデータを、新しい版として公開します。その後の変更"
        f"（{newest.name}まで）は画面から消えますが、版は残ります。"
    )
    reason = ask_reason(of)
    if st.button(f"{name_of(number)}に戻す", type="primary", key=f"return-{of}"):
        with st.spinner("公開し、画面を新しい版にしています"):
            drafts.return_to(number, newest.number, reason)
        go_on()


def go_on() -> None:
    """After a deed: draws the page anew, or says here why nothing was changed."""
    if not show_refusal():
        st.rerun()


def show_refusal() -> bool:
    """Says why the last deed changed nothing; whether it was refused."""
    words = drafts.refusal()
    if words:
        st.error(plain(words))
    return bool(words)


def ask_reason(of: str) -> str:
    """A field for the reason of a publication, which is required.

    Args:
        of: ASCII name of the place, unique on the page.
    """
    return st.text_input(
        "理由（必須。版の一覧に残り、だれでも見られる）",
        max_chars=LONGEST_REASON,
        placeholder="例: 令和6年度の団体別の件数を加える",
        key=f"reason-{of}",
    )


def reason_in(of: str) -> str:
    """The reason as it stands in a field."""
    return str(st.session_state.get(f"reason-{of}", ""))


def set_reason(of: str, reason: str) -> None:
    """Writes a reason into a field, before it is drawn."""
    st.session_state[f"reason-{of}"] = reason


def forget_reasons() -> None:
    """Empties all these fields, before they are drawn."""
    for key in [name for name in st.session_state if str(name).startswith("reason-")]:
        del st.session_state[key]


def _show_log() -> None:
    with changed.told_why():
        _show_events()


def _show_events() -> None:
    events = serving().store.events()[::-1]
    shown = events[:_MOST_LISTED]
    changed.show_rows(
        {
            "日時": [formats.moment(one.at) for one in shown],
            "担当": [one.account for one in shown],
            "したこと": [event_kind(one) for one in shown],
            "内容": [one.words for one in shown],
        },
        len(events) - len(shown),
    )
    if not events:
        st.markdown("記録はまだありません。")
