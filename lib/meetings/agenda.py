"""A meeting as a value: its items, in order, to and from an address."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlencode

from lib.state import parameters
from lib.views.pages import PAGES, own_query, rejected_values

MOST_ITEMS = 30
LONGEST_TITLE = 100  # characters
LONGEST_NUMBER = 20
LONGEST_NOTE = 400
LONGEST_VIEW = 2000
MOST_ADDRESS = 50_000  # characters that servers and browsers still take
LONG_ADDRESS = 8_000  # from here on mail programs and proxies may cut it
MARK = "m"  # the parameter that tells versions of meetings apart
AGREED = "e"  # the parameter that names the edition of the data that was agreed to
_UNSEEN = {"Cc", "Cf", "Cs"}
_TITLE = "title"
_SLIDE, _WORDS, _NOTE = "v", ("t", "d"), "n"  # followed by the place of the item
_EDITION = re.compile("0|[1-9][0-9]{0,5}")
_QUERY_SEPARATOR = ";"  # between the parameters of a slide; no code holds it


@dataclass(frozen=True)
class Item:
    """One slide of a meeting.

    Attributes:
        topic: The page.
        exhibit_id: The exhibit on it.
        query: Names and values of the page's address, without fixed defaults, by name.
        title: Title in this meeting; empty for the exhibit's own.
        number: Number of the document, as in 資料3-2.
        note: Note to the speaker.
    """

    topic: str
    exhibit_id: str
    query: tuple[tuple[str, str], ...] = ()
    title: str = ""
    number: str = ""
    note: str = ""


@dataclass(frozen=True)
class Meeting:
    """What is shown in a meeting.

    Attributes:
        title: Its name.
        items: The slides, in order.
        edition: Number of the edition of the data that it was last agreed to show; None where
            nothing is published.
    """

    title: str = ""
    items: tuple[Item, ...] = ()
    edition: int | None = None

    def renamed(self, title: str) -> "Meeting":
        """The meeting under another name."""
        return replace(self, title=_shortened(title, LONGEST_TITLE))

    def agreed_to(self, edition: int | None) -> "Meeting":
        """The meeting with the figures of an edition of the data."""
        return replace(self, edition=edition)

    def with_item(self, item: Item) -> "Meeting":
        """The meeting with one more slide at its end, if there is room."""
        return replace(self, items=(*self.items, item)[:MOST_ITEMS])

    def without(self, place: int) -> "Meeting":
        """The meeting without the slide at a place."""
        return replace(self, items=(*self.items[:place], *self.items[place + 1 :]))

    def moved(self, place: int, steps: int) -> "Meeting":
        """The meeting with the slide at a place moved by some steps, no further than the ends."""
        items = list(self.items)
        item = items.pop(place)
        items.insert(max(0, min(len(items), place + steps)), item)
        return replace(self, items=tuple(items))

    def changed(self, place: int, *, title: str, number: str) -> "Meeting":
        """The meeting with other words on the slide at a place."""
        item = tidy(replace(self.items[place], title=title, number=number))
        return replace(self, items=(*self.items[:place], item, *self.items[place + 1 :]))

    def without_notes(self) -> "Meeting":
        """The meeting as a session knows it: notes to the speaker stay in the browser."""
        return replace(self, items=tuple(replace(item, note="") for item in self.items))


def item_of(topic: str, exhibit_id: str, query: Mapping[str, str]) -> Item:
    """The item of an exhibit at an address of a page.

    Raises:
        KeyError: There is no such page.
    """
    return Item(topic, exhibit_id, tuple(sorted(own_query(topic, exhibit_id, query).items())))


def tidy(item: Item) -> Item:
    """The item with words that fit into an address and into a file name."""
    return replace(
        item,
        title=_shortened(item.title, LONGEST_TITLE),
        number=_shortened(item.number, LONGEST_NUMBER),
        note=_shortened(item.note, LONGEST_NOTE),
    )


def _shortened(text: str, longest: int) -> str:
    """A text on one line, without signs that nobody sees or no file can hold."""
    flat = " ".join(text.split())
    kept = "".join(sign for sign in flat if unicodedata.category(sign) not in _UNSEEN)
    return kept.strip()[:longest]


def view_text(item: Item) -> str:
    """The view of an item as an address names it, as in variance/support_ranges;category=women."""
    parameters = [f"{name}={_escaped(value)}" for name, value in item.query]
    return _QUERY_SEPARATOR.join([f"{item.topic}/{item.exhibit_id}", *parameters])


def to_query(meeting: Meeting) -> dict[str, str]:
    """The parameters of an address that holds a meeting, in plain text.

    Each item has a number: ``v1`` is its view, ``t1`` its title, ``d1`` the number of its document.
    ``e`` is the edition of the data. Notes to the speaker are in no address.
    """
    found = {_TITLE: meeting.title} if meeting.title else {}
    if meeting.edition is not None:
        found[AGREED] = str(meeting.edition)
    for place, item in enumerate(meeting.items, start=1):
        words = zip((_SLIDE, *_WORDS), (view_text(item), item.title, item.number), strict=True)
        found |= {f"{key}{place}": text for key, text in words if text}
    return found


def notes(meeting: Meeting) -> dict[str, str]:
    """The notes to the speaker in a file, ``n1`` for the first item."""
    items = enumerate(meeting.items, start=1)
    return {f"{_NOTE}{place}": item.note for place, item in items if item.note}


def from_query(query: Mapping[str, str]) -> tuple[Meeting, tuple[str, ...]]:
    """The meeting that an address holds.

    Returns:
        The meeting, and what of the address was not accepted: slides that no page has, and values
        that a page does not know.
    """
    items, refused = [], []
    for place, text in _slide_texts(query).items():
        item = _item(text)
        if item is None:
            refused.append(text[:LONGEST_TITLE])
            continue
        refused.extend(rejected_values(item.topic, item.exhibit_id, _parameters(text)))
        title, number, note = (query.get(f"{key}{place}", "") for key in (*_WORDS, _NOTE))
        items.append(tidy(replace(item, title=title, number=number, note=note)))
    title = _shortened(query.get(_TITLE, ""), LONGEST_TITLE)
    return Meeting(title, tuple(items), edition_in(query) if items else None), tuple(refused)


def edition_in(query: Mapping[str, str]) -> int | None:
    """The edition of the data that a meeting's address names; None for none."""
    found = _EDITION.fullmatch(query.get(AGREED, ""))
    return int(found[0]) if found else None


