"""A meeting as one page that needs no session: for the wall, and for whoever presents.

The address holds the views (``v1`` …) and what was changed while presenting (``x1`` …), so that any
process can answer, a reload loses nothing, and a window that is open needs no server.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from lib.addresses import EDITION, PREFIX
from lib.charts.declared import Rows
from lib.charts.drawn import is_drawn, rows_end
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings import canvas
from lib.meetings.agenda import LONGEST_NOTE, Item, from_query, to_query
from lib.meetings.slides import Deck, Slide, deck_of
from lib.state import parameters, parsed
from lib.views.pages import exhibit_at, state_of

_CHANGED = "x"  # followed by the place of the view


@dataclass(frozen=True)
class Field:
    """A condition of a view that may be changed while presenting.

    Attributes:
        name: The parameter of the view's address.
        label: Its Japanese name.
        options: Code to words; empty for words and numbers that are typed.
        chosen: What is chosen or typed now.
        is_list: Whether several options may be chosen.
        minimum: Smallest number; None for words.
        maximum: Largest number; None for words.
    """

    name: str
    label: str
    options: Mapping[str, str]
    chosen: tuple[str, ...]
    is_list: bool
    minimum: int | None
    maximum: int | None


def page(
    database: Database,
    query: Mapping[str, str],
    *,
    is_presenter: bool,
    looks: str,
    scripts: tuple[str, ...],
) -> str:
    """The page of a meeting.

    Args:
        database: The database.
        query: The parameters of its address.
        is_presenter: Whether it is for whoever presents.
        looks: Address of the style sheet.
        scripts: Addresses of the programs, in order.

    Returns:
        The text of an HTML document; empty if the address holds no view that can be shown.
    """
    meeting, _ = from_query(query)
    deck = _held(database, deck_of(database, meeting))
    if not deck.slides:
        return ""
    changed = _changed(database, query, deck)
    return (
        canvas.environment()
        .get_template("wall.html")
        .render(
            fields=_fields,
            longest_note=LONGEST_NOTE,
            deck=deck,
            changed=changed,
            drawings=_drawings(deck, changed),
            is_presenter=is_presenter,
            looks=looks,
            scripts=scripts,
            edition=database.edition,
            query=urlencode(to_query(meeting.without_notes()) | _edition(query)),
            prefix=PREFIX,
        )
    )


def _edition(query: Mapping[str, str]) -> dict[str, str]:
    """The edition that an address names, for the way back to the page of the meeting."""
    return {EDITION: query[EDITION]} if EDITION in query else {}


def _held(database: Database, deck: Deck) -> Deck:
    """The deck with axes that stay the same whatever conditions are chosen."""
    return replace(deck, slides=tuple(_with_steady_axis(database, slide) for slide in deck.slides))


def _with_steady_axis(database: Database, slide: Slide) -> Slide:
    """A slide whose axis ends where that of all rows ends."""
    exhibit, item = slide.exhibit, slide.item
    whole = exhibit_at(database, item.topic, item.exhibit_id, {})
    ends = [_end(one, exhibit) for one in (exhibit, whole) if one is not None]
    if not isinstance(exhibit.chart, Rows) or not any(ends):
        return slide
    axis = replace(exhibit.chart.axis, end=max(ends))
    chart = replace(exhibit.chart, axis=axis)
    return replace(slide, exhibit=replace(exhibit, chart=chart))


def _end(exhibit: Exhibit, beside: Exhibit) -> float:
    """The end of an axis; 0 where it does not count what that of the other one counts."""
    chart, other = exhibit.chart, beside.chart
    if not isinstance(chart, Rows) or not isinstance(other, Rows) or exhibit.rows.empty:
        return 0
    is_same = (chart.axis.unit, chart.axis.divisor) == (other.axis.unit, other.axis.divisor)
    shown = [row for row in records(exhibit.rows) if chart.only is None or chart.only(row)]
    has_marks = any(is_drawn(mark, row) for row in shown for mark in chart.marks)
    return rows_end(chart, shown) if is_same and has_marks else 0


def _changed(database: Database, query: Mapping[str, str], deck: Deck) -> dict[int, Slide]:
    """The slides whose conditions were changed, by their place."""
    found = {}
    for slide in deck.slides:
        text = query.get(f"{_CHANGED}{slide.place}", "")
        items = from_query({"v1": text})[0].items if text else ()
        if not items or items[0].exhibit_id != slide.item.exhibit_id:
            continue
        item = replace(slide.item, query=items[0].query)
        exhibit = exhibit_at(database, item.topic, item.exhibit_id, dict(item.query))
        if exhibit is not None:
            other = replace(slide, item=item, exhibit=exhibit)
            found[slide.place] = _with_steady_axis(database, other)
    return found


def _drawings(deck: Deck, changed: Mapping[int, Slide]) -> dict[str, canvas.Drawings]:
    """The charts that Plotly draws, by the view that shows them."""
    named = {f"{place}{_CHANGED}": slide for place, slide in changed.items()}
    return canvas.drawings({str(slide.place): slide for slide in deck.slides} | named)


def _fields(item: Item) -> list[Field]:
    """The conditions on which a view depends, with what is chosen."""
    state_type = state_of(item.topic, item.exhibit_id)
    if state_type is None:
        return []
    state: Any = parsed(state_type, dict(item.query))[0]
    return [
        Field(
            name=name,
            label=parameter.label,
            options=parameter.options,
            chosen=_texts(getattr(state, name)),
            is_list=parameter.is_list,
            minimum=parameter.minimum,
            maximum=parameter.maximum,
        )
        for name, parameter in parameters(state_type).items()
        if parameter.options or parameter.longest is not None or parameter.minimum is not None
    ]


def _texts(value: object) -> tuple[str, ...]:
    """A value of a condition as the texts of its options."""
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
