"""Queries of the overview: few figures over everything."""

import pandas as pd

from lib.counting import COUNTED_THING
from lib.database import Database
from lib.queries.money import GRANT_LINE
from lib.schema import Column, Kind, declared, year

COVERAGE_COLUMNS = (
    Column("bodies", Kind.INTEGER, "実施団体", "実施団体の数", unit="団体"),
    Column("prefectures", Kind.INTEGER, "都道府県", "実施団体のある都道府県の数"),
    Column("prefecture_bodies", Kind.INTEGER, "都道府県の団体", "実施団体のうち都道府県"),
    Column("designated_cities", Kind.INTEGER, "指定都市", "実施団体のうち指定都市"),
    Column("cities", Kind.INTEGER, "市", "実施団体のうち市"),
    Column(
        "supporting", Kind.INTEGER, "個別支援の人数を載せた団体", "指標「支援した人」のある団体"
    ),
    Column(
        "with_persons",
        Kind.INTEGER,
        "支援の人数を載せた団体",
        "プログラムの参加など、支援に関わる指標のどれかに人数のある団体",
    ),
)
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
PERSON_COLUMNS = (
    declared("results", "project_id"),
    declared("results", "result_number"),
    declared("results", "as_of_date"),
    declared("results", "source_id"),
)


def coverage(database: Database) -> pd.DataFrame:
    """One row: how many bodies of which kind, and how many publish persons supported."""
    return database.frame(
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
        COVERAGE_COLUMNS,
        {"persons": [unit for unit, thing in COUNTED_THING.items() if thing == "person"]},
    )


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


def individual_support(database: Database) -> pd.DataFrame:
    """The figures of persons supported that are not parts of others."""
    return database.frame(
        """
        SELECT project_id, result_number, as_of_date, source_id FROM results
        WHERE measure = 'supported_persons' AND part_of_result_number IS NULL
        ORDER BY project_id, result_number
        """,
        PERSON_COLUMNS,
    )
