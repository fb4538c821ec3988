"""Funnel plot: rates by population between the limits that chance allows."""

import math

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.figures.label_room import spots
from lib.figures.theme import FONT_SIZE_PX, Palette, base_layout, unit_above
from lib.frames import Record, records

_PLOT_PX = 380
_HEAD_PX = 108  # five lines of words
_FOOT_PX = 56
_TICKS = (200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000)
_MAN = 10_000  # 万
_EDGE = 0.08  # of the axis of populations, free at both ends
_ROOM_ABOVE = 1.06  # of the highest mark
_POINT_PX = 12
_SYMBOLS = {"高い": "triangle-up", "低い": "triangle-down", "同程度": "circle"}


def funnel(rates: list[Record], curve: pd.DataFrame, unit: str, palette: Palette) -> go.Figure:
    """Rates by population between the limits that chance allows.

    Args:
        rates: Rows with ``prefecture_name``, ``population_2020``, ``value``, ``rate``,
            ``expected`` and ``judgement``.
        curve: ``population``, the overall ``rate`` and the limits as rates, smallest first.
        unit: Unit of the rates.
        palette: Colours.

    Returns:
        A figure with a vertical axis from 0. Populations stand on a logarithmic scale: most
        prefectures have few inhabitants. Names stand where they have room, the rates furthest
        from what is expected first.
    """
    height_px = _PLOT_PX + _HEAD_PX + _FOOT_PX
    figure = go.Figure(layout=base_layout(palette, height_px=height_px))
    limits = records(curve)
    start, end = (math.log10(limits[place]["population"]) for place in (0, -1))
    edge = max(_EDGE, _EDGE * (end - start))
    x_range = (start - edge, end + edge)
    highest = _ROOM_ABOVE * max(
        *(row["rate"] for row in rates), *(row["control_high"] for row in limits)
    )
    for name, dash in (
        *((f"control_{end}", "solid") for end in ("low", "high")),
        *((f"warning_{end}", "dot") for end in ("low", "high")),
        ("rate", "dash"),
    ):
        figure.add_shape(_path(limits, name, dash, palette))
    for side, symbol in _SYMBOLS.items():
        shown = [row for row in rates if row["judgement"] == side]
        figure.add_trace(_points(shown, symbol, unit, palette))
    _add_names(figure, rates, x_range, highest, palette)
    figure.update_layout(
        yaxis={"range": [0, highest], "tickformat": ","},
        xaxis=_population_axis(x_range),
        margin={"t": _HEAD_PX},
    )
    lines = (
        "▲ 高い　▼ 低い　● 同程度",
        "実線 99.8%の限界",
        "点線 95%の限界",
        f"破線 全体の割合 {formats.number(limits[0]['rate'], 2)}",
        unit,
    )
    figure.add_annotation(unit_above("<br>".join(lines), palette) | {"align": "left"})
    return figure


def _population_axis(x_range: tuple[float, float]) -> dict[str, object]:
    """An axis of logarithms that is written in 万人."""
    ticks = [tick for tick in _TICKS if x_range[0] <= math.log10(tick) <= x_range[1]]
    return {
        "title": {"text": "人口（万人、対数目盛）"},
        "range": x_range,
        "tickmode": "array",
        "tickvals": [math.log10(tick) for tick in ticks],
        "ticktext": [formats.number(tick / _MAN) for tick in ticks],
        "showgrid": False,
    }


def _path(limits: list[Record], name: str, dash: str, palette: Palette) -> dict[str, object]:
    """A limit as a curve; it joins no published values, and so is no trace."""
    places = (f"{math.log10(row['population']):.5f},{row[name]:.5f}" for row in limits)
    return {
        "type": "path",
        "path": f"M{' L'.join(places)}",
        "line": {"color": palette.third, "width": 2, "dash": dash},
        "layer": "below",
    }


def _points(rows: list[Record], symbol: str, unit: str, palette: Palette) -> go.Scatter:
    is_outside = symbol != _SYMBOLS["同程度"]
    return go.Scatter(
        x=[math.log10(row["population_2020"]) for row in rows],
        y=[row["rate"] for row in rows],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": _POINT_PX + 2 * is_outside,
            "color": palette.accent if is_outside else palette.main,
        },
        customdata=[
            [
                row["prefecture_name"],
                formats.number(row["rate"], 2),
                formats.count(row["value"], row["unit"]),
                formats.count(round(row["expected"], 1), row["unit"]),
                row["judgement"],
            ]
            for row in rows
        ],
        hovertemplate="%{customdata[0]} %{customdata[1]}" + unit + "（%{customdata[4]}）<br>"
        "%{customdata[2]}、期待される数 %{customdata[3]}<extra></extra>",
        cliponaxis=False,
    )


def _add_names(
    figure: go.Figure,
    rates: list[Record],
    x_range: tuple[float, float],
    highest: float,
    palette: Palette,
) -> None:
    """Names of points where there is room; those furthest from what is expected come first."""
    rows = sorted(rates, key=_surprise, reverse=True)
    width = x_range[1] - x_range[0]
    places = [
        ((math.log10(row["population_2020"]) - x_range[0]) / width, row["rate"] / highest)
        for row in rows
    ]
    names = [row["prefecture_name"] for row in rows]
    for row, spot in zip(rows, spots(names, places, _PLOT_PX), strict=True):
        if spot is not None:
            figure.add_annotation(
                x=math.log10(row["population_2020"]),
                y=row["rate"],
                text=row["prefecture_name"],
                showarrow=False,
                xanchor=spot.x_anchor,
                yanchor=spot.y_anchor,
                xshift=spot.x_shift,
                yshift=spot.y_shift,
                bgcolor=palette.background,
                borderpad=0,
                font={"size": FONT_SIZE_PX, "color": palette.text},
            )


def _surprise(row: Record) -> float:
    return float(abs(row["value"] - row["expected"]) / math.sqrt(row["expected"]))
