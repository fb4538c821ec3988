"""事業詳細: one project with every figure, its report and its neighbours."""

import streamlit as st

from lib.database import database
from lib.ui import frame
from lib.ui.page import open_page
from lib.ui.panels import show_findings, show_neighbours, show_profile
from lib.views import project, reports

page = open_page("project")
controls = page.controls(project.ProjectState)
with frame.filters():
    controls.field("project")
state = controls.state

if state.project == project.NO_PROJECT:
    st.info("上の欄か下の一覧から事業を選ぶと、その取組と数値を表示します。")
    page.show("catalogue_projects")
else:
    show_profile(project.profile(database(), state))
    page.show("project_figures", "project_activities")
    page.show_side_by_side(*reports.BUILDERS)
    show_findings("報告書の記載（要約）", project.findings(database(), state))
    page.show("project_discrepancies")
    show_neighbours(project.neighbours(database(), state))
