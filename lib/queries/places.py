"""Queries on prefectures: their projects, the figures that a map can show, their grants."""

import pandas as pd

from lib.database import Database
from lib.schema import declared, table

PREFECTURE_COLUMNS = table("prefectures").columns
PROJECT_COLUMNS = (
    declared("prefectures", "prefecture_code"),
    declared("projects", "project_id"),
    declared("bodies", "name", name="body_name"),
    declared("bodies", "body_kind"),
    declared("projects", "cohort_fiscal_year"),
    declared("projects", "summary"),
    declared("projects", "source_id"),
)
COUNT_COLUMNS = (
    declared("prefectures", "prefecture_code"),
    declared("projects", "project_id"),
    declared("bodies", "name", name="body_name"),
    declared("bodies", "body_kind"),
    *(
        declared("results", name)
        for name in (
            *("result_number", "indicator", "value", "unit", "count_basis", "as_of_date"),
            *("source_id", "source_locator"),
        )
    ),
)
GRANT_COLUMNS = (
    declared("subsidy_grants", "prefecture_code"),
    declared("subsidy_grants", "fiscal_year"),
    declared("subsidy_grants", "grant_number"),
    declared("subsidy_grants", "amount_yen"),
    declared("subsidy_grants", "source_id"),
    declared("subsidy_grants", "source_locator"),
)


def prefectures(database: Database) -> pd.DataFrame:
    """The 47 prefectures."""
    return database.frame("SELECT * FROM prefectures ORDER BY prefecture_code", PREFECTURE_COLUMNS)


def projects_by_prefecture(database: Database) -> pd.DataFrame:
    """Every project with the prefecture in which its body lies."""
    return database.frame(
        """
        SELECT b.prefecture_code, p.project_id, b.name AS body_name, b.body_kind,
               p.cohort_fiscal_year, p.summary, p.source_id
        FROM projects AS p JOIN bodies AS b USING (body_code)
        ORDER BY b.prefecture_code, p.cohort_fiscal_year, p.number
        """,
        PROJECT_COLUMNS,
    )


def counts_by_prefecture(database: Database, measure: str) -> pd.DataFrame:
    """Every figure of a measure that is not a part of another figure, with its prefecture."""
    return database.frame(
        """
        SELECT b.prefecture_code, p.project_id, b.name AS body_name, b.body_kind,
               r.result_number, r.indicator, r.value, r.unit, r.count_basis, r.as_of_date,
               r.source_id, r.source_locator
        FROM results AS r
        JOIN projects AS p USING (project_id)
        JOIN bodies AS b USING (body_code)
        WHERE r.measure = $measure AND r.part_of_result_number IS NULL
        ORDER BY b.prefecture_code, p.cohort_fiscal_year, p.number, r.result_number
        """,
        COUNT_COLUMNS,
        {"measure": measure},
    )


def named_grants(database: Database, fiscal_year: int) -> pd.DataFrame:
    """The grants of a fiscal year whose prefecture is named."""
    return database.frame(
        """
        SELECT prefecture_code, fiscal_year, grant_number, amount_yen, source_id, source_locator
        FROM subsidy_grants
        WHERE fiscal_year = $fiscal_year AND prefecture_code IS NOT NULL
        ORDER BY prefecture_code
        """,
        GRANT_COLUMNS,
        {"fiscal_year": fiscal_year},
    )


def cases(database: Database, prefecture_code: str) -> pd.DataFrame:
    """What the programme's document tells of a prefecture."""
    return database.frame(
        "SELECT * FROM prefecture_cases WHERE prefecture_code = $code ORDER BY fact_number",
        table("prefecture_cases").columns,
        {"code": prefecture_code},
    )
