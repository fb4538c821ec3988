"""The layout that all charts of Plotly share."""

import plotly.graph_objects as go

from lib.charts.tokens import FONT_FAMILY, Palette

FONT_SIZE_PX = 15
SMALLEST_TEXT_PX = 14


def words_at(text: str, palette: Palette, **place: object) -> dict[str, object]:
    """Horizontal words at a place of a chart, which begin there unless the place says otherwise."""
    font = {"size": FONT_SIZE_PX, "color": palette.text}
    return {"text": text, "showarrow": False, "xanchor": "left", "font": font} | place


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
