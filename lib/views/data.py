"""What views keep: options that stand in the data, and exhibits that were made before.

The data of a database never change, and a view's state is a value: the same database and state
always give the same exhibit, which is therefore made once and shared by all sessions.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from lib.database import Database, database

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_MOST_RESULTS = 128  # of one function; searches have no end


def remembered(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """A function of hashable arguments that keeps its latest results.

    Callers share the results and must not change them.
    """
    kept = lru_cache(maxsize=_MOST_RESULTS)(function)
    return cast("Callable[Arguments, Result]", kept)


def options_from(
    query: Callable[[Database], Result],
) -> Callable[[], Result]:
    """Options, or a default, that are read once a database, when they are first needed."""
    kept = remembered(query)
    return lambda: kept(database())
