"""Draws the numbers of a slide as a chart that PowerPoint and LibreOffice can edit."""

import math
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from lib.charts.tokens import LIGHT
from lib.meetings.bar_rows import SIZES_PT, BarRows, bar_rows, most_rows
from lib.meetings.limit_line import add_limit, add_line_words, place_plot
from lib.meetings.native import ChartData, Series
from lib.meetings.native_forms import ChartKind, Look
from lib.meetings.number_labels import label_below, label_ranges, label_values, number_format
from lib.meetings.slide_looks import FONT, colour
from lib.meetings.words import width_units, writable

_MOST_COLUMNS = 20  # on one slide
_MOST_YEARS = 25  # whose names stand side by side
_BETWEEN_PT = 8  # the words of two columns
_AXIS_PT = 60  # of the numbers at the left
_FEW_BARS, _FEW_GAP, _GAP = 5, 120, 45  # few bars are thinner; gaps in percent of a bar
_STEPS = 7  # on the axis of values
_ROOM = 1.12  # beyond the largest value, for its number
_FILLS = (LIGHT.main, LIGHT.ramp[1], LIGHT.surface)
_LINES = (LIGHT.main, LIGHT.text, LIGHT.missing)
_MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.SQUARE)
_OWN_FILLS = {
    Look.WHOLE: LIGHT.track,
    Look.BEFORE: LIGHT.surface,
    Look.BASE: LIGHT.surface,
}
_POINT_FILLS = {Look.PICKED: (LIGHT.accent, LIGHT.text), Look.AIM: (LIGHT.surface, LIGHT.accent)}
_TYPES = {
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.RANGES: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.LINE: XL_CHART_TYPE.LINE_MARKERS,
}


def parts(data: ChartData, width: float, height: float) -> list[ChartData]:
    """The chart cut so that each part can be read on one slide; a line is never cut.

    Args:
        data: What is drawn.
        width: Of the room, in points.
        height: Of the room.
    """
    length = len(data.categories)
    count = -(-length // _most(data, width, height))
    size = -(-length // count)
    return [data.part(first, first + size) for first in range(0, length, size)]


def _most(data: ChartData, width: float, height: float) -> int:
    if data.chart.kind is ChartKind.LINE:
        return len(data.categories)
    if data.chart.kind is not ChartKind.COLUMNS:
        return most_rows(data, width, height)
    widest = max(width_units(words) for words in data.categories)
    return max(1, min(_MOST_COLUMNS, int(width / (widest * SIZES_PT[-1] / 2 + _BETWEEN_PT))))


def _drawn_series(data: ChartData) -> list[tuple[str, list[float | None]]]:
    """Names and numbers as they stand in the chart's own sheet; a limit is a further line."""
    series = [
        (one.name, [point.value if point else None for point in one.points]) for one in data.series
    ]
    if data.chart.kind is ChartKind.LINE and data.chart.limit is not None:
        return [*series, (data.chart.limit_words, [data.chart.limit] * len(data.categories))]
    return series


def add_chart(shapes: Any, data: ChartData, largest: float, place: tuple[float, ...]) -> Any:  # noqa: ANN401
    """Adds a native chart to a page; bars leave room at the right for their cells.

    Args:
        shapes: The shapes of the page.
        data: What is drawn.
        largest: The largest number of the whole chart, so that all its parts share one axis.
        place: Left, top, width and height in points.

    Returns:
        The frame of the chart.
    """
    numbers = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format=number_format(data)
    )
    numbers.categories = [writable(words) for words in data.categories]
    for name, values in _drawn_series(data):
        numbers.add_series(writable(name), values)  # type: ignore[no-untyped-call]
    kind = _TYPES[data.chart.kind]
    if kind is XL_CHART_TYPE.COLUMN_CLUSTERED and data.chart.is_stacked:
        kind = XL_CHART_TYPE.COLUMN_STACKED
    left, top, width, height = place
    measures = bar_rows(data, width, height) if kind is XL_CHART_TYPE.BAR_CLUSTERED else None
    if measures:
        width, height = measures.chart_width, measures.height
    lengths = (Emu(int(Pt(1) * length)) for length in (left, top, width, height))
    frame = shapes.add_chart(kind, *lengths, numbers)
    size = measures.size if measures else _size(data, width)
    _style(frame.chart, data, largest, size)
    if measures:
        _set_rows(frame.chart, data, measures)
    elif data.chart.kind is ChartKind.LINE and data.chart.limit is not None:
        label_below(frame.chart, data)
        add_line_words(frame.chart, data, (width, height), size)
    return frame


def _set_rows(chart: Chart, data: ChartData, measures: BarRows) -> None:
    """Places bars, and what depends on their place."""
    place_plot(chart, measures.bars)
    if data.chart.kind is ChartKind.RANGES:
        label_ranges(chart, data, measures.bars["w"] * measures.chart_width, measures.size)
    if data.chart.limit is not None:
        add_limit(chart, data, measures)


def _size(data: ChartData, width: float) -> int:
    """The largest letters with which the names below a chart stand side by side."""
    widest = max(map(width_units, data.categories))
    each = (width - _AXIS_PT) / len(data.categories) - _BETWEEN_PT
    return next((size for size in SIZES_PT if widest * size / 2 <= each), SIZES_PT[-1])


def _style(chart: Chart, data: ChartData, largest: float, size: int) -> None:
    chart.has_title = False
    _set_font(chart, size)
    _style_axes(chart, data, largest, size)
    if data.chart.kind is ChartKind.LINE:
        _style_lines(chart, data)
    else:
        chart.plots[0].gap_width = _FEW_GAP if len(data.categories) <= _FEW_BARS else _GAP
        _style_bars(chart, data)
    if data.has_labels:
        label_values(chart, data, largest, size)
    chart.has_legend = data.has_legend
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(size)


def _set_font(chart: Chart, size: int) -> None:
    """The font of all words, for Latin and for Japanese letters."""
    chart.font.size = Pt(size)
    chart.font.name = FONT
    chart.font.color.rgb = colour(LIGHT.text)
    for latin in chart.element.iter(qn("a:latin")):
        east_asian = OxmlElement("a:ea")
        east_asian.set("typeface", FONT)
        latin.addnext(east_asian)


def _style_axes(chart: Chart, data: ChartData, largest: float, size: int) -> None:
    values, categories = chart.value_axis, chart.category_axis
    values.minimum_scale = 0
    step = _step(largest * _ROOM)
    if all(value.is_integer() for value in data.values):
        step = max(1, step)
    values.major_unit = step
    values.maximum_scale = step * math.ceil(largest * _ROOM / step)
    values.tick_labels.number_format = "#,##0" if step >= 1 else "General"
    values.tick_labels.number_format_is_linked = False
    values.has_title = False  # the words stand above the chart, where they are never turned
    values.major_gridlines.format.line.color.rgb = colour(LIGHT.hair)
    values.format.line.fill.background()
    if data.chart.kind is ChartKind.RANGES:  # what covers the part below a range would cut it
        categories.format.line.fill.background()
    else:
        categories.format.line.color.rgb = colour(LIGHT.muted)
    if data.chart.kind in {ChartKind.BARS, ChartKind.RANGES}:
        categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.has_major_gridlines = False
    for axis in (values, categories):
        axis.tick_labels.font.size = Pt(size)
        for body in _xml(axis).iter(qn("a:bodyPr")):  # words are never turned by the program
            body.set("rot", "0")
            body.set("vert", "horz")
    if data.chart.kind in {ChartKind.BARS, ChartKind.RANGES}:
        categories.reverse_order = True  # the first row on top
    # No name is left out but on a line over very many years, where every other one is.
    skip = OxmlElement("c:tickLblSkip")
    skip.set("val", "2" if len(data.categories) > _MOST_YEARS else "1")
    _xml(categories).find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _step(largest: float) -> float:
    """A round step of the axis: 1, 2 or 5 times a power of ten."""
    rough = max(largest, 1e-9) / _STEPS
    power = 10 ** math.floor(math.log10(rough))
    return float(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough))


