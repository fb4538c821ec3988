"""Queries on prefectures: their projects, the figures that a map can show, their grants."""

import datetime as dt
from dataclasses import dataclass

from lib.database import Database


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture with the place of its office."""

    prefecture_code: str
    name: str
    region: str
    office_longitude: float
    office_latitude: float


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
class PlacedCount:
    """A figure of a project with the prefecture in which its body lies."""

    prefecture_code: str
    project_id: str
    body_name: str
    result_number: int
    indicator: str
    value: float
    unit: str
    count_basis: str
    as_of_date: dt.date
    source_id: str
    source_locator: str


@dataclass(frozen=True, slots=True)
class NamedGrant:
    """The grant of a prefecture that is named."""

    prefecture_code: str
    grant_number: int
    amount_yen: int
    source_id: str
    source_locator: str


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


def counts_by_prefecture(
    database: Database, measure: str, count_basis: str
) -> tuple[PlacedCount, ...]:
    """Every figure of a measure and basis that is not a part of another, with its prefecture."""
    return database.rows(
        """
        SELECT b.prefecture_code, p.project_id, b.name AS body_name, r.result_number,
               r.indicator, r.value, r.unit, r.count_basis, r.as_of_date,
               r.source_id, r.source_locator
        FROM results AS r
        JOIN projects AS p USING (project_id)
        JOIN bodies AS b USING (body_code)
        WHERE r.measure = $measure AND r.count_basis = $basis AND r.part_of_result_number IS NULL
        ORDER BY b.prefecture_code, p.cohort_fiscal_year, p.number, r.result_number
        """,
        PlacedCount,
        {"measure": measure, "basis": count_basis},
    )


def named_grants(database: Database, fiscal_year: int) -> tuple[NamedGrant, ...]:
    """The grants of a fiscal year whose prefecture is named."""
    return database.rows(
        """
        FROM subsidy_grants
        WHERE fiscal_year = $fiscal_year AND prefecture_code IS NOT NULL
        ORDER BY prefecture_code
        """,
        NamedGrant,
        {"fiscal_year": fiscal_year},
    )


def cases(database: Database, prefecture_code: str) -> tuple[Case, ...]:
    """What the programme's document tells of a prefecture."""
    return database.rows(
        "FROM prefecture_cases WHERE prefecture_code = $code ORDER BY fact_number",
        Case,
        {"code": prefecture_code},
    )
