"""事業詳細: one project with every figure, its report and its neighbours."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.controls import Controls
from lib.ui.links import PROJECT_LINK
from lib.ui.project import show_findings, show_neighbours, show_profile
from lib.views import catalogue, project, reports

frame.head("事業詳細", "1つのモデル事業について、取組、担い手、すべての数値と出典を見る。")
controls = Controls(project.ProjectState)
with frame.filters():
    controls.select("project")
state = controls.state

if state.project == project.NO_PROJECT:
    st.info("上の欄か下の一覧から事業を選ぶと、その取組と数値を表示します。")
    everything = catalogue.CatalogueState(level="projects")
    exhibit.show(
        catalogue.catalogue_exhibit(database(), everything), links={"body_name": PROJECT_LINK}
    )
else:
    show_profile(project.profile(database(), state))
    exhibit.show(project.figure_exhibit(database(), state))
    exhibit.show(project.activity_exhibit(database(), state))
    exhibit.show_side_by_side(reports.report_exhibits(database(), state))
    show_findings("報告書の記載（要約）", project.findings(database(), state))
    discrepancies = project.discrepancy_exhibit(database(), state)
    if discrepancies:
        exhibit.show(discrepancies)
    show_neighbours(project.neighbours(database(), state))
