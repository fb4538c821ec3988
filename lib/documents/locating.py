"""Finds figures in documents: on the lines that they name, elsewhere, or not at all."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from lib import formats
from lib.documents.reading import Document

# One character for one, so that a place in the folded line is the same place in the line.
_FOLDED = str.maketrans("０１２３４５６７８９，．／％　", "0123456789,./% ")
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_EXPRESSION = re.compile(
    rf"(?<![\dA-Za-z.,])(?P<number>{_NUMBER})(?:/(?P<divisor>\d+))?(?![\d])(?P<man>\s*万)?"
)
_LONGEST_GAP = 3  # spaces and brackets between a number and its counter
_MAN = 10_000
_RANGES = "support_ranges"  # a range from 0 to 0 is printed as one number
_LEAST_LIKENESS = 0.6  # of the words beside a figure that was found on another line
_NEIGHBOURHOOD_LINES = 40  # figures as near as this move together when lines are put before them
_LEAST_NEIGHBOURS = 3
_LINES_BEFORE = 3  # in which the words to a figure may stand in a document of short lines


class Status(Enum):
    """Where a figure stands."""

    FOUND = "文書の行にある"
    MOVED = "別の行にある"
    MISSING = "文書に見つからない"
    NOT_PRINTED = "数字としては印字されていない（数えた数、換算した数）"


@dataclass(frozen=True)
class Figure:
    """What must be known of a figure to find it.

    Attributes:
        figure_id: Names it.
        table_name: Its table; documents print figures of several tables from one number.
        holder: What a printed number belongs to: the figure, or the row of both ends of a range.
        value: The number.
        unit: The counter behind it; None if it has none.
        subject: What it counts, in words.
        first_line: First line that its locator names.
        last_line: Last line that its locator names.
        evidence: Code of ``EVIDENCE``.
    """

    figure_id: str
    table_name: str
    holder: str
    value: float
    unit: str | None
    subject: str
    first_line: int
    last_line: int
    evidence: str


@dataclass(frozen=True)
class Mark:
    """Where the digits of a figure stand.

    Attributes:
        line: The line, from 1.
        start: First character, from 0.
        end: Behind the last character.
    """

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """What became of the search for one figure.

    Attributes:
        figure: The figure.
        status: Whether and where it was found.
        mark: Where its digits stand; None if they were not found.
    """

    figure: Figure
    status: Status
    mark: Mark | None = None


def figure_from(row: Mapping[str, Any]) -> Figure | None:
    """The figure of a row of ``figures``; None if its locator names no lines."""
    try:
        first_line, last_line = formats.lines(row["source_locator"])
    except ValueError:
        return None
    return Figure(
        row["figure_id"],
        row["table_name"],
        row["row_key"] if row["table_name"] == _RANGES else row["figure_id"],
        float(row["value"]),
        row["unit"],
        row["subject"],
        first_line,
        last_line,
        row["evidence"],
    )


def locate(figures: Iterable[Figure], document: Document) -> list[Finding]:
    """Finds the figures of one document.

    Figures of one table that are equal and name the same lines need one printed number each.

    Returns:
        One finding a figure, in their order.
    """
    lines = tuple(line.translate(_FOLDED) for line in document.lines)
    taken: dict[tuple[str, Mark], str] = {}
    findings = [_on_named_lines(figure, lines, taken) for figure in figures]
    lost = {
        finding.figure: _elsewhere(finding.figure, lines)
        for finding in findings
        if finding.status is Status.MISSING
    }
    return [
        _moved(finding.figure, lost, lines) if finding.figure in lost else finding
        for finding in findings
    ]


def _on_named_lines(
    figure: Figure, lines: tuple[str, ...], taken: dict[tuple[str, Mark], str]
) -> Finding:
    if figure.evidence == "counted":
        return Finding(figure, Status.NOT_PRINTED)
    own = range(figure.first_line, min(figure.last_line, len(lines)) + 1)
    for mark in _marks(figure, lines, own):
        if taken.setdefault((figure.table_name, mark), figure.holder) == figure.holder:
            return Finding(figure, Status.FOUND, mark)
    return Finding(figure, Status.MISSING)


def _elsewhere(figure: Figure, lines: tuple[str, ...]) -> list[Mark]:
    named = range(figure.first_line, figure.last_line + 1)
    others = (line for line in range(1, len(lines) + 1) if line not in named)
    return list(_marks(figure, lines, others))


def _moved(figure: Figure, lost: Mapping[Figure, list[Mark]], lines: tuple[str, ...]) -> Finding:
    """The place to which a figure moved: with its neighbours, or where its words stand."""
    near = [
        {shift for mark in marks for shift in _shifts(other, mark)}
        for other, marks in lost.items()
        if abs(other.first_line - figure.first_line) <= _NEIGHBOURHOOD_LINES
    ]
    votes = Counter(shift for found in near for shift in found)
    ranked = [
        (
            max(votes[shift] for shift in _shifts(figure, mark)),
            _likeness(figure.subject, lines, mark.line),
            -abs(mark.line - figure.first_line),
            mark,
        )
        for mark in lost[figure]
    ]
    together = max(ranked, key=lambda entry: entry[:3], default=None)
    if together and together[0] >= max(_LEAST_NEIGHBOURS, len(near) / 2):
        return Finding(figure, Status.MOVED, together[3])
    likest = max(ranked, key=lambda entry: entry[1:3], default=None)
    if likest and likest[1] >= _LEAST_LIKENESS:
        return Finding(figure, Status.MOVED, likest[3])
    return Finding(figure, Status.MISSING)


def _shifts(figure: Figure, mark: Mark) -> range:
    """By how many lines a figure has moved if it stands at a mark."""
    return range(mark.line - figure.last_line, mark.line - figure.first_line + 1)


def _likeness(subject: str, lines: tuple[str, ...], line: int) -> float:
    """The share of the subject's pairs of characters that stand in a line or just before it."""
    words = re.sub(r"[\s（）「」、。]", "", subject)
    pairs = {words[place : place + 2] for place in range(len(words) - 1)}
    text = "".join(lines[max(0, line - 1 - _LINES_BEFORE) : line])
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0


def _marks(figure: Figure, lines: tuple[str, ...], numbers: Iterable[int]) -> Iterator[Mark]:
    """The places on some lines where a figure's number stands in the form that it needs."""
    for number in numbers:
        text = lines[number - 1]
        for found in _EXPRESSION.finditer(text):
            if _value(found) == figure.value and _has_form(figure, text, found):
                yield Mark(number, found.start(), found.end())


def _value(found: re.Match[str]) -> float:
    value = float(found["number"].replace(",", ""))
    if found["divisor"]:
        return value / float(found["divisor"]) if float(found["divisor"]) else value
    return value * _MAN if found["man"] else value


def _has_form(figure: Figure, text: str, found: re.Match[str]) -> bool:
    if figure.evidence == "tabulated":
        before, behind = text[: found.start()][-1:], text[found.end() :][:1]
        return not before.strip() and not behind.strip()
    unit = figure.unit or ""
    behind = text[found.end() : found.end() + _LONGEST_GAP + len(unit)].lstrip(" \t()（）")
    return behind.startswith(unit)
