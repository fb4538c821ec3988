"""Queries on one project: who, what, every figure, and the reports of 栃木県 and 茨城県."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from lib.counting import COUNTED_THING, counts_the_same
from lib.database import Database
from lib.queries.sources import DISCREPANCY_COLUMNS
from lib.schema import Column, Kind, Role, declared, table
from lib.vocabulary import PERSON_COUNT, PERSON_SIDE, participant_category

SESSION_COLUMNS = table("program_sessions").columns
PARTICIPANT_COLUMNS = table("program_participants").columns
GROUP_COLUMNS = table("participants_by_group").columns
FAMILY_COLUMNS = table("family_meetings").columns
FINDING_COLUMNS = table("findings").columns
PERSON_COLUMNS = (
    declared("kpis", "project_id"),
    Column("side", Kind.TEXT, "目標か数えた人数か", "目標か、数えた人数か", vocabulary=PERSON_SIDE),
    Column("step", Kind.TEXT, "人数の種類", "何の人数か", vocabulary=PERSON_COUNT),
    Column("persons", Kind.NUMBER, "人数", "計画した、または数えた人数", unit_in="unit"),
    declared("kpis", "unit"),
    Column("figure_ids", Kind.TEXT, "数値ID", "もとになった数値の名前", declared_role=Role.KEY),
    declared("kpis", "source_id"),
    declared("kpis", "source_locator"),
)
MOST_NEIGHBOURS = 5
_PERSONS = """
    WITH came AS (
        SELECT project_id, count(*) AS listed,
               count(*) FILTER (sessions_attended > 0) AS persons,
               any_value(source_id) AS source_id,
               any_value(source_locator) AS source_locator,
               string_agg('program_participants.' || project_id || '/' || participant_number
                          || '.sessions_attended', '|' ORDER BY participant_number) AS ids
        FROM program_participants WHERE project_id = $project_id GROUP BY project_id
    ),
    planned AS (
        SELECT k.*, 'kpis.' || project_id || '/' || kpi_number AS cell
        FROM kpis AS k JOIN came USING (project_id)
        WHERE list_contains($persons::VARCHAR[], unit) AND target_comparison = '>='
          AND actual_value = listed
        QUALIFY count(*) OVER () = 1
    ),
    found AS (
        SELECT project_id, 'planned' AS step, target_value AS persons, unit,
               cell || '.target_value' AS figure_ids, source_id, source_locator
        FROM planned
        UNION ALL
        SELECT project_id, 'counted', actual_value, unit, cell || '.actual_value', source_id,
               source_locator
        FROM planned
        UNION ALL
        SELECT came.project_id, 'attended', came.persons, planned.unit, ids, came.source_id,
               came.source_locator
        FROM came JOIN planned USING (project_id)
        UNION ALL
        SELECT project_id, 'continued', value, f.unit,
               'findings.' || project_id || '/' || finding_number || '.value', f.source_id,
               f.source_locator
        FROM findings AS f JOIN planned USING (project_id)
        WHERE code = 'continued' AND list_contains($persons::VARCHAR[], f.unit)
    )
    SELECT project_id, CASE step WHEN 'planned' THEN 'aim' ELSE 'count' END AS side, step,
           persons, unit, figure_ids, source_id, source_locator
    FROM found
    ORDER BY list_position(['planned', 'counted', 'attended', 'continued'], step), figure_ids
"""


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
    contractor_names: str | None
    contractor_count: int


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
                      FROM contractors WHERE project_id = p.project_id)) AS contractors,
               (SELECT string_agg(name, '、' ORDER BY position)
                FROM contractors WHERE project_id = p.project_id) AS contractor_names,
               (SELECT count(*) FROM contractors WHERE project_id = p.project_id)
                   AS contractor_count
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


def findings(database: Database, project_id: str, kinds: Collection[str]) -> pd.DataFrame:
    """What a project's report says in words, of some kinds, in the order of kinds and numbers.

    Args:
        database: The database.
        project_id: The project.
        kinds: Codes of ``FINDING_KIND``.
    """
    return database.frame(
        """
        SELECT * FROM findings
        WHERE project_id = $project_id AND list_contains($kinds::VARCHAR[], kind)
        ORDER BY list_position($kinds::VARCHAR[], kind), finding_number
        """,
        FINDING_COLUMNS,
        {"project_id": project_id, "kinds": list(kinds)},
    )


def persons(database: Database, project_id: str) -> pd.DataFrame:
    """How many persons a programme was planned for, and how many it had by each way of counting.

    The target is the one on persons whose result is the number of participants that the report
    lists; where none or several are, there are no rows. What the report counts as continued is
    its own word. The rows are no steps of one another.
    """
    return database.frame(
        _PERSONS,
        PERSON_COLUMNS,
        {
            "project_id": project_id,
            "persons": [unit for unit in COUNTED_THING if counts_the_same(unit, "人")],
        },
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
