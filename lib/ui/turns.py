"""One reading of a file at a time for each account, however many windows it has open.

A reading takes a processor for up to a minute, and memory for two complete sets and their exhibits.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

BUSY = (
    "同じアカウントで、別のファイルを読み込んでいます。終わってから、もう一度読み込んでください。"
)
_reading: set[str] = set()  # accounts
_LOCK = threading.Lock()


@contextmanager
def turn(account: str) -> Iterator[bool]:
    """Around a reading: whether the account may begin one, as it has none under way.

    Args:
        account: Its name.
    """
    with _LOCK:
        is_free = account not in _reading
        _reading.add(account)
    try:
        yield is_free
    finally:
        if is_free:
            with _LOCK:
                _reading.discard(account)
