"""Groups of like counts of prefectures: of one year, type of support, unit and way of counting."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lib import formats, vocabulary
from lib.cells import evidence_in
from lib.counting import COUNTED_THING, Count, like_groups, ranked
from lib.database import Database
from lib.frames import Record, records
from lib.queries.body_counts import body_counts
from lib.views.data import remembered

FEWEST_BODIES = 3  # with fewer, every statistic is one of the counts or the mean of two
VALUE = evidence_in("support_counts", "value", "fiscal_year", "support_type_id", "prefecture_code")


@dataclass(frozen=True, eq=False)  # frames cannot be compared as a whole
class Group:
    """Counts of one year, type, unit and basis, one a prefecture.

    Attributes:
        frame: Rows of ``queries.body_counts``, largest count first, equal ones by code.
    """

    frame: pd.DataFrame

    @cached_property
    def rows(self) -> list[Record]:
        """The rows as plain values."""
        return records(self.frame)

    @property
    def counts(self) -> list[int]:
        """The counts."""
        return [row["value"] for row in self.rows]

    @property
    def figure_ids(self) -> tuple[str, ...]:
        """The published figures that hold the counts."""
        return tuple(figure_id for row in self.rows for figure_id in VALUE(row))

    @property
    def fiscal_year(self) -> int:
        """The fiscal year of all counts."""
        return int(self.rows[0]["fiscal_year"])

    @property
    def name(self) -> str:
        """The type of support, in words."""
        return str(self.rows[0]["support_type_name"])

    @property
    def unit(self) -> str:
        """The counters as printed; two of them count the same thing."""
        return formats.joined((row["unit"] for row in self.rows), "・")

    @property
    def basis_words(self) -> str:
        """Unit and way of counting, as in 件、計."""
        return f"{self.unit}、{vocabulary.COUNT_BASIS.label(self.rows[0]['count_basis'])}"

    @property
    def code(self) -> str:
        """The group in addresses, as in 2024-housing-case-total."""
        row = self.rows[0]
        thing = COUNTED_THING[row["unit"]]
        return f"{row['fiscal_year']}-{row['support_type_id']}-{thing}-{row['count_basis']}"

    @property
    def words(self) -> str:
        """Type, year, unit and way of counting, in words."""
        return f"{self.name}（{formats.fiscal_year(self.fiscal_year)}、{self.basis_words}）"

    @property
    def kind(self) -> Count:
        """What all counts of the group are, apart from the type of support."""
        row = self.rows[0]
        return Count(0, row["unit"], row["count_basis"], measure=str(row["fiscal_year"]))


def _count(row: Record) -> Count:
    measure = f"{row['fiscal_year']} {row['support_type_id']}"
    return Count(row["value"], row["unit"], row["count_basis"], measure=measure)


@remembered
def groups(database: Database) -> tuple[Group, ...]:
    """All groups, the one with the most prefectures first, then the newest."""
    frame = body_counts(database)
    places = enumerate(records(frame))
    found = like_groups(places, lambda item: _count(item[1]))
    in_order = [ranked(group, lambda item: _count(item[1])) for group in found]
    return tuple(
        Group(frame.iloc[[place for place, _ in group]].reset_index(drop=True))
        for group in in_order
    )


def usable_groups(database: Database) -> tuple[Group, ...]:
    """The groups with enough prefectures for a distribution."""
    return tuple(group for group in groups(database) if len(group.rows) >= FEWEST_BODIES)


def like(group: Group, others: tuple[Group, ...]) -> list[Group]:
    """The groups of the same year, unit and way of counting, itself included, in their order."""
    return [other for other in others if other.kind.is_like(group.kind)]
