"""What a slide shows now against what it showed when the meeting was saved."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lib.exhibits import Exhibit
from lib.exports import csv_cells
from lib.meetings.agenda import Item
from lib.meetings.keeping import KeptMeeting, KeptSlide
from lib.meetings.slides import Deck, Slide
from lib.schema import Role

_NAMING = (Role.YEAR, Role.ORDINAL, Role.WORD, Role.NAME, Role.SENTENCE)  # tell rows apart
NONE = "なし"


@dataclass(frozen=True)
class Change:
    """One cell that differs.

    Attributes:
        row: What the row is about.
        column: Heading of the column.
        before: What was shown.
        now: What is shown.
    """

    row: str
    column: str
    before: str
    now: str


@dataclass(frozen=True, eq=False)  # holds a slide, which is itself
class Comparison:
    """A slide against its saved figures.

    Attributes:
        slide: The slide.
        is_same: Whether both reference codes are the same.
        changes: The cells that differ; empty if only words around the rows changed.
    """

    slide: Slide
    is_same: bool
    changes: tuple[Change, ...]


def comparisons(deck: Deck, kept: KeptMeeting) -> tuple[Comparison, ...]:
    """Each slide of a meeting that was saved, against what it shows now."""
    saved = {
        _exhibit_of(item): slide
        for item, slide in zip(reversed(kept.meeting.items), reversed(kept.slides), strict=True)
        if slide
    }
    return tuple(
        Comparison(slide, before.code == slide.code, _changes(slide, before))
        for slide in deck.slides
        if (before := saved.get(_exhibit_of(slide.item)))
    )


def _exhibit_of(item: Item) -> tuple[object, ...]:
    """What an item shows, whatever words it bears."""
    return item.topic, item.exhibit_id, item.query


def _changes(slide: Slide, kept: KeptSlide) -> tuple[Change, ...]:
    """The figures of a slide that differ from those that were saved."""
    return () if kept.code == slide.code else figure_changes(kept.header, kept.rows, slide.exhibit)


def figure_changes(
    kept_header: Sequence[str], kept_rows: Sequence[Sequence[str]], exhibit: Exhibit
) -> tuple[Change, ...]:
    """The figures that differ, row by row; rows are told apart by the words in them.

    Args:
        kept_header: The headings of the columns as they were.
        kept_rows: The cells as an export wrote them.
        exhibit: What is shown now.
    """
    header, *rows = csv_cells(exhibit.rows, exhibit.columns)
    names = [
        column.heading
        for column in exhibit.columns
        if column.role in _NAMING and column.name not in exhibit.export_only
    ]
    figures = [column.heading for column in exhibit.columns if column.role is Role.FIGURE]
    now = _by_name(header, rows, names)
    before = _by_name(kept_header, kept_rows, names)
    return tuple(
        Change(name, heading, old or NONE, new or NONE)
        for name in dict.fromkeys([*now, *before])
        for heading in figures
        if (old := before.get(name, {}).get(heading) or "")
        != (new := now.get(name, {}).get(heading) or "")
    )


def _by_name(
    header: Sequence[str], rows: Sequence[Sequence[str]], names: list[str]
) -> dict[str, dict[str, str]]:
    """Rows by the words that name them; those that share all words are numbered."""
    found: dict[str, dict[str, str]] = {}
    for cells in rows:
        row = dict(zip(header, cells, strict=True))
        words = "　".join(dict.fromkeys(row[name] for name in names if row.get(name)))
        name, place = words, 1
        while name in found:
            place += 1
            name = f"{words}（{place}）"
        found[name] = row
    return found


def with_code(deck: Deck, code: str) -> Slide | None:
    """The slide of a meeting that shows just what a reference code was given for."""
    wanted = normal_code(code)
    return next((slide for slide in deck.slides if slide.code == wanted), None)


def normal_code(text: str) -> str:
    """A reference code as it was typed: in capitals of half width, digits for letters like them."""
    typed = unicodedata.normalize("NFKC", text).upper()
    letters = "".join(sign for sign in typed if sign.isascii() and sign.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))