def _slide_texts(query: Mapping[str, str]) -> dict[int, str]:
    """The slides in a meeting's address by their place."""
    found = ((place, query.get(f"{_SLIDE}{place}")) for place in range(1, MOST_ITEMS + 1))
    return {place: text for place, text in found if text is not None}


def unknown_parameters(query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Page and name of the parameters in a meeting's address that the pages do not know."""
    found = (
        (topic, name)
        for slide in _slide_texts(query).values()
        if (topic := slide.partition("/")[0]) in PAGES
        for name in _parameters(slide)
        if all(name not in parameters(state_type) for state_type in PAGES[topic].states)
    )
    return tuple(dict.fromkeys(found))


def _item(text: str) -> Item | None:
    """The item that a slide in an address stands for; None if no page has it."""
    if len(text) > LONGEST_VIEW:
        return None
    topic, _, exhibit_id = text.partition(_QUERY_SEPARATOR)[0].partition("/")
    if topic not in PAGES or not PAGES[topic].is_for_meetings or not exhibit_id:
        return None
    return item_of(topic, exhibit_id, _parameters(text))


def _parameters(slide: str) -> dict[str, str]:
    """The parameters in a slide of an address."""
    pairs = (parameter.partition("=") for parameter in slide.split(_QUERY_SEPARATOR)[1:])
    return {name: unquote(value) for name, _, value in pairs}


def _escaped(value: str) -> str:
    """A value without the separator, which only words that a user typed can hold."""
    return value.replace("%", "%25").replace(_QUERY_SEPARATOR, "%3B")


def keys(query: Iterable[str]) -> set[str]:
    """The names among the parameters of an address that belong to a meeting."""
    kinds = (_SLIDE, *_WORDS, _NOTE)
    own = {f"{key}{place}" for key in kinds for place in range(1, MOST_ITEMS + 1)}
    return own.union({_TITLE, MARK, AGREED}).intersection(query)


def address_length(meeting: Meeting) -> int:
    """How many characters the parameters of the meeting's address have."""
    return len(urlencode(to_query(meeting)))
