"""What an address lays over a page: the table of an exhibit, or where a figure comes from.

The dialog stands in the address, so that it outlives a reload, can be sent to somebody else, and
closes with the browser's button for going back.
"""

from collections.abc import Callable

import streamlit as st

from lib.addresses import address
from lib.database import database
from lib.exhibits import Exhibit
from lib.ui import editions, frame
from lib.ui import exhibit as blocks
from lib.ui.panels import show_advice, show_facts, show_passage
from lib.ui.tables import show_table
from lib.views import evidence
from lib.views.pages import PAGES, exhibit_at, page_exhibits

_FIGURE = "figure"


def show() -> None:
    """Opens the dialog that the address asks for; one at a time, the figure before the table."""
    topic, query = frame.current_topic(), st.query_params.to_dict()
    if topic == "evidence":
        return
    table = _table(topic, query)
    if query.get(_FIGURE):
        _open(PAGES["evidence"].title, lambda: _show_evidence(query, table))
    elif table is not None:
        _open(table.name, lambda: show_table(table))


def _table(topic: str, query: dict[str, str]) -> Exhibit | None:
    return exhibit_at(database(), topic, query.get(blocks.ROWS, ""), query)


def _open(title: str, draw: Callable[[], None]) -> None:
    def drawn() -> None:
        with editions.held():  # what is done in a dialog runs it alone
            draw()

    st.dialog(title, width="large", on_dismiss=_close)(drawn)()


def _close() -> None:
    for name in (_FIGURE, blocks.ROWS):
        if name in st.query_params:
            del st.query_params[name]


def _show_evidence(query: dict[str, str], table: Exhibit | None) -> None:
    """What the page of the same name shows, with a way back to the table that led here."""
    if table is not None:
        below = {name: text for name, text in query.items() if name != _FIGURE}
        st.markdown(f"[← 表に戻る]({address(frame.current_topic(), **below)})")
    with frame.standing_for("evidence"):
        show_figures(evidence.EvidenceState(query[_FIGURE]))
        for exhibit in page_exhibits(database(), "evidence", query):
            blocks.show(exhibit)


def show_figures(state: evidence.EvidenceState) -> None:
    """What is known of the one figure that is asked for, or how to ask for one."""
    figures = evidence.asked_for(database(), state)
    if not figures:
        show_advice()
    if len(figures) == 1:
        show_facts(evidence.facts(database(), figures[0]))
        show_passage(evidence.passage(database(), figures[0]))
