"""Keeps the last edition that was served on this machine, for a start while the store is away."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from lib.editions.archive import packed, unpacked
from lib.editions.model import Edition, Files, digest_of


@dataclass(frozen=True)
class Last:
    """An edition as it was when it was served.

    Attributes:
        number: Its number.
        digest: SHA-256 of its files.
        files: The complete set.
    """

    number: int
    digest: str
    files: Files


class LastServed:
    """One file: a line with the store's digest, number and digest, and the zip of the set.

    Args:
        folder: Where it lies; all processes of a machine share it.
        store: What names the store; an edition of another store is never taken for one of its.
    """

    def __init__(self, folder: Path, store: str) -> None:
        self._file = folder / "last-served"
        self._store = hashlib.sha256(store.encode()).hexdigest()

    def keep(self, edition: Edition, files: Files) -> None:
        """Keeps an edition in place of the one before.

        Raises:
            OSError: It cannot be written; the one before stays.
        """
        head = f"{self._store} {edition.number} {edition.digest}\n".encode()
        folder = self._file.parent
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix="dashboard-last-", delete=False) as written:
            written.write(head + packed(files))
            written.flush()
            os.fsync(written.fileno())
        Path(written.name).replace(self._file)

    def found(self) -> Last | None:
        """The edition that was kept; None where there is none, or not as it was published."""
        try:
            head, _, archive = self._file.read_bytes().partition(b"\n")
            store, number, digest = head.decode().split()
            files = unpacked(archive) if store == self._store else {}
            return Last(int(number), digest, files) if digest_of(files) == digest else None
        except (OSError, ValueError):
            return None
