"""What two databases show differently: exhibits, and the views of meetings that this touches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from urllib.parse import parse_qsl

from lib import memory
from lib.database import Database, using
from lib.editions.exhibits import ExhibitChange, exhibit_changes
from lib.editions.model import Files
from lib.editions.publishing import trial
from lib.exhibits import Exhibit
from lib.meetings.agenda import Item, Meeting
from lib.meetings.ready_made import ready_made
from lib.meetings.slides import Slide, deck_of
from lib.memory import remembered
from lib.views.pages import exhibit_at

_FORM = {"form": "tiles"}  # a page's HTML can hold no other map without a session of its own
_MAKING = Lock()  # making all exhibits of two sets takes a processor for seconds


@dataclass(frozen=True, eq=False)  # holds exhibits, which are themselves
class ChangedExhibit:
    """An exhibit that shows something else.

    Attributes:
        change: What differs.
        before: As it was; None where it was not there.
        after: As it is; None where it is there no more.
    """

    change: ExhibitChange
    before: Exhibit | None
    after: Exhibit | None


@dataclass(frozen=True)
class ChangedView:
    """A view of a meeting that would show something else.

    Attributes:
        meeting: The name of the meeting.
        place: Its number in it, from 1.
        before: Its title as it was; empty where it was not there.
        after: Its title as it is; empty where it is there no more.
    """

    meeting: str
    place: int
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Preview:
    """What two sets show differently.

    Attributes:
        exhibits: Each exhibit once, at the first place where it differs.
        views: The views of the meetings that differ.
    """

    exhibits: tuple[ChangedExhibit, ...]
    views: tuple[ChangedView, ...]


def previewed(
    before: Database, files: Files, own: Meeting, *, name_of_own: str = "この会議"
) -> Preview:
    """What a proposed set would show differently.

    Args:
        before: The database of the edition that it was made from.
        files: The set.
        own: A meeting to look at beside the ready-made ones, unless it is of an earlier edition,
            where it stays whatever is published.
        name_of_own: What it is called where it has no name.
    """
    with trial(files) as after:
        try:
            is_touched = own.edition in (None, before.edition)
            named = own.renamed(own.title or name_of_own)
            return preview(before, after, (named,) if is_touched else ())
        finally:
            memory.forget(lambda part: part is after)


def preview(before: Database, after: Database, meetings: Sequence[Meeting] = ()) -> Preview:
    """What two databases show differently.

    Args:
        before: The one.
        after: The other.
        meetings: Meetings to look at, beside the ready-made ones of either database.
    """
    exhibits = at_first_places(before, after, all_changes(before, after))
    made = {one.code: one.meeting for each in (after, before) for one in ready_made(each)}
    each_of = (changed_views(before, after, one) for one in (*meetings, *made.values()))
    return Preview(exhibits, tuple(chain.from_iterable(each_of)))


def all_changes(before: Database, after: Database) -> tuple[ExhibitChange, ...]:
    """The exhibits that differ, at each place; one pair of databases at a time."""
    with _MAKING:
        return exhibit_changes(before, after)


def at_first_places(
    before: Database, after: Database, changed: Sequence[ExhibitChange]
) -> tuple[ChangedExhibit, ...]:
    """Each exhibit that differs once, as either database shows it there.

    Args:
        before: The one.
        after: The other.
        changed: What differs, at each place.
    """
    found: dict[str, ChangedExhibit] = {}
    for change in changed:
        if change.exhibit_id not in found:
            own = _FORM if change.topic == "map" else {}
            asked = dict(parse_qsl(change.query)) | own
            old, new = (
                exhibit_at(each, change.topic, change.exhibit_id, asked) for each in (before, after)
            )
            found[change.exhibit_id] = ChangedExhibit(change, old, new)
    return tuple(found.values())


@remembered
def changed_views(before: Database, after: Database, meeting: Meeting) -> tuple[ChangedView, ...]:
    """The views of a meeting that two databases show differently."""
    return tuple(_views(before, after, meeting))


def _views(before: Database, after: Database, meeting: Meeting) -> Iterator[ChangedView]:
    old, new = _slides(before, meeting), _slides(after, meeting)
    for place, item in enumerate(meeting.items, start=1):
        was, now = old.get(item), new.get(item)
        if (was and was.code) != (now and now.code):
            yield ChangedView(
                meeting.title, place, was.title if was else "", now.title if now else ""
            )


def _slides(database: Database, meeting: Meeting) -> Mapping[Item, Slide]:
    with using(database):
        return {slide.item: slide for slide in deck_of(database, meeting).slides}
