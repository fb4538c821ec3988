"""The boundaries with far islands in frames beside the main islands, as maps usually do."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lib import paths
from lib.frames import Record

Position = list[float]
Ring = list[Position]


@dataclass(frozen=True)
class Inset:
    """A part of the country that is drawn in another place at the same scale.

    Attributes:
        words: What the frame holds.
        west: Western edge of the part, in degrees.
        east: Eastern edge.
        south: Southern edge.
        north: Northern edge.
        shift_east: How far it is moved, in degrees of longitude.
        new_north: Latitude to which the northern edge is moved.
    """

    words: str
    west: float
    east: float
    south: float
    north: float
    shift_east: float
    new_north: float

    def holds(self, position: Position) -> bool:
        """Whether a position lies in this part."""
        longitude, latitude = position
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def moved(self, position: Position) -> Position:
        """Where a position of this part is drawn; shapes keep their size on the map."""
        longitude, latitude = position
        shift_north = northing(self.new_north) - northing(self.north)
        return [
            round(longitude + self.shift_east, 4),
            round(_unprojected(northing(latitude) + shift_north), 4),
        ]

    @property
    def frame(self) -> Ring:
        """The frame around the part where it is drawn, closed."""
        west, east, south, north = self.west, self.east, self.south, self.north
        corners = ([west, north], [east, north], [east, south], [west, south], [west, north])
        return [self.moved(corner) for corner in corners]


INSETS = (
    Inset("沖縄県・奄美群島", 122.6, 131.6, 23.7, 28.7, 5.9, 45.6),
    Inset("小笠原諸島", 140.5, 142.6, 24.0, 28.0, 3.4, 35.4),
)


def northing(latitude: float) -> float:
    """Northing of the Mercator projection that the map uses, in radians."""
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _unprojected(projected: float) -> float:
    return math.degrees(2 * math.atan(math.exp(projected)) - math.pi / 2)


@lru_cache(maxsize=1)
def drawn_boundaries() -> Mapping[str, Record]:
    """Code of each prefecture to its shipped boundary as drawn: a GeoJSON multipolygon."""
    collection = json.loads((paths.GEO / "prefectures.geojson").read_text("utf-8"))
    return {
        feature["properties"]["prefecture_code"]: with_insets(feature["geometry"])
        for feature in collection["features"]
    }


def with_insets(geometry: Record) -> Record:
    """A GeoJSON polygon or multipolygon with the far islands moved into the insets."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return {"type": "MultiPolygon", "coordinates": [_moved(rings) for rings in polygons]}


def _moved(rings: list[Ring]) -> list[Ring]:
    """The rings of a polygon; the first position of the first decides where they are drawn."""
    inset = next((inset for inset in INSETS if inset.holds(rings[0][0])), None)
    return [[inset.moved(position) for position in ring] for ring in rings] if inset else rings


def ring_area(ring: Ring) -> float:
    """The area of a ring in square degrees, positive where it runs anticlockwise."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


@lru_cache(maxsize=1)
def centres() -> Mapping[str, Position]:
    """Code of each prefecture to the middle of its largest part as drawn, where marks stand."""
    return {
        code: _centre(max((rings[0] for rings in boundary["coordinates"]), key=ring_area))
        for code, boundary in drawn_boundaries().items()
    }


def _centre(ring: Ring) -> Position:
    """The centroid of a ring."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    weights = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    return [
        sum((a[axis] + b[axis]) * weight for (a, b), weight in zip(pairs, weights, strict=True))
        / (3 * sum(weights))
        for axis in (0, 1)
    ]
