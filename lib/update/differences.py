"""What differs between two editions: rows, published figures, exhibits, words; kept once found."""

from dataclasses import dataclass

from lib.database import Database
from lib.editions.changes import changes
from lib.editions.exhibits import FigureChange, ledger_changes
from lib.editions.model import Files
from lib.editions.serving import Serving
from lib.memory import remembered
from lib.update.changed_rows import ChangedTable, changed_tables
from lib.update.preview import ChangedExhibit, all_changes, at_first_places
from lib.update.uploads import rows_of


@dataclass(frozen=True, eq=False)  # holds exhibits, which are themselves
class Difference:
    """What differs between two editions.

    Attributes:
        tables: The rows, table by table.
        figures: The published figures.
        exhibits: Each exhibit once, at the first place where it differs.
        words: Before and after, of each sentence over an exhibit.
    """

    tables: tuple[ChangedTable, ...]
    figures: tuple[FigureChange, ...]
    exhibits: tuple[ChangedExhibit, ...]
    words: tuple[tuple[str, str], ...]

    @property
    def row_count(self) -> int:
        """How many rows differ."""
        return sum(len(table.rows) + table.others for table in self.tables)


def difference(served: Serving, before: int, after: int) -> Difference:
    """What differs between two editions; found out in seconds, and then kept while there is room.

    Args:
        served: What opens them.
        before: The number of the one.
        after: The number of the other.

    Raises:
        EditionError: There is no such edition, or it cannot be opened.
        OSError: Its database cannot be written.
    """
    return _difference(served, served.at(before), served.at(after))


@remembered
def _difference(served: Serving, before: Database, after: Database) -> Difference:
    old, new = (served.files(one.edition) for one in (before, after))
    changed = all_changes(before, after)
    return Difference(
        row_changes(old, new),
        ledger_changes(before, after),
        at_first_places(before, after, changed),
        tuple(dict.fromkeys(pair for one in changed for pair in one.words)),
    )


def row_changes(old: Files, new: Files) -> tuple[ChangedTable, ...]:
    """The rows that differ between two sets, table by table."""
    return changed_tables(changes(old, new), {**rows_of(old), **rows_of(new)})
