"""What was made from the data before, and is kept for all sessions.

The data of a database never change, and a view's state is a value: the same database and state
always give the same exhibit, which is therefore made once and shared by all sessions.

Searches have no end, so all that is kept has one bound in bytes, and what was not used for longest
goes first. Where many sessions ask for the same at once, one makes it and the others wait.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from threading import Condition
from typing import Any, ParamSpec, TypeVar, cast

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MOST_BYTES = 40_000_000  # of all results together, as counted; 200 sessions take as much again


def size_of(value: object) -> int:
    """Bytes that a value takes with all that it holds.

    What two values share counts for both, so that the sum is never too small. Of what is neither
    data nor a dataclass only the thing itself counts: a database, a function.
    """
    parts: list[object] = []
    if isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, tuple | list | set | frozenset):
        parts = [*value]
    elif is_dataclass(value) and not isinstance(value, type):
        names = vars(value) if hasattr(value, "__dict__") else [own.name for own in fields(value)]
        parts = [getattr(value, name) for name in names]
    return sys.getsizeof(value) + sum(size_of(part) for part in parts)


_KEPT: LRUCache[Any, Any] = LRUCache(MOST_BYTES, size_of)
_CHANGED = Condition()


def remembered(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """A function of hashable arguments whose results are kept while there is room.

    Callers share the results and must not change them. A result that grows after it was returned,
    as by a cached property, is counted as it was then.
    """

    def key(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - those of any function
        return hashkey(function, *arguments, **named)

    kept = cached(_KEPT, key, condition=_CHANGED)(function)
    return cast("Callable[Arguments, Result]", kept)


def forget(is_gone: Callable[[object], bool]) -> None:
    """Drops all results that were made from something that nobody needs any more.

    Args:
        is_gone: Whether an argument is such a thing.
    """
    with _CHANGED:
        for key in [key for key in _KEPT if any(map(is_gone, key))]:
            del _KEPT[key]


def kept_bytes() -> int:
    """Bytes of all results that are kept now."""
    return int(_KEPT.currsize)
