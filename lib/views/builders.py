"""How an exhibit is made and finished: with its words and the discrepancies that touch it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from lib.charts.declared import Prefectures
from lib.database import Database
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.state import parameters
from lib.views import evidence
from lib.views.headlines.registry import worded


@remembered
def _finished(database: Database, exhibit: Exhibit) -> Exhibit:
    """The exhibit with all that its page shows of it, so that it does not grow any more.

    The page of a map draws it in another way; its HTML, for meetings, takes longest of all to make.
    """
    found = evidence.disputes(database, exhibit.figure_ids)
    finished = worded(database, replace(exhibit, disputes=found))
    _ = finished.code, None if isinstance(finished.chart, Prefectures) else finished.markup
    return finished


@dataclass(frozen=True)
class Builder:
    """How one exhibit is made.

    Attributes:
        make: From the database, and the state if there is one, to the exhibit; None where the page
            does not show it.
        state: The type of the state that it depends on; None for none.
    """

    make: Callable[..., Exhibit | None]
    state: type | None = None

    def made(self, database: Database, state: object) -> Exhibit | None:
        """The exhibit in a state, with its words and the discrepancies that touch its figures."""
        exhibit = self.make(database, state) if self.state else self.make(database)
        return exhibit and _finished(database, exhibit)

    def openings(self, examples: Iterable[str]) -> Iterator[dict[str, str]]:
        """Parameters that may show it: none, what an example sets alone, and each one option.

        Lists narrow what is shown, and come last.
        """
        yield {}
        alone = (dict(parse_qsl(example)) for example in examples)
        yield from (query for query in alone if len(query) == 1)
        found = parameters(self.state) if self.state else {}
        for name, parameter in sorted(found.items(), key=lambda pair: pair[1].is_list):
            yield from ({name: option} for option in parameter.options)


def each(
    make: Callable[..., Exhibit | tuple[Exhibit, ...]], state: type, exhibit_ids: Iterable[str]
) -> dict[str, Builder]:
    """Builders of exhibits of which one function makes one or several, as the state asks."""

    def builder(exhibit_id: str) -> Builder:
        def chosen(database: Database, wanted: object) -> Exhibit | None:
            made = make(database, wanted)
            found = made if isinstance(made, tuple) else (made,)
            return next((exhibit for exhibit in found if exhibit.exhibit_id == exhibit_id), None)

        return Builder(chosen, state)

    return {exhibit_id: builder(exhibit_id) for exhibit_id in exhibit_ids}
