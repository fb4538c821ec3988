"""Editions in a PostgreSQL database, for several servers.

A publication is one transaction, and an edition has one successor, by a unique key. Connections
are short: a database that is away holds up a publication, and nothing that is served.
"""

import datetime as dt
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import Connection, errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import class_row

from lib.editions.archive import packed, unpacked
from lib.editions.model import (
    DamagedEditionError,
    Edition,
    EditionError,
    Event,
    Files,
    SupersededError,
    UnavailableStoreError,
    UnknownEditionError,
    digest_of,
    event_of,
)
from lib.editions.shipped import Shipped
from lib.editions.waiting_postgres import PostgresWaiting

_DEFAULTS: Mapping[str, Any] = {"connect_timeout": 5, "application_name": "dashboard-editions"}
# Of the transaction alone, so that a pool of connections hands nothing on. Whoever is stopped while
# it publishes holds up the next one for these seconds at most.
_LIMITS = """
    SELECT set_config('statement_timeout', '10s', true),
           set_config('idle_in_transaction_session_timeout', '5s', true),
           set_config('timezone', 'UTC', true)
"""
_LONGEST_S = 20.0  # of a transaction, also where the database does not keep its own limits
_TABLES = Path(__file__).with_suffix(".sql")
_TABLES_LOCK = 0x0ED1_7105  # any number that nothing else in the database locks
_HAS_TABLES = "SELECT to_regclass('dashboard.audit_log') IS NOT NULL"
# Tables of an earlier release have no such column, until somebody enters data a second time.
_HAS_CONFIRMED = """
    SELECT EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = to_regclass('dashboard.editions')
        AND attname = 'confirmed_by' AND NOT attisdropped
    )
"""
_EDITIONS = """
    SELECT number, parent, digest, account, published_at, reason, takes_back
    FROM dashboard.editions ORDER BY number
"""
_CONFIRMED = """
    SELECT number, parent, digest, account, published_at, reason, takes_back, confirmed_by
    FROM dashboard.editions ORDER BY number
"""
_FILES = "SELECT digest, files FROM dashboard.editions WHERE number = %s"
_ADD_EDITION = """
    INSERT INTO dashboard.editions
        (number, parent, digest, account, published_at, reason, takes_back, files)
    VALUES (%(number)s, %(parent)s, %(digest)s, %(account)s, %(published_at)s, %(reason)s,
            %(takes_back)s, %(files)b)
"""
_ADD_CONFIRMED = """
    INSERT INTO dashboard.editions
        (number, parent, digest, account, published_at, reason, confirmed_by, files)
    VALUES (%(number)s, %(parent)s, %(digest)s, %(account)s, %(published_at)s, %(reason)s,
            %(confirmed_by)s, %(files)b)
"""
_HAS_SHIPPED = "SELECT EXISTS (SELECT FROM dashboard.editions WHERE number = 0)"
_ADD_SHIPPED = f"{_ADD_EDITION} ON CONFLICT DO NOTHING"
_EVENTS = "SELECT at, account, kind, words FROM dashboard.audit_log ORDER BY at, place"
_ADD_EVENT = """
    INSERT INTO dashboard.audit_log (at, account, kind, words)
    VALUES (%(at)s, %(account)s, %(kind)s, %(words)s)
"""
_AWAY = "版の置き場（PostgreSQL）に届きません。しばらくしてから、もう一度行ってください。"
_UNCERTAIN = (
    "版の置き場（PostgreSQL）との接続が公開の終わりに切れ、公開できたかどうかを確かめられません。"
    "届くようになってから、版の一覧を確かめてください。"
)
_NO_RIGHT = (
    "版の置き場（PostgreSQL）に書く、または読む権利がありません。"
    "接続するロールと、その権利を確かめてください。"
)
_MALFORMED = (
    "版の置き場のアドレスを読めません。"
    "postgresql://ロール@機械:ポート/データベース の形で書いてください。"
)
_NOT_THERE = (
    "版の置き場のアドレスにパスワードを書かないでください。"
    "環境変数 PGPASSWORD か、ファイル ~/.pgpass に書いてください。"
)


class _UncertainError(UnavailableStoreError):
    """The database went away while it was asked to commit."""


