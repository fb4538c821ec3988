"""Charts of counts of single prefectures: box and strip, and rates."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from lib import formats
from lib.charts.rows import bars, named_bars, outlined, strokes
from lib.charts.theme import FONT_SIZE_PX, base_layout, words_at
from lib.charts.tokens import Palette
from lib.queries.variance import SupportCount
from lib.statistics.counts import Distribution

_HEADER_PX = 64
_ROW_PX = 32
_ROOM_BEHIND = 1.06  # of the largest mark

# Box and strip. Places are rows: the box stands at 0, the prefectures at 1, 2, …
_WORDS_ROWS = 0.8  # of a line of words above the box
_BOX_WIDTH = 0.8
_WHISKER_WIDTH = 0.08
_POINT_PX = 12


def box_and_strip(
    rows: Sequence[SupportCount], found: Distribution, unit_words: str, palette: Palette
) -> go.Figure:
    """Median and ends, the quartiles as a box, and below them one named point a prefecture.

    Args:
        rows: Rows of ``queries.variance.named_counts`` of one unit, in the order of display.
        found: Their measures; those that are None are not drawn.
        unit_words: Unit and way of counting, for the axis.
        palette: Colours.

    Returns:
        A chart whose axis begins at 0.
    """
    words = _measure_words(found, rows[0].unit)
    top = _BOX_WIDTH / 2 + _WORDS_ROWS * len(words)
    height_px = int(_HEADER_PX + _ROW_PX * (len(rows) + top + 0.6))
    chart = go.Figure(layout=base_layout(palette, height_px=height_px))
    limit = max(1, found.largest) * _ROOM_BEHIND
    for bar in _bars(found, palette):
        chart.add_trace(bar)
    median = [] if found.median is None else [found.median]
    chart.add_trace(strokes(median, [0] * len(median), _BOX_WIDTH * _ROW_PX / 2, palette.text))
    place = {"x": 0, "xref": "paper", "y": -_BOX_WIDTH / 2, "yanchor": "bottom"}
    chart.add_annotation(words_at("<br>".join(words), palette, align="left", **place))
    chart.add_trace(_points(rows, limit, palette))
    chart.update_layout(
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
    return chart


def _measure_words(found: Distribution, unit: str) -> list[str]:
    """One line for each mark."""
    words = []
    if found.lower_quartile is not None and found.upper_quartile is not None:
        words.append(f"箱 {_span(found.lower_quartile, found.upper_quartile)}{unit}（四分位）")
    if found.median is not None:
        words.append(f"太い線 {formats.number(found.median)}{unit}（中央値）")
    return [*words, f"細い線 {_span(found.smallest, found.largest)}{unit}（最小～最大）"]


def _span(low: float, high: float) -> str:
    return f"{formats.number(low)}～{formats.number(high)}"


def _bars(found: Distribution, palette: Palette) -> list[go.Bar]:
    """A thin bar between the ends, and the box between the quartiles."""
    ends = [(found.smallest, found.largest, _WHISKER_WIDTH, palette.text)]
    if found.lower_quartile is not None and found.upper_quartile is not None:
        ends.append((found.lower_quartile, found.upper_quartile, _BOX_WIDTH, palette.ramp[1]))
    return [
        bars(
            palette,
            y=[0],
            base=[low],
            x=[high - low],
            width=width,
            marker=outlined(fill, palette),
        )
        for low, high, width, fill in ends
    ]


def _points(rows: Sequence[SupportCount], limit: float, palette: Palette) -> go.Scatter:
    """One point a row, its name and count on the side on which there is more room."""
    words = [f"{row.prefecture_name} {formats.count(row.value, row.unit)}" for row in rows]
    is_left = [row.value > limit / 2 for row in rows]
    return go.Scatter(
        x=[row.value for row in rows],
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


def rate_bars(rates: Mapping[str, float], unit: str, palette: Palette) -> go.Figure:
    """One bar a prefecture with its rate behind it, in the given order.

    Args:
        rates: The rates by the names of the prefectures; at least one.
        unit: Unit of the rates, for the axis.
        palette: Colours.
    """
    words = [formats.number(rate, 2) for rate in rates.values()]
    return named_bars(list(rates), list(rates.values()), words, unit, palette)
