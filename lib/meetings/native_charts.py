"""Draws the numbers of a slide as a chart that PowerPoint and LibreOffice can edit."""

import math
from collections.abc import Iterator
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from lib.charts.tokens import LIGHT
from lib.meetings.limit_line import add_limit
from lib.meetings.native import ChartData, Series
from lib.meetings.native_forms import ChartKind, Look
from lib.meetings.words import width_units, writable

FONT = "Noto Sans JP"
TEXT_PT = 12
_MOST_BARS, _MOST_COLUMNS = 13, 20  # on one slide
_COLUMNS_PT = 850  # the width that columns share
_MOST_YEARS = 25  # whose names stand side by side
_BETWEEN_PT = 8  # the words of two columns
_FEW_BARS, _FEW_GAP, _GAP = 5, 120, 45  # few bars are thinner; gaps in percent of a bar
_STEPS = 7  # on the axis of values
_ROOM = 1.12  # beyond the largest value, for its number
_NARROWEST_PART = 0.07  # of the longest bar, for a number inside
_FILLS = (LIGHT.main, LIGHT.ramp[1], LIGHT.surface)
_LINES = (LIGHT.main, LIGHT.text, LIGHT.missing)
_MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.SQUARE)
_OWN_FILLS = {Look.WHOLE: LIGHT.track, Look.BEFORE: LIGHT.surface}
_TYPES = {
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.RANGES: XL_CHART_TYPE.BAR_STACKED,
    ChartKind.LINE: XL_CHART_TYPE.LINE_MARKERS,
}


