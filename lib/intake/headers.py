"""Finds the header of a table on a sheet: one line or two, merged, years or prefectures across."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lib.intake.given import PART
from lib.intake.known import Known, plain
from lib.intake.labels import Kind, Labels, Meaning, unit_alone, without_unit
from lib.intake.sheets import CellFault, Sheet, shown
from lib.schema import Column, Role, Table
from lib.schema import Kind as ColumnKind

_MOST_ROWS_ABOVE = 60  # among which a header is looked for
_FEWEST_COLUMNS = 2  # that make a row a header
_UNIT_LINE = re.compile(r"単位:?(?P<units>[^()]+)")
_YEN = "円"


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet.

    Attributes:
        place: Its number, from 0.
        column: The declared column that it holds.
        multiple: What its numbers are multiplied by.
        unit: Their unit; empty where the heading has none.
        dimensions: Values that its heading gives: pairs of a column's name and its text.
    """

    place: int
    column: Column
    multiple: int = 1
    unit: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()

    @property
    def is_figure(self) -> bool:
        """Whether it holds numbers to read."""
        return self.column.role is Role.FIGURE and self.column.is_number


@dataclass(frozen=True)
class Header:
    """The header of a table.

    Attributes:
        table: The declaration of the table.
        first: The first row of the header, from 0.
        last: The last row of the header.
        columns: The columns that were recognised.
        removal: The column in which rows may be marked for removal.
        remarks: Columns of remarks, which are not read.
        unknown: Columns whose heading is not known.
    """

    table: Table
    first: int
    last: int
    columns: tuple[SheetColumn, ...]
    removal: int | None
    remarks: tuple[int, ...]
    unknown: tuple[int, ...]

    @property
    def held(self) -> set[str]:
        """The names of the declared columns that the sheet holds."""
        across = {name for one in self.columns for name, _ in one.dimensions}
        return across | {one.column.name for one in self.columns}

    @property
    def doubled(self) -> int:
        """How many columns of numbers stand there more than once."""
        figures = [(one.column.name, one.dimensions) for one in self.columns if one.is_figure]
        return len(figures) - len(set(figures))

    def missing(self, given: Mapping[str, str]) -> list[Column]:
        """Columns that every row must have, and that stand neither on the sheet nor are given.

        A unit may also stand in the heading or behind each number.
        """
        units = {column.unit_in for column in self.table.columns}
        return [
            column
            for column in self.table.columns
            if not column.nullable and column.name not in {*self.held, *given, *units}
        ]


def find(
    sheet: Sheet,
    tables: Sequence[Table],
    known: Mapping[str, Known],
    given: Mapping[str, str],
) -> Header | list[CellFault]:
    """The header of the one table that a sheet holds.

    Args:
        sheet: The sheet.
        tables: The tables that may stand there.
        known: The known keys, by name of the table.
        given: Values for columns that the sheet has not.

    Returns:
        The header, or why there is none that is clear.
    """
    named = [table for table in tables if _is_named(sheet, table)] or tables
    texts = _header_texts(sheet)
    words = {word for row in texts for text in row for word in (plain(text), without_unit(text))}
    found = []
    for table in named:
        labels = Labels(table, known)
        best = _best(sheet, table, labels, texts, given) if labels.may_be_among(words) else None
        found += [best] if best else []
    complete = [one for one in found if not one.missing(given)]
    if not found:
        title = tables[0].title if len(tables) == 1 else "ひな形のある表"
        sentence = "表の見出しの行が見つからない。見出しはひな形のとおりに書く。"
        return [CellFault(sheet.name, "", "", sentence, allowed=f"{title}の見出し")]
    ranked = sorted(complete or found, key=_worth, reverse=True)
    if len(ranked) > 1 and _worth(ranked[0]) == _worth(ranked[1]):
        titles = "、".join(one.table.title for one in ranked if _worth(one) == _worth(ranked[0]))
        sentence = (
            f"どの表かを見出しから決められない。見出しをひな形と同じにするか、{PART}で表を選ぶ。"
        )
        return [CellFault(sheet.name, "", "", sentence, allowed=titles)]
    return ranked[0]


def _worth(header: Header) -> int:
    return len(header.columns) - len(header.unknown) - 2 * header.doubled


def _is_named(sheet: Sheet, table: Table) -> bool:
    """Whether the sheet, or a cell at its top, bears the name of the table."""
    if plain(sheet.name) in {plain(table.title), plain(table.name)}:
        return True
    top = (plain(shown(cell)) for row in sheet.rows[:3] for cell in row[:3] if cell is not None)
    return any(text.endswith(plain(f"({table.name})")) for text in top)


def _best(
    sheet: Sheet, table: Table, labels: Labels, texts: list[list[str]], given: Mapping[str, str]
) -> Header | None:
    """The row, or two rows, that hold most headings of a table."""
    best: Header | None = None
    for last in range(min(len(texts), _MOST_ROWS_ABOVE)):
        spans = [(first, last) for first in (last, last - 1) if first >= 0 and any(texts[first])]
        headers = [_header(sheet, table, labels, texts, span) for span in spans]
        for header in sorted(headers, key=_units_held, reverse=True):
            is_whole = not (header.missing(given) or header.unknown or header.doubled)
            if is_whole and not _is_row_of_units(texts, last + 1):
                return header
            if best is None or _worth(header) > _worth(best):
                best = header
    return best if best and len(best.columns) >= _FEWEST_COLUMNS else None


def _units_held(header: Header) -> int:
    return sum(bool(one.unit) for one in header.columns)


