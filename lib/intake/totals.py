"""Rows of totals: not data, but checked against the rows that they sum."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lib.intake import numbers
from lib.intake.headers import Header, SheetColumn
from lib.intake.known import plain
from lib.intake.readings import Read
from lib.intake.sheets import Sheet, address
from lib.schema import Role

CLEAR_WORDS = {plain(word) for word in ("合計", "計", "小計", "総計")}
WORDS = CLEAR_WORDS | {plain(word) for word in ("全国", "全国計", "総数", "都道府県計", "全体")}
_NOT_SUMMED = ("%", "倍")


class Totals:
    """The numbers of a table by column of the sheet, and the rows that give totals."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        """Begins with no numbers."""
        self._sheet, self._header = sheet, header
        self._numbers: dict[int, dict[int, tuple[Decimal | None, str]]] = {}
        self._totals: list[int] = []

    def add(self, row: int, place: int, read: Read, cells: Mapping[str, Read]) -> None:
        """Notes a number of a row of data; one that is missing keeps its sums unchecked."""
        basis = cells["count_basis"].text if "count_basis" in cells else ""
        self._numbers.setdefault(place, {})[row] = (read.number, f"{read.unit} {basis}")

    def add_total(self, row: int) -> None:
        """Notes a row of totals."""
        self._totals.append(row)

    def differences(self) -> Iterator[str]:
        """A Japanese sentence on each total that no sum of rows comes to."""
        columns = [one for one in self._header.columns if one.column.role is Role.FIGURE]
        for row in self._totals:
            for one in columns:
                yield from self._difference(row, one)
        if self._totals:
            yield f"{len(self._totals)}行の合計や小計は、データとして読まない。"

    def _difference(self, row: int, one: SheetColumn) -> Iterator[str]:
        total = self._number(row, one.place)
        rows = self._numbers.get(one.place, {})
        if total is None or not rows:
            return
        sums = [self._sum(one.place, range_) for range_ in self._ranges(row)]
        known = [found for found in sums if found is not None]
        if known and total not in known:
            sheet = f"シート「{self._sheet.name}」 " if self._sheet.name else ""
            yield (
                f"{sheet}{address(row, one.place)}「{one.column.label}」: "
                f"合計 {numbers.written(total)} が、行の合計 {numbers.written(known[0])} と違う。"
            )

    def _number(self, row: int, place: int) -> Decimal | None:
        value = self._sheet.value(row, place)
        if isinstance(value, str):
            found = numbers.number(value)
            return found.value if isinstance(found, numbers.ReadNumber) else None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return Decimal(repr(value)) if is_number else None

    def _ranges(self, row: int) -> list[range]:
        """The rows that a total may sum: since the one before, until the next, above, all."""
        before = max((one for one in self._totals if one < row), default=self._header.last)
        behind = min((one for one in self._totals if one > row), default=len(self._sheet.rows))
        return [
            range(before + 1, row),
            range(row + 1, behind),
            range(self._header.last + 1, row),
            range(self._header.last + 1, len(self._sheet.rows)),
        ]

    def _sum(self, place: int, rows: range) -> Decimal | None:
        """The sum of some rows; None where there are none, one is missing, or units differ."""
        found = [pair for row, pair in self._numbers[place].items() if row in rows]
        kinds = {unit for _, unit in found}
        present = [number for number, _ in found if number is not None]
        is_whole = len(present) == len(found) and len(kinds) == 1
        if not is_whole or any(kind.startswith(_NOT_SUMMED) for kind in kinds):
            return None
        return sum(present, Decimal(0))
