"""The geographic map as a deck: fills, marks and frames of far islands, drawn with WebGL."""

import json
import math
from dataclasses import dataclass, replace

import pydeck as pdk

from lib.addresses import below
from lib.charts.insets import INSETS, centres, drawn_boundaries
from lib.charts.prefecture_areas import MARKS, AreaPicture
from lib.charts.theme import SMALLEST_TEXT_PX
from lib.charts.tokens import Palette
from lib.frames import Record

EMPTY_STYLE_URL = "/assets/map/style.json"
# A style with nothing in it: any other style is fetched from outside.
EMPTY_STYLE = {"version": 8, "sources": {}, "layers": []}

HEIGHT_PX = 450
# A canvas fetches every family of its list, needed or not; the first holds all these words.
_CANVAS_FONT = "dashboard-core, sans-serif"
MIDDLE_SHARE = 0.62  # of main in the fill between main and soft, as in the styles of the tiles
_UNKNOWN_SHARE = 0.45
_BAR_HALF_DEGREES = 0.25  # the second mark, about 12 pixels wide


class Map(pdk.Deck):  # type: ignore[misc] # pydeck publishes no types
    """A deck that is sent without the line breaks and spaces that pydeck writes: half the bytes."""

    def to_json(self) -> str:
        """What a browser is sent."""
        spec = json.loads(super().to_json())
        return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class MapView:
    """What part of the country the map shows at first."""

    longitude: float
    latitude: float
    zoom: float


# By code of REGION_CODE; fits a map 450 pixels high. The whole country leaves the left to the
# legend.
VIEWS: dict[str, MapView] = {
    "all": MapView(136.3, 38.5, 3.95),
    "hokkaido": MapView(143.4, 43.5, 5.25),
    "tohoku": MapView(140.2, 39.1, 5.65),
    "kanto": MapView(139.8, 35.9, 6.45),
    "chubu": MapView(137.6, 36.2, 5.95),
    "kinki": MapView(135.6, 34.6, 6.45),
    "chugoku": MapView(132.6, 34.7, 6.45),
    "shikoku": MapView(133.5, 33.6, 6.75),
    "kyushu": MapView(131.0, 32.4, 5.85),
    "okinawa": MapView(133.0, 43.4, 4.95),  # the frame in which the islands are drawn
}


def view(region: str, height_px: int) -> MapView:
    """A part of the country in a map of some height.

    Args:
        region: A key of ``VIEWS``.
        height_px: How high the map is.
    """
    whole = VIEWS[region]
    return replace(whole, zoom=whole.zoom + math.log2(height_px / HEIGHT_PX))


def fills(palette: Palette) -> dict[str, str]:
    """Fill of an area to its colour, as #rrggbb."""
    middle = mixed(palette.main, palette.soft, MIDDLE_SHARE)
    steps = {"many": palette.main, "more": middle, "some": palette.soft}
    # WebGL has no hatching: the signs on the map tell what is not known.
    unknown = {"unknown": mixed(palette.missing, palette.surface, _UNKNOWN_SHARE)}
    beside = {"not_applicable": palette.track}  # quiet: nothing was to be counted there
    return dict.fromkeys(("none", *MARKS), palette.surface) | steps | unknown | beside


def mixed(colour: str, other: str, share: float) -> str:
    """A colour between two, as ``color-mix(in srgb)`` of CSS makes it."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def features(picture: AreaPicture, palette: Palette) -> dict[str, object]:
    """Boundaries with the fill and the words of each prefecture, as GeoJSON."""
    colours = fills(palette)
    boundaries = drawn_boundaries()
    drawn = [
        {
            "type": "Feature",
            "geometry": boundaries[area.code],
            "properties": {
                "prefecture_code": area.code,
                "name": area.name,
                "words": area.words,
                "fill": _rgb(colours[area.fill]),
            },
        }
        for area in picture.areas
    ]
    return {"type": "FeatureCollection", "features": drawn}


def _rgb(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def deck(
    picture: AreaPicture,
    features_url: str,
    view: MapView,
    palette: Palette,
) -> pdk.Deck:
    """The map as a deck whose boundaries are fetched from this server.

    Args:
        picture: What to show.
        features_url: Address of ``features`` on this server.
        view: What to show at first.
        palette: Colours.
    """
    return Map(
        layers=[
            _areas(features_url, palette),
            _lines("inset-frames", [{"path": inset.frame} for inset in INSETS], palette.muted, 1),
            _lines("second-marks", _bars(picture), palette.accent, 5),
            _words("insets", _inset_words(), "start", palette),
            _words("marks", _signs(picture), "middle", palette),
        ],
        initial_view_state=pdk.ViewState(
            longitude=view.longitude,
            latitude=view.latitude,
            zoom=view.zoom,
            min_zoom=2.5,
            max_zoom=9,
        ),
        views=[pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False})],
        map_style=below(EMPTY_STYLE_URL),
        tooltip={"text": "{name}\n{words}"},
    )


def _areas(features_url: str, palette: Palette) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        id="prefectures",
        data=features_url,
        pickable=True,
        auto_highlight=True,
        highlight_color=[*_rgb(palette.accent), 140],
        stroked=True,
        get_fill_color="properties.fill",
        get_line_color=_rgb(palette.text),
        line_width_min_pixels=0.7,
        # Outlines take half a second to pick without a graphics card, and a click that takes so
        # long counts as none.
        _subLayerProps={"polygons-stroke": {"pickable": False}},
    )


def _lines(layer_id: str, rows: list[Record], colour: str, width_px: int) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        id=layer_id,
        data=rows,
        get_path="path",
        get_color=_rgb(colour),
        width_min_pixels=width_px,
        width_max_pixels=width_px,
    )


def _words(layer_id: str, rows: list[Record], anchor: str, palette: Palette) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        id=layer_id,
        data=rows,
        get_position="place",
        get_text="words",
        get_size=SMALLEST_TEXT_PX,
        get_color=_rgb(palette.text),
        get_text_anchor=pdk.types.String(anchor),
        font_family=pdk.types.String(_CANVAS_FONT),
        character_set=pdk.types.String("".join(sorted({c for row in rows for c in row["words"]}))),
    )


def _inset_words() -> list[Record]:
    """The name of each inset, below the lower left corner of its frame."""
    return [
        {"place": [inset.frame[3][0], inset.frame[3][1] - 0.35], "words": inset.words}
        for inset in INSETS
    ]


def _bars(picture: AreaPicture) -> list[Record]:
    """The second mark as a short bar."""
    places = centres()
    marked = (places[area.code] for area in picture.areas if area.is_marked)
    return [{"path": [[x - _BAR_HALF_DEGREES, y], [x + _BAR_HALF_DEGREES, y]]} for x, y in marked]


def _signs(picture: AreaPicture) -> list[Record]:
    return [
        {"place": centres()[area.code], "words": area.number}
        for area in picture.areas
        if area.fill in MARKS
    ]
