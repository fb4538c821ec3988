"""Charts follow the rules of honest drawing, whatever rows they are given."""

import re

import pandas as pd
import plotly.graph_objects as go
import pytest

from lib.charts import prefecture_map as map_charts
from lib.charts.prefecture_areas import MARKS, area_picture
from lib.charts.tokens import DARK, LIGHT, PALETTES, Palette
from lib.database import Database
from lib.frames import records
from lib.views import map_state, prefecture_values
from tests.exhibit_samples import MAP_STATES, exhibits

MOST_COLOURS = 5


@pytest.fixture(scope="module", params=[LIGHT, DARK], ids=["light", "dark"])
def charts(request: pytest.FixtureRequest, shipped: Database) -> list[tuple[str, go.Figure]]:
    return [
        (exhibit.title, drawing)
        for exhibit in exhibits(shipped)
        if (drawing := exhibit.drawing(request.param)) is not None
    ]


def test_only_bars_and_points_are_used(charts: list[tuple[str, go.Figure]]) -> None:
    for title, chart in charts:
        assert {trace.type for trace in chart.data} <= {"bar", "scatter"}, title


def test_lines_are_drawn_over_a_course_only(charts: list[tuple[str, go.Figure]]) -> None:
    for title, chart in charts:
        for trace in chart.data:
            assert trace.type != "scatter" or "lines" not in trace.mode or "推移" in title, title


def test_bars_start_at_zero(charts: list[tuple[str, go.Figure]]) -> None:
    for title, chart in charts:
        for trace in chart.data:
            if trace.type == "bar":
                axis = chart.layout.xaxis if trace.orientation == "h" else chart.layout.yaxis
                assert axis.rangemode == "tozero" or axis.range[0] == 0, title


def test_text_is_horizontal_and_no_chart_has_two_scales(
    charts: list[tuple[str, go.Figure]],
) -> None:
    for title, chart in charts:
        assert chart.layout.xaxis.tickangle == chart.layout.yaxis.tickangle == 0, title
        assert "yaxis2" not in chart.layout.to_plotly_json(), title


def test_a_chart_uses_few_colours_of_the_palette(charts: list[tuple[str, go.Figure]]) -> None:
    known = {
        value
        for palette in PALETTES.values()
        for value in (*palette.ramp, *palette.__dict__.values())
        if isinstance(value, str)
    }
    for title, chart in charts:
        drawn = [
            trace.line.color
            if trace.type == "scatter" and trace.mode == "lines"
            else trace.marker.color
            for trace in chart.data
        ]
        fills = {
            colour for own in drawn for colour in (own if isinstance(own, list | tuple) else [own])
        }
        assert fills <= known, title
        assert len(fills) <= MOST_COLOURS, title


def test_no_chart_fetches_anything(charts: list[tuple[str, go.Figure]]) -> None:
    for title, chart in charts:
        assert not re.search(r"https?://|topojson|mapbox", chart.to_json()), title


def _values(statuses: dict[str, tuple[str, float | None]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "prefecture_code": list(statuses),
            "name": "港県",
            "name_short": "港",
            "region": "関東",
            "words": "",
            "mark": None,
            "status": [status for status, _ in statuses.values()],
            "value": pd.array([value for _, value in statuses.values()], dtype="Float64"),
        }
    )


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_value_zero_unknown_and_not_applicable_look_different_on_the_map(palette: Palette) -> None:
    values = _values(
        {"a": ("value", 3), "b": ("zero", 0), "c": ("unknown", None), "d": ("not_applicable", None)}
    )

    picture = area_picture(records(values), "人")
    colours = map_charts.fills(palette)

    assert [key.text for key in picture.keys] == [
        "3人（1県）",
        "0人（1県）",
        "不明（公表されていない）（1県）",
        "該当なし（1県）",
    ]
    looks = {(colours[key.fill], MARKS.get(key.fill, "")) for key in picture.keys}
    assert len(looks) == 4


@pytest.mark.parametrize("state", MAP_STATES, ids=str)
def test_every_prefecture_is_drawn_with_its_words(
    shipped: Database, state: map_state.MapState
) -> None:
    values = prefecture_values.prefecture_values(shipped, state)
    collection = map_charts.features(area_picture(records(values), state.unit), LIGHT)

    properties = [feature["properties"] for feature in collection["features"]]
    codes = [item["prefecture_code"] for item in properties]
    assert codes == [f"{number:02d}" for number in range(1, 48)]
    assert all(item["words"] for item in properties)


def test_a_colour_between_two_lies_at_its_share() -> None:
    assert map_charts.mixed("#646464", "#000000", 0.5) == "#323232"


def test_the_map_asks_this_server_only(shipped: Database) -> None:
    values = prefecture_values.prefecture_values(shipped, map_state.MapState())
    picture = area_picture(records(values), "事業")
    deck = map_charts.deck(picture, "/assets/map/x", map_charts.VIEWS["all"], LIGHT).to_json()

    assert not re.search(r"https?://", deck)
    assert '"data":"/assets/map/x"' in deck


def test_there_is_a_view_of_every_region() -> None:
    assert list(map_charts.VIEWS) == list(map_state.REGIONS)
