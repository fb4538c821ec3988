"""What an edition is, what the audit log holds, and what may go wrong with either."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib import formats
from lib.confirmation import FILE_NAME
from lib.state import shortened, without_control

# Name of a file to its content: the CSV of every table, and the confirmed rows.
Files = Mapping[str, bytes]

FILE_NAMES = re.compile(rf"[a-z][a-z0-9_]*\.csv|{re.escape(FILE_NAME)}")
LONGEST_REASON = 200  # characters
_NUMBER = re.compile("0|[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Edition:
    """A complete set of data that never changes.

    Attributes:
        number: 0 for the shipped data, then 1, 2, 3 …
        parent: The edition that it was made from; None for the shipped data.
        digest: SHA-256 of the files, in hexadecimal digits.
        account: Who published it; never shown on a page that needs no sign-in.
        published_at: When, in UTC.
        reason: Why, in the words of whoever published it.
        takes_back: The edition whose data it brings back; None for new data.
        confirmed_by: Who entered the same a second time; None where nobody did.
    """

    number: int
    parent: int | None
    digest: str
    account: str
    published_at: dt.datetime
    reason: str
    takes_back: int | None = None
    confirmed_by: str | None = None

    @property
    def name(self) -> str:
        """Its name on screen."""
        return name_of(self.number)


@dataclass(frozen=True)
class Event:
    """Something that the audit log holds.

    Attributes:
        at: When, in UTC.
        account: Who did it; of exports, the server that counted them.
        kind: ``published``, ``confirmed``, ``taken_back``, or another, as ``signed_in``.
        words: What was done; nothing about visitors.
    """

    at: dt.datetime
    account: str
    kind: str
    words: str


class EditionError(Exception):
    """Something about the editions; the message says in Japanese what happened and what to do."""


class SupersededError(EditionError):
    """Another edition was published since the parent of this one.

    Attributes:
        newest: The newest edition.
    """

    def __init__(self, newest: Edition) -> None:
        super().__init__(
            f"先に{newest.name}が公開されました（{newest.reason}）。何も公開していません。"
            "違いを確かめ、新しい版の上に載せ直してください。"
        )
        self.newest = newest


class UnknownEditionError(EditionError):
    """There is no edition of that number."""

    def __init__(self, asked: str, numbers: Iterable[int]) -> None:
        super().__init__(f"版「{shortened(asked)}」はありません。ある版: {listed(numbers)}。")


class DamagedEditionError(EditionError):
    """The files of an edition are not those that were published."""

    def __init__(self, number: int, found: str) -> None:
        super().__init__(f"{name_of(number)}の控えが壊れています（{found}）。")


class UnusableEditionError(EditionError):
    """No database can be made of an edition by this release of the software."""


class NoStoreError(EditionError):
    """Nothing can be published, as there is no store."""


class UnavailableStoreError(EditionError):
    """The store cannot be reached right now; what is served goes on."""


def event_of(edition: Edition) -> Event:
    """What the audit log says of a publication."""
    kind = "published" if edition.takes_back is None else "taken_back"
    words = f"{edition.name}（{edition.reason}）"
    if edition.confirmed_by is not None:
        kind, words = "confirmed", f"{words}　二度目の入力は{edition.confirmed_by}"
    return Event(edition.published_at, edition.account, kind, words)


def tidy_reason(written: str) -> str:
    """A reason on one line; empty where it is none, or too long."""
    words = " ".join(filter(None, map(without_control, written.split())))
    return words if len(words) <= LONGEST_REASON else ""


def name_of(number: int) -> str:
    """The name of an edition on screen."""
    return f"第{number}版"


def listed(numbers: Iterable[int]) -> str:
    """Numbers of editions in words: runs of them by their ends, as in 0から3、7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return formats.joined("から".join(map(str, run)) for run in runs)


def number_in(text: str) -> int | None:
    """The number of an edition as it stands in an address; None for anything else."""
    return int(text) if _NUMBER.fullmatch(text) else None


def digest_of(files: Files) -> str:
    """SHA-256 of the names and contents of files.

    Raises:
        ValueError: A file has a name that no file of an edition has.
    """
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        if not FILE_NAMES.fullmatch(name):
            message = f"not a file of an edition: {name!r}"
            raise ValueError(message)
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
