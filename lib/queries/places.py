"""Queries on prefectures: their projects, the figures that a map can show, their grants."""

from dataclasses import dataclass

from lib.database import Database


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture."""

    prefecture_code: str
    name: str
    name_short: str
    region: str


@dataclass(frozen=True, slots=True)
class PlacedProject:
    """A project with the prefecture in which its body lies."""

    prefecture_code: str
    project_id: str
    body_name: str
    cohort_fiscal_year: int
    summary: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Case:
    """What a document tells of a prefecture."""

    text: str
    source_id: str


def prefectures(database: Database) -> tuple[Prefecture, ...]:
    """The 47 prefectures."""
    return database.rows("FROM prefectures ORDER BY prefecture_code", Prefecture)


def projects_by_prefecture(
    database: Database, prefecture_code: str = ""
) -> tuple[PlacedProject, ...]:
    """Every project with its prefecture, or those of one prefecture."""
    return database.rows(
        """
        SELECT b.prefecture_code, p.project_id, b.name AS body_name, p.cohort_fiscal_year,
               p.summary, p.source_id
        FROM projects AS p JOIN bodies AS b USING (body_code)
        WHERE $code = '' OR b.prefecture_code = $code
        ORDER BY b.prefecture_code, p.cohort_fiscal_year, p.number
        """,
        PlacedProject,
        {"code": prefecture_code},
    )


def cases(database: Database, prefecture_code: str) -> tuple[Case, ...]:
    """What the programme's document tells of a prefecture."""
    return database.rows(
        "FROM prefecture_cases WHERE prefecture_code = $code ORDER BY fact_number",
        Case,
        {"code": prefecture_code},
    )
