"""支援件数のばらつき: how far support counts spread between bodies, by type of direct support."""

from lib.database import database
from lib.ui.page import open_page
from lib.ui.panels import fold_findings
from lib.views import body_counts, like_figures, variance

page = open_page("variance")
counts = page.controls(body_counts.BodyCountState)
alike = page.controls(like_figures.LikeState)


def choose_figures() -> None:
    """The filters of the figures that stand on one line."""
    alike.field("like")
    alike.field("body")


with page.bar():
    page.controls(variance.VarianceState).segments("category")
page.show(*variance.RANGE_IDS)
page.show("body_count_types")
page.show("body_counts", fields=lambda: counts.field("counts"))
page.show("body_count_rates")
page.show("like_figures", fields=choose_figures)
page.show_folded("named_counts")
fold_findings("文書の問い", "variance-questions", variance.questions(database()))
