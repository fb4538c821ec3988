"""Agendas to begin a meeting with, as rows declare them: without the views that data lack."""

from dataclasses import dataclass
from itertools import groupby

from lib.database import Database, using
from lib.meetings.agenda import Meeting, from_query
from lib.meetings.slides import Slide, deck_of
from lib.memory import remembered
from lib.queries.sources import agendas


@dataclass(frozen=True)
class ReadyMade:
    """A meeting to begin with.

    Attributes:
        code: Its short name.
        meeting: Title and views.
        words: What is in it, in one line.
    """

    code: str
    meeting: Meeting
    words: str


@remembered
def ready_made(database: Database) -> tuple[ReadyMade, ...]:
    """The agendas of which today's data show at least one view."""
    found = []
    for code, rows in groupby(agendas(database), lambda row: row.agenda):
        views = [(row.title, slide) for row in rows if (slide := _slide(database, row.view))]
        if views:
            title = views[0][0]
            # Views of one body name it each.
            names = [slide.exhibit.name.removeprefix(f"{title}の") for _, slide in views]
            meeting = Meeting(title, tuple(slide.item for _, slide in views))
            found.append(ReadyMade(code, meeting, f"{len(names)}件の図: {'、'.join(names)}"))
    return tuple(found)


def _slide(database: Database, view: str) -> Slide | None:
    """What a view shows; None where it has no rows or a condition is unknown."""
    with using(database):
        meeting, refused = from_query({"v1": view})
        slides = deck_of(database, meeting).slides
    shown = next((slide for slide in slides if not slide.exhibit.rows.empty), None)
    return None if refused else shown
