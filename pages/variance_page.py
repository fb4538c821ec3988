"""支援件数のばらつき: how far support counts spread between bodies, by type of direct support."""

import streamlit as st

from lib.database import database
from lib.ui import exhibit, frame
from lib.ui.page import open_page
from lib.ui.project import show_findings
from lib.views import assumed_bodies, body_counts, like_figures, variance

page = open_page("variance")
controls = page.controls(variance.VarianceState)
with frame.filters():
    controls.segments("category")
page.show("support_ranges")
show_findings("支援件数についての文書の記載（要約）", variance.questions(database()))
trial = page.controls(assumed_bodies.BodiesState)
with frame.filters("bodies"):
    trial.select("support_type")
    trial.select("bodies")
page.show("assumed_bodies", "named_counts")
each = page.controls(body_counts.BodyCountState)
found = body_counts.body_count_exhibits(database(), each.state)
if found:
    with frame.filters("counts"):
        each.select("counts")
        each.segments("per")
        each.segments("limits")
    exhibit.show_side_by_side(found)
else:
    st.info(body_counts.missing_sentence(database()))
alike = page.controls(like_figures.LikeState)
with frame.filters("like"):
    alike.select("like")
    alike.select("body")
page.show("like_figures")
