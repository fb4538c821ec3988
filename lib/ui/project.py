"""Shows what the page on one project holds beside exhibits: profile, findings, neighbours."""

from collections.abc import Mapping

import streamlit as st

from lib import formats
from lib.queries.projects import Neighbour
from lib.queries.sources import Statement
from lib.ui import frame
from lib.ui.markdown import plain
from lib.views.project import Profile


def show_profile(profile: Profile) -> None:
    """Shows who and what a project is."""
    with frame.section(profile.name):
        st.markdown(plain(profile.summary))
        st.markdown(
            "\n".join(f"- **{plain(label)}**　{plain(words)}" for label, words in profile.facts)
        )


def show_findings(title: str, findings: Mapping[str, tuple[Statement, ...]]) -> None:
    """Shows what a document says in words, one list a kind, each with its place in it."""
    if not findings:
        return
    with frame.section(title):
        for label, rows in findings.items():
            st.markdown(f"**{plain(label)}**")
            lines = [
                f"- {plain(row.text)}　"
                f"（出典 {row.source_id} の{formats.place(row.source_locator)}）"
                for row in rows
            ]
            st.markdown("\n".join(lines))


def show_neighbours(neighbours: tuple[Neighbour, ...]) -> None:
    """Shows links to projects with like themes."""
    with frame.section("テーマの近い事業"):
        for row in neighbours:
            link = frame.address("project", project=row.project_id)
            themes = f"共通のテーマ {row.shared_themes}つ: {row.theme_names}"
            st.markdown(f"- [{plain(row.body_name)}]({link})　{plain(themes)}")
