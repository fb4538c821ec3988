"""Which edition a page or an answer is made of: chosen at its start and held to its end.

An address may name one, as in ``?edition=3``; otherwise it is the newest one that is served.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import wraps
from types import MappingProxyType

import anyio
import streamlit as st
from anyio.to_thread import run_sync
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.addresses import EDITION
from lib.build import WRITE_ERRORS, obstacle
from lib.database import Database, choose_by, database, in_use, using
from lib.editions.model import (
    EditionError,
    UnavailableStoreError,
    UnknownEditionError,
    name_of,
    number_in,
)
from lib.editions.serving import Origin, serving
from lib.ui import measures
from lib.ui.answers import refusal
from lib.ui.logs import WORKER
from lib.ui.markdown import plain

_LOOKS_EVERY_S = 1.0
_OPENING = anyio.CapacityLimiter(2)  # what waits for a database holds no thread of the others
_AWAY: Mapping[Origin, str] = MappingProxyType(
    {
        "store": "版の置き場に届かず、より新しい版があるかどうかを確かめられません",
        "last": "版の置き場に届かないため、最後に示した{}を示しています",
        "shipped": "版の置き場に届かないため、ソフトウェアに同梱のデータを示しています",
    }
)
_REFUSED = "why the edition of the address is not shown"

Endpoint = Callable[[Request], Awaitable[Response]]


def _named(text: str) -> Database:
    """The edition that an address names.

    Raises:
        EditionError: There is no such edition, or it cannot be shown.
        OSError: Its database cannot be written.
    """
    number = number_in(text)
    if number is None:
        raise UnknownEditionError(text, (edition.number for edition in serving().editions()))
    return serving().at(number)


@contextmanager
def held() -> Iterator[None]:
    """Around a run of a page, or of a part of it: everything in it is of one edition.

    A dialog is a part of the run that opens it, and a run by itself when it is used.
    """
    with using(in_use() or of_session()):
        yield


def of_session() -> Database:
    """The edition that the address of a session names; the newest where it names none."""
    asked = st.query_params.get(EDITION)
    st.session_state.pop(_REFUSED, None)
    if asked is not None:
        try:
            return _named(asked)
        except (EditionError, *WRITE_ERRORS) as error:
            st.session_state[_REFUSED] = _sentence(error)
    return serving().newest


def _sentence(error: Exception) -> str:
    if isinstance(error, EditionError):
        return str(error)
    found, to_do = obstacle(error)
    return f"この版を開けません。{found}。{to_do}、もう一度開いてください。"


def _of_callback() -> Database:
    """What a callback of a page uses, which runs before the page does, or a thread of ours."""
    return of_session() if get_script_run_ctx() else serving().newest


@contextmanager
def agreed_to(number: int | None) -> Iterator[str]:
    """Around what is read or drawn of a meeting: in its edition, or in the one that is in use.

    Args:
        number: The edition that the meeting was agreed to show; None for none.

    Yields:
        Why that edition cannot be shown; empty where it is.
    """
    found, why = database(), ""
    if number is not None:
        try:
            found = serving().at(number)
        except (EditionError, *WRITE_ERRORS) as error:
            why = _sentence(error)
    with using(found):
        yield why


def explicit() -> dict[str, str]:
    """The parameter for addresses of the same edition, where the page's address names one."""
    asked = number_in(st.query_params.get(EDITION, ""))
    return {EDITION: str(asked)} if asked == database().edition else {}


def pinned() -> dict[str, str]:
    """The parameter for what is to stay as it is when another edition is published meanwhile."""
    return {EDITION: str(database().edition)} if serving().may_publish else explicit()


def mark() -> Markup:
    """The attribute from which scripts know what edition to ask for; none for the newest one."""
    return Markup("").join(Markup(' data-edition="{}"').format(one) for one in pinned().values())


def to_agree() -> int | None:
    """The edition that a meeting stays on which begins now; None where nothing is published."""
    return of_session().edition if serving().may_publish else None


def show() -> None:
    """Says which edition the page is of, where its address names one or asks for one in vain."""
    newest = serving().newest.edition
    if serving().origin == "shipped":
        st.warning(f"{_away_words()}。公開された版は、置き場に届くようになると出ます。")
    refused = st.session_state.get(_REFUSED)
    if refused:
        st.warning(f"{plain(refused)}最新の{name_of(newest)}を示しています。")
    elif explicit():
        own = database().edition
        words = f"{name_of(own)}の数値（いまは{name_of(newest)}）"
        if own == newest:
            words = f"{name_of(own)}の数値（いまの最新の版。新しい版が公開されても変わりません）"
        with st.container(key="edition", horizontal=True, vertical_alignment="center"):
            st.markdown(words, width="content")
            st.button("最新の版で見る", type="tertiary", on_click=_leave)


def version_words() -> str:
    """The version of the data for the foot of a page, with what newer edition is not shown."""
    missing = "、".join(name_of(number) for number in serving().unusable)
    why = f"（{missing}は、このソフトウェアでは示せません）" if missing else ""
    away = f"（{_away_words()}）" if serving().is_away else ""
    return f"データの版 {database().version_words}{why}{away}"


def _away_words() -> str:
    return _AWAY[serving().origin].format(name_of(serving().newest.edition))


def _leave() -> None:
    st.query_params.pop(EDITION, None)


def of_request(endpoint: Endpoint) -> Endpoint:
    """An endpoint whose answer is made of one edition: that of its address, or the newest."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        asked = request.query_params.get(EDITION)
        try:
            chosen = serving().newest if asked is None else await _opened(asked)
        except UnavailableStoreError as error:
            return refusal(503, str(error))
        except EditionError as error:
            return refusal(404, str(error))
        except WRITE_ERRORS as error:
            return refusal(503, _sentence(error))
        with using(chosen):
            return await endpoint(request)

    return answer


async def _opened(asked: str) -> Database:
    number = number_in(asked)
    found = None if number is None else serving().if_open(number)
    return await run_sync(_named, asked, limiter=_OPENING) if found is None else found


@asynccontextmanager
async def watched() -> AsyncIterator[None]:
    """Begins with the newest edition, and goes on to those that are published inside the block."""
    serving().begin()
    choose_by(_of_callback)
    _count()
    looking = asyncio.create_task(_look_at_intervals())
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _look_at_intervals() -> None:
    while True:
        await asyncio.sleep(_LOOKS_EVERY_S)
        before = serving().newest
        await asyncio.to_thread(serving().refresh)
        if serving().newest is not before:
            _count()


def _count() -> None:
    """Names the data that are served in the figures."""
    measures.EDITION.clear()
    measures.EDITION.labels(serving().newest.version, WORKER).set(1)
