"""Words above a chart that say what its marks and lines mean."""

from collections.abc import Sequence

import plotly.graph_objects as go

from lib.charts.theme import SMALLEST_TEXT_PX, Palette, unit_above

_LINE_PX = 19
_UNIT_PX = 28


def add_key(chart: go.Figure, lines: Sequence[str], unit: str, palette: Palette) -> None:
    """Writes some lines above the plot and, below them, the unit of the vertical axis.

    Args:
        chart: A chart with a height; it grows by the room that the words take.
        lines: Words short enough for the narrowest window, about 19 characters each.
        unit: The unit of the vertical axis.
        palette: Colours.
    """
    chart.add_annotation(unit_above(unit, palette))
    chart.add_annotation(
        text="<br>".join(lines),
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=_UNIT_PX,
        align="left",
        showarrow=False,
        font={"size": SMALLEST_TEXT_PX, "color": palette.text},
    )
    room = _LINE_PX * len(lines) + _UNIT_PX
    chart.update_layout(margin={"t": room}, height=chart.layout.height + room)
