"""Every kind of store keeps editions whole, in order and for ever."""

import datetime as dt
import errno
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.editions.folder import FolderStore
from lib.editions.model import (
    DamagedEditionError,
    Edition,
    Event,
    NoStoreError,
    SupersededError,
    UnknownEditionError,
    digest_of,
    listed,
    number_in,
    tidy_reason,
)
from lib.editions.shipped import REASON, Shipped
from lib.editions.store import PLACE, EditionStore, opened_store
from lib.validation import InvalidDataError
from tests.editions import SMALL, STORES, folder_store, opening, small_data, with_cell

OTHER = with_cell(SMALL, "themes", 0, "name_ja", "別")
THIRD = with_cell(SMALL, "themes", 1, "name_ja", "三")


@pytest.fixture(params=STORES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], EditionStore]:
    """Opens one and the same store, as another process does."""
    found = opening(request.param, tmp_path, request)
    found()  # the shipped data are there before several look at them
    return found


@pytest.fixture
def store(opened: Callable[[], EditionStore]) -> EditionStore:
    return opened()


def _published(store: EditionStore, files: dict[str, bytes] | object, parent: int) -> Edition:
    return store.publish(files, parent=parent, account="係", reason="試し")  # type: ignore[arg-type]


def test_before_anything_is_published_the_shipped_data_are_the_only_edition(
    store: EditionStore,
) -> None:
    (only,) = store.editions()

    assert (only.number, only.parent, only.reason, only.account) == (0, None, REASON, "")
    assert store.files(0) == SMALL
    assert only.digest == digest_of(SMALL)
    assert store.events() == ()


def test_an_edition_holds_what_was_published_and_who_when_and_why(
    store: EditionStore, opened: Callable[[], EditionStore]
) -> None:
    before = dt.datetime.now(dt.UTC)
    made = store.publish(OTHER, parent=0, account="係", reason="誤植の訂正")

    for seen in (store, opened()):
        assert seen.editions()[-1] == made
        assert seen.files(1) == OTHER
        assert seen.files(0) == SMALL
    assert (made.number, made.parent, made.account, made.reason) == (1, 0, "係", "誤植の訂正")
    assert before <= made.published_at <= dt.datetime.now(dt.UTC)
    assert made.takes_back is None


def test_a_store_that_was_opened_before_sees_what_is_published(
    store: EditionStore, opened: Callable[[], EditionStore]
) -> None:
    other = opened()
    assert len(other.editions()) == 1
    _published(store, OTHER, 0)

    assert [edition.number for edition in other.editions()] == [0, 1]


def test_of_two_with_one_parent_the_second_is_told_of_the_first(store: EditionStore) -> None:
    first = _published(store, OTHER, 0)

    with pytest.raises(SupersededError, match="第1版が公開されました（試し）") as told:
        _published(store, THIRD, 0)

    assert told.value.newest == first
    assert len(store.editions()) == 2
    assert store.files(1) == OTHER


def test_a_parent_that_is_yet_to_come_is_refused(store: EditionStore) -> None:
    with pytest.raises(SupersededError):
        _published(store, OTHER, 5)


def test_of_many_who_publish_at_once_each_is_told_or_found(
    opened: Callable[[], EditionStore],
) -> None:
    def publish(place: int) -> int | None:
        files = with_cell(SMALL, "themes", 0, "name_ja", f"{place}")
        try:
            return _published(opened(), files, 0).number
        except SupersededError:
            return None

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(publish, range(24)))

    assert sorted(number for number in found if number) == [1]
    assert len(opened().editions()) == 2
    assert opened().files(1)["themes.csv"].decode().splitlines()[1] == f"a,{found.index(1)},x"


def test_to_take_back_is_a_new_edition(store: EditionStore) -> None:
    _published(store, OTHER, 0)
    made = store.publish(SMALL, parent=1, account="係", reason="戻す", takes_back=0)

    assert (made.number, made.takes_back) == (2, 0)
    assert store.files(1) == OTHER  # nothing is deleted
    assert [event.kind for event in store.events()] == ["published", "taken_back"]
    assert [event.words for event in store.events()] == ["第1版（試し）", "第2版（戻す）"]


