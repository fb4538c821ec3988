"""What only a store in a database has to hold: its own rules, its rights, and to be away."""

import datetime as dt
import json
import logging
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql

from lib import paths
from lib.editions import postgres
from lib.editions.model import (
    DamagedEditionError,
    Edition,
    EditionError,
    Event,
    SupersededError,
    UnavailableStoreError,
    event_of,
)
from lib.editions.postgres import PostgresStore
from lib.editions.publishing import proposed, publish
from lib.editions.serving import Serving
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import PLACE, EditionStore, opened_store
from lib.editions.waiting import WaitingEntry
from lib.ui import edition_list, editions, health
from lib.update.__main__ import main
from tests.browser import Outside, served
from tests.cut_wire import cut_wire
from tests.editions import SMALL, keep, postgres_store, removed, small_data, with_cell
from tests.pages import opened, shown_words
from tests.postgres import Cluster

pytestmark = pytest.mark.slow

OTHER = with_cell(SMALL, "themes", 0, "name_ja", "別")
THIRD = with_cell(SMALL, "themes", 1, "name_ja", "三")
NOTHING_DONE = "何も公開していません"
CHANGED = {"themes.csv": OTHER["themes.csv"]}
ENTRY = WaitingEntry(
    "0" * 32, "係", dt.datetime(2026, 11, 28, tzinfo=dt.UTC), "a.csv", 0, "試し", ("themes",), 1
)


@pytest.fixture
def database(cluster: Cluster) -> str:
    return cluster.new_database()


@pytest.fixture
def store(cluster: Cluster, database: str, tmp_path: Path) -> PostgresStore:
    return postgres_store(tmp_path, cluster.address(database))


def _published(store: EditionStore, files: Any, parent: int) -> Edition:
    return store.publish(files, parent=parent, account="係", reason="試し")


def _numbers(store: EditionStore) -> list[int]:
    return [edition.number for edition in store.editions()]


