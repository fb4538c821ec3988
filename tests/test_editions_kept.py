"""Whatever ends a publication, every edition is whole; and no answer is made of two editions."""

import errno
from pathlib import Path

import pytest

from bench.editions import marked, read
from lib import paths
from lib.editions.folder import FolderStore
from lib.editions.model import Event
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import PLACE
from tests.browser import Outside, served
from tests.test_full_disk import disk

pytestmark = pytest.mark.slow

SHIPPED = files_in(paths.DATA)
# Bytes beside the first two editions: from no room for a third one to enough.
SIZES = [*range(8_000, 480_000, 32_000), 800_000]


def test_readers_are_answered_from_one_edition_while_others_are_published(
    server_outside: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PLACE, str(tmp_path))
    with served(server_outside) as url:
        found = read(url, publications=3, readers=4)

    assert (found.published, found.errors, found.mixed) == (3, [], [])
    assert 3 in found.served
    assert len(found.seconds) > 20


def test_on_a_disk_of_any_size_an_edition_is_whole_or_not_there(tmp_path: Path) -> None:
    ends = []
    for size in SIZES:
        with disk(tmp_path, 800_000 + size):
            store = FolderStore(tmp_path, Shipped())
            store.publish(marked(SHIPPED, 1), parent=0, account="", reason="")
            try:
                store.publish(marked(SHIPPED, 2), parent=1, account="", reason="")
                ends.append(True)
            except OSError as error:
                assert error.errno == errno.ENOSPC  # noqa: PT017 - of some sizes only
                ends.append(False)
            again = FolderStore(tmp_path, Shipped())
            assert [edition.number for edition in again.editions()] == [0, 1, 2][: 2 + ends[-1]]
            assert all(again.files(edition.number) for edition in again.editions())
            assert list(tmp_path.glob(".unfinished*")) == []
            _record_until_full(store)
            assert len(again.events()) >= 1 + ends[-1]

    assert (ends[0], ends[-1]) == (False, True)
    assert ends == sorted(ends)


def _record_until_full(store: FolderStore) -> None:
    """What was recorded before a disk is full is there, and a half line hides nothing."""
    moment = store.editions()[-1].published_at
    recorded = []
    for place in range(2_000):
        event = Event(moment, "係", "exported", f"{place}件" * 200)
        try:
            store.record(event)
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017 - after some lines
            break
        recorded.append(event)
    assert [event for event in store.events() if event.kind == "exported"] == recorded
