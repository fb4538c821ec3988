"""Japan as a drawing in SVG, from the shipped boundaries: where WebGL is missing, and on paper."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from markupsafe import Markup

from lib.charts.insets import (
    INSETS,
    Position,
    Ring,
    centres,
    drawn_boundaries,
    northing,
    ring_area,
)
from lib.charts.prefecture_areas import SIGNED, Area, AreaPicture

WIDTH = 1000
ISLANDS = "islands"  # shows the first inset alone
_MARGIN = 6
_SMALLEST_SQUARE_DEGREES = 0.002  # about 20 square kilometres; in an inset, a tenth of that
_LETTER = 0.03  # of the width of what is shown
_BAR_WIDTH, _BAR_HEIGHT = 34, 9  # the second mark, in the middle of the prefecture
_HATCH = Markup(
    '<defs><pattern id="{0}" width="10" height="10" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><path class="hatch" d="M0 0V10"/></pattern></defs>'
)

Point = tuple[int, int]


@dataclass(frozen=True)
class Outline:
    """All shapes in whole units: neighbours that share a border still share it.

    Attributes:
        shapes: Code to its rings.
        frames: The frames of far islands.
    """

    shapes: Mapping[str, tuple[tuple[Point, ...], ...]]
    frames: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class _Projection:
    """Mercator as in the deck, scaled so that the country fills the width."""

    west: float
    north: float
    scale: float

    def point(self, place: Position) -> Point:
        """A place in the drawing."""
        x = math.radians(place[0] - self.west) * self.scale
        y = (self.north - northing(place[1])) * self.scale
        return round(x) + _MARGIN, round(y) + _MARGIN


@lru_cache(maxsize=1)
def _seen_rings() -> Mapping[str, list[Ring]]:
    """The rings of each prefecture that can be seen, the largest always among them."""
    seen = {}
    for code, boundary in drawn_boundaries().items():
        rings = [ring for polygon in boundary["coordinates"] for ring in polygon]
        largest = max(rings, key=ring_area)
        seen[code] = [ring for ring in rings if ring is largest or _is_seen(ring)]
    return seen


def _is_seen(ring: Ring) -> bool:
    is_in_frame = any(
        frame[0][0] <= ring[0][0] <= frame[1][0] and frame[2][1] <= ring[0][1] <= frame[0][1]
        for frame in (inset.frame for inset in INSETS)
    )
    return ring_area(ring) >= _SMALLEST_SQUARE_DEGREES / (10 if is_in_frame else 1)


@lru_cache(maxsize=1)
def _projection() -> _Projection:
    rings = [*(ring for rings in _seen_rings().values() for ring in rings)]
    places = [place for ring in (*rings, *(inset.frame for inset in INSETS)) for place in ring]
    west = min(place[0] for place in places)
    width = math.radians(max(place[0] for place in places) - west)
    north = max(northing(place[1]) for place in places)
    return _Projection(west, north, (WIDTH - 2 * _MARGIN) / width)


@lru_cache(maxsize=1)
def outline() -> Outline:
    """The shapes, made once from the shipped boundaries."""
    return Outline(
        {code: tuple(map(_drawn, rings)) for code, rings in _seen_rings().items()},
        tuple(_drawn(inset.frame) for inset in INSETS),
    )


def _drawn(ring: Ring) -> tuple[Point, ...]:
    """A ring in the drawing, without points that fall on the one before."""
    kept: list[Point] = []
    for place in ring:
        point = _projection().point(place)
        if not kept or point != kept[-1]:
            kept.append(point)
    return tuple(kept)


@cache
def _area_path(code: str) -> str:
    """The outline of a prefecture."""
    return _path(outline().shapes[code])


def _path(rings: Iterable[tuple[Point, ...]]) -> str:
    """Rings as the ``d`` of a path, each point relative to the one before it."""
    return "".join(_ring_path(ring) for ring in rings)


def _ring_path(ring: tuple[Point, ...]) -> str:
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}".replace(" -", "-") for a, b in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps).replace(' -', '-')}z"


def _shown(picture: AreaPicture, region: str) -> tuple[int, int, int, int]:
    """The part of the drawing around a region: left, top, width, height."""
    shapes, frames = outline().shapes, outline().frames
    if region == ISLANDS:
        rings = [frames[0]]
    else:
        codes = [area.code for area in picture.areas if region in ("", area.region)]
        # Of a region, its largest parts: far islands would make all else small.
        parts = shapes.values() if not region else ([max(shapes[code], key=len)] for code in codes)
        rings = [ring for group in parts for ring in group] + ([] if region else list(frames))
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    left, top = min(xs) - _MARGIN, min(ys) - _MARGIN
    return left, top, max(xs) + _MARGIN - left, max(ys) + _MARGIN - top


def outline_svg(picture: AreaPicture, name: str, region: str = "") -> Markup:
    """The map as a drawing that follows the colours of the page around it.

    Args:
        picture: What to show.
        name: What the drawing shows, for those who do not see it.
        region: The region to show, as areas name it, or ``ISLANDS``; empty for the country.
    """
    left, top, width, height = _shown(picture, region)
    letter = round(width * _LETTER, 1)
    pattern = "hatch-of-prefectures"
    places = {code: _projection().point(place) for code, place in centres().items()}
    in_order = sorted(picture.areas, key=lambda area: area.is_chosen)  # its edge lies on top
    parts = [
        _HATCH.format(pattern),
        *(_shape(area, _area_path(area.code), pattern) for area in in_order),
        *(_frame(at, frame, letter) for at, frame in enumerate(outline().frames)),
        *(_sign(area, places[area.code]) for area in picture.areas),
        *(_label(area, places[area.code], letter) for area in picture.areas if area.is_chosen),
    ]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="prefecture-outline" role="img"'
        ' aria-label="{}" viewBox="{} {} {} {}" style="font-size:{}px">{}</svg>'
    ).format(name, left, top, width, height, letter, Markup("").join(parts))


def _shape(area: Area, path: str, pattern: str) -> Markup:
    fill = Markup(' style="fill:url(#{})"').format(pattern) if area.fill == "unknown" else ""
    drawn = Markup('<path class="{}{}" d="{}"{}><title>{}: {}</title></path>').format(
        area.fill, " chosen" if area.is_chosen else "", path, fill, area.name, area.words
    )
    link = Markup('<a href="{}" tabindex="-1" aria-hidden="true">{}</a>')
    return link.format(area.link, drawn) if area.link else drawn


def _frame(at: int, frame: tuple[Point, ...], letter: float) -> Markup:
    left, low = frame[3]
    words = Markup('<path class="frame" d="{}"/><text class="islands" x="{}" y="{}">{}</text>')
    return words.format(_path([frame]), left, round(low + 1.2 * letter), INSETS[at].words)


def _sign(area: Area, place: Point) -> Markup:
    """The second mark of a prefecture, or the sign of a status that has no fill of its own."""
    x, y = place
    if area.is_marked:
        bar = Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>')
        return bar.format(x - _BAR_WIDTH // 2, y, _BAR_WIDTH, _BAR_HEIGHT)
    if area.fill in SIGNED:
        sign = Markup('<text class="sign" x="{}" y="{}" text-anchor="middle">{}</text>')
        return sign.format(x, y, area.number)
    return Markup("")


def _label(area: Area, place: Point, letter: float) -> Markup:
    """Name and value of the chosen prefecture, above its middle."""
    anchor = "end" if place[0] > WIDTH * 0.75 else "start"
    return Markup('<text class="label" x="{}" y="{}" text-anchor="{}">{} {}</text>').format(
        place[0], round(place[1] - letter / 2), anchor, area.short, area.number
    )
