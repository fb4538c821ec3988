"""数値の根拠: where one figure comes from, or the figures behind a number."""

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.controls import Controls
from lib.ui.evidence import show_advice, show_facts, show_passage
from lib.views import evidence

frame.head("数値の根拠", "この数値が、どの文書のどこにあり、いつの何を数えたものか。")
state = Controls(evidence.EvidenceState).state

figures = evidence.asked_for(database(), state)
if not figures:
    show_advice()
elif len(figures) > 1:
    exhibit.show(evidence.list_exhibit(database(), state))
else:
    (figure,) = figures
    show_facts(evidence.facts(database(), figure))
    show_passage(evidence.passage(database(), figure))
    for shown in evidence.related(database(), figure["figure_id"]):
        exhibit.show(shown)
