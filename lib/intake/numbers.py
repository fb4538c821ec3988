"""Reads numbers as people type them, exactly; what could be two numbers is refused."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from lib.counting import COUNTED_THING

MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000}
MULTIPLES |= {"百万": 10**6, "千万": 10**7, "億": 10**8, "十億": 10**9, "兆": 10**12}
_LONGER_FIRST = "|".join(sorted(filter(None, MULTIPLES), key=len, reverse=True))
_UNIT_VARIANTS = {"ヶ月": "か月", "ヵ月": "か月", "カ月": "か月", "ケ月": "か月", "箇月": "か月"}
_UNIT = re.compile(rf"(?P<multiple>{_LONGER_FIRST})?(?P<unit>[^0-9.,\s]+)")
# A note is parted from a number only by signs that are no part of one.
_NOTE = re.compile(r"\s*(?:\(?※[0-9]*\)?|\(注[0-9]*\)|\[注?[0-9]+\]|\*+)$")
_MINUS = re.compile(r"^[-▲△−‐‑–—]\s*(?=[0-9])")
_NUMBER = re.compile(
    r"(?P<sign>-?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<decimals>\.[0-9]+)?\s*(?P<unit>.*)"
)
_REASONS = (
    (r"約|およそ|概ね|程度|前後|余$", "おおよその数（約、程度など）は受け取らない。"),
    (r"以上|以下|未満|超|[<>≦≧]", "範囲を示す数（以上、未満など）は受け取らない。"),
    (r"[0-9]\s*[~〜～]\s*[0-9]|[0-9]-[0-9]", "幅のある数は受け取らない。1つの数にする。"),
    (r"^\([0-9,.]+\)$", "括弧の付いた数は、マイナスとも内数とも読める。"),
    (r"[0-9]\.?[0-9]*[eE][+-]?[0-9]", "指数で書かれ、桁が失われている。"),
    (r"[0-9][,、.][0-9]*[,、]|,", "桁区切りの位置が正しくない。"),
    (r"[0-9]\s+[0-9]", "数の途中に空白がある。"),
)


@dataclass(frozen=True)
class ReadNumber:
    """A number with the unit written behind it.

    Attributes:
        value: The number as written.
        multiple: What the unit multiplies it by (千円: 1000).
        unit: The unit without its multiple; empty where none is written.
    """

    value: Decimal
    multiple: int = 1
    unit: str = ""


@dataclass(frozen=True)
class Unread:
    """Why a text is no number.

    Attributes:
        sentence: What is wrong, in Japanese.
        nearest: The number that may be meant; empty where there is none.
    """

    sentence: str
    nearest: str = ""


def unit_of(text: str) -> tuple[int, str] | None:
    """The multiple and the unit in words such as 千円, 百万円, 人, ％.

    Returns:
        Both; None where the words are no unit that is known.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = _UNIT_VARIANTS.get(plain, plain)
    if plain in COUNTED_THING:
        return 1, plain
    found = _UNIT.fullmatch(plain)
    if found and found["multiple"] and found["unit"] in COUNTED_THING:
        return MULTIPLES[found["multiple"]], found["unit"]
    return None


def number(text: str) -> ReadNumber | Unread:
    """The number in a text.

    Full-width signs, well-placed thousands separators, ▲ and △ for minus, a unit that is known and
    a note behind (※1, （注）) are understood.
    """
    if any(unicodedata.category(sign) == "No" for sign in text):
        return Unread("上付きや丸囲みの数字が付き、数の一部とも注の番号とも読める。")
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = _MINUS.sub("-", _NOTE.sub("", plain).strip())
    found = _NUMBER.fullmatch(plain)
    unit = unit_of(found["unit"]) if found and found["unit"] else (1, "")
    if found and unit:
        digits = found["digits"].replace(",", "")
        value = Decimal(f"{found['sign']}{digits}{found['decimals'] or ''}")
        return ReadNumber(value, *unit)
    return _unread(plain)


def _unread(plain: str) -> Unread:
    digits = re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", plain)
    nearest = digits[0].replace(",", "") if len(digits) == 1 else ""
    for pattern, sentence in _REASONS:
        if re.search(pattern, plain):
            return Unread(sentence, nearest if "マイナス" not in sentence else "")
    return Unread("数として読めない。", nearest)


def written(value: Decimal) -> str:
    """A number as the CSV files hold it: no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
