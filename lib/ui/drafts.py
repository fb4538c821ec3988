"""What a session has read of an uploaded file, until it is published or dropped; and the deeds.

Every deed asks at that moment who is signed in: a page that was drawn before says nothing of it.
The bytes of a file are gone once it is read; of what it says the rows stay, one file a session.
"""

import datetime as dt
import logging
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from lib.access.configuration import configured
from lib.access.roles import Account
from lib.build import WRITE_ERRORS, obstacle
from lib.editions.changes import Conflict
from lib.editions.model import (
    LONGEST_REASON,
    Edition,
    EditionError,
    Event,
    SupersededError,
    tidy_reason,
)
from lib.editions.publishing import ConflictsError, Proposal, onto_newest, publish, take_back
from lib.editions.second_entry import needing
from lib.editions.serving import serving
from lib.editions.waiting import WaitingEntry
from lib.intake.marked import marked
from lib.intake.reading import Options
from lib.intake.sheets import CellFault
from lib.state import shortened, without_control
from lib.ui import agenda, sign_in
from lib.update.preview import Preview, previewed
from lib.update.uploads import (
    BrokenRule,
    BrokenRulesError,
    UnclearFileError,
    broken_rules,
    uploaded,
    vain_words,
)
from lib.validation import InvalidDataError

_LOGGER = logging.getLogger(__name__)
MOST_SHOWN = 20  # faults on the page; all stand in the marked file
SomeDraft = TypeVar("SomeDraft", bound="Draft")
_DRAFT, _OUTCOME, _REFUSAL = "uploaded draft", "outcome of a deed", "why a deed was refused"
_NOT_PUBLISHER = (
    "公開担当としてサインインしていないため、何も変えていません。"
    "サインインし直すか、公開担当に頼んでください。"
)
NO_REASON = f"理由を1字から{LONGEST_REASON}字で書いてください。何も変えていません。"
_NEEDS_SECOND = (
    "この表は、もう一人が同じ内容を入力してから公開する決まりです。何も公開していません。"
    "「もう一人の入力を待つ」を押してください。"
)
_NOT_OWN = "ほかのアカウントで読み込んだものです。何も変えていません。"
_CHANGED_MEANWHILE = (
    "その間に{}が公開されました。何も変えていません。違いを確かめ、選び直してください。"
)


@dataclass(frozen=True, eq=False)  # holds exhibits, which are themselves
class Draft:
    """What was read of an uploaded file.

    Attributes:
        file: Its name.
        notes: What was understood of it.
        faults: The first of its cells that are not clear.
        fault_count: How many there are.
        marked: The file again, with these marked; empty where there is nothing to mark.
        rules: The rules that the data would break with it.
        proposal: What it would make; None where it cannot be published.
        preview: What pages would show differently.
        conflicts: What another edition changed differently.
        account: Who read it.
    """

    file: str
    notes: tuple[str, ...] = ()
    faults: tuple[CellFault, ...] = ()
    fault_count: int = 0
    marked: bytes = b""
    rules: tuple[BrokenRule, ...] = ()
    proposal: Proposal | None = None
    preview: Preview | None = None
    conflicts: tuple[Conflict, ...] = ()
    account: str = ""


@dataclass(frozen=True)
class Outcome:
    """A publication of this session.

    Attributes:
        made: The new edition.
        topics: The pages that show something else.
    """

    made: Edition
    topics: tuple[str, ...] = ()


def in_session() -> Draft | None:
    """What the session has read; None for nothing."""
    found: Draft | None = st.session_state.get(_DRAFT)
    return found


def outcome() -> Outcome | WaitingEntry | None:
    """What the session published or held last, until it reads another file."""
    found: Outcome | WaitingEntry | None = st.session_state.get(_OUTCOME)
    return found


def tell(done: Outcome | WaitingEntry) -> None:
    """Has the page say what was published, or what waits now for a second entry."""
    drop()
    st.session_state[_OUTCOME] = done


def refusal() -> str:
    """Why the last deed was refused; told once, empty for none."""
    return str(st.session_state.pop(_REFUSAL, ""))


def drop() -> None:
    """Forgets what was read and published, to begin with another file."""
    st.session_state.pop(_DRAFT, None)
    st.session_state.pop(_OUTCOME, None)


def read(name: str, content: bytes, options: Options) -> None:
    """Reads an uploaded file and finds out what it would change; nothing is published.

    Args:
        name: Name of the file.
        content: Its bytes.
        options: What was said of it before.
    """
    account = publisher()
    if account is None:
        return
    file = shortened(without_control(name))
    try:
        found = read_rows(file, content, options)
        if found.proposal and not found.conflicts:
            found = with_preview(found, found.proposal)
        record(account, "uploaded", f"{file}（{outcome_words(found)}）")
    except EditionError as error:
        _record_vain(account, file, error)
        refuse(str(error))
    except WRITE_ERRORS as error:
        refuse_by(error)
    else:
        keep(replace(found, account=account.name))


def _record_vain(account: Account, file: str, error: EditionError) -> None:
    """Adds to the audit log that a file was read, of which nothing can come."""
    try:
        record(account, "uploaded", f"{file}（{vain_words(error)}）")
    except (EditionError, *WRITE_ERRORS):  # the officer is told of the first obstacle
        _LOGGER.warning("A file that was read in vain is not in the log", exc_info=True)


def keep(draft: Draft) -> None:
    """Has the session go on with what was read, in place of whatever it had."""
    drop()
    st.session_state[_DRAFT] = draft


