"""Shows rows as a table that can be read aloud, printed and searched in the browser."""

import streamlit as st

from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.views import tabled


def show_table(exhibit: Exhibit) -> None:
    """Shows the rows of an exhibit, with a line on what can be done with them."""
    st.html(_table(exhibit))


def show_whole(exhibit: Exhibit, heading: str) -> None:
    """Shows an exhibit that is a table, with its heading."""
    st.html(_whole(exhibit, heading))


@remembered
def _table(exhibit: Exhibit) -> str:
    return str(tabled.table(exhibit))


@remembered
def _whole(exhibit: Exhibit, heading: str) -> str:
    return str(tabled.whole(exhibit, heading))
