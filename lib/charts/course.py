"""Charts of a programme: attendance by month, participants, their groups, families."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.charts.rows import bars, outlined, worded_rows
from lib.charts.theme import base_layout, unit_above
from lib.charts.tokens import Palette
from lib.frames import Record, records
from lib.vocabulary import GROUPING

_MONTH_HEIGHT_PX = 280
_ROOM_ABOVE_PX = 32
_BAR_PX = 14
_ABOVE_BAR_PX = 6
_MOST_TICKS = 8


def attendance_by_month(sessions: pd.DataFrame, palette: Palette) -> go.Figure:
    """Attendance at a programme by month, from its first to its last month.

    Args:
        sessions: Rows of ``queries.projects.sessions``.
        palette: Colours.
    """
    monthly = sessions.set_index("month")["attendances"].astype("int64").resample("MS").sum()
    months = [month.strftime("%Y-%m-%d") for month in monthly.index]
    values = [int(value) for value in monthly]
    chart = go.Figure(layout=base_layout(palette, height_px=_MONTH_HEIGHT_PX))
    chart.add_trace(
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
    chart.update_layout(
        yaxis={"rangemode": "tozero", "dtick": 2},
        xaxis={"tickformat": "%-m月\n%Y年", "dtick": "M3", "showgrid": False},
        margin={"t": _ROOM_ABOVE_PX},
    )
    chart.add_annotation(unit_above("延べ人", palette))
    return chart


def attendance_by_participant(participants: pd.DataFrame, palette: Palette) -> go.Figure:
    """Sessions that each participant attended.

    Args:
        participants: Rows of ``program_participants``, most sessions first.
        palette: Colours.
    """
    rows = records(participants)
    return _bars_under_words(
        [
            [f"<b>参加者{row['participant_number']}</b>　{row['sessions_attended']}回"]
            for row in rows
        ],
        [row["sessions_attended"] for row in rows],
        "参加回数（回）",
        palette,
    )


def participants_by_group(groups: pd.DataFrame, palette: Palette) -> go.Figure:
    """Persons of each category, each grouping by itself; families have another unit and no bar.

    Args:
        groups: Rows of ``participants_by_group`` with ``category_name``, in the order of display.
        palette: Colours.
    """
    rows = [row for row in records(groups) if row["unit"] == "人"]
    return _bars_under_words(
        [[_group_words(row)] for row in rows],
        [row["participants"] for row in rows],
        "参加者（人）",
        palette,
    )


def _group_words(row: Record) -> str:
    persons = formats.count(row["participants"], row["unit"])
    return f"<b>{GROUPING.label(row['grouping'])}</b>　{row['category_name']} {persons}"


def meetings_by_family(families: pd.DataFrame, palette: Palette) -> go.Figure:
    """Family meetings that each family attended, with the share that the document prints.

    Args:
        families: Rows of ``family_meetings``.
        palette: Colours.
    """
    rows = records(families)
    return _bars_under_words(
        [[_family_words(row)] for row in rows],
        [row["meetings_attended"] for row in rows],
        "参加回数（回）",
        palette,
    )


def _family_words(row: Record) -> str:
    attended = f"{row['meetings_attended']}回（参加率{row['attendance_share_pct']}%）"
    return f"<b>家族{row['family_number']}</b>　{attended}"


def _bars_under_words(
    lines: Sequence[Sequence[str]], lengths: Sequence[int], axis: str, palette: Palette
) -> go.Figure:
    """One bar a row below its words."""
    heights_px = [_ABOVE_BAR_PX + _BAR_PX] * len(lines)
    chart, edges = worded_rows(lines, heights_px, max(lengths), axis, palette)
    places = [edge + _ABOVE_BAR_PX + _BAR_PX / 2 for edge in edges]
    fill = outlined(palette.main, palette)
    chart.add_trace(bars(palette, x=list(lengths), y=places, width=_BAR_PX, marker=fill))
    return chart.update_layout(xaxis={"nticks": _MOST_TICKS})
