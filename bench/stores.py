"""The stores of editions that are put under fire: a folder, and a database of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from lib.editions.store import PLACE
from tests.postgres import Cluster, programs, started

KINDS = ("folder", "postgres")


@contextmanager
def placed(kind: str) -> Iterator[Cluster | None]:
    """An empty store that the environment names for as long as the block runs.

    Yields:
        The server of the database, if the store is in one.
    """
    if kind == "folder":
        with TemporaryDirectory() as folder:
            os.environ[PLACE] = folder
            yield None
    else:
        found = programs()
        if found is None:
            message = "PostgreSQL is not on this machine"
            raise SystemExit(message)
        with started(found) as cluster:
            os.environ[PLACE] = cluster.address(cluster.new_database())
            os.environ["PGPASSWORD"] = cluster.password
            yield cluster
    del os.environ[PLACE]
