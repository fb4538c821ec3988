"""Charts over years and on one line as Plotly draws them, from their declaration."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from lib import formats
from lib.charts.declared import Axis, Chart, Columns, Lines, Strip
from lib.charts.drawn import scaled, step, worded
from lib.charts.theme import FONT_SIZE_PX, SMALLEST_TEXT_PX, base_layout, words_at
from lib.charts.tokens import Palette
from lib.frames import Record
from lib.schema import Column, Role
from lib.words import comparator

_HEIGHT_PX = {"columns": 300, "lines": 320, "strip": 200}
_NOTE_PX = 28  # of the line below a strip
_ROOM = 1.12  # beyond the largest value, for its number
_MOST_NUMBERED = 6  # columns of which each bears its number
_LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
_GAP = 0.15  # between columns, as part of their distance; numbers need their width
_JITTER = (0.0, 0.28, -0.28, 0.14, -0.14)  # so that equal values stand beside each other


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
            shown = [row for row in rows if chart.only is None or chart.only(row)]
            return _columns(chart, shown, columns, palette) if shown else None
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
    named = years[:: max(1, round(len(years) / 9))]
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
    drawn = go.Figure(layout=base_layout(palette, height_px=_HEIGHT_PX["columns"]))
    fills = (palette.main, palette.soft, palette.surface)
    below: set[int] = set()  # the years in which a column stands on another
    for place, (name, column, own) in enumerate(series):
        above = {row[chart.years] for _, _, later in series[place + 1 :] for row in later}
        inside = above | below if chart.is_stacked else set()
        marker = {"color": fills[place % 3], "line": {"color": palette.main, "width": 1}}
        words = {"color": palette.text if place else palette.surface, "size": SMALLEST_TEXT_PX}
        drawn.add_bar(
            x=[row[chart.years] for row in own],
            y=[row[column] / chart.axis.divisor for row in own],
            text=_numbers(chart, column, own, below),
            textposition=["inside" if row[chart.years] in inside else "outside" for row in own],
            insidetextfont=words,
            customdata=[scaled(row[column], chart.axis) for row in own],
            name=name,
            marker=marker,
            hovertemplate=f"{name}　%{{customdata}}{chart.axis.unit}<extra></extra>",
        )
        below |= {row[chart.years] for row in own} if chart.is_stacked else set()
    drawn.update_traces(constraintext="none", textangle=0, insidetextanchor="end", cliponaxis=False)
    drawn.update_layout(
        barmode="stack" if chart.is_stacked else "group",
        bargap=_GAP,
        showlegend=len(series) > 1,
        legend=_LEGEND,
        xaxis=_years_axis([row[chart.years] for row in rows], columns[chart.years]),
        yaxis=_values_axis(_reach(chart, series), chart.axis.unit),
        margin={"t": 36},
    )
    return drawn


def _reach(chart: Columns, series: Sequence[tuple[str, str, Sequence[Record]]]) -> float:
    """The height of the highest column, in units of the axis."""
    heights: dict[int, list[float]] = {}
    for _, column, own in series:
        for row in own:
            heights.setdefault(row[chart.years], []).append(row[column] / chart.axis.divisor)
    return max(map(sum if chart.is_stacked else max, heights.values()), default=1)


def _numbers(
    chart: Columns, column: str, rows: Sequence[Record], below: Container[int]
) -> list[str]:
    """The numbers of a series: all of few; of many the first, the highest and the last.

    Args:
        chart: What was declared.
        column: Column of the series.
        rows: Its rows.
        below: The years in which a column stands on another, and bears no number.
    """
    amounts = [row[column] for row in rows]
    named = {0, len(rows) - 1, amounts.index(max(amounts))} if rows else set()
    named = set(range(len(rows))) if len(rows) <= _MOST_NUMBERED else named
    return [
        scaled(amount, chart.axis) if place in named and row[chart.years] not in below else ""
        for place, (row, amount) in enumerate(zip(rows, amounts, strict=True))
    ]


def _lines(
    chart: Lines, rows: Sequence[Record], columns: Mapping[str, Column], palette: Palette
) -> go.Figure:
    """A line between following years; first, last and highest value bear their numbers."""
    shown = [row for row in rows if chart.only is None or chart.only(row)]
    by_year = {int(row[chart.years]): row for row in shown}
    values = {year: float(row[chart.value]) for year, row in by_year.items()}
    every = range(min(values), max(values) + 1)
    is_hollow = [bool(chart.is_copy and chart.is_copy(row)) for row in by_year.values()]
    drawn = go.Figure(layout=base_layout(palette, height_px=_HEIGHT_PX["lines"]))
    _add_course(drawn, values, is_hollow, chart.axis, palette)
    for year in dict.fromkeys((every[0], max(values, key=lambda year: values[year]), every[-1])):
        words = f"{year}年 {formats.number(values[year], 1)}{chart.axis.unit}"
        is_falling = year == every[-1] and values[year] < values.get(year - 1, 0)
        point = (year, values[year])
        drawn.add_annotation(_beside(words, point, every, palette, is_below=is_falling))
    for year in chart.breaks:
        drawn.add_vline(x=year - 0.5, line={"color": palette.text, "width": 1, "dash": "dot"})
    if chart.axis.limit is not None:
        _add_limit(drawn, chart.axis, palette)
    drawn.update_layout(
        xaxis=_years_axis(list(values), columns[chart.years]),
        yaxis=_values_axis(max(*values.values(), chart.axis.limit or 0), chart.axis.unit),
        margin={"t": 12},
    )
    return drawn


def _add_course(
    drawn: go.Figure,
    values: Mapping[int, float],
    is_hollow: Sequence[bool],
    axis: Axis,
    palette: Palette,
) -> None:
    """The line, which ends before each year without a value, and one point a value."""
    every = range(min(values), max(values) + 1)
    line = {"color": palette.main, "width": 2}
    drawn.add_scatter(
        x=list(every),
        y=[values.get(year) for year in every],
        mode="lines",
        connectgaps=False,
        line=line,
        hoverinfo="skip",
    )
    fills = [palette.surface if hollow else palette.main for hollow in is_hollow]
    drawn.add_scatter(
        x=list(values),
        y=list(values.values()),
        mode="markers",
        marker={"color": fills, "size": 8, "line": line},
        cliponaxis=False,
        hovertemplate=f"%{{x}}年　%{{y}}{axis.unit}<extra></extra>",
    )


def _beside(
    words: str, point: tuple[int, float], every: range, palette: Palette, *, is_below: bool
) -> dict[str, object]:
    """Words above a point, or below one to which the line falls, within the ends of the axis."""
    year, value = point
    side = "left" if year == every[0] else "right" if year == every[-1] else "center"
    above, below = {"yanchor": "bottom", "yshift": 8}, {"yanchor": "top", "yshift": -8}
    place = {"x": year, "y": value, "xanchor": side, **(below if is_below else above)}
    return words_at(words, palette, **place)


def _add_limit(drawn: go.Figure, axis: Axis, palette: Palette) -> None:
    drawn.add_hline(y=axis.limit, line={"color": palette.accent, "width": 2, "dash": "dash"})
    place = {"x": 0, "xref": "paper", "y": axis.limit, "yanchor": "top"}
    font = {"size": FONT_SIZE_PX, "color": palette.accent}
    drawn.add_annotation(words_at(axis.limit_words, palette, **place) | {"font": font})


def _strip(
    chart: Strip, rows: Sequence[Record], columns: Mapping[str, Column], palette: Palette
) -> go.Figure:
    """All points on one line; the ends and what is picked out bear their names."""
    known = (row for row in rows if row[chart.column] is not None)
    shown = sorted(known, key=lambda row: row[chart.column])
    points = [_point(chart, row, columns) for row in shown]
    height_px = _HEIGHT_PX["strip"] + (_NOTE_PX if chart.note else 0)
    drawn = go.Figure(layout=base_layout(palette, height_px=height_px))
    _add_points(drawn, points, chart.axis, palette)
    for place, point in enumerate(points):
        if point.is_picked or place in {0, len(points) - 1}:
            drawn.add_annotation(_point_words(point, palette))
    if chart.middle is not None:
        _add_middle(drawn, chart.middle, palette)
    largest = max((point.value for point in points), default=0) or 1
    horizontal = _values_axis(largest, chart.axis.unit)
    if chart.note:
        horizontal |= {"title": {"text": chart.note}}
    drawn.update_layout(
        xaxis=horizontal | {"range": [-0.04 * largest, largest * 1.08]},
        yaxis={"range": [-1, 1], "visible": False},
    )
    return drawn


@dataclass(frozen=True)
class _Point:
    """A point of a strip: where it stands, its number in words, and whose it is."""

    value: float
    words: str
    name: str
    is_picked: bool


def _point(chart: Strip, row: Record, columns: Mapping[str, Column]) -> _Point:
    said = comparator(row, columns[chart.column])
    return _Point(
        row[chart.column] / chart.axis.divisor,
        formats.qualified(scaled(row[chart.column], chart.axis), said),
        worded(chart.name, row, columns),
        is_picked=bool(chart.is_picked and chart.is_picked(row)),
    )


def _add_points(drawn: go.Figure, points: Sequence[_Point], axis: Axis, palette: Palette) -> None:
    drawn.add_scatter(
        x=[point.value for point in points],
        y=[_JITTER[place % len(_JITTER)] for place in range(len(points))],
        mode="markers",
        marker={
            "size": [14 if point.is_picked else 11 for point in points],
            "symbol": ["diamond" if point.is_picked else "circle" for point in points],
            "color": [palette.accent if point.is_picked else palette.main for point in points],
            "line": {"color": palette.surface, "width": 1},
            "opacity": 1,
        },
        customdata=[[point.name, point.words] for point in points],
        hovertemplate=f"%{{customdata[0]}}　%{{customdata[1]}}{axis.unit}<extra></extra>",
        cliponaxis=False,
    )


def _point_words(point: _Point, palette: Palette) -> dict[str, object]:
    """The number above a point, with its name where it is picked out."""
    words = f"{point.name} {point.words}" if point.is_picked else point.words
    colour = palette.accent if point.is_picked else palette.text
    above = words_at(words, palette, x=point.value, y=0.62, xanchor="center")
    return above | {"font": {"color": colour, "size": FONT_SIZE_PX}}


def _add_middle(drawn: go.Figure, middle: float, palette: Palette) -> None:
    line = {"color": palette.text, "width": 2, "dash": "dot"}
    drawn.add_shape(type="line", x0=middle, x1=middle, y0=-0.5, y1=0.5, line=line)
    words = f"中央値 {formats.number(middle)}"
    drawn.add_annotation(words_at(words, palette, x=middle, y=-0.75, xanchor="center"))
