"""Known faults of the boundary source, kept as data: polygons filed under the wrong region."""

import csv
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from shapely import Point, Polygon

_JAPANESE_SOURCE = "JP-"  # ISO 3166-2; the digits behind it are those of JIS X 0401

PolygonPlace = tuple[str, int]  # source code and position among that source's polygons


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
        reason: Why, in Japanese.
    """

    filed_under: str
    longitude: float
    latitude: float
    belongs_to: str
    island: str
    reason: str

    def __str__(self) -> str:
        """One line that finds the row in the file."""
        return f"{self.filed_under} at {self.longitude}, {self.latitude} ({self.island})"


_COLUMNS = tuple(field.name for field in fields(Correction))


def boundary_corrections(path: Path, prefecture_codes: Sequence[str]) -> tuple[Correction, ...]:
    """The corrections in a CSV file, which has one row a polygon.

    Args:
        path: CSV file whose columns are the attributes of ``Correction``, in that order.
        prefecture_codes: The codes a polygon may belong to.

    Raises:
        BoundaryError: Columns or cells are not as they must be; the message names every such row.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = tuple(next(reader, ()))
        if header != _COLUMNS:
            found, expected = ",".join(header), ",".join(_COLUMNS)
            message = f"{path.name}: columns are {found}, expected {expected}"
            raise BoundaryError(message)
        rows = [(reader.line_num, cells) for cells in reader]
    faults = [
        f"{path.name} line {line}: {fault}"
        for line, cells in rows
        for fault in _row_faults(cells, prefecture_codes)
    ]
    if faults:
        raise BoundaryError("\n".join(faults))
    return tuple(_correction(cells) for _, cells in rows)


def _row_faults(cells: Sequence[str], prefecture_codes: Sequence[str]) -> Iterator[str]:
    if len(cells) != len(_COLUMNS):
        yield f"{len(cells)} cells, expected {len(_COLUMNS)}"
        return
    for column, cell in zip(_COLUMNS, cells, strict=True):
        if not cell:
            yield f"{column} is empty"
        elif column in ("longitude", "latitude") and not _is_number(cell):
            yield f"{column} is {cell}, expected degrees"
        elif column == "belongs_to" and cell not in prefecture_codes:
            yield f"{column} is {cell}, expected the code of a prefecture"


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _correction(cells: Sequence[str]) -> Correction:
    filed_under, longitude, latitude, belongs_to, island, reason = cells
    return Correction(filed_under, float(longitude), float(latitude), belongs_to, island, reason)


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
            code = moves.get((source, position), _own_prefecture(source))
            if code:
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
            faults.append(f"correction {correction}: matches {len(places)} polygons, expected 1")
        elif uses[places[0]] > 1:
            faults.append(f"correction {correction}: another correction matches the same polygon")
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


def _own_prefecture(source: str) -> str | None:
    if not source.startswith(_JAPANESE_SOURCE):
        return None
    return source.removeprefix(_JAPANESE_SOURCE)
