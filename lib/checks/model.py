"""What a check is: two sides of one statement, and the verdict on them."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib.validation import Loaded, Row

Side = float | int | str


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        check_id: Names the check; stays the same as long as the statement does.
        kind: Code of ``CHECK_KIND``.
        subject: What is compared with what, in Japanese.
        expected: One side, as text.
        found: The other side, as text.
        verdict: Code of ``VERDICT``.
        project_id: The project concerned, if one.
        reason: Why the sides cannot be compared, or a remark; None if there is nothing to say.
        discrepancy_id: The registered discrepancy that explains it.
    """

    check_id: str
    kind: str
    subject: str
    expected: str
    found: str
    verdict: str
    project_id: str | None = None
    reason: str | None = None
    discrepancy_id: str | None = None


@dataclass(frozen=True)
class Statement:
    """What a check is about, before its two sides are known.

    Attributes:
        check_id: Names the check.
        kind: Code of ``CHECK_KIND``.
        subject: What is compared with what, in Japanese.
        project_id: The project concerned, if one.
    """

    check_id: str
    kind: str
    subject: str
    project_id: str | None = None

    def equal(self, expected: Side, found: Side, reason: str | None = None) -> Check:
        """The check that both sides are equal."""
        return self._check(expected, found, "match" if expected == found else "mismatch", reason)

    def at_most(self, limit: float, found: float) -> Check:
        """The check that the second side does not exceed the first."""
        verdict = "match" if found <= limit else "mismatch"
        return self._check(f"{shown(limit)} 以下", found, verdict, None)

    def not_comparable(self, expected: Side, found: Side, reason: str) -> Check:
        """A pair that documents set side by side but that cannot be checked, with the reason."""
        return self._check(expected, found, "cannot_check", reason)

    def _check(self, expected: Side, found: Side, verdict: str, reason: str | None) -> Check:
        return Check(
            self.check_id,
            self.kind,
            self.subject,
            shown(expected),
            shown(found),
            verdict,
            self.project_id,
            reason,
        )


def shown(side: Side) -> str:
    """A side as text: whole numbers without decimals, thousands separated."""
    if isinstance(side, str):
        return side
    return f"{int(side):,}" if float(side).is_integer() else f"{side:,.10g}"


def row_where(tables: Loaded, table: str, **values: object) -> Row:
    """The one row of a table that holds the given values.

    Raises:
        LookupError: No row or several rows hold them; the declaration of the check is out of date.
    """
    rows = rows_where(tables, table, **values)
    if len(rows) != 1:
        message = f"{len(rows)} rows of {table} hold {values}"
        raise LookupError(message)
    return rows[0]


def rows_where(tables: Loaded, table: str, **values: object) -> list[Row]:
    """The rows of a table that hold the given values."""
    wanted = values.items()
    return [row for row in tables[table].rows if all(row[name] == value for name, value in wanted)]


def number_in(row: Row, column: str) -> float:
    """The number in a cell.

    Raises:
        TypeError: The cell holds no number.
    """
    value = row[column]
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"{column} holds {value!r}, not a number"
        raise TypeError(message)
    return value


def total(rows: Iterable[Row], column: str) -> float:
    """The sum of a column; the caller has made sure that all rows count the same."""
    return sum(number_in(row, column) for row in rows)
