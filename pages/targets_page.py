"""目標と結果: what was aimed at and what was reached, with each body's own rating."""

from lib.ui.page import open_page
from lib.views import targets

page = open_page("targets")
with page.bar():
    page.controls(targets.TargetState).segments("body")
page.show("targets", "expected", "programme_persons")
page.show_folded("reentry", "repeat_offenders")
