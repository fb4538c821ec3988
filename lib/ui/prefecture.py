"""Shows one prefecture beside the map: its value, its projects, its case."""

import streamlit as st

from lib.database import Database
from lib.frames import rows_of
from lib.ui import frame
from lib.ui.markdown import plain
from lib.views import prefecture_map as view
from lib.views.map_state import NO_PREFECTURE, MapState
from lib.views.prefecture_values import PrefectureValue, prefecture_values


def show_prefecture(database: Database, state: MapState) -> None:
    """Shows the prefecture that the state names, or how to choose one."""
    if state.prefecture == NO_PREFECTURE:
        st.info("地図の都道府県を押すか、上の一覧から選ぶと、事業の一覧を表示します。")
        return
    values = rows_of(prefecture_values(database, state), PrefectureValue)
    value = next(row for row in values if row.prefecture_code == state.prefecture)
    st.markdown(f"**{plain(value.name)}**　{plain(value.words)}")
    if value.figure_ids:
        st.markdown(f"[この数の根拠]({frame.address('evidence', figure=value.figure_ids)})")
    _show_projects(database, state.prefecture)
    _show_cases(database, state.prefecture)


def _show_projects(database: Database, prefecture_code: str) -> None:
    projects = view.prefecture_projects(database, prefecture_code)
    st.markdown(f"**モデル事業**　{len(projects)}件")
    if not projects:
        st.markdown("この都道府県には、モデル事業を行った団体がない。")
    for row in projects:
        link = frame.address("project", project=row.project_id)
        st.markdown(f"- [{plain(row.body_name)}]({link})　{plain(row.summary)}")


def _show_cases(database: Database, prefecture_code: str) -> None:
    cases = view.prefecture_cases(database, prefecture_code)
    if cases:
        st.markdown("**交付金の事業で紹介された取組**")
        st.markdown("\n".join(f"- {plain(row.text)}" for row in cases))
        st.caption(plain(f"出典: {view.case_source(database, prefecture_code)}"))
