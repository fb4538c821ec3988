"""The line of a filled template that says of which edition its rows are, and the way back from it.

It is words in a cell, which officers see, and no hidden part of a workbook: so CSV has it too, and
it stays where a file is saved as another kind, a sheet is copied, or a file comes back with its
faults marked. It may stand anywhere, as rows are sorted and new ones are added below.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lib.intake.sheets import Sheet, Value

DIGITS = 12  # of the digest: enough to tell sets apart, and no more than people can compare
_LINE = re.compile(rf"第(0|[1-9][0-9]{{0,5}})版[（(]([0-9a-f]{{{DIGITS}}})[）)]の行から作成")


@dataclass(frozen=True)
class MadeFrom:
    """The edition whose rows stand in a template.

    Attributes:
        edition: Its number.
        digest: The first digits of the digest of its files: other stores have the same numbers.
    """

    edition: int
    digest: str

    def __str__(self) -> str:
        """The line in a template."""
        return f"※ 第{self.edition}版（{self.digest}）の行から作成。消さない。"


def named_in(sheets: Iterable[Sheet]) -> tuple[MadeFrom, ...]:
    """What the sheets of a file say; nothing where no sheet does."""
    cells = (cell for sheet in sheets for row in sheet.rows for cell in row)
    return tuple(dict.fromkeys(found for cell in cells if (found := _in_cell(cell))))


def without_line(sheet: Sheet) -> Sheet:
    """A sheet without the line, all other cells at their places."""
    rows = [[None if _in_cell(cell) else cell for cell in row] for row in sheet.rows]
    return replace(sheet, rows=rows)


def _in_cell(cell: Value) -> MadeFrom | None:
    found = _LINE.search(cell) if isinstance(cell, str) else None
    return MadeFrom(int(found[1]), found[2]) if found else None
