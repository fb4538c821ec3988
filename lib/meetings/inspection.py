"""Before a meeting is projected: can it be read from the last row of seats."""

import math
import re
from dataclasses import dataclass
from itertools import combinations

import plotly.graph_objects as go

from lib.charts.tokens import PALETTES, Palette
from lib.meetings.slides import Deck

# Sizes in which a meeting is projected: width and height in pixels, by code.
RESOLUTIONS = {
    "1024x768": (1024, 768),
    "1280x720": (1280, 720),
    "1920x1080": (1920, 1080),
    "3840x2160": (3840, 2160),
}
# A projected slide is laid out for this size and enlarged to the window, as keys.js does it.
STAGE_WIDTH_PX, STAGE_HEIGHT_PX = 560, 420
SMALLEST_ZOOM = 1.72
SMALLEST_LETTER_PX = 24
_TEXT_CONTRAST = 4.5
_MARK_CONTRAST = 3.0
# Light of the room on the screen, as a share of its white, that halves the contrast of black.
_ROOM_LIGHT = 0.0553
_GREY_CONTRAST = 1.25  # between fills of one chart that stand without an outline
_FONT_SIZE = re.compile(r'font":\{[^{}]*"size":([0-9.]+)')  # in a chart as JSON
_TAG = re.compile(r"<[^>]+>")
_WIDE = re.compile(r"[^\x00-\x7f]")
_OUTSIDE = re.compile(r"https?://|//[a-z]")


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


def findings(deck: Deck, resolution: str, tone: str) -> tuple[Finding, ...]:
    """What was found in a meeting at a resolution, in the light or the dark tone.

    Raises:
        KeyError: No such resolution or tone.
    """
    palette = PALETTES[tone]
    drawn = ((slide.heading, slide.exhibit.chart(palette)) for slide in deck.slides)
    charts = [(heading, chart) for heading, chart in drawn if chart is not None]
    newest = max((slide.exhibit.updated_on for slide in deck.slides), default="") or "図がない"
    gone = len(deck.missing)
    return (
        _letters(charts, zoom(*RESOLUTIONS[resolution])),
        _contrast(palette, "文字と印の明暗の差", 0.0),
        _contrast(palette, "明るい部屋での明暗の差（半分に落ちたとき）", _ROOM_LIGHT),
        _without(
            "灰色にしたときの区別",
            [name for name, chart in charts if _fills_are_alike(chart)],
            ("灰色で区別しにくい", "すべての図で区別できる"),
        ),
        _without(
            "文字の切れ",
            [name for name, chart in charts if _longest_px(chart) > STAGE_WIDTH_PX],
            ("切れるおそれのある文字", "どの文字も画面の幅に収まる"),
        ),
        _without(
            "外への要求",
            [name for name, chart in charts if _OUTSIDE.search(chart.to_json())],
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
    """How much a projected slide is enlarged in a window of some pixels."""
    return max(SMALLEST_ZOOM, min(width_px / STAGE_WIDTH_PX, height_px / STAGE_HEIGHT_PX))


def _letters(charts: list[tuple[str, go.Figure]], enlarged: float) -> Finding:
    sizes = [size for _, chart in charts for size in _FONT_SIZE.findall(chart.to_json())]
    smallest = min(map(float, sizes), default=16) * enlarged
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
    needed = (("文字", palette.text, _TEXT_CONTRAST), ("印", palette.main, _MARK_CONTRAST))
    ratios = [
        (name, contrast(colour, palette.surface, room_light), least)
        for name, colour, least in needed
    ]
    words = "、".join(f"{name}{ratio:.1f}（{least}以上）" for name, ratio, least in ratios)
    is_fine = all(ratio >= least for _, ratio, least in ratios)
    return Finding(
        subject, is_fine, words if is_fine else f"{words}。部屋を暗くするか明暗を切り替える"
    )


def _fills_are_alike(chart: go.Figure) -> bool:
    """Whether two series of bars without outline have fills of like brightness."""
    fills = {
        trace.marker.color
        for trace in chart.data
        if trace.type == "bar"
        and isinstance(trace.marker.color, str)
        and trace.marker.line.width is None
    }
    return any(contrast(*pair) < _GREY_CONTRAST for pair in combinations(fills, 2))


def _longest_px(chart: go.Figure) -> float:
    """The width of the longest line of words in a chart, Latin letters counted as half."""
    lines = [
        (line, annotation.font.size or 0)
        for annotation in chart.layout.annotations
        for line in _TAG.sub("", (annotation.text or "").replace("<br>", "\n")).split("\n")
    ]
    return max(
        (size * (len(line) + len(_WIDE.findall(line))) / 2 for line, size in lines), default=0
    )