def test_an_edition_that_is_not_there_is_named_with_those_that_are(store: EditionStore) -> None:
    _published(store, OTHER, 0)

    with pytest.raises(UnknownEditionError, match="版「7」はありません。ある版: 0から1"):
        store.files(7)


def test_a_file_that_no_edition_has_is_refused_before_anything_is_written(
    store: EditionStore,
) -> None:
    for name in ("../themes.csv", "a/b.csv", "notes.txt", "Themes.csv", "edition.json", ""):
        with pytest.raises(ValueError, match="not a file of an edition"):
            _published(store, {**SMALL, name: b""}, 0)

    assert len(store.editions()) == 1


def test_the_log_holds_publications_and_what_is_recorded_in_order(
    store: EditionStore, opened: Callable[[], EditionStore]
) -> None:
    early = Event(dt.datetime(2026, 1, 2, tzinfo=dt.UTC), "甲", "uploaded", "表\n1件\r\u2028終")
    store.record(early)
    _published(store, OTHER, 0)
    late = Event(dt.datetime(2099, 1, 2, tzinfo=dt.UTC), "乙", "exported", "12件")
    opened().record(late)

    found = opened().events()

    assert [event.kind for event in found] == ["uploaded", "published", "exported"]
    assert (found[0], found[2]) == (early, late)


