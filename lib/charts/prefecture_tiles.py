"""Japan as one rectangle a prefecture, and as a list by region where a window is narrow."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from lib.charts.prefecture_areas import MARKS, Area, AreaPicture

# One column and row a prefecture, by code, north above and west on the left.
_ROWS = (
    "-- -- -- -- -- -- -- -- -- -- -- -- -- 01",
    "-- -- -- -- -- -- -- -- -- -- -- -- -- 02",
    "-- -- -- -- -- -- -- -- -- -- -- -- 05 03",
    "-- -- -- -- -- -- -- -- -- -- -- -- 06 04",
    "-- -- -- -- -- -- -- -- -- 17 16 15 07 --",
    "-- -- -- -- -- -- -- -- 18 21 20 10 09 08",
    "-- -- -- -- 32 31 28 26 25 23 19 11 13 12",
    "42 41 40 35 34 33 27 29 24 -- 22 14 -- --",
    "-- 43 44 -- 38 37 -- 30 -- -- -- -- -- --",
    "-- 46 45 -- 39 36 -- -- -- -- -- -- -- --",
    "47 -- -- -- -- -- -- -- -- -- -- -- -- --",
)
_TILE = 0.95  # of a column or row; the rest is the gap
_WIDE = 1.3  # a name of three characters
_STRAIT = 0.34  # between Kyushu and Honshu, and between Honshu and Shikoku
_KYUSHU_COLUMNS = 3
_SHIKOKU = ("36", "37", "38", "39")
# How far a wide tile begins before its column, so that it grows to where there is room.
_WIDE_STARTS = {"01": _WIDE - _TILE, "14": 0.0, "30": (_WIDE - _TILE) / 2, "46": _WIDE - _TILE}
WIDTH = len(_ROWS[0].split()) - 1 + _TILE + _STRAIT
HEIGHT = len(_ROWS) - 1 + _TILE


@dataclass(frozen=True)
class Tile:
    """Where a prefecture stands, in columns and rows from the upper left corner."""

    left: float
    top: float
    width: float
    height: float = _TILE

    @property
    def style(self) -> str:
        """Its place as CSS, in shares of the whole."""
        across = ((self.left, "left", WIDTH), (self.width, "width", WIDTH))
        down = ((self.top, "top", HEIGHT), (self.height, "height", HEIGHT))
        return ";".join(f"{name}:{100 * at / whole:.2f}%" for at, name, whole in (*across, *down))


def _tiles() -> Iterator[tuple[str, Tile]]:
    for top, row in enumerate(_ROWS):
        for column, code in enumerate(row.split()):
            if code == "--":
                continue
            left = column + (_STRAIT if column >= _KYUSHU_COLUMNS else 0)
            down = _STRAIT if code in _SHIKOKU else 0
            width = _WIDE if code in _WIDE_STARTS else _TILE
            yield code, Tile(left - _WIDE_STARTS.get(code, 0), top + down, width)


LAYOUT: dict[str, Tile] = dict(sorted(_tiles()))


def tile_figure(
    picture: AreaPicture, *, has_numbers: bool = False, narrow: Markup | None = None
) -> Markup:
    """Legend, tiles, and the list that takes their place where they would be too small.

    Args:
        picture: What to show.
        has_numbers: Whether each tile prints its value below its name.
        narrow: What takes the place of the tiles; None for the list itself.
    """
    kind = "with-numbers" if has_numbers else "names-only"
    tiles = Markup("").join(
        _item(area, has_number=has_numbers, style=LAYOUT[area.code].style) for area in picture.areas
    )
    return Markup(
        '<div class="prefectures"><div class="tile-figure {}">{}'
        '<ul class="tile-grid" role="list">{}</ul>{}</div></div>'
    ).format(kind, legend(picture), tiles, region_list(picture) if narrow is None else narrow)


def legend(picture: AreaPicture) -> Markup:
    """What fills and marks stand for, each with its number of prefectures."""
    line = Markup('<li><span class="swatch {}" aria-hidden="true">{}</span>{}</li>')
    lines = (line.format(key.fill, MARKS.get(key.fill, ""), key.text) for key in picture.keys)
    return Markup('<ul class="prefecture-key" role="list" aria-label="凡例">{}</ul>').format(
        Markup("").join(lines)
    )


def region_list(picture: AreaPicture) -> Markup:
    """The prefectures by region with their values, for narrow windows."""
    group = Markup('<div role="group" aria-label="{0}"><p>{0}</p><ul role="list">{1}</ul></div>')
    groups = Markup("").join(
        group.format(region, Markup("").join(_item(area, has_number=True) for area in areas))
        for region, areas in groupby(picture.areas, lambda area: area.region)
    )
    return Markup('<div class="region-list">{}</div>').format(groups)


def _item(area: Area, *, has_number: bool, style: str = "") -> Markup:
    """A prefecture in a list of tiles or names; a link where it leads somewhere."""
    words = f"{area.name}: {area.words}"
    states = [area.fill, *["marked"] * area.is_marked, *["chosen"] * area.is_chosen]
    number = Markup('<span class="number">{}</span>').format(area.number) if has_number else ""
    face = Markup('<span class="name">{}</span>{}').format(area.short, number)
    current = Markup(' aria-current="true"') if area.is_chosen else ""
    shown = (
        Markup('<a href="{}" aria-label="{}"{}>{}</a>').format(area.link, words, current, face)
        if area.link
        else Markup('<span role="img" aria-label="{}">{}</span>').format(words, face)
    )
    return Markup('<li class="{}"{} title="{}">{}</li>').format(
        " ".join(states), Markup(' style="{}"').format(style) if style else "", words, shown
    )
