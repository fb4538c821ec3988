"""Reads amounts of money as people type them, and refuses what could mean two amounts."""

import re
import unicodedata
from fractions import Fraction
from itertools import pairwise

EXAMPLES = "3,000,000、300万、1.5億、1億2,000万"
_UNITS = {"千万": 10**7, "百万": 10**6, "億": 10**8, "万": 10**4, "千": 10**3}
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PART = re.compile(rf"({_NUMBER})({'|'.join(_UNITS)}|$)")
_LONGEST = 30  # characters; more come from no person
_SPACES = re.compile(r"\s+")


def yen(text: str) -> int | None:
    """The amount that a text stands for, in whole yen.

    Full-width signs, commas, spaces, ¥ before, 円 behind and the units 千, 万, 百万, 千万 and
    億 are understood. Nothing is guessed: a comma in the wrong place, a fraction of a yen, a
    fraction before a further part (1.5億2000万), parts that are not each smaller than the unit
    before them (1億20000万) and a short rest without 円 (1万5: 10,005 or 15,000?) are refused.

    Returns:
        The amount; None if the text is no amount or could be two.
    """
    has_other_digits = any(unicodedata.category(sign) == "No" for sign in text)  # 3² is not 32
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", text))
    if has_other_digits or len(plain) > _LONGEST:
        return None
    ends_in_yen = plain.endswith("円")
    parts = _parts(plain.removeprefix("¥").removesuffix("円"))
    if not parts or not _is_clear(parts, ends_in_yen=ends_in_yen):
        return None
    total = sum(Fraction(number) * unit for number, unit in parts)
    return int(total) if total.denominator == 1 else None


def _parts(text: str) -> list[tuple[str, int]]:
    """Digits and unit of each part; empty if the text holds anything else."""
    found = []
    place = 0
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            return []
        found.append((part[1].replace(",", ""), _UNITS.get(part[2], 1)))
        place = part.end()
    return found


def _is_clear(parts: list[tuple[str, int]], *, ends_in_yen: bool) -> bool:
    for (number, unit), (rest, smaller) in pairwise(parts):
        if "." in number or "." in rest or int(rest) * smaller >= unit:
            return False
    rest, unit = parts[-1]
    is_short_rest = len(parts) > 1 and unit == 1 and 10 ** len(rest) < parts[-2][1]
    return ends_in_yen or not is_short_rest
