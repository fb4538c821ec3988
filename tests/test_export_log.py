"""Once an hour the audit log counts what was handed out, whatever becomes of its store."""

import datetime as dt
import os
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.editions.folder import FolderStore
from lib.editions.model import Event, UnavailableStoreError
from lib.editions.shipped import Shipped
from lib.editions.store import PLACE
from lib.ui import export_log, measures
from lib.ui.export_log import ExportLog, words_of
from lib.update.words import event_line
from tests.browser import Outside, served, watched_outside

NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


class Clock:
    """A time that moves only where a test moves it."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> dt.datetime:
        return self.time

    def pass_minutes(self, minutes: int) -> None:
        self.time += dt.timedelta(minutes=minutes)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def counts() -> dict[str, int]:
    """What was handed out before the log began is none of its events."""
    return {"csv": 5}


@pytest.fixture
def log(events: list[Event], counts: dict[str, int], clock: Clock) -> ExportLog:
    return ExportLog(events.append, lambda: counts, clock)


def test_an_hour_of_exports_is_one_event(
    log: ExportLog, events: list[Event], counts: dict[str, int], clock: Clock
) -> None:
    counts |= {"csv": 14, "xlsx": 2, "pdf": 1}
    clock.pass_minutes(59)
    log.look()
    assert events == []
    clock.pass_minutes(1)
    log.look()
    log.look()

    at = NOON + dt.timedelta(hours=1)
    words = "書き出し 12件（CSV 9、Excel 2、資料 1）"
    assert events == [Event(at, "サーバー", "exported", words)]
    assert event_line(events[0]).split("　")[1:] == ["サーバー", "書き出し", words]
    counts["csv"] += 1
    clock.pass_minutes(60)
    log.look()
    assert [event.words for event in events[1:]] == ["書き出し 1件（CSV 1）"]


def test_an_hour_without_exports_is_no_event(
    log: ExportLog, events: list[Event], clock: Clock
) -> None:
    clock.pass_minutes(600)
    log.look()
    log.finish()

    assert events == []


def test_the_end_of_a_process_writes_the_rest(
    log: ExportLog, events: list[Event], counts: dict[str, int], clock: Clock
) -> None:
    counts["json"] = 1
    clock.pass_minutes(5)
    log.finish()
    log.finish()

    assert [event.words for event in events] == ["書き出し 1件（JSON 1）"]


@pytest.mark.parametrize("error", [UnavailableStoreError("届きません"), OSError(28, "full")])
def test_what_could_not_be_written_is_counted_in_the_next_hour(
    counts: dict[str, int], clock: Clock, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    events: list[Event] = []
    failures = [error, error]

    def record(event: Event) -> None:
        if failures:
            raise failures.pop()
        events.append(event)

    log = ExportLog(record, lambda: counts, clock)
    for _ in range(3):
        counts["csv"] += 1_000
        clock.pass_minutes(60)
        log.look()

    assert [event.words for event in events] == ["書き出し 3,000件（CSV 3,000）"]
    assert len(caplog.records) == 1


def test_a_store_that_never_answers_does_not_hold_up_the_end(
    counts: dict[str, int], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_log, "_LAST_S", 0.01)
    is_answered = threading.Event()

    def record(_event: Event) -> None:
        is_answered.wait()

    log = ExportLog(record, lambda: counts, clock)
    counts["csv"] += 1
    log.finish()  # returns at all

    assert not is_answered.is_set()
    is_answered.set()


def test_each_kind_that_is_counted_has_a_name() -> None:
    kinds = dict.fromkeys((*sorted(measures.KINDS), "other"), 1)

    assert words_of(kinds) == (
        "書き出し 10件（CSV 1、Excel 1、JSON 1、Parquet 1、zip 1、画像 1、資料 3、そのほか 1）"
    )


@pytest.fixture
def outside() -> Iterator[Outside]:
    with watched_outside() as proxy:
        yield proxy


def test_a_server_that_ends_leaves_its_count_in_the_log(tmp_path: Path, outside: Outside) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with served(outside, more={PLACE: os.fspath(tmp_path)}) as url:
        for ending in ("csv", "csv", "json"):
            with opener.open(f"{url}/data/subsidy/grants.{ending}") as answer:
                assert answer.read()
    (event,) = FolderStore(tmp_path, Shipped()).events()

    assert (event.account, event.kind) == ("サーバー", "exported")
    assert event.words == "書き出し 3件（CSV 2、JSON 1）"
