"""One HTML file of a meeting that opens without a server: the wall, what is behind it, its paper.

The file asks for nothing: fonts, program and numbers stand in it, and its own security policy
forbids every request. The template escapes all words; those in the style sheet go through
``css_text``.
"""

import datetime as dt
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from lib import paths
from lib.exports import Download, file_name_part
from lib.formats import era_day
from lib.meetings import canvas, offline
from lib.meetings.slides import Deck
from lib.validation import csv_text

_LOOKS = ("wall.css", "handout.css")
_PROGRAMS = ("canvas.js", "wall.js", "handout.js")
_ALWAYS_IN_CORE = {chr(code) for code in [*range(0x20, 0x7F), *range(0x3041, 0x30FF)]}


def make(deck: Deck, made_on: dt.date) -> Download:
    """The file of a meeting; a browser opens, projects and prints it.

    Notes to the speaker and likely questions are left out, because the file is handed out.

    Args:
        deck: The slides.
        made_on: The date that stands on it and in its name.
    """
    name = f"{file_name_part(deck.title)}_{len(deck.slides)}件_{made_on.isoformat()}.html"
    return Download(name, page(deck, made_on).encode(), "text/html")


def page(deck: Deck, made_on: dt.date) -> str:
    """The text of the file; the library of charts stands in it only if a slide needs it."""
    drawings = canvas.drawings({str(slide.place): slide for slide in deck.slides})
    scripts = [offline.beside(name) for name in _PROGRAMS]
    if drawings:
        scripts.insert(0, offline.plotly_code())
    return (
        _environment()
        .get_template("handout.html")
        .render(
            deck=deck,
            made_on=made_on,
            policy=offline.policy(*scripts),
            styles=offline.styles(has_rare=_has_rare(deck)),
            looks=[offline.beside(name) for name in _LOOKS],
            drawings=drawings,
            scripts=scripts,
        )
    )


@cache
def _environment() -> Environment:
    environment = canvas.environment().overlay()
    environment.filters["css_text"] = _css_text
    environment.globals["era_day"] = era_day
    return environment


def _css_text(text: str) -> Markup:
    """A string of a style sheet, every character as its code, so that none can end it."""
    codes = "".join(f"\\{ord(character):06x}" for character in text)
    return Markup(f'"{codes}"')  # noqa: S704 - digits only


def _has_rare(deck: Deck) -> bool:
    """Whether users typed a character that the core font may lack."""
    typed = deck.title
    for slide in deck.slides:
        typed += slide.item.number + slide.item.title
        typed += "".join(words for _, words in slide.exhibit.filters)
    return bool(set(typed) - _characters_of_data())


@cache
def _characters_of_data() -> frozenset[str]:
    """The characters of the data, all of which the core font holds, with ASCII and kana."""
    texts = (csv_text(file.read_bytes()) for file in paths.DATA.glob("*.csv"))
    return frozenset(_ALWAYS_IN_CORE.union(*texts))