class PostgresStore:
    """Editions in a database, for any number of servers.

    Args:
        address: Where it is, as ``postgresql://…`` without a password; libpq looks for that in
            PGPASSWORD and in ``~/.pgpass``.
        shipped: The shipped data, which are edition 0 until the first publication writes it down.

    Raises:
        EditionError: The address cannot be read, or holds a password.
    """

    def __init__(self, address: str, shipped: Shipped) -> None:
        self._parameters = _parameters(address)
        self._shipped = shipped

    def editions(self) -> tuple[Edition, ...]:
        """All editions, the oldest first.

        Raises:
            UnavailableStoreError: The database cannot be reached.
        """
        with self._transaction() as connection:
            if not _holds(connection, _HAS_TABLES):
                return (self._shipped.edition,)
            asked = _CONFIRMED if _holds(connection, _HAS_CONFIRMED) else _EDITIONS
            stored = connection.cursor(row_factory=class_row(Edition)).execute(asked).fetchall()
        return tuple(stored) or (self._shipped.edition,)

    def files(self, number: int) -> Files:
        """The complete set of an edition, just as it was published.

        Raises:
            UnknownEditionError: There is no such edition.
            DamagedEditionError: The files are not those that were published.
            UnavailableStoreError: The database cannot be reached.
        """
        with self._transaction() as connection:
            stored = None
            if _holds(connection, _HAS_TABLES):
                stored = connection.execute(_FILES, (number,), binary=True).fetchone()
        if stored is None and number == 0:
            return self._shipped.files
        if stored is None:
            raise UnknownEditionError(str(number), (known.number for known in self.editions()))
        digest, archive = stored
        with suppress(ValueError):
            files = unpacked(archive)
            if digest_of(files) == digest:
                return files
        raise DamagedEditionError(number, "中身が公開したときと違う")

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
            EditionError: The set is too large, or the role of the connection may not publish.
            UnavailableStoreError: The database cannot be reached; the message says whether it is
                known that nothing was published.
        """
        now = dt.datetime.now(dt.UTC)
        edition = Edition(
            number=parent + 1,
            parent=parent,
            digest=digest_of(files),
            account=_text(account),
            published_at=now,
            reason=_text(reason),
            takes_back=takes_back,
            confirmed_by=confirmed_by,
        )
        archive = packed(files)
        try:
            return self._added(edition, archive)
        except _UncertainError:
            # The same once more tells, as the parent has one successor only.
            try:
                return self._added(edition, archive)
            except UnavailableStoreError as error:
                raise UnavailableStoreError(_UNCERTAIN) from error
        except UnavailableStoreError as error:
            message = f"何も公開していません。{error}"
            raise UnavailableStoreError(message) from error

    def _added(self, edition: Edition, archive: bytes) -> Edition:
        try:
            with self._transaction() as connection:
                _make_tables(connection)
                if not _holds(connection, _HAS_SHIPPED):
                    shipped = asdict(self._shipped.edition)
                    content = packed(self._shipped.files)
                    connection.execute(_ADD_SHIPPED, shipped | {"files": content})
                adding = _ADD_EDITION if edition.confirmed_by is None else _ADD_CONFIRMED
                connection.execute(adding, asdict(edition) | {"files": archive})
                connection.execute(_ADD_EVENT, asdict(event_of(edition)))
        except (errors.UniqueViolation, errors.ForeignKeyViolation) as error:
            known = self.editions()
            if edition not in known:
                raise SupersededError(known[-1]) from error
        return edition

    @property
    def waiting(self) -> PostgresWaiting:
        """First entries that wait for a second one."""
        return PostgresWaiting(self._transaction, _make_tables)

    def record(self, event: Event) -> None:
        """Adds to the audit log.

        Raises:
            UnavailableStoreError: The database cannot be reached.
        """
        own = {"account": _text(event.account), "words": _text(event.words)}
        with self._transaction() as connection:
            _make_tables(connection)
            connection.execute(_ADD_EVENT, asdict(event) | own)

    def events(self) -> tuple[Event, ...]:
        """The audit log, the oldest first.

        Raises:
            UnavailableStoreError: The database cannot be reached.
        """
        with self._transaction() as connection:
            if not _holds(connection, _HAS_TABLES):
                return ()
            return tuple(connection.cursor(row_factory=class_row(Event)).execute(_EVENTS))

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A connection with one transaction, which is committed at the end of the block."""
        is_ending = False
        try:
            with (
                closing(psycopg.connect(**self._parameters, autocommit=True)) as connection,
                _cut_off(connection),
                connection.transaction(),
            ):
                connection.execute(_LIMITS)
                yield connection
                is_ending = True
        except (errors.UniqueViolation, errors.ForeignKeyViolation):
            raise
        except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
            raise EditionError(_NO_RIGHT) from error
        except psycopg.Error as error:
            raise (_UncertainError if is_ending else UnavailableStoreError)(_AWAY) from error


def _parameters(address: str) -> dict[str, Any]:
    try:
        given = conninfo_to_dict(address)
    except psycopg.Error:
        raise EditionError(_MALFORMED) from None  # the cause repeats parts of the address
    if any("password" in name for name in given):
        raise EditionError(_NOT_THERE)
    return {**_DEFAULTS, **given}


@contextmanager
def _cut_off(connection: Connection) -> Iterator[None]:
    """Ends the wait for a database that does not answer any more."""
    with socket.socket(fileno=os.dup(connection.fileno())) as wire:

        def cut() -> None:
            with suppress(OSError):  # it has ended by itself
                wire.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(_LONGEST_S, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _holds(connection: Connection, question: LiteralString) -> bool:
    found = connection.execute(question).fetchone()
    return bool(found and found[0])


def _make_tables(connection: Connection) -> None:
    if _holds(connection, _HAS_TABLES):
        return
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_TABLES_LOCK,))
    if not _holds(connection, _HAS_TABLES):  # nor has anybody made them meanwhile
        connection.execute(_TABLES.read_bytes())


def _text(words: str) -> str:
    """Words without the one character that PostgreSQL has no place for."""
    return words.replace("\0", "\N{REPLACEMENT CHARACTER}")
