"""Before a meeting is projected: can it be read from the last row of seats."""

import math
import re
from dataclasses import dataclass

import plotly.graph_objects as go

from lib.charts.declared import Stacks
from lib.charts.drawn_stacks import drawn_stacks
from lib.charts.tokens import PALETTES, Palette
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings.native import chart_data
from lib.meetings.native_forms import ChartKind
from lib.meetings.slides import Deck
from lib.meetings.words import width_units
from lib.memory import remembered
from lib.views.drawings import drawn

# Sizes in which a meeting is projected: width and height in pixels, by code.
RESOLUTIONS = {
    "1024x768": (1024, 768),
    "1280x720": (1280, 720),
    "1920x1080": (1920, 1080),
    "3840x2160": (3840, 2160),
}
# A view is laid out on a canvas of this size and enlarged to the window, as canvas.js does it.
NARROW_CANVAS_PX, WIDE_CANVAS_PX = (576, 432), (746, 420)
SMALLEST_PX = 14  # letters of a canvas; on the wall they are measured by the tests of a browser
WIDEST_NARROW = 1.55  # width by height of a window that shows the narrow canvas
SMALLEST_LETTER_PX = 24
_ROOM_PX = NARROW_CANVAS_PX[0] - 28  # within its margins
_MOST_NAMED = 12  # columns of squares of which each bears its words
_TEXT_CONTRAST = 4.5
_MARK_CONTRAST = 3.0
# Light of the room on the screen, as a share of its white, that halves the contrast of black.
_ROOM_LIGHT = 0.0553
_MOST_SERIES = 3  # columns and lines whose fills, dashes and marks differ without colour
_TAG = re.compile(r"<[^>]+>")
# The name of a vocabulary of XML is no address that anything asks.
_OUTSIDE = re.compile(r'(?:src|href)=|url\(|(?<!xmlns=")https?://|(?<!:)//[a-z]')


@dataclass(frozen=True)
class Finding:
    """What one look found.

    Attributes:
        subject: What was looked at.
        is_fine: Whether it may be projected so.
        words: What was found and, where it is not fine, what to do.
    """

    subject: str
    is_fine: bool
    words: str


@dataclass(frozen=True)
class _Look:
    """What is seen of the chart of a slide in a palette.

    Attributes:
        has_chart: Whether there is one.
        has_cut_words: Whether words find no room; those of other charts that are HTML wrap.
        is_repeating: Whether it has more series than can be told apart without colour.
        asks_outside: Whether a browser would ask another host for a part of it.
    """

    has_chart: bool
    has_cut_words: bool
    is_repeating: bool
    asks_outside: bool


@remembered
def _look(exhibit: Exhibit, palette: Palette) -> _Look:
    chart = None if exhibit.markup else drawn(exhibit, palette)
    text = str(exhibit.markup or (chart.to_json() if chart else ""))
    return _Look(
        bool(text),
        _longest_px(chart) > _ROOM_PX if chart else _is_narrow(exhibit),
        _looks_repeat(exhibit),
        _OUTSIDE.search(text) is not None,
    )


def findings(deck: Deck, resolution: str, tone: str) -> tuple[Finding, ...]:
    """What was found in a meeting at a resolution, in the light or the dark tone.

    Raises:
        KeyError: No such resolution or tone.
    """
    palette = PALETTES[tone]
    found = ((slide.heading, _look(slide.exhibit, palette)) for slide in deck.slides)
    charts = [(heading, look) for heading, look in found if look.has_chart]
    newest = max((slide.exhibit.updated_on for slide in deck.slides), default="") or "図がない"
    gone = len(deck.missing)
    return (
        _letters(zoom(*RESOLUTIONS[resolution])),
        _contrast(palette, "文字と印の明暗の差", 0.0),
        _contrast(palette, "明るい部屋での明暗の差（半分に落ちたとき）", _ROOM_LIGHT),
        _without(
            "灰色にしたときの区別",
            [heading for heading, look in charts if look.is_repeating],
            ("灰色で区別しにくい", "すべての図で区別できる"),
        ),
        _without(
            "文字の切れ",
            [heading for heading, look in charts if look.has_cut_words],
            ("切れるおそれのある文字", "どの文字も画面の幅に収まる"),
        ),
        _without(
            "外への要求",
            [heading for heading, look in charts if look.asks_outside],
            ("外への要求を含む図", "外のネットワークへの要求はない"),
        ),
        Finding(
            "示せない図",
            not gone,
            f"示せない図が{gone}件ある。一覧で理由を見て外す" if gone else "すべての図を示せる",
        ),
        Finding("数値の版と更新日", True, f"版 {deck.data_version}、更新日 {newest}"),  # noqa: FBT003
    )


