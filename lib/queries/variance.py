"""Queries on the counts of direct support by type: ranges, bodies and named prefectures."""

from dataclasses import replace

import pandas as pd

from lib.database import Database
from lib.schema import Column, Kind, declared

_NO_RANGE = "幅は公表なし"
RANGE_COLUMNS = (
    declared("support_types", "support_type_id"),
    declared("support_types", "category"),
    declared("support_types", "name", name="support_type_name"),
    replace(
        declared("support_ranges", "fiscal_year", name="range_fiscal_year", label="幅の年度"),
        missing=_NO_RANGE,
    ),
    declared("support_ranges", "minimum"),
    declared("support_ranges", "maximum"),
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
    declared("prefectures", "population_2020"),
    declared("prefectures", "population_source_id"),
    declared("support_type_bodies", "bodies"),
)


def support_ranges(database: Database, category: str) -> pd.DataFrame:
    """Every type of direct support with its newest range and a number of bodies.

    Each type has its own years: the newest range of the type, and the number of bodies of the
    range's year, or else the newest one.

    Args:
        database: The database.
        category: Only types of this category; empty for all.
    """
    return database.frame(
        """
        WITH newest AS (
            SELECT * FROM support_ranges
            QUALIFY row_number() OVER (PARTITION BY support_type_id ORDER BY fiscal_year DESC) = 1)
        SELECT t.support_type_id, t.category, t.name AS support_type_name,
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
        RANGE_COLUMNS,
        {"category": category},
    )


def named_counts(database: Database, category: str) -> pd.DataFrame:
    """The counts that are entered for a named prefecture.

    Beside each stand the prefecture's inhabitants and the number of bodies of the type in the
    same year, which is missing where it is not published.

    Args:
        database: The database.
        category: Only types of this category; empty for all.
    """
    return database.frame(
        """
        SELECT c.fiscal_year, c.support_type_id, t.name AS support_type_name, c.prefecture_code,
               p.name AS prefecture_name, c.value, c.unit, c.count_basis,
               c.source_id, c.source_locator, p.population_2020, p.population_source_id, b.bodies
        FROM support_counts AS c
        JOIN support_types AS t USING (support_type_id)
        JOIN prefectures AS p USING (prefecture_code)
        LEFT JOIN support_type_bodies AS b USING (fiscal_year, support_type_id)
        WHERE $category = '' OR t.category = $category
        ORDER BY c.fiscal_year, t.position, c.prefecture_code
        """,
        COUNT_COLUMNS,
        {"category": category},
    )
