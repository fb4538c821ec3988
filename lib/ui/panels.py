"""Shows what pages hold beside exhibits: one block a function, from what a view has made."""

from collections.abc import Callable, Iterable, Mapping

import streamlit as st
from markupsafe import Markup

from lib import formats
from lib.addresses import address
from lib.cells import listed
from lib.ui import frame
from lib.ui.markdown import plain, verbatim
from lib.views.calculator import Calculation
from lib.views.catalogue import CatalogueState
from lib.views.combination import Combination
from lib.views.evidence import FigureFacts, Passage, PassageLine
from lib.views.overview import Headline, Remark
from lib.views.pages import PAGES
from lib.views.prefecture_map import PrefecturePanel
from lib.views.project import Profile, ProjectLink

_CARD_WIDTH_PX = 250  # grows to fill the row; narrow windows show fewer side by side


def facts_list(facts: Iterable[tuple[str, str]]) -> str:
    """Labels and words as one list of Markdown."""
    return "\n".join(f"- **{plain(label)}**　{plain(words)}" for label, words in facts)


def _project_line(row: ProjectLink) -> str:
    link = address("project", project=row.project_id)
    return f"- [{plain(row.body_name)}]({link})　{plain(row.words)}"


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


def show_prefecture(panel: PrefecturePanel | None) -> None:
    """Shows a prefecture beside the map, or how to choose one."""
    if panel is None:
        st.info("地図の都道府県を押すか、上の一覧から選ぶと、事業の一覧を表示します。")
        return
    st.markdown(f"**{plain(panel.name)}**　{plain(panel.words)}")
    if panel.figure_ids:
        st.markdown(f"[この数の根拠]({address('evidence', figure=panel.figure_ids)})")
    st.markdown(f"**モデル事業**　{len(panel.projects)}件")
    if not panel.projects:
        st.markdown("この都道府県には、モデル事業を行った団体がない。")
    for row in panel.projects:
        st.markdown(_project_line(row))
    if panel.cases:
        st.markdown("**交付金の事業で紹介された取組**")
        st.markdown("\n".join(f"- {plain(words)}" for words in panel.cases))
        st.caption(plain(f"出典: {panel.case_sources}"))


def show_calculation(calculation: Calculation | str) -> None:
    """Shows grant, own share and the rule, or why there are none."""
    if isinstance(calculation, str):
        st.info(calculation)
        return
    grant, own = st.columns(2)
    grant.metric("交付金", f"{formats.number(calculation.share.grant_yen)}円", border=True)
    own.metric("都道府県の負担", f"{formats.number(calculation.share.own_yen)}円", border=True)
    st.markdown(plain(calculation.sentence))
    if calculation.share.is_capped:
        st.markdown("**上限に達している。**")
    link = address("evidence", figure=listed(calculation.figure_ids))
    st.caption(f"{plain(calculation.rule)}　[補助率と上限の根拠]({link})")


def show_combination(found: Combination, choose: Callable[[CatalogueState], None]) -> None:
    """Shows the total of a selection of figures, or the reason why there is none.

    Args:
        found: What may be said of the selection.
        choose: Called with the offered state when the user takes the offer.
    """
    with frame.section("選んだ数値の合計"):
        st.markdown(plain("".join(found.sentences)))
        if found.figure_ids:
            link = address("evidence", figure=listed(found.figure_ids))
            st.markdown(f"[もとの{len(found.figure_ids)}件の数値の根拠]({link})")
        if found.offer and found.offered:
            st.button(
                found.offer, icon=":material/filter_alt:", on_click=choose, args=(found.offered,)
            )


def show_turns(profile: Profile) -> None:
    """Shows links to the projects before and behind one."""
    links = ((profile.before, "‹ {}"), (profile.behind, "{} ›"))
    shown = (
        Markup('<a href="{}">{}</a>').format(
            address("project", project=link.project_id), words.format(link.body_name)
        )
        for link, words in links
        if link
    )
    st.html(
        Markup('<nav class="turns" aria-label="前後の事業">{}</nav>').format(
            Markup("").join(shown)
        ),
        width="content",
    )


def fold_profile(profile: Profile) -> None:
    """Shows who a project is, behind a line that names whom it worked with."""
    with frame.folded("団体と再委託先", profile.contractors, "profile") as is_open:
        if is_open:
            st.markdown(facts_list(profile.facts))


def show_findings(title: str, findings: Mapping[str, tuple[tuple[str, str], ...]]) -> None:
    """Shows what a document says in words, one list a kind, each with its place in it."""
    if not findings:
        return
    with frame.section(title):
        for label, rows in findings.items():
            st.markdown(f"**{plain(label)}**")
            st.markdown("\n".join(f"- {plain(text)}　{plain(place)}" for text, place in rows))


def fold_neighbours(neighbours: tuple[ProjectLink, ...]) -> None:
    """Shows links to projects with like themes, behind a line that names them."""
    if not neighbours:
        return
    names = formats.joined(row.body_name for row in neighbours)
    with frame.folded("テーマの近い事業", names, "neighbours") as is_open:
        if is_open:
            st.markdown("\n".join(map(_project_line, neighbours)))


def show_facts(facts: FigureFacts) -> None:
    """Shows a figure with all that is known of it."""
    with frame.section(facts.subject):
        st.metric(facts.subject, facts.value, label_visibility="collapsed")
        st.markdown(facts_list(facts.facts))
        if facts.url:
            st.markdown(f"- **出典のURL**　{verbatim(facts.url)}")
        st.markdown(f"- **数値ID**　{verbatim(facts.figure_id)}")
        if facts.project_id:
            link = address("project", project=facts.project_id)
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
