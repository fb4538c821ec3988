"""First entries in a table of a PostgreSQL database, from which rows are removed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path

from psycopg import Connection
from psycopg.rows import dict_row

from lib.editions.model import Files
from lib.editions.waiting import (
    MOST_ENTRIES,
    NoSuchEntryError,
    TooManyEntriesError,
    WaitingEntry,
    archived,
    is_code,
    restored,
)

_TABLE = Path(__file__).with_suffix(".sql")
_ADDING_LOCK = 0x0ED1_7106  # any number that nothing else in the database locks
_HAS_TABLE = "SELECT to_regclass('dashboard.waiting_entries') IS NOT NULL"
_ENTRIES = """
    SELECT code, account, at, file, base, reason, tables, rows
    FROM dashboard.waiting_entries ORDER BY at, code
"""
_COUNT = "SELECT count(*) FROM dashboard.waiting_entries"
_FILES = "SELECT files FROM dashboard.waiting_entries WHERE code = %s"
_ADD = """
    INSERT INTO dashboard.waiting_entries
        (code, account, at, file, base, reason, tables, rows, files)
    VALUES (%(code)s, %(account)s, %(at)s, %(file)s, %(base)s, %(reason)s, %(tables)s, %(rows)s,
            %(files)b)
"""
_LOCK = "SELECT pg_advisory_xact_lock(%s)"
# What is done in the block has a connection of its own, which is cut off after as many seconds.
_IDLE = "SET LOCAL idle_in_transaction_session_timeout = '20s'"
_REMOVE = "DELETE FROM dashboard.waiting_entries WHERE code = %s"


class PostgresWaiting:
    """First entries in a database, for any number of servers.

    Args:
        transaction: Opens a connection with one transaction.
        make_tables: Makes the tables of editions where they are missing.
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        make_tables: Callable[[Connection], None],
    ) -> None:
        self._transaction = transaction
        self._make_tables = make_tables

    def entries(self) -> tuple[WaitingEntry, ...]:
        """All that wait, the oldest first.

        Raises:
            UnavailableStoreError: The database cannot be reached.
        """
        with self._transaction() as connection:
            if not _has_table(connection):
                return ()
            rows = connection.cursor(row_factory=dict_row).execute(_ENTRIES).fetchall()
        return tuple(WaitingEntry(**(row | {"tables": tuple(row["tables"])})) for row in rows)

    def files(self, code: str) -> Files:
        """The changed files of an entry.

        Raises:
            NoSuchEntryError: It does not wait.
            DamagedEntryError: What is kept of it cannot be what was entered.
            UnavailableStoreError: The database cannot be reached.
        """
        stored = None
        with self._transaction() as connection:
            if is_code(code) and _has_table(connection):
                stored = connection.execute(_FILES, (code,), binary=True).fetchone()
        if stored is None:
            raise NoSuchEntryError
        return restored(stored[0])

    @contextmanager
    def adding(self, entry: WaitingEntry, files: Files) -> Iterator[None]:
        """Keeps an entry, which is there once the block has ended without an error.

        Raises:
            TooManyEntriesError: No more may wait.
            TooLargeEntryError: The files are too large.
            EditionError: The role of the connection may not.
            UnavailableStoreError: The database cannot be reached.
        """
        row = asdict(entry) | {"tables": list(entry.tables), "files": archived(files)}
        with self._transaction() as connection:  # of its own, as the block may ask for the tables
            self._make_tables(connection)
            connection.execute(_LOCK, (_ADDING_LOCK,))
            if not _has_table(connection):
                connection.execute(_TABLE.read_bytes())
        with self._transaction() as connection:
            # Whoever adds at the same time waits, so that no more are kept than may be.
            connection.execute(_LOCK, (_ADDING_LOCK,))
            kept = connection.execute(_COUNT).fetchone()
            if kept and kept[0] >= MOST_ENTRIES:
                raise TooManyEntriesError
            connection.execute(_ADD, row)
            connection.execute(_IDLE)
            yield

    @contextmanager
    def removing(self, code: str) -> Iterator[None]:
        """Removes an entry, which is gone once the block has ended without an error.

        Raises:
            NoSuchEntryError: It does not wait, or no more.
            EditionError: The role of the connection may not.
            UnavailableStoreError: The database cannot be reached.
        """
        with self._transaction() as connection:
            if not is_code(code) or not _has_table(connection):
                raise NoSuchEntryError
            # The row stays locked until the end: whoever removes it too waits, and finds it gone.
            if connection.execute(_REMOVE, (code,)).rowcount != 1:
                raise NoSuchEntryError
            connection.execute(_IDLE)
            yield


def _has_table(connection: Connection) -> bool:
    found = connection.execute(_HAS_TABLE).fetchone()
    return bool(found and found[0])
