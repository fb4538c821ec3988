"""The layout that all charts of Plotly share."""

from collections.abc import Sequence

import plotly.graph_objects as go

from lib.charts.tokens import FONT_FAMILY, Palette

FONT_SIZE_PX = 15
SMALLEST_TEXT_PX = 14
MARK_LINE_WIDTH_PX = 1.5
LINE_CHARACTERS = 17  # that the narrowest window shows
_KEY_LINE_PX = 19
_UNIT_PX = 28


def wrapped(text: str) -> list[str]:
    """Lines that a phone shows in full, ended at a comma or full stop where one is near."""
    lines = []
    rest = text
    while len(rest) > LINE_CHARACTERS:
        window = rest[:LINE_CHARACTERS]
        end = max(window.rfind(mark) for mark in "、。）") + 1
        length = end if end > LINE_CHARACTERS // 2 else LINE_CHARACTERS
        lines.append(rest[:length])
        rest = rest[length:]
    return [*lines, rest]


def words_at(text: str, palette: Palette, **place: object) -> dict[str, object]:
    """Horizontal words at a place of a chart, which begin there unless the place says otherwise."""
    font = {"size": FONT_SIZE_PX, "color": palette.text}
    return {"text": text, "showarrow": False, "xanchor": "left", "font": font} | place


def unit_above(unit: str, palette: Palette) -> dict[str, object]:
    """The unit of a vertical axis as horizontal words above its upper end."""
    return words_at(unit, palette, x=0, y=1, xref="paper", yref="paper", yanchor="bottom")


def add_key(chart: go.Figure, lines: Sequence[str], unit: str, palette: Palette) -> None:
    """Writes some lines above the plot and, below them, the unit of the vertical axis.

    Args:
        chart: A chart with a height; it grows by the room that the words take.
        lines: Words short enough for the narrowest window, about 19 characters each.
        unit: The unit of the vertical axis.
        palette: Colours.
    """
    above = unit_above("<br>".join(lines), palette)
    font = {"size": SMALLEST_TEXT_PX, "color": palette.text}
    chart.add_annotation(unit_above(unit, palette))
    chart.add_annotation(above | {"yshift": _UNIT_PX, "align": "left", "font": font})
    room = _KEY_LINE_PX * len(lines) + _UNIT_PX
    chart.update_layout(margin={"t": room}, height=chart.layout.height + room)


def base_layout(palette: Palette, *, height_px: int) -> go.Layout:
    """The layout of every chart: own font, no box, quiet grid, horizontal text."""
    axis = {
        "gridcolor": palette.hair,
        "linecolor": palette.muted,
        "zerolinecolor": palette.muted,
        "tickfont": {"color": palette.text, "size": FONT_SIZE_PX},
        "title": {"font": {"color": palette.text, "size": FONT_SIZE_PX}},
        "tickangle": 0,
        "automargin": True,
        "zeroline": False,
        "fixedrange": True,
    }
    return go.Layout(
        font={"family": FONT_FAMILY, "size": FONT_SIZE_PX, "color": palette.text},
        paper_bgcolor=palette.surface,
        plot_bgcolor=palette.surface,
        height=height_px,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        xaxis=axis,
        yaxis=axis,
        showlegend=False,
        hoverlabel={
            "bgcolor": palette.surface,
            "bordercolor": palette.text,
            "font": {"family": FONT_FAMILY, "size": FONT_SIZE_PX, "color": palette.text},
            "align": "left",
        },
        separators=".,",
        dragmode=False,
    )
