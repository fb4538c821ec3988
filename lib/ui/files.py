"""Buttons that have files made by addresses of their own, and save them."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from lib.ui import editions


def offer(kinds: Iterable[tuple[str, str, str]], view: str = "") -> None:
    """Buttons that have files made of the meeting in the address, and saved, by ``files.js``.

    Args:
        kinds: Kind of the file, words of the button and name of what it makes.
        view: The one view that is in the file; empty for the whole meeting.
    """
    button = Markup(
        '<button type="button" data-make="{}" data-name="{}" data-view="{}"{}>{}</button>'
    )
    of = editions.mark()
    buttons = Markup("").join(
        button.format(kind, name, view, of, words) for kind, words, name in kinds
    )
    st.html(Markup('<div class="makes">{}<span role="status"></span></div>').format(buttons))
