"""目標と結果: what was aimed at, what was reached, and how the bodies rate it themselves."""

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.controls import Controls
from lib.views import targets

frame.head("目標と結果", "結果は目標とどれだけ違い、団体は自らどう評価しているか。")
controls = Controls(targets.TargetState)
with frame.filters():
    controls.segments("body")

exhibit.show(targets.target_exhibit(database(), controls.state))
