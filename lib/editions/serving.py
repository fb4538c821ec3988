"""Which editions a process serves: the newest, and any other one that is asked for.

Nobody waits for a publication: the database of a new edition is built, and what its pages open with
is made, while the former one is still served. Whoever began with an edition ends with it.
"""

import logging
import math
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from lib import memory, paths
from lib.build import WRITE_ERRORS, built_database, obstacle
from lib.database import Database, of_process, using
from lib.editions.last_served import Last, LastServed
from lib.editions.model import (
    Edition,
    EditionError,
    Files,
    UnavailableStoreError,
    UnusableEditionError,
    name_of,
)
from lib.editions.publishing import edition_of, write
from lib.editions.store import PLACE, EditionStore, ShippedOnly, opened_store
from lib.validation import InvalidDataError
from lib.views.openings import make_openings

Origin = Literal["store", "last", "shipped"]

_LOGGER = logging.getLogger(__name__)
_MOST_OTHERS = 3  # that stay open beside the newest; each is a few megabytes
_AGAIN_AFTER_S = 60.0  # a full disk may have been emptied, a damaged file brought back
_AWAY = "版の置き場に届きません。しばらくしてから、もう一度開いてください。"
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 2.0, 30.0  # between looks for a store that is away


class Serving:
    """The editions that a process serves.

    Args:
        store: Where they are.
        target: Where their databases are built.
        prepare: Makes what pages open with.
        clock: Seconds from any beginning.
        last: The edition that was served last on this machine; None keeps none.
    """

    def __init__(
        self,
        store: EditionStore,
        target: Path,
        prepare: Callable[[Database], None] = make_openings,
        clock: Callable[[], float] = time.monotonic,
        last: LastServed | None = None,
    ) -> None:
        self._store = store
        self._target = target
        self._prepare = prepare
        self._clock = clock
        self._last = last
        self._unconfirmed: Last | None = None  # what is served, until the store says that it has it
        self._newest: Database | None = None
        self._others: OrderedDict[int, Database] = OrderedDict()  # the last used last
        self._refreshing = threading.Lock()
        self._opening = threading.Lock()  # one at a time, as each takes a processor for seconds
        self._changing = threading.Lock()
        self._unusable: dict[int, tuple[float, Exception]] = {}  # when found, and why
        self._known: tuple[Edition, ...] = ()  # as the store last said
        self._pause = 0.0  # seconds until the next look, while the store is away
        self._looked = 0.0  # when the store was last found to be away

    @property
    def newest(self) -> Database:
        """The newest edition that this process can show; asking for it takes no time."""
        return self._newest or of_process()

    @property
    def unusable(self) -> dict[int, str]:
        """The editions after the one that is served, and why they cannot be."""
        return {
            number: _reason(why)
            for number, (_, why) in sorted(self._unusable.items())
            if number > self.newest.edition
        }

    def editions(self) -> tuple[Edition, ...]:
        """What is known of all editions, the oldest first; none if the store was never reached."""
        if not self.is_away:
            try:
                self._known = self._store.editions()
            except UnavailableStoreError as error:
                self._miss(error)
        return self._known

    @property
    def store(self) -> EditionStore:
        """Where the editions are."""
        return self._store

    @property
    def may_publish(self) -> bool:
        """Whether there is a store, so that another edition may come at any time."""
        return not isinstance(self._store, ShippedOnly)

    @property
    def is_away(self) -> bool:
        """Whether the store could not be reached, so that there may be newer editions."""
        return self._pause > 0

    @property
    def origin(self) -> Origin:
        """Where what is served is from; other than the store only while that is away."""
        if self._unconfirmed:
            return "last"
        is_told = self._newest is not None or len(self._known) == 1
        return "store" if is_told or not self.is_away else "shipped"

    def begin(self) -> None:
        """Serves the newest edition that can be, before anybody is answered."""
        self.refresh()
        if self._newest is None and self.is_away:
            self._begin_with_last()
        if self._newest is None:
            self._prepare(of_process())

    def files(self, number: int) -> Files:
        """The complete set of an edition.

        Raises:
            EditionError: There is no such edition, it is damaged, or the store cannot be reached.
        """
        self._refuse_to_wait()
        return self._store.files(number)

    def refresh(self, *, is_store_back: bool = False) -> None:
        """Looks for a newer edition and serves it once all is made that its pages open with.

        What fails is logged and told, and the former edition stays.

        Args:
            is_store_back: Whether the store was reached just now, so that nothing is to be awaited.
        """
        with self._refreshing:  # whoever publishes looks too
            if is_store_back:
                self._looked = -math.inf
            self._refresh()

    def _begin_with_last(self) -> None:
        """Serves what was served last on this machine, if it is as it was published."""
        last = self._last.found() if self._last else None
        if last is None:
            return
        try:
            made = self._built(last.files, last.number)
            with using(made):
                self._prepare(made)
        except Exception:
            _LOGGER.exception("Edition %s, which was served last, cannot be served", last.number)
            return
        self._newest, self._unconfirmed = made, last
        _LOGGER.warning("Edition %s is served, as it was served last", last.number)

    def _refresh(self) -> None:
        listed = self._listed()
        served = self._confirmed(listed)
        for edition in reversed(listed):
            if edition.number <= served:
                return
            if self._failed_lately(edition.number):
                continue
            try:
                with self._opening:
                    found = self._opened(edition.number)
                with using(found):
                    self._prepare(found)
            except UnavailableStoreError as error:
                self._miss(error)
                return
            except Exception as error:  # whatever fails, what is served goes on
                self._unusable[edition.number] = (self._clock(), error)
                _LOGGER.exception("Edition %s cannot be served", edition.number)
                continue
            former = None if self._unconfirmed else self._newest
            self._newest, self._unconfirmed = found, None
            self._keep(former or found)
            _LOGGER.info("Edition %s is served", edition.number)
            self._remember(edition)
            return

    def _confirmed(self, listed: Iterable[Edition]) -> int:
        """The number of the edition that is served; -1 where the store has other data under it."""
        last = self._unconfirmed
        known = {(edition.number, edition.digest) for edition in listed}
        if last and known and (last.number, last.digest) not in known:
            return -1
        if known:
            self._unconfirmed = None
        return self._newest.edition if self._newest else 0

    def _remember(self, edition: Edition) -> None:
        """Keeps what is served by now for a start while the store is away."""
        if self._last is None:
            return
        try:
            self._last.keep(edition, self._store.files(edition.number))
        except (EditionError, OSError):
            _LOGGER.warning("Edition %s is not kept", edition.number, exc_info=True)

    def _listed(self) -> tuple[Edition, ...]:
        """All editions; none while the store is away, for which it looks ever more seldom."""
        if self.is_away and self._clock() - self._looked < self._pause:
            return ()
        try:
            found = self._store.editions()
        except Exception as error:  # noqa: BLE001 - whatever fails, what is served goes on
            self._miss(error)
            return ()
        if self.is_away:
            self._pause = 0.0
            _LOGGER.warning("The store of editions is back")
        self._known = found
        return found

    def _miss(self, error: Exception) -> None:
        """Notes that the store is away, which is logged once."""
        if not self.is_away:
            words = "The store of editions is away; what is served goes on"
            _LOGGER.warning(words, exc_info=error)
        self._pause = min(max(2 * self._pause, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)
        self._looked = self._clock()

    def _failed_lately(self, number: int) -> bool:
        found = self._unusable.get(number)
        return found is not None and self._clock() - found[0] < _AGAIN_AFTER_S

    def at(self, number: int) -> Database:
        """The database of an edition; built, which takes seconds, if it is not open.

        Raises:
            UnknownEditionError: There is no such edition.
            DamagedEditionError: Its files are not those that were published.
            UnusableEditionError: This release of the software finds fault with its data.
            UnavailableStoreError: It is not open, and the store cannot be reached.
            OSError: Its database cannot be written.
        """
        found = self.if_open(number)
        if found is None:
            self._refuse_to_wait()
            edition_of(self._store, number)
            with self._opening:
                found = self.if_open(number) or self._tried(number)
            self._keep(found)
        return found

    def _refuse_to_wait(self) -> None:
        if self.is_away:
            raise UnavailableStoreError(_AWAY)

    def _tried(self, number: int) -> Database:
        """Opens an edition; one that was found unusable just now takes no processor again."""
        _, known = self._unusable.get(number, (0.0, None))
        if isinstance(known, UnusableEditionError) and self._failed_lately(number):
            raise UnusableEditionError(str(known))
        try:
            return self._opened(number)
        except UnusableEditionError as error:
            self._unusable[number] = (self._clock(), error)
            raise

    def if_open(self, number: int) -> Database | None:
        """The database of an edition if it is open, without a wait."""
        with self._changing:
            if self.newest.edition == number:
                return self.newest
            if number in self._others:
                self._others.move_to_end(number)
            return self._others.get(number)

    def _opened(self, number: int) -> Database:
        if number == 0 and len(self._store.editions()) == 1:
            return of_process()
        return self._built(self._store.files(number), number)

    def _built(self, files: Files, number: int) -> Database:
        try:
            with TemporaryDirectory(prefix="edition-") as folder:
                write(files, Path(folder))
                return Database(built_database(Path(folder), self._target), number)
        except InvalidDataError as error:
            message = (
                f"{name_of(number)}は、今のソフトウェアでは示せません。"
                f"データに{len(error.faults)}件の誤りがあります（{error.faults[0]}）。"
            )
            raise UnusableEditionError(message) from error

    def _keep(self, database: Database) -> None:
        """Keeps an edition open, and lets go of those that were not used for longest."""
        with self._changing:
            if database is not self.newest:
                self._others[database.edition] = database
                self._others.move_to_end(database.edition)
            while len(self._others) > _MOST_OTHERS:
                self._others.popitem(last=False)
            kept = {id(one) for one in (self.newest, *self._others.values())}
        _forget_all_but(kept)


def _reason(error: Exception) -> str:
    """Why an edition is not served, for the operator; what no one foresaw is in the log."""
    if isinstance(error, EditionError):
        return str(error)
    return (
        obstacle(error)[0]
        if isinstance(error, WRITE_ERRORS)
        else "画面を作れません（記録を見る）。"
    )


def _forget_all_but(kept: Iterable[int]) -> None:
    """Has nothing hold a database that is served no more but what is still at work with it."""
    known = set(kept)
    memory.forget(lambda part: isinstance(part, Database) and id(part) not in known)


@lru_cache(maxsize=1)
def serving() -> Serving:
    """What this process serves.

    Its databases lie below the one that it began with, which no build of an edition removes.
    """
    named, store = os.environ.get("DASHBOARD_DATABASE"), os.environ.get(PLACE)
    target = (Path(named).parent if named else paths.BUILD) / "editions"
    last = LastServed(paths.BUILD, store) if store else None
    return Serving(opened_store(), target, last=last)
