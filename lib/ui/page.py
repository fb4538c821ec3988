"""A page while its script runs: its head, the states of its address, its exhibits."""

from collections.abc import Iterable
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
        """The page's title, what it answers, and what of an old link it has no more."""
        gone = self._gone()
        frame.head(self._page.title, self._page.question)
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
        state = self.controls(builder.state).state if builder.state else None
        return builder.made(database(), state)

    def exhibits(self) -> tuple[Exhibit, ...]:
        """All exhibits that the page shows in its state, in order."""
        return self._shown(self._page.exhibits)

    def _shown(self, exhibit_ids: Iterable[str]) -> tuple[Exhibit, ...]:
        return tuple(found for name in exhibit_ids if (found := self.exhibit(name)) is not None)

    def show(self, *exhibit_ids: str) -> None:
        """Shows exhibits, each as one block; those that the page does not show now are left out."""
        for exhibit in self._shown(exhibit_ids):
            blocks.show(exhibit)

    def show_side_by_side(self, *exhibit_ids: str) -> None:
        """Shows the first of some exhibits in full width and the others in two columns."""
        shown = self._shown(exhibit_ids)
        for first in shown[:1]:
            blocks.show(first)
        for place in range(1, len(shown), 2):
            for column, exhibit in zip(st.columns(2), shown[place : place + 2], strict=False):
                with column:
                    blocks.show(exhibit)


def open_page(topic: str) -> OpenPage:
    """A page with its head."""
    page = OpenPage(topic)
    page.head()
    return page
