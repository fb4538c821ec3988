"""Charts of a programme's course: attendance, retention, intervals, intake and families."""

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.figures.keys import add_key
from lib.figures.rows import worded_rows
from lib.figures.theme import FONT_SIZE_PX, MARK_LINE_WIDTH_PX, Palette, base_layout, unit_above
from lib.frames import Record, records
from lib.vocabulary import PARTICIPANT_CATEGORY

_HEADER_PX = 64
_MONTH_HEIGHT_PX = 280
_ROOM_ABOVE_PX = 32
_BAR_PX = 14
_ABOVE_BAR_PX = 6
_MOST_TICKS = 8
_CURVE_PX = 300
_POINT_PX = 11
_LEVEL_PX = 13  # between points that would hide each other
_FEWEST_PX_A_DAY = 0.8  # of the axis of intervals, in the narrowest window
_LEVELS_OF_WORDS = 1.5  # above the points of a person
_LEVELS_BETWEEN = 3.4  # two persons
_KEY_OF_BOUNDS = (
    "破線　続けた人の終わりを不明",
    "　　　とみたときの最大",
    "帯　　95%信頼区間",
)
_ROOM_FOR_DAYS = 1.3  # of the longest interval, for its words in a narrow window


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


def attendance_by_participant(participants: pd.DataFrame, palette: Palette) -> go.Figure:
    """Sessions that each participant attended, with the days until the first of them.

    Args:
        participants: Rows of ``program_participants``, most sessions first.
        palette: Colours.
    """
    rows = records(participants)
    return _bars_under_words(
        [[_participant_words(row)] for row in rows],
        [[row["sessions_attended"] for row in rows]],
        "参加回数（回）",
        palette,
    )


def _participant_words(row: Record) -> str:
    days = row["days_to_first_session"]
    first = "初回なし" if days is None else f"初回まで{days}日"
    return f"<b>参加者{row['participant_number']}</b>　{row['sessions_attended']}回　{first}"


def intake_by_year(referrals: pd.DataFrame, palette: Palette) -> go.Figure:
    """New participants of each fiscal year, divided by who referred them.

    Args:
        referrals: Rows of ``participants_by_year`` of the grouping referral: in each year the
            same two categories in the same order.
        palette: Colours.
    """
    years = [(int(str(year)), records(rows)) for year, rows in referrals.groupby("fiscal_year")]
    return _bars_under_words(
        [[f"<b>{formats.fiscal_year(year)}</b>", _referral_words(rows)] for year, rows in years],
        [[rows[place]["participants"] for _, rows in years] for place in (0, 1)],
        "新しく参加した人（人、紹介元別）",
        palette,
    )


def meetings_by_family(families: pd.DataFrame, palette: Palette) -> go.Figure:
    """Family meetings that each family attended, with the share that the document prints.

    Args:
        families: Rows of ``family_meetings``.
        palette: Colours.
    """
    rows = records(families)
    return _bars_under_words(
        [[_family_words(row)] for row in rows],
        [[row["meetings_attended"] for row in rows]],
        "参加回数（回）",
        palette,
    )


def _family_words(row: Record) -> str:
    attended = f"{row['meetings_attended']}回（参加率{row['attendance_share_pct']}%）"
    return f"<b>家族{row['family_number']}</b>　{attended}"


def _referral_words(rows: Sequence[Record]) -> str:
    return "　".join(
        f"{mark}{PARTICIPANT_CATEGORY.label(row['category'])}"
        f"{formats.count(row['participants'], row['unit'])}"
        for mark, row in zip("■□", rows, strict=True)
    )


def _bars_under_words(
    lines: Sequence[Sequence[str]], parts: Sequence[Sequence[int]], axis: str, palette: Palette
) -> go.Figure:
    """One bar a row below its words, of one part or of two that stand behind each other."""
    lengths = [math.fsum(values) for values in zip(*parts, strict=True)]
    heights_px = [_ABOVE_BAR_PX + _BAR_PX] * len(lines)
    figure, edges = worded_rows(lines, heights_px, max(lengths), axis, palette)
    for values, fill in zip(parts, (palette.main, palette.ramp[1]), strict=False):
        figure.add_bar(
            orientation="h",
            x=values,
            y=[edge + _ABOVE_BAR_PX + _BAR_PX / 2 for edge in edges],
            width=_BAR_PX,
            marker={
                "color": fill,
                "line": {"color": palette.outline, "width": MARK_LINE_WIDTH_PX},
            },
            hoverinfo="skip",
        )
    return figure.update_layout(barmode="stack", xaxis={"nticks": _MOST_TICKS})


