"""Queries on one project: who, what, every figure, and the reports of 栃木県 and 茨城県."""

from dataclasses import dataclass

import pandas as pd

from lib.database import Database
from lib.queries.sources import DISCREPANCY_COLUMNS, Statement
from lib.schema import columns, table
from lib.vocabulary import participant_category

SESSION_COLUMNS = table("program_sessions").columns
PARTICIPANT_COLUMNS = table("program_participants").columns
GROUP_COLUMNS = table("participants_by_group").columns
REASON_COLUMNS = columns(
    "findings",
    *("project_id", "finding_number", "kind", "code", "text", "source_id", "source_locator"),
)
FAMILY_COLUMNS = table("family_meetings").columns
MOST_NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Project:
    """Who and what a project is."""

    cohort_fiscal_year: int
    body_code: str
    body_name: str
    body_kind: str
    prefecture_name: str | None
    region: str | None
    summary: str
    departments: str | None
    contractors: str | None


@dataclass(frozen=True, slots=True)
class ParticipantGroup:
    """How many participants one category of a grouping has."""

    project_id: str
    grouping: str
    category: str
    participants: int
    unit: str
    source_id: str
    source_locator: str

    @property
    def category_name(self) -> str:
        """The category in words."""
        return participant_category(self.category)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A project with like themes."""

    project_id: str
    body_name: str
    theme_names: str
    shared_themes: int


def project(database: Database, project_id: str) -> Project:
    """A project.

    Raises:
        ValueError: There is none of that id.
    """
    (found,) = database.rows(
        """
        SELECT cohort_fiscal_year, body_code, b.name AS body_name, body_kind,
               f.name AS prefecture_name, region, summary,
               (SELECT string_agg(name, '、' ORDER BY position)
                FROM departments WHERE project_id = p.project_id) AS departments,
               (SELECT string_agg(name || coalesce('（' || nullif(notes, '') || '）', ''),
                                  '、' ORDER BY position)
                FROM (SELECT *, concat_ws('、', legal_form, CASE WHEN is_settlement_support_center
                             THEN '地域生活定着支援センター受託団体' END) AS notes
                      FROM contractors WHERE project_id = p.project_id)) AS contractors
        FROM projects AS p
        JOIN bodies AS b USING (body_code)
        LEFT JOIN prefectures AS f USING (prefecture_code)
        WHERE p.project_id = $project_id
        ORDER BY p.project_id
        """,
        Project,
        {"project_id": project_id},
    )
    return found


def findings(database: Database, project_id: str) -> tuple[Statement, ...]:
    """What a project's report says in words, in the order of display."""
    return database.rows(
        "FROM findings WHERE project_id = $project_id ORDER BY finding_number",
        Statement,
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


def neighbours(database: Database, project_id: str) -> tuple[Neighbour, ...]:
    """The projects that share most themes with a project, at most ``MOST_NEIGHBOURS``.

    Themes that fewer projects have come first among projects with equally many shared themes.
    """
    return database.rows(
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
        Neighbour,
        {"project_id": project_id, "most": MOST_NEIGHBOURS},
    )
