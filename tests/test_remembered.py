"""What views make is kept within a bound of bytes, and made once however many ask for it."""

import sys
import threading
from dataclasses import dataclass

import pandas as pd
import pytest
from cachetools import LRUCache

from lib import memory
from lib.charts.tokens import PALETTES
from lib.database import Database
from lib.memory import MOST_BYTES, kept_bytes, remembered, size_of
from lib.ui import map_chart
from lib.views.drawings import drawn
from lib.views.openings import make_openings
from lib.views.pages import PAGES, exhibit_at, page_exhibits

ASKING = 8


def test_one_makes_it_and_the_others_wait() -> None:
    calls: list[int] = []
    may_end, everybody = threading.Event(), threading.Barrier(ASKING + 1)

    @remembered
    def slow(number: int) -> str:
        calls.append(number)
        may_end.wait()
        return f"made of {number}"

    found: list[str] = []

    def ask() -> None:
        everybody.wait()
        found.append(slow(7))

    asking = [threading.Thread(target=ask) for _ in range(ASKING)]
    for thread in asking:
        thread.start()
    everybody.wait()
    may_end.set()
    for thread in asking:
        thread.join()

    assert calls == [7]
    assert found == ["made of 7"] * ASKING


def test_who_waits_for_a_maker_that_fails_makes_it_anew() -> None:
    calls: list[int] = []

    @remembered
    def failing_once() -> int:
        calls.append(1)
        if len(calls) == 1:
            raise LookupError
        return len(calls)

    with pytest.raises(LookupError):
        failing_once()

    assert (failing_once(), failing_once()) == (2, 2)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> LRUCache:
    """Room for 10,000 bytes instead of the usual one."""
    cache: LRUCache = LRUCache(10_000, size_of)
    monkeypatch.setattr(memory, "_KEPT", cache)
    return cache


def test_searches_without_end_stay_within_the_bound(small: LRUCache) -> None:
    @remembered
    def found(text: str) -> str:
        return text * 1000

    for number in range(100):
        found(chr(ord("a") + number % 26) * (1 + number // 26))
        assert 0 < kept_bytes() <= 10_000

    assert len(small) < 100


def test_what_was_not_used_for_longest_goes_first(small: LRUCache) -> None:  # noqa: ARG001 - replaces the usual room
    calls: list[str] = []

    @remembered
    def found(text: str) -> bytes:
        calls.append(text)
        return bytes(3000)

    for text in ("a", "b", "c", "a", "d", "a", "b"):
        found(text)

    assert calls == ["a", "b", "c", "d", "b"]


def test_what_is_larger_than_the_room_is_returned_and_not_kept(small: LRUCache) -> None:
    assert len(remembered(lambda: bytes(20_000))()) == 20_000
    assert len(small) == 0


@dataclass(frozen=True)
class Held:
    words: str
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Slotted:
    words: str


def test_the_size_of_a_value_is_that_of_all_that_it_holds() -> None:
    words, rows = "あ" * 1000, pd.DataFrame({"name": ["x" * 5000]})

    assert size_of(words) == sys.getsizeof(words) > 2000
    assert size_of(Held(words, rows)) > 2000 + 5000
    assert size_of({"key": (Slotted(words), [words])}) > 2 * 2000


def test_an_exhibit_does_not_grow_after_it_was_measured(shipped: Database) -> None:
    for topic, name, query in (
        ("variance", "support_ranges", {}),
        ("subsidy", "budget_line", {}),
        ("catalogue", "catalogue_figures", {}),
    ):
        exhibit = exhibit_at(shipped, topic, name, query)
        assert exhibit is not None
        measured = size_of(exhibit)

        for palette in PALETTES.values():
            drawn(exhibit, palette)
        _ = exhibit.code, exhibit.figure_ids, exhibit.markup

        assert size_of(exhibit) == measured


def test_a_chart_of_plotly_counts_with_all_that_it_draws(shipped: Database) -> None:
    exhibit = exhibit_at(shipped, "subsidy", "budget_line", {})
    assert exhibit is not None
    chart = drawn(exhibit, PALETTES["light"])

    assert chart is drawn(exhibit, PALETTES["light"])
    assert size_of(chart) > len(chart.to_json())


def test_the_values_of_maps_are_kept_in_the_same_room() -> None:
    features = map_chart.map_features({"show": "supported", "prefecture": "23"}, "no such theme")
    drawing = map_chart.map_drawing({"show": "supported", "version": "any"})
    held = {id(value) for value in memory._KEPT.values()}  # noqa: SLF001 - the room itself

    assert {id(features), id(drawing)} <= held
    assert kept_bytes() <= MOST_BYTES


def test_pages_open_with_what_was_made_before(
    shipped: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_openings(shipped)
    before = {page.topic: page_exhibits(shipped, page.topic, {}) for page in PAGES.values()}
    monkeypatch.setattr(Database, "frame", None)  # no query can be made any more
    monkeypatch.setattr(Database, "rows", None)

    for topic, exhibits in before.items():
        assert page_exhibits(shipped, topic, {}) == exhibits
