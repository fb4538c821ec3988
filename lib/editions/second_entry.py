"""The second entry: what somebody entered waits until another one has entered the same.

Both are compared as changes of the same edition. Nothing is published unless all of it agrees, and
nobody guesses who was right. Whoever does something here stands in the audit log, and no values do.
"""

import datetime as dt
import logging
import secrets
from collections.abc import Collection, Iterable

from lib import formats
from lib.build import WRITE_ERRORS
from lib.confirmation import FILE_NAME
from lib.editions.changes import RowChange, changes
from lib.editions.model import Edition, EditionError, Event, SupersededError
from lib.editions.publishing import Proposal, onto_newest, proposed, publish
from lib.editions.store import EditionStore
from lib.editions.waiting import DamagedEntryError, NoSuchEntryError, WaitingEntry
from lib.schema import CSV_TABLES
from lib.state import without_control
from lib.validation import InvalidDataError

_LOGGER = logging.getLogger(__name__)
_TITLES = {table.name: table.title for table in CSV_TABLES}


class SameAccountError(EditionError):
    """Whoever made the first entry makes no second one."""

    def __init__(self) -> None:
        super().__init__(
            "一人目と同じアカウントでは、二度目の入力はできません。何も変えていません。"
            "ほかの公開担当に頼んでください。"
        )


class DifferentEntriesError(EditionError):
    """Two entries do not agree; nothing of them was published."""

    def __init__(self) -> None:
        super().__init__("一人目の入力と違うところがあるため、何も公開していません。")


def tables_in(found: Iterable[RowChange]) -> tuple[str, ...]:
    """The names of the tables whose rows differ, in order."""
    return tuple(dict.fromkeys(change.file.removesuffix(".csv") for change in found))


def titles(tables: Iterable[str]) -> str:
    """The Japanese names of tables, in a row."""
    return formats.joined(_TITLES.get(name, name) for name in tables)


def needing(proposal: Proposal, tables: Collection[str]) -> tuple[str, ...]:
    """The tables of a proposal that are published after a second entry only.

    Args:
        proposal: What is to be published.
        tables: All tables for which this was decided.
    """
    return tuple(name for name in tables_in(proposal.changes) if name in tables)


def hold(
    store: EditionStore, proposal: Proposal, *, account: str, file: str, reason: str
) -> WaitingEntry:
    """Keeps a first entry until somebody else has entered the same.

    Args:
        store: The store.
        proposal: What is to be published.
        account: Who entered it.
        file: Name of the file that was read.
        reason: Why it is to be published.

    Raises:
        EditionError: No more may wait, it is too large, or nothing can be published here.
        OSError: It cannot be written.
    """
    before = store.files(proposal.base.number)
    changed = {
        name: content
        for name, content in proposal.files.items()
        if name != FILE_NAME and before.get(name) != content
    }
    entry = WaitingEntry(
        code=secrets.token_hex(16),
        account=account,
        at=dt.datetime.now(dt.UTC),
        file=without_control(file),
        base=proposal.base.number,
        reason=without_control(reason),
        tables=tables_in(proposal.changes),
        rows=len(proposal.changes),
    )
    with store.waiting.adding(entry, changed):  # nothing waits of which the log says nothing
        store.record(Event(entry.at, account, "held", _words(entry, f"{entry.rows}行")))
    return entry


def entry_of(store: EditionStore, code: str) -> WaitingEntry:
    """What is known of an entry.

    Raises:
        NoSuchEntryError: It does not wait.
    """
    for entry in store.waiting.entries():
        if entry.code == code:
            return entry
    raise NoSuchEntryError


def entry_for(store: EditionStore, code: str, account: str) -> WaitingEntry:
    """What is known of an entry, for whoever makes the second one.

    Raises:
        NoSuchEntryError: It does not wait.
        SameAccountError: The account made the first entry.
    """
    entry = entry_of(store, code)
    if is_own(entry, account):
        raise SameAccountError
    return entry


