"""The deeds of the second entry: to hold, to compare, to publish what agrees, to withdraw.

As in ``drafts``, every deed asks at that moment who is signed in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from lib.build import WRITE_ERRORS
from lib.editions.model import EditionError, SupersededError, tidy_reason
from lib.editions.publishing import ConflictsError, Proposal
from lib.editions.second_entry import (
    difference,
    entry_for,
    first_of,
    hold,
    publish_confirmed,
    record_difference,
    upon_newest,
    withdraw,
)
from lib.editions.serving import serving
from lib.editions.waiting import NoSuchEntryError, WaitingEntry
from lib.intake.reading import Options
from lib.state import shortened, without_control
from lib.ui import changed, drafts
from lib.ui.drafts import Draft
from lib.update.changed_rows import difference_columns
from lib.update.uploads import broken_rules, rows_of
from lib.validation import InvalidDataError

PARAMETER = "entry"  # of the address of the page: the first entry for which the second is made


@dataclass(frozen=True, eq=False)
class SecondDraft(Draft):
    """What was read of the file of whoever makes the second entry.

    Its ``proposal`` is what is to be published, the first entry's data, once both agree.

    Attributes:
        entry: The first entry.
        own: What the file would make of the first entry's base.
        differing: The cells and rows that differ, as columns of a table.
        count: How many there are.
    """

    entry: WaitingEntry = field(kw_only=True)
    own: Proposal | None = None
    differing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    count: int = 0


def waiting() -> tuple[WaitingEntry, ...] | None:
    """The first entries that wait; None, and a word about it, where nobody can say which."""
    if serving().is_away:
        return None  # which the page says of all that the store holds
    with changed.told_why():
        return serving().store.waiting.entries()
    return None


def chosen(entries: Iterable[WaitingEntry]) -> WaitingEntry | None:
    """The one of some first entries that the page's address names."""
    code = st.query_params.get(PARAMETER)
    return next((entry for entry in entries if entry.code == code), None)


def choose(code: str) -> None:
    """Begins a second entry."""
    drafts.drop()
    st.query_params[PARAMETER] = code


def leave() -> None:
    """Ends a second entry without a word about it."""
    drafts.drop()
    st.query_params.pop(PARAMETER, None)


def hold_draft(reason: str) -> None:
    """Keeps what was read until somebody else has entered the same."""
    (account, draft), why = drafts.own(), tidy_reason(reason)
    if account is None or draft is None or draft.proposal is None:
        return
    if not why:
        drafts.refuse(drafts.NO_REASON)
        return
    try:
        proposal, name = draft.proposal, account.name
        entry = hold(serving().store, proposal, account=name, file=draft.file, reason=why)
    except EditionError as error:
        drafts.refuse(str(error))
    except WRITE_ERRORS as error:
        drafts.refuse_by(error)
    else:
        drafts.tell(entry)


def take_out(code: str) -> None:
    """Removes an entry that waits."""
    account = drafts.publisher()
    if account is None:
        return
    try:
        withdraw(serving().store, code, account.name)
    except EditionError as error:
        drafts.refuse(str(error))
    except WRITE_ERRORS as error:
        drafts.refuse_by(error)
    leave()


def read(code: str, name: str, content: bytes, options: Options) -> None:
    """Reads the file of a second entry and compares it with the first; nothing is published.

    Args:
        code: The first entry.
        name: Name of the file.
        content: Its bytes.
        options: What was said of it before.
    """
    account = drafts.publisher()
    if account is None:
        return
    store, file = serving().store, shortened(without_control(name))
    try:
        entry = entry_for(store, code, account.name)
        found = drafts.read_rows(file, content, options, entry.base)
        compared = _compared(entry, found)
        if compared.own is None:
            drafts.record(account, "uploaded", f"{file}（{drafts.outcome_words(found)}）")
        else:
            record_difference(store, entry, account.name, compared.count)
    except EditionError as error:
        drafts.refuse(str(error))
    except WRITE_ERRORS as error:
        drafts.refuse_by(error)
    else:
        drafts.keep(replace(compared, account=account.name))


def _compared(entry: WaitingEntry, read: Draft) -> SecondDraft:
    second = SecondDraft(
        read.file,
        read.notes,
        read.faults,
        read.fault_count,
        read.marked,
        read.rules,
        entry=entry,
        own=read.proposal,
    )
    if read.proposal is None:
        return second
    first = first_of(serving().store, entry)
    found = difference(first, read.proposal)
    if not found:
        return _prepared(second, first)
    names = {**rows_of(first.files), **rows_of(read.proposal.files)}
    columns = difference_columns(found, names)
    count = len(next(iter(columns.values())))
    shown = {heading: cells[: drafts.MOST_SHOWN] for heading, cells in columns.items()}
    return replace(second, differing=shown, count=count)


def _prepared(second: SecondDraft, first: Proposal) -> SecondDraft:
    """A second entry that agrees, with what is to be published upon the newest edition."""
    try:
        return drafts.with_preview(second, upon_newest(serving().store, first))
    except ConflictsError as error:
        return replace(second, proposal=None, preview=None, conflicts=error.conflicts)
    except InvalidDataError as error:
        rules = broken_rules({}, error.faults)  # of lines in files that nobody holds
        return replace(second, proposal=None, preview=None, rules=rules)


def prepare_again() -> None:
    """Puts the first entry, with which the second one agrees, upon the edition that is newest."""
    account, draft = drafts.own()
    if account is None or not isinstance(draft, SecondDraft) or draft.own is None:
        return
    try:
        entry = entry_for(serving().store, draft.entry.code, account.name)
        drafts.keep(_prepared(draft, first_of(serving().store, entry)))
    except EditionError as error:
        drafts.refuse(str(error))
    except WRITE_ERRORS as error:
        drafts.refuse_by(error)


def publish_agreed() -> None:
    """Publishes the first entry, with which what was read agrees."""
    account, draft = drafts.own()
    if account is None or not isinstance(draft, SecondDraft):
        return
    if draft.own is None or draft.proposal is None:
        return
    code, seen = draft.entry.code, draft.proposal.base.number
    try:
        made = publish_confirmed(serving().store, code, draft.own, account.name, seen)
    except SupersededError:
        return  # the page says so of every draft whose base is not the newest edition
    except NoSuchEntryError as error:
        leave()
        drafts.refuse(str(error))
    except EditionError as error:
        drafts.refuse(str(error))
    except WRITE_ERRORS as error:
        drafts.refuse_by(error)
    else:
        st.query_params.pop(PARAMETER, None)
        drafts.finish(made, draft.preview)