@pytest.mark.parametrize("table", ["editions", "audit_log"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET account = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_itself_refuses_to_change_or_remove_rows(
    store: PostgresStore, cluster: Cluster, database: str, table: str, change: str
) -> None:
    _published(store, OTHER, 0)
    place = sql.Identifier("dashboard", table)
    with cluster.connected(database) as owner:
        owner.execute("SET session_replication_role = 'replica'")  # which passes other triggers by
        with pytest.raises(errors.RestrictViolation, match=f"rows of {table} are only added"):
            owner.execute(sql.SQL(change).format(place))  # type: ignore[arg-type]

    assert (_numbers(store), store.files(1), len(store.events())) == ([0, 1], OTHER, 1)


def test_the_database_itself_keeps_one_line_of_editions(
    store: PostgresStore, cluster: Cluster, database: str
) -> None:
    _published(store, OTHER, 0)
    adding = """
        INSERT INTO dashboard.editions SELECT %s, %s, digest, account, now(), '', NULL, files
        FROM dashboard.editions WHERE number = 1
    """
    with cluster.connected(database) as owner:
        for number, parent, broken in (
            (2, 0, errors.CheckViolation),  # the successor of 0 is 1
            (1, 0, errors.UniqueViolation),
            (3, 2, errors.ForeignKeyViolation),  # there is no 2
            (2, None, errors.CheckViolation),
            (0, None, errors.UniqueViolation),
        ):
            with pytest.raises(broken):
                owner.execute(adding, (number, parent))


def test_who_reads_makes_no_tables(store: PostgresStore, cluster: Cluster, database: str) -> None:
    assert (_numbers(store), store.files(0), store.events()) == ([0], SMALL, ())

    with cluster.connected(database) as owner:
        found = owner.execute("SELECT to_regnamespace('dashboard')").fetchone()
    assert found == (None,)


def test_each_of_the_documented_roles_can_do_its_part_only(
    cluster: Cluster, database: str, tmp_path: Path
) -> None:
    with cluster.connected(database) as owner:
        owner.execute((paths.PROJECT / "lib" / "editions" / "postgres.sql").read_bytes())
        waiting = paths.PROJECT / "lib" / "editions" / "waiting_postgres.sql"
        owner.execute(waiting.read_bytes())
        owner.execute((paths.PROJECT / "docs" / "deploy" / "postgres_roles.sql").read_bytes())
        for role in ("dashboard_reader", "dashboard_publisher"):
            setting = sql.SQL("ALTER ROLE {} PASSWORD {}")
            owner.execute(setting.format(sql.Identifier(role), sql.Literal(cluster.password)))
    publisher = postgres_store(tmp_path, cluster.address(database, "dashboard_publisher"))
    reader = postgres_store(tmp_path, cluster.address(database, "dashboard_reader"))

    _published(publisher, OTHER, 0)
    with pytest.raises(SupersededError):
        _published(publisher, THIRD, 0)
    publisher.record(Event(publisher.editions()[1].published_at, "係", "exported", "1件"))
    assert [event.kind for event in publisher.events()] == ["published", "exported"]
    assert (_numbers(reader), reader.files(1)) == ([0, 1], OTHER)
    for refused in (lambda: _published(reader, THIRD, 1), reader.events):
        with pytest.raises(EditionError, match="権利がありません"):
            refused()
    keep(publisher.waiting, ENTRY, CHANGED)
    assert (publisher.waiting.entries(), publisher.waiting.files(ENTRY.code)) == ((ENTRY,), CHANGED)
    for asked in (reader.waiting.entries, lambda: removed(reader.waiting, ENTRY.code)):
        with pytest.raises(EditionError, match="権利がありません"):
            asked()
    assert removed(publisher.waiting, ENTRY.code)
    own = cluster.address(database, "dashboard_publisher")
    for forbidden in (
        "UPDATE dashboard.waiting_entries SET account = ''",
        "UPDATE dashboard.editions SET account = ''",
        "ALTER TABLE dashboard.editions DISABLE TRIGGER only_added",
        "DROP TABLE dashboard.audit_log",
    ):
        with psycopg.connect(own) as connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute(forbidden)  # type: ignore[arg-type]


def test_damage_is_told_and_never_served(
    store: PostgresStore, cluster: Cluster, database: str
) -> None:
    _published(store, OTHER, 0)
    with cluster.connected(database) as owner:
        owner.execute("ALTER TABLE dashboard.editions DISABLE TRIGGER only_added")
        owner.execute("UPDATE dashboard.editions SET files = substr(files, 2) WHERE number = 1")

    with pytest.raises(DamagedEditionError, match="第1版の控えが壊れています"):
        store.files(1)
    assert store.files(0) == SMALL
    assert _published(store, THIRD, 1).number == 2


def test_shipped_data_of_a_later_release_do_not_replace_edition_0(
    store: PostgresStore, cluster: Cluster, database: str, tmp_path: Path
) -> None:
    _published(store, OTHER, 0)
    (tmp_path / "shipped" / "themes.csv").write_bytes(b"theme_id,name_ja,theme_group\n")

    assert postgres_store(tmp_path, cluster.address(database)).files(0) == SMALL


def test_words_that_a_database_cannot_hold_are_kept_as_far_as_it_can(store: PostgresStore) -> None:
    made = store.publish(OTHER, parent=0, account="係\0", reason="a\0b'); DROP TABLE x; --")

    assert store.editions()[1] == made
    assert (made.account, made.reason) == ("係\ufffd", "a\ufffdb'); DROP TABLE x; --")


def _meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Has something happen once, when a publication has added its edition and not committed it."""
    left = [happens]

    def event(edition: Edition) -> Event:
        if left:
            left.pop()()
        return event_of(edition)

    monkeypatch.setattr(postgres, "event_of", event)


def test_a_connection_that_is_ended_amid_a_publication_leaves_the_last_good_edition(
    store: PostgresStore, cluster: Cluster, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _published(store, OTHER, 0)
    ended: list[object] = []

    def end() -> None:
        ending = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = %s AND application_name = 'dashboard-editions'
        """
        with cluster.connected() as owner:
            ended.extend(owner.execute(ending, (database,)).fetchall())

    _meanwhile(monkeypatch, end)
    with pytest.raises(UnavailableStoreError, match=NOTHING_DONE):
        _published(store, THIRD, 1)

    assert ended == [(True,)]
    assert (_numbers(store), store.files(1), len(store.events())) == ([0, 1], OTHER, 1)
    assert _published(store, THIRD, 1).number == 2


def test_the_server_may_be_killed_amid_a_publication(
    store: PostgresStore, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    _published(store, OTHER, 0)
    _meanwhile(monkeypatch, cluster.kill)
    with pytest.raises(UnavailableStoreError, match=NOTHING_DONE):
        _published(store, THIRD, 1)
    cluster.start()

    assert (_numbers(store), store.files(1), len(store.events())) == ([0, 1], OTHER, 1)
    assert _published(store, THIRD, 1).number == 2


def test_who_stands_still_amid_a_publication_holds_up_nobody_for_long(
    store: PostgresStore, cluster: Cluster, database: str, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    standing, over = threading.Event(), threading.Event()
    told: list[str] = []

    def stand() -> None:
        standing.set()
        over.wait()

    def publish() -> None:
        try:
            _published(store, OTHER, 0)
        except UnavailableStoreError as error:
            told.append(str(error))

    _meanwhile(monkeypatch, stand)
    first = threading.Thread(target=publish)
    first.start()
    standing.wait()
    try:
        other = postgres_store(tmp_path, cluster.address(database))
        assert _published(other, THIRD, 0).number == 1
    finally:
        over.set()
        first.join()

    assert len(told) == 1
    assert told[0].startswith(NOTHING_DONE)
    assert store.files(1) == THIRD


def _over(wire_port: int, cluster: Cluster, database: str) -> str:
    return cluster.address(database).replace(f":{cluster.port}/", f":{wire_port}/")


@pytest.mark.parametrize("loses", ["question", "answer"])
def test_a_connection_that_is_lost_in_the_commit_publishes_once(
    cluster: Cluster, database: str, tmp_path: Path, loses: Any
) -> None:
    """Whether the database had committed by then or not, which the client cannot know."""
    with cut_wire(cluster.port, loses, cuts=1) as wire:
        store = postgres_store(tmp_path, _over(wire.port, cluster, database))
        made = _published(store, OTHER, 0)
        assert wire.cuts == 0

        assert store.editions()[1:] == (made,)
        assert store.files(1) == OTHER
        assert [event.words for event in store.events()] == ["第1版（試し）"]


def test_where_nobody_can_know_whether_it_was_published_that_is_said(
    cluster: Cluster, database: str, tmp_path: Path
) -> None:
    with cut_wire(cluster.port, "question", cuts=2) as wire:
        store = postgres_store(tmp_path, _over(wire.port, cluster, database))
        with pytest.raises(UnavailableStoreError, match="公開できたかどうかを確かめられません"):
            _published(store, OTHER, 0)

        assert _numbers(store) == [0]
        assert _published(store, OTHER, 0).number == 1


def test_a_database_that_never_answers_is_not_waited_for(
    cluster: Cluster, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_LONGEST_S", 0.5)
    with cut_wire(cluster.port, "time", cuts=1) as wire:
        store = postgres_store(tmp_path, _over(wire.port, cluster, database))

        assert _published(store, OTHER, 0).number == 1  # it looks again whether it was published
        assert (wire.cuts, _numbers(store)) == (0, [0, 1])


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://role:S3cret@127.0.0.1:1/x", "パスワードを書かないでください"),
        ("postgresql://role:S3c@ret@127.0.0.1:1/x", "パスワードを書かないでください"),
        ("postgresql://127.0.0.1:1/x?password=S3cret", "パスワードを書かないでください"),
        ("postgresql://127.0.0.1:1/x?sslpassword=S3cret", "パスワードを書かないでください"),
        ("postgresql://role:S3cret%@127.0.0.1/x", "アドレスを読めません"),
        ("postgresql://127.0.0.1/x?S3cret=1", "アドレスを読めません"),
        ("mysql://role:S3cret@127.0.0.1/x", "postgresql://… を指定してください"),
    ],
)
def test_an_address_with_a_password_or_a_mistake_is_refused_and_never_repeated(
    monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    monkeypatch.setenv(PLACE, address)
    with pytest.raises(EditionError, match=said) as told:
        opened_store()

    assert "S3c" not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__ or told.value.__context__ is None


def test_a_wrong_password_stands_in_no_message_and_no_log(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("PGPASSWORD", "S3cret")
    found = Serving(store, tmp_path, lambda _made: None)
    found.refresh()

    assert found.is_away
    assert "password authentication failed" in caplog.text
    assert "S3cret" not in caplog.text


def test_the_environment_names_the_database(
    cluster: Cluster, database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(PLACE, cluster.address(database))
    _published(opened_store(small_data(tmp_path / "data")), OTHER, 0)

    assert _numbers(postgres_store(tmp_path, cluster.address(database))) == [0, 1]


def test_who_has_no_database_needs_none(tmp_path: Path) -> None:
    """The client's library is loaded where a database is named, and not before."""
    asked = "import sys, lib.ui.editions, lib.update.__main__; print('psycopg' in sys.modules)"
    command = [sys.executable, "-c", asked]
    environment = os.environ | {PLACE: str(tmp_path)}
    found = subprocess.run(
        command, cwd=paths.PROJECT, env=environment, capture_output=True, text=True, check=True
    )

    assert found.stdout == "False\n"


def test_a_copy_by_pg_dump_is_the_same_store(
    store: PostgresStore, cluster: Cluster, database: str, tmp_path: Path
) -> None:
    _published(store, OTHER, 0)
    _published(store, THIRD, 1)
    copied, programs = cluster.new_database("copied"), cluster.programs
    dump = tmp_path / "dump"
    for command in (
        [programs / "pg_dump", "-Fc", "-n", "dashboard", "-f", dump, cluster.address(database)],
        [programs / "pg_restore", "-1", "-d", cluster.address(copied), dump],
    ):
        subprocess.run(command, check=True)
    again = postgres_store(tmp_path, cluster.address(copied))

    assert (again.editions(), again.events()) == (store.editions(), store.events())
    assert (again.files(1), again.files(2)) == (OTHER, THIRD)
    assert _published(again, SMALL, 2).number == 3
    with cluster.connected(copied) as owner, pytest.raises(errors.RestrictViolation):
        owner.execute("DELETE FROM dashboard.audit_log")


SHIPPED = files_in(paths.DATA)
DEPARTMENTS = {
    "departments.csv": with_cell(SHIPPED, "departments", 0, "name", "試しの部")["departments.csv"]
}


@pytest.fixture
def whole(cluster: Cluster, database: str) -> PostgresStore:
    """A store over the shipped data, which a process can serve."""
    return PostgresStore(cluster.address(database), Shipped())


def test_a_process_serves_on_while_the_database_is_away_and_goes_on_when_it_is_back(
    whole: PostgresStore,
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]
    asked: list[float] = []
    found = Serving(whole, tmp_path, lambda _made: None, lambda: now[0])
    for module in (editions, edition_list, health):
        monkeypatch.setattr(module, "serving", lambda: found)
    whole.publish(SHIPPED, parent=0, account="", reason="一")
    found.begin()
    assert (found.newest.edition, found.is_away) == (1, False)

    look = whole.editions
    monkeypatch.setattr(whole, "editions", lambda: (asked.append(now[0]), look())[1])
    with cluster.stopped(), caplog.at_level(logging.WARNING):
        for second in range(100):
            now[0] = second
            found.refresh()
        assert asked == [0, 2, 6, 14, 30, 60, 90]  # ever more seldom, and at last every 30 seconds
        assert (found.newest.edition, found.newest.is_readable(), found.is_away) == (1, True, True)
        page = opened("sources")
        assert not page.exception
        assert "第1版（" in shown_words(page)
        assert "版の置き場に届かず、より新しい版があるかどうか" in shown_words(page)
        assert [edition.number for edition in found.editions()] == [0, 1]  # as far as is known
        for question in (found.at, found.files):
            with pytest.raises(UnavailableStoreError, match="版の置き場に届きません"):
                question(0)
        assert len(asked) == 7  # nobody who opens a page waits for it
    whole.publish(SHIPPED, parent=1, account="", reason="二")
    now[0] = 121
    found.refresh()

    assert (found.newest.edition, found.is_away) == (2, False)
    assert "版の置き場" not in editions.version_words()
    said = [record.getMessage() for record in caplog.records if "store of" in record.getMessage()]
    assert len(said) == 2
    assert ("away" in said[0], "back" in said[1]) == (True, True)


def test_a_database_that_goes_away_between_two_questions_makes_no_edition_unusable(
    whole: PostgresStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_number: int) -> None:
        raise UnavailableStoreError

    whole.publish(SHIPPED, parent=0, account="", reason="一")
    now = [0.0]
    found = Serving(whole, tmp_path, lambda _made: None, lambda: now[0])
    with monkeypatch.context() as patch:
        patch.setattr(whole, "files", away)
        found.begin()
        assert (found.newest.edition, found.unusable, found.is_away) == (0, {}, True)
    now[0] = 3
    found.refresh()

    assert (found.newest.edition, found.is_away) == (1, False)


def test_a_running_server_answers_while_its_database_is_stopped_and_started(
    whole: PostgresStore,
    cluster: Cluster,
    database: str,
    server_outside: Outside,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(whole, proposed(whole, DEPARTMENTS), "", "一")
    monkeypatch.setenv(PLACE, cluster.address(database))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(address: str) -> bytes:
        with opener.open(f"{url}{address}", timeout=60) as answer:
            found: bytes = answer.read()
            return found

    def until(**wanted: object) -> None:
        for _ in range(600):
            found = json.loads(get("/health/ready"))
            if all(found.get(name) == value for name, value in wanted.items()):
                return
            time.sleep(0.1)
        pytest.fail(f"{found}")

    with served(server_outside) as url:
        until(number=1, store=None)
        rows = get("/data/subsidy/grants.csv")
        with cluster.stopped():
            until(number=1, store="away")
            assert get("/data/subsidy/grants.csv") == rows
        whole.publish(SHIPPED, parent=1, account="", reason="二")
        until(number=2, store=None)


def test_the_command_says_that_the_database_is_away(
    cluster: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv(PLACE, cluster.address(database))
    (tmp_path / "departments.csv").write_bytes(DEPARTMENTS["departments.csv"])
    publishing = ["publish", str(tmp_path), "--reason", "試し"]
    with cluster.stopped():
        for command in (["list"], publishing):
            assert main(command) == 1
            assert "版の置き場（PostgreSQL）に届きません" in capsys.readouterr().err

    assert main(publishing) == 0
    assert main(["list"]) == 0
    assert "第1版" in capsys.readouterr().out
