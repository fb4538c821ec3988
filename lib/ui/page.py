"""A page while its script runs: its head, the states of its address, its exhibits."""

from typing import Any, TypeVar

import streamlit as st

from lib.database import database
from lib.exhibits import Exhibit
from lib.state import parameters
from lib.ui import exhibit as blocks
from lib.ui import frame
from lib.ui.controls import Controls
from lib.ui.markdown import plain
from lib.views.pages import PAGES
from lib.views.retired import retired_parameters

State = TypeVar("State")


class OpenPage:
    """A page of the registry in the session that shows it."""

    def __init__(self, topic: str) -> None:
        """Opens a page.

        Args:
            topic: A key of ``PAGES``.
        """
        self._page = PAGES[topic]
        self._controls: dict[type, Controls[Any]] = {}

    def head(self) -> None:
        """The page's title and what it answers."""
        frame.head(self._page.title, self._page.question)
        self._say_what_is_gone()

    def _say_what_is_gone(self) -> None:
        """Names each parameter of an old link that the page has no more, and takes it away."""
        for name in tuple(st.query_params):
            if any(name in parameters(state_type) for state_type in self._page.states):
                continue
            for sentence in retired_parameters(database(), self._page.topic, [name]):
                st.info(plain(f"アドレスの{sentence}"))
                del st.query_params[name]

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
        state = self.controls(builder.state).state if builder.state else None
        return builder.made(database(), state)

    def exhibits(self) -> tuple[Exhibit, ...]:
        """All exhibits that the page shows in its state, in order."""
        found = (self.exhibit(exhibit_id) for exhibit_id in self._page.exhibits)
        return tuple(exhibit for exhibit in found if exhibit is not None)

    def show(self, *exhibit_ids: str) -> None:
        """Shows exhibits, each as one block; those that the page does not show now are left out."""
        for exhibit_id in exhibit_ids:
            exhibit = self.exhibit(exhibit_id)
            if exhibit is not None:
                blocks.show(exhibit)

    def show_side_by_side(self, *exhibit_ids: str) -> None:
        """Shows the first of some exhibits in full width and the others in two columns."""
        shown = [found for name in exhibit_ids if (found := self.exhibit(name)) is not None]
        blocks.show_side_by_side(shown)


def open_page(topic: str) -> OpenPage:
    """A page with its head."""
    page = OpenPage(topic)
    page.head()
    return page
