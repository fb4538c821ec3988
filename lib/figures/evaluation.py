"""Charts of a project's own evaluation: targets, sessions, attendance."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.figures.theme import (
    Palette,
    base_layout,
    named_rows,
    unit_above,
)
from lib.frames import records

_TARGET_ROW_PX = 84
_HEADER_PX = 64
_BAR_WIDTH = 0.24
_WORDS_ABOVE = 0.42
_MONTH_HEIGHT_PX = 280
_PERSON_ROW_PX = 30
_ROOM_ABOVE_PX = 32
_ROOM_BEHIND = 1.7  # of the longest bar, for its words in a narrow window


def attendance_by_month(sessions: pd.DataFrame, palette: Palette) -> go.Figure:
    """Attendance at a programme by month, from its first to its last month.

    Args:
        sessions: Rows of ``queries.projects.sessions``.
        palette: Colours.
    """
    monthly = sessions.set_index("session_date")["attendees"].astype("int64").resample("MS").sum()
    months = [month.strftime("%Y-%m-%d") for month in monthly.index]
    values = [int(value) for value in monthly]
    figure = go.Figure(layout=base_layout(palette, height_px=_MONTH_HEIGHT_PX))
    figure.add_trace(
        go.Bar(
            x=months,
            y=values,
            marker={"color": palette.main},
            text=[formats.number(value) if value else "" for value in values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x|%Y年%-m月} 延べ%{y}人<extra></extra>",
        )
    )
    figure.update_layout(
        yaxis={"rangemode": "tozero", "dtick": 2},
        xaxis={"tickformat": "%-m月\n%Y年", "dtick": "M3", "showgrid": False},
        margin={"t": _ROOM_ABOVE_PX},
    )
    figure.add_annotation(unit_above("延べ人", palette))
    return figure


def meetings_by_family(families: pd.DataFrame, palette: Palette) -> go.Figure:
    """Family meetings that each family attended, with the share that the document prints.

    Args:
        families: Rows of ``queries.projects.family_meetings``.
        palette: Colours.
    """
    rows = records(families)
    return _person_bars(
        [f"家族{row['family_number']}" for row in rows],
        [row["meetings_attended"] for row in rows],
        [f"{row['meetings_attended']}回（参加率{row['attendance_share_pct']}%）" for row in rows],
        palette,
    )


def _person_bars(
    names: list[str], values: list[int], words: list[str], palette: Palette
) -> go.Figure:
    height_px = _HEADER_PX + _PERSON_ROW_PX * len(names)
    figure = go.Figure(layout=base_layout(palette, height_px=height_px))
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=values,
            y=list(range(len(names))),
            marker={"color": palette.main},
            text=words,
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        yaxis=named_rows(names),
        xaxis={
            "title": {"text": "回"},
            "range": [0, max([1, *values]) * _ROOM_BEHIND],
            "side": "top",
        },
    )
    return figure
