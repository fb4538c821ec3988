"""First entries in a folder: a zip of the changed rows, and beside it what is known of them.

An entry is there once its description is, which a rename puts in its place.
"""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from lib.editions.disk import reach_disk, write
from lib.editions.model import Files
from lib.editions.waiting import (
    MOST_BYTES,
    MOST_ENTRIES,
    DamagedEntryError,
    NoSuchEntryError,
    TooManyEntriesError,
    WaitingEntry,
    archived,
    described,
    entry_in,
    is_code,
    restored,
)

_ABOUT, _FILES, _UNFINISHED = ".json", ".zip", ".unfinished"
_LOCK = ".lock"
# Nothing of it is published yet, so that only the server itself reads it.
_OWN_FOLDER, _OWN_FILE = 0o700, 0o600
_MOST_ABOUT = 64 * 1024  # bytes of a description


class FolderWaiting:
    """First entries in a folder of this machine, for any number of processes.

    Args:
        folder: Where they lie; made, for this user of the machine alone, when it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entries(self) -> tuple[WaitingEntry, ...]:
        """All that wait and can be described, the oldest first.

        Raises:
            OSError: The folder cannot be read, so that nobody can say what waits.
        """
        try:
            places = list(self._folder.iterdir())  # unlike glob, which takes no right for no file
        except FileNotFoundError:
            return ()
        read = (self._entry(place.stem) for place in places if place.suffix == _ABOUT)
        found = (entry for entry in read if entry is not None)
        return tuple(sorted(found, key=lambda entry: (entry.at, entry.code)))

    def files(self, code: str) -> Files:
        """The changed files of an entry.

        Raises:
            NoSuchEntryError: It does not wait.
            DamagedEntryError: What is kept of it cannot be what was entered.
        """
        if self._entry(code) is None:
            raise NoSuchEntryError
        try:
            archive = _start_of(self._place(code, _FILES), MOST_BYTES + 1)
        except OSError as error:
            raise DamagedEntryError from error
        return restored(archive)

    @contextlib.contextmanager
    def adding(self, entry: WaitingEntry, files: Files) -> Iterator[None]:
        """Keeps an entry, which is there once the block has ended without an error.

        Raises:
            TooManyEntriesError: No more may wait.
            TooLargeEntryError: The files are too large.
            OSError: It cannot be written.
        """
        archive = archived(files)
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._folder.mkdir(mode=_OWN_FOLDER, exist_ok=True)
        with self._alone():
            self._remove_leftovers()
            if len(self.entries()) >= MOST_ENTRIES:
                raise TooManyEntriesError
            made = self._place(entry.code, _UNFINISHED)
            try:
                write(self._place(entry.code, _FILES), archive, _OWN_FILE)
                write(made, described(entry), _OWN_FILE)
                reach_disk(self._folder)
                yield
                made.rename(self._place(entry.code, _ABOUT))
            except Exception:
                self._remove_leftovers()
                raise
            reach_disk(self._folder)

    @contextlib.contextmanager
    def removing(self, code: str) -> Iterator[None]:
        """Removes an entry, which is gone once the block has ended without an error.

        Raises:
            NoSuchEntryError: It does not wait, or no more.
            OSError: It cannot be removed.
        """
        about = self._place(code, _ABOUT)
        if not is_code(code) or not about.exists():
            raise NoSuchEntryError
        with self._alone():
            if not about.exists():  # whoever was before us removed it
                raise NoSuchEntryError
            yield
            about.unlink()
            self._place(code, _FILES).unlink(missing_ok=True)
            reach_disk(self._folder)

    def _entry(self, code: str) -> WaitingEntry | None:
        """What is known of an entry; None where there is none that can be described."""
        if not is_code(code):
            return None
        try:
            found = entry_in(_start_of(self._place(code, _ABOUT), _MOST_ABOUT))
        except OSError:  # removed meanwhile
            return None
        return found if found and found.code == code else None

    def _place(self, code: str, ending: str) -> Path:
        return self._folder / f"{code}{ending}"

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """While nobody else adds or removes an entry."""
        place = self._folder / _LOCK
        place.touch(_OWN_FILE)
        with place.open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _remove_leftovers(self) -> None:
        """Removes what processes left that were killed: nobody else adds anything now."""
        for left in [*self._folder.glob(f"*{_UNFINISHED}"), *self._folder.glob(f"*{_FILES}")]:
            if left.suffix == _UNFINISHED or not left.with_suffix(_ABOUT).exists():
                left.unlink(missing_ok=True)


def _start_of(place: Path, size: int) -> bytes:
    with place.open("rb") as file:
        return file.read(size)
