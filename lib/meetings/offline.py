"""What a page needs to stand alone in a file: fonts, looks, the library of charts, no requests."""

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import plotly.offline
from jinja2 import Environment
from markupsafe import Markup

from lib import paths
from lib.charts import markup, tokens
from lib.exhibits import Exhibit
from lib.views import framing, tabled
from lib.views.drawings import drawn

_BESIDE = Path(__file__).resolve().parent
_FONTS = (
    ("dashboard-core", 400, "core-regular.woff2"),
    ("dashboard-core", 700, "core-bold.woff2"),
)
_RARE_FONT = ("dashboard-rest", 400, "rest-regular.woff2")


@cache
def environment() -> Environment:
    """The templates of whole pages."""
    found = markup.environment(_BESIDE)
    found.keep_trailing_newline = True
    found.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return found


@cache
def beside(name: str) -> Markup:
    """A style sheet or a program of ours, as it stands in a page."""
    return Markup((_BESIDE / name).read_text("utf-8"))  # noqa: S704 - our own file


@cache
def plotly_code() -> Markup:
    """The library that draws what is not HTML."""
    return Markup(plotly.offline.get_plotlyjs())  # noqa: S704 - the library's own program


@cache
def styles(*, has_rare: bool = False) -> Markup:
    """Fonts, colours, sizes and the looks of charts, frames and tables.

    Args:
        has_rare: Whether characters occur that the core font may lack.
    """
    fonts = (*_FONTS, _RARE_FONT) if has_rare else _FONTS
    found = (f"data:font/woff2;base64,{_encoded(file)}" for _, _, file in fonts)
    return _looks(zip(fonts, found, strict=True))


@cache
def looks_with_fonts(folder: str) -> Markup:
    """The same for a page that a server answers with.

    Args:
        folder: Address of the fonts.
    """
    fonts = (*_FONTS, _RARE_FONT)
    return _looks((font, f"{folder}/{font[-1]}") for font in fonts)


def _looks(fonts: Iterable[tuple[tuple[str, int, str], str]]) -> Markup:
    """Fonts, each with its address, colours, sizes and the looks of all parts."""
    faces = "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url({address}); }}'
        for (family, weight, _), address in fonts
    )
    looks = (tokens.css(), markup.css(), framing.css(), tabled.css())
    return Markup("\n".join([faces, *looks]))  # noqa: S704 - our own files


@cache
def _encoded(font_file: str) -> str:
    return base64.b64encode((paths.FONTS / font_file).read_bytes()).decode()


@cache
def policy(*scripts: str) -> str:
    """Only some scripts run, and nothing is fetched.

    Plotly writes the look of its words into style attributes, so styles cannot be hashed.
    """
    digests = (hashlib.sha256(text.encode()).digest() for text in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    allowed = hashes or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def drawing(exhibit: Exhibit, palette: tokens.Palette) -> Any:  # noqa: ANN401 - JSON
    """The chart that Plotly draws, as its JSON; None where the chart is HTML or there is none."""
    if exhibit.markup is not None:
        return None
    chart = drawn(exhibit, palette)
    return chart and json.loads(chart.to_json())
