"""Takes in an uploaded file: rows of tables that are clear, or every cell that is not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lib.intake import headers, known, rows, values, words
from lib.intake.apart import sheets_of
from lib.intake.header_faults import header_faults
from lib.intake.known import Known, Rows
from lib.intake.labels import Labels
from lib.intake.made_from import MadeFrom, named_in, without_line
from lib.intake.readings import Unclear
from lib.intake.rows import ReadRow
from lib.intake.sheets import OWN_SHEETS, CellFault, RefusedFileError, Sheet, address
from lib.schema import CSV_TABLES, Kind, Table

_SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Intake:
    """What an uploaded file says.

    Attributes:
        rows: By name of the table, whole rows as text that the CSV files hold, which add to the
            base edition or replace its rows of the same key; empty where there is any fault.
        removals: By name of the table, the keys of rows that are to be removed.
        faults: Everything that is not taken in.
        notes: What was understood and left out, in Japanese.
        sheets: What the file held, for the copy with its faults marked.
    """

    rows: Mapping[str, Sequence[Mapping[str, str]]]
    removals: Mapping[str, Sequence[Mapping[str, str]]]
    faults: tuple[CellFault, ...]
    notes: tuple[str, ...]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Opened:
    """What an uploaded file holds, before anything of it is understood.

    Attributes:
        sheets: Its visible sheets.
        notes: What is not read, in Japanese.
        made_from: The editions whose rows stand in it, as the templates say: none, or one, unless
            sheets of several templates were put together.
    """

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]
    made_from: tuple[MadeFrom, ...]


@dataclass(frozen=True)
class Options:
    """What the officer chose before the file was read.

    Attributes:
        table: Name of the table in the file; empty to tell it by its headings.
        given: Values for columns that the file has not, by name, as people write them.
        threshold: Counts from 1 to below this number are kept as 秘匿; 0 keeps all.
    """

    table: str = ""
    given: Mapping[str, str] | None = None
    threshold: int = 0


def opened(content: bytes) -> Opened:
    """What an uploaded file holds; its kind is told by its content.

    Raises:
        RefusedFileError: It is not read at all.
    """
    sheets, notes = sheets_of(content)
    return Opened(tuple(sheets), tuple(notes), named_in(sheets))


def refusal(name: str, refused: RefusedFileError) -> Intake:
    """What is said of a file that is not read at all."""
    return Intake({}, {}, (CellFault("", "", "", f"{name}: {refused}"),), (), ())


def taken_in(
    file: Opened,
    base: Rows,
    options: Options | None = None,
    tables: Sequence[Table] = CSV_TABLES,
) -> Intake:
    """What an uploaded file says; nothing is written anywhere.

    Args:
        file: What it holds.
        base: The rows of the base edition, by name of the table, as text.
        options: What was chosen for this file.
        tables: The declared tables that may be taken in.
    """
    reader = _Reader(base, options or Options(), tables)
    for sheet in _in_order(map(without_line, file.sheets), tables):
        reader.read(sheet)
    return reader.intake(file.sheets, file.notes)


def known_values(tables: Sequence[Table], base: Rows, new: Rows | None = None) -> dict[str, Known]:
    """What may stand in cells that name something.

    Args:
        tables: The declared tables.
        base: The rows of the base edition.
        new: Rows that come with the same file.

    Returns:
        The keys of each table that has one key column, by its name, and what may stand in each
        column that refers to one or has a vocabulary, by table and column, as in
        support_counts.unit.
    """
    found: dict[str, Known] = {}
    for table in tables:
        if len(table.key) == 1:
            held = [*base.get(table.name, ()), *(new or {}).get(table.name, ())]
            found[table.name] = known.of_rows(table, held)
    for table in tables:
        for column in table.columns:
            if column.vocabulary:
                found[f"{table.name}.{column.name}"] = known.of_vocabulary(column.vocabulary)
        for one in table.references:
            if len(one.columns) == 1 and one.table in found:
                found[f"{table.name}.{one.columns[0]}"] = found[one.table]
    return found


def _in_order(sheets: Iterable[Sheet], tables: Sequence[Table]) -> list[Sheet]:
    """The sheets, those of tables that others refer to first; how-to and empty ones left out."""
    order = {known.plain(table.title): place for place, table in enumerate(tables)}
    held = [
        sheet
        for sheet in sheets
        if sheet.name not in OWN_SHEETS
        and (sheet.marks or any(cell is not None for row in sheet.rows for cell in row))
    ]
    return sorted(held, key=lambda sheet: order.get(known.plain(sheet.name), len(order)))


class _Reader:
    """Collects the rows and faults of all sheets."""

    def __init__(self, base: Rows, options: Options, tables: Sequence[Table]) -> None:
        self._base, self._options, self._tables = base, options, tables
        self._chosen = [t for t in tables if options.table in ("", t.name)]
        self._rows: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
        self._removals: dict[str, list[dict[str, str]]] = {}
        self._faults: list[CellFault] = []
        self._notes: list[str] = []
        self._seen: dict[tuple[str, ...], str] = {}
        self._held: dict[str, dict[tuple[str, ...], Mapping[str, str]]] = {}

    def read(self, sheet: Sheet) -> None:
        """Adds what a sheet says."""
        new = {name: list(found.values()) for name, found in self._rows.items()}
        all_known = known_values(self._tables, self._base, new)
        header = headers.find(sheet, self._chosen, all_known, self._options.given or {})
        if not isinstance(header, headers.Header):
            self._faults += header
            return
        given = self._given(header, all_known)
        labels = Labels(header.table, all_known)
        found = header_faults(sheet, header, labels, given)
        self._faults += found
        if header.missing(given):
            return
        body = rows.BodyReader(sheet, header, all_known, given).body()
        self._faults += body.faults
        self._notes += [*_notes(sheet, header), *body.notes]
        for row in body.rows:
            self._add(sheet, header.table, row)

    def _given(self, header: headers.Header, all_known: Mapping[str, Known]) -> dict[str, str]:
        """The values chosen for columns that a sheet has not, as the CSV files hold them."""
        found = {}
        for name, text in (self._options.given or {}).items():
            if name in header.held:
                label = header.table.column(name).label
                self._notes.append(f"「{label}」は、ファイルの列から読んだ。")
            elif name in header.table.column_names:
                wanted = rows.expected(header.table, header.table.column(name), all_known)
                read = values.read(wanted, text)
                if isinstance(read, Unclear):
                    allowed = words.allowed(wanted.column, wanted.known, None)
                    sentence = f"選んだ値: {read.sentence}"
                    label = wanted.column.label
                    self._faults.append(
                        CellFault("", "", label, sentence, text, allowed, read.nearest)
                    )
                else:
                    found[name] = read.text
                    said = wanted.known.names[read.text] if wanted.known else text
                    label = wanted.column.label
                    self._notes.append(f"「{label}」は、どの行も「{said}」とした。")
        return found

    def _add(self, sheet: Sheet, table: Table, row: ReadRow) -> None:
        """Adds a row by its key, over what the base edition holds under it."""
        key = tuple(row.cells.get(name, "") for name in table.key)
        place = next(iter(row.places.values()))
        here = f"{f'シート「{sheet.name}」 ' if sheet.name else ''}{address(*place)}"
        before = self._seen.setdefault((table.name, *key), here)
        if before != here:
            self._fault(sheet, place, f"{before} の行と同じキー（{_words(table, key)}）。")
            return
        base = self._base_row(table, key)
        if row.is_removal:
            if base is None:
                self._fault(sheet, place, f"削除する行がない（{_words(table, key)}）。")
            self._removals.setdefault(table.name, []).append(dict(zip(table.key, key, strict=True)))
            return
        blank = dict.fromkeys(table.column_names, "")
        whole = {**blank, **(base or {}), **_as_before(table, row.cells, base or {})}
        self._rows.setdefault(table.name, {})[key] = self._suppressed(table, whole)

    def _base_row(self, table: Table, key: tuple[str, ...]) -> Mapping[str, str] | None:
        if table.name not in self._held:
            held = self._base.get(table.name, ())
            self._held[table.name] = {tuple(row[name] for name in table.key): row for row in held}
        return self._held[table.name].get(key)

    def _suppressed(self, table: Table, row: dict[str, str]) -> dict[str, str]:
        """A row whose count is kept as 秘匿 if it is below the threshold; 0 stays 0."""
        text = row.get(rows.VALUE, "")
        can_be = rows.REASON in table.column_names and text.isdigit()
        if can_be and 1 <= int(text) < self._options.threshold:
            self._notes.append(f"{table.title}: {self._options.threshold} 未満の数を秘匿にした。")
            return row | {rows.VALUE: "", rows.REASON: _SUPPRESSED}
        return row

    def _fault(self, sheet: Sheet, place: tuple[int, int], sentence: str) -> None:
        self._faults.append(CellFault(sheet.name, address(*place), "", sentence))

    def intake(self, sheets: tuple[Sheet, ...], notes: Iterable[str]) -> Intake:
        """What all sheets say; no rows where there is any fault."""
        if not self._faults and not self._rows and not self._removals:
            sentence = "入力された行がない。ひな形の見出しの下に1行から入れる。"
            self._faults.append(CellFault("", "", "", sentence))
        given = dict.fromkeys([*notes, *self._notes])
        taken = {name: list(found.values()) for name, found in self._rows.items()}
        faults, said = tuple(self._faults), tuple(given)
        if faults:
            return Intake({}, {}, faults, said, sheets)
        return Intake(taken, self._removals, (), said, sheets)


def _as_before(
    table: Table, cells: Mapping[str, str], base: Mapping[str, str]
) -> Mapping[str, str]:
    """Cells of a row; a number that did not change stays as it was written (16.0, not 16)."""
    unchanged = {
        name: base[name]
        for name, text in cells.items()
        if table.column(name).kind is Kind.NUMBER
        and text
        and base.get(name)
        and Decimal(text) == Decimal(base[name])
    }
    return {**cells, **unchanged}


def _words(table: Table, key: tuple[str, ...]) -> str:
    pairs = zip(table.key, key, strict=True)
    return "、".join(f"{table.column(name).label} {text}" for name, text in pairs)


def _notes(sheet: Sheet, header: headers.Header) -> Iterable[str]:
    """What was understood from the headings."""
    where = f"シート「{sheet.name}」を" if sheet.name else ""
    yield f"{where}「{header.table.title}」の表として読んだ。"
    for one in header.columns:
        if one.multiple != 1:
            unit = words.unit(one.unit, one.multiple)
            yield f"「{one.column.label}」の{unit}を{one.unit}にした。"
    if any(one.dimensions for one in header.columns):
        yield "横に並んだ年度や都道府県を、1つずつの行にした。"
    if header.remarks:
        yield "備考の列は読まない。"
