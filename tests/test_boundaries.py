"""The prefecture boundaries: how they are made, and the file that is shipped."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box
from shapely.geometry import shape

from lib import paths
from lib.assets import boundaries
from lib.assets.boundaries import (
    BoundaryError,
    Correction,
    boundary_corrections,
    polygons_by_prefecture,
)

REFERENCE = paths.PROJECT.parent / "shared" / "geo" / "reference_n03_2021.geojson"
CODES = [f"{number:02}" for number in range(1, 48)]

EARTH_RADIUS_KM = 6371.0088  # mean radius; only ratios of areas depend on it
LARGEST_OVERLAP_KM2 = 0.001  # rounding errors of the computation, nothing that could be seen
LARGEST_OFFICE_DISTANCE_DEGREES = 0.03  # about 3 km, the source's own accuracy

LARGEST_AREA_DEVIATION_PCT = 3.0
# What the source itself deviates from the administrative boundaries of 2021, rounded up: its
# borders lie some kilometres off, and simplification changes these areas by less than 0.1 %.
SOURCE_AREA_DEVIATION_PCT = {
    "04": 3.2,  # too much of Yamagata, Fukushima and the sea
    "08": 3.9,  # too much of Chiba along the Tone
    "23": 4.7,  # too little along Gifu, Nagano and Shizuoka
    "29": 4.5,  # holds part of Wakayama along the Totsu river
    "30": 6.0,  # without its exclaves and part of its border with Nara and Osaka
    "31": 5.5,  # too much of Okayama along the mountains
    "44": 3.8,  # too much of Kumamoto, Miyazaki and the sea
}

SQUARES = {"JP-01": [box(0, 0, 1, 1), box(3, 0, 4, 1)], "JP-02": [box(1, 0, 2, 1)]}


def correction(
    longitude: float = 3.5, latitude: float = 0.5, filed_under: str = "JP-01"
) -> Correction:
    return Correction(filed_under, longitude, latitude, "02", "離島")


def simplified_squares() -> dict[str, boundaries.Geometry]:
    return boundaries.simplified_boundaries(polygons_by_prefecture(SQUARES, []))


def area_km2(geometry: boundaries.Geometry) -> float:
    """Area in a cylindrical equal-area projection (Lambert)."""

    def projected(degrees: np.ndarray) -> np.ndarray:
        longitude, latitude = np.radians(degrees).T
        return EARTH_RADIUS_KM * np.column_stack([longitude, np.sin(latitude)])

    return float(shapely.transform(geometry, projected).area)


def features(path: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    return loaded


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, boundaries.Geometry]:
    return {
        feature["properties"]["prefecture_code"]: shape(feature["geometry"])
        for feature in features(boundaries.BOUNDARIES)
    }


@pytest.fixture(scope="module")
def reference() -> Mapping[str, boundaries.Geometry]:
    if not REFERENCE.is_file():
        pytest.skip(f"{REFERENCE.name} is not in shared/geo beside the project")
    return {
        feature["properties"]["code"]: shape(feature["geometry"]) for feature in features(REFERENCE)
    }


# Corrections


def test_a_correction_moves_exactly_one_polygon() -> None:
    moved = polygons_by_prefecture(SQUARES, [correction()])
    assert moved == {"01": [box(0, 0, 1, 1)], "02": [box(3, 0, 4, 1), box(1, 0, 2, 1)]}


def test_without_corrections_each_polygon_stays_where_the_source_files_it() -> None:
    assert polygons_by_prefecture(SQUARES, []) == {
        "01": SQUARES["JP-01"],
        "02": SQUARES["JP-02"],
    }


def test_polygons_outside_japan_are_taken_only_where_a_correction_says_so() -> None:
    sources = {"RU-SAK": [box(5, 5, 6, 6), box(7, 7, 8, 8)]}
    moved = polygons_by_prefecture(sources, [correction(5.5, 5.5, "RU-SAK")])
    assert moved == {"02": [box(5, 5, 6, 6)]}


def test_every_correction_that_matches_nothing_is_named() -> None:
    wrong = [correction(9.5), correction(0.5, 0.5, "JP-99"), correction()]
    with pytest.raises(BoundaryError) as raised:
        polygons_by_prefecture(SQUARES, wrong)
    assert str(raised.value).splitlines() == [
        f"{wrong[0]}: matches 0 polygons, expected 1",
        f"{wrong[1]}: matches 0 polygons, expected 1",
    ]


def test_a_correction_that_matches_two_polygons_fails() -> None:
    sources = {"JP-01": [box(0, 0, 2, 2), box(1, 0, 3, 2)]}
    with pytest.raises(BoundaryError, match="matches 2 polygons, expected 1"):
        polygons_by_prefecture(sources, [correction(1.5, 1)])


def test_two_corrections_of_the_same_polygon_fail() -> None:
    with pytest.raises(BoundaryError, match="another correction matches the same polygon"):
        polygons_by_prefecture(SQUARES, [correction(3.4), correction(3.6)])


# Source


def test_another_content_of_the_package_fails(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "states"
    folder.mkdir(parents=True)
    (folder / "admin1.json").write_text('{"features":[]}', encoding="utf-8")
    with pytest.raises(BoundaryError, match="SHA-256 is"):
        boundaries.source_polygons(tmp_path)


# Result


def test_exterior_rings_run_counter_clockwise_and_holes_clockwise() -> None:
    clockwise = Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(1, 1), (8, 1), (8, 8), (1, 8)]])
    polygon = boundaries.simplified_boundaries({"01": [clockwise]})["01"]
    assert polygon.exterior.is_ccw
    assert not polygon.interiors[0].is_ccw


def test_a_prefecture_of_one_polygon_is_no_multipolygon() -> None:
    types = {code: geometry.geom_type for code, geometry in simplified_squares().items()}
    assert types == {"01": "MultiPolygon", "02": "Polygon"}


def test_simplified_neighbours_keep_their_common_border() -> None:
    bend = [(1, 0.6), (1.2, 0.8), (1, 1)]
    border = [(1, 0), (1.00001, 0.3), *bend]
    west, east = Polygon([*border, (0, 1), (0, 0)]), Polygon([*border, (2, 1), (2, 0)])
    result = boundaries.simplified_boundaries({"01": [west], "02": [east]})
    assert result["01"].equals(Polygon([(1, 0), *bend, (0, 1), (0, 0)]))
    assert result["02"].equals(Polygon([(1, 0), *bend, (2, 1), (2, 0)]))
    assert (1, 0.3) not in result["01"].exterior.coords


def test_coordinates_have_four_decimals() -> None:
    polygon = Polygon([(0.123456, 0), (1, 0), (1, 1), (0.123456, 1)])
    result = boundaries.simplified_boundaries({"01": [polygon]})["01"]
    assert {x for x, _ in result.exterior.coords} == {0.1235, 1.0}


def test_each_feature_is_one_line_with_code_and_name() -> None:
    text = boundaries.geojson(simplified_squares(), {"01": "北海道", "02": "青森県"})
    first, *lines, last = text.splitlines()
    properties = [json.loads(line.removesuffix(","))["properties"] for line in lines]
    assert (first, last) == ('{"type":"FeatureCollection","features":[', "]}")
    assert properties == [
        {"prefecture_code": "01", "name": "北海道"},
        {"prefecture_code": "02", "name": "青森県"},
    ]


def test_the_result_does_not_depend_on_the_order_of_polygons_or_points() -> None:
    turned = {"02": [box(1, 0, 2, 1, ccw=False)], "01": [box(3, 0, 4, 1), box(0, 0, 1, 1)]}
    names = {"01": "北海道", "02": "青森県"}
    expected = boundaries.geojson(simplified_squares(), names)
    assert boundaries.geojson(boundaries.simplified_boundaries(turned), names) == expected


def row_of_squares() -> dict[str, boundaries.Geometry]:
    return {code: box(position, 0, position + 1, 1) for position, code in enumerate(CODES)}


def test_47_valid_named_prefectures_pass() -> None:
    boundaries.check_boundaries(row_of_squares(), dict.fromkeys(CODES, "県"))


def test_46_prefectures_fail() -> None:
    squares = row_of_squares()
    del squares["47"]
    with pytest.raises(BoundaryError, match="46 prefectures, expected 47"):
        boundaries.check_boundaries(squares, dict.fromkeys(CODES, "県"))


def test_an_invalid_polygon_fails() -> None:
    bow_tie = Polygon([(46, 0), (47, 1), (47, 0), (46, 1)])
    with pytest.raises(BoundaryError, match="prefecture 47: invalid, Self-intersection"):
        boundaries.check_boundaries({**row_of_squares(), "47": bow_tie}, dict.fromkeys(CODES, "県"))


def test_overlapping_prefectures_fail() -> None:
    with pytest.raises(BoundaryError, match="overlap"):
        boundaries.check_boundaries(
            {**row_of_squares(), "47": box(45.5, 0, 47, 1)}, dict.fromkeys(CODES, "県")
        )


# The shipped file


def test_the_shipped_file_has_the_47_prefectures_in_order_with_their_names() -> None:
    properties = [feature["properties"] for feature in features(boundaries.BOUNDARIES)]
    assert [feature["prefecture_code"] for feature in properties] == CODES
    assert {
        feature["prefecture_code"]: feature["name"] for feature in properties
    } == boundaries.prefecture_names()


def test_the_shipped_file_is_smaller_than_300_kilobytes() -> None:
    assert boundaries.BOUNDARIES.stat().st_size < 300_000


def test_the_shipped_file_has_one_line_a_prefecture() -> None:
    assert len(boundaries.BOUNDARIES.read_text("utf-8").splitlines()) == 47 + 2


def test_all_shipped_geometries_are_valid(shipped: Mapping[str, boundaries.Geometry]) -> None:
    invalid = {
        code: shapely.is_valid_reason(geometry)
        for code, geometry in shipped.items()
        if not geometry.is_valid or not isinstance(geometry, Polygon | MultiPolygon)
    }
    assert invalid == {}


def test_all_shipped_exterior_rings_run_counter_clockwise(
    shipped: Mapping[str, boundaries.Geometry],
) -> None:
    parts = shapely.get_parts(list(shipped.values()))
    assert all(shapely.is_ccw(shapely.get_exterior_ring(parts)))


def test_no_two_shipped_prefectures_overlap(shipped: Mapping[str, boundaries.Geometry]) -> None:
    geometries = list(shipped.values())
    pairs = shapely.STRtree(geometries).query(geometries, predicate="intersects").T
    overlaps_km2 = {
        (CODES[one], CODES[other]): area_km2(geometries[one].intersection(geometries[other]))
        for one, other in pairs
        if one < other
    }
    assert len(overlaps_km2) > 80  # so many neighbours there are by land
    assert max(overlaps_km2.values()) < LARGEST_OVERLAP_KM2


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "code"),
    [
        ("札幌", 141.35, 43.06, "01"),
        ("択捉島", 147.9, 45.0, "01"),
        ("国後島", 145.85, 44.05, "01"),
        ("色丹島", 146.75, 43.8, "01"),
        ("歯舞群島の志発島", 146.15, 43.5, "01"),
        ("東京", 139.69, 35.69, "13"),
        ("父島", 142.22, 27.07, "13"),
        ("佐渡島", 138.37, 38.03, "15"),
        ("淡路島", 134.83, 34.35, "28"),
        ("隠岐", 133.25, 36.25, "32"),
        ("小豆島", 134.27, 34.5, "37"),
        ("対馬", 129.29, 34.2, "42"),
        ("天草下島", 130.1, 32.4, "43"),
        ("長島", 130.18, 32.2, "46"),
        ("名瀬", 129.49, 28.38, "46"),
        ("与論島", 128.43, 27.04, "46"),
        ("那覇", 127.68, 26.21, "47"),
        ("石垣島", 124.2, 24.4, "47"),
        ("硫黄鳥島", 128.238, 27.855, "47"),
    ],
)
def test_a_known_place_lies_in_its_prefecture_only(
    shipped: Mapping[str, boundaries.Geometry],
    place: str,
    longitude: float,
    latitude: float,
    code: str,
) -> None:
    point = Point(longitude, latitude)
    found = [other for other, geometry in shipped.items() if geometry.contains(point)]
    assert found == [code], place


def test_each_corrected_polygon_lies_in_the_prefecture_it_belongs_to(
    shipped: Mapping[str, boundaries.Geometry],
) -> None:
    corrections = boundary_corrections()
    outside = [
        row.island
        for row in corrections
        if not shipped[row.belongs_to].contains(Point(row.longitude, row.latitude))
    ]
    assert outside == []
    assert len(corrections) >= 15  # Amami 6, Nagashima 2, Northern Territories 7


def test_the_corrections_are_sorted_by_source_and_place() -> None:
    keys = [(row.filed_under, row.longitude, row.latitude) for row in boundary_corrections()]
    assert keys == sorted(keys)


def test_each_prefectural_office_lies_in_its_prefecture_or_close_to_it(
    shipped: Mapping[str, boundaries.Geometry],
) -> None:
    with (paths.DATA / "prefectures.csv").open(encoding="utf-8", newline="") as file:
        offices = {
            row["prefecture_code"]: Point(
                float(row["office_longitude"]), float(row["office_latitude"])
            )
            for row in csv.DictReader(file)
        }
    distant = {
        code: distance
        for code, office in offices.items()
        if (distance := shipped[code].distance(office)) > LARGEST_OFFICE_DISTANCE_DEGREES
    }
    assert distant == {}


# The shipped file beside the administrative boundaries of 2021


@pytest.mark.parametrize("code", CODES)
def test_the_area_is_that_of_the_administrative_boundaries(
    shipped: Mapping[str, boundaries.Geometry],
    reference: Mapping[str, boundaries.Geometry],
    code: str,
) -> None:
    deviation_pct = 100 * (area_km2(shipped[code]) / area_km2(reference[code]) - 1)
    limit_pct = SOURCE_AREA_DEVIATION_PCT.get(code, LARGEST_AREA_DEVIATION_PCT)
    assert abs(deviation_pct) <= limit_pct


def test_each_prefecture_holds_the_representative_point_of_the_administrative_boundaries(
    shipped: Mapping[str, boundaries.Geometry], reference: Mapping[str, boundaries.Geometry]
) -> None:
    outside = [
        code
        for code, geometry in reference.items()
        if not shipped[code].contains(geometry.representative_point())
    ]
    assert outside == []
