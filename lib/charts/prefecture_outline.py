"""Japan as a drawing in SVG, from the shipped boundaries: where WebGL is missing, and on paper."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from lib.charts.insets import INSETS, Position, Ring, drawn_boundaries, northing, place_on_map
from lib.charts.prefecture_areas import MARKS, Area, AreaPicture

WIDTH = 1000
_MARGIN = 6
_SMALLEST_AREA = 14.0  # of a ring that is drawn, in square units; a prefecture keeps its largest
_BAR_WIDTH, _BAR_HEIGHT = 34, 9  # the second mark, below the prefectural office
_LINE = 38
_HATCH = Markup(
    '<defs><pattern id="{0}" width="10" height="10" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><path class="hatch" d="M0 0V10"/></pattern></defs>'
)

Point = tuple[int, int]


@dataclass(frozen=True)
class Outline:
    """The shapes of all prefectures.

    Attributes:
        height: Of the drawing, whose width is ``WIDTH``.
        shapes: Code to the ``d`` of a path.
        frames: The ``d`` of the frames of far islands, with what they hold and where it is written.
    """

    height: int
    shapes: dict[str, str]
    frames: tuple[tuple[str, str, Point], ...]


@dataclass(frozen=True)
class _Projection:
    """Mercator as in the deck, scaled so that the country fills the width."""

    west: float
    north: float
    scale: float

    def point(self, place: Position) -> Point:
        """A place in the drawing, in whole units: neighbours go on to share their border."""
        x = math.radians(place[0] - self.west) * self.scale + _MARGIN
        y = (self.north - northing(place[1])) * self.scale + _MARGIN
        return round(x), round(y)


def _rings(code: str) -> Iterator[Ring]:
    for polygon in drawn_boundaries()[code]["coordinates"]:
        yield from polygon


def _all_places() -> Iterator[Position]:
    for code in drawn_boundaries():
        for ring in _rings(code):
            yield from ring
    for inset in INSETS:
        yield from inset.frame


@lru_cache(maxsize=1)
def _projection() -> _Projection:
    places = list(_all_places())
    west = min(place[0] for place in places)
    width = math.radians(max(place[0] for place in places) - west)
    north = max(northing(place[1]) for place in places)
    return _Projection(west, north, (WIDTH - 2 * _MARGIN) / width)


@lru_cache(maxsize=1)
def outline() -> Outline:
    """The shapes, made once from the shipped boundaries."""
    projection = _projection()
    south = max(projection.point(place)[1] for place in _all_places())
    frames = []
    for inset in INSETS:
        corners = [projection.point(corner) for corner in inset.frame]
        left, low = corners[3]
        frames.append((_path([corners]), inset.words, (left, low + _LINE)))
    return Outline(
        max(south, *(place[1] for _, _, place in frames)) + _MARGIN,
        {code: _path(_drawn_rings(code, projection)) for code in drawn_boundaries()},
        tuple(frames),
    )


def _drawn_rings(code: str, projection: _Projection) -> list[list[Point]]:
    """The rings that can be seen at this size, the largest always among them."""
    rings = [_without_repeats(projection.point(place) for place in ring) for ring in _rings(code)]
    largest = max(rings, key=_area)
    return [ring for ring in rings if ring is largest or _area(ring) >= _SMALLEST_AREA]


def _without_repeats(points: Iterable[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(point)
    return kept


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def _path(rings: list[list[Point]]) -> str:
    """Rings as the ``d`` of a path, each point relative to the one before it."""
    return "".join(_ring_path(ring) for ring in rings)


def _ring_path(ring: list[Point]) -> str:
    (x, y), *rest = ring
    steps = []
    at = (x, y)
    for point in rest:
        across, down = point[0] - at[0], point[1] - at[1]
        steps.append(f"{across}{down}" if down < 0 else f"{across} {down}")
        at = point
    joined = "".join(
        step if step[0] == "-" or not index else f" {step}" for index, step in enumerate(steps)
    )
    return f"M{x} {y}l{joined}z"


def outline_svg(picture: AreaPicture, places: dict[str, Position], name: str) -> Markup:
    """The map as a drawing that follows the colours of the page around it.

    Args:
        picture: What to show.
        places: Code to longitude and latitude of the prefectural office, where marks stand.
        name: What the drawing shows, for those who do not see it.
    """
    shapes = outline()
    pattern = "hatch-of-prefectures"
    last = sorted(picture.areas, key=lambda area: area.is_chosen)  # its edge lies above the others
    parts = [
        _HATCH.format(pattern),
        *(_shape(area, shapes.shapes[area.code], pattern) for area in last),
        *(_frame(*frame) for frame in shapes.frames),
        *(_sign(area, places[area.code]) for area in picture.areas),
        _label(picture.chosen, places),
    ]
    return Markup(
        '<svg class="prefecture-outline" viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' xmlns="http://www.w3.org/2000/svg">{}</svg>'
    ).format(WIDTH, shapes.height, name, Markup("").join(parts))


def _shape(area: Area, path: str, pattern: str) -> Markup:
    fill = Markup(' style="fill:url(#{})"').format(pattern) if area.fill == "unknown" else ""
    chosen = " chosen" if area.is_chosen else ""
    title = f"{area.name}: {area.words}"
    shape = Markup('<path class="{}{}" d="{}"{}><title>{}</title></path>')
    drawn = shape.format(area.fill, chosen, path, fill, title)
    return (
        Markup('<a class="inside" href="{}" tabindex="-1">{}</a>').format(area.link, drawn)
        if area.link
        else drawn
    )


def _frame(path: str, words: str, place: Point) -> Markup:
    return Markup('<path class="frame" d="{}"/><text class="small" x="{}" y="{}">{}</text>').format(
        path, *place, words
    )


def _sign(area: Area, place: Position) -> Markup:
    """The second mark of a prefecture, or the sign of a status that no fill tells apart."""
    x, y = _projection().point(place_on_map(*place))
    if area.is_marked:
        bar = Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>')
        return bar.format(x - _BAR_WIDTH // 2, y, _BAR_WIDTH, _BAR_HEIGHT)
    if area.fill in MARKS and area.fill in ("reference", "several"):
        return Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
            x, y, area.number
        )
    return Markup("")


def _label(area: Area | None, places: dict[str, Position]) -> Markup:
    """Name and value of the chosen prefecture."""
    if area is None:
        return Markup("")
    x, y = _projection().point(place_on_map(*places[area.code]))
    anchor = "end" if x > WIDTH * 0.75 else "start"
    return Markup('<text class="label" x="{}" y="{}" text-anchor="{}">{} {}</text>').format(
        x, y - 12, anchor, area.short, area.number
    )
