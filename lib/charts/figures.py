"""Charts over years and on one line as Plotly draws them, from their declaration."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from lib import formats
from lib.charts.declared import Chart, Columns, Lines, Strip
from lib.charts.drawn import scaled, step, worded
from lib.charts.theme import base_layout, words_at
from lib.charts.tokens import Palette
from lib.frames import Record
from lib.schema import Column, Role

_HEIGHT_PX = {"columns": 300, "lines": 320, "strip": 200}
_ROOM = 1.12  # beyond the largest value, for its number
_JITTER = (0.0, 0.28, -0.28, 0.14, -0.14)  # so that equal values stand beside each other
_DASHES = ("solid", "dot", "dash")
_SYMBOLS = ("circle", "diamond", "square")


def figure(
    chart: Chart, rows: Sequence[Record], columns: Mapping[str, Column], palette: Palette
) -> go.Figure | None:
    """A chart in a palette; None of a kind that is HTML or a map.

    Args:
        chart: What was declared.
        rows: The rows of the exhibit.
        columns: Its columns by name.
        palette: Colours.
    """
    match chart:
        case Columns():
            return _columns(chart, rows, columns, palette)
        case Lines():
            return _lines(chart, rows, columns, palette)
        case Strip():
            return _strip(chart, rows, columns, palette)
        case _:
            return None


def _year_words(year: int, column: Column) -> str:
    return formats.short_fiscal_year(year) if column.role is Role.YEAR else str(year)


def _years_axis(found: Sequence[int], column: Column) -> dict[str, object]:
    """Every year from the first to the last; names of some only where there are many."""
    years = list(range(min(found), max(found) + 1))
    named = years[:: max(1, round(len(years) / 12))]
    return {
        "tickmode": "array",
        "tickvals": named,
        "ticktext": [_year_words(year, column) for year in named],
        "showgrid": False,
        "range": [years[0] - 0.6, years[-1] + 0.6],
    }


def _values_axis(largest: float, unit: str) -> dict[str, object]:
    """From 0, with few lines; the unit stands once, at the upper end."""
    width = step(largest)
    ticks = [width * number for number in range(int(largest / width) + 1)]
    words = [formats.number(tick) for tick in ticks]
    words[-1] += unit
    return {
        "range": [0, largest * _ROOM],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": words,
    }


def _parted(rows: Sequence[Record], split: str, order: Sequence[str]) -> dict[str, list[Record]]:
    """The rows of each series; one series without a name where nothing parts them."""
    if not split:
        return {"": list(rows)}
    found = dict.fromkeys([*order, *(str(row[split]) for row in rows)])
    parts = {name: [row for row in rows if str(row[split]) == name] for name in found}
    return {name: own for name, own in parts.items() if own}


def _columns(
    chart: Columns, rows: Sequence[Record], columns: Mapping[str, Column], palette: Palette
) -> go.Figure:
    """Upright bars by year, from 0."""
    series = [
        (name or columns[column].label, column, [row for row in own if row[column] is not None])
        for name, own in _parted(rows, chart.split, chart.order).items()
        for column in chart.values
    ]
    fills = (palette.main, palette.soft, palette.surface)
    drawn = go.Figure(layout=base_layout(palette, height_px=_HEIGHT_PX["columns"]))
    for place, (name, column, own) in enumerate(series):
        drawn.add_bar(
            x=[row[chart.years] for row in own],
            y=[row[column] / chart.axis.divisor for row in own],
            text=[scaled(row[column], chart.axis) for row in own],
            textposition="inside" if chart.is_stacked else "outside",
            cliponaxis=False,
            name=name,
            marker={"color": fills[place % 3], "line": {"color": palette.main, "width": 1}},
            hovertemplate=f"{name}　%{{text}}{chart.axis.unit}<extra></extra>",
        )
    years = [row[chart.years] for row in rows]
    by_year = {
        year: [
            row[column] / chart.axis.divisor
            for _, column, own in series
            for row in own
            if row[chart.years] == year
        ]
        for year in years
    }
    reach = sum if chart.is_stacked else max
    largest = max((reach(values) for values in by_year.values() if values), default=1)
    drawn.update_layout(
        barmode="stack" if chart.is_stacked else "group",
        showlegend=len(series) > 1,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis=_years_axis(years, columns[chart.years]),
        yaxis=_values_axis(largest, chart.axis.unit),
        margin={"t": 36},
    )
    return drawn


def _lines(
    chart: Lines, rows: Sequence[Record], columns: Mapping[str, Column], palette: Palette
) -> go.Figure:
    """Lines between following years; first, last and the highest value bear their number."""
    drawn = go.Figure(layout=base_layout(palette, height_px=_HEIGHT_PX["lines"]))
    own_colours = (palette.main, palette.text, palette.missing)
    years = [int(row[chart.years]) for row in rows]
    largest = 1.0
    for place, (name, own) in enumerate(_parted(rows, chart.split, ()).items()):
        by_year = {int(row[chart.years]): row[chart.value] for row in own}
        every = range(min(by_year), max(by_year) + 1)
        values = [by_year.get(year) for year in every]
        known = [value for value in values if value is not None]
        largest = max([largest, *known])
        named = {every[0], every[-1], max(by_year, key=lambda year: by_year[year] or 0)}
        colour = own_colours[place % 3]
        drawn.add_scatter(
            x=list(every),
            y=values,
            mode="lines+markers+text",
            text=[
                scaled(value, chart.axis) if value is not None and year in named else ""
                for year, value in zip(every, values, strict=True)
            ],
            textposition="top center",
            connectgaps=False,
            cliponaxis=False,
            name=name,
            line={"color": colour, "width": 2, "dash": _DASHES[place % 3]},
            marker={"symbol": _SYMBOLS[place % 3], "size": 8, "color": colour},
            hovertemplate=f"%{{x}}年　%{{y}}{chart.axis.unit}<extra></extra>",
        )
    drawn.update_layout(
        showlegend=bool(chart.split),
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis=_years_axis(years, columns[chart.years]),
        yaxis=_values_axis(largest, chart.axis.unit),
        margin={"t": 36},
    )
    return drawn


def _strip(
    chart: Strip, rows: Sequence[Record], columns: Mapping[str, Column], palette: Palette
) -> go.Figure:
    """All points on one line; the ends and what is picked out bear their names."""
    drawn = go.Figure(layout=base_layout(palette, height_px=_HEIGHT_PX["strip"]))
    shown = sorted(
        (row for row in rows if row[chart.column] is not None), key=lambda row: row[chart.column]
    )
    values = [row[chart.column] / chart.axis.divisor for row in shown]
    names = [worded(chart.name, row, columns) for row in shown]
    picked = [bool(chart.is_picked and chart.is_picked(row)) for row in shown]
    heights = [_JITTER[place % len(_JITTER)] for place in range(len(shown))]
    drawn.add_scatter(
        x=values,
        y=heights,
        mode="markers",
        marker={
            "size": [14 if one else 11 for one in picked],
            "symbol": ["diamond" if one else "circle" for one in picked],
            "color": [palette.accent if one else palette.main for one in picked],
            "line": {"color": palette.surface, "width": 1},
        },
        customdata=[
            [name, scaled(row[chart.column], chart.axis)]
            for name, row in zip(names, shown, strict=True)
        ],
        hovertemplate=f"%{{customdata[0]}}　%{{customdata[1]}}{chart.axis.unit}<extra></extra>",
        cliponaxis=False,
    )
    for place, row in enumerate(shown):
        if place in {0, len(shown) - 1} or picked[place]:
            words = (
                f"{names[place] if picked[place] else ''} {scaled(row[chart.column], chart.axis)}"
            )
            drawn.add_annotation(
                words_at(words.strip(), palette, x=values[place], y=0.62, xanchor="center")
                | {"font": {"color": palette.accent if picked[place] else palette.text, "size": 15}}
            )
    largest = max(values, default=1)
    if chart.middle is not None:
        drawn.add_shape(
            type="line",
            x0=chart.middle,
            x1=chart.middle,
            y0=-0.5,
            y1=0.5,
            line={"color": palette.text, "width": 2, "dash": "dot"},
        )
        drawn.add_annotation(
            words_at(
                f"中央値 {formats.number(chart.middle)}",
                palette,
                x=chart.middle,
                y=-0.75,
                xanchor="center",
            )
        )
    drawn.update_layout(
        xaxis=_values_axis(largest, chart.axis.unit) | {"range": [-0.04 * largest, largest * 1.08]},
        yaxis={"range": [-1, 1], "visible": False},
    )
    return drawn
