"""The addresses that visitors ask for, from the registry of pages."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from lib.database import database
from lib.meetings.versions import begun, to_address
from lib.state import Parameter, parameters
from lib.views.pages import PAGES, Page
from tests.meeting_samples import MEETING

_SIGNS = "あいうえおかきくけこさしすせそたちつてとなにぬねの県市薬物就労支援相談"
_CHANCE_OF_TABLE = 0.1
_CHANCE_OF_PARAMETER = 0.4


def queries(page: Page) -> tuple[str, ...]:
    """The addresses of a page between which a visitor changes; a meeting of eight views."""
    if page.topic == "meeting":
        return (urlencode(to_address(begun(MEETING))),)
    return page.examples


def varied(seed: int) -> Iterator[tuple[Page, str]]:
    """Pages at addresses without end, searches and tables laid over the page among them."""
    chance = random.Random(seed)
    pages = [page for page in PAGES.values() if not page.is_for_officers]  # one sentence
    while True:
        page = chance.choice(pages)
        yield page, _varied_query(page, chance)


def _varied_query(page: Page, chance: random.Random) -> str:
    if page.topic == "evidence":
        return urlencode({"figure": chance.choice(_figures())})
    found = {
        name: _value(parameter, chance)
        for state in page.states
        for name, parameter in parameters(state).items()
        if chance.random() < _CHANCE_OF_PARAMETER or name == "project"
    }
    if page.exhibits and chance.random() < _CHANCE_OF_TABLE:
        found["rows"] = chance.choice(list(page.exhibits))
    return urlencode({name: value for name, value in found.items() if value})


def _figures() -> tuple[str, ...]:
    return database().rows("SELECT figure_id AS value FROM figures ORDER BY 1", str)


def _value(parameter: Parameter, chance: random.Random) -> Any:  # noqa: ANN401 - text or number
    if parameter.longest is not None:
        return "".join(chance.choices(_SIGNS, k=2))
    if parameter.minimum is not None and parameter.maximum is not None:
        return chance.randint(parameter.minimum, parameter.maximum)
    return chance.choice(list(parameter.options) or [""])
