"""The map of prefectures: classes, colours and marks, and the deck that draws them."""

import json
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import pydeck as pdk

from lib import formats, paths
from lib.charts.classes import ValueClass, class_index, value_classes
from lib.charts.insets import INSETS, place_on_map, with_insets
from lib.charts.theme import SMALLEST_TEXT_PX
from lib.charts.tokens import Palette
from lib.frames import Record, records
from lib.vocabulary import MAP_STATUS

EMPTY_STYLE_URL = "/assets/map/style.json"
# A style with nothing in it: any other style is fetched from outside.
EMPTY_STYLE = {"version": 8, "sources": {}, "layers": []}

HEIGHT_PX = 620
PHONE_HEIGHT_PX = 400
# A canvas fetches every family of its list, needed or not; the first holds all these words.
_CANVAS_FONT = "dashboard-core, sans-serif"
_MARKS = {"reference": "参", "several": "＊", "unknown": "？", "not_applicable": "－"}
_NOT_PUBLISHED = "不明（公表されていない）"
_RAMP_STEPS = {1: (3,), 2: (1, 4), 3: (1, 2, 4), 4: (1, 2, 3, 4), 5: (0, 1, 2, 3, 4)}
_MOST_CLASSES = 5


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend: a fill, the mark on it and what they stand for."""

    fill: str
    mark: str
    words: str


@dataclass(frozen=True)
class MapView:
    """What part of the country the map shows at first."""

    longitude: float
    latitude: float
    zoom: float


# By code of REGION_CODE; fits a map about 620 pixels wide and high.
VIEWS: dict[str, MapView] = {
    "all": MapView(138.6, 38.5, 4.4),
    "hokkaido": MapView(143.4, 43.5, 5.7),
    "tohoku": MapView(140.2, 39.1, 6.1),
    "kanto": MapView(139.8, 35.9, 6.9),
    "chubu": MapView(137.6, 36.2, 6.4),
    "kinki": MapView(135.6, 34.6, 6.9),
    "chugoku": MapView(132.6, 34.7, 6.9),
    "shikoku": MapView(133.5, 33.6, 7.2),
    "kyushu": MapView(131.0, 32.4, 6.3),
    "okinawa": MapView(133.0, 43.4, 5.4),  # the frame in which the islands are drawn
}
PHONE_ZOOM_STEP = -1.05  # a phone is about half as wide


def known_classes(values: pd.DataFrame) -> list[ValueClass]:
    """The classes of the values above zero."""
    known = values.loc[values["status"] == "value", "value"]
    return value_classes([float(value) for value in known], _MOST_CLASSES)


def _class_fills(classes: list[ValueClass], palette: Palette) -> list[str]:
    return [palette.ramp[step] for step in _RAMP_STEPS[max(len(classes), 1)]]


def fill(row: Record, classes: list[ValueClass], palette: Palette) -> str:
    """The fill of a prefecture, as #rrggbb."""
    if row["status"] == "value":
        return _class_fills(classes, palette)[class_index(row["value"], classes)]
    return _fill_beside_scale(row["status"], palette)


def _fill_beside_scale(status: str, palette: Palette) -> str:
    """The fill of what has no class: 0, values that do not stand on the scale, no value."""
    others = {"unknown": palette.missing, "not_applicable": palette.surface}
    return others.get(status, palette.surface)


def legend(values: pd.DataFrame, unit: str, palette: Palette) -> list[LegendEntry]:
    """What fills and marks stand for; only what occurs, from few to many."""
    classes = known_classes(values)
    statuses = set(values["status"])
    zero = [LegendEntry(palette.surface, "", f"0{unit}")] if "zero" in statuses else []
    scale = [
        LegendEntry(class_fill, "", _class_words(item, item is classes[-1], unit))
        for item, class_fill in zip(classes, _class_fills(classes, palette), strict=False)
    ]
    marked = [
        LegendEntry(
            _fill_beside_scale(status, palette),
            mark,
            _NOT_PUBLISHED if status == "unknown" else MAP_STATUS.label(status),
        )
        for status, mark in _MARKS.items()
        if status in statuses
    ]
    return [*zero, *scale, *marked]


def _class_words(item: ValueClass, is_last: bool, unit: str) -> str:  # noqa: FBT001 - one caller
    if item.low == item.high:
        return f"{formats.number(item.low)}{unit}"
    low, high = formats.number(item.low), formats.number(item.high)
    if item.low == 0:
        return f"{high}{unit}未満"
    return f"{low}～{high}{unit}" if is_last else f"{low}～{high}{unit}未満"


@lru_cache(maxsize=1)
def _boundaries() -> list[Record]:
    collection = json.loads((paths.GEO / "prefectures.geojson").read_text("utf-8"))
    boundaries: list[Record] = collection["features"]
    return boundaries


def features(values: pd.DataFrame, palette: Palette) -> dict[str, object]:
    """Boundaries with the fill and the words of each prefecture, as GeoJSON.

    Args:
        values: One row a prefecture: prefecture_code, name, status, value, words.
        palette: Colours.
    """
    classes = known_classes(values)
    rows = {row["prefecture_code"]: row for row in records(values)}
    drawn = []
    for boundary in _boundaries():
        row = rows[boundary["properties"]["prefecture_code"]]
        properties = {name: row[name] for name in ("prefecture_code", "name", "words")}
        properties["fill"] = _rgb(fill(row, classes, palette))
        geometry = with_insets(boundary["geometry"])
        drawn.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return {"type": "FeatureCollection", "features": drawn}


def _rgb(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def deck(values: pd.DataFrame, features_url: str, view: MapView, palette: Palette) -> pdk.Deck:
    """The map as a deck whose boundaries are fetched from this server.

    Args:
        values: One row a prefecture, with office_longitude and office_latitude for the marks.
        features_url: Address of ``features`` on this server.
        view: What to show at first.
        palette: Colours.
    """
    return pdk.Deck(
        layers=[
            _areas(features_url, palette),
            _frames(palette),
            _words("insets", _inset_words(), "start", palette),
            _words("marks", _mark_words(values), "middle", palette),
        ],
        initial_view_state=pdk.ViewState(
            longitude=view.longitude,
            latitude=view.latitude,
            zoom=view.zoom,
            min_zoom=2.5,
            max_zoom=9,
        ),
        views=[pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False})],
        map_style=EMPTY_STYLE_URL,
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


def _frames(palette: Palette) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        id="inset-frames",
        data=[{"path": inset.frame} for inset in INSETS],
        get_path="path",
        get_color=_rgb(palette.muted),
        width_min_pixels=1,
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


def _mark_words(values: pd.DataFrame) -> list[Record]:
    return [
        {
            "place": place_on_map(row["office_longitude"], row["office_latitude"]),
            "words": _MARKS[row["status"]],
        }
        for row in records(values)
        if row["status"] in _MARKS
    ]
