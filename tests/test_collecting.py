"""The collector: what lives long is frozen at intervals, and everything is walked now and then."""

import asyncio
import gc
import tomllib
import weakref
from collections.abc import Iterator

import pytest

from lib import paths
from lib.ui import collecting


class Node:
    """Part of a cycle."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()


def test_streamlit_collects_nothing_after_its_runs() -> None:
    settings = tomllib.loads((paths.PROJECT / ".streamlit/config.toml").read_text("utf-8"))

    assert settings["runner"]["postScriptGC"] is False


def test_what_survives_is_not_walked_again() -> None:
    kept = [[number] for number in range(1000)]
    before = gc.get_freeze_count()

    collecting.freeze()

    assert gc.get_freeze_count() >= before + len(kept)
    assert not any(one is kept for one in gc.get_objects())


def test_a_cycle_that_was_frozen_goes_when_everything_is_walked() -> None:
    node = Node()
    alive = weakref.ref(node)
    collecting.freeze()
    del node

    collecting.freeze()
    assert alive() is not None

    collecting.freeze_anew()
    assert alive() is None


def test_the_timer_freezes_and_walks_everything_at_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    monkeypatch.setattr(collecting, "INTERVAL_S", 0)
    monkeypatch.setattr(collecting, "WHOLE_EVERY", 3)
    monkeypatch.setattr(collecting, "freeze", lambda: done.append("young"))
    monkeypatch.setattr(collecting, "freeze_anew", lambda: done.append("all"))

    async def serve() -> None:
        async with collecting.collected():
            while len(done) < 7:  # noqa: ASYNC110 - what is waited for knows of no event
                await asyncio.sleep(0)
        assert gc.get_threshold()[0] == collecting.YOUNG

    asyncio.run(serve())

    assert done[:7] == ["young", "young", "young", "all", "young", "young", "all"]
