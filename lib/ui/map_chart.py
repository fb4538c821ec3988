"""Shows the map in the form that is asked for, and the choice of a prefecture by click."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd
import pydeck as pdk
import streamlit as st
from markupsafe import Markup

from lib.addresses import EDITION, address, below
from lib.charts import prefecture_map as charts
from lib.charts.prefecture_areas import AreaPicture, area_picture
from lib.charts.prefecture_outline import outline_svg
from lib.charts.prefecture_tiles import legend, region_list, tile_figure
from lib.charts.tokens import PALETTES, Palette
from lib.database import Database, database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.memory import remembered
from lib.state import encoded, parsed
from lib.ui.exhibit import palette as shown_palette
from lib.views.map_state import MapState
from lib.views.place import NO_PREFECTURE
from lib.views.prefecture_values import prefecture_values

Choose = Callable[[str], None]

FEATURES_URL = "/assets/map/features.geojson"
DRAWING_URL = "/assets/map/drawing.svg"
LIST_URL = "/assets/map/list.xml"
_PAGE_HEIGHT_PX = 400  # the map, its heading and its foot on one screen
_XHTML = "http://www.w3.org/1999/xhtml"  # the name of HTML within XML, which nothing asks
_NO_WEBGL = "この端末では動く地図を使えないため、同じ内容の図を示す。"


def map_features(query: Mapping[str, str], theme: str) -> bytes:
    """The GeoJSON of a state of the map page.

    Args:
        query: Parameters of the address; what the page does not know is ignored.
        theme: Name of the palette.
    """
    state, _ = parsed(MapState, query)
    return _features(database(), state.drawn, theme if theme in PALETTES else "light")


@remembered
def _features(database: Database, state: MapState, theme: str) -> bytes:
    picture = area_picture(records(prefecture_values(database, state)), state.unit)
    collection = charts.features(picture, PALETTES[theme])
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _features_url(state: MapState, palette: Palette) -> str:
    query = encoded(state.drawn) | {"theme": palette.name} | _data_of(database())
    return f"{below(FEATURES_URL)}?{urlencode(query)}"


def map_drawing(query: Mapping[str, str]) -> bytes:
    """The drawing of a state of the map page as SVG; Streamlit takes none within a page's HTML.

    Args:
        query: Parameters of the address; what the page does not know is ignored.
    """
    state, _ = parsed(MapState, query)
    return _drawing(database(), state)


def _data_of(database: Database) -> dict[str, str]:
    """What has an address answered with the data of the page that names it, at any time."""
    return {EDITION: str(database.edition), "version": database.version}


@remembered
def _drawing(database: Database, state: MapState) -> bytes:
    picture = _picture(prefecture_values(database, state), state)
    return outline_svg(picture, state.title, state.region_name).encode()


def map_list(query: Mapping[str, str]) -> bytes:
    """The list of prefectures of a state of the map page as XHTML, for narrow windows.

    Args:
        query: Parameters of the address; what the page does not know is ignored.
    """
    state, _ = parsed(MapState, query)
    return _list(database(), state)


@remembered
def _list(database: Database, state: MapState) -> bytes:
    found = region_list(_picture(prefecture_values(database, state), state))
    return Markup('<div xmlns="{}">{}</div>').format(_XHTML, found).encode()


def _fetched(database: Database, url: str, state: MapState) -> Markup:
    """A place that ``keys.js`` fills; what it holds is fetched once and is no part of a rerun."""
    query = encoded(state) | _data_of(database)
    return Markup('<div data-drawing="{}?{}"></div>').format(below(url), urlencode(query))


def _picture(values: pd.DataFrame, state: MapState) -> AreaPicture:
    """What all forms of the map show; each prefecture leads to itself on the map page."""

    def link(code: str) -> str:
        return address("map", **encoded(state) | {"prefecture": code})

    chosen = "" if state.prefecture == NO_PREFECTURE else state.prefecture
    return area_picture(records(values), state.unit, chosen, link)


def show_tiles(exhibit: Exhibit, state: MapState) -> None:
    """Shows one tile a prefecture; a narrow window gets a list by region.

    Args:
        exhibit: The map, with rows of ``prefecture_values``.
        state: The state of the page.
    """
    st.html(_tiles(database(), exhibit, state))


@remembered
def _tiles(database: Database, exhibit: Exhibit, state: MapState) -> str:
    return tile_figure(
        _picture(exhibit.rows, state),
        has_numbers=state.has_numbers,
        narrow=_fetched(database, LIST_URL, state),
    )


def show_map(exhibit: Exhibit, state: MapState, choose: Choose) -> None:
    """Shows the geographic map or the tiles; a narrow window gets a list by region besides.

    Args:
        exhibit: The map, with rows of ``prefecture_values``.
        state: The state of the page.
        choose: Called with the code of a prefecture that is clicked.
    """
    if not state.is_geographic:
        show_tiles(exhibit, state)
        return
    found = _geographic(database(), exhibit, state, shown_palette())
    with st.container(key="map-picture"):
        st.html(found.key)
        with st.container(key="map-deck"):
            _show_deck(found.deck, f"map {found.url} {state.region}", exhibit.summary, choose)
        # The styles show it where the deck cannot be used.
        st.html(found.drawing)


@dataclass(frozen=True)
class _Geographic:
    """The geographic map: where its values are, how it is looked at, what stands beside it."""

    url: str
    deck: pdk.Deck
    key: str
    drawing: str


@remembered
def _geographic(
    database: Database, exhibit: Exhibit, state: MapState, palette: Palette
) -> _Geographic:
    picture = _picture(exhibit.rows, state)
    url, view = _features_url(state, palette), charts.view(state.region, _PAGE_HEIGHT_PX)
    return _Geographic(
        url,
        charts.deck(picture, url, view, palette),
        Markup('<div class="prefectures map-key">{}</div>').format(legend(picture)),
        Markup(
            '<div class="prefectures map-drawing"><p class="no-webgl-note">{}</p>{}{}</div>'
        ).format(
            _NO_WEBGL,
            _fetched(database, DRAWING_URL, state),
            _fetched(database, LIST_URL, state),
        ),
    )


def _show_deck(deck: pdk.Deck, key: str, summary: str, choose: Choose) -> None:
    def clicked() -> None:
        found = st.session_state[key].selection.objects.get("prefectures", [])
        if found:
            choose(found[0]["properties"]["prefecture_code"])

    st.pydeck_chart(
        deck,
        height=_PAGE_HEIGHT_PX,
        on_select=clicked,
        selection_mode="single-object",
        alt=summary,
        key=key,
    )
