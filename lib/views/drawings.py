"""The charts that Plotly draws, kept like everything else that views make."""

import plotly.graph_objects as go

from lib.charts.tokens import Palette
from lib.exhibits import Exhibit
from lib.memory import remembered


@remembered
def drawn(exhibit: Exhibit, palette: Palette) -> go.Figure | None:
    """The chart of an exhibit in a palette; None if the table is all there is, or is empty."""
    return exhibit.drawing(palette)
