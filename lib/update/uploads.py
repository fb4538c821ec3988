"""From an uploaded file, a workbook or CSV, to the CSV files that it changes and a proposal."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib import formats
from lib.editions.changes import text_rows, with_rows
from lib.editions.model import Files
from lib.editions.publishing import Proposal, edition_of, proposed
from lib.editions.store import EditionStore
from lib.intake import template_book, templates
from lib.intake.known import Rows
from lib.intake.reading import Intake, Options, taken_in
from lib.intake.sheets import CellFault
from lib.schema import CSV_TABLES, Table
from lib.validation import Fault, InvalidDataError, csv_text

MOST_BYTES = 10 * 1024**2  # of a changed CSV file; the shipped ones come to 0.2 MB together
_CHECKS = "checks"  # where faults stand that are those of no single table
_CHECK_ALLOWED = "両方が同じ値。違うまま公開するには、相違の記録（discrepancies）を先に加える"
_TABLES = {table.name: table for table in CSV_TABLES}
_BY_FILE = {f"{table.name}.csv": table for table in CSV_TABLES}


class UnclearFileError(Exception):
    """An uploaded file has cells that are not taken in; nothing of it is.

    Attributes:
        intake: What was read of it.
    """

    def __init__(self, intake: Intake) -> None:
        super().__init__("\n".join(map(str, intake.faults)))
        self.intake = intake


class BrokenRulesError(Exception):
    """A file could be read, but the data would break rules with it.

    Attributes:
        notes: What was understood of it.
        faults: Every rule that would be broken, in the words of the tables.
    """

    def __init__(self, notes: tuple[str, ...], faults: tuple["BrokenRule", ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.notes, self.faults = notes, faults


@dataclass(frozen=True)
class BrokenRule:
    """A rule of the data that would be broken.

    Attributes:
        table: Japanese name of the table, or of the file where none is declared.
        row: The words of the row's key; empty where no single row is at fault.
        column: Japanese label of the column; empty where none is at fault.
        found: What stands there.
        allowed: What would be allowed.
    """

    table: str
    row: str
    column: str
    found: str
    allowed: str

    def __str__(self) -> str:
        """One line in Japanese."""
        place = " ".join(part for part in (self.table, self.row, self.column) if part)
        return f"{place}: 見つかったもの「{self.found}」 / 認められるもの: {self.allowed}"


@dataclass(frozen=True)
class Upload:
    """What an uploaded file would change.

    Attributes:
        proposal: The edition that it would make.
        notes: What was understood of the file, in Japanese.
    """

    proposal: Proposal
    notes: tuple[str, ...]


def uploaded(
    store: EditionStore,
    name: str,
    content: bytes,
    options: Options | None = None,
    parent: int | None = None,
) -> Upload:
    """What an uploaded file would change; nothing is written.

    Args:
        store: The store.
        name: Name of the file, for messages only.
        content: Its bytes.
        options: What was chosen for this file.
        parent: The edition to which it adds; None for the newest.

    Raises:
        UnclearFileError: Some of its cells are not clear.
        BrokenRulesError: With its rows, the data would break rules.
        EditionError: There is no such edition, it is damaged, or nothing differs from it.
    """
    base = store.editions()[-1] if parent is None else edition_of(store, parent)
    before = store.files(base.number)
    intake = taken_in(name, content, rows_of(before), options)
    if intake.faults:
        raise UnclearFileError(intake)
    changed = _changed(before, intake)
    try:
        return Upload(proposed(store, changed, base.number), intake.notes)
    except InvalidDataError as error:
        rules = broken_rules({**before, **changed}, error.faults)
        raise BrokenRulesError(intake.notes, rules) from error


def rows_of(files: Files) -> Rows:
    """The rows of every declared table of a set, as text."""
    return {
        name: tuple(text_rows(files[f"{name}.csv"])) for name in _TABLES if f"{name}.csv" in files
    }


def _changed(before: Files, intake: Intake) -> Files:
    """The CSV files with the rows that a file adds, replaces and removes."""
    changed = {}
    for name in dict.fromkeys((*intake.rows, *intake.removals)):
        file = f"{name}.csv"
        rows, removals = intake.rows.get(name, ()), intake.removals.get(name, ())
        changed[file] = with_rows(before.get(file, b""), _TABLES[name], rows, removals)
        if len(changed[file]) > MOST_BYTES:
            most = f"{MOST_BYTES // 1024**2}MB までにする。"
            fault = CellFault("", "", "", f"「{_TABLES[name].title}」の行が多すぎる。{most}")
            raise UnclearFileError(Intake({}, {}, (fault,), (), ()))
    return changed


def broken_rules(files: Files, faults: Sequence[Fault]) -> tuple[BrokenRule, ...]:
    """Faults in the words of the tables: nobody who uploads a workbook knows lines of a CSV file.

    Args:
        files: The set in which they were found.
        faults: The faults.
    """
    return tuple(_broken_rule(files, fault) for fault in faults)


def _broken_rule(files: Files, fault: Fault) -> BrokenRule:
    if fault.file == _CHECKS:
        name, allowed = _check_words(files, fault.column), _CHECK_ALLOWED
        return BrokenRule("検算", name, "", fault.found, allowed if name else fault.allowed)
    table = _BY_FILE.get(fault.file)
    if table is None:
        return BrokenRule(fault.file, "", fault.column, fault.found, fault.allowed)
    row = _key_words(table, files.get(fault.file, b""), fault.row)
    is_declared = fault.column in table.column_names
    column = table.column(fault.column).label if is_declared else fault.column
    return BrokenRule(table.title, row, column, fault.found, fault.allowed)


def _check_words(files: Files, check_id: str) -> str:
    """The name of a check with the names of the types and prefectures that it is about."""
    base = rows_of(files)
    names = {row["prefecture_code"]: row["name"] for row in base.get("prefectures", ())}
    names |= {row["support_type_id"]: row["name"] for row in base.get("support_types", ())}
    found = [names[part] for part in check_id.split(":") if part in names]
    return formats.joined(found, "／") or check_id


def _key_words(table: Table, content: bytes, line: int) -> str:
    """The key of the row that ends at a line of a CSV file; empty for no row."""
    reader = csv.reader(io.StringIO(csv_text(content), newline=""))
    header = next(reader, [])
    for cells in reader:
        if reader.line_num == line:
            row = dict(zip(header, cells, strict=False))
            return formats.joined((row.get(part, "") for part in table.key), "／")
    return ""


def template(name: str, ending: str, files: Files, *, filled: bool) -> bytes:
    """A template to fill in.

    Args:
        name: One of ``templates.templates()`` for a workbook, the name of a table for CSV.
        ending: ``xlsx`` or ``csv``.
        files: The set whose rows it begins with.
        filled: Whether the present rows stand in it.

    Raises:
        KeyError: There is no such template.
    """
    base = rows_of(files)
    if ending == "xlsx":
        return template_book.workbook(templates.templates()[name], base, filled=filled)
    if ending != "csv":
        raise KeyError(ending)
    tables = {table.name: table for table in _offered()}
    return templates.csv_template(tables[name], base, filled=filled)


def _offered() -> Iterator[Table]:
    """The tables of all templates."""
    for tables in templates.templates().values():
        yield from tables
