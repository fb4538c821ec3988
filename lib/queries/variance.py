"""Queries on the counts of direct support by type: ranges, bodies and named prefectures."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lib.database import Database
from lib.schema import Column, Kind, columns, declared

_NO_RANGE = "幅は公表なし"
RANGE_COLUMNS = (
    *columns("support_types", "support_type_id", "category"),
    declared("support_types", "name", name="support_type_name"),
    replace(
        declared("support_ranges", "fiscal_year", name="range_fiscal_year", label="幅の年度"),
        missing=_NO_RANGE,
    ),
    *columns("support_ranges", "minimum", "maximum"),
    Column(
        "difference",
        Kind.INTEGER,
        "最大と最小の差",
        "最も多い団体と最も少ない団体の支援実績の差",
        missing=_NO_RANGE,
        unit_in="unit",
    ),
    declared("support_ranges", "unit"),
    replace(
        declared(
            "support_type_bodies", "fiscal_year", name="bodies_fiscal_year", label="団体数の年度"
        ),
        missing="団体数は公表なし",
    ),
    replace(
        declared("support_type_bodies", "bodies", label="重複計上の団体数"),
        unit="団体",
        unit_in=None,
    ),
    declared("support_ranges", "note"),
    replace(declared("support_ranges", "source_id", label="幅の出典"), missing=_NO_RANGE),
    declared("support_ranges", "source_locator", name="range_locator", label="幅の位置"),
    replace(
        declared("support_type_bodies", "source_id", name="bodies_source_id", label="団体数の出典"),
        missing="団体数は公表なし",
    ),
    declared("support_type_bodies", "source_locator", name="bodies_locator", label="団体数の位置"),
)
COUNT_COLUMNS = (
    *columns("support_counts", "fiscal_year", "support_type_id"),
    declared("support_types", "name", name="support_type_name"),
    declared("support_counts", "prefecture_code"),
    declared("prefectures", "name", name="prefecture_name"),
    *columns("support_counts", "value", "missing_reason", "unit", "count_basis"),
    *columns("support_counts", "source_id", "source_locator"),
    *columns("prefectures", "population_2020", "population_source_id"),
    declared("support_type_bodies", "bodies"),
)


@dataclass(frozen=True, slots=True)
class PublishedRange:
    """The smallest and largest count of a type of direct support in a fiscal year."""

    support_type_name: str
    fiscal_year: int
    minimum: int
    maximum: int
    unit: str

    @property
    def difference(self) -> int:
        """How much larger the largest count is."""
        return self.maximum - self.minimum


@dataclass(frozen=True, slots=True)
class SupportRange:
    """A type of direct support with its newest range and a number of bodies, where published."""

    support_type_id: str
    category: str
    support_type_name: str
    short_name: str | None
    range_fiscal_year: int | None
    minimum: int | None
    maximum: int | None
    difference: int | None
    unit: str | None
    bodies_fiscal_year: int | None
    bodies: int | None
    note: str | None
    source_id: str | None
    range_locator: str | None
    bodies_source_id: str | None
    bodies_locator: str | None

    @property
    def published(self) -> PublishedRange | None:
        """The range; None where none is published."""
        year, low, high, unit = self.range_fiscal_year, self.minimum, self.maximum, self.unit
        if year is None or low is None or high is None or unit is None:
            return None
        return PublishedRange(self.support_type_name, year, low, high, unit)


@dataclass(frozen=True, slots=True)
class SupportCount:
    """A count of a named prefecture, or why it has none, with its inhabitants.

    Beside it stands the number of bodies that give this support in the same year, where published.
    """

    fiscal_year: int
    support_type_id: str
    support_type_name: str
    support_type_short_name: str | None
    category: str
    prefecture_code: str
    prefecture_name: str
    value: int | None
    missing_reason: str | None
    unit: str
    count_basis: str
    source_id: str
    source_locator: str
    population_2020: int
    population_source_id: str
    bodies: int | None


def support_ranges(database: Database, category: str) -> tuple[SupportRange, ...]:
    """Every type of direct support with its newest range and a number of bodies.

    Each type has its own years: the newest range of the type, and the number of bodies of the
    range's year, or else the newest one.

    Args:
        database: The database.
        category: Only types of this category; empty for all.
    """
    return database.rows(
        """
        WITH newest AS (
            SELECT * FROM support_ranges
            QUALIFY row_number() OVER (PARTITION BY support_type_id ORDER BY fiscal_year DESC) = 1)
        SELECT t.support_type_id, t.category, t.name AS support_type_name, t.short_name,
               r.fiscal_year AS range_fiscal_year, r.minimum, r.maximum,
               r.maximum - r.minimum AS difference, r.unit,
               b.fiscal_year AS bodies_fiscal_year, b.bodies, r.note, r.source_id,
               r.source_locator AS range_locator, b.source_id AS bodies_source_id,
               b.source_locator AS bodies_locator
        FROM support_types AS t
        LEFT JOIN newest AS r USING (support_type_id)
        LEFT JOIN support_type_bodies AS b USING (support_type_id)
        WHERE $category = '' OR t.category = $category
        QUALIFY row_number() OVER (
            PARTITION BY t.support_type_id
            ORDER BY coalesce(b.fiscal_year = r.fiscal_year, false) DESC, b.fiscal_year DESC) = 1
        ORDER BY t.position
        """,
        SupportRange,
        {"category": category},
    )


def published_ranges(rows: Iterable[SupportRange]) -> list[PublishedRange]:
    """The ranges of those types that have one."""
    return [row.published for row in rows if row.published]


def named_counts(database: Database, category: str) -> tuple[SupportCount, ...]:
    """What is entered for named prefectures: a count, or why there is none.

    Args:
        database: The database.
        category: Only types of this category; empty for all.
    """
    return database.rows(
        """
        SELECT c.fiscal_year, c.support_type_id, t.name AS support_type_name,
               t.short_name AS support_type_short_name, t.category, c.prefecture_code,
               p.name AS prefecture_name, c.value, c.missing_reason, c.unit, c.count_basis,
               c.source_id, c.source_locator, p.population_2020, p.population_source_id, b.bodies
        FROM support_counts AS c
        JOIN support_types AS t USING (support_type_id)
        JOIN prefectures AS p USING (prefecture_code)
        LEFT JOIN support_type_bodies AS b USING (fiscal_year, support_type_id)
        WHERE $category = '' OR t.category = $category
        ORDER BY c.fiscal_year, t.position, c.prefecture_code
        """,
        SupportCount,
        {"category": category},
    )
