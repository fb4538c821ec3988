"""First entries that wait for a second one: what is known of each, and what a place offers.

They are no editions: nobody is shown them, and each is removed once it is published or withdrawn.
"""

import datetime as dt
import json
import re
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Protocol

from lib.confirmation import FILE_NAME
from lib.editions.archive import packed, unpacked
from lib.editions.model import FILE_NAMES, EditionError, Files

MOST_ENTRIES = 20  # that wait at once
MOST_BYTES = 16 * 1024**2  # of the files of one; all shipped tables have a sixtieth of it
_CODE = re.compile("[0-9a-f]{32}")
_KINDS = {"code": str, "account": str, "file": str, "base": int, "reason": str, "rows": int}


@dataclass(frozen=True)
class WaitingEntry:
    """What is known of a first entry, without its values.

    Attributes:
        code: 32 hexadecimal digits that nobody can guess.
        account: Who entered it.
        at: When, in UTC.
        file: Name of the file that was read.
        base: Number of the edition that it was made from.
        reason: Why it is to be published.
        tables: Names of the tables whose rows differ from the base.
        rows: How many rows differ.
    """

    code: str
    account: str
    at: dt.datetime
    file: str
    base: int
    reason: str
    tables: tuple[str, ...]
    rows: int


class NoSuchEntryError(EditionError):
    """An entry does not wait, or no more."""

    def __init__(self) -> None:
        super().__init__(
            "この入力は、もう待っていません（公開されたか、取り下げられました）。何も変えていません。"
        )


class DamagedEntryError(EditionError):
    """What is kept of an entry cannot be one."""

    def __init__(self) -> None:
        super().__init__(
            "待っている入力が壊れていて、読めません。何も公開していません。"
            "取り下げるか破棄して、入力し直してください。"
        )


class TooManyEntriesError(EditionError):
    """No more entries may wait."""

    def __init__(self) -> None:
        super().__init__(
            f"もう一人を待つ入力が{MOST_ENTRIES}件あり、これ以上は預かれません。何も変えていません。"
            "先に、待っているものを公開するか、取り下げてください。"
        )


class TooLargeEntryError(EditionError):
    """An entry has more than a place keeps of one."""

    def __init__(self) -> None:
        most = f"{MOST_BYTES // 1024**2}MB"
        super().__init__(f"変わる表が大きすぎて預かれません（{most}まで）。何も変えていません。")


class WaitingPlace(Protocol):
    """Where first entries wait; each is there wholly or not at all."""

    def entries(self) -> tuple[WaitingEntry, ...]:
        """All that wait, the oldest first.

        Raises:
            UnavailableStoreError: The place cannot be reached.
            OSError: It cannot be read.
        """

    def files(self, code: str) -> Files:
        """The changed files of an entry.

        Raises:
            NoSuchEntryError: It does not wait.
            DamagedEntryError: What is kept of it cannot be what was entered.
        """

    def adding(self, entry: WaitingEntry, files: Files) -> AbstractContextManager[None]:
        """Keeps an entry, which is there once the block has ended without an error.

        Args:
            entry: What is known of it.
            files: The CSV files that differ from its base.

        Raises:
            TooManyEntriesError: No more may wait.
            TooLargeEntryError: The files are too large.
            NoStoreError: Nothing can be published here.
            OSError: It cannot be written.
        """

    def removing(self, code: str) -> AbstractContextManager[None]:
        """Removes an entry, which is gone once the block has ended without an error.

        Nobody else removes it meanwhile: of several who do so at once, one gets into the block.

        Raises:
            NoSuchEntryError: It does not wait, or no more.
            OSError: It cannot be removed.
        """


def is_code(text: str) -> bool:
    """Whether a text, as of an address, may name an entry."""
    return bool(_CODE.fullmatch(text))


def archived(files: Files) -> bytes:
    """The zip of the changed files of an entry.

    Raises:
        TooLargeEntryError: They are too large.
    """
    if sum(map(len, files.values())) > MOST_BYTES:
        raise TooLargeEntryError
    return packed(files)


def restored(archive: bytes) -> Files:
    """The changed files in a zip.

    Raises:
        DamagedEntryError: It holds anything else, or too much.
    """
    if len(archive) > MOST_BYTES:
        raise DamagedEntryError
    try:
        files = unpacked(archive, MOST_BYTES)
    except (ValueError, NotImplementedError) as error:  # also what no zip of ours is packed by
        raise DamagedEntryError from error
    if not all(FILE_NAMES.fullmatch(name) and name != FILE_NAME for name in files):
        raise DamagedEntryError
    return files


def described(entry: WaitingEntry) -> bytes:
    """What is known of an entry, as JSON."""
    at = entry.at.isoformat()
    return json.dumps(asdict(entry) | {"at": at}, ensure_ascii=False).encode()


def entry_in(text: bytes) -> WaitingEntry | None:
    """The entry that JSON describes; None for anything else."""
    try:
        found = json.loads(text)
        entry = WaitingEntry(
            at=dt.datetime.fromisoformat(found["at"]),
            tables=tuple(found["tables"]),
            **{name: found[name] for name in _KINDS},
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_typed = all(type(getattr(entry, name)) is kind for name, kind in _KINDS.items())
    are_names = all(isinstance(name, str) for name in entry.tables)
    return entry if is_typed and are_names and entry.at.tzinfo and is_code(entry.code) else None
