"""Every kind of store keeps first entries whole until they are removed, and no more than it may."""

import datetime as dt
import errno
import io
import json
import multiprocessing
import os
import random
import secrets
import signal
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from lib.editions import archive
from lib.editions.model import EditionError, Event, NoStoreError, digest_of
from lib.editions.postgres import PostgresStore
from lib.editions.shipped import Shipped
from lib.editions.store import EditionStore, ShippedOnly
from lib.editions.waiting import (
    MOST_BYTES,
    MOST_ENTRIES,
    DamagedEntryError,
    NoSuchEntryError,
    TooLargeEntryError,
    TooManyEntriesError,
    WaitingEntry,
)
from lib.editions.waiting_folder import FolderWaiting
from tests.editions import (
    SMALL,
    STORES,
    folder_store,
    keep,
    opening,
    postgres_store,
    removed,
    small_data,
    with_cell,
)
from tests.postgres import Cluster

ENTRY = WaitingEntry(
    code="0" * 32,
    account="係",
    at=dt.datetime(2026, 11, 28, 7, 0, 0, 5, dt.UTC),
    file="件数 '); DROP TABLE x; --.xlsx",
    base=0,
    reason="令和6年度",
    tables=("themes", "support_counts"),
    rows=3,
)
FILES = {"themes.csv": b"theme_id,name_ja,theme_group\na,B,x\n"}
KILLS = 12
FORK = multiprocessing.get_context("fork")


def _entry(place: int = 0) -> WaitingEntry:
    at = ENTRY.at + dt.timedelta(seconds=place)
    return replace(ENTRY, code=secrets.token_hex(16), at=at)


@pytest.fixture(params=STORES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], EditionStore]:
    found = opening(request.param, tmp_path, request)
    found()
    return found


@pytest.fixture
def store(opened: Callable[[], EditionStore]) -> EditionStore:
    return opened()


def test_an_entry_is_kept_whole_until_it_is_removed_and_makes_no_edition(
    store: EditionStore, opened: Callable[[], EditionStore]
) -> None:
    later, earlier = _entry(1), ENTRY
    keep(store.waiting, later, {})
    keep(store.waiting, earlier, FILES)

    for seen in (store, opened()):
        assert seen.waiting.entries() == (earlier, later)
        assert seen.waiting.files(earlier.code) == FILES
        assert seen.waiting.files(later.code) == {}
    assert [edition.number for edition in store.editions()] == [0]
    assert store.events() == ()

    assert [removed(store.waiting, earlier.code) for _ in range(2)] == [True, False]
    assert opened().waiting.entries() == (later,)
    with pytest.raises(NoSuchEntryError, match="もう待っていません"):
        store.waiting.files(earlier.code)


@pytest.mark.parametrize("code", ["", "0" * 32, "../000001/edition", "A" * 32, "\0"])
def test_what_does_not_wait_is_not_found_and_not_removed(store: EditionStore, code: str) -> None:
    store.publish(SMALL, parent=0, account="係", reason="試し")
    with pytest.raises(NoSuchEntryError):
        store.waiting.files(code)

    assert removed(store.waiting, code) is False
    assert store.files(1) == SMALL


def test_no_more_entries_wait_than_may_and_one_that_goes_makes_room(
    opened: Callable[[], EditionStore],
) -> None:
    def add(place: int) -> bool:
        try:
            keep(opened().waiting, _entry(place), FILES)
        except TooManyEntriesError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(add, range(MOST_ENTRIES + 4)))
    store = opened()
    assert (sum(added), len(store.waiting.entries())) == (MOST_ENTRIES, MOST_ENTRIES)

    code = store.waiting.entries()[0].code
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: removed(opened().waiting, code), range(4)))
    assert sorted(done) == [False, False, False, True]
    assert add(0)


def test_what_is_refused_in_between_is_neither_kept_nor_removed(store: EditionStore) -> None:
    keep(store.waiting, ENTRY, FILES)
    refused = RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"), store.waiting.adding(_entry(), FILES):
        raise refused
    with pytest.raises(RuntimeError, match="refused"), store.waiting.removing(ENTRY.code):
        raise refused

    assert store.waiting.entries() == (ENTRY,)
    assert store.waiting.files(ENTRY.code) == FILES


def test_an_entry_that_is_too_large_is_refused_and_nothing_of_it_is_kept(
    store: EditionStore,
) -> None:
    with pytest.raises(TooLargeEntryError, match="16MBまで"):
        keep(store.waiting, ENTRY, {"themes.csv": b"x" * (MOST_BYTES + 1)})

    assert store.waiting.entries() == ()


def test_where_nothing_is_published_nothing_waits(tmp_path: Path) -> None:
    waiting = ShippedOnly(Shipped(small_data(tmp_path / "data"))).waiting

    with pytest.raises(NoStoreError):
        keep(waiting, ENTRY, FILES)
    assert (waiting.entries(), removed(waiting, ENTRY.code)) == ((), False)
    with pytest.raises(NoSuchEntryError):
        waiting.files(ENTRY.code)


