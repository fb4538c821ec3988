"""支援件数のばらつき: how far support counts spread between bodies, by type of direct support."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.controls import Controls
from lib.ui.links import PROJECT_LINK
from lib.views import body_counts, like_figures, variance

frame.head(
    "支援件数のばらつき",
    "都道府県が行う直接支援の件数と、モデル事業の同じ種類の数値は、団体によってどれだけ開きがあるか。",
)
controls = Controls(variance.VarianceState)
with frame.filters():
    controls.segments("category")

for ranges in variance.range_exhibits(database(), controls.state):
    exhibit.show(ranges)
exhibit.show(variance.named_count_exhibit(database(), controls.state))
each = Controls(body_counts.BodyCountState)
found = body_counts.body_count_exhibits(database(), each.state)
if found:
    with frame.filters("counts"):
        each.select("counts")
    exhibit.show_side_by_side(found)
else:
    st.info(body_counts.missing_sentence(database()))
alike = Controls(like_figures.LikeState)
with frame.filters("like"):
    alike.select("like")
    alike.select("body")
exhibit.show(like_figures.like_exhibit(database(), alike.state), links={"body_name": PROJECT_LINK})
