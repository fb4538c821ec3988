"""The bounds of the spread of one type for every number of bodies that could be behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib import formats
from lib.database import Database, frame_of
from lib.exhibits import ChartKind, Exhibit, NativeChart
from lib.figures.bands import Band, bands_by_number
from lib.figures.variance import band_words
from lib.frames import Record, records
from lib.queries import variance as queries
from lib.schema import Column, Kind, declared
from lib.state import choice, field_words
from lib.statistics.ranges import spread_of_range
from lib.views import spread
from lib.views.data import options_from, remembered
from lib.views.notes import named_cautions, source_notes

_NUMBERS = range(2, 48)  # from the two ends of a range to all prefectures
_PUBLISHED = "published"


def _types(found: Database) -> dict[str, str]:
    """The types whose range has two different ends, by code."""
    ranges = records(queries.support_ranges(found, ""))
    return {
        row["support_type_id"]: row["support_type_name"]
        for row in ranges
        if row["maximum"] is not None and row["minimum"] < row["maximum"]
    }


@dataclass(frozen=True)
class BodiesState:
    """What is tried.

    Attributes:
        support_type: A type of direct support with a published range.
        bodies: How many bodies are taken to stand behind the range; ``published`` for the newest
            published number.
    """

    support_type: str = choice("支援の種類", options_from(_types), "employment")
    bodies: str = choice(
        "団体数",
        {_PUBLISHED: "公表された団体数"} | {str(number): f"{number}団体" for number in _NUMBERS},
        _PUBLISHED,
    )


_COLUMNS = (
    declared("support_types", "support_type_id"),
    declared("support_types", "name", name="support_type_name"),
    declared("support_ranges", "fiscal_year", name="range_fiscal_year", label="幅の年度"),
    declared("support_ranges", "minimum"),
    declared("support_ranges", "maximum"),
    declared("support_ranges", "unit"),
    Column("assumed_bodies", Kind.INTEGER, "仮定した団体数", "幅に含まれるとみた団体の数"),
    *spread.BOUND_COLUMNS,
    spread.JUDGEMENT,
    declared("support_ranges", "source_id"),
)


@remembered
def bodies_exhibit(database: Database, state: BodiesState) -> Exhibit:
    """The bounds of the spread by the number of bodies."""
    (row,) = (
        row
        for row in records(queries.support_ranges(database, ""))
        if row["support_type_id"] == state.support_type
    )
    found = [_with_bodies(row, bodies) for bodies in _NUMBERS]
    chosen = _chosen(row, state)
    rows = frame_of(found, _COLUMNS)
    return Exhibit(
        exhibit_id="assumed_bodies",
        name="団体数を変えたときの標準偏差",
        title=f"{row['support_type_name']}の標準偏差の幅（{row['unit']}、仮定する団体数別）",
        summary=_summary(found, chosen),
        rows=rows,
        columns=_COLUMNS,
        export_only=("support_type_id", "range_fiscal_year"),
        evidence={
            "minimum": spread.MINIMUM,
            "maximum": spread.MAXIMUM,
            **dict.fromkeys((column.name for column in spread.BOUND_COLUMNS), _both_ends),
        },
        as_of=f"支援実績は{formats.fiscal_year(row['range_fiscal_year'])}",
        sources=source_notes(database, rows["source_id"]),
        cautions=named_cautions(database, "types_differ"),
        method=spread.method([row], records(queries.named_counts(database, ""))),
        filters=field_words(state, "support_type", "bodies"),
        native=NativeChart(
            ChartKind.RANGES,
            "{assumed_bodies}団体",
            ("deviation_low", "deviation_high"),
            f"標準偏差の幅（{row['unit']}）",
        ),
        draw=lambda palette: bands_by_number(
            [_band(other) for other in found],
            chosen,
            "仮定する団体数",
            f"標準偏差（{row['unit']}）",
            palette,
        ),
    )


def _chosen(row: Record, state: BodiesState) -> int:
    """The number of bodies that is picked out; the fewest where none is published."""
    if state.bodies != _PUBLISHED:
        return int(state.bodies)
    published = row["bodies"]
    return int(published) if published in _NUMBERS else _NUMBERS[0]


def _with_bodies(row: Record, bodies: int) -> Record:
    found = spread_of_range(row["minimum"], row["maximum"], bodies)
    return row | {"assumed_bodies": bodies} | spread.bounds(found)


def _band(row: Record) -> Band:
    words = f"{row['assumed_bodies']}団体 {band_words(row)}"
    return Band(row["assumed_bodies"], row["deviation_low"], row["deviation_high"], words)


def _both_ends(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (*spread.MINIMUM(row), *spread.MAXIMUM(row))


def _summary(found: list[Record], chosen: int) -> str:
    row = next(row for row in found if row["assumed_bodies"] == chosen)
    unlike = [other for other in found if other["judgement"] != row["judgement"]]
    low, high = (formats.number(row[name], 1) for name in ("deviation_low", "deviation_high"))
    first = (
        f"{row['support_type_name']}は、{chosen}団体とみると標準偏差が"
        f"{low if low == high else f'{low}～{high}'}{row['unit']}で、「{row['judgement']}」。"
    )
    if not unlike:
        numbers = f"{_NUMBERS[0]}団体から{_NUMBERS[-1]}団体まで"
        return f"{first}{numbers}のどの数とみても、この判定は変わらない。"
    others = [other["assumed_bodies"] for other in unlike]
    return f"{first}{_runs(others)}とみると、「{unlike[0]['judgement']}」になる。"


def _runs(numbers: list[int]) -> str:
    """Numbers of bodies in words, those that follow each other as one run."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(_run_words(run[0], run[-1]) for run in runs)


def _run_words(first: int, last: int) -> str:
    if last == _NUMBERS[-1]:
        return f"{first}団体以上"
    if first == _NUMBERS[0]:
        return f"{last}団体以下"
    return f"{first}団体" if first == last else f"{first}～{last}団体"