def _is_row_of_units(texts: list[list[str]], row: int) -> bool:
    """Whether a row below the headings only says in which units the columns are."""
    filled = [text for text in texts[row] if text] if row < len(texts) else []
    return bool(filled) and all(unit_alone(text) for text in filled)


def _header_texts(sheet: Sheet) -> list[list[str]]:
    """The texts of the rows among which a header is; merged cells all hold their text."""
    texts = [[shown(cell) for cell in row] for row in sheet.rows[: _MOST_ROWS_ABOVE + 2]]
    for (top, left), (bottom, right) in sheet.merged:
        for row in range(top, min(bottom + 1, len(texts))):
            for column in range(left, min(right + 1, len(texts[row]))):
                texts[row][column] = texts[top][left]
    return texts


def _header(
    sheet: Sheet,
    table: Table,
    labels: Labels,
    texts: list[list[str]],
    span: tuple[int, int],
) -> Header:
    first, last = span
    columns: list[SheetColumn | None] = []
    removal, remarks, unknown = None, [], []
    across = list(_paths(texts, first, last))
    meanings = [_joined([labels.meaning(text) for text in path]) for path in across]
    figure = _only_figure(table, meanings)
    for place, (path, meaning) in enumerate(zip(across, meanings, strict=True)):
        if not path:
            continue
        found = _sheet_column(table, place, meaning, figure)
        columns.append(found)
        if found is None and meaning and meaning[0].kind is Kind.REMOVAL:
            removal = place
        elif found is None and meaning and meaning[0].kind is Kind.REMARK:
            remarks.append(place)
        elif found is None:
            unknown.append(place)
    recognised = [one for one in columns if one]
    units = list(units_above(sheet, first)) if len(recognised) >= _FEWEST_COLUMNS else []
    held = tuple(_with_unit(one, units) for one in recognised)
    return Header(table, first, last, held, removal, tuple(remarks), tuple(unknown))


def _paths(texts: list[list[str]], first: int, last: int) -> Iterator[tuple[str, ...]]:
    """The headings of each column from above, each once.

    A heading above several columns may stand over the first of them only, without a merge.
    """
    above = ""
    for column, top in enumerate(texts[first]):
        bottom = texts[last][column] if last > first else ""
        above = top or (above if bottom else "")
        path = dict.fromkeys(text for text in (above, bottom) if text)
        yield tuple(path)
        above = above if bottom else ""


def _joined(path: list[Meaning]) -> list[Meaning] | None:
    """The meanings of the headings above one column; None if they make no sense together."""
    if len(path) == 2 and path[0].kind is Kind.UNKNOWN and path[1].kind is not Kind.UNKNOWN:
        above, below = path  # the name of a group, perhaps with the unit of its columns
        own = below.multiple or above.multiple, below.unit or above.unit
        return [replace(below, multiple=own[0], unit=own[1])]
    if len(path) == 2 and path[0].kind is Kind.UNIT:
        return None  # a unit stands below the heading, or above the whole table
    names = [one.column for one in path if one.column]
    has_unknown = any(one.kind is Kind.UNKNOWN for one in path)
    are_two = sum(one.kind is Kind.LABEL for one in path) > 1 or len(set(names)) < len(names)
    return None if not path or has_unknown or are_two else path


def _only_figure(table: Table, meanings: Sequence[list[Meaning] | None]) -> Column | None:
    """The one column of numbers that no heading names; it stands under years or prefectures."""
    named = {one.column for path in meanings if path for one in path if one.kind is Kind.LABEL}
    figures = [
        column
        for column in table.columns
        if column.role is Role.FIGURE and column.is_number and column.name not in named
    ]
    return figures[0] if len(figures) == 1 else None


def _sheet_column(
    table: Table, place: int, path: list[Meaning] | None, figure: Column | None
) -> SheetColumn | None:
    if not path:
        return None
    label = next((one.column for one in path if one.kind is Kind.LABEL), "")
    dimensions = tuple((one.column, one.value) for one in path if one.kind is Kind.DIMENSION)
    multiple, unit = next(((one.multiple, one.unit) for one in path if one.multiple), (1, ""))
    if label and table.column(label).is_number:
        return SheetColumn(place, table.column(label), multiple, unit, dimensions)
    if label:  # years and prefectures stand above numbers only
        return None if dimensions else SheetColumn(place, table.column(label))
    if dimensions and figure:
        return SheetColumn(place, figure, multiple, unit, dimensions)
    return None


def units_above(sheet: Sheet, first: int) -> Iterator[tuple[int, str]]:
    """The units that stand above the header, as in （単位：千円）."""
    for row in sheet.rows[:first]:
        for cell in row:
            text = "".join(unicodedata.normalize("NFKC", shown(cell)).split())
            line = _UNIT_LINE.search(text)
            words = re.split("[、,・/]", line["units"]) if line else [text] if "(" in text else []
            for word in words:
                if unit := unit_alone(word):
                    yield unit.multiple, unit.unit


def _with_unit(one: SheetColumn, units: list[tuple[int, str]]) -> SheetColumn:
    """A column with the unit above the table, where its own heading has none."""
    if one.unit or not one.is_figure:
        return one
    is_money = one.column.kind is ColumnKind.MONEY
    if not is_money and not one.column.unit_in:
        return one
    fitting = {unit for unit in units if (unit[1] == _YEN) == is_money}
    if len(fitting) != 1:
        return one
    multiple, unit = fitting.pop()
    return replace(one, multiple=multiple, unit=unit)