def _style_bars(chart: Chart, data: ChartData) -> None:
    fills = iter(_FILLS)
    if data.is_overlaid:
        chart.plots[0].overlap = 100
    for series, one in zip(chart.plots[0].series, data.series, strict=True):
        fill = _OWN_FILLS[one.look] if one.look in _OWN_FILLS else next(fills, _FILLS[-1])
        series.invert_if_negative = False
        _fill(series.format, fill, LIGHT.main if one.look is Look.BEFORE else LIGHT.text)
        if data.chart.kind is ChartKind.RANGES:  # lines would be seen around what covers them
            series.format.line.fill.background()
        _mark_points(series, one)


def _fill(form: Any, fill: str, line: str) -> None:  # noqa: ANN401 - the library names no type
    form.fill.solid()
    form.fill.fore_color.rgb = colour(fill)
    form.line.color.rgb = colour(line)
    form.line.width = Pt(0.75)


def _mark_points(series: Any, one: Series) -> None:  # noqa: ANN401
    """Gives what is picked out or was aimed at its colours."""
    for place, point in enumerate(one.points):
        if point and point.look in _POINT_FILLS:
            _fill(series.points[place].format, *_POINT_FILLS[point.look])


def _style_lines(chart: Chart, data: ChartData) -> None:
    for place, series in enumerate(chart.plots[0].series):
        is_limit = place >= len(data.series)
        stroke = colour(LIGHT.accent if is_limit else _LINES[place % len(_LINES)])
        series.smooth = False
        series.format.line.color.rgb = stroke
        series.format.line.width = Pt(2)
        series.marker.style = XL_MARKER_STYLE.NONE if is_limit else _MARKERS[place % len(_MARKERS)]
        if is_limit:
            series.format.line.dash_style = MSO_LINE.DASH
            continue
        series.marker.size = 8
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = stroke
        series.marker.format.line.color.rgb = stroke


def _xml(part: Any) -> Any:  # noqa: ANN401 - what the library has no setter for
    """The XML of a part of a chart."""
    return part._element  # noqa: SLF001
