"""What an uploaded file holds: sheets of cells, and the faults found in them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

Value = str | int | float | bool | dt.date | None
Place = tuple[int, int]  # row and column, both from 0

# The sheets that this program writes beside those of rows: how to fill in, lists, what to mend.
HOW_TO, LISTS, TO_MEND = "書き方", "選択肢", "直すところ"
OWN_SHEETS = (HOW_TO, LISTS, TO_MEND)

_LONGEST_QUOTE = 60  # characters of a faulty cell that are repeated in the message
_LETTERS = 26


class Mark(Enum):
    """What a cell is beside its value."""

    FORMULA = auto()
    ERROR = auto()
    PERCENT = auto()


Marks = dict[str, dict[Place, Mark]]  # by name of the sheet


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: Its name; empty for a CSV file, which has only one.
        rows: The values of the cells, all rows of one length; None where a cell is empty.
        marks: What cells are beside their values, by place.
        merged: First and last place of each group of merged cells.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    marks: Mapping[Place, Mark] = field(default_factory=dict)
    merged: Sequence[tuple[Place, Place]] = ()

    def value(self, row: int, column: int) -> Value:
        """The value of a cell; None where there is no such cell."""
        inside = row < len(self.rows) and column < len(self.rows[row])
        return self.rows[row][column] if inside else None

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)


class RefusedFileError(ValueError):
    """The file is not read at all; the message is a Japanese sentence for the person."""


@dataclass(frozen=True)
class CellFault:
    """Something in an uploaded file that is not taken in.

    Attributes:
        sheet: Name of the sheet; empty for a CSV file or for the whole file.
        cell: Address of the cell, as in B3; empty where no single cell is at fault.
        column: Japanese label of the column; empty where none is at fault.
        sentence: What is wrong and what to do, as one Japanese sentence.
        found: What the cell holds, shortened.
        allowed: What would be allowed.
        nearest: The nearest right value; empty where none is near.
    """

    sheet: str
    cell: str
    column: str
    sentence: str
    found: str = ""
    allowed: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        """One line in Japanese: place, sentence, found, allowed, nearest."""
        sheet = f"シート「{self.sheet}」" if self.sheet else ""
        column = f"「{self.column}」" if self.column else ""
        place = " ".join(part for part in (sheet, self.cell, column) if part)
        details = (
            ("見つかったもの", f"「{self.found}」" if self.found else ""),
            ("認められるもの", self.allowed),
            ("近い値", self.nearest),
        )
        words = " / ".join(f"{title}: {text}" for title, text in details if text)
        return f"{f'{place}: ' if place else ''}{self.sentence}{f' {words}' if words else ''}"


def address(row: int, column: int) -> str:
    """The address of a cell in a spreadsheet: (2, 1) is B3."""
    letters = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def place(cell_address: str) -> Place:
    """Row and column of an address such as B3.

    Raises:
        ValueError: It is no address.
    """
    letters = cell_address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(cell_address[len(letters) :]) - 1, column - 1


def shown(value: Value) -> str:
    """A value as a person sees it, on one line and shortened."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return " ".join(str(value).split())[:_LONGEST_QUOTE]
