"""Tiles, list and drawing of the prefectures show the same fills, marks and words."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from lib.charts import markup, prefecture_areas, prefecture_outline, prefecture_tiles
from lib.charts.prefecture_areas import AreaPicture, area_picture
from lib.charts.prefecture_tiles import LAYOUT, Tile
from lib.database import Database
from lib.frames import records
from lib.views.map_state import REGIONS, MapState
from lib.views.prefecture_values import prefecture_values
from tests.exhibit_samples import MAP_STATES

CODES = [f"{number:02d}" for number in range(1, 48)]
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 80_000


def _picture(database: Database, state: MapState, chosen: str = "") -> AreaPicture:
    return area_picture(
        records(prefecture_values(database, state)), state.unit, chosen, "/map?at={}".format
    )


@pytest.fixture(scope="module")
def projects(shipped: Database) -> AreaPicture:
    return _picture(shipped, MapState())


def _overlaps(one: Tile, other: Tile) -> bool:
    return (
        one.left < other.left + other.width
        and other.left < one.left + one.width
        and one.top < other.top + other.height
        and other.top < one.top + one.height
    )


def test_each_prefecture_has_one_tile_and_no_two_share_a_place() -> None:
    assert list(LAYOUT) == CODES
    tiles = list(LAYOUT.items())
    clashes = [
        (code, other_code)
        for at, (code, tile) in enumerate(tiles)
        for other_code, other in tiles[at + 1 :]
        if _overlaps(tile, other)
    ]
    assert clashes == []


def test_every_tile_lies_within_the_picture() -> None:
    for tile in LAYOUT.values():
        assert tile.left >= 0
        assert tile.left + tile.width <= prefecture_tiles.WIDTH + 1e-9
        assert tile.top + tile.height <= prefecture_tiles.HEIGHT + 1e-9


@pytest.mark.parametrize(
    ("west", "east"), [("42", "41"), ("35", "34"), ("17", "16"), ("23", "19"), ("11", "13")]
)
def test_neighbours_stand_from_west_to_east(west: str, east: str) -> None:
    assert LAYOUT[west].left < LAYOUT[east].left


@pytest.mark.parametrize(
    ("north", "south"), [("01", "02"), ("32", "34"), ("40", "43"), ("38", "39"), ("46", "47")]
)
def test_neighbours_stand_from_north_to_south(north: str, south: str) -> None:
    assert LAYOUT[north].top < LAYOUT[south].top


def test_the_legend_counts_the_prefectures_of_each_fill(projects: AreaPicture) -> None:
    assert [key.text for key in projects.keys] == [
        "モデル事業2つ（8道府県）",
        "モデル事業1つ（20都府県）",
        "モデル事業なし（19県）",
        "交付金の上位10（令和6年度）",
    ]
    assert [key.count for key in projects.keys] == [8, 20, 19, 10]


def test_a_prefecture_is_filled_by_its_class_and_marked_by_its_grant(
    projects: AreaPicture,
) -> None:
    areas = {area.code: area for area in projects.areas}

    # 愛知県 and 名古屋市; 1,306,000 yen in the newest year.
    assert (areas["23"].fill, areas["23"].number, areas["23"].is_marked) == ("many", "2", True)
    assert areas["23"].words == "2事業（愛知県、名古屋市）、交付金の上位10（令和6年度）"
    assert (areas["09"].fill, areas["09"].number, areas["09"].is_marked) == ("some", "1", False)
    # No project, and a grant among the ten.
    assert (areas["47"].fill, areas["47"].number, areas["47"].is_marked) == ("none", "0", True)


def test_persons_fall_into_three_classes_and_every_reason_without_a_value_has_a_sign(
    shipped: Database,
) -> None:
    picture = _picture(shipped, MapState(show="supported"))
    areas = {area.code: area for area in picture.areas}

    # 103, 83 and 17 persons on a scale of 50 a step.
    assert [areas[code].fill for code in ("25", "31", "09")] == ["many", "more", "some"]
    assert (areas["23"].fill, areas["23"].number) == ("several", "＊")
    assert (areas["28"].fill, areas["28"].number) == ("reference", "参")
    assert (areas["01"].fill, areas["01"].number) == ("unknown", "？")
    assert (areas["02"].fill, areas["02"].number) == ("not_applicable", "－")


@pytest.mark.parametrize("state", MAP_STATES, ids=str)
def test_the_fills_of_the_legend_are_those_of_the_picture(
    shipped: Database, state: MapState
) -> None:
    picture = _picture(shipped, state)

    fills = [key for key in picture.keys if key.fill != "mark"]
    assert sum(key.count for key in fills) == 47
    assert {key.fill for key in fills} == {area.fill for area in picture.areas}
    for name in {area.fill for area in picture.areas}:
        styles = markup.css()
        assert f".prefectures .{name}" in styles


def test_without_any_grant_there_is_no_mark(projects: AreaPicture, shipped: Database) -> None:
    values = prefecture_values(shipped, MapState()).assign(mark=None)
    picture = area_picture(records(values), "事業")

    assert not any(area.is_marked for area in picture.areas)
    assert [key.fill for key in picture.keys] == ["many", "some", "none"]
    assert [area.fill for area in picture.areas] == [area.fill for area in projects.areas]


def test_tiles_and_list_name_each_prefecture_once_as_a_link(projects: AreaPicture) -> None:
    html = prefecture_tiles.tile_figure(projects)
    tiles, regions = html.split('<div class="region-list">')

    words = 'aria-label="北海道: 2事業（北海道、旭川市）"'
    for part in (tiles, regions):
        assert part.count('<a href="') == 47
        assert part.count(words) == 1
    assert re.findall(r'role="group" aria-label="([^"]+)"', regions) == [
        *("北海道", "東北", "関東", "中部", "近畿", "中国", "四国", "九州・沖縄")
    ]
    assert tiles.count("marked") == 10


def test_without_a_link_a_tile_is_no_link(shipped: Database) -> None:
    picture = area_picture(records(prefecture_values(shipped, MapState())), "事業")

    html = prefecture_tiles.tile_figure(picture)
    assert "<a" not in html
    assert html.count('<span role="img" aria-label="北海道: 2事業') == 2


def test_the_chosen_prefecture_is_told_to_eye_and_ear(shipped: Database) -> None:
    picture = _picture(shipped, MapState(), chosen="09")

    html = prefecture_tiles.tile_figure(picture)
    assert html.count('aria-current="true"') == 2  # in the tiles and in the list
    assert html.count("chosen") == 2
    label = ">栃木 1</text>"
    assert label in prefecture_outline.outline_svg(picture, "地図")
    assert label not in prefecture_outline.outline_svg(_picture(shipped, MapState()), "地図")


def test_words_from_the_rows_are_escaped(projects: AreaPicture) -> None:
    bad = replace(projects.areas[0], short="<b>", words='"><script>', link='/map?a="b&c')
    key = replace(projects.keys[0], words="<i>")
    picture = AreaPicture((bad, *projects.areas[1:]), (key, *projects.keys[1:]))

    for made in (
        prefecture_tiles.tile_figure(picture, has_numbers=True),
        prefecture_outline.outline_svg(picture, "<u>"),
    ):
        assert not re.search(r"<b>|<script|<i>|<u>", made)
        assert "/map?a=&#34;b&amp;c" in made


def _drawing(picture: AreaPicture, region: str = "") -> ET.Element:
    return ET.fromstring(prefecture_outline.outline_svg(picture, "地図", region))  # noqa: S314 - made here


def _points(path: str) -> list[tuple[int, int]]:
    """The points of a path of relative steps."""
    points = []
    for ring in re.findall(r"M[^z]*z", path):
        x = y = 0
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            points.append((x, y))
    return points


def test_the_drawing_holds_47_shapes_and_is_small(projects: AreaPicture) -> None:
    shapes = _drawing(projects).findall(f"{SVG}a/{SVG}path")

    assert len(shapes) == 47
    assert all(len(_points(shape.attrib["d"])) >= 4 for shape in shapes)
    assert len(prefecture_outline.outline_svg(projects, "地図").encode()) < MOST_BYTES


def test_hokkaido_is_north_east_of_kagoshima(projects: AreaPicture) -> None:
    shapes = _drawing(projects).findall(f"{SVG}a/{SVG}path")
    places = {}
    for shape in shapes:
        points = _points(shape.attrib["d"])
        name = (shape.findtext(f"{SVG}title") or "").split(":")[0]
        places[name] = [sum(axis) / len(points) for axis in zip(*points, strict=True)]

    east, south = places["鹿児島県"][0], places["鹿児島県"][1]
    assert places["北海道"][0] > east
    assert places["北海道"][1] < south
    assert places["青森県"][1] > places["北海道"][1]


def test_neighbours_share_their_border_in_the_drawing() -> None:
    shapes = prefecture_outline.outline().shapes
    tochigi, ibaraki = ({point for ring in shapes[code] for point in ring} for code in ("09", "08"))

    assert len(tochigi & ibaraki) > 10


def test_every_path_stays_within_the_drawing(projects: AreaPicture) -> None:
    drawing = _drawing(projects)
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())

    assert 950 <= width <= 1050
    for path in drawing.iter(f"{SVG}path"):
        if path.attrib.get("class") != "hatch":
            assert all(0 <= x <= width and 0 <= y <= height for x, y in _points(path.attrib["d"]))


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_fills_the_drawing(projects: AreaPicture, region: str) -> None:
    whole = _drawing(projects).attrib["viewBox"].split()
    shown = _drawing(projects, MapState(region=region).region_name).attrib["viewBox"].split()

    if region == "all":
        assert shown == whole
    else:
        assert float(shown[2]) * float(shown[3]) < float(whole[2]) * float(whole[3]) / 4


def test_one_second_mark_a_named_prefecture_stands_on_its_shape(projects: AreaPicture) -> None:
    bars = list(_drawing(projects).iter(f"{SVG}rect"))

    assert len(bars) == 10
    shapes = prefecture_outline.outline().shapes
    for area, bar in zip([area for area in projects.areas if area.is_marked], bars, strict=True):
        x, y = (float(bar.attrib[name]) for name in ("x", "y"))
        xs, ys = zip(*(point for ring in shapes[area.code] for point in ring), strict=True)
        assert min(xs) < x + float(bar.attrib["width"]) / 2 < max(xs)
        assert min(ys) < y < max(ys)


def test_signs_of_statuses_are_all_different() -> None:
    assert len(set(prefecture_areas.MARKS.values())) == len(prefecture_areas.MARKS)
