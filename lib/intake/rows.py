"""Reads the rows below a header: what is data, a total, a note, and what each cell says."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lib.intake import totals, values, words, years
from lib.intake.headers import Header, SheetColumn
from lib.intake.known import Known, plain
from lib.intake.readings import Expected, Read, Unclear
from lib.intake.sheets import CellFault, Mark, Place, Sheet, Value, address, place, shown
from lib.schema import Column, Role, Table

REASON, VALUE = "missing_reason", "value"  # the columns of a number that may be missing, and why
_NOTE = re.compile(r"[(\[]?(?:注|※|備考[:)]|出典[:)]|資料[:)]|\*[0-9(])|・")
_MOST_NOTE_CELLS = 2  # a mark and its sentence
_REMOVAL = plain("削除")

Dimensions = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReadRow:
    """One row of a table.

    Attributes:
        cells: The text of each column that the sheet holds, as the CSV files hold it.
        places: Where each stands.
        is_removal: Whether the row asks to be removed.
    """

    cells: dict[str, str]
    places: dict[str, Place]
    is_removal: bool = False


@dataclass
class Body:
    """What stands below a header.

    Attributes:
        rows: The rows that could be read.
        faults: The cells that could not.
        notes: What was understood, in Japanese.
    """

    rows: list[ReadRow] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class BodyReader:
    """Reads the rows of one table on one sheet."""

    def __init__(
        self, sheet: Sheet, header: Header, known: Mapping[str, Known], given: Mapping[str, str]
    ) -> None:
        """Sets what is the same for all rows.

        Args:
            sheet: The sheet.
            header: The header found on it.
            known: The known keys, by name of the table.
            given: Values for columns that the sheet has not, as the CSV files hold them.
        """
        self._sheet, self._header, self._table = sheet, header, header.table
        self._given = given
        self._expected = {one.name: expected(self._table, one, known) for one in _columns(header)}
        references = [one for one in self._table.references if one.table == "prefectures"]
        self._prefectures = {one.columns[0] for one in references} & {*self._table.key}
        self._width = sheet.width
        self._filled = _merged_downwards(sheet, header)
        self._body = Body()
        self._sums = totals.Totals(sheet, header)

    def body(self) -> Body:
        """Everything below the header."""
        has_ended, untouched = False, 0
        headings = [shown(cell) for cell in self._sheet.rows[self._header.last]]
        for row in range(self._header.last + 1, len(self._sheet.rows)):
            filled = self._places(row)
            if not filled or [shown(cell) for cell in self._sheet.rows[row]] == headings:
                continue
            if self._is_note(row, filled):
                has_ended = True
            elif has_ended:
                sentence = "表の下の注より後に値がある。注を表の下に移すか、値を消す。"
                self._fault((row, filled[0]), "", sentence)
            elif self._is_total(row):
                self._sums.add_total(row)
            elif self._is_untouched(filled):
                untouched += 1
            elif len(filled) == 1:
                sentence = "1つのセルだけの行。見出しなら消し、注なら「注」か「※」で始める。"
                self._fault((row, filled[0]), "", sentence)
            else:
                self._read(row, filled)
        if untouched:
            self._body.notes.append(f"都道府県の名前だけで入力のない{untouched}行は読まない。")
        if self._filled:
            self._body.notes.append("縦に結合したセルの値を、それぞれの行に入れた。")
        self._body.notes += self._sums.differences()
        self._body.faults.sort(key=lambda fault: place(fault.cell))
        return self._body

    def _fault(
        self, at: Place, column: str, sentence: str, allowed: str = "", near: str = ""
    ) -> None:
        found = shown(self._value(*at))
        self._body.faults.append(
            CellFault(self._sheet.name, address(*at), column, sentence, found, allowed, near)
        )

    def _value(self, row: int, column: int) -> Value:
        return self._sheet.value(*self._filled.get((row, column), (row, column)))

    def _places(self, row: int) -> list[int]:
        """The columns of a row that hold something."""
        marks = self._sheet.marks
        return [
            column
            for column in range(self._width)
            if self._sheet.value(row, column) is not None
            or marks.get((row, column)) in (Mark.FORMULA, Mark.ERROR)
        ]

    def _is_note(self, row: int, filled: list[int]) -> bool:
        text = unicodedata.normalize("NFKC", shown(self._sheet.value(row, filled[0]))).strip()
        return len(filled) <= _MOST_NOTE_CELLS and bool(_NOTE.match(text))

    def _is_total(self, row: int) -> bool:
        """Whether a word for a total stands where the name of the row should."""
        for one in self._header.columns:
            text = plain(shown(self._sheet.value(row, one.place)))
            wanted = self._expected[one.column.name]
            is_name = one.column.role is Role.YEAR or wanted.known
            is_key = one.column.name in self._table.key and not one.column.is_number
            is_word = text in totals.WORDS if is_name else is_key and text in totals.CLEAR_WORDS
            if is_word and not (wanted.known and wanted.known.found(text)):
                return True
        return False

    def _is_untouched(self, filled: list[int]) -> bool:
        """Whether a row holds nothing but the prefecture that a template gave it."""
        names = {one.place for one in self._header.columns if one.column.name in self._prefectures}
        return set(filled) <= names

    def _read(self, row: int, filled: list[int]) -> None:
        held = {one.place for one in self._header.columns} | {*self._header.remarks}
        reported = {*held, *self._header.unknown, self._header.removal}
        for column in (one for one in filled if one not in reported):
            self._fault((row, column), "", "見出しのない列に値がある。見出しを付けるか、値を消す。")
        is_removal = self._is_removal(row)
        across = dict.fromkeys(one.dimensions for one in self._header.columns if one.dimensions)
        for dimensions in across or {(): None}:
            columns = [one for one in self._header.columns if one.dimensions in ((), dimensions)]
            if is_removal:
                columns = [one for one in columns if one.column.name in self._table.key]
            self._read_one(row, columns, dimensions, is_removal=is_removal)

    def _is_removal(self, row: int) -> bool:
        removal = self._header.removal
        cell = self._sheet.value(row, removal) if removal is not None else None
        if removal is None or cell is None:
            return False
        if plain(shown(cell)) != _REMOVAL:
            sentence = "削除の列には「削除」とだけ書く。削除しない行は空欄にする。"
            self._fault((row, removal), "削除", sentence, "削除、空欄", "削除")
        return True

    def _read_one(
        self, row: int, columns: list[SheetColumn], dimensions: Dimensions, *, is_removal: bool
    ) -> None:
        """One row of the table; its unit first, which its numbers are read with."""
        cells: dict[str, Read] = {}
        places: dict[str, Place] = {}
        number_of_faults = len(self._body.faults)
        for one in sorted(columns, key=lambda one: one.column.role is Role.FIGURE):
            at, name = (row, one.place), one.column.name
            if self._value(*at) is None and self._is_said_beside(row, one, columns):
                continue
            read = self._cell(at, one, cells)
            if read is None:
                continue
            before = cells.get(name)
            if before and before.text != read.text:
                other = address(*places[name])
                self._fault(at, one.column.label, f"{other} の「{before.text}」と違う行を指す。")
                continue
            cells[name], places[name] = read, at
            if one.column.role is Role.FIGURE:
                self._sums.add(row, one.place, read, cells)
        if len(self._body.faults) > number_of_faults:
            return
        texts = {name: read.text for name, read in cells.items()} | dict(dimensions)
        if not is_removal:
            texts = self._completed(texts, cells)
        self._body.rows.append(ReadRow(texts, places or {"": (row, 0)}, is_removal))
        self._check(texts, places)

    def _is_said_beside(self, row: int, one: SheetColumn, columns: list[SheetColumn]) -> bool:
        """Whether another column of the same meaning has a value: code or name, one is enough."""
        return any(
            other.column.name == one.column.name and self._value(row, other.place) is not None
            for other in columns
            if other is not one
        )

    def _cell(self, at: Place, one: SheetColumn, cells: Mapping[str, Read]) -> Read | None:
        """What a cell says; a fault is noted and gives None."""
        wanted = replace(self._expected[one.column.name], multiple=one.multiple, unit=one.unit)
        unit_cell = cells.get(one.column.unit_in or "")
        row_unit = unit_cell.text if unit_cell else self._given.get(one.column.unit_in or "", "")
        label = one.column.label
        if row_unit and one.unit and row_unit != one.unit:
            heading = words.unit(one.unit, one.multiple)
            self._fault(at, label, f"見出しの単位（{heading}）と、行の単位（{row_unit}）が違う。")
            return None
        wanted = replace(wanted, unit=one.unit or row_unit)
        if wanted.reasons and REASON in cells and cells[REASON].text:
            return self._with_reason(at, wanted, cells[REASON].text)
        read = values.read(wanted, self._value(*at), self._sheet.marks.get(at))
        if isinstance(read, Unclear):
            allowed = words.allowed(one.column, wanted.known, wanted.reasons)
            self._fault(at, label, read.sentence, allowed, read.nearest)
            return None
        return replace(read, unit=read.unit or wanted.unit)

    def _with_reason(self, at: Place, wanted: Expected, reason: str) -> Read | None:
        """A number that a column of its own says is missing."""
        value = self._value(*at)
        read = values.read(wanted, value, self._sheet.marks.get(at)) if value is not None else None
        if read is None or (isinstance(read, Read) and read.reason == reason):
            return Read("", wanted.unit, reason)
        label = wanted.reasons.names[reason] if wanted.reasons else reason
        sentence = f"値のない理由が「{label}」の行に、ほかの値がある。"
        self._fault(at, wanted.column.label, sentence, "空欄")
        return None

    def _completed(self, texts: dict[str, str], cells: Mapping[str, Read]) -> dict[str, str]:
        """A row with its unit, its reason for a missing number, and what was given for all rows."""
        completed = {name: text for name, text in self._given.items() if name not in texts} | texts
        for name, read in cells.items():
            column = self._table.column(name)
            if column.unit_in and column.unit_in not in completed:
                completed[column.unit_in] = read.unit
            if self._expected[name].reasons:
                completed[REASON] = read.reason
        return completed

    def _check(self, texts: Mapping[str, str], places: Mapping[str, Place]) -> None:
        """What two cells of a row say together."""
        for name, at in places.items():
            column = self._table.column(name)
            unit = column.unit_in
            is_bare = bool(unit) and texts[name] != "" and not texts.get(str(unit))
            if is_bare and not self._table.column(str(unit)).nullable:
                self._fault(at, column.label, "単位が、列にも見出しにも値にもない。")
        period = places.get("period")
        is_other = texts.get("period_basis", "fiscal_year") != "fiscal_year"
        if period and is_other and years.is_fiscal(shown(self._value(*period))):
            sentence = "期間が年度なのに、期間の種類が年度でない。"
            self._fault(period, self._table.column("period").label, sentence)


def expected(table: Table, column: Column, known: Mapping[str, Known]) -> Expected:
    """What may stand in a column of a table."""
    of_list = known.get(f"{table.name}.{column.name}")
    reasons = known.get(f"{table.name}.{REASON}") if column.name == VALUE else None
    return Expected(column, of_list, reasons=reasons)


def _columns(header: Header) -> Iterator[Column]:
    yield from {one.column.name: one.column for one in header.columns}.values()


def _merged_downwards(sheet: Sheet, header: Header) -> dict[Place, Place]:
    """For each cell that a merge hides, the place that holds its value; never for numbers."""
    names = {one.place for one in header.columns if one.column.role is not Role.FIGURE}
    return {
        (row, left): (top, left)
        for (top, left), (bottom, _) in sheet.merged
        if top > header.last and left in names
        for row in range(top + 1, bottom + 1)
    }
