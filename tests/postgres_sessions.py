"""Fixtures of the tests that need a database server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster, programs, started
from tests.programs import needed


@pytest.fixture(scope="session")
def server_of_databases() -> Iterator[Cluster]:
    """The server of all tests of a process."""
    found = programs()
    with started(Path(needed(str(found) if found else None, "PostgreSQL"))) as cluster:
        yield cluster


@pytest.fixture
def cluster(server_of_databases: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """The server; whatever connects by libpq finds the password."""
    monkeypatch.setenv("PGPASSWORD", server_of_databases.password)
    return server_of_databases
