"""The counts of direct support of one prefecture, by type: the way from the map to the types."""

from dataclasses import asdict, dataclass

from lib import formats, vocabulary
from lib.database import Database
from lib.queries.variance import SupportCount, named_counts
from lib.views.body_counts import usable_groups
from lib.views.variance import COUNT_EVIDENCE
from lib.vocabulary import MISSING_REASON


@dataclass(frozen=True)
class NamedCount:
    """What is entered of a type of support for one prefecture, in words.

    Attributes:
        name: The type of support.
        words: The count with its unit and way of counting, or why there is none.
        figure_id: The figure behind it; None where there is none.
        group: Code of the group in which it stands beside others; empty where it stands alone.
    """

    name: str
    words: str
    figure_id: str | None
    group: str


@dataclass(frozen=True)
class PrefectureCounts:
    """The counts of one prefecture in a fiscal year.

    Attributes:
        year: The fiscal year in words.
        counts: The counts, and the types whose count is suppressed or unknown.
        not_applicable: How many types it does not give.
    """

    year: str
    counts: tuple[NamedCount, ...]
    not_applicable: int


def counts_of(database: Database, prefecture_code: str) -> PrefectureCounts | None:
    """The counts of a prefecture in its newest year; None if nothing is entered for it."""
    rows = [row for row in named_counts(database, "") if row.prefecture_code == prefecture_code]
    if not rows:
        return None
    newest = max(row.fiscal_year for row in rows)
    own = [row for row in rows if row.fiscal_year == newest]
    beside = {row: group.code for group in usable_groups(database) for row in group.every_row}
    named = [row for row in own if row.missing_reason != "not_applicable"]
    return PrefectureCounts(
        formats.fiscal_year(newest),
        tuple(_named_count(row, beside.get(row, "")) for row in named),
        len(own) - len(named),
    )


def _named_count(row: SupportCount, group: str) -> NamedCount:
    if row.value is None:
        reason = MISSING_REASON.label(row.missing_reason or "unknown")
        return NamedCount(row.support_type_name, f"{reason}（0ではない）", None, group)
    basis = vocabulary.COUNT_BASIS.label(row.count_basis)
    (own,) = COUNT_EVIDENCE(asdict(row))
    words = f"{formats.count(row.value, row.unit)}（{basis}）"
    return NamedCount(row.support_type_name, words, own, group)
