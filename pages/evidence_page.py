"""数値の根拠: where one figure comes from, or the figures behind a number."""

from lib.ui.layers import show_figures
from lib.ui.page import open_page
from lib.views import evidence

page = open_page("evidence")
show_figures(page.controls(evidence.EvidenceState).state)
page.show("figures", "figure_checks", "figure_discrepancies")
