"""One HTML file of a meeting that opens without a server: charts, tables, notes and paper layout.

The file asks for nothing: fonts, program and numbers stand in it, and its own security policy
forbids every request. The template escapes all words; those in the style sheet go through
``css_text``.
"""

import base64
import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import plotly.offline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lib import paths
from lib.charts.tokens import PALETTES, Palette
from lib.exhibits import Exhibit
from lib.exports import Download, csv_cells, file_name_part
from lib.formats import era_day
from lib.frames import records
from lib.meetings.slides import Deck, Slide
from lib.schema import Column
from lib.validation import csv_text
from lib.words import cell_words

_BESIDE = Path(__file__).resolve().parent
_FONTS = (
    ("dashboard-core", 400, "core-regular.woff2"),
    ("dashboard-core", 700, "core-bold.woff2"),
)
_RARE_FONT = ("dashboard-rest", 400, "rest-regular.woff2")
_ALWAYS_IN_CORE = {chr(code) for code in [*range(0x20, 0x7F), *range(0x3041, 0x30FF)]}
_NAMING = 3  # columns at the left, one of which names the rows


@dataclass(frozen=True)
class _Cell:
    """A cell of a table; a number carries what the CSV says for it beside the words."""

    words: str
    number: str
    role: str
    is_name: bool


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
    """The text of the file."""
    plotly_code, script = plotly.offline.get_plotlyjs(), _beside("handout.js")
    return (
        _environment()
        .get_template("handout.html")
        .render(
            deck=deck,
            made_on=made_on,
            policy=_policy(plotly_code, script),
            fonts=(*_FONTS, _RARE_FONT) if _has_rare(deck) else _FONTS,
            css=Markup(_beside("handout.css")),  # noqa: S704 - our own file
            drawings={slide.place: _drawings(slide) for slide in deck.slides},
            plotly=Markup(plotly_code),  # noqa: S704 - the library's own program
            script=Markup(script),  # noqa: S704 - our own file
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_BESIDE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.filters["css_text"] = _css_text
    environment.globals.update(
        colours=_colours, encoded=_encoded, era_day=era_day, palettes=PALETTES, rows=_rows
    )
    return environment


@cache
def _beside(name: str) -> str:
    return (_BESIDE / name).read_text("utf-8")


@cache
def _policy(*scripts: str) -> str:
    """Only the two scripts of the file run, and nothing is fetched.

    Plotly writes the look of its words into style attributes, so styles cannot be hashed.
    """
    digests = (hashlib.sha256(text.encode()).digest() for text in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; font-src data:; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _drawings(slide: Slide) -> dict[str, object]:
    """The chart of a slide in each palette, as Plotly's JSON; empty if it has none."""
    charts = {name: slide.exhibit.chart(palette) for name, palette in PALETTES.items()}
    return {name: json.loads(chart.to_json()) for name, chart in charts.items() if chart}


def _rows(exhibit: Exhibit) -> list[list[_Cell]]:
    """The cells of an exhibit's table."""
    columns = exhibit.shown_columns
    name = _naming(exhibit)
    written = csv_cells(exhibit.rows, columns)[1:]
    return [
        [
            _Cell(
                cell_words(row, column),
                cell if column.is_number else "",
                column.role.name.lower(),
                column is name,
            )
            for column, cell in zip(columns, cells, strict=True)
        ]
        for row, cells in zip(records(exhibit.rows), written, strict=True)
    ]


def _naming(exhibit: Exhibit) -> Column:
    """The column that names the rows: one of words without repeats near the left, if any."""
    columns = exhibit.shown_columns
    words = (column for column in columns[:_NAMING] if not column.is_number)
    unique = (column for column in words if exhibit.rows[column.name].is_unique)
    return next(unique, columns[0])


def _css_text(text: str) -> Markup:
    """A string of a style sheet, every character as its code, so that none can end it."""
    codes = "".join(f"\\{ord(character):06x}" for character in text)
    return Markup(f'"{codes}"')  # noqa: S704 - digits only


def _colours(palette: Palette) -> str:
    names = ("background", "surface", "text", "muted", "grid", "main")
    return " ".join(f"--{name}: {getattr(palette, name)};" for name in names)


@cache
def _encoded(font_file: str) -> str:
    return base64.b64encode((paths.FONTS / font_file).read_bytes()).decode()


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