def parts(data: ChartData) -> Iterator[ChartData]:
    """The chart cut so that each part can be read on one slide; a line is never cut."""
    length = len(data.categories)
    count = -(-length // _most(data))
    size = -(-length // count)
    for first in range(0, length, size):
        yield data.part(first, first + size)


def _most(data: ChartData) -> int:
    if data.chart.kind is ChartKind.LINE:
        return len(data.categories)
    if data.chart.kind is not ChartKind.COLUMNS:
        has_before = any(one.look is Look.BEFORE for one in data.series)
        return _MOST_BARS // 2 if has_before else _MOST_BARS
    widest = max(width_units(words) for words in data.categories)
    return max(1, min(_MOST_COLUMNS, int(_COLUMNS_PT / (widest * TEXT_PT / 2 + _BETWEEN_PT))))


def _drawn_series(data: ChartData) -> list[tuple[str, list[float | None]]]:
    """Names and numbers as they stand in the chart's own sheet.

    A range is a bar that nobody sees, up to its lower end, and on it one up to its upper end. The
    limit of a line is a further line.
    """
    series = [
        (one.name, [point.value if point else None for point in one.points]) for one in data.series
    ]
    if data.chart.kind is ChartKind.LINE and data.chart.limit is not None:
        return [*series, (data.chart.limit_words, [data.chart.limit] * len(data.categories))]
    if data.chart.kind is not ChartKind.RANGES:
        return series
    (low_name, lows), (high_name, highs) = series
    steps = [
        None if low is None or high is None else high - low
        for low, high in zip(lows, highs, strict=True)
    ]
    return [(low_name, lows), (f"{low_name}から{high_name}まで", steps)]


def add_chart(shapes: Any, data: ChartData, largest: float, place: tuple[float, ...]) -> Any:  # noqa: ANN401
    """Adds a native chart to a page.

    Args:
        shapes: The shapes of the page.
        data: What is drawn.
        largest: The largest number of the whole chart, so that all its parts share one axis.
        place: Left, top, width and height in points.

    Returns:
        The frame of the chart.
    """
    numbers = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format=_number_format(data)
    )
    numbers.categories = [writable(words) for words in data.categories]
    for name, values in _drawn_series(data):
        numbers.add_series(writable(name), values)  # type: ignore[no-untyped-call]
    kind = _TYPES[data.chart.kind]
    if kind is XL_CHART_TYPE.COLUMN_CLUSTERED and data.chart.is_stacked:
        kind = XL_CHART_TYPE.COLUMN_STACKED
    lengths = (Emu(int(Pt(1) * length)) for length in place)
    frame = shapes.add_chart(kind, *lengths, numbers)
    _style(frame.chart, data, largest)
    if data.chart.limit is not None and data.chart.kind is not ChartKind.LINE:
        add_limit(frame.chart, data, place[2], place[3], TEXT_PT)
    return frame


def _number_format(data: ChartData) -> str:
    is_whole = all(value.is_integer() for value in data.values)
    return "#,##0" if is_whole else "#,##0.0"


def _style(chart: Chart, data: ChartData, largest: float) -> None:
    chart.has_title = False
    _set_font(chart)
    _style_axes(chart, data, largest)
    if data.chart.kind is ChartKind.LINE:
        _style_lines(chart, data)
    else:
        chart.plots[0].gap_width = _FEW_GAP if len(data.categories) <= _FEW_BARS else _GAP
        _style_bars(chart, data)
    if data.chart.kind is ChartKind.RANGES:  # its numbers stand in the names of its categories
        return
    _label_values(chart, data, largest)
    chart.has_legend = len(data.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(TEXT_PT)


def _set_font(chart: Chart) -> None:
    """The font of all words, for Latin and for Japanese letters."""
    chart.font.size = Pt(TEXT_PT)
    chart.font.name = FONT
    chart.font.color.rgb = colour(LIGHT.text)
    for latin in chart.element.iter(qn("a:latin")):
        east_asian = OxmlElement("a:ea")
        east_asian.set("typeface", FONT)
        latin.addnext(east_asian)


def _style_axes(chart: Chart, data: ChartData, largest: float) -> None:
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
    categories.format.line.color.rgb = colour(LIGHT.muted)
    categories.has_major_gridlines = False
    for axis in (values, categories):
        axis.tick_labels.font.size = Pt(TEXT_PT)
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
    begins_anywhere = data.chart.kind is ChartKind.RANGES and not data.chart.is_stacked
    fills = iter((None, *_FILLS) if begins_anywhere else _FILLS)
    if data.is_part_of_whole:
        chart.plots[0].overlap = 100
    for series, one in zip(chart.plots[0].series, data.series, strict=True):
        fill = _OWN_FILLS[one.look] if one.look in _OWN_FILLS else next(fills, _FILLS[-1])
        series.invert_if_negative = False
        if fill is None:
            series.format.fill.background()
            series.format.line.fill.background()
            continue
        _fill(series.format, fill, LIGHT.main if one.look is Look.BEFORE else LIGHT.text)
        _mark_points(series, one)


def _fill(form: Any, fill: str, line: str) -> None:  # noqa: ANN401 - the library names no type
    form.fill.solid()
    form.fill.fore_color.rgb = colour(fill)
    form.line.color.rgb = colour(line)
    form.line.width = Pt(0.75)


def _mark_points(series: Any, one: Series) -> None:  # noqa: ANN401
    """Gives what is picked out its colour."""
    for place, point in enumerate(one.points):
        if point and point.look is Look.PICKED:
            _fill(series.points[place].format, LIGHT.accent, LIGHT.text)


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


def _label_values(chart: Chart, data: ChartData, largest: float) -> None:
    """Numbers beside all marks; on stacked bars inside, where there is room."""
    number_format, position = _number_format(data), XL_LABEL_POSITION.OUTSIDE_END
    if has_inner_numbers(data):
        number_format = f'[<{_NARROWEST_PART * largest:.9g}]"";{number_format}'
        position = XL_LABEL_POSITION.CENTER
    if data.chart.kind is ChartKind.LINE:
        position = XL_LABEL_POSITION.ABOVE
    for place, (series, one) in enumerate(zip(chart.plots[0].series, data.series, strict=False)):
        labels = series.data_labels
        labels.show_value = True
        is_outside = one.look is Look.WHOLE
        labels.number_format = _number_format(data) if is_outside else number_format
        labels.number_format_is_linked = False
        labels.font.size = Pt(TEXT_PT)
        is_dark = has_inner_numbers(data) and place == int(data.is_part_of_whole)
        labels.font.color.rgb = colour(LIGHT.surface if is_dark else LIGHT.text)
        labels.position = XL_LABEL_POSITION.OUTSIDE_END if is_outside else position


def has_inner_numbers(data: ChartData) -> bool:
    """Whether numbers stand inside their bars, as those of stacked bars and of parts do."""
    return data.chart.is_stacked or data.is_part_of_whole


def has_narrow_parts(data: ChartData, largest: float) -> bool:
    """Whether a part of a stacked bar has no room for its number, which the sheet then holds."""
    has_numbers = has_inner_numbers(data) and data.chart.kind is not ChartKind.RANGES
    return has_numbers and min(data.values) < _NARROWEST_PART * largest


def _xml(part: Any) -> Any:  # noqa: ANN401 - what the library has no setter for
    """The XML of a part of a chart."""
    return part._element  # noqa: SLF001


def colour(code: str) -> RGBColor:
    """A colour of the theme in the form of the library."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
