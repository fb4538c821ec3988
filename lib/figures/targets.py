"""Charts of targets: results with their intervals, stages of a plan."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats, vocabulary
from lib.figures.rows import worded_rows
from lib.figures.theme import MARK_LINE_WIDTH_PX, Palette, wrapped
from lib.frames import Record, records

_BAR_PX = 26
_WHOLE = 100  # %
_TARGET_AXIS = "目標に対する結果の割合（%）<br>細い線: 95%区間"
_STAGE_AXIS = "人<br>細い線: 見込みの幅"


def target_bars(targets: pd.DataFrame, palette: Palette) -> go.Figure:
    """Each result with its interval as a share of its target, for targets that are to be reached.

    Args:
        targets: Rows of ``views.targets.COLUMNS``; targets not to be exceeded are left out, as a
            share of them would say the opposite.
        palette: Colours.

    Returns:
        A figure whose axis runs from 0 to 100 % of the judged target or to the highest interval;
        the words give result, interval, target and verdict.
    """
    rows = [
        row for row in records(targets) if row["target_comparison"] == ">=" and row["judged_target"]
    ]
    has_many_bodies = len({row["body_name"] for row in rows}) > 1
    lines = [_target_lines(row, names_body=has_many_bodies) for row in rows]
    highs = [_share(row, row["interval_high"]) for row in rows]
    longest = max([_WHOLE, *(_share(row, row["actual_value"]) for row in rows), *highs])
    bars_px = [_BAR_PX] * len(rows)
    figure, edges = worded_rows(lines, bars_px, longest, _TARGET_AXIS, palette)
    places = [edge + _BAR_PX / 2 for edge in edges]
    common = {"orientation": "h", "y": places, "width": _BAR_PX * 0.6, "hoverinfo": "skip"}
    outline = {"color": palette.outline, "width": MARK_LINE_WIDTH_PX}
    figure.add_trace(
        go.Bar(x=[_WHOLE] * len(rows), marker={"color": palette.surface, "line": outline}, **common)
    )
    shares = [_share(row, row["actual_value"]) for row in rows]
    lows = [_share(row, row["interval_low"]) for row in rows]
    figure.add_trace(go.Bar(x=shares, marker={"color": palette.main}, **common))
    figure.add_trace(_whiskers(shares, lows, highs, places, palette))
    return figure


def _share(row: Record, value: float | None) -> float:
    """A value as a share of the judged target in %; the result itself where there is none."""
    own = row["actual_value"] if value is None else value
    return float(_WHOLE * own / row["judged_target"])


def _target_lines(row: Record, *, names_body: bool) -> list[str]:
    unit = row["unit"]
    body = f"{row['body_name']} " if names_body else ""
    result = formats.count(row["actual_value"], unit)
    kind = vocabulary.TARGET_KIND.label(row["target_kind"])
    lines = [
        *(f"<b>{line}</b>" for line in wrapped(f"{body}{row['indicator']}")),
        f"結果{result}／{kind}{formats.count(row['target_value'], unit)}",
        f"<b>{row['verdict']}</b>",
    ]
    if row["rating_printed"]:
        lines[-1] += f"（文書の評価 {row['rating_printed']}）"
    return lines


def stage_bars(stages: pd.DataFrame, palette: Palette) -> go.Figure:
    """How many persons may be expected at each stage, with the range.

    Args:
        stages: Rows of ``views.plan.COLUMNS``; stages without a number are words only.
        palette: Colours.

    Returns:
        A figure whose axis begins at 0 and counts persons.
    """
    rows = records(stages)
    known = [row for row in rows if row["expected"] is not None]
    longest = max([1, *(row["expected_high"] for row in known)])
    bars_px = [0 if row["expected"] is None else _BAR_PX for row in rows]
    figure, edges = worded_rows(
        [_stage_lines(row) for row in rows], bars_px, longest, _STAGE_AXIS, palette
    )
    drawn = [
        edge + _BAR_PX / 2
        for edge, row in zip(edges, rows, strict=True)
        if row["expected"] is not None
    ]
    expected = [row["expected"] for row in known]
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=expected,
            y=drawn,
            width=_BAR_PX * 0.6,
            marker={"color": palette.main},
            hoverinfo="skip",
        )
    )
    lows = [row["expected_low"] for row in known]
    highs = [row["expected_high"] for row in known]
    figure.add_trace(_whiskers(expected, lows, highs, drawn, palette))
    return figure


def _stage_lines(row: Record) -> list[str]:
    first = f"<b>{row['stage']}</b>"
    if row["expected"] is None:
        return [first, row["basis"]]
    low, high = formats.number(row["expected_low"], 1), formats.number(row["expected_high"], 1)
    middle = formats.number(row["expected"], 1)
    words = (
        f"{formats.number(row['expected'])}人" if low == high else f"{middle}人（{low}～{high}）"
    )
    return [f"{first}　{words}", row["basis"]]


def _whiskers(
    values: list[float],
    lows: list[float],
    highs: list[float],
    places: list[float],
    palette: Palette,
) -> go.Scatter:
    """The interval around each bar's end; none where both limits are the value itself."""
    ends = [
        (value, low, high, place)
        for value, low, high, place in zip(values, lows, highs, places, strict=True)
        if low < high
    ]
    return go.Scatter(
        x=[value for value, _, _, _ in ends],
        y=[place for _, _, _, place in ends],
        mode="markers",
        marker={"color": palette.accent, "size": 5},
        hoverinfo="skip",
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - value for value, _, high, _ in ends],
            "arrayminus": [value - low for value, low, _, _ in ends],
            "color": palette.accent,
            "thickness": 3,
            "width": 7,
        },
    )
