"""Visitors without a browser, who speak to Streamlit as its frontend does, or to Dash."""

import random
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

_CHOICES = ("button_group", "selectbox", "multiselect")
_NO_FILTERS = ("titles-switch",)  # changes no rows
_KEPT_RUNS = 2  # for so many runs a browser keeps a message that the server may refer to


@dataclass(frozen=True)
class Answer:
    """What one act of a visitor came to.

    Attributes:
        seconds: From the act to the end of the answer.
        received: Bytes of the answer, before any compression.
    """

    seconds: float
    received: int


class Visitor(Protocol):
    """Somebody who uses a page."""

    async def act(self) -> Answer:
        """Does what a visitor does next, and waits for the whole answer."""


class FailedPageError(Exception):
    """A page answered with an error, which would pass for a fast answer."""


@dataclass
class StreamlitVisitor:
    """A session over a websocket, with the fields and messages that its browser would hold.

    Attributes:
        socket: The connection.
        page: Name of the page in its address; empty for the first.
        queries: Addresses between which the visitor changes where there is no filter.
        chance: Decides what is chosen.
    """

    socket: ClientConnection
    page: str
    queries: Sequence[str]
    chance: random.Random
    _turn: int = 0
    _query: str = ""
    _hash: str = ""
    _fields: dict[str, Element] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _kept: dict[str, int] = field(default_factory=dict)

    async def open(self, query: str) -> Answer:
        """Opens the page at an address, as a link to it does."""
        self._query, self._hash, self._states = query, "", {}
        return await self._run()

    async def act(self) -> Answer:
        """Changes one filter; where the page has none, goes to its next address."""
        self._turn += 1
        filters = [name for name in self._fields if not name.endswith(_NO_FILTERS)]
        choices = [(name, other) for name in filters if (other := self._others(name))]
        if not choices:
            return await self.open(self.queries[self._turn % len(self.queries)])
        name, others = self.chance.choice(choices)
        _choose(self._states[name], self._fields[name], self.chance.choice(others))
        return await self._run()

    def _others(self, name: str) -> list[str]:
        """The options of a field that are not chosen."""
        options = _options(self._fields[name])
        state = self._states[name]
        chosen = {state.string_value, *state.string_array_value.data}
        return [option for option in options if option not in chosen]

    async def _run(self) -> Answer:
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_script_hash = self._query, self._hash
        run.page_name = "" if self._hash else self.page
        run.widget_states.widgets.extend(self._states.values())
        run.cached_message_hashes.extend(self._kept)
        run.context_info.color_scheme = "light"
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        received = 0
        self._fields.clear()
        while True:
            payload = await self.socket.recv()
            if isinstance(payload, str):
                raise FailedPageError(payload)
            received += len(payload)
            if self._take(ForwardMsg.FromString(payload)):
                self._forget()
                return Answer(time.perf_counter() - began, received)

    def _take(self, answer: ForwardMsg) -> bool:
        """Takes a message as a browser does; says whether it is the last of the run."""
        if answer.metadata.cacheable:
            self._kept[answer.hash] = 0
        kind = answer.WhichOneof("type")
        if kind == "ref_hash":
            self._kept[answer.ref_hash] = 0
        elif kind == "navigation":
            self._hash = answer.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = answer.page_info_changed.query_string
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            self._take_element(answer.delta.new_element)
        return kind == "script_finished" and (
            answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        )

    def _take_element(self, element: Element) -> None:
        kind = element.WhichOneof("type") or ""
        if kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR):
            address = f"/{self.page}?{self._query}"
            raise FailedPageError(address)
        if kind in {*_CHOICES, "text_input", "number_input"}:
            _begin(self._states, kind, getattr(element, kind))
        if kind in _CHOICES:
            self._fields[getattr(element, kind).id] = element

    def _forget(self) -> None:
        self._kept = {name: age + 1 for name, age in self._kept.items() if age < _KEPT_RUNS}


def _options(element: Element) -> list[str]:
    own = getattr(element, element.WhichOneof("type") or "").options
    return [getattr(option, "content", option) for option in own]


def _begin(states: dict[str, WidgetState], kind: str, element: Any) -> None:  # noqa: ANN401 - a field of any kind
    """Notes what a field holds that was just drawn."""
    if element.id in states and not element.set_value:
        return
    state = states.setdefault(element.id, WidgetState(id=element.id))
    if kind == "text_input":
        state.string_value = element.value if element.set_value else element.default
    elif kind == "number_input":
        state.double_value = element.value if element.set_value else element.default
    elif kind == "selectbox":
        first = element.options[element.default] if element.options else ""
        state.string_value = element.raw_value if element.set_value else first
    else:
        options = [getattr(option, "content", option) for option in element.options]
        begun = [options[place] for place in element.default]
        del state.string_array_value.data[:]
        state.string_array_value.data.extend(element.raw_values if element.set_value else begun)


def _choose(state: WidgetState, element: Element, option: str) -> None:
    if element.WhichOneof("type") == "selectbox":
        state.string_value = option
        return
    del state.string_array_value.data[:]
    state.string_array_value.data.append(option)


@asynccontextmanager
async def streamlit_visitor(
    url: str, page: str, queries: Sequence[str], seed: int
) -> AsyncIterator[StreamlitVisitor]:
    """A visitor who has opened a page of a Streamlit server at the first of some addresses."""
    stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(
        stream, subprotocols=["streamlit"], max_size=None, ping_interval=None, open_timeout=None
    ) as socket:
        visitor = StreamlitVisitor(socket, page, queries, random.Random(seed))
        await visitor.open(queries[0])
        yield visitor


@dataclass
class DashVisitor:
    """A visitor of the Dash page, whose browser asks for what a filter changes.

    Attributes:
        http: The client session.
        url: Where it asks.
        bodies: What it asks for in turn.
        chance: Decides which is first.
    """

    http: Any
    url: str
    bodies: Sequence[Mapping[str, Any]]
    chance: random.Random

    async def act(self) -> Answer:
        """Chooses another year."""
        began = time.perf_counter()
        async with self.http.post(self.url, json=self.chance.choice(self.bodies)) as response:
            received = len(await response.read())
            if response.status != 200:
                raise FailedPageError(self.url)
        return Answer(time.perf_counter() - began, received)
