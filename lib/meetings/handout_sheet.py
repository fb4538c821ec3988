"""The style sheet of a meeting's file: fonts, the theme's colours, what heads each printed page."""

import base64
import datetime as dt
from functools import cache
from pathlib import Path

from lib import paths
from lib.charts.theme import PALETTES, Palette
from lib.meetings.slides import Deck, Slide

_SHEET = Path(__file__).resolve().parent / "handout.css"
_PAGE_TITLE_LENGTH = 44  # characters above a printed page
_ALWAYS_IN_CORE = {chr(code) for code in [*range(0x20, 0x7F), *range(0x3041, 0x30FF)]}


def sheet(deck: Deck, made_on: dt.date) -> str:
    """Colours of the theme, fonts, the sheet beside this module, headers of printed pages."""
    tones = "".join(
        f'[data-tone="{name}"] {{ {_colours(palette)} }}\n' for name, palette in PALETTES.items()
    )
    paper = f"@media print {{ :root:root {{ {_colours(PALETTES['light'])} }} }}\n"
    pages = "".join(_page_headers(slide, len(deck.slides)) for slide in deck.slides)
    title = _css_text(_cut(deck.title))
    foot = _css_text(f"{made_on.isoformat()} 作成　データの版 {deck.data_version}")
    page_rule = (
        f"@page {{ @top-left {{ content: {title}; }} @bottom-left {{ content: {foot}; }} }}\n"
    )
    fonts = _fonts(has_rare=_has_rare(deck))
    return f"{fonts}{tones}{_SHEET.read_text('utf-8')}{paper}{page_rule}{pages}"


def _page_headers(slide: Slide, count: int) -> str:
    """Each printed page says whose it is: number, place and reference code."""
    place = f"{slide.item.number}　図表 {slide.place}／{count}　照合コード {slide.code}"
    words = _css_text(place.strip())
    name = f"v{slide.place}"
    corner = f"@top-right {{ content: {words}; }}"
    # Notes that found no room below a long chart stand on the sheet of the table.
    wide = f"#{name} .very-wide, #{name}.long:has(.very-wide) .notes {{ page: {name}w; }}\n"
    return (
        f"#{name} {{ page: {name}; }}\n{wide}@page {name} {{ {corner} }}\n"
        f"@page {name}w {{ size: A4 landscape; {corner} }}\n"
    )


def _cut(text: str) -> str:
    is_long = len(text) > _PAGE_TITLE_LENGTH
    return f"{text[: _PAGE_TITLE_LENGTH - 1]}…" if is_long else text


def _css_text(text: str) -> str:
    """A string of a style sheet, every character as its code, so that none can end it."""
    return '"' + "".join(f"\\{ord(character):06x}" for character in text) + '"'


def _colours(palette: Palette) -> str:
    names = ("background", "surface", "text", "muted", "grid", "main")
    return " ".join(f"--{name}: {getattr(palette, name)};" for name in names)


def _fonts(*, has_rare: bool) -> str:
    faces = [
        ("dashboard-core", "core-regular.woff2", 400),
        ("dashboard-core", "core-bold.woff2", 700),
    ]
    if has_rare:
        faces.append(("dashboard-rest", "rest-regular.woff2", 400))
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f"src: url(data:font/woff2;base64,{_encoded(file)}); }}\n"
        for family, file, weight in faces
    )


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
    texts = (file.read_text("utf-8") for file in paths.DATA.glob("*.csv"))
    return frozenset(_ALWAYS_IN_CORE.union(*texts))