def _without(subject: str, faulty: list[str], words: tuple[str, str]) -> Finding:
    """What no chart may have: the charts that have it are named."""
    return Finding(subject, not faulty, f"{words[0]}: {'、'.join(faulty)}" if faulty else words[1])


def zoom(width_px: int, height_px: int) -> float:
    """How much a canvas is enlarged in a window of some pixels."""
    is_wide = width_px / height_px >= WIDEST_NARROW
    width, height = WIDE_CANVAS_PX if is_wide else NARROW_CANVAS_PX
    return min(width_px / width, height_px / height)


def _letters(enlarged: float) -> Finding:
    smallest = SMALLEST_PX * enlarged
    words = f"最も小さい文字は{math.floor(smallest)}ピクセル（{SMALLEST_LETTER_PX}以上）"
    is_fine = smallest >= SMALLEST_LETTER_PX
    return Finding("文字の大きさ", is_fine, words if is_fine else f"{words}。画面の倍率を上げる")


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2, 0 to 1."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str, room_light: float = 0.0) -> float:
    """The contrast ratio of WCAG 2, with some light of the room on both colours.

    Args:
        first: A colour as #RRGGBB.
        second: Another.
        room_light: Light that falls on the screen, as a share of its white.
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05 + room_light) / (low + 0.05 + room_light)


def _contrast(palette: Palette, subject: str, room_light: float) -> Finding:
    needed = (
        ("文字", palette.text, _TEXT_CONTRAST),
        ("印", palette.main, _MARK_CONTRAST),
        ("目標や選んだ印", palette.accent, _MARK_CONTRAST),
    )
    ratios = [
        (name, contrast(colour, palette.surface, room_light), least)
        for name, colour, least in needed
    ]
    words = "、".join(f"{name}{ratio:.1f}（{least}以上）" for name, ratio, least in ratios)
    is_fine = all(ratio >= least for _, ratio, least in ratios)
    return Finding(
        subject, is_fine, words if is_fine else f"{words}。部屋を暗くするか明暗を切り替える"
    )


def _looks_repeat(exhibit: Exhibit) -> bool:
    """Whether a chart has more series than can be told apart without colour."""
    data = chart_data(exhibit)
    over_years = data and data.chart.kind in {ChartKind.COLUMNS, ChartKind.LINE}
    return bool(data and over_years and len(data.series) > _MOST_SERIES)


def _is_narrow(exhibit: Exhibit) -> bool:
    """Whether words below columns of squares are wider than their column."""
    chart = exhibit.chart
    if not isinstance(chart, Stacks):
        return False
    columns = {column.name: column for column in exhibit.columns}
    stacks = drawn_stacks(chart, records(exhibit.rows), columns)
    # Of many columns every third bears its words.
    shown = math.ceil(len(stacks) / 3) if len(stacks) > _MOST_NAMED else len(stacks)
    words = "\n".join(f"{stack.name}\n{stack.note}" for stack in stacks).split("\n")
    return max(map(width_units, words)) * SMALLEST_PX / 2 > _ROOM_PX / shown


def _longest_px(chart: go.Figure) -> float:
    """The width of the longest line of words in a chart."""
    lines = [
        (line, annotation.font.size or 0)
        for annotation in chart.layout.annotations
        for line in _TAG.sub("", (annotation.text or "").replace("<br>", "\n")).split("\n")
    ]
    return max((size * width_units(line) / 2 for line, size in lines), default=0)