def is_own(entry: WaitingEntry, account: str) -> bool:
    """Whether an account made an entry; some proxies write names in either case."""
    return entry.account.casefold() == account.casefold()


def first_of(store: EditionStore, entry: WaitingEntry) -> Proposal:
    """What the first entry would make, checked anew.

    Raises:
        DamagedEntryError: What is kept of it cannot be what was entered.
        EditionError: It does not wait, its base is damaged, or nothing differs from that.
    """
    try:
        return proposed(store, store.waiting.files(entry.code), entry.base)
    except InvalidDataError as error:
        raise DamagedEntryError from error


def difference(first: Proposal, second: Proposal) -> tuple[RowChange, ...]:
    """The rows in which two entries differ: ``before`` is the first one, ``after`` the second.

    Raises:
        ValueError: They were not made from the same edition.
    """
    if first.base.number != second.base.number:
        message = "entries upon different editions"
        raise ValueError(message)
    return changes(first.files, second.files)


def upon_newest(store: EditionStore, first: Proposal) -> Proposal:
    """What of a first entry is to be published: upon a newer edition if there is one.

    Raises:
        ConflictsError: The newer edition changed the same cells differently.
        InvalidDataError: Together the changes break a rule.
        EditionError: An edition is damaged, or the newest has all of the changes already.
    """
    is_newest = store.editions()[-1].number == first.base.number
    return first if is_newest else onto_newest(store, first)


def publish_confirmed(
    store: EditionStore, code: str, second: Proposal, account: str, seen: int
) -> Edition:
    """Publishes a first entry with which a second one agrees, and removes it from those that wait.

    Args:
        store: The store.
        code: The first entry.
        second: The second one.
        account: Who made it.
        seen: The edition upon which it was looked at; a newer one since refuses it.

    Raises:
        SameAccountError: The account made the first entry.
        DifferentEntriesError: They do not agree.
        SupersededError: Another edition came first; it has to be looked at again.
        InvalidDataError: Upon the newest edition, its changes break a rule.
        EditionError: The first entry waits no more, or it cannot be published.
        OSError: It cannot be written; nothing was published.
    """
    entry = entry_for(store, code, account)
    first = first_of(store, entry)
    if difference(first, second):
        raise DifferentEntriesError
    newest = store.editions()[-1]
    if newest.number != seen:
        raise SupersededError(newest)
    target = upon_newest(store, first)
    if target.base.number != seen:  # published right now
        raise SupersededError(target.base)
    made = None
    try:
        with store.waiting.removing(code):  # unless it was withdrawn while we looked
            made = publish(store, target, entry.account, entry.reason, account)
    except (EditionError, *WRITE_ERRORS):
        if made is None:
            raise
        # It is published all the same. Nothing of what waits is new any more; it can be withdrawn.
        _LOGGER.warning("What was published as edition %s still waits", made.number, exc_info=True)
    return made


def withdraw(store: EditionStore, code: str, account: str) -> WaitingEntry:
    """Removes an entry that waits; anybody who may publish may, and the log says whose it was.

    Raises:
        NoSuchEntryError: It does not wait.
    """
    entry = entry_of(store, code)
    kind = "withdrawn" if is_own(entry, account) else "discarded"
    about = f"{entry.rows}行、入力は{entry.account}"
    with store.waiting.removing(code):  # nothing goes of which the log says nothing
        store.record(Event(dt.datetime.now(dt.UTC), account, kind, _words(entry, about)))
    return entry


def record_difference(store: EditionStore, entry: WaitingEntry, account: str, count: int) -> None:
    """Writes into the log that a second entry was compared.

    Args:
        store: The store.
        entry: The first entry.
        account: Who made the second one.
        count: How many cells and whole rows differ; 0 where all agree.
    """
    kind, about = ("differed", f"違い{count}個") if count else ("agreed", f"{entry.rows}行が一致")
    store.record(Event(dt.datetime.now(dt.UTC), account, kind, _words(entry, about)))


def _words(entry: WaitingEntry, about: str) -> str:
    return f"{entry.file}（{titles(entry.tables)}。{about}）"
