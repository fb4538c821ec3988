"""Rows whose words stand above their bars, so that they are read in full in a narrow window."""

import itertools
from collections.abc import Sequence

import plotly.graph_objects as go

from lib.charts.theme import FONT_SIZE_PX, Palette, base_layout

_LINE_PX = 21  # of words
_GAP_PX = 20  # below a row
_TICKS_PX = 44
_ROOM_BEHIND = 1.05  # of the longest bar


def worded_rows(
    lines: Sequence[Sequence[str]],
    bars_px: Sequence[int],
    longest: float,
    axis: str,
    palette: Palette,
) -> tuple[go.Figure, list[float]]:
    """A chart with the words of each row, and where its bars begin.

    Args:
        lines: The lines of words of each row, the first row on top.
        bars_px: The height that each row needs for its bars.
        longest: End of the longest bar, in the unit of the axis.
        axis: What the horizontal axis counts.
        palette: Colours.

    Returns:
        The chart, whose horizontal axis begins at 0 and whose vertical axis counts pixels from
        the top, and the upper edge of each row's bars on that axis.
    """
    heights = [
        _LINE_PX * len(words) + bars + _GAP_PX for words, bars in zip(lines, bars_px, strict=True)
    ]
    tops = [0, *itertools.accumulate(heights)]
    below = tops.pop()
    header_px = _TICKS_PX + _LINE_PX * (axis.count("<br>") + 1)
    chart = go.Figure(layout=base_layout(palette, height_px=header_px + below))
    for words, top in zip(lines, tops, strict=True):
        chart.add_annotation(
            x=0,
            y=top,
            text="<br>".join(words),
            showarrow=False,
            xanchor="left",
            yanchor="top",
            align="left",
            bgcolor=palette.background,
            font={"size": FONT_SIZE_PX, "color": palette.text},
        )
    chart.update_layout(
        barmode="overlay",
        yaxis={"visible": False, "range": [below, 0], "showgrid": False},
        xaxis={
            "title": {"text": axis},
            "range": [0, max(1, longest) * _ROOM_BEHIND],
            "side": "top",
        },
    )
    return chart, [top + _LINE_PX * len(words) for words, top in zip(lines, tops, strict=True)]
