"""What two databases show differently: figures, exhibits, and the words over these."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from lib import formats
from lib.database import Database
from lib.exhibits import Exhibit
from lib.exports import csv_cells
from lib.meetings.comparing import figure_changes
from lib.views.pages import PAGES, exhibit_at, first_shown
from lib.vocabulary import COUNT_BASIS

Kind = Literal["added", "changed", "removed"]
_Place = tuple[str, str, str]  # page, parameters of its address, exhibit


@dataclass(frozen=True)
class FigureChange:
    """A published figure that came, changed or went.

    Attributes:
        figure_id: Its name in addresses.
        subject: What it counts.
        before: What it was, with its unit and as-of date; None where it was not there.
        after: What it is; None where it is there no more.
    """

    figure_id: str
    subject: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ExhibitChange:
    """An exhibit that shows something else.

    Attributes:
        topic: The page.
        query: Parameters of the page's address.
        exhibit_id: The exhibit.
        name: Its Japanese name.
        kind: What happened to it.
        cells: How many cells of figures differ.
        words: Before and after, of each sentence over it that differs.
    """

    topic: str
    query: str
    exhibit_id: str
    name: str
    kind: Kind
    cells: int = 0
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Figure:
    """A row of the ledger of figures."""

    figure_id: str
    subject: str
    value: float
    unit: str | None
    count_basis: str | None
    comparator: str | None
    as_of: str
    source_id: str
    source_locator: str

    @property
    def words(self) -> str:
        """The figure in words."""
        value = formats.qualified(f"{formats.number(self.value)}{self.unit or ''}", self.comparator)
        basis = COUNT_BASIS.labels.get(self.count_basis or "", "")
        about = (basis, self.as_of, f"{self.source_id} {self.source_locator}")
        return f"{value}（{formats.joined(part for part in about if part)}）"


def ledger_changes(before: Database, after: Database) -> tuple[FigureChange, ...]:
    """The published figures that differ, by their names."""
    old, new = _figures(before), _figures(after)
    return tuple(
        FigureChange(
            name,
            (new.get(name) or old[name]).subject,
            old[name].words if name in old else None,
            new[name].words if name in new else None,
        )
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


def _figures(database: Database) -> Mapping[str, _Figure]:
    rows = database.rows("FROM figures ORDER BY figure_id", _Figure)
    return {row.figure_id: row for row in rows}


def exhibit_changes(before: Database, after: Database) -> tuple[ExhibitChange, ...]:
    """The exhibits that differ, as their pages open and as the examples of these show them.

    Making all of them takes seconds where a database was not served before.
    """
    found = []
    for topic, query, name in dict.fromkeys((*_places(before), *_places(after))):
        asked = dict(parse_qsl(query))
        old, new = (exhibit_at(each, topic, name, asked) for each in (before, after))
        change = _change((topic, query, name), old, new)
        if change is not None:
            found.append(change)
    return tuple(found)


def _places(database: Database) -> Iterator[_Place]:
    """Where exhibits are looked at: each page as it opens and its examples, and each exhibit."""
    for page in PAGES.values():
        for query in dict.fromkeys(("", *page.examples)):
            yield from ((page.topic, query, name) for name in page.exhibits)
    for page, opening, exhibit in first_shown(database):
        yield page.topic, urlencode(opening), exhibit.exhibit_id


def _change(place: _Place, old: Exhibit | None, new: Exhibit | None) -> ExhibitChange | None:
    topic, query, exhibit_id = place
    if old is None or new is None:
        kind: Kind = "added" if old is None else "removed"
        there = new or old
        return ExhibitChange(topic, query, exhibit_id, there.name, kind) if there else None
    pairs = ((old.heading, new.heading), (old.subtitle, new.subtitle))
    words = tuple((was, now) for was, now in pairs if was != now)
    if old.code == new.code and not words:
        return None
    header, *rows = csv_cells(old.rows, old.columns)
    cells = len(figure_changes(header, rows, new))
    return ExhibitChange(topic, query, exhibit_id, new.name, "changed", cells, words)
