"""A PostgreSQL server of its own for tests: Debian's programs, a folder, and a free port."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors, sql

from lib.launch import DATABASE_SERVERS

_OWNER = "postgres"  # the server refuses root
_STARTUP_S = 60


class Cluster:
    """A server that listens on this machine's own address alone, and asks for a password.

    Attributes:
        programs: The folder of PostgreSQL's programs.
        port: Its port.
        password: That of the user postgres.
    """

    def __init__(self, found: Path, folder: Path) -> None:
        self.programs = found
        self.password = secrets.token_hex(16)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        word = folder / "password"
        word.write_text(self.password)
        _give(word)
        options = [f"--pgdata={folder / 'data'}", f"--username={_OWNER}", f"--pwfile={word}"]
        more = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
        command = [found / "initdb", *options, *more]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **_as_owner())

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        until = time.monotonic() + _STARTUP_S
        while time.monotonic() < until:
            # It ends again where a part of one that was killed is still ending.
            if self._process is None or self._process.poll() is not None:
                self._process = self._launched()
            with suppress(psycopg.OperationalError), self.connected():
                return
            time.sleep(0.05)
        raise TimeoutError((self._folder / "log").read_text())

    def _launched(self) -> "subprocess.Popen[bytes]":
        settings = (f"port={self.port}", "listen_addresses=127.0.0.1", "fsync=off")
        places = ["-D", self._folder / "data", "-k", self._folder]
        options = [part for setting in settings for part in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self.programs / "postgres", *places, *options],
                cwd=self._folder,
                stdout=log,
                stderr=log,
                **_as_owner(),
            )

    def stop(self) -> None:
        """Has the server end its connections and itself."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_STARTUP_S)
            self._process = None

    def kill(self) -> None:
        """Kills the server and all that it started at once."""
        if self._process:
            number = self._process.pid
            os.kill(number, signal.SIGSTOP)  # so that it starts nothing meanwhile
            children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
            for one in (*map(int, children), number):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            self._process.wait(_STARTUP_S)
            self._process = None

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Without the server for as long as the block runs."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def connected(self, database: str = "postgres") -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection of the tests' own."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=_OWNER,
            password=self.password,
            dbname=database,
            autocommit=True,
        )

    def new_database(self, name: str = "editions") -> str:
        """The name of a database without tables; the same name gives the same one, emptied."""
        with self.connected() as connection, suppress(errors.DuplicateDatabase):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with self.connected(name) as connection:
            connection.execute("DROP SCHEMA IF EXISTS dashboard CASCADE")
        return name

    def address(self, database: str, role: str = _OWNER) -> str:
        """What the environment names a store by; the password is in PGPASSWORD."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"


def _owner() -> dict[str, str]:
    """Whose the server and its files are."""
    return {"user": _OWNER, "group": _OWNER} if os.geteuid() == 0 else {}


def _as_owner() -> dict[str, Any]:
    """How a program is started that refuses root."""
    return {**_owner(), "extra_groups": []} if _owner() else {}


def _give(place: Path) -> None:
    if _owner():
        shutil.chown(place, **_owner())


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, if they are on this machine."""
    return next((Path(path).parent for path in DATABASE_SERVERS if shutil.which(path)), None)


@contextmanager
def started(found: Path) -> Iterator[Cluster]:
    """A server for as long as the block runs.

    Args:
        found: The folder of its programs.
    """
    with tempfile.TemporaryDirectory(prefix="pg-") as made:  # a socket's path has to be short
        folder = Path(made)
        _give(folder)
        cluster = Cluster(found, folder)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
