"""事業詳細: one project with its targets, its report, every figure and its neighbours."""

import streamlit as st

from lib.database import database
from lib.ui.page import OpenPage
from lib.ui.panels import fold_neighbours, fold_profile, show_turns
from lib.views import project, reports

JUMPS = {
    "targets": "目標と結果",
    "project_findings": "理由と学び",
    "project_sessions": "続き方",
    "project_activities": "取組と担い手",
    "project_figures": "すべての数値",
    "folds": "ほかの記録",
}
FOLDS = {
    "project_families": "家族会",
    "project_activities": "取組と担い手",
    "project_figures": "すべての数値",
    "project_follow_up": "その後",
    "project_notes": "しくみと結果の記載",
    "project_discrepancies": "相違の記録",
}

page = OpenPage("project")
top = st.container()
controls = page.controls(project.ProjectState)
state = controls.state
if state.project == project.NO_PROJECT:
    with top:
        page.head()
    with page.bar():
        controls.field("project")
    st.info("上の欄か下の一覧から事業を選ぶと、その取組と数値を表示します。")
    page.show("catalogue_projects")
else:
    profile = project.profile(database(), state)
    with top:
        page.head(profile.name, profile.summary, profile.line)
    has_report = any(page.exhibit(name) for name in reports.BUILDERS)
    first = () if has_report else ("project_activities", "project_figures")
    behind = [name for name in FOLDS if name not in first]
    with page.bar({name: words for name, words in JUMPS.items() if name not in behind}):
        controls.field("project")
        show_turns(profile)
    page.show_beside((900, ("targets",)), (386, ("project_participants",)))
    page.show("project_findings")
    page.show_beside((790, ("project_sessions", "programme_persons")), (496, ("project_groups",)))
    page.show(*first)
    with page.folds():
        page.show_folded(*behind, names=FOLDS)
        fold_profile(profile)
        fold_neighbours(project.neighbours(database(), state))
