"""Queries of the overview: few figures over everything."""

from dataclasses import dataclass

import pandas as pd

from lib.counting import COUNTED_THING
from lib.database import Database
from lib.queries.money import GRANT_LINE
from lib.schema import Column, Kind, declared, year

PERIOD_COLUMNS = (
    declared("scheme_phases", "programme"),
    Column("words", Kind.TEXT, "事業", "事業または開始年度ごとの団体"),
    year("first_fiscal_year", "始まりの年度", "始まりの年度の西暦年"),
    year(
        "last_fiscal_year",
        "終わりの年度",
        "終わり、または文書で確かめられる最後の年度",
    ),
    declared("projects", "source_id"),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many bodies of which kind there are, and how many publish persons supported.

    ``supporting`` counts those with the measure of persons supported, ``with_persons`` those with
    persons under any measure of support.
    """

    bodies: int
    prefectures: int
    prefecture_bodies: int
    designated_cities: int
    cities: int
    supporting: int
    with_persons: int


@dataclass(frozen=True, slots=True)
class Period:
    """The fiscal years of a cohort, or of the grant."""

    programme: str
    first_fiscal_year: int
    last_fiscal_year: int


def coverage(database: Database) -> Coverage:
    """How far the projects reach."""
    (found,) = database.rows(
        """
        SELECT count(*) AS bodies,
               count(DISTINCT prefecture_code) AS prefectures,
               count(*) FILTER (body_kind = 'prefecture') AS prefecture_bodies,
               count(*) FILTER (body_kind = 'designated_city') AS designated_cities,
               count(*) FILTER (body_kind = 'city') AS cities,
               (SELECT count(DISTINCT project_id) FROM results
                WHERE measure = 'supported_persons') AS supporting,
               (SELECT count(DISTINCT project_id) FROM results JOIN measures USING (measure)
                WHERE measure_group = 'support' AND list_contains($persons::VARCHAR[], unit))
                   AS with_persons
        FROM bodies
        ORDER BY bodies
        """,
        Coverage,
        {"persons": [unit for unit, thing in COUNTED_THING.items() if thing == "person"]},
    )
    return found


def programme_periods(database: Database) -> pd.DataFrame:
    """The fiscal years of both programmes: cohorts of the model project, then the grant.

    A programme ends with the last phase that is documented, or the last year of which any document
    tells. Fiscal years begin in April, three months behind the calendar's.
    """
    return database.frame(
        """
        WITH grant_years AS (
            SELECT fiscal_year, source_id FROM subsidy_terms
            UNION ALL SELECT fiscal_year, source_id FROM subsidy_grants
            UNION ALL SELECT fiscal_year, source_id FROM budget_lines
            WHERE line = $line AND item = '当初予算')
        SELECT 'model_project' AS programme,
               'モデル事業（委託）' || count(*) || '団体' AS words,
               cohort_fiscal_year AS first_fiscal_year,
               year(coalesce((SELECT max(ends_on) FROM scheme_phases
                              WHERE programme = 'model_project'), max(as_of_date))
                    - INTERVAL 3 MONTH) AS last_fiscal_year,
               arg_max(source_id, as_of_date) AS source_id
        FROM projects GROUP BY cohort_fiscal_year
        UNION ALL
        SELECT 'grant', '交付金（都道府県）', min(fiscal_year), max(fiscal_year),
               arg_max(source_id, fiscal_year)
        FROM grant_years HAVING count(*) > 0
        ORDER BY first_fiscal_year
        """,
        PERIOD_COLUMNS,
        {"line": GRANT_LINE},
    )
