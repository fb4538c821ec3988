"""Shows what stands behind one figure: facts, the document's lines, and links onward."""

import streamlit as st

from lib.ui import frame
from lib.ui.markdown import plain, verbatim
from lib.views.evidence import FigureFacts, Passage, PassageLine


def show_facts(facts: FigureFacts) -> None:
    """Shows a figure with all that is known of it."""
    with frame.section(facts.subject):
        st.metric(facts.subject, facts.value, label_visibility="collapsed")
        st.markdown(
            "\n".join(f"- **{plain(label)}**　{plain(text)}" for label, text in facts.facts)
        )
        if facts.url:
            st.markdown(f"- **出典のURL**　{verbatim(facts.url)}")
        st.markdown(f"- **数値ID**　{verbatim(facts.figure_id)}")
        if facts.project_id:
            link = frame.address("project", project=facts.project_id)
            st.markdown(f"[この事業のすべての数値を見る]({link})")


def show_passage(passage: Passage) -> None:
    """Shows the lines of the document with the digits marked."""
    with frame.section("文書の記載"):
        st.markdown(plain(passage.remark))
        for line in passage.lines:
            st.markdown(_marked(line))


def _marked(line: PassageLine) -> str:
    """One line with its number; marked digits are bold and boxed, not only coloured."""
    digits = f":orange-background[**{plain(line.digits)}**]" if line.digits else ""
    return f"`{line.number}` {plain(line.before)}{digits}{plain(line.behind)}"


def show_advice() -> None:
    """Says how to come to a figure's evidence."""
    st.info(
        "数値を選ぶと、その根拠を示します。表や概要の数字を押してください。"
        "アドレスの数値IDが古いときは、元の画面から開き直してください。"
    )
