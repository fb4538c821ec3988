"""Shows what pages hold beside exhibits: one block a function, from what a view has made."""

from collections.abc import Callable, Iterable, Mapping

import streamlit as st
from markupsafe import Markup

from lib import formats
from lib.addresses import address
from lib.cells import listed
from lib.ui import frame
from lib.ui.markdown import plain
from lib.views.calculator import Calculation
from lib.views.catalogue import CatalogueState
from lib.views.combination import Combination
from lib.views.evidence import FigureFacts, Passage, figure_markup, passage_markup
from lib.views.prefecture_counts import NamedCount
from lib.views.prefecture_map import NamedGrant, PrefecturePanel
from lib.views.project import Profile, ProjectLink


def facts_list(facts: Iterable[tuple[str, str]]) -> str:
    """Labels and words as one list of Markdown."""
    return "\n".join(f"- **{plain(label)}**　{plain(words)}" for label, words in facts)


def _project_line(row: ProjectLink) -> str:
    link = address("project", project=row.project_id)
    return f"- [{plain(row.body_name)}]({link})　{plain(row.words)}"


def show_glance(top: str) -> None:
    """Shows the strip of years and the figures of the overview."""
    st.html(top)


def show_sayings(sayings: str) -> None:
    """Shows what can be said, in the frame of an exhibit."""
    with st.container(key="exhibit-section-sayings"):
        st.html(sayings)


def _linked(words: str, figure_id: str | None) -> str:
    """Words of a figure, with a link to its evidence where there is one."""
    shown = plain(words)
    return f"[{shown}]({address('evidence', figure=figure_id)})" if figure_id else shown


def _grant_line(grant: NamedGrant) -> str:
    link = address("subsidy", grant_year=str(grant.fiscal_year))
    return f"- [{plain(grant.year)}]({link})　{_linked(grant.words, grant.figure_id)}"


def show_prefecture(panel: PrefecturePanel | None) -> None:
    """Shows a prefecture beside the map, or how to choose one."""
    if panel is None:
        st.info("地図の都道府県を押すか、上の一覧から選ぶと、事業の一覧を表示します。")
        return
    st.markdown(f"**{plain(panel.name)}**　{plain(panel.words)}")
    if panel.figure_ids:
        st.markdown(f"[この数の根拠]({address('evidence', figure=panel.figure_ids)})")
    parts = [_show_projects, _show_counts, _show_grants, _show_indicators]
    if not panel.is_of_projects:
        parts.append(parts.pop(0))
    for show_part in parts:
        show_part(panel)
    if panel.cases:
        st.markdown("**交付金の事業で紹介された取組**")
        st.markdown("\n".join(f"- {plain(words)}" for words in panel.cases))
        st.caption(plain(f"出典: {panel.case_sources}"))


def _show_projects(panel: PrefecturePanel) -> None:
    st.markdown(f"**モデル事業**　{len(panel.projects)}件")
    if not panel.projects:
        st.markdown("この都道府県には、モデル事業を行った団体がない。")
    for row in panel.projects:
        st.markdown(_project_line(row))


def _show_grants(panel: PrefecturePanel) -> None:
    st.markdown("**交付金**\n\n" + "\n".join(map(_grant_line, panel.grants)))


def _show_counts(panel: PrefecturePanel) -> None:
    """Counts of direct support by type, each type with a link to those of the others."""
    counts = panel.counts
    if counts is None:
        st.markdown("**直接支援の件数**\n\n- 不明（名前の示された数がない。0ではない）")
        return
    lines = [f"- {_type(row)}　{_linked(row.words, row.figure_id)}" for row in counts.counts]
    if counts.not_applicable:
        lines.append(f"- 該当なし　{counts.not_applicable}種類")
    st.markdown(f"**直接支援の件数**　{plain(counts.year)}\n\n" + "\n".join(lines))


def _type(row: NamedCount) -> str:
    link = address("variance", counts=row.group)
    return f"[{plain(row.name)}]({link})" if row.group else plain(row.name)


def _show_indicators(panel: PrefecturePanel) -> None:
    """The newest value of each indicator with its period; nothing where none is known."""
    if not panel.indicators:
        return
    lines = [
        f"- {plain(row.name)}　{_linked(row.words, row.figure_id)}（{plain(row.period)}）"
        for row in panel.indicators
    ]
    st.markdown("**指標**\n\n" + "\n".join(lines))
    st.caption(plain(f"{panel.indicator_note}　出典: {panel.indicator_sources}"))


def show_calculation(calculation: Calculation | str) -> None:
    """Shows how a cost is shared and by which rule, or why that is not known."""
    if isinstance(calculation, str):
        st.info(calculation)
        return
    with frame.section("1つの事業でみた負担"):
        st.html(f'<div class="chart">{calculation.chart}</div>')
        st.markdown(plain(calculation.sentence))
        link = address("evidence", figure=listed(calculation.figure_ids))
        st.caption(f"{plain(calculation.rule)}　[補助率と上限の根拠]({link})")


def show_combination(found: Combination, choose: Callable[[CatalogueState], None]) -> None:
    """Shows the total of a selection of figures, or the reason why there is none.

    Args:
        found: What may be said of the selection.
        choose: Called with the offered state when the user takes the offer.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="total"):
        words = found.sentences[0] if found.figure_ids else "なし"
        st.markdown(f"**選んだ数値の合計**　{plain(words)}", width="content")
        with st.popover("注意と根拠" if found.figure_ids else "合計しない理由", type="tertiary"):
            st.markdown(plain("".join(found.sentences)))
            if found.figure_ids:
                link = address("evidence", figure=listed(found.figure_ids))
                st.markdown(f"[もとの{len(found.figure_ids)}件の数値の根拠]({link})")
            if found.offer and found.offered:
                offered = (found.offered,)
                st.button(found.offer, icon=":material/filter_alt:", on_click=choose, args=offered)


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


def fold_findings(title: str, of: str, findings: Mapping[str, tuple[tuple[str, str], ...]]) -> None:
    """Like ``show_findings``, behind a line that says how much there is."""
    if not findings:
        return
    kinds = formats.joined(f"{label} {len(rows)}件" for label, rows in findings.items())
    with frame.folded(title, kinds, of) as is_open:
        if is_open:
            show_findings(title, findings)


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
        st.html(str(figure_markup(facts)))


def show_passage(passage: Passage) -> None:
    """Shows the lines of the document with the digits marked."""
    with frame.section("文書の記載"):
        st.html(str(passage_markup(passage)))


def show_advice() -> None:
    """Says how to come to a figure's evidence."""
    st.info(
        "数値を選ぶと、その根拠を示します。表や概要の数字を押してください。"
        "アドレスの数値IDが古いときは、元の画面から開き直してください。"
    )
