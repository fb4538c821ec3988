"""What every store of editions offers, and the one that the environment names."""

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from lib import paths
from lib.editions.folder import FolderStore
from lib.editions.model import (
    Edition,
    EditionError,
    Event,
    Files,
    NoStoreError,
    UnknownEditionError,
)
from lib.editions.shipped import Shipped
from lib.editions.waiting import NoSuchEntryError, WaitingEntry, WaitingPlace

PLACE = "DASHBOARD_EDITIONS"  # of the folder or the database, in the environment
_DATABASES = ("postgresql://", "postgres://")
_NO_STORE = (
    "版の置き場がないので、公開できません。"
    f"環境変数 {PLACE} に、版を置くフォルダーか、postgresql://… を指定してください。"
)
_NO_SUCH_STORE = (
    f"環境変数 {PLACE} の版の置き場は使えません。フォルダーか、postgresql://… を指定してください。"
)


class EditionStore(Protocol):
    """Complete sets of data, one after another; none of them is ever changed or deleted.

    A store that is shared raises an UnavailableStoreError where it cannot be reached.
    """

    def editions(self) -> tuple[Edition, ...]:
        """All editions, the oldest first; the shipped one is always there."""

    def files(self, number: int) -> Files:
        """The complete set of an edition, just as it was published.

        Raises:
            UnknownEditionError: There is no such edition.
            DamagedEditionError: The files are not those that were published.
        """

    def publish(  # noqa: PLR0913 - all that an edition says of itself
        self,
        files: Files,
        *,
        parent: int,
        account: str,
        reason: str,
        takes_back: int | None = None,
        confirmed_by: str | None = None,
    ) -> Edition:
        """Makes a set the newest edition, wholly or not at all; it is checked by the caller.

        Args:
            files: The complete set.
            parent: The edition that it was made from.
            account: Who publishes it.
            reason: Why.
            takes_back: The edition whose data it brings back.
            confirmed_by: Who entered the same a second time.

        Raises:
            SupersededError: The parent is not the newest edition; nothing was published.
            NoStoreError: Nothing can be published here.
            OSError: It cannot be written; nothing was published.
        """

    @property
    def waiting(self) -> WaitingPlace:
        """First entries that wait for a second one; they alone are ever removed."""

    def record(self, event: Event) -> None:
        """Adds to the audit log what is no publication: those stand in it by themselves.

        Raises:
            NoStoreError: There is no log.
            OSError: It cannot be written.
        """

    def events(self) -> tuple[Event, ...]:
        """The audit log, the oldest first."""


class _NothingWaits:
    """Where nothing is published, nothing waits."""

    def entries(self) -> tuple[WaitingEntry, ...]:
        """None."""
        return ()

    def files(self, code: str) -> Files:  # noqa: ARG002 - of any entry
        """Refuses.

        Raises:
            NoSuchEntryError: Always.
        """
        raise NoSuchEntryError

    def adding(
        self,
        entry: WaitingEntry,  # noqa: ARG002 - any
        files: Files,  # noqa: ARG002 - any
    ) -> AbstractContextManager[None]:
        """Refuses.

        Raises:
            NoStoreError: Always.
        """
        raise NoStoreError(_NO_STORE)

    def removing(self, code: str) -> AbstractContextManager[None]:  # noqa: ARG002 - of any entry
        """Refuses.

        Raises:
            NoSuchEntryError: Always.
        """
        raise NoSuchEntryError


class ShippedOnly:
    """The shipped data as the only edition, where nothing is published.

    Args:
        shipped: The shipped data.
    """

    def __init__(self, shipped: Shipped) -> None:
        self._shipped = shipped
        self.waiting = _NothingWaits()

    def editions(self) -> tuple[Edition, ...]:
        """The shipped one."""
        return (self._shipped.edition,)

    def files(self, number: int) -> Files:
        """The shipped data.

        Raises:
            UnknownEditionError: Another edition is asked for.
        """
        if number != 0:
            raise UnknownEditionError(str(number), [0])
        return self._shipped.files

    def publish(self, files: Files, **about: object) -> Edition:  # noqa: ARG002 - of any set
        """Refuses.

        Raises:
            NoStoreError: Always.
        """
        raise NoStoreError(_NO_STORE)

    def record(self, event: Event) -> None:  # noqa: ARG002 - of any kind
        """Refuses.

        Raises:
            NoStoreError: Always.
        """
        raise NoStoreError(_NO_STORE)

    def events(self) -> tuple[Event, ...]:
        """None."""
        return ()


def opened_store(data: Path = paths.DATA) -> EditionStore:
    """The store that the environment names; that of the shipped data alone where it names none.

    Args:
        data: The folder of the shipped data.

    Raises:
        EditionError: What it names can be no store.
    """
    named, shipped = os.environ.get(PLACE), Shipped(data)
    if not named:
        return ShippedOnly(shipped)
    if named.startswith(_DATABASES):
        from lib.editions.postgres import PostgresStore  # noqa: PLC0415 - needs libpq

        return PostgresStore(named, shipped)
    if "://" in named:
        raise EditionError(_NO_SUCH_STORE)
    return FolderStore(Path(named), shipped)
