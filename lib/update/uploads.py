"""From an uploaded file, a workbook or CSV, to the CSV files that it changes and a proposal."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib import formats
from lib.editions.changes import Conflict, text_rows, with_rows
from lib.editions.model import Edition, EditionError, Files, name_of
from lib.editions.publishing import (
    ConflictsError,
    Proposal,
    UnchangedError,
    edition_of,
    onto_newest,
    proposed,
)
from lib.editions.store import EditionStore
from lib.intake import template_book, templates
from lib.intake.known import Rows
from lib.intake.made_from import DIGITS, MadeFrom
from lib.intake.reading import Intake, Opened, Options, opened, refusal, taken_in
from lib.intake.sheets import CellFault, RefusedFileError
from lib.schema import CSV_TABLES, Table
from lib.validation import Fault, InvalidDataError, csv_text

MOST_BYTES = 10 * 1024**2  # of a changed CSV file; the shipped ones come to 0.2 MB together
_CHECKS = "checks"  # where faults stand that are those of no single table
_CHECK_ALLOWED = "両方が同じ値。違うまま公開するには、相違の記録（discrepancies）を先に加える"
_SAVE_ANEW = (
    "何も読み込んでいません。{}「今の行」のひな形を保存し直し、直したところを写してから、"
    "もう一度読み込んでください。"
)
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


class ForeignTemplateError(EditionError):
    """A filled template holds the rows of an edition from which nothing can be changed here."""

    def __init__(self, why: str, of: str = "") -> None:
        super().__init__(why + _SAVE_ANEW.format(of))


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
        conflicts: What editions since the one whose rows the file holds changed differently; the
            proposal is of that edition then, and of the newest otherwise.
    """

    proposal: Proposal
    notes: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()


def uploaded(
    store: EditionStore,
    name: str,
    content: bytes,
    options: Options | None = None,
    parent: int | None = None,
) -> Upload:
    """What an uploaded file would change; nothing is written.

    A filled template changes the edition whose rows it holds: all that it did not change would be
    undone otherwise, if it was published since. Its changes are then carried over to the newest.

    Args:
        store: The store.
        name: Name of the file, for messages only.
        content: Its bytes.
        options: What was chosen for this file.
        parent: The edition to which it adds; None for the newest.

    Raises:
        UnclearFileError: Some of its cells are not clear.
        BrokenRulesError: With its rows, the data would break rules.
        ForeignTemplateError: It holds the rows of an edition that is not here, or not the parent.
        EditionError: There is no such edition, it is damaged, or nothing differs from it.
    """
    try:
        file = opened(content)
    except RefusedFileError as refused:
        raise UnclearFileError(refusal(name, refused)) from refused
    base = _base(store, file, parent)
    before = store.files(base.number)
    intake = taken_in(file, rows_of(before), options)
    if intake.faults:
        raise UnclearFileError(intake)
    changed = _changed(before, intake)
    try:
        upload = Upload(proposed(store, changed, base.number), intake.notes)
    except InvalidDataError as error:
        rules = broken_rules({**before, **changed}, error.faults)
        raise BrokenRulesError(intake.notes, rules) from error
    return _upon_newest(store, upload) if parent is None and file.made_from else upload


def _base(store: EditionStore, file: Opened, parent: int | None) -> Edition:
    """The edition that a file changes."""
    if len(file.made_from) > 1:
        names = formats.joined(name_of(one.edition) for one in file.made_from)
        message = f"シートによって、もとの版が違います（{names}）。"
        raise ForeignTemplateError(message)
    asked = None if parent is None else edition_of(store, parent)
    if not file.made_from:
        return asked or store.editions()[-1]
    (named,) = file.made_from
    found = next((one for one in store.editions() if _made_from(one) == named), None)
    words = f"このファイルは、{name_of(named.edition)}（{named.digest}）の行から作られています。"
    if found is None:
        message = f"{words}ここには、その版がありません。"
        raise ForeignTemplateError(message)
    if asked is not None and found.number != asked.number:
        message = f"{words}{asked.name}への変更としては読めません。"
        raise ForeignTemplateError(message, f"{asked.name}の")
    return found


def _made_from(edition: Edition) -> MadeFrom:
    return MadeFrom(edition.number, edition.digest[:DIGITS])


def _upon_newest(store: EditionStore, upload: Upload) -> Upload:
    """The changes of a template upon the newest edition, or what that changed differently."""
    base = upload.proposal.base
    if base.number == store.editions()[-1].number:
        return upload
    try:
        carried = onto_newest(store, upload.proposal)
    except ConflictsError as error:
        note = f"{base.name}の行から作られたひな形。その後の{error.newest.name}に、載せ直せない。"
        return Upload(upload.proposal, (note, *upload.notes), error.conflicts)
    except InvalidDataError as error:
        rules = broken_rules({}, error.faults)  # of lines in files that nobody holds
        raise BrokenRulesError(upload.notes, rules) from error
    note = f"{base.name}の行から作られたひな形。その後の{carried.base.name}の上に載せ直した。"
    return Upload(carried, (note, *upload.notes))


def rows_of(files: Files) -> Rows:
    """The rows of every declared table of a set, as text."""
    return {
        name: tuple(text_rows(files[f"{name}.csv"])) for name in _TABLES if f"{name}.csv" in files
    }


def vain_words(error: EditionError) -> str:
    """Why nothing came of a file, for the audit log: without values, which messages may hold."""
    if isinstance(error, UnchangedError):
        return "違いなし"
    is_foreign = isinstance(error, ForeignTemplateError)
    return "ひな形のもとの版が違う" if is_foreign else "確かめられず"


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


def template(
    name: str, ending: str, files: Files, *, filled: bool, edition: Edition | None = None
) -> bytes:
    """A template to fill in.

    Args:
        name: One of ``templates.templates()`` for a workbook, the name of a table for CSV.
        ending: ``xlsx`` or ``csv``.
        files: The set whose rows it begins with.
        filled: Whether the present rows stand in it.
        edition: Whose rows these are, for the template to tell when it comes back; None where
            nothing can be published.

    Raises:
        KeyError: There is no such template.
    """
    base = rows_of(files)
    made_from = _made_from(edition) if edition and filled else None
    if ending == "xlsx":
        tables_of = templates.templates()[name]
        return template_book.workbook(tables_of, base, filled=filled, made_from=made_from)
    if ending != "csv":
        raise KeyError(ending)
    tables = {table.name: table for table in _offered()}
    return templates.csv_template(tables[name], base, filled=filled, made_from=made_from)


def _offered() -> Iterator[Table]:
    """The tables of all templates."""
    for tables in templates.templates().values():
        yield from tables