def retention_steps(curve: pd.DataFrame, palette: Palette) -> go.Figure:
    """The share of persons who attended at least so many sessions, as a survival curve.

    Args:
        curve: Rows of ``views.course.RETENTION_COLUMNS``, from 0 sessions on.
        palette: Colours.

    Returns:
        A figure whose horizontal axis also gives the number of persons behind each share.
    """
    rows = records(curve)
    figure = go.Figure(layout=base_layout(palette, height_px=_CURVE_PX))
    _add_interval(figure, [row for row in rows if row["low_pct"] is not None], palette)
    numbers = [row["number"] for row in rows]
    figure.add_scatter(
        x=numbers,
        y=[row["highest_pct"] for row in rows],
        mode="lines",
        line={"shape": "vh", "dash": "dash", "width": 2, "color": palette.accent},
        marker={"color": palette.accent},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=numbers,
        y=[row["reached_pct"] for row in rows],
        mode="lines+markers",
        line={"shape": "vh", "width": 3, "color": palette.main},
        marker={"color": palette.main, "size": _POINT_PX - 2},
        cliponaxis=False,
        text=[_step_words(row, rows[0]["at_risk"]) for row in rows],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.update_layout(
        xaxis={
            "title": {"text": "参加回数（回）<br>太字は、その回数以上の人数（人）"},
            "tickmode": "array",
            "tickvals": numbers,
            "ticktext": [_tick_words(row) for row in rows],
            "showgrid": False,
        },
        yaxis={"range": [0, 100], "dtick": 25},
    )
    solid = f"実線　{rows[0]['at_risk']}人のうちの割合"
    add_key(figure, (solid, *_KEY_OF_BOUNDS), "%", palette)
    return figure


def _tick_words(row: Record) -> str:
    """The number of sessions, only every other one as they stand close in a narrow window."""
    number = "" if row["number"] % 2 else row["number"]
    return f"{number}<br><b>{row['at_risk']}</b>"


def _add_interval(figure: go.Figure, rows: Sequence[Record], palette: Palette) -> None:
    """A band between both ends of the interval, from the step before its first number on."""
    numbers = [rows[0]["number"] - 1, *(row["number"] for row in rows)]
    for name, fill in (("low_pct", None), ("high_pct", "tonexty")):
        figure.add_scatter(
            x=numbers,
            y=[rows[0][name], *(row[name] for row in rows)],
            mode="lines",
            line={"shape": "vh", "dash": "dot", "width": 1, "color": palette.muted},
            marker={"color": palette.ramp[0]},
            fill=fill,
            fillcolor=palette.ramp[0],
            hoverinfo="skip",
        )


def _step_words(row: Record, persons: int) -> str:
    words = f"{row['number']}回以上: {persons}人のうち{row['at_risk']}人"
    share = formats.number(row["reached_pct"], 1)
    if row["low_pct"] is None:
        return f"{words}（{share}%）"
    low, high = (formats.number(row[name], 1) for name in ("low_pct", "high_pct"))
    return f"{words}（{share}%）<br>95%信頼区間 {low}～{high}%"


def interval_points(intervals: pd.DataFrame, long_days: int, palette: Palette) -> go.Figure:
    """One point for each interval between two sessions, one strip a participant.

    Args:
        intervals: Rows of ``views.course.INTERVAL_COLUMNS``, by participant.
        long_days: Intervals of at least so many days have another mark and are written out.
        palette: Colours.

    Returns:
        A figure whose axis begins at 0; points that would hide each other stand above each other.
    """
    groups = [
        (number, sorted(int(days) for days in rows["days_since_previous"]))
        for number, rows in intervals.groupby("participant_number")
    ]
    figure = go.Figure(layout=base_layout(palette, height_px=_HEADER_PX))
    base = 0.0
    for number, days in groups:
        levels = _levels(days)
        base += max(levels) + _LEVELS_BETWEEN
        _add_strip(figure, days, [base - level for level in levels], long_days, palette)
        figure.add_annotation(
            x=0,
            y=base - max(levels) - _LEVELS_OF_WORDS,
            text=f"<b>参加者{number}</b>　間隔{len(days)}個",
            showarrow=False,
            xanchor="left",
            font={"size": FONT_SIZE_PX, "color": palette.text},
        )
    longest = max(days[-1] for _, days in groups)
    return figure.update_layout(
        height=_HEADER_PX + _LEVEL_PX * (base + 1),
        yaxis={"visible": False, "range": [base + 1, 0]},
        xaxis={
            "title": {"text": "前の参加からの日数（日間）"},
            "range": [0, longest * _ROOM_FOR_DAYS],
            "side": "top",
            "dtick": 50,
        },
    )


def _levels(days: Sequence[int]) -> list[int]:
    """For numbers in order, the lowest level at which each hides no other of its level."""
    ends: list[int] = []
    levels = []
    for day in days:
        level = next(
            (
                level
                for level, end in enumerate(ends)
                if (day - end) * _FEWEST_PX_A_DAY >= _POINT_PX
            ),
            len(ends),
        )
        ends[level:] = [day, *ends[level + 1 :]]
        levels.append(level)
    return levels


def _add_strip(
    figure: go.Figure,
    days: Sequence[int],
    places: Sequence[float],
    long_days: int,
    palette: Palette,
) -> None:
    is_long = [day >= long_days for day in days]
    figure.add_scatter(
        x=list(days),
        y=list(places),
        mode="markers+text",
        marker={
            "color": [palette.accent if flag else palette.main for flag in is_long],
            "symbol": ["diamond" if flag else "circle" for flag in is_long],
            "size": _POINT_PX,
        },
        text=[f"{day}日" if flag else "" for day, flag in zip(days, is_long, strict=True)],
        textposition="middle right",
        hovertemplate="%{x}日<extra></extra>",
        cliponaxis=False,
    )
