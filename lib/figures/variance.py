"""Range bars of the counts of direct support: smallest to largest body, one row a type."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.figures.theme import FONT_SIZE_PX, Palette, base_layout
from lib.frames import Record, records

_ROW_PX = 92
_HEADER_PX = 70
# Parts of a row; the bar stands at its middle, the words above and below it.
_BAR_WIDTH = 0.2
_NAME_ABOVE = 0.46
_NUMBERS_ABOVE = 0.23
_POINTS_BELOW = 0.24
_ROOM_BEHIND = 1.05  # of the longest bar
_POINT_SYMBOLS = {2023: "diamond-open", 2024: "diamond"}  # by fiscal year, oldest first


def range_bars(ranges: pd.DataFrame, counts: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a type from the smallest to the largest body's count, with the known single counts.

    Args:
        ranges: Rows of ``queries.variance.support_ranges``; the first row is drawn on top.
        counts: Rows of ``queries.variance.named_counts``.
        palette: Colours.

    Returns:
        A figure whose horizontal axis begins at 0 and counts 件.
    """
    rows = records(ranges)
    points = records(counts)
    figure = go.Figure(layout=base_layout(palette, height_px=_HEADER_PX + _ROW_PX * len(rows)))
    known = {place: row for place, row in enumerate(rows) if row["maximum"] is not None}
    figure.add_trace(_bars(known, palette))
    figure.add_trace(_single_values(known, palette))
    for place, row in enumerate(rows):
        own = [point for point in points if point["support_type_id"] == row["support_type_id"]]
        _add_words(figure, place, row, own, palette)
        for point in own:
            figure.add_trace(_point(place, point, palette))
    largest = max([1, *(row["maximum"] for row in known.values())])
    figure.update_layout(
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.75], "showgrid": False},
        xaxis={
            "title": {"text": "団体ごとの支援実績（件、令和6年度）"},
            "range": [0, largest * _ROOM_BEHIND],
            "side": "top",
        },
    )
    return figure


def _bars(known: dict[int, Record], palette: Palette) -> go.Bar:
    rows = known.values()
    return go.Bar(
        orientation="h",
        y=list(known),
        base=[row["minimum"] for row in rows],
        x=[row["maximum"] - row["minimum"] for row in rows],
        width=_BAR_WIDTH,
        marker={"color": palette.main},
        customdata=[[row["support_type_name"], row["minimum"], row["maximum"]] for row in rows],
        hovertemplate="%{customdata[0]}<br>最小 %{customdata[1]}件　最大 %{customdata[2]}件"
        "<extra></extra>",
    )


def _single_values(known: dict[int, Record], palette: Palette) -> go.Scatter:
    """A stroke where smallest and largest are the same, so that the row is not empty."""
    same = {place: row for place, row in known.items() if row["minimum"] == row["maximum"]}
    return go.Scatter(
        x=[row["minimum"] for row in same.values()],
        y=list(same),
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": 20,
            "color": palette.main,
            "line": {"width": 4, "color": palette.main},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )


def _point(place: int, point: Record, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[point["value"]],
        y=[place],
        mode="markers",
        marker={
            "symbol": _POINT_SYMBOLS[point["fiscal_year"]],
            "size": 14,
            "color": palette.accent,
            "line": {"width": 2, "color": palette.background},
        },
        hoverinfo="skip",  # the words below the bar say it
        cliponaxis=False,
    )


def _add_words(
    figure: go.Figure, place: int, row: Record, points: list[Record], palette: Palette
) -> None:
    """The type's name and numbers above its bar, what the points stand for below it."""
    bodies = "" if row["bodies"] is None else f"　R7 {row['bodies']}団体"
    lines = {
        place - _NAME_ABOVE: f"<b>{row['support_type_name']}</b>",
        place - _NUMBERS_ABOVE: f"{_range_words(row)}{bodies}",
    }
    if points:
        lines[place + _POINTS_BELOW] = _point_words(points)
    for height, words in lines.items():
        figure.add_annotation(
            x=0,
            y=height,
            text=words,
            showarrow=False,
            xanchor="left",
            font={"size": FONT_SIZE_PX, "color": palette.text},
        )


def _range_words(row: Record) -> str:
    if row["maximum"] is not None:
        low, high = formats.number(row["minimum"]), formats.number(row["maximum"])
        return f"{high}{row['unit']}" if low == high else f"{low}～{high}{row['unit']}"
    return "支援件数の計上から除外" if row["note"] else "令和6年度の幅は公表なし"


def _point_words(points: list[Record]) -> str:
    """What the diamonds on a bar stand for, newest first, one prefecture after the other."""
    words: dict[str, list[str]] = {}
    for point in reversed(points):
        sign = "◆" if _POINT_SYMBOLS[point["fiscal_year"]] == "diamond" else "◇"
        era = formats.short_fiscal_year(point["fiscal_year"])
        count = formats.count(point["value"], point["unit"])
        words.setdefault(point["prefecture_name"], []).append(f"{sign}{era} {count}")
    return "　".join(f"{name}（実人員）{' '.join(own)}" for name, own in words.items())
