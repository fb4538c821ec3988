"""The numbers beside the marks of a native chart."""

from typing import Any

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from lib import formats
from lib.charts.tokens import LIGHT
from lib.meetings.native import ChartData, Series
from lib.meetings.native_forms import ChartKind, Look
from lib.meetings.slide_looks import colour
from lib.meetings.words import width_units

_NARROWEST_PART = 0.07  # of the longest bar, for a number inside
_LABEL_GAP_PT = 10  # between a number and the ends of its bar
_LARGEST_PLAIN = 1000  # from here on numbers need a separator, and a format with decimals


def number_format(data: ChartData) -> str:
    """How the numbers of a chart are written: with one decimal where any has one."""
    if all(value.is_integer() for value in data.values):
        return "#,##0"
    is_plain = all(value == round(value, 1) < _LARGEST_PLAIN for value in data.values)
    return "General" if is_plain and data.chart.kind is not ChartKind.LINE else "#,##0.0"


def label_values(chart: Chart, data: ChartData, largest: float, size: int) -> None:
    """Numbers beside all marks; on stacked bars inside, where there is room.

    Args:
        chart: The chart, whose marks have their colours.
        data: What it draws.
        largest: The largest number of the whole chart.
        size: Of the letters, in points.
    """
    for series, one in zip(chart.plots[0].series, data.series, strict=False):
        labels = series.data_labels
        labels.show_value = True
        is_inside = has_inner_numbers(data) and one.look is not Look.WHOLE
        own = number_format(data)
        labels.number_format = f'[<{_NARROWEST_PART * largest:.9g}]"";{own}' if is_inside else own
        labels.number_format_is_linked = False
        labels.font.size = Pt(size)
        is_dark = is_inside and str(series.format.fill.fore_color.rgb) == LIGHT.main[1:]
        labels.font.color.rgb = colour(LIGHT.surface if is_dark else LIGHT.text)
        labels.position = _position(data, one, is_inside=is_inside)


def _position(data: ChartData, one: Series, *, is_inside: bool) -> Any:  # noqa: ANN401
    if data.chart.kind is ChartKind.LINE:
        return XL_LABEL_POSITION.ABOVE
    if one.look is Look.BASE:
        return XL_LABEL_POSITION.INSIDE_END
    return XL_LABEL_POSITION.CENTER if is_inside else XL_LABEL_POSITION.OUTSIDE_END


def label_ranges(chart: Chart, data: ChartData, bars_pt: float, size: int) -> None:
    """Both ends of a range at its upper end where the lower one has no room before the bar.

    Args:
        chart: The chart, whose numbers are labelled and whose axis has its ends.
        data: Its ranges.
        bars_pt: Width of the axis, in points.
        size: Of the letters, in points.
    """
    highs, lows = chart.plots[0].series
    decimals = 0 if all(value.is_integer() for value in data.values) else 1
    for place, (high, low) in enumerate(
        zip(data.series[0].points, data.series[1].points, strict=True)
    ):
        if high is None or low is None:
            continue
        words = formats.number(low.value, decimals)
        room = low.value / (chart.value_axis.maximum_scale or 1) * bars_pt
        if high.value != low.value and room >= width_units(words) * size / 2 + _LABEL_GAP_PT:
            continue
        _leave_out(lows, place)
        if high.value != low.value:
            both = f"{words}～{formats.number(high.value, decimals)}"
            label = highs.points[place].data_label
            run = label.text_frame.paragraphs[0].add_run()
            run.text = both
            run.font.size = Pt(size)
            label.position = XL_LABEL_POSITION.OUTSIDE_END


def _leave_out(series: Any, place: int) -> None:  # noqa: ANN401
    """Takes the number of one point away, for which the library has no setter."""
    label = series.data_labels._element._insert_dLbl_in_sequence(place)  # noqa: SLF001
    for child in list(label)[1:]:
        label.remove(child)
    deleted = OxmlElement("c:delete")
    deleted.set("val", "1")
    label.append(deleted)


def label_below(chart: Chart, data: ChartData) -> None:
    """Numbers below the line of a limit that they do not reach, which would cross them above.

    Args:
        chart: A chart of lines, whose numbers are labelled.
        data: What it draws, with a limit.
    """
    for series, one in zip(chart.plots[0].series, data.series, strict=False):
        for place, point in enumerate(one.points):
            if point and point.value < (data.chart.limit or 0):
                series.points[place].data_label.position = XL_LABEL_POSITION.BELOW


def has_inner_numbers(data: ChartData) -> bool:
    """Whether numbers stand inside their bars, as those of stacked bars and of parts do."""
    return data.chart.is_stacked or data.is_part_of_whole


def has_narrow_parts(data: ChartData, largest: float) -> bool:
    """Whether a bar has no room for its number, which then stands in the sheet alone."""
    is_said_beside = data.is_part_of_whole and data.cells
    values = [
        point.value
        for one in data.series
        for point in one.points
        if point and one.look is not Look.WHOLE
    ]
    is_narrow = min(values) < _NARROWEST_PART * largest
    return has_inner_numbers(data) and not is_said_beside and is_narrow
