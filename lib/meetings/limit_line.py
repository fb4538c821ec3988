"""A stroke across a native chart at a target or a cap, which moves and grows with the chart."""

from typing import Any

from pptx.chart.chart import Chart
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

from lib.charts.tokens import LIGHT
from lib.meetings.native import ChartData
from lib.meetings.words import width_units

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"
_CONTENT = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_WIDEST_NAMES = 0.45  # of the chart
_ABOVE_PT, _LEGEND_PT, _BELOW_PT, _RIGHT_PT, _GAP_PT = 22, 26, 24, 24, 12
_SHAPES = f"""<c:userShapes xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main"
 xmlns:cdr="{_DRAWING}/chartDrawing"><cdr:relSizeAnchor>
<cdr:from><cdr:x>{{x}}</cdr:x><cdr:y>{{top}}</cdr:y></cdr:from>
<cdr:to><cdr:x>{{x}}</cdr:x><cdr:y>{{bottom}}</cdr:y></cdr:to>
<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="2" name="limit"/><cdr:cNvCxnSpPr/></cdr:nvCxnSpPr>
<cdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>
<a:prstGeom prst="line"><a:avLst/></a:prstGeom>
<a:ln w="25400"><a:solidFill><a:srgbClr val="{LIGHT.accent[1:]}"/></a:solidFill></a:ln></cdr:spPr>
</cdr:cxnSp></cdr:relSizeAnchor></c:userShapes>"""


def add_limit(chart: Chart, data: ChartData, width_pt: float, height_pt: float, size: int) -> None:
    """Draws the limit of a chart of horizontal bars over them.

    Programs place bars as they like unless the room of the bars is given; so it is given here.

    Args:
        chart: The chart, whose axis has its ends.
        data: What it draws, with a limit.
        width_pt: Width of its frame.
        height_pt: Height of its frame.
        size: Of its letters, in points.
    """
    names = max(width_units(words) for words in data.categories) * size / 2 + _GAP_PT
    left = min(_WIDEST_NAMES, names / width_pt)
    top = (_ABOVE_PT + (_LEGEND_PT if chart.has_legend else 0)) / height_pt
    width = 1 - left - _RIGHT_PT / width_pt
    height = 1 - top - _BELOW_PT / height_pt
    _give_room(chart, {"x": left, "y": top, "w": width, "h": height})
    share = (data.chart.limit or 0) / (chart.value_axis.maximum_scale or 1)
    shapes = _SHAPES.format(x=left + width * share, top=top - 6 / height_pt, bottom=top + height)
    _add_shapes(chart, shapes)


def _give_room(chart: Chart, room: dict[str, float]) -> None:
    """Sets where the bars stand, as shares of the chart."""
    area: Any = chart.element.find(f".//{qn('c:plotArea')}")
    if (old := area.find(qn("c:layout"))) is not None:
        area.remove(old)
    layout, manual = OxmlElement("c:layout"), OxmlElement("c:manualLayout")
    values = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"} | {
        name: f"{share:.5f}" for name, share in room.items()
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
    added = Part(name, _CONTENT, part.package, shapes.encode("utf-8"))
    element = parse_xml(f'<c:userShapes xmlns:c="{_DRAWING}/chart"/>')
    element.set(qn("r:id"), part.relate_to(added, _RELATION))
    chart.element.append(element)
