"""Charts of counts of single prefectures: box and strip, rates, parts of variation."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.figures.theme import (
    FONT_SIZE_PX,
    MARK_LINE_WIDTH_PX,
    Palette,
    base_layout,
    named_rows,
    wrapped,
)
from lib.frames import Record, records
from lib.statistics.counts import Distribution

_HEADER_PX = 64
_ROW_PX = 32
_ROOM_BEHIND = 1.06  # of the largest mark

# Box and strip. Places are rows: the box stands at 0, the prefectures at 1, 2, …
_FEWEST_FOR_BOX = 5  # a box of fewer counts would show more numbers than there are
_WORDS_ROWS = 2.8  # above the box
_BOX_WIDTH = 0.8
_WHISKER_WIDTH = 0.08
_POINT_PX = 12

# Rates
_ROOM_FOR_NUMBER = 1.4  # of the longest bar

# Parts of variation
_PART_ROW_PX = 92
_PART_BAR_WIDTH = 0.24
_PART_WORDS_ABOVE = 0.16


def box_and_strip(
    counts: pd.DataFrame, found: Distribution, unit_words: str, palette: Palette
) -> go.Figure:
    """A box of the counts and below it one named point a prefecture, on the same axis.

    Args:
        counts: Rows of ``queries.body_counts`` of one group, in the order of display.
        found: Their statistics.
        unit_words: Unit and way of counting, for the axis.
        palette: Colours.

    Returns:
        A figure whose axis begins at 0. Fewer than five counts are drawn without a box.
    """
    rows = records(counts)
    has_box = found.bodies >= _FEWEST_FOR_BOX
    top = _WORDS_ROWS if has_box else -0.4
    height_px = int(_HEADER_PX + _ROW_PX * (len(rows) + top + 0.6))
    figure = go.Figure(layout=base_layout(palette, height_px=height_px))
    limit = max(1, found.largest) * _ROOM_BEHIND
    if has_box:
        _add_box(figure, found, rows[0]["unit"], palette)
    figure.add_trace(_points(rows, limit, palette))
    figure.update_layout(
        barmode="overlay",
        yaxis={"visible": False, "range": [len(rows) + 0.6, -top]},
        xaxis={
            "title": {"text": f"支援実績（{unit_words}）"},
            "tickformat": ",",
            "range": [0, limit],
            "side": "top",
        },
        margin={"r": _POINT_PX},
    )
    return figure


def _add_box(figure: go.Figure, found: Distribution, unit: str, palette: Palette) -> None:
    """Whiskers to the ends, a box between the quartiles, a stroke at the median, and words."""
    outline = {"color": palette.outline, "width": MARK_LINE_WIDTH_PX}
    for low, high, width, fill in (
        (found.smallest, found.largest, _WHISKER_WIDTH, palette.outline),
        (found.lower_quartile, found.upper_quartile, _BOX_WIDTH, palette.ramp[1]),
    ):
        figure.add_trace(
            go.Bar(
                orientation="h",
                y=[0],
                base=[low],
                x=[high - low],
                width=width,
                marker={"color": fill, "line": outline},
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[found.median],
            y=[0],
            mode="markers",
            marker={
                "symbol": "line-ns",
                "size": _BOX_WIDTH * _ROW_PX / 2,
                "color": palette.text,
                "line": {"width": 4, "color": palette.text},
            },
            hoverinfo="skip",
        )
    )
    quartiles = "～".join(
        formats.number(quartile) for quartile in (found.lower_quartile, found.upper_quartile)
    )
    figure.add_annotation(
        x=0,
        xref="paper",
        y=-_BOX_WIDTH / 2,
        text=f"箱 {quartiles}{unit}（四分位）<br>"
        f"太い線 {formats.number(found.median)}{unit}（中央値）<br>"
        f"ひげ {formats.number(found.smallest)}～{formats.count(found.largest, unit)}",
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        align="left",
        font={"size": FONT_SIZE_PX, "color": palette.text},
    )


def _points(rows: list[Record], limit: float, palette: Palette) -> go.Scatter:
    """One point a row, its name and count on the side on which there is more room."""
    words = [f"{row['prefecture_name']} {formats.count(row['value'], row['unit'])}" for row in rows]
    is_left = [row["value"] > limit / 2 for row in rows]
    return go.Scatter(
        x=[row["value"] for row in rows],
        y=list(range(1, len(rows) + 1)),
        mode="markers+text",
        marker={"symbol": "circle", "size": _POINT_PX, "color": palette.main},
        text=[
            f"{text}　" if left else f"　{text}" for text, left in zip(words, is_left, strict=True)
        ],
        textposition=[f"middle {'left' if left else 'right'}" for left in is_left],
        textfont={"size": FONT_SIZE_PX, "color": palette.text},
        hoverinfo="skip",
        cliponaxis=False,
    )


def rate_bars(rates: list[Record], unit: str, palette: Palette) -> go.Figure:
    """One bar a prefecture with its rate behind it, in the given order.

    Args:
        rates: Rows with ``prefecture_name`` and ``rate``; at least one.
        unit: Unit of the rates, for the axis.
        palette: Colours.
    """
    figure = go.Figure(layout=base_layout(palette, height_px=_HEADER_PX + _ROW_PX * len(rates)))
    values = [row["rate"] for row in rates]
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=values,
            y=list(range(len(rates))),
            marker={"color": palette.main},
            text=[formats.number(value, 2) for value in values],
            textposition="outside",
            textfont={"size": FONT_SIZE_PX, "color": palette.text},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        yaxis=named_rows([row["prefecture_name"] for row in rates]),
        xaxis={
            "title": {"text": unit},
            "tickformat": ",",
            "range": [0, (max(values) or 1) * _ROOM_FOR_NUMBER],
            "side": "top",
        },
    )
    return figure


def part_bars(parts: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a part of the variation with its share, the part between types picked out.

    Args:
        parts: ``part_name`` and ``share_pct``, the part between types first.
        palette: Colours.
    """
    rows = records(parts)
    height_px = _HEADER_PX + _PART_ROW_PX * len(rows)
    figure = go.Figure(layout=base_layout(palette, height_px=height_px))
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=[row["share_pct"] for row in rows],
            y=list(range(len(rows))),
            width=_PART_BAR_WIDTH,
            marker={
                "color": [palette.main, *[palette.ramp[1]] * (len(rows) - 1)],
                "line": {"color": palette.outline, "width": MARK_LINE_WIDTH_PX},
            },
            hoverinfo="skip",
        )
    )
    for place, row in enumerate(rows):
        name = "<br>".join(wrapped(row["part_name"]))
        where = "種類の平均の違い" if place == 0 else "この種類の都道府県の間"
        figure.add_annotation(
            x=0,
            y=place - _PART_WORDS_ABOVE,
            text=f"<b>{name}</b><br>{where} {formats.number(row['share_pct'], 1)}%",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            align="left",
            font={"size": FONT_SIZE_PX, "color": palette.text},
        )
    figure.update_layout(
        yaxis={"visible": False, "range": [len(rows) - 0.6, -0.95], "showgrid": False},
        xaxis={
            "title": {"text": "平方和に占める割合（%）"},
            "range": [0, 100],
            "dtick": 25,
            "side": "top",
        },
    )
    return figure
