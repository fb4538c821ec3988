"""数値の根拠: where one figure comes from, or the figures behind a number."""

from lib.database import database
from lib.ui.page import open_page
from lib.ui.panels import show_advice, show_facts, show_passage
from lib.views import evidence

page = open_page("evidence")
figures = evidence.asked_for(database(), page.controls(evidence.EvidenceState).state)
if not figures:
    show_advice()
if len(figures) == 1:
    show_facts(evidence.facts(database(), figures[0]))
    show_passage(evidence.passage(database(), figures[0]))
page.show("figures", "figure_checks", "figure_discrepancies")
