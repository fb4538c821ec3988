"""Collects garbage at intervals, and keeps what lives long out of the collector's way.

Python's collector walks all objects that could be part of a cycle. On a server that has been used
for a while these are mostly results that are kept, so that every walk takes longer while it finds
nothing. What survives a collection is therefore frozen: no later one walks it.

What is frozen and dropped later goes at once, unless it is part of a cycle, as the sessions of
Streamlit are. So once in a while everything is thawed and walked.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

INTERVAL_S = 10
WHOLE_EVERY = 30  # collections between two walks of everything, which take half a second: 5 minutes
# New objects until the collector of Python itself looks at the young ones; 700 come with every
# third element of a page.
YOUNG = 50_000


def freeze() -> None:
    """Collects what is young and freezes what survives."""
    gc.collect()
    gc.freeze()


def freeze_anew() -> None:
    """Collects all that there is, what was frozen before included, and freezes what survives."""
    gc.unfreeze()
    freeze()


async def _collect_at_intervals() -> None:
    count = 0
    while True:
        await asyncio.sleep(INTERVAL_S)
        count += 1
        if count % WHOLE_EVERY:
            freeze()
        else:
            freeze_anew()


@asynccontextmanager
async def collected() -> AsyncIterator[None]:
    """Freezes what there is, and goes on doing so inside the block."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    freeze()
    timer = asyncio.create_task(_collect_at_intervals())
    try:
        yield
    finally:
        timer.cancel()
        with suppress(asyncio.CancelledError):
            await timer
