"""Every exhibit of the dashboard in its states that differ, for tests that hold for all of them."""

import csv
from collections.abc import Iterator
from urllib.parse import parse_qsl

from lib import paths
from lib.database import Database, using
from lib.exhibits import Exhibit
from lib.state import Parameter, parameters
from lib.views.map_state import MapState
from lib.views.pages import PAGES, Page, page_exhibits

MOST_OPTIONS = 4  # of one filter that are tried, from its first to its last
MAP_STATES = (
    MapState(),
    MapState(show="supported"),
    MapState(show="supported", as_of="same"),
    MapState(show="supported", basis="cumulative"),
    MapState(show="supported", basis="actual", order="value"),
    MapState(show="training", form="tiles"),
    MapState(show="grant_2023"),
    MapState(show="grant_2024", order="value"),
)


def queries(page: Page) -> Iterator[dict[str, str]]:
    """The page's examples, and each with one filter changed to some of its options."""
    for example in page.examples:
        chosen = dict(parse_qsl(example))
        yield chosen
        for state_type in page.states:
            for name, parameter in parameters(state_type).items():
                yield from ({**chosen, name: value} for value in _values(parameter))


def _values(parameter: Parameter) -> list[str]:
    options = list(parameter.options)
    if len(options) > MOST_OPTIONS:
        step = (len(options) - 1) / (MOST_OPTIONS - 1)
        options = [options[round(place * step)] for place in range(MOST_OPTIONS)]
    ends = (parameter.minimum, parameter.maximum)
    return [*options, *(str(end) for end in ends if end is not None)]


def hits(*themes: str) -> str:
    """How many projects the catalogue counts with any of some themes, as in 5事業."""
    with (paths.DATA / "activity_themes.csv").open(encoding="utf-8") as file:
        found = {row["project_id"] for row in csv.DictReader(file) if row["theme_id"] in themes}
    return f"{len(found)}事業"


FOR_MEETINGS = tuple(page for page in PAGES.values() if page.is_for_meetings)


def exhibits(database: Database, pages: tuple[Page, ...] = FOR_MEETINGS) -> Iterator[Exhibit]:
    """All exhibits of some pages, each once."""
    seen: set[tuple[str, str]] = set()
    for page in pages:
        with using(database):
            samples = list(queries(page))
        for query in samples:
            for exhibit in page_exhibits(database, page.topic, query):
                shown = (exhibit.exhibit_id, exhibit.code)
                if shown not in seen:
                    seen.add(shown)
                    yield exhibit
