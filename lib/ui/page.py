"""A page while its script runs: its head, the states of its address, its exhibits."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, TypeVar

import streamlit as st
from markupsafe import Markup

from lib.database import database
from lib.exhibits import Exhibit
from lib.state import parameters, part
from lib.ui import exhibit as blocks
from lib.ui import frame, titles
from lib.ui.controls import Controls
from lib.ui.markdown import plain
from lib.views import framing
from lib.views.notes import updated_words
from lib.views.pages import PAGES
from lib.views.retired import retired_parameters

State = TypeVar("State")
NO_NAMES: Mapping[str, str] = MappingProxyType({})


class OpenPage:
    """A page of the registry in the session that shows it."""

    def __init__(self, topic: str) -> None:
        """Opens a page.

        Args:
            topic: A key of ``PAGES``.
        """
        self._page = PAGES[topic]
        self._controls: dict[type, Controls[Any]] = {}

    def head(self, title: str = "", lead: str = "", fact: str = "") -> None:
        """The page's title, what it answers, and what of an old link it has no more.

        Args:
            title: The title; empty for the name of the page.
            lead: What it answers; empty for the question of the page.
            fact: One fact at the right; empty for the date of the newest data.
        """
        gone = self._gone()
        frame.head(
            title or self._page.title,
            lead or self._page.question,
            fact or updated_words(database()),
        )
        for name, sentences in gone.items():
            for sentence in sentences:
                st.info(plain(f"アドレスの{sentence}"))
                del st.query_params[name]

    def _gone(self) -> dict[str, tuple[str, ...]]:
        """The sentence on each parameter of the address that the page had once."""
        known = {name for state_type in self._page.states for name in parameters(state_type)}
        return {
            name: retired_parameters(database(), self._page.topic, [name])
            for name in st.query_params
            if name not in known
        }

    def controls(self, state_type: type[State]) -> Controls[State]:
        """The filters that hold a state of the page's address."""
        if state_type not in self._controls:
            self._controls[state_type] = Controls(state_type)
        return self._controls[state_type]

    def exhibit(self, exhibit_id: str) -> Exhibit | None:
        """An exhibit in the page's state; None where the page does not show it.

        Raises:
            KeyError: The registry declares no such exhibit for the page.
        """
        builder = self._page.exhibits[exhibit_id]
        state = self._state(builder.state) if builder.state else None
        return builder.made(database(), state)

    def _state(self, state_type: type[State]) -> State:
        """What the filters hold; of a part of a larger state, that part of it."""
        own = parameters(state_type).keys()
        larger = (one for one in self._page.states if own < parameters(one).keys())
        whole: type = next(larger, state_type)
        found: Any = self.controls(whole).state
        return found if whole is state_type else part(found, state_type)

    def exhibits(self) -> tuple[Exhibit, ...]:
        """All exhibits that the page shows in its state, in order."""
        return self._shown(self._page.exhibits)

    def _shown(self, exhibit_ids: Iterable[str]) -> tuple[Exhibit, ...]:
        return tuple(found for name in exhibit_ids if (found := self.exhibit(name)) is not None)

    def show(self, *exhibit_ids: str, fields: Callable[[], None] | None = None) -> None:
        """Shows exhibits, one below the other; those that the page does not show are left out.

        Args:
            exhibit_ids: What is shown.
            fields: Draws the filters of one exhibit alone.
        """
        for exhibit in self._shown(exhibit_ids):
            blocks.show(exhibit, fields)

    def show_folded(
        self,
        *exhibit_ids: str,
        fields: Callable[[], None] | None = None,
        names: Mapping[str, str] = NO_NAMES,
    ) -> None:
        """Shows exhibits behind a line that states their finding, each sent when it is opened.

        Args:
            exhibit_ids: What is shown.
            fields: Draws the filters of one exhibit alone, which is open where the address names
                one of its parameters.
            names: Id of an exhibit to what the line calls it, where that is not its name.
        """
        for exhibit in self._shown(exhibit_ids):
            state = self._page.exhibits[exhibit.exhibit_id].state
            begins_open = bool(fields and state and self.names(state))
            name = names.get(exhibit.exhibit_id, exhibit.name)
            finding = framing.closed_line(exhibit, titles.of(exhibit))
            line = (name, finding, exhibit.exhibit_id)
            with frame.folded(*line, begins_open=begins_open) as is_open:
                if is_open:
                    blocks.show(exhibit, fields)

    @staticmethod
    def names(*state_types: type) -> bool:
        """Whether the address names a parameter of some states."""
        return any(name in st.query_params for one in state_types for name in parameters(one))

    def show_beside(self, *placed: tuple[int, tuple[str, ...]]) -> None:
        """Shows exhibits that belong together in columns; those not shown leave their room.

        Args:
            placed: The width of a column beside the others, and the ids of what stands in it.
        """
        shown = [(width, found) for width, names in placed if (found := self._shown(names))]
        if not shown:
            return
        with st.container(key=f"beside-{shown[0][1][0].exhibit_id}"):
            columns = st.columns([width for width, _ in shown], gap="small")
            for column, (_, exhibits) in zip(columns, shown, strict=True):
                with column:
                    for exhibit in exhibits:
                        blocks.show(exhibit)

    @contextmanager
    def folds(self) -> Iterator[None]:
        """The place of what is folded, to which the list of the bar leads."""
        with st.container(key="folds", gap=None):
            st.html('<span id="folds"></span>')
            yield

    @contextmanager
    def bar(self, jumps: Mapping[str, str] = NO_NAMES) -> Iterator[None]:
        """The one bar of the page, which stays in view: its filters, and links to its exhibits.

        Args:
            jumps: Id of an exhibit, or of another place of the page, to the words of the link to
                it; empty for the names of all exhibits.
        """
        own = {exhibit.exhibit_id: exhibit.name for exhibit in self.exhibits()}
        is_there = own.keys() | (jumps.keys() - self._page.exhibits.keys())
        shown = {name: words for name, words in (jumps or own).items() if name in is_there}
        with frame.filters():
            st.html(_toggles(len(shown)))
            yield
            for controls in self._controls.values():
                controls.chips_of_narrow_windows()
            if len(shown) > 1:
                st.html(_jump_list(shown))


def _toggles(count: int) -> str:
    """What opens the filters and the links where a narrow window has no room for them."""
    jump = f'<label><input type="checkbox" class="open-jump">この画面 {count}件 ▼</label>'
    return (
        '<p class="toggles"><label><input type="checkbox" class="open-filters">条件 ▼</label>'
        f"{jump if count > 1 else ''}</p>"
    )


def _jump_list(places: Mapping[str, str]) -> str:
    links = Markup("").join(
        Markup('<li><a href="#{}">{}</a></li>').format(name, words)
        for name, words in places.items()
    )
    return Markup('<nav class="jump" aria-label="この画面"><ol>{}</ol></nav>').format(links)


def open_page(topic: str) -> OpenPage:
    """A page with its head."""
    page = OpenPage(topic)
    page.head()
    return page
