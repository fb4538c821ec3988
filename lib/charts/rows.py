"""Rows of horizontal bars: names beside them, or words above them where these are long."""

import itertools
from collections.abc import Sequence

import plotly.graph_objects as go

from lib.charts.theme import MARK_LINE_WIDTH_PX, base_layout, words_at
from lib.charts.tokens import Palette

_LINE_PX = 21  # of words
_GAP_PX = 20  # below a row
_TICKS_PX = 44
_ROOM_BEHIND = 1.05  # of the longest bar
_NAMED_ROW_PX = 34
_NAMED_HEADER_PX = 56
_ROOM_FOR_WORDS = 1.5  # of the longest bar, for its words in a narrow window
_STROKE_PX = 4


def outlined(fill: str | list[str], palette: Palette) -> dict[str, object]:
    """Marks with an edge, for fills that are too light to stand by themselves."""
    return {"color": fill, "line": {"color": palette.text, "width": MARK_LINE_WIDTH_PX}}


def bars(palette: Palette, **more: object) -> go.Bar:
    """Horizontal bars of the main series that say nothing when they are pointed at."""
    plain = {"orientation": "h", "marker": {"color": palette.main}, "hoverinfo": "skip"}
    return go.Bar(plain | more)


def strokes(
    x: Sequence[float], y: Sequence[float], size_px: float, colour: str, width_px: int = _STROKE_PX
) -> go.Scatter:
    """Upright strokes across rows."""
    line = {"width": width_px, "color": colour}
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"symbol": "line-ns", "size": size_px, "color": colour, "line": line},
        hoverinfo="skip",
        cliponaxis=False,
    )


def named_rows(names: list[str]) -> dict[str, object]:
    """A vertical axis with one name a row, the first on top."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "autorange": "reversed",
        "showgrid": False,
    }


def named_bars(
    names: list[str],
    values: Sequence[float],
    words: list[str],
    axis: str,
    palette: Palette,
) -> go.Figure:
    """One bar a name, in the given order, with its words at its end.

    Args:
        names: The names, the first on top.
        values: The length of each bar, in the unit of the axis.
        words: What stands at the end of each bar.
        axis: What the horizontal axis counts; it begins at 0.
        palette: Colours.
    """
    height_px = _NAMED_HEADER_PX + _NAMED_ROW_PX * len(names)
    chart = go.Figure(layout=base_layout(palette, height_px=height_px))
    chart.add_trace(
        bars(
            palette,
            x=values,
            y=list(range(len(names))),
            text=words,
            textposition="auto",
            insidetextanchor="end",
            textangle=0,
            cliponaxis=False,
        )
    )
    limit = (max(values, default=0) or 1) * _ROOM_FOR_WORDS
    horizontal = {"title": {"text": axis}, "range": [0, limit], "tickformat": ",", "side": "top"}
    return chart.update_layout(yaxis=named_rows(names), xaxis=horizontal)


def worded_rows(
    lines: Sequence[Sequence[str]],
    bars_px: Sequence[int],
    longest: float,
    axis: str,
    palette: Palette,
) -> tuple[go.Figure, list[float]]:
    """A chart with the words of each row above its bars, and where these begin.

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
    above = [_LINE_PX * len(words) for words in lines]
    heights = [words + own + _GAP_PX for words, own in zip(above, bars_px, strict=True)]
    *tops, below = 0, *itertools.accumulate(heights)
    header_px = _TICKS_PX + _LINE_PX * (axis.count("<br>") + 1)
    chart = go.Figure(layout=base_layout(palette, height_px=header_px + below))
    block = {"yanchor": "top", "align": "left", "bgcolor": palette.surface}
    for words, top in zip(lines, tops, strict=True):
        chart.add_annotation(words_at("<br>".join(words), palette, x=0, y=top, **block))
    end = max(1, longest) * _ROOM_BEHIND
    chart.update_layout(
        barmode="overlay",
        yaxis={"visible": False, "range": [below, 0], "showgrid": False},
        xaxis={"title": {"text": axis}, "range": [0, end], "side": "top"},
    )
    return chart, [top + words for top, words in zip(tops, above, strict=True)]
