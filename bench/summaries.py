"""The arithmetic of the bench and how its tables are written; measures nothing itself."""

import math
import re
from collections.abc import Sequence
from pathlib import Path

Cell = str | int | float


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least a share of all values do not exceed (nearest rank).

    Args:
        values: In any order; at least one.
        share: Above 0 and up to 1, such as 0.99.

    Raises:
        ValueError: There is no value, or no such share.
    """
    if not values or not 0 < share <= 1:
        message = f"no {share} of {len(values)} values"
        raise ValueError(message)
    return sorted(values)[math.ceil(share * len(values)) - 1]


def table(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A table in Markdown; texts stand at the left, numbers at the right.

    Args:
        header: The headings of the columns.
        rows: As many cells each; a number with a fraction is shown with three significant digits.
    """
    is_text = [isinstance(cell, str) for cell in rows[0]] if rows else [True] * len(header)
    lines = [
        header,
        ["---" if text else "---:" for text in is_text],
        *([shown(cell) for cell in row] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def shown(cell: Cell) -> str:
    """A cell as it is written: 1,234 or 0.0123 or 12.3."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int) or abs(cell) >= 100:
        return f"{cell:,.0f}"
    if cell == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(cell))))
    return f"{cell:.{min(decimals, 4)}f}"


def with_section(document: str, name: str, text: str) -> str:
    """A document in which what stands between the marks of a section is replaced.

    Raises:
        ValueError: The document has no such section, or has it twice.
    """
    begin, end = f"<!-- bench {name} -->", f"<!-- /bench {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if len(pattern.findall(document)) != 1:
        message = f"no single section {name}"
        raise ValueError(message)
    return pattern.sub(lambda _: f"{begin}\n\n{text}\n\n{end}", document)


def write_section(file: Path, name: str, text: str) -> None:
    """Replaces a section of a document on disk."""
    file.write_text(with_section(file.read_text("utf-8"), name, text), "utf-8")
