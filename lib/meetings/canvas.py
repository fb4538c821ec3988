"""What canvas.js needs to lay the views of a meeting out: their template and their charts."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment

from lib.charts.tokens import LIGHT, PALETTES
from lib.exhibits import Exhibit
from lib.meetings import offline
from lib.meetings.agenda import view_text
from lib.meetings.slides import Slide
from lib.views import framing, tabled

Drawings = dict[str, Any]  # a chart as Plotly's JSON, by the palette
_YEAR = re.compile(r"（\d{4}年）")  # beside the Japanese one; a view has room for one of them


@cache
def environment() -> Environment:
    """The templates of pages that show views."""
    found = offline.environment().overlay()
    found.globals |= {
        "is_drawn": lambda exhibit: offline.drawing(exhibit, LIGHT) is not None,
        "source": _source,
        "table": tabled.plain_table,
        "view_text": view_text,
    }
    return found


def _source(exhibit: Exhibit) -> str:
    return _YEAR.sub("", framing.short_source_line(exhibit))


def drawings(slides: Mapping[str, Slide]) -> dict[str, Drawings]:
    """The charts that Plotly draws, by the view that shows them and the palette.

    Args:
        slides: The slides by the name of their view.
    """
    drawn = {
        name: {
            palette.name: chart
            for palette in PALETTES.values()
            if (chart := offline.drawing(slide.exhibit, palette))
        }
        for name, slide in slides.items()
    }
    return {name: charts for name, charts in drawn.items() if charts}
