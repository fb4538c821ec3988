"""支援件数のばらつき: how far support counts spread between bodies, by type of direct support."""

import streamlit as st

from lib.database import database
from lib.ui import frame
from lib.ui.page import open_page
from lib.ui.panels import show_findings
from lib.views import body_counts, like_figures, variance

page = open_page("variance")
with page.bar():
    page.controls(variance.VarianceState).segments("category")
page.show(*variance.RANGE_IDS)
show_findings("支援件数についての文書の記載（要約）", variance.questions(database()))
page.show("named_counts")
if body_counts.usable_groups(database()):
    with frame.filters("counts"):
        page.controls(body_counts.BodyCountState).field("counts")
    page.show_side_by_side(*body_counts.EXHIBIT_IDS)
else:
    st.info(body_counts.missing_sentence(database()))
alike = page.controls(like_figures.LikeState)
with frame.filters("like"):
    alike.field("like")
    alike.field("body")
page.show("like_figures")