def test_many_may_record_at_once(opened: Callable[[], EditionStore]) -> None:
    now = dt.datetime.now(dt.UTC)

    def record(place: int) -> None:
        opened().record(Event(now, "係", "exported", f"{place}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(record, range(50)))

    assert sorted(int(event.words) for event in opened().events()) == list(range(50))


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store", Shipped(small_data(tmp_path / "shipped")))


def test_damage_is_told_and_never_served(folder: FolderStore, tmp_path: Path) -> None:
    _published(folder, OTHER, 0)
    place = tmp_path / "store" / "000001"
    whole = (place / "themes.csv").read_bytes()
    for damage in (whole[:-1], b"", whole.replace("別".encode(), "例".encode())):
        (place / "themes.csv").write_bytes(damage)
        with pytest.raises(DamagedEditionError, match="第1版の控えが壊れています"):
            folder.files(1)
    (place / "themes.csv").unlink()
    with pytest.raises(DamagedEditionError):
        folder.files(1)
    (place / "themes.csv").write_bytes(whole)
    assert folder.files(1) == OTHER
    (place / "added.csv").write_bytes(b"")
    with pytest.raises(DamagedEditionError):
        folder.files(1)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"number": 1, "published_at": "2026"}'])
def test_an_edition_that_does_not_say_what_it_is_is_passed_over_and_keeps_its_number(
    tmp_path: Path, text: str
) -> None:
    _published(folder_store(tmp_path), OTHER, 0)
    (tmp_path / "store" / "000001" / "edition.json").write_text(text)
    again = folder_store(tmp_path)

    assert [edition.number for edition in again.editions()] == [0]
    with pytest.raises(DamagedEditionError):
        again.files(1)
    assert _published(again, THIRD, 0).number == 2
    assert again.files(2) == THIRD


def test_what_a_later_release_writes_besides_is_left_aside(tmp_path: Path) -> None:
    made = _published(folder_store(tmp_path), OTHER, 0)
    about = tmp_path / "store" / "000001" / "edition.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"approved_by": "長"}))

    assert folder_store(tmp_path).editions()[-1] == made


def test_a_half_line_of_the_log_is_passed_over_and_never_glued_to_the_next(
    folder: FolderStore, tmp_path: Path
) -> None:
    events = [
        Event(dt.datetime(2026, 1, day, tzinfo=dt.UTC), "係", "uploaded", f"{day}件")
        for day in (1, 2)
    ]
    folder.record(events[0])
    log = tmp_path / "store" / "log.jsonl"
    whole = log.read_bytes()
    for end in range(1, len(whole)):
        log.write_bytes(whole + whole[:end])
        folder.record(events[1])
        # All but the line feed was written of the last one, which is then whole.
        assert folder.events() == ((events[0],) * (1 + (end == len(whole) - 1)) + (events[1],))


def test_shipped_data_of_a_later_release_do_not_replace_edition_0(tmp_path: Path) -> None:
    _published(folder_store(tmp_path), OTHER, 0)
    (tmp_path / "shipped" / "themes.csv").write_bytes(b"theme_id,name_ja,theme_group\n")

    assert folder_store(tmp_path).files(0) == SMALL


def test_leftovers_of_killed_processes_are_removed_when_they_are_old(
    folder: FolderStore, tmp_path: Path
) -> None:
    for name in ("old", "young"):
        left = tmp_path / "store" / f".unfinished-{name}"
        left.mkdir(parents=True)
        (left / "themes.csv").write_bytes(b"half")
    os.utime(tmp_path / "store" / ".unfinished-old", (0, 0))
    _published(folder, OTHER, 0)

    left_over = [path.name for path in (tmp_path / "store").glob(".*")]
    assert left_over == [".unfinished-young"]


@pytest.mark.parametrize("step", ["write", "fsync", "rename"])
def test_where_the_disk_is_full_nothing_is_published(
    folder: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    _published(folder, OTHER, 0)

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        if step == "rename":
            full.setattr(Path, "rename", fails)
        elif step == "fsync":
            full.setattr(os, "fsync", fails)
        else:
            full.setattr("lib.editions.folder.write", fails)
        with pytest.raises(OSError, match="No space left"):
            _published(folder, THIRD, 1)

    assert [edition.number for edition in folder.editions()] == [0, 1]
    assert list((tmp_path / "store").glob(".unfinished*")) == []
    assert _published(folder, THIRD, 1).number == 2


def test_without_a_store_nothing_can_be_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PLACE, raising=False)
    alone = opened_store(small_data(tmp_path / "data"))

    assert [edition.number for edition in alone.editions()] == [0]
    assert alone.files(0) == SMALL
    with pytest.raises(UnknownEditionError):
        alone.files(1)
    with pytest.raises(NoStoreError, match="DASHBOARD_EDITIONS"):
        _published(alone, OTHER, 0)
    with pytest.raises(NoStoreError):
        alone.record(Event(dt.datetime.now(dt.UTC), "", "", ""))


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, str(tmp_path / "editions"))
    _published(opened_store(small_data(tmp_path / "data")), OTHER, 0)

    assert (tmp_path / "editions" / "000001" / "edition.json").is_file()


def test_shipped_data_with_a_file_that_no_table_can_have_are_a_fault(tmp_path: Path) -> None:
    data = small_data(tmp_path / "data")
    (data / "themes のコピー.csv").write_bytes(b"")

    with pytest.raises(InvalidDataError, match=r"themes のコピー\.csv.*宣言のない表"):
        opened_store(data).files(0)


def test_numbers_are_read_as_they_are_written() -> None:
    assert [number_in(text) for text in ("0", "7", "123456")] == [0, 7, 123456]
    for text in ("", "-1", "+1", "01", "1.0", " 1", "１", "1234567", "newest", "1\n"):
        assert number_in(text) is None


def test_runs_of_numbers_stand_by_their_ends() -> None:
    assert listed([0]) == "0"
    assert listed([3, 0, 1, 2, 7, 9, 10]) == "0から3、7、9から10"


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        (" 令和6年度の\n\t件数\r\n", "令和6年度の 件数"),
        ("\x1b[31m赤\x07 \0 字", "[31m赤 字"),
        (" \n\x07", ""),
        ("字" * 200, "字" * 200),
        ("字" * 201, ""),
    ],
)
def test_a_reason_is_one_line_of_what_somebody_typed(written: str, tidy: str) -> None:
    assert tidy_reason(written) == tidy
