"""Every page at the sizes it is read at: one exhibit one screen, nothing cut, all in reach."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from lib.views.pages import PAGES
from tests.browser_sessions import Watched

pytestmark = pytest.mark.browser

# Heights in pixels of a screen of 1366x768, by topic, or by topic and query where one view of a
# page may be longer than its others.
BUDGETS_PX: Mapping[str, int] = {
    "overview": 768,
    "map": 768,
    "variance": 1300,
    "targets": 1400,
    "subsidy": 1900,
    "catalogue": 1000,
    "project": 1100,
    "project?project=H30-06": 1700,
    "meeting": 900,
    "sources": 1000,
    "evidence": 1000,
    "update": 768,
}
EXHIBIT_PX = 560
TABLE_TOP_PX = 210
TOLERANCE = 1.1
FINGER_PX, POINTER_PX = 44, 24
MOST_NAMED = 14  # faults of one page that a failing test prints

Size = tuple[int, int]
INNER, PHONE, NARROW, ZOOMED = (1366, 650), (390, 844), (320, 640), (683, 325)
_SHARPNESS = {ZOOMED: 2.0}  # a zoom of 200 % halves the window and doubles the pixels
_FACTS = (Path(__file__).parent / "frame_facts.js").read_text("utf-8")


@dataclass(frozen=True)
class View:
    """A page at an address."""

    topic: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.topic}?{self.query}" if self.query else self.topic

    @property
    def budget_px(self) -> int:
        return BUDGETS_PX.get(str(self)) or BUDGETS_PX[self.topic]


def _views() -> Iterator[View]:
    """Every page with its first example; of single projects all, as they differ most."""
    for page in PAGES.values():
        examples = page.examples if page.topic == "project" else page.examples[:1]
        yield from (View(page.topic, example) for example in examples)


VIEWS = tuple(_views())
WITH_EXHIBITS = tuple(view for view in VIEWS if PAGES[view.topic].exhibits)
EVERY_VIEW = pytest.mark.parametrize("view", VIEWS, ids=str)
EVERY_VIEW_WITH_EXHIBITS = pytest.mark.parametrize("view", WITH_EXHIBITS, ids=str)

Facts = dict[str, Any]
Look = Callable[..., Facts]


@pytest.fixture(scope="module")
def look(browser: Browser, server: str) -> Iterator[Look]:
    """What a view looks like at a size, opened once for all tests of this module."""
    seen: dict[tuple[View, Size], Facts] = {}
    with ExitStack() as stack:
        # One context for all views of a size: the frontend is fetched once.
        contexts: dict[Size, BrowserContext] = {}

        def facts(view: View, size: Size) -> Facts:
            if size not in contexts:
                contexts[size] = _context(browser, size)
                stack.callback(contexts[size].close)
            if (view, size) not in seen:
                seen[view, size] = _looked_at(contexts[size], server, view)
            return seen[view, size]

        yield facts


def _context(browser: Browser, size: Size) -> BrowserContext:
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=_SHARPNESS.get(size, 1.0),
        color_scheme="light",  # the theme changes no place and no size
        locale="ja-JP",
    )


def _looked_at(context: BrowserContext, server: str, view: View) -> Facts:
    watched = Watched(context.new_page(), context, server)
    try:
        page = watched.open(view.topic, f"?{view.query}" if view.query else "")
        found: Facts = page.evaluate(_FACTS)
        return found
    finally:
        watched.page.close()


def _named(faults: Iterable[str]) -> str:
    found = list(dict.fromkeys(faults))
    more = f" … ({len(found)})" if len(found) > MOST_NAMED else ""
    return "; ".join(found[:MOST_NAMED]) + more


def test_every_page_has_a_budget() -> None:
    assert {name.partition("?")[0] for name in BUDGETS_PX} == set(PAGES)
    assert BUDGETS_PX.keys() <= {view.topic for view in VIEWS} | {str(view) for view in VIEWS}


@EVERY_VIEW
def test_a_page_is_no_taller_than_its_budget(look: Look, view: View) -> None:
    height = look(view, INNER)["height"]

    assert height <= view.budget_px * TOLERANCE, f"{view}: {height:.0f} px of {view.budget_px}"


@EVERY_VIEW_WITH_EXHIBITS
def test_one_exhibit_is_one_screen(look: Look, view: View) -> None:
    exhibits = look(view, INNER)["exhibits"]

    assert exhibits, f"{view}: there is no exhibit"
    own = {exhibit["id"] for exhibit in exhibits if not exhibit["isSection"]}
    assert own <= set(PAGES[view.topic].exhibits)
    tall = {
        f"{exhibit['id']} {exhibit['height']:.0f} px"
        for exhibit in exhibits
        if exhibit["tableTop"] is None and exhibit["height"] > EXHIBIT_PX * TOLERANCE
    }
    assert not tall, f"{view}: {_named(sorted(tall))}"


@EVERY_VIEW_WITH_EXHIBITS
def test_the_first_exhibit_is_in_view_without_scrolling(look: Look, view: View) -> None:
    first = look(view, INNER)["exhibits"][0]
    name, table_top = f"{view}: {first['id']}", first["tableTop"]

    assert first["headlines"], f"{name} has no heading of the second level"
    assert first["charts"] or table_top is not None, f"{name} has neither chart nor scrolling table"
    if table_top is not None:  # what does not fit is scrolled to inside the table
        assert table_top <= TABLE_TOP_PX * TOLERANCE, f"{name}: table begins at {table_top:.0f}"
    parts = [*first["headlines"][:1], *first["cautions"]]
    parts += first["charts"] if table_top is None else []
    outside = [
        f"{part['words']} {part['top']:.0f}–{part['bottom']:.0f}"
        for part in parts
        if part["top"] < 0
        or part["left"] < 0
        or part["bottom"] > INNER[1]
        or part["right"] > INNER[0]
    ]
    assert not outside, f"{name}: {_named(outside)}"


@pytest.mark.parametrize("size", [PHONE, NARROW, ZOOMED], ids=["390", "320", "zoom-200"])
@EVERY_VIEW
def test_a_narrow_window_scrolls_in_one_direction_only(look: Look, view: View, size: Size) -> None:
    found = look(view, size)

    assert found["overflow"] <= 0, f"{view}: {found['overflow']} px, {_named(found['wide'])}"


@pytest.mark.parametrize("size", [INNER, PHONE, NARROW, ZOOMED], ids=["desk", "390", "320", "zoom"])
@EVERY_VIEW
def test_no_text_is_cut(look: Look, view: View, size: Size) -> None:
    cut = look(view, size)["cut"]

    assert not cut, f"{view}: {_named(cut)}"


@pytest.mark.parametrize("size", [INNER, PHONE], ids=["desk", "390"])
@EVERY_VIEW
def test_no_text_is_smaller_than_14_pixels(look: Look, view: View, size: Size) -> None:
    small = look(view, size)["small"]

    assert not small, f"{view}: {_named(small)}"


@pytest.mark.parametrize(
    ("size", "least_px"), [(INNER, POINTER_PX), (PHONE, FINGER_PX)], ids=["pointer", "finger"]
)
@EVERY_VIEW
def test_what_is_clicked_is_large_enough(look: Look, view: View, size: Size, least_px: int) -> None:
    targets = look(view, size)["targets"]

    assert targets, f"{view}: nothing can be clicked"
    small = [
        f"{target['words']} {target['height']:.0f} px"
        for target in targets
        if target["height"] < least_px - 0.5  # of rounding
    ]
    assert not small, f"{view}: {_named(small)}"
