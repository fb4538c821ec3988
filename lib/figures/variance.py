"""Range bars of the counts of direct support: smallest to largest body, one row a type."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.figures.rows import worded_rows
from lib.figures.theme import (
    LINE_CHARACTERS,
    MARK_LINE_WIDTH_PX,
    Palette,
    base_layout,
    named_rows,
    wrapped,
)
from lib.frames import Record, records
from lib.vocabulary import COUNT_BASIS

_BAR_PX = 26
_BAND_PX = 18
_STROKE_PX = 16
_ROOM_BEHIND = 1.05  # of the longest bar
_HEADER_PX = 70
_POINT_ROW_PX = 40


def range_bars(ranges: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a type from the smallest to the largest body's count, the possible spread below it.

    Args:
        ranges: Rows of ``views.variance.RANGE_COLUMNS``; the first row is drawn on top.
        palette: Colours.

    Returns:
        A figure whose horizontal axis begins at 0 and counts in the unit of the ranges; the band
        of possible standard deviations is measured on the same axis. Its vertical axis counts
        pixels from the top, as rows of which less is known are lower.
    """
    rows = records(ranges)
    ends = [row["maximum"] for row in rows if row["maximum"] is not None]
    title = f"{_scope_words(rows)}<br>濃い帯: 最小～最大<br>薄い帯: 標準偏差"
    figure, edges = worded_rows(
        [_row_words(row) for row in rows],
        [_bars_px(row) for row in rows],
        max([1, *ends]),
        title,
        palette,
    )
    known = {
        edge + _BAR_PX / 2: row
        for edge, row in zip(edges, rows, strict=True)
        if row["maximum"] is not None
    }
    figure.add_trace(_bars(known, palette))
    figure.add_trace(_single_values(known, palette))
    figure.add_trace(_bands(known, palette))
    figure.add_trace(_single_bands(known, palette))
    return figure


def _row_words(row: Record) -> list[str]:
    """The lines above a bar: the type, what is published and what follows from it."""
    lines = [f"<b>{line}</b>" for line in wrapped(row["support_type_name"])]
    lines += _range_and_bodies(row)
    if row["deviation_high"] is not None:
        # The judgement has a line of its own: cut in a narrow window, it would say the opposite.
        lines += [f"標準偏差 {band_words(row)}", row["judgement"]]
    return lines


def _bars_px(row: Record) -> int:
    """The height that a row needs for its bar and its band."""
    if row["maximum"] is None:
        return 0
    return _BAR_PX if row["deviation_high"] is None else _BAR_PX + _BAND_PX


def _scope_words(rows: list[Record]) -> str:
    """Units and fiscal years of the ranges, as in 件、令和6年度（2024）."""
    known = [row for row in rows if row["maximum"] is not None]
    units = formats.joined(row["unit"] for row in known)
    years = sorted({row["range_fiscal_year"] for row in known})
    return formats.joined([units, *(formats.fiscal_year(year) for year in years)])


def _bars(known: dict[float, Record], palette: Palette) -> go.Bar:
    rows = known.values()
    return go.Bar(
        orientation="h",
        y=list(known),
        base=[row["minimum"] for row in rows],
        x=[row["maximum"] - row["minimum"] for row in rows],
        width=_BAR_PX * 0.7,
        marker={"color": palette.main},
        customdata=[
            [row["support_type_name"], row["minimum"], row["maximum"], row["unit"]] for row in rows
        ],
        hovertemplate="%{customdata[0]}<br>最小 %{customdata[1]}%{customdata[3]}　"
        "最大 %{customdata[2]}%{customdata[3]}<extra></extra>",
    )


def _single_values(known: dict[float, Record], palette: Palette) -> go.Scatter:
    """A stroke where smallest and largest are the same, so that the row is not empty."""
    same = {place: row for place, row in known.items() if row["minimum"] == row["maximum"]}
    return _strokes([row["minimum"] for row in same.values()], list(same), palette.main)


def _strokes(values: list[float], places: list[float], color: str) -> go.Scatter:
    return go.Scatter(
        x=values,
        y=places,
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": _STROKE_PX,
            "color": color,
            "line": {"width": 4, "color": color},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )


def _bands(known: dict[float, Record], palette: Palette) -> go.Bar:
    """Below each range, from the smallest to the largest possible standard deviation."""
    rows = {place: row for place, row in known.items() if row["deviation_high"]}
    return go.Bar(
        orientation="h",
        y=[place + _BAND_PX for place in rows],
        base=[row["deviation_low"] for row in rows.values()],
        x=[row["deviation_high"] - row["deviation_low"] for row in rows.values()],
        width=_BAND_PX * 0.6,
        marker={
            "color": palette.ramp[1],
            "line": {"color": palette.outline, "width": MARK_LINE_WIDTH_PX},
        },
        customdata=[[row["support_type_name"], band_words(row)] for row in rows.values()],
        hovertemplate="%{customdata[0]}<br>標準偏差 %{customdata[1]}<extra></extra>",
    )


def _single_bands(known: dict[float, Record], palette: Palette) -> go.Scatter:
    """A stroke where only one standard deviation is possible."""
    same = {
        place + _BAND_PX: row["deviation_low"]
        for place, row in known.items()
        if row["deviation_high"] and row["deviation_low"] == row["deviation_high"]
    }
    return _strokes(list(same.values()), list(same), palette.outline)


def _range_and_bodies(row: Record) -> list[str]:
    """The range and, where it is published, the number of bodies with its year."""
    if row["bodies"] is None:
        return [_range_words(row)]
    era = formats.short_fiscal_year(row["bodies_fiscal_year"])
    parts = [_range_words(row), f"実施 {row['bodies']}団体（{era}）"]
    is_short = len("".join(parts)) <= LINE_CHARACTERS + 2  # digits are half as wide
    return ["　".join(parts)] if is_short else parts


def _range_words(row: Record) -> str:
    if row["maximum"] is not None:
        low, high = formats.number(row["minimum"]), formats.number(row["maximum"])
        return f"{high}{row['unit']}" if low == high else f"{low}～{high}{row['unit']}"
    return "支援件数の計上から除外" if row["note"] else "幅は公表なし"


def band_words(row: Record) -> str:
    """The band of possible standard deviations, as in 103.3～143.0件."""
    low, high = (formats.number(row[name], 1) for name in ("deviation_low", "deviation_high"))
    return f"{low}{row['unit']}" if low == high else f"{low}～{high}{row['unit']}"


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
