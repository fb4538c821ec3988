"""Far islands are drawn in frames, at the same scale and in the same shape."""

import math

import pytest

from lib.charts.insets import INSETS, Position, centres, ring_area, with_insets


def _northing(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def place_on_map(longitude: float, latitude: float) -> Position:
    moved = with_insets({"type": "Polygon", "coordinates": [[[longitude, latitude]]]})
    place: Position = moved["coordinates"][0][0][0]
    return place


def test_naha_is_drawn_in_the_first_frame() -> None:
    longitude, latitude = place_on_map(127.68, 26.21)
    frame = INSETS[0].frame

    assert min(x for x, _ in frame) < longitude < max(x for x, _ in frame)
    assert min(y for _, y in frame) < latitude < max(y for _, y in frame)


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(139.69, 35.69), (130.56, 31.56), (141.35, 43.06)]
)
def test_the_main_islands_stay_where_they_are(longitude: float, latitude: float) -> None:
    assert place_on_map(longitude, latitude) == [longitude, latitude]


def test_distances_on_the_map_stay_the_same() -> None:
    naha, naze = (127.68, 26.21), (129.49, 28.38)
    moved_naha, moved_naze = place_on_map(*naha), place_on_map(*naze)

    assert moved_naze[0] - moved_naha[0] == pytest.approx(naze[0] - naha[0], abs=1e-3)
    assert _northing(moved_naze[1]) - _northing(moved_naha[1]) == pytest.approx(
        _northing(naze[1]) - _northing(naha[1]), abs=1e-4
    )


def test_only_the_polygons_of_far_islands_move() -> None:
    near = [[[139.0, 35.0], [139.1, 35.0], [139.1, 35.1], [139.0, 35.0]]]
    far = [[[142.1, 27.0], [142.2, 27.0], [142.2, 27.1], [142.1, 27.0]]]

    moved = with_insets({"type": "MultiPolygon", "coordinates": [near, far]})

    assert moved["coordinates"][0] == near
    assert moved["coordinates"][1] != far


def test_a_single_polygon_becomes_a_multipolygon() -> None:
    near = [[[139.0, 35.0], [139.1, 35.0], [139.1, 35.1], [139.0, 35.0]]]

    assert with_insets({"type": "Polygon", "coordinates": near}) == {
        "type": "MultiPolygon",
        "coordinates": [near],
    }


def test_the_frames_hold_no_part_of_the_main_islands() -> None:
    cape_nosappu, wakkanai, izu_oshima = (145.82, 43.38), (141.67, 45.42), (139.36, 34.75)
    for inset in INSETS:
        longitudes, latitudes = zip(*inset.frame, strict=True)
        for longitude, latitude in (cape_nosappu, wakkanai, izu_oshima):
            is_inside = min(longitudes) < longitude < max(longitudes) and (
                min(latitudes) < latitude < max(latitudes)
            )
            assert not is_inside


def test_marks_stand_in_the_middle_of_the_largest_part_as_it_is_drawn() -> None:
    places = centres()

    assert len(places) == 47
    # The main island of Hokkaido, and not far from Ome in Tokyo, not among its islands.
    assert places["01"] == pytest.approx([142.7, 43.4], abs=0.4)
    assert places["13"] == pytest.approx([139.4, 35.7], abs=0.2)
    west, east = INSETS[0].frame[0][0], INSETS[0].frame[1][0]
    assert west < places["47"][0] < east


def test_the_area_of_a_square_of_two_degrees_is_four() -> None:
    assert ring_area([[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]) == 4
