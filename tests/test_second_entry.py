"""What one entered is published once another has entered the same, and never by halves."""

import errno
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lib import paths
from lib.confirmation import FILE_NAME
from lib.editions import second_entry
from lib.editions.folder import FolderStore
from lib.editions.model import Edition, EditionError, SupersededError
from lib.editions.postgres import PostgresStore
from lib.editions.publishing import ConflictsError, Proposal, proposed, publish
from lib.editions.second_entry import (
    DifferentEntriesError,
    SameAccountError,
    difference,
    entry_for,
    first_of,
    hold,
    needing,
    publish_confirmed,
    record_difference,
    upon_newest,
    withdraw,
)
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import EditionStore, ShippedOnly
from lib.editions.waiting import DamagedEntryError, NoSuchEntryError, WaitingEntry
from lib.update.changed_rows import difference_columns
from lib.update.uploads import rows_of, uploaded
from tests.editions import STORES, with_cell
from tests.filled_templates import all_bodies, csv_file

FILES = files_in(paths.DATA)
BODIES = [row for row in all_bodies(FILES) if row["直接支援ID"] == "その他の団体に委託"][:3]
FIRST = csv_file(BODIES)
OTHER = csv_file([BODIES[0], BODIES[1] | {"値": 77}])  # a digit differs, and a row is missing


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EditionStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "store", Shipped())
    cluster = request.getfixturevalue("cluster")
    return PostgresStore(cluster.address(cluster.new_database()), Shipped())


@cache
def _of_shipped(content: bytes) -> Proposal:
    """Made once: every store begins with the same edition."""
    return uploaded(ShippedOnly(Shipped()), "件数.csv", content).proposal


def _proposal(store: EditionStore, content: bytes, parent: int = 0) -> Proposal:
    if parent == 0:
        return _of_shipped(content)
    return uploaded(store, "件数.csv", content, parent=parent).proposal


def _held(store: EditionStore) -> WaitingEntry:
    proposal = _proposal(store, FIRST)
    return hold(store, proposal, account="Kakari", file="件数.csv", reason="令和6年度\n")


def _words(store: EditionStore) -> list[tuple[str, str, str]]:
    return [(one.kind, one.account, one.words) for one in store.events()]


def test_a_first_entry_is_held_with_its_changed_files_and_without_its_values_in_the_log(
    store: EditionStore,
) -> None:
    entry = _held(store)

    assert store.waiting.entries() == (entry,)
    assert (entry.account, entry.file, entry.base, entry.reason) == (
        "Kakari", "件数.csv", 0, "令和6年度",
    )  # fmt: skip
    assert (entry.tables, entry.rows) == (("support_counts",), 3)
    assert {*store.waiting.files(entry.code)} == {"support_counts.csv"}
    assert first_of(store, entry) == _proposal(store, FIRST)
    assert [edition.number for edition in store.editions()] == [0]
    assert _words(store) == [("held", "Kakari", "件数.csv（団体別の支援実績。3行）")]


@pytest.mark.parametrize("account", ["Kakari", "kakari", "KAKARI"])
def test_whoever_made_the_first_entry_makes_no_second_one(
    store: EditionStore, account: str
) -> None:
    entry, same = _held(store), _proposal(store, FIRST)

    with pytest.raises(SameAccountError, match="一人目と同じアカウント"):
        entry_for(store, entry.code, account)
    with pytest.raises(SameAccountError):
        publish_confirmed(store, entry.code, same, account, 0)
    assert len(store.editions()) == 1
    assert store.waiting.entries() == (entry,)


def test_two_that_agree_are_published_as_the_first_one_entered_them(store: EditionStore) -> None:
    entry = _held(store)
    reversed_rows = csv_file(BODIES[::-1])
    second = _proposal(store, reversed_rows)
    assert difference(first_of(store, entry), second) == ()
    record_difference(store, entry, "shunin", 0)
    made = publish_confirmed(store, entry.code, second, "shunin", 0)

    assert (made.number, made.account, made.reason) == (1, "Kakari", "令和6年度")
    assert made.confirmed_by == "shunin"
    assert store.files(1) == _proposal(store, FIRST).files
    assert store.files(1)[FILE_NAME].count(b"support_counts") == (
        FILES[FILE_NAME].count(b"support_counts") + 3
    )
    assert store.waiting.entries() == ()
    assert _words(store)[1:] == [
        ("agreed", "shunin", "件数.csv（団体別の支援実績。3行が一致）"),
        ("confirmed", "Kakari", "第1版（令和6年度）　二度目の入力はshunin"),
    ]
    with pytest.raises(NoSuchEntryError):
        publish_confirmed(store, entry.code, second, "shunin", 1)


