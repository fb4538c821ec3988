"""What every picture of the prefectures shows: the fill, the mark and the words of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from lib import formats
from lib.charts.classes import ValueClass, class_index, value_classes
from lib.frames import Record
from lib.vocabulary import MAP_STATUS

# From many to few. A picture prints its values or has a table beside it: three steps are enough
# to be told apart in grey, each with letters on it that can be read.
STEPS = ("many", "more", "some")
MARKS = {
    "reference": "参",
    "several": "＊",
    "suppressed": "秘",
    "unknown": "？",
    "not_applicable": "－",
}
SIGNED = ("reference", "several", "suppressed")  # white like zero but for the sign
_ZERO = "none"
_NOT_PUBLISHED = "不明（公表されていない）"
_STEPS_OF = {1: ("many",), 2: ("some", "many"), 3: ("some", "more", "many")}
_COUNTED = {"事業": "モデル事業"}  # units that say what is counted, as in モデル事業2つ
_KINDS = "都道府県"


@dataclass(frozen=True, slots=True)
class PrefectureRow:
    """What a picture needs of a row of ``prefecture_values``."""

    prefecture_code: str
    name: str
    name_short: str
    region: str
    value: float | None
    status: str
    words: str
    mark: str | None


@dataclass(frozen=True)
class Area:
    """One prefecture as all pictures show it.

    Attributes:
        code: Its code of two digits.
        name: Its full name.
        short: Its name without 都, 府 or 県.
        region: The region in which lists put it.
        fill: One of ``STEPS``, ``none`` for zero, or a status beside the scale (``MARKS``).
        number: Its value as printed, or the sign of its status.
        words: What a pointer or a screen reader is told after the name.
        is_marked: Whether it bears the second mark.
        is_chosen: Whether it is the one that the user asked for.
        link: Address that it leads to; empty for none.
    """

    code: str
    name: str
    short: str
    region: str
    fill: str
    number: str
    words: str
    is_marked: bool = False
    is_chosen: bool = False
    link: str = ""


@dataclass(frozen=True)
class Key:
    """One line of the legend: a fill (``mark`` for the second mark), its words, how many have it.

    Attributes:
        fill: As in ``Area``, or ``mark``.
        words: What it stands for.
        count: Number of prefectures.
        kinds: Which kinds of prefecture they are, as in 都府県.
    """

    fill: str
    words: str
    count: int
    kinds: str

    @property
    def text(self) -> str:
        """The words with the number, as in モデル事業2つ（8道府県）."""
        return self.words if self.fill == "mark" else f"{self.words}（{self.count}{self.kinds}）"


@dataclass(frozen=True)
class AreaPicture:
    """All prefectures in the order of their codes, and the legend from many to few."""

    areas: tuple[Area, ...]
    keys: tuple[Key, ...]

    @property
    def chosen(self) -> Area | None:
        """The prefecture that the user asked for."""
        return next((area for area in self.areas if area.is_chosen), None)


def area_picture(
    values: Sequence[Record],
    unit: str,
    chosen: str = "",
    link: Callable[[str], str] | None = None,
) -> AreaPicture:
    """The fills, marks and words of all prefectures, from the rows of the exhibit.

    Args:
        values: One row a prefecture, with the fields of ``PrefectureRow``.
        unit: Unit of the values.
        chosen: Code of the prefecture to pick out.
        link: From a code to the address that the prefecture leads to.
    """
    names = [field.name for field in fields(PrefectureRow)]
    found = (PrefectureRow(**{name: row[name] for name in names}) for row in values)
    rows = sorted(found, key=lambda row: row.prefecture_code)
    classes = known_classes(rows)
    areas = tuple(
        Area(
            code=row.prefecture_code,
            name=row.name,
            short=row.name_short,
            region=row.region,
            fill=_fill(row, classes),
            number=MARKS.get(row.status) or formats.number(row.value or 0),
            words=f"{row.words}、{row.mark}" if row.mark else row.words,
            is_marked=bool(row.mark),
            is_chosen=row.prefecture_code == chosen,
            link=link(row.prefecture_code) if link else "",
        )
        for row in rows
    )
    marks = {row.mark for row in rows if row.mark}
    return AreaPicture(areas, _keys(areas, classes, unit, sorted(marks)))


def known_classes(rows: Sequence[PrefectureRow]) -> list[ValueClass]:
    """The classes of the values above zero, from few to many."""
    known = [row.value for row in rows if row.status == "value" and row.value is not None]
    return value_classes(known, len(STEPS))


def _fill(row: PrefectureRow, classes: Sequence[ValueClass]) -> str:
    if row.status != "value" or row.value is None:
        return _ZERO if row.status == "zero" else row.status
    return _STEPS_OF[len(classes)][class_index(row.value, classes)]


def _keys(
    areas: tuple[Area, ...], classes: list[ValueClass], unit: str, marks: Sequence[str]
) -> tuple[Key, ...]:
    """What fills and marks stand for; only what occurs."""
    scale = [
        (step, _class_words(item, unit, is_last=item is classes[-1]))
        for item, step in zip(classes, _STEPS_OF.get(len(classes), ()), strict=True)
    ]
    beside = [
        (status, _NOT_PUBLISHED if status == "unknown" else MAP_STATUS.label(status))
        for status in MARKS
    ]
    found = [
        (fill, words, _of_fill(areas, fill))
        for fill, words in (*reversed(scale), (_ZERO, _zero_words(unit)), *beside)
    ]
    second = [("mark", words, [area for area in areas if area.is_marked]) for words in marks]
    return tuple(
        Key(fill, words, len(group), _kinds(group))
        for fill, words, group in (*found, *second)
        if group
    )


def _of_fill(areas: Sequence[Area], fill: str) -> list[Area]:
    return [area for area in areas if area.fill == fill]


def _kinds(areas: Sequence[Area]) -> str:
    """The kinds of some prefectures, in the order of 都道府県."""
    return "".join(kind for kind in _KINDS if any(area.name.endswith(kind) for area in areas))


def _zero_words(unit: str) -> str:
    return f"{_COUNTED[unit]}なし" if unit in _COUNTED else f"0{unit}"


def _class_words(item: ValueClass, unit: str, *, is_last: bool) -> str:
    low, high = formats.number(item.low), formats.number(item.high)
    if item.low == item.high:
        return f"{_COUNTED[unit]}{low}つ" if unit in _COUNTED else f"{low}{unit}"
    if item.low == 0:
        return f"{high}{unit}未満"
    return f"{low}～{high}{unit}" if is_last else f"{low}～{high}{unit}未満"
