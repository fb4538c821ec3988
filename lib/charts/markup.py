"""Charts as HTML that wraps, prints, scales and is read aloud as a table.

The same elements stand on the screen, the stage, paper and in the offline file; colours and sizes
come from the custom properties of ``tokens``. The template escapes all words.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lib.charts.declared import Chart, Prefectures, Rows, Sayings, Stacks
from lib.charts.drawn import drawn_rows
from lib.charts.drawn_stacks import drawn_stacks
from lib.charts.prefecture_areas import area_picture
from lib.charts.prefecture_outline import outline_svg
from lib.charts.prefecture_tiles import legend, tile_figure
from lib.frames import Record
from lib.schema import Column
from lib.words import cell_words

_BESIDE = Path(__file__).resolve().parent
_TEMPLATE = _BESIDE / "charts.html"


def environment(folder: Path) -> Environment:
    """Templates of a folder, which escape all words and refuse what they do not know."""
    return Environment(
        loader=FileSystemLoader([folder, _BESIDE]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


@cache
def macros(template: Path) -> Any:  # noqa: ANN401 - a template's module
    """The macros of a template; those of charts stand beside it for import."""
    return environment(template.parent).get_template(template.name).module


@cache
def looks(style_sheet: Path) -> str:
    """The text of a style sheet."""
    return style_sheet.read_text("utf-8")


def css() -> str:
    """The looks of all charts that are HTML."""
    return "\n".join(looks(_BESIDE / name) for name in ("charts.css", "prefecture_tiles.css"))


def markup(chart: Chart, rows: Sequence[Record], columns: Mapping[str, Column]) -> Markup | None:
    """A chart as HTML; None of a kind that Plotly or pydeck draws.

    Args:
        chart: What was declared.
        rows: The rows of the exhibit.
        columns: Its columns by name.
    """
    match chart:
        case Rows():
            return macros(_TEMPLATE).rows(drawn_rows(chart, rows, columns))  # type: ignore[no-any-return]
        case Stacks():
            return macros(_TEMPLATE).stacks(chart.axis, drawn_stacks(chart, rows, columns))  # type: ignore[no-any-return]
        case Prefectures():
            return _prefectures(chart, rows)
        case Sayings():
            return macros(_TEMPLATE).sayings(chart, _groups(chart, rows, columns))  # type: ignore[no-any-return]
        case _:
            return None


def _prefectures(chart: Prefectures, rows: Sequence[Record]) -> Markup:
    """Tiles, or the drawing of the map; links and a map that moves are the page's own."""
    picture = area_picture(rows, chart.axis.unit, chart.chosen)
    if not chart.is_geographic:
        return tile_figure(picture, has_numbers=chart.has_numbers)
    return Markup('<div class="prefectures">{}{}</div>').format(
        legend(picture), outline_svg(picture, chart.axis.words, chart.region)
    )


def _groups(
    chart: Sayings, rows: Sequence[Record], columns: Mapping[str, Column]
) -> list[tuple[str, list[str]]]:
    """The words of each kind, in the order in which kinds come."""
    parts = groupby(rows, key=lambda row: cell_words(row, columns[chart.group]))
    return [(words, [row[chart.text] for row in own]) for words, own in parts]
