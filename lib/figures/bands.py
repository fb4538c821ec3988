"""Bands over whole numbers that are assumed, one of which is picked out."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from lib.figures.theme import (
    FONT_SIZE_PX,
    MARK_LINE_WIDTH_PX,
    Palette,
    base_layout,
    unit_above,
)

_HEIGHT_PX = 340
_ROOM_ABOVE_PX = 32
_ROOM_OVER_BANDS = 1.25  # of the highest band, for the words over it


@dataclass(frozen=True)
class Band:
    """What follows from one assumed number.

    Attributes:
        number: The number that is assumed.
        low: Lower end of the band.
        high: Upper end of the band.
        words: Both, for readers.
    """

    number: int
    low: float
    high: float
    words: str


def bands_by_number(  # noqa: PLR0913 - what a chart needs, each by name
    bands: Sequence[Band],
    chosen: int,
    axis: str,
    unit: str,
    palette: Palette,
    *,
    limit: tuple[float, str] | None = None,
) -> go.Figure:
    """One bar a number from the lower to the upper end of its band.

    Args:
        bands: In order of their numbers.
        chosen: The number that is picked out.
        axis: What the numbers are.
        unit: Of the bands.
        palette: Colours.
        limit: A value that is drawn as a line across, and its words.

    Returns:
        A figure whose vertical axis begins at 0; a band of no width is drawn as a stroke.
    """
    figure = go.Figure(layout=base_layout(palette, height_px=_HEIGHT_PX))
    figure.add_trace(_bars(bands, chosen, palette))
    highest = max([1, *(band.high for band in bands)])
    (band,) = (band for band in bands if band.number == chosen)
    is_right = chosen > bands[len(bands) // 2].number
    figure.add_annotation(
        x=chosen,
        y=highest * 1.03,
        text=f"<b>{band.words}</b>",
        showarrow=False,
        xanchor="right" if is_right else "left",
        yanchor="bottom",
        font={"size": FONT_SIZE_PX, "color": palette.text},
    )
    figure.update_layout(
        yaxis={"range": [0, highest * _ROOM_OVER_BANDS]},
        xaxis={"title": {"text": axis}, "dtick": 5, "showgrid": False},
        bargap=0.3,
        margin={"t": _ROOM_ABOVE_PX},
    )
    figure.add_annotation(unit_above(unit, palette))
    if limit:
        _add_limit(figure, limit[0], limit[1], palette)
    return figure


def _bars(bands: Sequence[Band], chosen: int, palette: Palette) -> go.Bar:
    picked = [band.number == chosen for band in bands]
    edges = [palette.accent if is_picked else palette.outline for is_picked in picked]
    fills = [palette.accent if is_picked else palette.ramp[1] for is_picked in picked]
    return go.Bar(
        x=[band.number for band in bands],
        base=[band.low for band in bands],
        y=[band.high - band.low for band in bands],
        marker={"color": fills, "line": {"color": edges, "width": MARK_LINE_WIDTH_PX}},
        customdata=[band.words for band in bands],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _add_limit(figure: go.Figure, value: float, words: str, palette: Palette) -> None:
    """A dashed line across, with its words over its right end."""
    figure.add_hline(y=value, line={"color": palette.text, "width": 2, "dash": "dash"})
    figure.add_annotation(
        x=1,
        xref="paper",
        y=value,
        text=words,
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        font={"size": FONT_SIZE_PX, "color": palette.text},
        bgcolor=palette.background,
    )
