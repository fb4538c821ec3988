"""支援件数のばらつき: how far support counts spread between bodies, by type of direct support."""

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.controls import Controls
from lib.views import spread, variance

frame.head(
    "支援件数のばらつき",
    "都道府県が行う直接支援の件数は、種類と団体によってどれだけ開きがあるか。",
)
controls = Controls(variance.VarianceState)
with frame.filters():
    controls.segments("category")

exhibit.show(variance.range_exhibit(database(), controls.state))
spread_of_counts = spread.spread_exhibit(database(), controls.state)
if spread_of_counts:
    exhibit.show(spread_of_counts)
exhibit.show(variance.named_count_exhibit(database(), controls.state))
