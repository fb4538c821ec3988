"""Queries on one project: who, what, every figure, and the reports of 栃木県 and 茨城県."""

import pandas as pd

from lib.database import Database
from lib.queries.sources import DISCREPANCY_COLUMNS
from lib.schema import declared, table

PROJECT_COLUMNS = (
    declared("projects", "project_id"),
    declared("projects", "cohort_fiscal_year"),
    declared("projects", "number"),
    declared("bodies", "body_code"),
    declared("bodies", "name", name="body_name"),
    declared("bodies", "body_kind"),
    declared("prefectures", "prefecture_code"),
    declared("prefectures", "name", name="prefecture_name"),
    declared("prefectures", "region"),
    declared("projects", "as_of_date"),
    declared("projects", "summary"),
    declared("projects", "source_id"),
)
KPI_COLUMNS = table("kpis").columns
SESSION_COLUMNS = table("program_sessions").columns
PARTICIPANT_COLUMNS = table("program_participants").columns
GROUP_COLUMNS = table("participants_by_group").columns
FAMILY_COLUMNS = table("family_meetings").columns
NEIGHBOUR_COLUMNS = (
    declared("projects", "project_id"),
    declared("bodies", "name", name="body_name"),
    declared("themes", "name_ja", name="theme_names", label="共通のテーマ"),
    declared("activities", "activity_number", name="shared_themes", label="共通のテーマの数"),
)
MOST_NEIGHBOURS = 5


def project(database: Database, project_id: str) -> pd.DataFrame:
    """The one row of a project; no row if there is none of that id."""
    return database.frame(
        """
        SELECT p.project_id, p.cohort_fiscal_year, p.number, b.body_code, b.name AS body_name,
               b.body_kind, b.prefecture_code, f.name AS prefecture_name, f.region,
               p.as_of_date, p.summary, p.source_id
        FROM projects AS p
        JOIN bodies AS b USING (body_code)
        LEFT JOIN prefectures AS f USING (prefecture_code)
        WHERE p.project_id = $project_id
        ORDER BY p.project_id
        """,
        PROJECT_COLUMNS,
        {"project_id": project_id},
    )


def of_project(database: Database, table_name: str, project_id: str) -> pd.DataFrame:
    """The rows of one project in a table that has the column project_id, in the order of its key.

    Raises:
        KeyError: No such table or column is declared.
    """
    declared_table = table(table_name)
    declared_table.column("project_id")
    return database.frame(
        f"""
        SELECT * FROM {declared_table.name} WHERE project_id = $project_id
        ORDER BY {", ".join(declared_table.key)}
        """,
        declared_table.columns,
        {"project_id": project_id},
    )


def discrepancies(database: Database, project_id: str) -> pd.DataFrame:
    """The registered discrepancies that touch a project's rows."""
    return database.frame(
        """
        SELECT * FROM discrepancies
        WHERE row_key = $project_id OR starts_with(row_key, $project_id || '/')
        ORDER BY discrepancy_id
        """,
        DISCREPANCY_COLUMNS,
        {"project_id": project_id},
    )


def neighbours(database: Database, project_id: str) -> pd.DataFrame:
    """The projects that share most themes with a project, at most ``MOST_NEIGHBOURS``.

    Themes that fewer projects have come first among projects with equally many shared themes.
    """
    return database.frame(
        """
        WITH project_themes AS (SELECT DISTINCT project_id, theme_id FROM activity_themes),
        spread AS (SELECT theme_id, count(*) AS projects FROM project_themes GROUP BY theme_id)
        SELECT other.project_id, any_value(b.name) AS body_name,
               string_agg(t.name_ja, '、' ORDER BY spread.projects, t.theme_id) AS theme_names,
               count(*) AS shared_themes
        FROM project_themes AS mine
        JOIN project_themes AS other USING (theme_id)
        JOIN spread USING (theme_id)
        JOIN themes AS t USING (theme_id)
        JOIN projects AS p ON p.project_id = other.project_id
        JOIN bodies AS b USING (body_code)
        WHERE mine.project_id = $project_id AND other.project_id <> $project_id
        GROUP BY other.project_id
        ORDER BY shared_themes DESC, sum(1.0 / spread.projects) DESC, other.project_id
        LIMIT $most
        """,
        NEIGHBOUR_COLUMNS,
        {"project_id": project_id, "most": MOST_NEIGHBOURS},
    )