def test_where_they_differ_every_cell_and_row_is_told_and_nothing_is_published(
    store: EditionStore,
) -> None:
    entry = _held(store)
    first, second = first_of(store, entry), _proposal(store, OTHER)
    found = difference(first, second)

    columns = difference_columns(found, {**rows_of(first.files), **rows_of(second.files)})
    names = [f"令和6年度（2024）／その他の団体に委託／{row['都道府県']}" for row in BODIES]
    assert columns["行"] == names[1:]
    assert columns["表"] == ["団体別の支援実績"] * 2
    assert columns["列"] == ["値", "行の全体"]
    assert (columns["一人目"][0], columns["二人目"]) == (
        f"{BODIES[1]['値']}", ["77", "この行がない"],
    )  # fmt: skip
    assert f"値 {BODIES[2]['値']}" in columns["一人目"][1]
    with pytest.raises(DifferentEntriesError, match="何も公開していません"):
        publish_confirmed(store, entry.code, second, "shunin", 0)
    record_difference(store, entry, "shunin", 2)
    assert len(store.editions()) == 1
    assert store.waiting.entries() == (entry,)
    assert _words(store)[1:] == [
        ("differed", "shunin", "件数.csv（団体別の支援実績。違い2個）")
    ]  # and not 77


def test_rows_that_one_of_them_removes_differ(store: EditionStore) -> None:
    made = publish(store, _proposal(store, FIRST), "係", "一")
    row = BODIES[0] | {"値": 5, "削除": ""}
    removed = csv_file([row, BODIES[1] | {"削除": "削除"}])
    kept = csv_file([row])
    entry = hold(store, _proposal(store, removed, 1), account="甲", file="件数.csv", reason="二")
    assert entry.base == made.number

    (found,) = difference(first_of(store, entry), _proposal(store, kept, 1))
    assert (found.kind, found.file) == ("added", "support_counts.csv")  # the second alone has it
    assert difference(first_of(store, entry), _proposal(store, removed, 1)) == ()


def test_entries_upon_different_editions_are_not_compared(store: EditionStore) -> None:
    entry = _held(store)
    publish(store, _proposal(store, csv_file([BODIES[2]])), "係", "先")
    other = _proposal(store, csv_file(BODIES[:2]), 1)

    with pytest.raises(ValueError, match="different editions"):
        publish_confirmed(store, entry.code, other, "shunin", 1)


DEPARTMENTS = with_cell(FILES, "departments", 0, "name", "試しの部")["departments.csv"]


def test_a_newer_edition_is_looked_at_before_the_first_entry_is_put_upon_it(
    store: EditionStore,
) -> None:
    entry = _held(store)
    publish(store, proposed(store, {"departments.csv": DEPARTMENTS}), "係", "先")
    second = _proposal(store, FIRST)  # of the first one's base

    with pytest.raises(SupersededError):
        publish_confirmed(store, entry.code, second, "shunin", 0)
    assert store.waiting.entries() == (entry,)
    target = upon_newest(store, first_of(store, entry))
    assert (target.base.number, len(target.changes)) == (1, 3)
    made = publish_confirmed(store, entry.code, second, "shunin", 1)
    assert (made.number, made.parent, made.confirmed_by) == (2, 1, "shunin")
    assert store.files(2)["departments.csv"] == DEPARTMENTS
    assert store.files(2)["support_counts.csv"] == second.files["support_counts.csv"]


