"""Checks that everything is there: projects, prefectures, rows a project needs, codes, dates."""

import datetime as dt
from collections.abc import Iterator

from lib.checks.model import Check, Side, Statement, select
from lib.validation import Loaded, local_government_check_digit

EXPECTED_ROWS: tuple[tuple[str, dict[str, object], int, str], ...] = (
    ("prefectures", {}, 47, "都道府県"),
    ("projects", {}, 36, "モデル事業"),
    ("projects", {"cohort_fiscal_year": 2018}, 30, "平成30年度開始のモデル事業"),
    ("projects", {"cohort_fiscal_year": 2019}, 6, "令和元年度開始のモデル事業"),
    ("kpis", {"project_id": "H30-06"}, 11, "栃木県の目標と結果"),
    ("support_type_bodies", {"fiscal_year": 2025}, 11, "2025年度の直接支援の種類"),
    ("results", {}, 220, "活動実績の数値"),
    ("activities", {}, 133, "取組"),
    ("contractors", {}, 48, "再委託先"),
    ("commissions", {}, 30, "モデル事業の委託額"),
    ("commissions", {"fiscal_year": 2018}, 10, "2018年度の委託額"),
    ("commissions", {"fiscal_year": 2019}, 10, "2019年度の委託額"),
    ("commissions", {"fiscal_year": 2020}, 10, "2020年度の委託額"),
    ("subsidy_grants", {}, 22, "交付金の交付額"),
    ("subsidy_grants", {"fiscal_year": 2023}, 11, "2023年度の交付額"),
    ("subsidy_grants", {"fiscal_year": 2024}, 11, "2024年度の交付額"),
)
PER_PROJECT = (
    ("departments", "担当部署"),
    ("activities", "取組"),
    ("results", "活動実績の数値"),
)


def coverage_checks(tables: Loaded) -> Iterator[Check]:
    """Checks on completeness, on codes and on the as-of dates of the catalogue."""
    for table, values, expected, label in EXPECTED_ROWS:
        name = ":".join([table, *(str(value) for value in values.values())])
        found = len(select(tables, table, **values))
        yield Statement(f"rows:{name}", "coverage", f"{label}の行数").equal(
            Side(expected), Side(found)
        )
    yield _published_number_of_bodies(tables)
    for table, label in PER_PROJECT:
        projects = {row["project_id"] for row in tables[table].rows}
        yield Statement(f"projects_with:{table}", "coverage", f"{label}のあるモデル事業の数").equal(
            Side(len(tables["projects"].rows)), Side(len(projects))
        )
    yield _as_of_dates(tables)
    yield from _code_checks(tables)


def _published_number_of_bodies(tables: Loaded) -> Check:
    published = select(tables, "context_series", series="地域再犯防止推進モデル事業の委託団体数")
    return Statement(
        "S3:bodies", "across_sources", "モデル事業の委託団体数（白書）と実施団体の数（S3）"
    ).equal(published.only("value"), Side(len(tables["bodies"].rows)))


def _as_of_dates(tables: Loaded) -> Check:
    heading = tables["projects"].rows[0]["as_of_date"]
    dates = [row["as_of_date"] for row in tables["results"].rows]
    earliest = min(date for date in dates if isinstance(date, dt.date))
    return Statement("S3:as_of", "within_source", "見出しの時点と、欄に記載の最も早い時点").equal(
        Side(str(heading)), Side(str(earliest))
    )


def _code_checks(tables: Loaded) -> Iterator[Check]:
    for row in tables["bodies"].rows:
        code = str(row["body_code"])
        yield Statement(
            f"code:{code}", "code", f"{row['name']}の団体コード {code} の検査数字"
        ).equal(Side(local_government_check_digit(code[:5])), Side(int(code[5])))
