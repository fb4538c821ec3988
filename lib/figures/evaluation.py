"""Charts of a project's own evaluation: targets, sessions, attendance."""

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
from lib.frames import Record, records

_TARGET_ROW_PX = 84
_HEADER_PX = 64
_BAR_WIDTH = 0.24
_WORDS_ABOVE = 0.42
_MONTH_HEIGHT_PX = 280
_PERSON_ROW_PX = 30
_ROOM_ABOVE_PX = 32
_ROOM_BEHIND = 1.7  # of the longest bar, for its words in a narrow window


def target_bars(kpis: pd.DataFrame, palette: Palette) -> go.Figure:
    """Each result as a share of its target, for targets above 0 that are to be reached.

    Args:
        kpis: Rows of ``queries.projects.kpis``; targets not to be exceeded are left out, as a
            share of them would say the opposite.
        palette: Colours.

    Returns:
        A figure whose axis runs from 0 to 100 % or to the largest share; the words give result,
        target and unit.
    """
    rows = [
        row for row in records(kpis) if row["target_comparison"] == ">=" and row["target_value"] > 0
    ]
    height_px = _HEADER_PX + _TARGET_ROW_PX * len(rows)
    figure = go.Figure(layout=base_layout(palette, height_px=height_px))
    places = list(range(len(rows)))
    common = {"orientation": "h", "y": places, "width": _BAR_WIDTH, "hoverinfo": "skip"}
    outline = {"color": palette.outline, "width": MARK_LINE_WIDTH_PX}
    figure.add_trace(
        go.Bar(x=[100] * len(rows), marker={"color": palette.surface, "line": outline}, **common)
    )
    shares = [100 * row["actual_value"] / row["target_value"] for row in rows]
    figure.add_trace(go.Bar(x=shares, marker={"color": palette.main}, **common))
    for place, row in enumerate(rows):
        figure.add_annotation(
            x=0,
            y=place - _WORDS_ABOVE,
            text=_target_words(row),
            showarrow=False,
            xanchor="left",
            align="left",
            bgcolor=palette.background,
            font={"size": FONT_SIZE_PX, "color": palette.text},
        )
    figure.update_layout(
        barmode="overlay",
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.8]},
        xaxis={
            "title": {"text": "目標に対する結果の割合（%）"},
            "range": [0, 1.04 * max([100, *shares])],
            "side": "top",
            "dtick": 25,
        },
    )
    return figure


def _target_words(row: Record) -> str:
    unit = row["unit"]
    rating = f"　文書の評価 {row['rating_printed']}" if row["rating_printed"] else ""
    result = formats.count(row["actual_value"], unit)
    target = formats.count(row["target_value"], unit)
    kind = "目標" if row["target_kind"] == "target" else "想定"
    return f"<b>{row['indicator']}</b><br>{result}／{kind}{target}{rating}"


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


def sessions_by_participant(participants: pd.DataFrame, palette: Palette) -> go.Figure:
    """Sessions that each participant attended, most first.

    Args:
        participants: Rows of ``queries.projects.participants``.
        palette: Colours.
    """
    rows = records(participants)
    return _person_bars(
        [f"参加者{row['participant_number']}" for row in rows],
        [row["sessions_attended"] for row in rows],
        [f"{row['sessions_attended']}回" for row in rows],
        palette,
    )


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
