"""What a map can show of rows that are entered one a prefecture: support counts, indicators.

An indicator becomes a choice once all prefectures have a value of one period: a map of a few would
look like a map of all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lib import formats
from lib.cells import figure_id
from lib.database import Database
from lib.memory import remembered
from lib.queries.indicators import IndicatorValue, indicator_values
from lib.queries.places import prefectures
from lib.queries.variance import SupportCount
from lib.views.body_counts import Group, caution_ids, usable_groups
from lib.views.indicators import period_words
from lib.views.missing import NOT_ENTERED
from lib.vocabulary import MISSING_REASON


@dataclass(frozen=True)
class MappedRow:
    """What is entered for a prefecture: a value with its figure, or the code of a reason."""

    value: float | None
    missing_reason: str | None
    figure_id: str
    source_id: str
    source_locator: str


@dataclass(frozen=True)
class Mapped:
    """Values of one kind, period and unit, one a prefecture.

    Attributes:
        code: Its code in addresses.
        words: What it is, in the list of choices.
        name: A shorter name, for headings.
        unit: Unit of the values.
        subtitle: What is counted, unit and period.
        as_of: As of when, in words.
        rows: What is entered, by code of the prefecture.
        absent_reason: Code of the reason that holds where nothing is entered.
        caution_ids: What a reader must know.
        limits: What does not show, as rows of ``reading_limits`` name it.
    """

    code: str
    words: str
    name: str
    unit: str
    subtitle: str
    as_of: str
    rows: Mapping[str, MappedRow]
    absent_reason: str
    caution_ids: tuple[str, ...]
    limits: str

    def reason_words(self, reason: str, *, is_entered: bool) -> str:
        """Why a prefecture has no value, as a reason that is entered or for want of a row."""
        is_open = not is_entered and reason == "unknown"
        return f"{MISSING_REASON.label(reason)}{f'（{NOT_ENTERED}）' if is_open else ''}"


@remembered
def mapped(database: Database) -> Mapping[str, Mapped]:
    """All that a map can show of entered rows, by code."""
    every = (
        *map(_of_counts, usable_groups(database)),
        *map(_of_indicator, _complete_indicators(database)),
    )
    return MappingProxyType({one.code: one for one in every})


def _of_counts(group: Group) -> Mapped:
    return Mapped(
        code=f"support_{group.code}",
        words=f"支援実績 {group.words}",
        name=group.short_name,
        unit=group.unit,
        subtitle=f"都道府県ごとの「{group.name}」の支援実績（{group.basis_words}）、"
        f"{formats.era_fiscal_year(group.rows[0].fiscal_year)}",
        as_of=group.year,
        rows={row.prefecture_code: _count_row(row) for row in group.every_row},
        absent_reason="not_applicable" if group.has_all_bodies else "unknown",
        caution_ids=caution_ids(group),
        limits="counts",
    )


def _count_row(row: SupportCount) -> MappedRow:
    key = (row.fiscal_year, row.support_type_id, row.prefecture_code)
    own = figure_id("support_counts", "value", *key)
    return MappedRow(row.value, row.missing_reason, own, row.source_id, row.source_locator)


def _complete_indicators(database: Database) -> list[Sequence[IndicatorValue]]:
    """The indicators and periods of which every prefecture has a value, the newest first."""
    found: dict[tuple[str, str], list[IndicatorValue]] = defaultdict(list)
    for row in indicator_values(database):
        if row.value is not None:
            found[row.indicator_id, row.period].append(row)
    every = len(prefectures(database))
    return [rows for rows in found.values() if len(rows) == every]


def _of_indicator(rows: Sequence[IndicatorValue]) -> Mapped:
    first = rows[0]
    period = period_words(first)
    return Mapped(
        code=f"indicator_{first.indicator_id}_{first.period}",
        words=f"{first.indicator_name}（{period}）",
        name=first.indicator_name,
        unit=first.unit,
        subtitle=f"都道府県ごとの{first.indicator_name}（{first.unit}）、{period}",
        as_of=period,
        rows={row.prefecture_code: _indicator_row(row) for row in rows},
        absent_reason="unknown",
        caution_ids=(),
        limits="indicators",
    )


def _indicator_row(row: IndicatorValue) -> MappedRow:
    key = (row.indicator_id, row.period, row.prefecture_code)
    own = figure_id("prefecture_indicators", "value", *key)
    return MappedRow(row.value, row.missing_reason, own, row.source_id, row.source_locator)
