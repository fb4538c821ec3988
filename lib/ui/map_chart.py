"""Shows the map: legend, deck, and the choice of a prefecture by click."""

import html
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from lib.charts import prefecture_map as charts
from lib.charts.tokens import PALETTES, Palette
from lib.database import database
from lib.state import encoded, parsed
from lib.ui.exhibit import palette as shown_palette
from lib.views.map_state import MapState
from lib.views.prefecture_values import prefecture_values

Choose = Callable[[str], None]

FEATURES_URL = "/assets/map/features.geojson"
_MOST_STATES = 64  # in both palettes; more than the choices can make for twenty years of grants


def map_features(query: Mapping[str, str], theme: str) -> bytes:
    """The GeoJSON of a state of the map page.

    Args:
        query: Parameters of the address; what the page does not know is ignored.
        theme: Name of the palette.
    """
    state, _ = parsed(MapState, query)
    return _features(state.drawn, theme if theme in PALETTES else "light")


@lru_cache(maxsize=_MOST_STATES)
def _features(state: MapState, theme: str) -> bytes:
    values = prefecture_values(database(), state)
    collection = charts.features(values, PALETTES[theme])
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _features_url(state: MapState, palette: Palette) -> str:
    query = encoded(state.drawn) | {"theme": palette.name, "version": database().version}
    return f"{FEATURES_URL}?{urlencode(query)}"


def show_map(
    values: pd.DataFrame,
    state: MapState,
    summary: str,
    choose: Choose | None = None,
    *,
    palette: Palette | None = None,
) -> None:
    """Shows legend and map.

    Args:
        values: Rows of ``prefecture_values``.
        state: The state of the page.
        summary: Alternative text.
        choose: Called with the code of a prefecture that is clicked; without it, a click does
            nothing.
        palette: Colours; None for those of the browser's theme.
    """
    palette = palette or shown_palette()
    _show_legend(charts.legend(values, state.unit, palette), palette)
    key = f"map {state.show} {state.basis} {state.as_of} {state.region} {palette.name}"

    def clicked() -> None:
        found = st.session_state[key].selection.objects.get("prefectures", [])
        if found and choose:
            choose(found[0]["properties"]["prefecture_code"])

    st.pydeck_chart(
        charts.deck(values, _features_url(state, palette), _view(state), palette),
        height=charts.PHONE_HEIGHT_PX if _is_phone() else charts.HEIGHT_PX,
        on_select=clicked if choose else "ignore",
        selection_mode="single-object",
        alt=summary,
        key=key,
    )


def _view(state: MapState) -> charts.MapView:
    view = charts.VIEWS[state.region]
    if not _is_phone():
        return view
    return charts.MapView(view.longitude, view.latitude, view.zoom + charts.PHONE_ZOOM_STEP)


def _is_phone() -> bool:
    """Whether the browser says that it runs on a phone; the server does not know its width."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def _show_legend(entries: list[charts.LegendEntry], palette: Palette) -> None:
    items = "".join(
        f'<li><span class="swatch" style="background:{entry.fill};border-color:{palette.text}">'
        f"{html.escape(entry.mark)}</span>{html.escape(entry.words)}</li>"
        for entry in entries
    )
    st.html(f'<ul class="legend" aria-label="凡例">{items}</ul>')