def _add_without_end(opened: Callable[[], EditionStore], told: Connection) -> None:
    store = opened()
    while True:
        entry = _entry()
        keep(store.waiting, entry, {"themes.csv": entry.code.encode() * 9999})
        told.send(entry.code)
        if len(store.waiting.entries()) > MOST_ENTRIES // 2:
            removed(store.waiting, entry.code)
            told.send(entry.code)


def _told_until_killed(opened: Callable[[], EditionStore], seconds: float) -> list[str]:
    receiving, sending = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_add_without_end, args=(opened, sending))
    process.start()
    sending.close()
    time.sleep(seconds)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    told = []
    while True:
        try:
            told.append(receiving.recv())
        except EOFError:
            return told


def test_who_is_killed_while_holding_leaves_what_was_acknowledged_whole(
    opened: Callable[[], EditionStore], tmp_path: Path
) -> None:
    chance = random.Random(7)
    store = opened()
    for _ in range(KILLS):
        told = _told_until_killed(opened, chance.uniform(0.05, 0.2))
        kept = {entry.code for entry in store.waiting.entries()}
        # Acknowledged once and not again: it was kept, and perhaps removed when it was killed.
        lasting = {code for code in told[:-1] if told.count(code) == 1}
        assert lasting <= kept
        for code in kept:
            assert store.waiting.files(code) == {"themes.csv": code.encode() * 9999}
            removed(store.waiting, code)
    keep(store.waiting, ENTRY, FILES)

    assert store.waiting.entries() == (ENTRY,)
    left = {place.name for place in (tmp_path / "store" / "waiting").glob("*")}
    assert left in (set(), {".lock", f"{ENTRY.code}.json", f"{ENTRY.code}.zip"})


def _zip(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return written.getvalue()


def _packed_otherwise() -> bytes:
    """A zip whose member says that it is packed in a way that nothing unpacks."""
    found = bytearray(_zip(FILES))
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = found.index(mark) + place
        found[at : at + 2] = (99).to_bytes(2, "little")
    return bytes(found)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"theme_id,name_ja\na,B\n",
        _zip(FILES)[:-9],
        _zip({"../../themes.csv": b"x"}),
        _zip({"/etc/passwd": b"x"}),
        _zip({"confirmed_rows.txt": b"x"}),
        _zip({"edition.json": b"{}"}),
        _zip({"themes.csv": b"0" * (MOST_BYTES + 1)}),
        _packed_otherwise(),
    ],
    ids=["empty", "no zip", "cut", "above", "root", "confirmed", "other", "large", "unknown"],
)
def test_hostile_content_is_refused_and_can_be_withdrawn(
    store: EditionStore, tmp_path: Path, request: pytest.FixtureRequest, content: bytes
) -> None:
    keep(store.waiting, ENTRY, FILES)
    _spoil(store, tmp_path, request, content)

    assert store.waiting.entries() == (ENTRY,)
    with pytest.raises(DamagedEntryError, match="待っている入力が壊れていて、読めません"):
        store.waiting.files(ENTRY.code)
    assert removed(store.waiting, ENTRY.code)
    assert store.waiting.entries() == ()


def _spoil(
    store: EditionStore, folder: Path, request: pytest.FixtureRequest, content: bytes
) -> None:
    if isinstance(store, PostgresStore):
        cluster = request.getfixturevalue("cluster")
        with cluster.connected("editions") as owner:
            owner.execute("UPDATE dashboard.waiting_entries SET files = %b", (content,))
    else:
        (folder / "store" / "waiting" / f"{ENTRY.code}.zip").write_bytes(content)


@pytest.mark.parametrize(
    "change",
    [
        {"rows": "3"},
        {"rows": True},
        {"at": "2026-11-28"},
        {"at": 3},
        {"tables": [1]},
        {"code": "1" * 32},
        {"account": None},
        None,
        [],
    ],
)
def test_a_description_that_is_none_describes_nothing(tmp_path: Path, change: object) -> None:
    waiting = FolderWaiting(tmp_path)
    keep(waiting, ENTRY, FILES)
    about = tmp_path / f"{ENTRY.code}.json"
    assert waiting.entries() == (ENTRY,)
    known = json.loads(about.read_bytes())
    about.write_text(json.dumps(known | change if isinstance(change, dict) else change))

    assert waiting.entries() == ()
    with pytest.raises(NoSuchEntryError):
        waiting.files(ENTRY.code)


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 60_000, b"{}", b'{"at": ' + b"9" * 9999])
def test_a_description_that_cannot_be_read_describes_nothing(
    tmp_path: Path, content: bytes
) -> None:
    waiting = FolderWaiting(tmp_path)
    keep(waiting, ENTRY, FILES)
    (tmp_path / f"{ENTRY.code}.json").write_bytes(content)

    assert waiting.entries() == ()


