"""目標と結果: what was aimed at, what was reached, what can be told, and what to plan with."""

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.controls import Controls
from lib.views import no_cases, plan, targets

frame.head(
    "目標と結果",
    "目標は達成されたか。人数の少なさを入れて、言えることと言えないことを分ける。",
)
controls = Controls(targets.TargetState)
with frame.filters():
    controls.segments("body")
    controls.number("scale", step=5)
state = controls.state

exhibit.show(targets.target_exhibit(database(), state))
for shown in no_cases.no_case_exhibits(database(), state):
    exhibit.show(shown)
exhibit.show(plan.lowered_exhibit(database()))
planning = Controls(plan.PlanState)
with frame.filters("plan"):
    planning.number("persons", step=10)
    planning.select("reference")
exhibit.show(plan.plan_exhibit(database(), planning.state))
