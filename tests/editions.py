"""What tests of editions share: small sets, stores of every kind, and changed cells."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.editions.folder import FolderStore
from lib.editions.model import Files
from lib.editions.postgres import PostgresStore
from lib.editions.shipped import Shipped
from lib.editions.store import EditionStore
from lib.editions.waiting import NoSuchEntryError, WaitingEntry, WaitingPlace

STORES = ("folder", "postgres")
SMALL: Files = {
    "themes.csv": b"theme_id,name_ja,theme_group\na,A,x\nb,B,x\n",
    "confirmed_rows.txt": b"themes\ta\t000000000000\n",
}


def with_cell(files: Files, table: str, row: int, column: str, text: str) -> Files:
    """A set with another text in a cell; the first row below the header is 0."""
    rows = list(csv.DictReader(io.StringIO(files[f"{table}.csv"].decode())))
    rows[row][column] = text
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return {**files, f"{table}.csv": written.getvalue().encode()}


def small_data(folder: Path) -> Path:
    """A folder with the small set."""
    folder.mkdir(parents=True)
    for name, content in SMALL.items():
        (folder / name).write_bytes(content)
    return folder


def folder_store(folder: Path) -> EditionStore:
    """A store in a folder over the small set; the same folder gives the same store again."""
    data = folder / "shipped"
    return FolderStore(folder / "store", Shipped(data if data.is_dir() else small_data(data)))


def postgres_store(folder: Path, address: str) -> PostgresStore:
    """A store in a database over the small set."""
    data = folder / "shipped"
    return PostgresStore(address, Shipped(data if data.is_dir() else small_data(data)))


def opening(kind: str, folder: Path, request: pytest.FixtureRequest) -> Callable[[], EditionStore]:
    """What opens one and the same store of a kind, as another process does."""
    if kind == "folder":
        return lambda: folder_store(folder)
    cluster = request.getfixturevalue("cluster")
    address = cluster.address(cluster.new_database())
    return lambda: postgres_store(folder, address)


def keep(place: WaitingPlace, entry: WaitingEntry, files: Files) -> None:
    """Keeps an entry, of which no log says anything."""
    with place.adding(entry, files):
        pass


def removed(place: WaitingPlace, code: str) -> bool:
    """Removes an entry; whether it waited."""
    try:
        with place.removing(code):
            return True
    except NoSuchEntryError:
        return False
