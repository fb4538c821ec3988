"""目標と結果: what was aimed at and what was reached, with each body's own rating."""

from lib.ui import frame
from lib.ui.page import open_page
from lib.views import plan, targets

page = open_page("targets")
controls = page.controls(targets.TargetState)
with frame.filters():
    controls.segments("body")
    controls.number("scale", step=5)
page.show("targets", "no_cases", "lowered")
planning = page.controls(plan.PlanState)
with frame.filters("plan"):
    planning.number("persons", step=10)
    planning.select("reference")
page.show("plan")
