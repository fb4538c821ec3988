"""Which columns people get, and how much room a text takes in an office file."""

import math
import re
from itertools import pairwise

from lib.schema import Column, Role

_BESIDE = (Role.KEY, Role.PLACE, Role.LINK)
_LATIN = 1.12
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # of XML 1.0


def handed_out(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of a table on paper or a slide: not those that only a data file needs."""
    return tuple(column for column in columns if column.role not in _BESIDE)


def width_units(text: str) -> float:
    """The width of a text in half characters, on the safe side.

    Japanese characters count 2, Latin letters and digits a little more than 1; programs set a
    quarter of a character between the two kinds.
    """
    changes = sum(before.isascii() is not after.isascii() for before, after in pairwise(text))
    letters = sum(_LATIN if character.isascii() else 2 for character in text)
    return letters + changes / 2


def line_count(text: str, size_pt: float, width_pt: float) -> int:
    """How many lines a text takes in a width, with some room for the breaks of lines.

    Args:
        text: The text; it may hold line breaks.
        size_pt: Size of its font.
        width_pt: Width that it is set in.
    """
    whole = int(width_pt / size_pt)  # characters of a line; a full stop never begins the next
    per_line = max(2, 2 * whole - 1)
    return sum(max(1, math.ceil(width_units(part) / per_line)) for part in text.split("\n"))


def writable(text: str) -> str:
    """A text without the characters that no office file may hold."""
    return _NOT_IN_XML.sub("", text)
