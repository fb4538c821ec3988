"""Editions in a folder: one folder an edition, put in its place as a whole by a rename.

The rename onto a folder that is there fails, which decides between two who publish at once. A
process that is killed leaves a folder with the name of none, which the next publication removes.
"""

import contextlib
import datetime as dt
import errno
import fcntl
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_type_hints

from lib.editions.disk import reach_disk, write
from lib.editions.model import (
    FILE_NAMES,
    DamagedEditionError,
    Edition,
    Event,
    Files,
    SupersededError,
    UnknownEditionError,
    digest_of,
    event_of,
)
from lib.editions.shipped import Shipped
from lib.editions.waiting_folder import FolderWaiting

_ABOUT = "edition.json"
_LOG = "log.jsonl"
_UNFINISHED = ".unfinished-"
_WAITING = "waiting"
_NUMBERED = re.compile("[0-9]{6}")
_LEFTOVER_AGE_S = 3600  # younger ones may belong to a process that publishes right now
_IS_TAKEN = (errno.EEXIST, errno.ENOTEMPTY)


class FolderStore:
    """Editions in a folder of this machine, for any number of processes.

    Args:
        folder: Where they lie; made when it is missing.
        shipped: The shipped data, which are edition 0 until the first publication writes it down.
    """

    def __init__(self, folder: Path, shipped: Shipped) -> None:
        self._folder = folder
        self._shipped = shipped
        self._known: dict[int, Edition] = {}  # read once, as they never change
        self.waiting = FolderWaiting(folder / _WAITING)

    def editions(self) -> tuple[Edition, ...]:
        """All editions that say what they are, the oldest first."""
        for number in self._numbers():
            if number not in self._known:
                found = _edition_in(self._place(number), number)
                if found is not None:
                    self._known[number] = found
        return tuple(sorted(({0: self._shipped.edition} | self._known).values(), key=_number))

    def files(self, number: int) -> Files:
        """The complete set of an edition, just as it was published.

        Raises:
            UnknownEditionError: There is no such edition.
            DamagedEditionError: The files are not those that were published.
        """
        known = {edition.number: edition for edition in self.editions()}
        taken = self._numbers()
        if number not in known and number not in taken:
            raise UnknownEditionError(str(number), known)
        if number not in self._known:
            if number in taken:
                raise DamagedEditionError(number, f"{_ABOUT} を読めない")
            return self._shipped.files
        place = self._place(number)
        try:
            files = {
                file.name: file.read_bytes()
                for file in place.iterdir()
                if FILE_NAMES.fullmatch(file.name)
            }
        except OSError as error:
            raise DamagedEditionError(number, f"読めないファイル {error.filename}") from error
        if digest_of(files) != known[number].digest:
            raise DamagedEditionError(number, "中身が公開したときと違う")
        return files

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
        """Makes a set the newest edition, wholly or not at all.

        Raises:
            SupersededError: The parent is not the newest edition; nothing was published.
            OSError: It cannot be written; nothing was published.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._remove_leftovers()
        # Before the look at the parent: whoever publishes in between takes this number.
        number = max([0, *self._numbers()]) + 1  # a damaged edition keeps its own
        self._refuse_superseded(parent)
        if not self._place(0).is_dir():
            with contextlib.suppress(FileExistsError):
                self._put(self._shipped.edition, self._shipped.files)
        now = dt.datetime.now(dt.UTC)
        edition = Edition(
            number, parent, digest_of(files), account, now, reason, takes_back, confirmed_by
        )
        try:
            self._put(edition, files)
        except FileExistsError:
            self._refuse_superseded(parent)
            raise  # by a folder that is no edition, which a person has to look at
        return edition

    def _refuse_superseded(self, parent: int) -> None:
        newest = self.editions()[-1]
        if newest.number != parent:
            raise SupersededError(newest)

    def _put(self, edition: Edition, files: Files) -> None:
        """Writes an edition and puts it in its place.

        Raises:
            FileExistsError: The number is taken.
            OSError: It cannot be written.
        """
        made = self._folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
        try:
            made.mkdir()
            for name, content in files.items():
                write(made / name, content)
            write(made / _ABOUT, _json(edition).encode())
            reach_disk(made)
            made.rename(self._place(edition.number))
        except OSError as error:
            shutil.rmtree(made, ignore_errors=True)
            if error.errno in _IS_TAKEN:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(made)) from error
            raise
        reach_disk(self._folder)

    def _numbers(self) -> list[int]:
        """The numbers that are taken, also by what is damaged."""
        try:
            names = [place.name for place in self._folder.iterdir()]
        except FileNotFoundError:
            return []
        return sorted(int(name) for name in names if _NUMBERED.fullmatch(name))

    def _place(self, number: int) -> Path:
        return self._folder / f"{number:06}"

    def _remove_leftovers(self) -> None:
        """Removes what processes left that were killed while they published."""
        for left in self._folder.glob(f"{_UNFINISHED}*"):
            with contextlib.suppress(OSError):  # another process removes it too
                if time.time() - left.stat().st_mtime > _LEFTOVER_AGE_S:
                    shutil.rmtree(left)

    def record(self, event: Event) -> None:
        """Adds a line to the audit log; a half line of a killed process stays one by itself.

        Raises:
            OSError: It cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _LOG).open("ab+", buffering=0) as log:
            fcntl.flock(log, fcntl.LOCK_EX)
            end = log.seek(0, os.SEEK_END)
            if end:
                log.seek(end - 1)
            is_whole = not end or log.read(1) == b"\n"
            line = ("" if is_whole else "\n") + _json(event) + "\n"
            if log.write(line.encode()) != len(line.encode()):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), log.name)
            os.fsync(log.fileno())

    def events(self) -> tuple[Event, ...]:
        """The audit log, the oldest first: publications stand in the editions themselves."""
        try:
            lines = (self._folder / _LOG).read_bytes().splitlines()
        except FileNotFoundError:
            lines = []
        logged = (found for line in lines if (found := _event_of(line)) is not None)
        published = (event_of(edition) for edition in self.editions() if edition.number)
        return tuple(sorted([*published, *logged], key=lambda event: event.at))


def _number(edition: Edition) -> int:
    return edition.number


def _json(value: Edition | Event) -> str:
    return json.dumps(asdict(value), ensure_ascii=False, default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(value)


def _edition_in(place: Path, number: int) -> Edition | None:
    """The edition that a folder says it holds; None if it says nothing that can be read."""
    try:
        found = Edition(**_read((place / _ABOUT).read_bytes(), Edition, "published_at"))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.number == number else None


def _event_of(line: bytes) -> Event | None:
    """The event in a line; None for what a killed process left."""
    try:
        return Event(**_read(line, Event, "at"))
    except (ValueError, TypeError):
        return None


def _read(text: bytes, kind: type[Edition] | type[Event], moment: str) -> Mapping[str, Any]:
    """The fields in a line of JSON; those of another release that this one lacks are left aside.

    Raises:
        ValueError: It is no JSON, or a field is of another kind.
        TypeError: A moment is no text.
    """
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError(text)
    types = get_type_hints(kind) | {moment: str}
    known = {name: value for name, value in found.items() if name in types}
    at = dt.datetime.fromisoformat(known.get(moment, ""))
    if at.tzinfo is None or not all(isinstance(known[name], types[name]) for name in known):
        raise ValueError(text)
    return known | {moment: at}