def read_rows(file: str, content: bytes, options: Options, parent: int | None = None) -> Draft:
    """What is read of a file, without a preview.

    Args:
        file: Its name.
        content: Its bytes.
        options: What was said of it before.
        parent: The edition to which it adds; None for the newest.

    Raises:
        EditionError: Nothing differs from the edition, or it cannot be read.
    """
    try:
        upload = uploaded(serving().store, file, content, options, parent)
    except UnclearFileError as unclear:
        intake = unclear.intake
        copy = marked(intake) if intake.sheets else b""
        count = len(intake.faults)
        return Draft(file, intake.notes, intake.faults[:MOST_SHOWN], count, copy)
    except BrokenRulesError as broken:
        return Draft(file, broken.notes, rules=broken.faults)
    return Draft(file, upload.notes, proposal=upload.proposal, conflicts=upload.conflicts)


def with_preview(draft: SomeDraft, proposal: Proposal) -> SomeDraft:
    """A draft with what it would make, and what pages would show differently then."""
    before = serving().at(proposal.base.number)
    found = previewed(before, proposal.files, agenda.in_session())
    return replace(draft, proposal=proposal, preview=found, conflicts=())


def outcome_words(draft: Draft) -> str:
    """What came of a file, for the audit log."""
    if draft.conflicts:
        return f"新しい版と違う欄{len(draft.conflicts)}個"
    if draft.proposal:
        return f"{len(draft.proposal.changes)}行の違い"
    return f"直すところ{draft.fault_count or len(draft.rules)}件"


def publish_draft(reason: str) -> None:
    """Makes what was read the newest edition."""
    (account, draft), why = own(), tidy_reason(reason)
    if account is None or draft is None or draft.proposal is None:
        return
    if not why:
        refuse(NO_REASON)
        return
    if needs_second(draft.proposal):
        refuse(_NEEDS_SECOND)
        return
    try:
        made = publish(serving().store, draft.proposal, account.name, why)
    except SupersededError:
        return  # the page says so of every draft whose base is not the newest edition
    except EditionError as error:
        refuse(str(error))
    except WRITE_ERRORS as error:
        refuse_by(error)
    else:
        finish(made, draft.preview)


def needs_second(proposal: Proposal) -> tuple[str, ...]:
    """The tables of a proposal that are published after a second entry only."""
    access = configured()
    return needing(proposal, access.second_entry) if access else ()


def rebase_draft() -> None:
    """Puts what was read upon the edition that is the newest by now."""
    account, draft = own()
    if account is None or draft is None or draft.proposal is None:
        return
    try:
        st.session_state[_DRAFT] = with_preview(draft, onto_newest(serving().store, draft.proposal))
    except ConflictsError as error:
        st.session_state[_DRAFT] = replace(draft, conflicts=error.conflicts)
    except InvalidDataError as error:
        rules = broken_rules({}, error.faults)  # of lines in files that nobody holds
        st.session_state[_DRAFT] = replace(draft, rules=rules, proposal=None, preview=None)
    except EditionError as error:
        refuse(str(error))
    except WRITE_ERRORS as error:
        refuse_by(error)


def return_to(number: int, seen: int, reason: str) -> None:
    """Publishes the data of an earlier edition again.

    Args:
        number: The earlier edition.
        seen: The newest edition when this was decided; another one since refuses it.
        reason: Why.
    """
    account, why = publisher(), tidy_reason(reason)
    if account is None:
        return
    if not why:
        refuse(NO_REASON)
        return
    store = serving().store
    try:
        newest = store.editions()[-1]
        if newest.number != seen:
            refuse(_CHANGED_MEANWHILE.format(newest.name))
            return
        made = take_back(store, number, account.name, why)
    except InvalidDataError as error:
        refuse(
            f"この版のデータには、今のソフトウェアで誤りになる所があり、戻せません（{error.faults[0]}）。"
        )
    except EditionError as error:
        refuse(str(error))
    except WRITE_ERRORS as error:
        refuse_by(error)
    else:
        finish(made)


def publisher() -> Account | None:
    """The account that may publish now; notes why nobody may."""
    account = sign_in.signed_in()
    if account is None or not account.may_publish:
        refuse(_NOT_PUBLISHER)
        return None
    return account


def own() -> tuple[Account, Draft] | tuple[None, None]:
    """The account that may publish now and what it has read itself; notes why there is none."""
    account, draft = publisher(), in_session()
    if account is None or draft is None:
        return None, None
    if draft.account != account.name:  # a proxy may sign in somebody else at the same page
        refuse(_NOT_OWN)
        return None, None
    return account, draft


def finish(made: Edition, preview: Preview | None = None) -> None:
    """Says what was published once pages show it, so that whoever looks sees it.

    Args:
        made: The new edition.
        preview: What it shows differently.
    """
    shown = preview.exhibits if preview else ()
    try:
        serving().refresh(is_store_back=True)
    finally:
        tell(Outcome(made, tuple(dict.fromkeys(one.change.topic for one in shown))))


def record(account: Account, kind: str, words: str) -> None:
    """Adds to the audit log what an account did now."""
    serving().store.record(Event(dt.datetime.now(dt.UTC), account.name, kind, words))


def refuse(sentence: str) -> None:
    """Notes why nothing was done, for the page to say."""
    st.session_state[_REFUSAL] = sentence


def refuse_by(error: Exception) -> None:
    """Notes that something could not be written."""
    found, to_do = obstacle(error)
    refuse(f"{found}。何も変えていません。{to_do}、もう一度押してください。")
