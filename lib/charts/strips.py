"""Strip plots: one row a body, one point a published figure, the numbers beside them."""

from collections.abc import Sequence
from itertools import groupby

import plotly.graph_objects as go

from lib import formats
from lib.charts.rows import named_rows
from lib.charts.theme import MARK_LINE_WIDTH_PX, base_layout, words_at
from lib.charts.tokens import Palette
from lib.queries.catalogue import Figure
from lib.vocabulary import COUNT_BASIS

_ROW_PX = 32
_HEADER_PX = 90  # two lines of title and the numbers of the axis
_POINT_PX = 11
_CHOSEN_PX = 16
_WORDS_SHIFT_PX = 12
_ROOM_BEHIND = 1.75  # of the largest figure, for its words in a narrow window
_DODGE = 0.26  # of a row, between the points of one body, which may be equal
# As many numbers on the axis as stand apart in a narrow window, short ones and those from 1,000.
_SHORT_TICKS, _LONG_TICKS = 5, 4
_FIRST_LONG = 1000
_ABOVE, _BELOW = 0.6, 1.6  # rows of room; the words on the median stand below the last body


def like_strips(
    rows: Sequence[Figure],
    median: float | None,
    palette: Palette,
    *,
    body: str = "",
    absent: str = "",
) -> go.Figure:
    """The figures of each body as points on one axis that begins at 0.

    Args:
        rows: Figures of one measure, counted thing and count basis; the rows of a body stand
            together, its largest figure first, and the first body is drawn on top.
        median: The median of the figures, in their unit; None where they are too few.
        palette: Colours.
        body: Project id of the body that is picked out; empty for none.
        absent: Name of a body without such a figure, which gets a row without a point.
    """
    by_body = [list(own) for _, own in groupby(rows, lambda row: row.project_id)]
    unit = formats.joined((row.unit for row in rows), "・")
    lines = [(own[0].body_name, own[0].value, f"{_numbers(own)}{unit}") for own in by_body]
    chosen = {place for place, own in enumerate(by_body) if own[0].project_id == body}
    if absent:
        chosen.add(len(lines))
        lines.append((absent, 0, formats.NOT_GIVEN))
    height_px = _HEADER_PX + round(_ROW_PX * (len(lines) - 1 + _ABOVE + _BELOW))
    chart = go.Figure(layout=base_layout(palette, height_px=height_px))
    chart.add_trace(_points(by_body, body, palette))
    for place, (_, value, words) in enumerate(lines):
        chart.add_annotation(_words(value, place, _weighted(words, place in chosen), palette))
    end = len(lines) - 1 + _BELOW
    right = max([1, *(row.value for row in rows)]) * _ROOM_BEHIND
    if median is not None:
        _mark_median(chart, median, unit, end, palette)
    names = [_weighted(name, place in chosen) for place, (name, _, _) in enumerate(lines)]
    chart.update_layout(yaxis=_bodies_axis(names, end), xaxis=_figures_axis(rows[0], unit, right))
    return chart


def _bodies_axis(names: list[str], end: float) -> dict[str, object]:
    return named_rows(names) | {
        "autorange": False,
        "range": [end, -_ABOVE],
        "showgrid": True,
        "ticklabelstandoff": _CHOSEN_PX // 2,  # a point at 0 does not touch a name
    }


def _figures_axis(row: Figure, unit: str, right: float) -> dict[str, object]:
    basis = COUNT_BASIS.label(row.count_basis)
    return {
        "title": {"text": f"{row.measure_name}<br>（{unit}、{basis}）"},
        "range": [0, right],
        "tickformat": ",",
        "nticks": _SHORT_TICKS if right < _FIRST_LONG else _LONG_TICKS,
        "side": "top",
    }


def _numbers(rows: Sequence[Figure]) -> str:
    """The figures of one body without their unit, as in 112、31."""
    return "、".join(
        formats.count(row.value, "", is_approximate=row.is_approximate) for row in rows
    )


def _weighted(words: str, is_strong: bool) -> str:  # noqa: FBT001 - the weight is what it adds
    return f"<b>{words}</b>" if is_strong else words


def _points(by_body: list[list[Figure]], body: str, palette: Palette) -> go.Scatter:
    """One point a figure; the body that is picked out has another symbol, size and colour."""
    placed = [
        (row, place + _DODGE * (step - (len(own) - 1) / 2))
        for place, own in enumerate(by_body)
        for step, row in enumerate(own)
    ]
    chosen = [row.project_id == body for row, _ in placed]
    return go.Scatter(
        x=[row.value for row, _ in placed],
        y=[height for _, height in placed],
        mode="markers",
        marker={
            "symbol": ["diamond" if is_chosen else "circle" for is_chosen in chosen],
            "size": [_CHOSEN_PX if is_chosen else _POINT_PX for is_chosen in chosen],
            "color": [palette.accent if is_chosen else palette.main for is_chosen in chosen],
            "opacity": 1,
            "line": {"color": palette.surface, "width": MARK_LINE_WIDTH_PX},
        },
        customdata=[_hover_words(row) for row, _ in placed],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _hover_words(row: Figure) -> str:
    value = formats.count(row.value, row.unit, is_approximate=row.is_approximate)
    as_of = formats.day(row.as_of_date)
    return f"{row.body_name}<br>{row.indicator}<br>{value}（{as_of}）"


def _words(x: float, y: float, text: str, palette: Palette) -> dict[str, object]:
    """Words to the right of a place."""
    beside = {"align": "left", "xshift": _WORDS_SHIFT_PX, "bgcolor": palette.surface}
    return words_at(text, palette, x=x, y=y, **beside)


def _mark_median(chart: go.Figure, median: float, unit: str, end: float, palette: Palette) -> None:
    """A dotted rule through all rows, named below them."""
    rule = {"color": palette.muted, "width": MARK_LINE_WIDTH_PX, "dash": "dot"}
    chart.add_shape(type="line", x0=median, x1=median, y0=-_ABOVE, y1=end, line=rule, layer="below")
    words = f"中央値 {formats.number(median)}{unit}"
    chart.add_annotation(_words(median, end - _ABOVE, words, palette))