def test_what_waits_in_a_folder_is_for_its_own_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = folder_store(tmp_path)
        keep(store.waiting, ENTRY, FILES)
        store.publish(SMALL, parent=0, account="係", reason="試し")
    finally:
        os.umask(before)
    folder = tmp_path / "store" / "waiting"
    modes = {place.name: place.stat().st_mode & 0o777 for place in [folder, *folder.iterdir()]}

    names = {".lock", f"{ENTRY.code}.json", f"{ENTRY.code}.zip"}
    assert modes == {"waiting": 0o700, **dict.fromkeys(names, 0o600)}
    edition = tmp_path / "store" / "000001" / "themes.csv"  # which others read, as ever
    assert edition.stat().st_mode & 0o777 == 0o666


def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(place: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)

    waiting = FolderWaiting(tmp_path)
    keep(waiting, ENTRY, FILES)
    for listing in ("scandir", "listdir"):
        monkeypatch.setattr(os, listing, fails)

    with pytest.raises(PermissionError):
        waiting.entries()


@pytest.mark.parametrize("step", ["write", "fsync", "rename"])
def test_where_the_disk_is_full_nothing_waits_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    waiting = FolderWaiting(tmp_path)
    keep(waiting, ENTRY, FILES)
    with monkeypatch.context() as full:
        if step == "write":
            full.setattr("lib.editions.waiting_folder.write", fails)
        else:
            full.setattr(*((os, "fsync") if step == "fsync" else (Path, "rename")), fails)
        with pytest.raises(OSError, match="No space left"):
            keep(waiting, _entry(), FILES)

    assert waiting.entries() == (ENTRY,)
    left = {place.name for place in tmp_path.iterdir()}
    assert left == {".lock", f"{ENTRY.code}.json", f"{ENTRY.code}.zip"}
    assert waiting.files(ENTRY.code) == FILES


def test_a_set_is_unpacked_up_to_its_own_size_only() -> None:
    packed = archive.packed(SMALL)

    assert archive.unpacked(packed, sum(map(len, SMALL.values()))) == SMALL
    with pytest.raises(ValueError, match="larger"):
        archive.unpacked(packed, sum(map(len, SMALL.values())) - 1)


def test_who_made_the_second_entry_stands_in_the_edition_and_in_the_log(
    store: EditionStore, opened: Callable[[], EditionStore]
) -> None:
    keep(store.waiting, ENTRY, FILES)
    plain = store.publish(SMALL, parent=0, account="係", reason="一")
    made = store.publish(SMALL, parent=1, account="係", reason="二", confirmed_by="主任")

    for seen in (store, opened()):
        assert [one.confirmed_by for one in seen.editions()] == [None, None, "主任"]
        assert seen.editions()[1:] == (plain, made)
        assert [(one.kind, one.account, one.words) for one in seen.events()] == [
            ("published", "係", "第1版（一）"),
            ("confirmed", "係", "第2版（二）　二度目の入力は主任"),
        ]


def test_an_edition_of_an_earlier_release_goes_on(tmp_path: Path) -> None:
    store = folder_store(tmp_path)
    made = store.publish(SMALL, parent=0, account="係", reason="一")
    about = tmp_path / "store" / "000001" / "edition.json"
    known = json.loads(about.read_bytes())
    assert known.pop("confirmed_by") is None
    about.write_text(json.dumps(known))

    assert folder_store(tmp_path).editions()[1] == made


def test_tables_of_an_earlier_release_go_on_and_take_the_second_entry(
    cluster: Cluster, tmp_path: Path
) -> None:
    database = cluster.new_database()
    store = postgres_store(tmp_path, cluster.address(database))
    store.record(Event(ENTRY.at, "係", "signed_in", ""))
    asked = """
        SELECT count(*) FROM information_schema.columns
        WHERE table_schema = 'dashboard' AND (column_name = 'confirmed_by' OR table_name LIKE 'w%')
    """
    made = store.publish(SMALL, parent=0, account="係", reason="一")
    with cluster.connected(database) as owner:
        assert owner.execute(asked).fetchone() == (0,)
    assert (store.editions()[1], store.waiting.entries()) == (made, ())

    keep(store.waiting, ENTRY, FILES)
    assert store.editions()[1] == made
    other = with_cell(SMALL, "themes", 0, "name_ja", "別")
    confirmed = store.publish(other, parent=1, account="係", reason="二", confirmed_by="主任")
    assert postgres_store(tmp_path, cluster.address(database)).editions()[1:] == (made, confirmed)
    assert store.files(1) == SMALL
    assert confirmed.digest == digest_of(other)


def test_a_database_that_is_away_is_told(cluster: Cluster, tmp_path: Path) -> None:
    store = postgres_store(tmp_path, cluster.address(cluster.new_database()))
    keep(store.waiting, ENTRY, FILES)
    with cluster.stopped():
        for question in (
            store.waiting.entries,
            lambda: store.waiting.files(ENTRY.code),
            lambda: removed(store.waiting, ENTRY.code),
            lambda: keep(store.waiting, _entry(), FILES),
        ):
            with pytest.raises(EditionError, match="届きません"):
                question()

    assert store.waiting.entries() == (ENTRY,)
