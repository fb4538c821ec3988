"""Queries on the counts of direct support by type: ranges, bodies and named prefectures."""

from dataclasses import replace

import pandas as pd

from lib.database import Database
from lib.schema import declared

RANGE_COLUMNS = (
    declared("support_types", "support_type_id"),
    declared("support_types", "category"),
    declared("support_types", "name", name="support_type_name"),
    replace(
        declared("support_ranges", "fiscal_year", name="range_fiscal_year", label="幅の年度"),
        missing="幅は公表なし",
    ),
    declared("support_ranges", "minimum"),
    declared("support_ranges", "maximum"),
    declared("support_ranges", "unit"),
    replace(
        declared(
            "support_type_bodies", "fiscal_year", name="bodies_fiscal_year", label="団体数の年度"
        ),
        missing="団体数は公表なし",
    ),
    declared("support_type_bodies", "bodies", label="団体数（重複計上）"),
    declared("support_ranges", "note"),
    declared("support_ranges", "source_id"),
    declared("support_ranges", "source_locator", name="range_locator", label="幅の位置"),
    declared("support_type_bodies", "source_locator", name="bodies_locator", label="団体数の位置"),
)
COUNT_COLUMNS = (
    declared("support_counts", "fiscal_year"),
    declared("support_counts", "support_type_id"),
    declared("support_types", "name", name="support_type_name"),
    declared("support_counts", "prefecture_code"),
    declared("prefectures", "name", name="prefecture_name"),
    declared("support_counts", "value"),
    declared("support_counts", "unit"),
    declared("support_counts", "count_basis"),
    declared("support_counts", "source_id"),
    declared("support_counts", "source_locator"),
)


def support_ranges(database: Database, category: str) -> pd.DataFrame:
    """Every type of direct support with its newest range and its newest number of bodies.

    Args:
        database: The database.
        category: Only types of this category; empty for all.
    """
    return database.frame(
        """
        SELECT t.support_type_id, t.category, t.name AS support_type_name,
               r.fiscal_year AS range_fiscal_year, r.minimum, r.maximum, r.unit,
               b.fiscal_year AS bodies_fiscal_year, b.bodies, r.note,
               coalesce(r.source_id, b.source_id) AS source_id,
               r.source_locator AS range_locator, b.source_locator AS bodies_locator
        FROM support_types AS t
        LEFT JOIN support_ranges AS r
          ON r.support_type_id = t.support_type_id AND r.fiscal_year = (
              SELECT max(fiscal_year) FROM support_ranges)
        LEFT JOIN support_type_bodies AS b
          ON b.support_type_id = t.support_type_id AND b.fiscal_year = (
              SELECT max(fiscal_year) FROM support_type_bodies)
        WHERE $category = '' OR t.category = $category
        ORDER BY t.position
        """,
        RANGE_COLUMNS,
        {"category": category},
    )


def named_counts(database: Database, category: str) -> pd.DataFrame:
    """The counts that are published for a named prefecture."""
    return database.frame(
        """
        SELECT c.fiscal_year, c.support_type_id, t.name AS support_type_name, c.prefecture_code,
               p.name AS prefecture_name, c.value, c.unit, c.count_basis,
               c.source_id, c.source_locator
        FROM support_counts AS c
        JOIN support_types AS t USING (support_type_id)
        JOIN prefectures AS p USING (prefecture_code)
        WHERE $category = '' OR t.category = $category
        ORDER BY c.fiscal_year, t.position, c.prefecture_code
        """,
        COUNT_COLUMNS,
        {"category": category},
    )
