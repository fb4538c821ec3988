"""Query on the counts of direct support of single prefectures, with what they are related to."""

import pandas as pd

from lib.database import Database
from lib.schema import declared

BODY_COUNT_COLUMNS = (
    declared("support_counts", "fiscal_year"),
    declared("support_counts", "support_type_id"),
    declared("support_types", "name", name="support_type_name"),
    declared("support_counts", "prefecture_code"),
    declared("prefectures", "name", name="prefecture_name"),
    declared("support_counts", "value"),
    declared("support_counts", "unit"),
    declared("support_counts", "count_basis"),
    declared("prefectures", "population_2020"),
    declared("support_counts", "source_id"),
    declared("support_counts", "source_locator"),
    declared("prefectures", "population_source_id"),
)


def body_counts(database: Database) -> pd.DataFrame:
    """Every count of a prefecture, the newest year first."""
    return database.frame(
        """
        SELECT c.fiscal_year, c.support_type_id, t.name AS support_type_name, c.prefecture_code,
               p.name AS prefecture_name, c.value, c.unit, c.count_basis, p.population_2020,
               c.source_id, c.source_locator, p.population_source_id
        FROM support_counts AS c
        JOIN support_types AS t USING (support_type_id)
        JOIN prefectures AS p USING (prefecture_code)
        ORDER BY c.fiscal_year DESC, t.position, c.prefecture_code
        """,
        BODY_COUNT_COLUMNS,
    )
