"""A rerun of a state that was made before queries nothing, and sends what changed."""

import asyncio
import random
import tomllib
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

from bench.visitors import streamlit_visitor
from lib import paths
from lib.charts.prefecture_map import Map
from lib.database import Database
from lib.views.pages import PAGES
from tests.browser import served, watched_outside
from tests.pages import opened

# One filter of these changes some of the page; the choice of a project or of a part of the sources
# changes all of it.
MOST_BYTES = {
    "map": 35_000,  # all 47 tiles change with their values and links; the geographic map: 22,000
    "variance": 25_000,
    "targets": 25_000,
    "subsidy": 25_000,
    "catalogue": 25_000,
}
FILTERS_CHANGED = 6


@pytest.mark.parametrize("topic", PAGES)
def test_what_was_shown_before_is_shown_again_without_a_query(
    topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for example in PAGES[topic].examples:
        app = opened(topic, **dict(parse_qsl(example))).run()
        with monkeypatch.context() as patched:
            patched.setattr(Database, "_executed", None)
            app.run()

        assert not app.exception
        assert not app.error


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with watched_outside() as outside, served(outside) as url:
        yield url


@pytest.mark.parametrize("topic", MOST_BYTES)
def test_a_change_of_one_filter_sends_little(topic: str, server: str) -> None:
    page = PAGES[topic]

    async def bytes_sent() -> list[int]:
        async with streamlit_visitor(server, page.path.strip("/"), page.examples, 7) as visitor:
            await visitor.act()
            return [(await visitor.act()).received for _ in range(FILTERS_CHANGED)]

    sent = asyncio.run(bytes_sent())

    assert all(1_000 < one <= MOST_BYTES[topic] for one in sent), sent


def test_what_a_run_does_not_change_is_named_and_not_sent_again(server: str) -> None:
    page = PAGES["variance"]

    async def first_and_second() -> tuple[int, int]:
        async with streamlit_visitor(server, page.path.strip("/"), [""], 0) as visitor:
            visitor.chance = random.Random(0)
            first = await visitor.open("")
            visitor._kept.clear()  # noqa: SLF001 - a browser that kept nothing
            second = await visitor.open("")
            return first.received, second.received

    kept, forgotten = asyncio.run(first_and_second())

    assert kept < forgotten * 0.7


def test_half_a_kilobyte_is_kept_by_browsers() -> None:
    settings = tomllib.loads((paths.PROJECT / ".streamlit/config.toml").read_text("utf-8"))

    assert settings["global"]["minCachedMessageSize"] == 500


def test_a_map_is_sent_without_spaces_between_its_parts() -> None:
    text = Map(map_style="/style.json").to_json()

    assert "\n" not in text
    assert '"mapStyle":"/style.json"' in text
