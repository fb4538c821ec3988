"""A stroke across a native chart at a target or a cap, which moves and grows with the chart."""

from typing import Any
from xml.sax.saxutils import escape

from pptx.chart.chart import Chart
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

from lib.charts.tokens import LIGHT
from lib.meetings.bar_rows import BarRows
from lib.meetings.native import ChartData
from lib.meetings.slide_looks import FONT, LINE
from lib.meetings.words import width_units, writable

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"
_CONTENT = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_ABOVE_PT = 4  # how far the stroke is longer than the bars
_PLOT_PT = (56, 10, 14)  # room of the axis at the left, and what is left above and at the right
_AXIS_GAP_PT = 12  # below the words of the axis
_SHAPES = f"""<c:userShapes xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main"
 xmlns:cdr="{_DRAWING}/chartDrawing">{{shapes}}</c:userShapes>"""
_STROKE = f"""<cdr:relSizeAnchor>
<cdr:from><cdr:x>{{x:.5f}}</cdr:x><cdr:y>{{top:.5f}}</cdr:y></cdr:from>
<cdr:to><cdr:x>{{x:.5f}}</cdr:x><cdr:y>{{bottom:.5f}}</cdr:y></cdr:to>
<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="2" name="limit"/><cdr:cNvCxnSpPr/></cdr:nvCxnSpPr>
<cdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>
<a:prstGeom prst="line"><a:avLst/></a:prstGeom>
<a:ln w="25400"><a:solidFill><a:srgbClr val="{LIGHT.accent[1:]}"/></a:solidFill></a:ln></cdr:spPr>
</cdr:cxnSp></cdr:relSizeAnchor>"""
_WORDS = f"""<cdr:relSizeAnchor>
<cdr:from><cdr:x>{{left:.5f}}</cdr:x><cdr:y>{{top:.5f}}</cdr:y></cdr:from>
<cdr:to><cdr:x>{{right:.5f}}</cdr:x><cdr:y>{{bottom:.5f}}</cdr:y></cdr:to>
<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="3" name="limit words"/>
<cdr:cNvSpPr txBox="1"/></cdr:nvSpPr>
<cdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></cdr:spPr>
<cdr:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>
<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="ja-JP" sz="{{size}}"><a:solidFill>
<a:srgbClr val="{LIGHT.accent[1:]}"/></a:solidFill><a:latin typeface="{FONT}"/>
<a:ea typeface="{FONT}"/></a:rPr><a:t>{{words}}</a:t></a:r></a:p></cdr:txBody></cdr:sp>
</cdr:relSizeAnchor>"""


def add_limit(chart: Chart, data: ChartData, measures: BarRows) -> None:
    """Draws the limit of a chart of horizontal bars over them, with its words below.

    Args:
        chart: The chart, whose axis has its ends and whose bars have their place.
        data: What it draws, with a limit.
        measures: Where the bars stand.
    """
    bars = measures.bars
    at = bars["x"] + bars["w"] * (data.chart.limit or 0) / (chart.value_axis.maximum_scale or 1)
    top, bottom = bars["y"] - _ABOVE_PT / measures.height, bars["y"] + bars["h"]
    half = width_units(data.chart.limit_words) * measures.size / 4 / measures.chart_width
    middle = min(max(at, half), 1 - half)
    words = _words(data, (middle - half, middle + half), (bottom, 1), measures.size)
    _add_shapes(chart, _STROKE.format(x=at, top=top, bottom=bottom) + words)


def add_line_words(chart: Chart, data: ChartData, lengths: tuple[float, float], size: int) -> None:
    """Writes what the limit of a chart of lines is at its own line, on the side without numbers.

    Args:
        chart: The chart, whose axis has its ends.
        data: What it draws, with a limit.
        lengths: Width and height of the chart, in points.
        size: Of the letters, in points.
    """
    width, height = lengths
    left, top, right = _PLOT_PT
    line = size * LINE
    below = line + _AXIS_GAP_PT
    plot = {
        "x": left / width,
        "y": top / height,
        "w": 1 - (left + right) / width,
        "h": 1 - (top + below) / height,
    }
    place_plot(chart, plot)
    limit = data.chart.limit or 0
    at = plot["y"] + plot["h"] * (1 - limit / (chart.value_axis.maximum_scale or 1))
    words = width_units(data.chart.limit_words) * size / 2 / width
    early = data.values[: max(1, len(data.values) // 2)]
    is_above = sum(early) / len(early) < limit
    gap = 3 / height
    ends = (
        (at - gap - line / height, at - gap) if is_above else (at + gap, at + gap + line / height)
    )
    first = plot["x"] + size / width
    _add_shapes(chart, _words(data, (first, first + words), ends, size))


def _words(
    data: ChartData, across: tuple[float, float], down: tuple[float, float], size: int
) -> str:
    """The words of a limit between two places across and two down, as shares of the chart."""
    return _WORDS.format(
        left=across[0],
        right=across[1],
        top=down[0],
        bottom=down[1],
        size=100 * size,
        words=escape(writable(data.chart.limit_words)),
    )


def place_plot(chart: Chart, shares: dict[str, float]) -> None:
    """Sets where the marks of a chart stand; programs place them as they like otherwise.

    Args:
        chart: The chart.
        shares: Left, top, width and height as shares of the chart.
    """
    area: Any = chart.element.find(f".//{qn('c:plotArea')}")
    if (old := area.find(qn("c:layout"))) is not None:
        area.remove(old)
    layout, manual = OxmlElement("c:layout"), OxmlElement("c:manualLayout")
    values = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"} | {
        name: f"{share:.5f}" for name, share in shares.items()
    }
    for name, value in values.items():
        child = OxmlElement(f"c:{name}")
        child.set("val", value)
        manual.append(child)
    layout.append(manual)
    area.insert(0, layout)


def _add_shapes(chart: Chart, shapes: str) -> None:
    part = chart.part
    number = "".join(filter(str.isdigit, str(part.partname).rpartition("/")[2]))
    name = PackURI(f"/ppt/drawings/drawing{number}.xml")
    content = _SHAPES.format(shapes=shapes).encode("utf-8")
    added = Part(name, _CONTENT, part.package, content)
    element = parse_xml(f'<c:userShapes xmlns:c="{_DRAWING}/chart"/>')
    element.set(qn("r:id"), part.relate_to(added, _RELATION))
    chart.element.append(element)