def test_one_that_is_published_while_the_other_is_put_upon_the_newest_is_not_passed_over(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, second = _held(store), _proposal(store, FIRST)
    look = second_entry.upon_newest

    def meanwhile(found: EditionStore, first: Proposal) -> Proposal:
        publish(found, proposed(found, {"departments.csv": DEPARTMENTS}), "係", "先")
        return look(found, first)

    monkeypatch.setattr(second_entry, "upon_newest", meanwhile)
    with pytest.raises(SupersededError):
        publish_confirmed(store, entry.code, second, "shunin", 0)
    assert [edition.number for edition in store.editions()] == [0, 1]


def test_what_a_newer_edition_changed_differently_is_told(store: EditionStore) -> None:
    entry = _held(store)
    publish(store, _proposal(store, csv_file([BODIES[0] | {"値": 99}])), "係", "先")
    second = _proposal(store, FIRST)

    with pytest.raises(ConflictsError, match="違う内容に直した欄が1個"):
        publish_confirmed(store, entry.code, second, "shunin", 1)
    assert (len(store.editions()), store.waiting.entries()) == (2, (entry,))


def test_an_entry_whose_publisher_was_killed_before_it_was_removed_can_be_withdrawn(
    store: EditionStore,
) -> None:
    entry = _held(store)
    publish(store, _proposal(store, FIRST), "Kakari", "令和6年度", "shunin")

    with pytest.raises(EditionError, match="違う行がありません"):
        publish_confirmed(store, entry.code, _proposal(store, FIRST), "shunin", 1)
    withdraw(store, entry.code, "shunin")
    assert store.waiting.entries() == ()


@pytest.mark.parametrize(("account", "kind"), [("Kakari", "withdrawn"), ("shunin", "discarded")])
def test_whoever_removes_an_entry_stands_in_the_log(
    store: EditionStore, account: str, kind: str
) -> None:
    entry = _held(store)
    assert withdraw(store, entry.code, account) == entry

    assert store.waiting.entries() == ()
    words = "件数.csv（団体別の支援実績。3行、入力はKakari）"
    assert _words(store)[1:] == [(kind, account, words)]
    with pytest.raises(NoSuchEntryError):
        withdraw(store, entry.code, account)
    assert len(store.events()) == 2


def test_nothing_waits_and_nothing_goes_of_which_the_log_cannot_say_anything(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    entry = _held(store)
    monkeypatch.setattr(store, "record", fails)
    with pytest.raises(OSError, match="No space left"):
        _held(store)
    with pytest.raises(OSError, match="No space left"):
        withdraw(store, entry.code, "shunin")

    assert store.waiting.entries() == (entry,)


def test_nothing_waits_before_the_log_says_so(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[tuple[WaitingEntry, ...]] = []
    monkeypatch.setattr(type(store), "record", lambda *_: waited.append(store.waiting.entries()))
    entry = _held(store)
    assert waited == [()]  # so that who is killed by now leaves nothing that the log does not know

    withdraw(store, entry.code, "shunin")
    assert len(waited) == 2


def test_of_two_who_withdraw_at_once_one_stands_in_the_log(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, both = _held(store), threading.Barrier(2)
    look = second_entry.entry_of

    def both_look(found: EditionStore, code: str) -> WaitingEntry:
        seen = look(found, code)
        both.wait(60)
        return seen

    def is_done(account: str) -> bool:
        try:
            withdraw(store, entry.code, account)
        except NoSuchEntryError:
            return False
        return True

    monkeypatch.setattr(second_entry, "entry_of", both_look)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(is_done, ["shunin", "hosa"]))

    assert sorted(done) == [False, True]
    told = [account for kind, account, _ in _words(store) if kind == "discarded"]
    assert told == [["shunin", "hosa"][done.index(True)]]


def test_what_is_withdrawn_while_it_is_looked_at_is_not_published(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, second = _held(store), _proposal(store, FIRST)
    look = second_entry.upon_newest

    def meanwhile(found: EditionStore, first: Proposal) -> Proposal:
        withdraw(found, entry.code, "Kakari")
        return look(found, first)

    monkeypatch.setattr(second_entry, "upon_newest", meanwhile)
    with pytest.raises(NoSuchEntryError, match="何も変えていません"):
        publish_confirmed(store, entry.code, second, "shunin", 0)
    assert len(store.editions()) == 1
    assert [kind for kind, _, _ in _words(store)] == ["held", "withdrawn"]


def test_who_withdraws_while_it_is_published_is_told_that_it_waits_no_more(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, second = _held(store), _proposal(store, FIRST)
    told: list[Exception] = []

    def take_out() -> None:
        try:
            withdraw(store, entry.code, "Kakari")
        except EditionError as error:
            told.append(error)

    other = threading.Thread(target=take_out)

    def published(*about: Any) -> Edition:
        other.start()
        other.join(0.5)  # it would be done by now if it did not wait
        return publish(*about)

    monkeypatch.setattr(second_entry, "publish", published)
    publish_confirmed(store, entry.code, second, "shunin", 0)
    other.join()

    assert [type(error) for error in told] == [NoSuchEntryError]
    assert [kind for kind, _, _ in _words(store)] == ["held", "confirmed"]
    assert (len(store.editions()), store.waiting.entries()) == (2, ())


def test_what_is_published_is_told_so_although_it_cannot_be_removed(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    entry, second = _held(store), _proposal(store, FIRST)

    @contextmanager
    def fails(_place: object, _code: str) -> Iterator[None]:
        yield
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(type(store.waiting), "removing", fails)
        made = publish_confirmed(store, entry.code, second, "shunin", 0)

    assert (made.number, store.editions()[-1]) == (1, made)
    assert "edition 1 still waits" in caplog.text
    withdraw(store, entry.code, "shunin")
    assert store.waiting.entries() == ()


def test_what_cannot_be_published_still_waits(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **_about: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    entry, second = _held(store), _proposal(store, FIRST)
    monkeypatch.setattr(type(store), "publish", fails)
    with pytest.raises(OSError, match="No space left"):
        publish_confirmed(store, entry.code, second, "shunin", 0)
    assert (len(store.editions()), store.waiting.entries()) == (1, (entry,))


@pytest.mark.parametrize(
    "files",
    [
        {"undeclared.csv": b"a\n1\n"},
        {"support_counts.csv": b"\xff\xfe\x00"},
        {"support_counts.csv": b'"' + b"x" * 200_000},
        {"support_counts.csv": b"a,b\n1\n"},
    ],
    ids=["undeclared", "encoding", "long", "columns"],
)
def test_content_that_nobody_entered_is_refused(
    store: EditionStore, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, second = _held(store), _proposal(store, FIRST)
    monkeypatch.setattr(type(store.waiting), "files", lambda _self, _code: files)

    with pytest.raises(DamagedEntryError, match="壊れていて、読めません"):
        publish_confirmed(store, entry.code, second, "shunin", 0)
    assert len(store.editions()) == 1


def test_only_the_chosen_tables_need_a_second_entry(store: EditionStore) -> None:
    proposal = _proposal(store, FIRST)

    assert needing(proposal, {"support_counts", "sources"}) == ("support_counts",)
    assert needing(proposal, {"sources"}) == ()
    assert needing(proposal, ()) == ()
