"""Where names of points have room, whatever the width of the window."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from lib.figures.theme import FONT_SIZE_PX

# From a phone to a projected page; between two of them nothing moves far.
_PLOT_WIDTHS_PX = (215, 260, 320, 400, 500, 640, 800, 1000, 1300)
_POINT_PX = 8  # half of the side of a point's box
_GAP_PX = 10  # from the middle of a point to its name
_LINE_PX = 20

_Box = tuple[float, float, float, float]  # left, right, bottom, top


@dataclass(frozen=True)
class Spot:
    """Where a name stands beside its point, as Plotly's annotations say it.

    Attributes:
        x_anchor: The side of the name that stands at the point.
        y_anchor: The edge of the name that stands at the point.
        x_shift: Pixels to the right.
        y_shift: Pixels upwards.
    """

    x_anchor: str
    y_anchor: str
    x_shift: int
    y_shift: int

    def box(self, x: float, y: float, width: float) -> _Box:
        """The place of a name of some width beside a point, in pixels."""
        left = x + self.x_shift - {"left": 0, "center": width / 2, "right": width}[self.x_anchor]
        below = {"bottom": 0, "middle": _LINE_PX / 2, "top": _LINE_PX}[self.y_anchor]
        bottom = y + self.y_shift - below
        return left, left + width, bottom, bottom + _LINE_PX


_SPOTS = (
    Spot("left", "middle", _GAP_PX, 0),
    Spot("right", "middle", -_GAP_PX, 0),
    Spot("center", "bottom", 0, _GAP_PX),
    Spot("center", "top", 0, -_GAP_PX),
    Spot("left", "bottom", _GAP_PX, 0),
    Spot("right", "bottom", -_GAP_PX, 0),
    Spot("left", "top", _GAP_PX, 0),
    Spot("right", "top", -_GAP_PX, 0),
)


def spots(
    names: Sequence[str], places: Sequence[tuple[float, float]], height_px: float
) -> list[Spot | None]:
    """A spot for each name that overlaps no other name and no point, or None.

    Args:
        names: The names, the most important first: where two cannot both stand, the first does.
        places: The points of the names, each as shares (0 to 1) of the plot's width and height.
        height_px: Height of the plot.
    """
    found: list[Spot | None] = []
    taken: list[list[_Box]] = [[] for _ in _PLOT_WIDTHS_PX]
    points = [list(_points(places, width, height_px)) for width in _PLOT_WIDTHS_PX]
    for name, (x, y) in zip(names, places, strict=True):
        for spot in _SPOTS:
            boxes = [
                spot.box(x * width, y * height_px, FONT_SIZE_PX * len(name))
                for width in _PLOT_WIDTHS_PX
            ]
            others = (chain(*pair) for pair in zip(taken, points, strict=True))
            areas = zip(boxes, _PLOT_WIDTHS_PX, others, strict=True)
            if all(_is_free(box, width, height_px, near) for box, width, near in areas):
                for boxes_taken, box in zip(taken, boxes, strict=True):
                    boxes_taken.append(box)
                found.append(spot)
                break
        else:
            found.append(None)
    return found


def _points(places: Iterable[tuple[float, float]], width: float, height: float) -> Iterator[_Box]:
    for x, y in places:
        across, up = x * width, y * height
        yield across - _POINT_PX, across + _POINT_PX, up - _POINT_PX, up + _POINT_PX


def _is_free(box: _Box, width: float, height: float, others: Iterable[_Box]) -> bool:
    is_inside = box[0] >= 0 and box[1] <= width and box[2] >= 0 and box[3] <= height
    return is_inside and not any(_overlap(box, other) for other in others)


def _overlap(first: _Box, second: _Box) -> bool:
    return (
        first[0] < second[1]
        and second[0] < first[1]
        and first[2] < second[3]
        and second[2] < first[3]
    )
