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
_NOTHING_DONE = (
    f"何も公開していません。{_LONGEST_S / 60:.0f}分以内に同じアカウントでサインインし直すと、"
    "読み込んだものから続けられます。"
)
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
    draft = drafts.in_session()
    if draft is not None:
        now = _clock()
        kept = _Kept(draft, past_editions.reason_in("publish"), now + _LONGEST_S)
        with _LOCK:
            for account, one in tuple(_kept.items()):
                if one.until < now or account == draft.account:
                    del _kept[account]
            _kept[draft.account] = kept
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
        drafts.drop()
        st.session_state[_LEFT] = True
    drafts.refusal()  # of a deed that is not to be told twice
    return _NOTHING_DONE if st.session_state.get(_LEFT) else ""


def come_back(account: Account) -> str:
    """Gives an account what it had read, if it may still publish and has read nothing since.

    Returns:
        That it goes on with it; empty where nothing waits.
    """
    with _LOCK:
        found = _kept.pop(account.name, None)
    if found is None or found.until < _clock() or not account.may_publish:
        return ""
    if drafts.in_session() or drafts.outcome():
        return ""
    drafts.keep(found.draft)
    past_editions.set_reason("publish", found.reason)
    return _WENT_ON
