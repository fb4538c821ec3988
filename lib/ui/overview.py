"""Shows the headline figures and remarks of the overview."""

import streamlit as st

from lib.ui import frame
from lib.ui.markdown import plain
from lib.views.overview import Headline, Remark


def show_headlines(headlines: list[Headline]) -> None:
    """Shows the headline figures side by side, each with what it counts."""
    for column, headline in zip(st.columns(len(headlines)), headlines, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.metric(headline.label, headline.value)
            st.markdown(plain(headline.counts))
            st.markdown(f"**比較**　{plain(headline.compared)}")
            st.caption(plain(f"出典: {headline.source}"))
            if headline.topic:
                st.page_link(frame.file_of(headline.topic), label="詳しく見る")
            else:
                st.caption("この画面の下に年ごとの値がある。")


def show_remarks(remarks: list[Remark]) -> None:
    """Shows what stands out, each with a link onward."""
    with frame.section("目を引くこと"):
        for remark in remarks:
            st.markdown(plain(remark.text))
            st.page_link(
                frame.file_of(remark.topic),
                label=remark.link,
                icon=":material/arrow_forward:",
                query_params=remark.query,
            )
