"""Faults in the CSV files: where each stands, what was found and what is allowed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        file: Name of the CSV file.
        row: Line in the file at which the row ends, or at which what cannot be read begins (the
            header is line 1); 0 is the whole file.
        column: Name of the column; empty where the fault concerns the whole row or file.
        found: What the file holds, shortened.
        allowed: What would be allowed.
    """

    file: str
    row: int
    column: str
    found: str
    allowed: str

    def __str__(self) -> str:
        """One line: file, row, column, found, allowed, in Japanese."""
        place = f"{self.file} {self.row}行目" if self.row else self.file
        column = f" {self.column}列" if self.column else ""
        return f"{place}{column}: 見つかったもの「{self.found}」 / 認められるもの: {self.allowed}"


class InvalidDataError(Exception):
    """The CSV files have faults; nothing was built.

    Attributes:
        faults: Every fault found.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
