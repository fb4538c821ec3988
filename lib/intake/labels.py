"""Tells what one heading means: a declared column, its unit, a year, a prefecture, a remark."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from lib.intake import numbers, years
from lib.intake.known import NAMES, Known, plain
from lib.schema import CSV_TABLES, Column, Role, Table

_NOTE = re.compile(r"(?:※[0-9]*|\(※[0-9]*\)|\(注[0-9]*\)|\*+|\(必須\)|【必須】)$")
_WITH_UNIT = re.compile(r"(?P<label>.*?)[(\[【<](?:単位:?)?(?P<unit>[^()\[\]【】<>]+)[)\]】>]")
_ALONE = re.compile(r"[(\[【]?(?:単位:?)?(?P<unit>[^()\[\]【】]+)[)\]】]?")
_REMOVAL = plain("削除")
_REMARKS = {plain(word) for word in ("備考", "注", "注記", "摘要", "メモ")}
_ID_ENDINGS = ("コード", "ID")


class Kind(Enum):
    """What a heading is."""

    LABEL = auto()
    DIMENSION = auto()
    UNIT = auto()
    REMOVAL = auto()
    REMARK = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Meaning:
    """What a heading means.

    Attributes:
        kind: What it is.
        column: Name of the declared column that it names or holds a value of.
        value: The value, such as a year across the columns, as the CSV files hold it.
        multiple: What its unit multiplies by; 0 where it has no unit.
        unit: The unit without its multiple.
    """

    kind: Kind
    column: str = ""
    value: str = ""
    multiple: int = 0
    unit: str = ""


class Labels:
    """The headings of a table."""

    def __init__(self, table: Table, tables: Mapping[str, Known]) -> None:
        """Collects the headings.

        Args:
            table: The declaration.
            tables: The known keys, by name of the table.
        """
        self._prefectures = tables.get("prefectures")
        self._columns: dict[str, str] = {}
        self._meanings: dict[str, Meaning] = {}
        for column in table.columns:
            for label in (column.label, column.name, column.heading):
                self._columns.setdefault(plain(label), column.name)
        for name, label in _reference_labels(table):
            self._columns.setdefault(plain(label), name)
        self._units = {
            (column.name, plain(heading)): (1, column.unit)
            for column in table.columns
            if column.unit
            for heading in (column.name, column.heading)
        }
        self._year = next((c.name for c in table.columns if is_year(c)), "")
        self._prefecture = next(
            (one.columns[0] for one in table.references if one.table == "prefectures"), ""
        )

    def nearest(self, text: str) -> str:
        """The heading nearest to a text; empty if none is near."""
        near = difflib.get_close_matches(plain(text), self._columns, n=1, cutoff=0.5)
        return near[0] if near else ""

    def with_unknown_unit(self, text: str) -> str:
        """The column whose label a heading holds with a unit that is not known; empty if none."""
        flat = "".join(unicodedata.normalize("NFKC", text).split())
        parts = _WITH_UNIT.fullmatch(flat)
        return self._columns.get(plain(parts["label"]), "") if parts else ""

    def meaning(self, text: str) -> Meaning:
        """What a heading means in this table."""
        if text not in self._meanings:
            self._meanings[text] = self._meaning(text)
        return self._meanings[text]

    def may_be_among(self, texts: Collection[str]) -> bool:
        """Whether texts in compared form, without units, may hold the headings of this table."""
        return any(text in self._columns for text in texts)

    def _meaning(self, text: str) -> Meaning:
        flat = "".join(unicodedata.normalize("NFKC", text).split())
        flat = _NOTE.sub("", flat)
        name = self._columns.get(plain(flat))
        if name:
            multiple, unit = self._units.get((name, plain(flat)), (0, ""))
            return Meaning(Kind.LABEL, name, "", multiple, unit)
        if plain(flat) == _REMOVAL:
            return Meaning(Kind.REMOVAL)
        if plain(flat) in _REMARKS:
            return Meaning(Kind.REMARK)
        found = self._with_unit(flat) or self._dimension(flat)
        return found or unit_alone(flat) or Meaning(Kind.UNKNOWN)

    def _with_unit(self, flat: str) -> Meaning | None:
        parts = _WITH_UNIT.fullmatch(flat)
        unit = numbers.unit_of(parts["unit"]) if parts else None
        if not parts or not unit or not parts["label"]:
            return None
        name = self._columns.get(plain(parts["label"]))
        if name:
            return Meaning(Kind.LABEL, name, "", *unit)
        across = self._dimension(parts["label"])
        if across:
            return Meaning(across.kind, across.column, across.value, *unit)
        return Meaning(Kind.UNKNOWN, "", "", *unit)

    def _dimension(self, flat: str) -> Meaning | None:
        year = years.year(flat) if self._year else None
        if year is not None:
            return Meaning(Kind.DIMENSION, self._year, str(year))
        codes = self._prefectures.found(flat) if self._prefectures and self._prefecture else ()
        if len(codes) == 1 and not flat.isdigit():
            return Meaning(Kind.DIMENSION, self._prefecture, min(codes))
        return None


def without_unit(text: str) -> str:
    """A heading in compared form, without its unit and its notes."""
    flat = _NOTE.sub("", "".join(unicodedata.normalize("NFKC", text).split()))
    parts = _WITH_UNIT.fullmatch(flat)
    return plain(parts["label"] if parts else flat)


def unit_alone(text: str) -> Meaning | None:
    """The meaning of a text that is nothing but a unit, such as （千円）; None if it is none."""
    flat = "".join(unicodedata.normalize("NFKC", text).split())
    parts = _ALONE.fullmatch(flat)
    unit = numbers.unit_of(parts["unit"]) if parts else None
    return Meaning(Kind.UNIT, "", "", *unit) if unit else None


def is_year(column: Column) -> bool:
    """Whether a column holds fiscal years, or periods that may be one year."""
    if column.role is Role.YEAR:
        return True
    return column.name == "period" and bool(re.fullmatch(column.pattern or ".*", "2024"))


def _reference_labels(table: Table) -> Iterator[tuple[str, str]]:
    """Headings under which people name the row of another table, by name of the column."""
    targets = {declared.name: declared for declared in (*CSV_TABLES, table)}
    single = [one for one in table.references if len(one.columns) == 1 and one.table in targets]
    for one in single:
        if sum(other.table == one.table for other in single) > 1:
            continue
        target, column = targets[one.table], table.column(one.columns[0])
        names = [target.column(name).label for name in NAMES if name in target.column_names]
        endings = [end for end in _ID_ENDINGS if column.label.endswith(end)]
        titles = [target.title, *names, *(column.label.removesuffix(end) for end in endings)]
        for title in titles:
            yield from ((column.name, title), (column.name, f"{title}名"))
