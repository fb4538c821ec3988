"""What is said of an exhibit beside its rows, and the few forms that all headlines share."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib import formats

ALWAYS = "always"  # the key of limits that do not depend on what is shown
_PREFECTURE_ENDS = "都道府県"


@dataclass(frozen=True)
class Words:
    """What is said of an exhibit.

    Attributes:
        headline: The finding, one sentence with its number; empty where the rows bear none.
        subtitle: What is counted, kind, unit, period and the key of the marks.
        can_tell: What can be read from the rows.
        stage_note: The sentence for the wall, where it is not the usual one.
        limits_of: The exhibit whose limits hold, where it is another one.
        shown: What is shown, as rows of ``reading_limits`` name it.
    """

    headline: str = ""
    subtitle: str = ""
    can_tell: tuple[str, ...] = ()
    stage_note: str = ""
    limits_of: str = ""
    shown: tuple[str, ...] = ()


NOTHING = Words()


def span(low: float, high: float, unit: str, between: str = "～") -> str:
    """Two ends with their unit, as in 24件～313件, 2人から112人; one value where they are equal."""
    ends = dict.fromkeys(formats.count(value, unit) for value in (low, high))
    return between.join(ends)


def yen_span(low: float, high: float, between: str) -> str:
    """Two amounts, as in 130.6万円から150万円; one where they are equal."""
    return between.join(dict.fromkeys(map(formats.man_yen, (low, high))))


def years(found: Iterable[int | None]) -> str:
    """The first and last of some fiscal years in their era; empty for none."""
    known = sorted({year for year in found if year is not None})
    return "～".join(dict.fromkeys(map(formats.era_fiscal_year, (*known[:1], *known[-1:]))))


def prefecture_kinds(names: Iterable[str]) -> str:
    """What some prefectures are called together, as in 都府県 where no 北海道 is among them."""
    ends = {name[-1:] for name in names}
    return "".join(sign for sign in _PREFECTURE_ENDS if sign in ends)


def pieces(number: int) -> str:
    """How many bodies; つ counts to nine only."""
    return f"{number}つ" if number < 10 else f"{number}団体"
