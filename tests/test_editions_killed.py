"""Whoever is killed while publishing leaves the last good edition, in every kind of store."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from lib.editions.model import Event, SupersededError
from lib.editions.store import EditionStore
from tests.editions import SMALL, STORES, opening, with_cell

pytestmark = pytest.mark.slow

KILLS = 20  # python -m bench editions kills more often
AT_ONCE = 4
EACH = 6  # editions that each process publishes
FORK = multiprocessing.get_context("fork")


@pytest.fixture(params=STORES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], EditionStore]:
    found = opening(request.param, tmp_path, request)
    found()
    return found


def _publish_without_end(opened: Callable[[], EditionStore], told: Connection) -> None:
    store = opened()
    while True:
        parent = store.editions()[-1].number
        files = with_cell(SMALL, "themes", 0, "name_ja", f"{parent + 1}")
        made = store.publish(files, parent=parent, account="係", reason="試し")
        told.send(("edition", made.number))
        store.record(Event(made.published_at, "係", "exported", f"{made.number}"))
        told.send(("event", made.number))


def _told_until_killed(opened: Callable[[], EditionStore], seconds: float) -> list[tuple[str, int]]:
    receiving, sending = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_publish_without_end, args=(opened, sending))
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


def test_what_was_acknowledged_is_there_and_everything_there_is_whole(
    opened: Callable[[], EditionStore],
) -> None:
    chance = random.Random(7)
    told = [
        one for _ in range(KILLS) for one in _told_until_killed(opened, chance.uniform(0.01, 0.2))
    ]
    store = opened()
    numbers = [edition.number for edition in store.editions()]

    assert {number for kind, number in told if kind == "edition"} <= {*numbers}
    assert numbers == list(range(len(numbers)))
    for number in numbers[1:]:
        assert store.files(number)["themes.csv"].decode().splitlines()[1] == f"a,{number},x"
    events = store.events()
    assert {f"{number}" for kind, number in told if kind == "event"} <= {
        event.words for event in events if event.kind == "exported"
    }
    assert [event.words for event in events if event.kind == "published"] == [
        f"第{number}版（試し）" for number in numbers[1:]
    ]


def _publish_some(opened: Callable[[], EditionStore], account: str, told: Connection) -> None:
    store = opened()
    made: list[int] = []
    while len(made) < EACH:
        parent = store.editions()[-1].number
        files = with_cell(SMALL, "themes", 0, "name_ja", f"{account}{parent}")
        try:
            made.append(store.publish(files, parent=parent, account=account, reason="").number)
        except SupersededError:
            continue
    told.send(made)


def test_of_processes_that_publish_at_once_each_number_is_won_by_one(
    opened: Callable[[], EditionStore],
) -> None:
    pipes = [FORK.Pipe(duplex=False) for _ in range(AT_ONCE)]
    processes = [
        FORK.Process(target=_publish_some, args=(opened, f"係{place}", sending))
        for place, (_, sending) in enumerate(pipes)
    ]
    for process in processes:
        process.start()
    made = [receiving.recv() for receiving, _ in pipes]
    for process in processes:
        process.join()
    store = opened()

    assert sorted(number for numbers in made for number in numbers) == list(
        range(1, AT_ONCE * EACH + 1)
    )
    for place, numbers in enumerate(made):
        for number in numbers:
            assert store.editions()[number].account == f"係{place}"
            assert f"a,係{place}{number - 1},x" in store.files(number)["themes.csv"].decode()
