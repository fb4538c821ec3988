"""What a check is: two sides of one statement, the cells they come from, and the verdict."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from lib import counting
from lib.cells import Cell
from lib.counting import Count
from lib.validation import Loaded, LoadedTable, Row


@dataclass(frozen=True)
class Side:
    """One side of a check.

    Attributes:
        value: A number or words.
        cells: The cells that it was read or calculated from, in their order.
    """

    value: float | str
    cells: tuple[Cell, ...] = ()

    @property
    def number(self) -> float:
        """The value as a number.

        Raises:
            TypeError: It is words.
        """
        if isinstance(self.value, str):
            message = f"「{self.value}」は数でない"
            raise TypeError(message)
        return self.value

    @property
    def words(self) -> str:
        """The value as text: whole numbers without decimals, thousands separated."""
        if isinstance(self.value, str):
            return self.value
        return f"{int(self.value):,}" if self.value == int(self.value) else f"{self.value:,.10g}"


def combined(value: float | str, *sides: Side) -> Side:
    """A value that was calculated from other sides; it stands in all of their cells."""
    return Side(value, tuple(cell for side in sides for cell in side.cells))


def rounded_share(part: Side, whole: Side) -> Side:
    """The part in percent of the whole, to one decimal as shares are published, halves up."""
    share = 100 * Decimal(str(part.number)) / Decimal(str(whole.number))
    return combined(float(share.quantize(Decimal("0.1"), ROUND_HALF_UP)), part, whole)


@dataclass(frozen=True)
class Statement:
    """What a check is about, before its two sides are known.

    Attributes:
        check_id: Names the check; stays the same as long as the statement does.
        kind: Code of ``CHECK_KIND``.
        subject: What is compared with what, in Japanese.
        project_id: The project concerned, if one.
    """

    check_id: str
    kind: str
    subject: str
    project_id: str | None = None

    def equal(self, expected: Side, found: Side, reason: str | None = None) -> "Check":
        """The check that both sides are equal."""
        verdict = "match" if expected.value == found.value else "mismatch"
        return self._check(expected, found, verdict, reason)

    def at_most(self, limit: Side, found: Side) -> "Check":
        """The check that the second side does not exceed the first."""
        verdict = "match" if found.number <= limit.number else "mismatch"
        return self._check(Side(f"{limit.words} 以下", limit.cells), found, verdict)

    def not_comparable(self, expected: Side, found: Side, reason: str) -> "Check":
        """A pair that documents set side by side but that cannot be checked, with the reason."""
        return self._check(expected, found, "cannot_check", reason)

    def _check(
        self, expected: Side, found: Side, verdict: str, reason: str | None = None
    ) -> "Check":
        return Check(**vars(self), expected=expected, found=found, verdict=verdict, reason=reason)


@dataclass(frozen=True, kw_only=True)
class Check(Statement):
    """One check: a statement with its sides and the verdict.

    Attributes:
        expected: One side.
        found: The other side.
        verdict: Code of ``VERDICT``.
        reason: Why the sides cannot be compared, or a remark; None if there is nothing to say.
        discrepancy_id: The registered discrepancy that explains it.
    """

    expected: Side
    found: Side
    verdict: str
    reason: str | None = None
    discrepancy_id: str | None = None


@dataclass(frozen=True)
class Selection:
    """Some rows of one table; the sides made of them name the cells that they come from.

    Attributes:
        loaded: The table.
        rows: The rows.
        wanted: The columns and values that the rows were sought by.
    """

    loaded: LoadedTable
    rows: tuple[Row, ...]
    wanted: tuple[tuple[str, object], ...] = ()

    def __iter__(self) -> Iterator["Selection"]:
        """Each row as a selection of its own."""
        return (replace(self, rows=(row,)) for row in self.rows)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def row(self) -> Row:
        """The one row.

        Raises:
            LookupError: No row or several rows; the declaration of the check is out of date.
        """
        if len(self.rows) != 1:
            raise LookupError(self._description)
        return self.rows[0]

    @property
    def _description(self) -> str:
        """What was sought where, and how many rows were found."""
        table = self.loaded.table
        sought = "、".join(f"{table.column(name).label}「{value}」" for name, value in self.wanted)
        rows = f"{sought}の行" if sought else "行"
        return f"表 {table.name}（{table.title}）に{rows}が{len(self.rows)}件"

    def only(self, column: str) -> Side:
        """The number in the one row.

        Raises:
            LookupError: No row or several rows.
        """
        return Side(number_in(self.row, column), self.cells(column))

    def numbers(self, column: str) -> list[float]:
        """The numbers of a column."""
        return [number_in(row, column) for row in self.rows]

    def total(self, column: str) -> Side:
        """The sum of a column; 0 if there are no rows.

        Raises:
            MixedCountsError: The rows count different things, or count differently.
        """
        counts = [self._count(row, column) for row in self.rows]
        return Side(counting.total(counts).quantity if counts else 0, self.cells(column))

    def _count(self, row: Row, column: str) -> Count:
        unit = row.get("unit") or self.loaded.table.column(column).unit
        basis = row.get("count_basis") or "unstated"
        return Count(number_in(row, column), str(unit), str(basis))

    def count(self, column: str) -> Side:
        """The number of rows, read off a column."""
        return Side(len(self.rows), self.cells(column))

    def cells(self, column: str) -> tuple[Cell, ...]:
        """The cells of a column."""
        name = self.loaded.table.name
        return tuple(Cell(name, self.loaded.row_key(row), column) for row in self.rows)


def select(tables: Loaded, table: str, **values: object) -> Selection:
    """The rows of a table that hold the given values."""
    wanted = tuple(values.items())
    loaded = tables[table]
    found = (row for row in loaded.rows if all(row[name] == value for name, value in wanted))
    return Selection(loaded, tuple(found), wanted)


def number_in(row: Row, column: str) -> float:
    """The number in a cell.

    Raises:
        TypeError: The cell holds no number.
    """
    value = row[column]
    if isinstance(value, bool) or not isinstance(value, int | float):
        held = "空" if value is None else f"「{value}」"
        message = f"{column}列が{held}で、数でない"
        raise TypeError(message)
    return value


def check_cell_rows(checks: Iterable[Check]) -> Iterator[Row]:
    """Rows of ``check_cells``: the cells on each side of each check."""
    for check in checks:
        for side, cells in (("expected", check.expected.cells), ("found", check.found.cells)):
            for position, cell in enumerate(cells, start=1):
                yield {
                    "check_id": check.check_id,
                    "side": side,
                    "position": position,
                    "figure_id": cell.figure_id,
                }
