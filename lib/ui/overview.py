"""Shows the headline figures and remarks of the overview."""

import streamlit as st

from lib.cells import listed
from lib.ui import frame
from lib.ui.markdown import plain
from lib.views.overview import Headline, Remark
from lib.views.pages import PAGES

_CARD_WIDTH_PX = 250  # grows to fill the row; narrow windows show fewer side by side


def show_headlines(headlines: tuple[Headline, ...]) -> None:
    """Shows the headline figures side by side, each with what it counts."""
    row = st.container(horizontal=True, key="headlines")
    for headline in headlines:
        with row.container(border=True, height="stretch", width=_CARD_WIDTH_PX):
            st.metric(headline.label, headline.value)
            st.markdown(plain(headline.counts))
            st.markdown(f"**比較**　{plain(headline.compared)}")
            st.caption(plain(f"出典: {headline.source}"))
            st.page_link(
                PAGES["evidence"].file,
                label="この数の根拠",
                query_params={"figure": listed(headline.figure_ids)},
            )
            if headline.topic:
                words = f"「{PAGES[headline.topic].title}」で詳しく見る"
                st.page_link(PAGES[headline.topic].file, label=words)


def show_remarks(remarks: tuple[Remark, ...]) -> None:
    """Shows what stands out, each with a link onward."""
    with frame.section("目を引くこと"):
        for remark in remarks:
            st.markdown(plain(remark.text))
            st.page_link(
                PAGES[remark.topic].file,
                label=remark.link,
                icon=":material/arrow_forward:",
                query_params=remark.query,
            )
