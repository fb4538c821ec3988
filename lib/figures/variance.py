"""Range bars of the counts of direct support: smallest to largest body, one row a type."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.figures.theme import (
    FONT_SIZE_PX,
    MARK_LINE_WIDTH_PX,
    Palette,
    base_layout,
    named_rows,
)
from lib.frames import Record, records
from lib.vocabulary import COUNT_BASIS

_ROW_PX = 84
_HEADER_PX = 70
# Parts of a row; the bar stands at its middle, the words above it.
_BAR_WIDTH = 0.22
_WORDS_ABOVE = 0.4
_ROOM_BEHIND = 1.05  # of the longest bar
_POINT_ROW_PX = 40
_BAND_ROW_PX = 112  # three lines of words and the band


def range_bars(ranges: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a type from the smallest to the largest body's count.

    Args:
        ranges: Rows of ``queries.variance.support_ranges``; the first row is drawn on top.
        palette: Colours.

    Returns:
        A figure whose horizontal axis begins at 0 and counts in the unit of the ranges.
    """
    rows = records(ranges)
    figure = go.Figure(layout=base_layout(palette, height_px=_HEADER_PX + _ROW_PX * len(rows)))
    known = {place: row for place, row in enumerate(rows) if row["maximum"] is not None}
    figure.add_trace(_bars(known, palette))
    figure.add_trace(_single_values(known, palette))
    for place, row in enumerate(rows):
        _add_words(figure, place, row, _range_and_bodies(row), palette)
    largest = max([1, *(row["maximum"] for row in known.values())])
    figure.update_layout(
        yaxis={"visible": False, "range": [len(rows) - 0.6, -0.8], "showgrid": False},
        xaxis={
            "title": {"text": f"団体ごとの支援実績（{_scope_words(known)}）"},
            "range": [0, largest * _ROOM_BEHIND],
            "side": "top",
        },
    )
    return figure


def _scope_words(known: dict[int, Record]) -> str:
    """Units and fiscal years of the ranges, as in 件、令和6年度（2024）."""
    units = formats.joined(row["unit"] for row in known.values())
    years = sorted({row["range_fiscal_year"] for row in known.values()})
    return formats.joined([units, *(formats.fiscal_year(year) for year in years)])


def _bars(known: dict[int, Record], palette: Palette) -> go.Bar:
    rows = known.values()
    return go.Bar(
        orientation="h",
        y=list(known),
        base=[row["minimum"] for row in rows],
        x=[row["maximum"] - row["minimum"] for row in rows],
        width=_BAR_WIDTH,
        marker={"color": palette.main},
        customdata=[
            [row["support_type_name"], row["minimum"], row["maximum"], row["unit"]] for row in rows
        ],
        hovertemplate="%{customdata[0]}<br>最小 %{customdata[1]}%{customdata[3]}　"
        "最大 %{customdata[2]}%{customdata[3]}<extra></extra>",
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


def _add_words(figure: go.Figure, place: int, row: Record, words: str, palette: Palette) -> None:
    """The type's name and some words above its bar."""
    figure.add_annotation(
        x=0,
        y=place - _WORDS_ABOVE,
        text=f"<b>{row['support_type_name']}</b><br>{words}",
        showarrow=False,
        xanchor="left",
        align="left",
        bgcolor=palette.background,
        font={"size": FONT_SIZE_PX, "color": palette.text},
    )


def _range_and_bodies(row: Record) -> str:
    """The range and, where it is published, the number of bodies with its year."""
    if row["bodies"] is None:
        return _range_words(row)
    era = formats.short_fiscal_year(row["bodies_fiscal_year"])
    return f"{_range_words(row)}　実施 {row['bodies']}団体（{era}）"


def _range_words(row: Record) -> str:
    if row["maximum"] is not None:
        low, high = formats.number(row["minimum"]), formats.number(row["maximum"])
        return f"{high}{row['unit']}" if low == high else f"{low}～{high}{row['unit']}"
    return "支援件数の計上から除外" if row["note"] else "幅は公表なし"


def deviation_bands(spreads: pd.DataFrame, palette: Palette) -> go.Figure:
    """One band a type from the smallest to the largest possible standard deviation.

    Args:
        spreads: Rows of ``views.spread.SPREAD_COLUMNS``, all of one unit.
        palette: Colours.

    Returns:
        A figure whose axis begins at 0; a band of no width is drawn as a stroke.
    """
    rows = records(spreads)
    height_px = _HEADER_PX + _BAND_ROW_PX * len(rows)
    figure = go.Figure(layout=base_layout(palette, height_px=height_px))
    outline = {"color": palette.outline, "width": MARK_LINE_WIDTH_PX}
    figure.add_trace(
        go.Bar(
            orientation="h",
            y=list(range(len(rows))),
            base=[row["deviation_low"] for row in rows],
            x=[row["deviation_high"] - row["deviation_low"] for row in rows],
            width=_BAR_WIDTH,
            marker={"color": palette.ramp[1], "line": outline},
            hoverinfo="skip",
        )
    )
    for place, row in enumerate(rows):
        _add_words(figure, place, row, _deviation_words(row), palette)
    largest = max([1, *(row["deviation_high"] for row in rows)])
    figure.update_layout(
        yaxis={"visible": False, "range": [len(rows) - 0.6, -0.8], "showgrid": False},
        xaxis={
            "title": {"text": f"あり得る標準偏差（{formats.joined(row['unit'] for row in rows)}）"},
            "range": [0, largest * _ROOM_BEHIND],
            "side": "top",
        },
    )
    return figure


def _deviation_words(row: Record) -> str:
    low, high = (formats.number(row[name], 1) for name in ("deviation_low", "deviation_high"))
    band = f"{low}{row['unit']}" if low == high else f"{low}～{high}{row['unit']}"
    # On a line of its own: cut off in a narrow window, the judgement would say the opposite.
    return f"{row['bodies']}団体とみて {band}<br>{row['judgement']}"


def named_points(counts: pd.DataFrame, palette: Palette) -> go.Figure:
    """One point for each count that is published for a named prefecture.

    Args:
        counts: Rows of ``queries.variance.named_counts``, all of one unit and count basis.
        palette: Colours.

    Returns:
        A figure whose axis begins at 0 and counts in the unit of the rows.
    """
    rows = records(counts)
    names = [
        f"{row['prefecture_name']} {formats.short_fiscal_year(row['fiscal_year'])}" for row in rows
    ]
    height_px = _HEADER_PX + _POINT_ROW_PX * len(rows)
    figure = go.Figure(layout=base_layout(palette, height_px=height_px))
    figure.add_trace(
        go.Scatter(
            x=[row["value"] for row in rows],
            y=list(range(len(rows))),
            mode="markers+text",
            marker={"symbol": "diamond", "size": 14, "color": palette.accent},
            text=[formats.count(row["value"], row["unit"]) for row in rows],
            textposition="middle left",
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    basis = COUNT_BASIS.label(rows[0]["count_basis"]) if rows else ""
    unit = rows[0]["unit"] if rows else ""
    largest = max([1, *(row["value"] for row in rows)])
    figure.update_layout(
        yaxis=named_rows(names),
        xaxis={
            "title": {"text": f"支援実績（{unit}、{basis}）"},
            "range": [0, largest * _ROOM_BEHIND],
            "side": "top",
        },
    )
    return figure
