"""What is known of a cell before it is read, and what it says or why it is unclear."""

from dataclasses import dataclass
from decimal import Decimal

from lib.intake.known import Known
from lib.schema import Column


@dataclass(frozen=True)
class Expected:
    """What is known of a cell before it is read.

    Attributes:
        column: The declaration.
        known: The codes that may stand there, if they are a list.
        multiple: What the heading says each number is to be multiplied by (千円: 1000).
        unit: The unit that the heading gives; empty where it gives none.
        reasons: The reasons why a number may be missing, where a word may stand for it.
    """

    column: Column
    known: Known | None = None
    multiple: int = 1
    unit: str = ""
    reasons: Known | None = None


@dataclass(frozen=True)
class Read:
    """What a cell says.

    Attributes:
        text: The text as the CSV files hold it.
        unit: The unit of a number, from the cell or the heading.
        reason: Code of the reason why there is no number.
        number: The number as it was written, before it was multiplied.
    """

    text: str
    unit: str = ""
    reason: str = ""
    number: Decimal | None = None


@dataclass(frozen=True)
class Unclear:
    """Why a cell is not taken in.

    Attributes:
        sentence: What is wrong and what to do, in Japanese.
        nearest: The nearest right value; empty where none is near.
    """

    sentence: str
    nearest: str = ""
