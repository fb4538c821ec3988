"""The one place for colours, fonts and sizes of charts, and the layout that all charts share."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

FONT_FAMILY = "dashboard-core, dashboard-rest, sans-serif"
FONT_SIZE_PX = 15
SMALLEST_TEXT_PX = 14
MARK_LINE_WIDTH_PX = 1.5
LINE_CHARACTERS = 17  # that the narrowest window shows
_TICKS_PX = 24
_CAUTION_LINE_PX = 20
_CAUTION_PAD_PX = 8
_KEY_LINE_PX = 19
_UNIT_PX = 28


@dataclass(frozen=True)
class Palette:
    """Colours of one theme. Marks reach 3:1 against the background, text 4.5:1.

    Attributes:
        name: ``light`` or ``dark``.
        background: Behind the chart.
        surface: Fill of marks that stand for zero.
        text: Words and numbers.
        muted: Words of less weight.
        grid: Grid lines; quieter than marks on purpose.
        main: The series in question.
        third: A series of less weight.
        accent: One mark picked out.
        ramp: Five steps from few to many.
        soft: The series in question with less weight.
    missing: Hatching and edge of what is not published.
        outline: Edge of fills that are too light to stand by themselves.
    """

    name: str
    background: str
    surface: str
    text: str
    muted: str
    grid: str
    main: str
    third: str
    accent: str
    ramp: tuple[str, str, str, str, str]
    soft: str
    missing: str
    outline: str


LIGHT = Palette(
    name="light",
    background="#F8F8FB",
    surface="#FFFFFF",
    text="#1A1A1C",
    muted="#595960",
    grid="#D8D8DE",
    main="#0017C1",
    third="#63636B",
    accent="#C74700",
    ramp=("#E8F1FE", "#C5D7FB", "#7096F8", "#3460FB", "#0017C1"),
    soft="#B9CBF5",
    missing="#767680",
    outline="#33333A",
)
DARK = Palette(
    name="dark",
    background="#11131C",
    surface="#11131C",
    text="#F2F2F5",
    muted="#B8BBC8",
    grid="#34384A",
    main="#9DB7F9",
    third="#9A9DAA",
    accent="#FF9A52",
    ramp=("#16224F", "#26408F", "#3E63D6", "#7096F8", "#C5D7FB"),
    soft="#41558F",
    missing="#8F93A3",
    outline="#D5D7E0",
)
PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}


def with_cautions(chart: go.Figure, cautions: Sequence[str], palette: Palette) -> go.Figure:
    """The chart with some cautions above it, so that a picture of it holds them too.

    Args:
        chart: A chart with a height.
        cautions: One sentence each; none leaves the chart as it is.
        palette: Colours.
    """
    lines = [line for caution in cautions for line in wrapped(f"注意: {caution}")]
    if not lines:
        return chart
    added_px = _CAUTION_LINE_PX * len(lines) + 2 * _CAUTION_PAD_PX
    chart.update_layout(
        title={
            "text": "<br>".join(lines),
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            # The anchor is the baseline of the first line, not its upper edge.
            "pad": {"l": _CAUTION_PAD_PX, "t": SMALLEST_TEXT_PX},
            "font": {"size": SMALLEST_TEXT_PX, "color": palette.text},
        },
        margin={"t": chart.layout.margin.t + _upper_axis_px(chart) + added_px},
        height=chart.layout.height + added_px,
    )
    return chart


def _upper_axis_px(chart: go.Figure) -> int:
    """The height of an axis above the plot; a wider margin would else count as room for it."""
    axis = chart.layout.xaxis
    if axis.side != "top":
        return 0
    title_lines = axis.title.text.count("<br>") + 1 if axis.title.text else 0
    return _TICKS_PX + _CAUTION_LINE_PX * title_lines


def wrapped(text: str) -> list[str]:
    """Lines that a phone shows in full, ended at a comma or full stop where one is near."""
    lines = []
    rest = text
    while len(rest) > LINE_CHARACTERS:
        window = rest[:LINE_CHARACTERS]
        end = max(window.rfind(mark) for mark in "、。）") + 1
        length = end if end > LINE_CHARACTERS // 2 else LINE_CHARACTERS
        lines.append(rest[:length])
        rest = rest[length:]
    return [*lines, rest]


def words_at(text: str, palette: Palette, **place: object) -> dict[str, object]:
    """Horizontal words at a place of a chart, which begin there unless the place says otherwise."""
    font = {"size": FONT_SIZE_PX, "color": palette.text}
    return {"text": text, "showarrow": False, "xanchor": "left", "font": font} | place


def unit_above(unit: str, palette: Palette) -> dict[str, object]:
    """The unit of a vertical axis as horizontal words above its upper end."""
    return words_at(unit, palette, x=0, y=1, xref="paper", yref="paper", yanchor="bottom")


def add_key(chart: go.Figure, lines: Sequence[str], unit: str, palette: Palette) -> None:
    """Writes some lines above the plot and, below them, the unit of the vertical axis.

    Args:
        chart: A chart with a height; it grows by the room that the words take.
        lines: Words short enough for the narrowest window, about 19 characters each.
        unit: The unit of the vertical axis.
        palette: Colours.
    """
    above = unit_above("<br>".join(lines), palette)
    font = {"size": SMALLEST_TEXT_PX, "color": palette.text}
    chart.add_annotation(unit_above(unit, palette))
    chart.add_annotation(above | {"yshift": _UNIT_PX, "align": "left", "font": font})
    room = _KEY_LINE_PX * len(lines) + _UNIT_PX
    chart.update_layout(margin={"t": room}, height=chart.layout.height + room)


def base_layout(palette: Palette, *, height_px: int) -> go.Layout:
    """The layout of every chart: own font, no box, quiet grid, horizontal text."""
    axis = {
        "gridcolor": palette.grid,
        "linecolor": palette.muted,
        "zerolinecolor": palette.muted,
        "tickfont": {"color": palette.text, "size": FONT_SIZE_PX},
        "title": {"font": {"color": palette.text, "size": FONT_SIZE_PX}},
        "tickangle": 0,
        "automargin": True,
        "zeroline": False,
        "fixedrange": True,
    }
    return go.Layout(
        font={"family": FONT_FAMILY, "size": FONT_SIZE_PX, "color": palette.text},
        paper_bgcolor=palette.background,
        plot_bgcolor=palette.background,
        height=height_px,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        xaxis=axis,
        yaxis=axis,
        showlegend=False,
        hoverlabel={
            "bgcolor": palette.background,
            "bordercolor": palette.text,
            "font": {"family": FONT_FAMILY, "size": FONT_SIZE_PX, "color": palette.text},
            "align": "left",
        },
        separators=".,",
        dragmode=False,
    )
