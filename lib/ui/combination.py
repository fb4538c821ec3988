"""Shows whether a selection of figures may be combined, and offers the largest that may."""

from collections.abc import Callable

import streamlit as st

from lib.cells import listed
from lib.ui import frame
from lib.ui.markdown import plain
from lib.views.catalogue import CatalogueState
from lib.views.combination import Combination


def show_combination(found: Combination, choose: Callable[[CatalogueState], None]) -> None:
    """Shows the total or the reason why there is none.

    Args:
        found: What may be said of the selection.
        choose: Called with the offered state when the user takes the offer.
    """
    with frame.section("選んだ数値の合計"):
        st.markdown(plain("".join(found.sentences)))
        if found.figure_ids:
            link = frame.address("evidence", figure=listed(found.figure_ids))
            st.markdown(f"[もとの{len(found.figure_ids)}件の数値の根拠]({link})")
        if found.offer and found.offered:
            st.button(
                found.offer, icon=":material/filter_alt:", on_click=choose, args=(found.offered,)
            )
