"""Keeps what an officer has read while they sign in again, which begins a session of its own."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

import streamlit as st

from lib.access.roles import Account
from lib.ui import drafts, past_editions
from lib.ui.drafts import Draft

_LONGEST_S = 900.0
_MOST = 8  # each holds a complete set, and exhibits before and after
_LEFT = "whether a draft waits for its officer"
_OFFICER = "account that the session was last used by"
_NOTHING_DONE = (
    f"何も公開していません。{_LONGEST_S / 60:.0f}分以内に同じアカウントでサインインし直すと、"
    "読み込んだものから続けられます。"
)
ANEW = "サインインしているアカウントが替わったので、初めから始めます。"
_WENT_ON = "サインインし直す前に読み込んだものから続けます。まだ何も公開していません。"


@dataclass(frozen=True, eq=False)
class _Kept:
    draft: Draft
    reason: str
    until: float  # of the clock


_kept: OrderedDict[str, _Kept] = OrderedDict()  # by account, the last one left last
_LOCK = threading.Lock()
_clock = time.monotonic


def leave() -> str:
    """Takes what was read out of a session in which nobody is signed in any more.

    It waits for its own account alone.

    Returns:
        What has become of it; empty where nothing was read.
    """
    if drafts.in_session():
        _put_away()
        st.session_state[_LEFT] = True
    drafts.refusal()  # of a deed that is not to be told twice
    return _NOTHING_DONE if st.session_state.get(_LEFT) else ""


def take_over(account: Account) -> bool:
    """Takes what another account has read or done out of a session that goes on with this one.

    Behind a proxy the same page may go on with whoever signs in next at the same browser. What was
    read waits for its own account alone.

    Args:
        account: Whoever is signed in now.

    Returns:
        Whether another account used the session before.
    """
    former, draft = st.session_state.get(_OFFICER, account.name), drafts.in_session()
    st.session_state[_OFFICER] = account.name
    if former == account.name and (draft is None or draft.account == account.name):
        return False
    _put_away()
    drafts.drop()
    drafts.refusal()
    past_editions.forget_reasons()
    return True


def come_back(account: Account) -> str:
    """Gives an account what it had read, if it may still publish and has read nothing since.

    Returns:
        That it goes on with it; empty where nothing waits.
    """
    st.session_state.pop(_LEFT, None)
    with _LOCK:
        _forget_expired()
        found = _kept.pop(account.name, None)
    if found is None or not account.may_publish or drafts.in_session() or drafts.outcome():
        return ""
    drafts.keep(found.draft)
    past_editions.set_reason("publish", found.reason)
    return _WENT_ON


def _put_away() -> None:
    """Keeps what the session has read for its own account, and takes it out of the session."""
    draft = drafts.in_session()
    if draft is None:
        return
    kept = _Kept(draft, past_editions.reason_in("publish"), _clock() + _LONGEST_S)
    with _LOCK:
        _forget_expired()
        _kept.pop(draft.account, None)
        _kept[draft.account] = kept
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    drafts.drop()


def _forget_expired() -> None:
    now = _clock()
    for account in [name for name, one in _kept.items() if one.until < now]:
        del _kept[account]
