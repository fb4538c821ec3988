"""Writes into the audit log how many files were handed out, once an hour; nothing says to whom."""

import asyncio
import datetime as dt
import logging
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from lib import formats
from lib.editions.model import Event
from lib.editions.serving import serving
from lib.ui import measures

ACCOUNT = "サーバー"  # no person's: each process counts by itself
KIND = "exported"
_LOGGER = logging.getLogger(__name__)
_EVERY = dt.timedelta(hours=1)
_LOOKS_EVERY_S = 60.0
_LAST_S = 3.0  # in which the rest is written before a process ends
_NAMES = {
    "csv": "CSV",
    "xlsx": "Excel",
    "json": "JSON",
    "parquet": "Parquet",
    "zip": "zip",
    "png": "画像",
    **dict.fromkeys(("pptx", "html", "pdf"), "資料"),
}
_OTHER = "そのほか"


class ExportLog:
    """Adds up exports, and writes an event of those that no event counts yet.

    Args:
        record: Adds an event to the audit log, as that of a store of editions does.
        counts: The exports of this process since it began, by kind.
        now: The time in UTC.
    """

    def __init__(
        self,
        record: Callable[[Event], None],
        counts: Callable[[], Mapping[str, int]] = measures.exports,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._record = record
        self._counts = counts
        self._now = now
        self._written = dict(counts())  # what is not written yet is the difference: it never grows
        self._tried_at = now()
        self._writing = threading.Lock()
        self._has_failed = False

    def look(self) -> None:
        """Writes, if an hour has passed since this was last tried."""
        if self._now() - self._tried_at >= _EVERY:
            self.write()

    def write(self) -> None:
        """Writes what was handed out since; where that fails, the next event counts it too."""
        with self._writing:
            self._tried_at = self._now()
            counts = dict(self._counts())
            new = {kind: count - self._written.get(kind, 0) for kind, count in counts.items()}
            if not any(new.values()):
                return
            try:
                self._record(Event(self._tried_at, ACCOUNT, KIND, words_of(new)))
            except Exception as error:  # noqa: BLE001 - whatever fails, the dashboard goes on
                self._fail(error)
            else:
                self._written, self._has_failed = counts, False

    def _fail(self, error: Exception) -> None:
        """Logs that nothing could be written, once until it can be again."""
        if not self._has_failed:
            _LOGGER.warning("The number of exports could not be written", exc_info=error)
        self._has_failed = True

    def finish(self) -> None:
        """Writes the rest, for which the end of a process does not wait long."""
        thread = threading.Thread(target=self.write, daemon=True)
        thread.start()
        thread.join(_LAST_S)


def words_of(counts: Mapping[str, int]) -> str:
    """How many files of each kind were handed out, as in 書き出し 3件（CSV 2、資料 1）."""
    found: dict[str, int] = dict.fromkeys((*_NAMES.values(), _OTHER), 0)
    for kind, count in counts.items():
        found[_NAMES.get(kind, _OTHER)] += count
    parts = [f"{name} {formats.number(count)}" for name, count in found.items() if count]
    return f"書き出し {formats.number(sum(counts.values()))}件（{'、'.join(parts)}）"


@asynccontextmanager
async def recorded() -> AsyncIterator[None]:
    """Writes what is handed out inside the block, where there is a log."""
    if not serving().may_publish:
        yield
        return
    log = ExportLog(serving().store.record)
    looking = asyncio.create_task(_look_at_intervals(log))
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        log.finish()


async def _look_at_intervals(log: ExportLog) -> None:
    while True:
        await asyncio.sleep(_LOOKS_EVERY_S)
        await asyncio.to_thread(log.look)
