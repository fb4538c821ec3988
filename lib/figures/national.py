"""National figures: a rate by year without joining lines, and attendance by venue."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.figures.theme import (
    FONT_SIZE_PX,
    MARK_LINE_WIDTH_PX,
    Palette,
    base_layout,
    named_rows,
    unit_above,
)
from lib.frames import records

_HEIGHT_PX = 340
_ROW_PX = 34
_HEADER_PX = 56
_ROOM_BEHIND = 1.5  # of the longest bar, for its words in a narrow window
_ROOM_ABOVE_PX = 32


def rate_by_year(series: pd.DataFrame, target_pct: float, palette: Palette) -> go.Figure:
    """One point a year; years without a published value stay empty, and nothing is joined.

    Args:
        series: Rows of ``queries.national.series`` whose periods are years, in %.
        target_pct: The government's target, drawn as a line.
        palette: Colours.
    """
    rows = records(series)
    years = [int(row["period"]) for row in rows]
    figure = go.Figure(layout=base_layout(palette, height_px=_HEIGHT_PX))
    figure.add_trace(
        go.Scatter(
            x=years,
            y=[row["value"] for row in rows],
            mode="markers",
            marker={"color": palette.main, "size": 11},
            customdata=[formats.number(row["value"], 1) for row in rows],
            hovertemplate="%{x}年 %{customdata}%<extra></extra>",
            cliponaxis=False,
        )
    )
    for row in (rows[0], rows[-1]):
        figure.add_annotation(
            x=int(row["period"]),
            y=row["value"],
            text=f"{row['period']}年 {formats.number(row['value'], 1)}%",
            showarrow=False,
            yshift=18 if row is rows[0] else -18,
            xanchor="left" if row is rows[0] else "right",
            font={"size": FONT_SIZE_PX, "color": palette.text},
        )
    figure.add_hline(y=target_pct, line={"color": palette.accent, "width": 2, "dash": "dash"})
    figure.add_annotation(
        x=years[0],
        y=target_pct,
        text=f"政府目標 {formats.number(target_pct)}%以下",
        showarrow=False,
        xanchor="left",
        yanchor="top",
        font={"size": FONT_SIZE_PX, "color": palette.accent},
    )
    highest = max(row["value"] for row in rows)
    figure.update_layout(
        xaxis={"title": {"text": "出所年"}, "dtick": 4, "showgrid": False},
        yaxis={"range": [0, highest * 1.15]},
        margin={"t": _ROOM_ABOVE_PX},
    )
    figure.add_annotation(unit_above("%", palette))
    return figure


def attendance_by_venue(attendance: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a venue; counts on another basis have another fill and say so.

    Args:
        attendance: Rows of ``queries.national.event_attendance``.
        palette: Colours.
    """
    rows = records(attendance)
    is_cumulative = [row["count_basis"] == "cumulative" for row in rows]
    figure = go.Figure(layout=base_layout(palette, height_px=_HEADER_PX + _ROW_PX * len(rows)))
    figure.add_trace(
        go.Bar(
            orientation="h",
            y=list(range(len(rows))),
            x=[row["attendees"] for row in rows],
            marker={
                "color": [palette.ramp[1] if flag else palette.main for flag in is_cumulative],
                "line": {"color": palette.outline, "width": MARK_LINE_WIDTH_PX},
            },
            text=[
                f"{formats.count(row['attendees'], row['unit'])}{'（延べ）' if flag else ''}"
                for row, flag in zip(rows, is_cumulative, strict=True)
            ],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    largest = max(row["attendees"] for row in rows)
    figure.update_layout(
        yaxis=named_rows([row["block"] for row in rows]),
        xaxis={
            "title": {"text": "名"},
            "range": [0, largest * _ROOM_BEHIND],
            "side": "top",
            "tickformat": ",d",
        },
    )
    return figure
