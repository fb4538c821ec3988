"""From changed files to a checked proposal, and from there to an edition; publishing confirms.

Nothing reaches the store that the present software would not build: every fault is told at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from lib.build import build, table_rows
from lib.confirmation import FILE_NAME, digests_of, write_confirmed
from lib.database import Database
from lib.editions.changes import Conflict, RowChange, changes, rebased
from lib.editions.model import Edition, EditionError, Files, UnknownEditionError
from lib.editions.store import EditionStore
from lib.schema import CSV_TABLES
from lib.validation import csv_text

_DECLARED = {f"{table.name}.csv" for table in CSV_TABLES}


class UnchangedError(EditionError):
    """Nothing differs from the edition that was to be changed."""

    def __init__(self, base: Edition) -> None:
        super().__init__(f"{base.name}と違う行がありません。公開するものがありません。")


class ConflictsError(EditionError):
    """Two people changed the same cells differently.

    Attributes:
        newest: The newest edition.
        conflicts: Every such cell.
    """

    def __init__(self, newest: Edition, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(
            f"{newest.name}と違う内容に直した欄が{len(conflicts)}個あります。"
            "どちらが正しいかを確かめ、直してからもう一度公開してください。"
        )
        self.newest, self.conflicts = newest, conflicts


@dataclass(frozen=True)
class Proposal:
    """A complete set that may be published.

    Attributes:
        base: The edition that it was made from.
        files: The set, checked, with all its rows confirmed.
        changes: The rows that differ from the base.
    """

    base: Edition
    files: Files
    changes: tuple[RowChange, ...]


def edition_of(store: EditionStore, number: int) -> Edition:
    """What is known of an edition.

    Raises:
        UnknownEditionError: There is no such edition.
    """
    known = {edition.number: edition for edition in store.editions()}
    if number not in known:
        raise UnknownEditionError(str(number), known)
    return known[number]


def proposed(store: EditionStore, changed: Files, parent: int | None = None) -> Proposal:
    """The edition that changed files would make.

    Args:
        store: The store.
        changed: The files that replace those of the parent; the others stay as they are.
        parent: The edition from which they were made; None for the newest.

    Raises:
        InvalidDataError: Lists every fault.
        EditionError: There is no such parent, it is damaged, or nothing differs from it.
    """
    base = store.editions()[-1] if parent is None else edition_of(store, parent)
    before = store.files(base.number)
    # What the present software declares no more has nothing to stand for.
    kept = {name: content for name, content in before.items() if name in _DECLARED}
    return _checked(base, before, {**kept, **{name: _tidy(own) for name, own in changed.items()}})


def onto_newest(store: EditionStore, proposal: Proposal) -> Proposal:
    """The changes of a proposal, done to the edition that is the newest by now.

    Raises:
        ConflictsError: Both changed the same cells differently; nothing is guessed.
        InvalidDataError: Together the changes of both break a rule.
        EditionError: An edition is damaged, or the newest has all of the changes already.
    """
    newest = store.editions()[-1]
    there = store.files(newest.number)
    found = rebased(store.files(proposal.base.number), proposal.files, there)
    if found.conflicts:
        raise ConflictsError(newest, found.conflicts)
    return _checked(newest, there, found.files)


def publish(
    store: EditionStore,
    proposal: Proposal,
    account: str,
    reason: str,
    confirmed_by: str | None = None,
) -> Edition:
    """Makes a proposal the newest edition.

    Args:
        store: The store.
        proposal: What is published.
        account: Who publishes it.
        reason: Why.
        confirmed_by: Who entered the same a second time.

    Raises:
        SupersededError: Another edition came first; ``onto_newest`` carries the proposal over.
        NoStoreError: Nothing can be published here.
        OSError: It cannot be written; nothing was published.
    """
    return store.publish(
        proposal.files,
        parent=proposal.base.number,
        account=account,
        reason=reason,
        confirmed_by=confirmed_by,
    )


def take_back(store: EditionStore, number: int, account: str, reason: str) -> Edition:
    """Returns to an earlier edition by a new one that holds the same files.

    Raises:
        InvalidDataError: The present software finds fault with the earlier edition.
        EditionError: There is no such edition, it is damaged, or its data are the newest anyway;
            or another edition came first.
        OSError: It cannot be written; nothing was published.
    """
    newest, wanted = store.editions()[-1], edition_of(store, number)
    if wanted.digest == newest.digest:
        message = f"{wanted.name}のデータは、今の{newest.name}と同じです。何も公開していません。"
        raise EditionError(message)
    files = store.files(number)
    with _written(files) as folder:
        table_rows(folder)
    return store.publish(
        files, parent=newest.number, account=account, reason=reason, takes_back=number
    )


@contextmanager
def trial(files: Files) -> Iterator[Database]:
    """A database of a set, for as long as the block runs; no other process sees it.

    Raises:
        InvalidDataError: The set has faults.
    """
    with _written(files) as folder:
        yield Database(build(folder, folder / "built"))


def write(files: Files, folder: Path) -> None:
    """Writes a set into a folder.

    Raises:
        OSError: It cannot be written.
    """
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _checked(base: Edition, before: Files, files: Files) -> Proposal:
    """The proposal of a set that has no fault, with its rows confirmed."""
    with _written(files) as folder:
        write_confirmed(digests_of(folder), folder)
        table_rows(folder)
        checked = {**files, FILE_NAME: (folder / FILE_NAME).read_bytes()}
    found = changes(before, checked)  # of files that are known to be read
    if not found and before.keys() == checked.keys():
        raise UnchangedError(base)
    return Proposal(base, checked, found)


@contextmanager
def _written(files: Files) -> Iterator[Path]:
    with TemporaryDirectory(prefix="edition-") as made:
        folder = Path(made)
        write(files, folder)
        yield folder


def _tidy(content: bytes) -> bytes:
    """A CSV file as the shipped ones are encoded; as it is where nobody can read it."""
    try:
        return csv_text(content).encode()
    except UnicodeDecodeError:
        return content
