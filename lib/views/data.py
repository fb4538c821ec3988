"""Options of views that stand in the data."""

from collections.abc import Callable
from typing import TypeVar

from lib.database import Database, database
from lib.memory import remembered

Result = TypeVar("Result")


def options_from(
    query: Callable[[Database], Result],
) -> Callable[[], Result]:
    """Options, or a default, that are read once a database, when they are first needed."""
    kept = remembered(query)
    return lambda: kept(database())
