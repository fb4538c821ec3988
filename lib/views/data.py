"""Brings options that stand in the data to the states of pages."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from lib.database import Database, database


def options_from(
    query: Callable[[Database], Mapping[str, str]],
) -> Callable[[], Mapping[str, str]]:
    """Options that are read once a process, when they are first needed."""

    @lru_cache(maxsize=1)
    def options() -> Mapping[str, str]:
        return query(database())

    return options
