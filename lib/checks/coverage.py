"""Checks that every project has the rows that it needs, and checks codes and as-of dates."""

import datetime as dt
from collections.abc import Iterator

from lib.checks.model import Check, Side, Statement, select
from lib.validation import Loaded, local_government_check_digit

PER_PROJECT = (
    ("departments", "担当部署"),
    ("activities", "取組"),
    ("results", "活動実績の数値"),
)


def coverage_checks(tables: Loaded) -> Iterator[Check]:
    """Checks on completeness, on codes and on the as-of dates of the catalogue."""
    yield from _published_number_of_bodies(tables)
    for table, label in PER_PROJECT:
        projects = {row["project_id"] for row in tables[table].rows}
        if projects:  # a table that is not entered at all contradicts nothing
            yield Statement(
                f"projects_with:{table}", "coverage", f"{label}のあるモデル事業の数"
            ).equal(Side(len(tables["projects"].rows)), Side(len(projects)))
    yield from _as_of_dates(tables)
    yield from _code_checks(tables)


def _published_number_of_bodies(tables: Loaded) -> Iterator[Check]:
    published = select(tables, "context_series", series="地域再犯防止推進モデル事業の委託団体数")
    newest = max(published, key=lambda row: str(row.row["period"]), default=None)
    if newest is not None and tables["bodies"].rows:
        yield Statement(
            "bodies:published", "across_sources", "公表されたモデル事業の委託団体数と実施団体の数"
        ).equal(newest.only("value"), Side(len(tables["bodies"].rows)))


def _as_of_dates(tables: Loaded) -> Iterator[Check]:
    """Each document's heading against the dates in it; all its projects hold the same heading."""
    headings = {str(row["source_id"]): row["as_of_date"] for row in tables["projects"].rows}
    for source_id, heading in headings.items():
        dates = [row.row["as_of_date"] for row in select(tables, "results", source_id=source_id)]
        earliest = min((date for date in dates if isinstance(date, dt.date)), default=None)
        if earliest is not None:
            yield Statement(
                f"{source_id}:as_of", "within_source", "見出しの時点と、欄に記載の最も早い時点"
            ).equal(Side(str(heading)), Side(str(earliest)))


def _code_checks(tables: Loaded) -> Iterator[Check]:
    for row in tables["bodies"].rows:
        code = str(row["body_code"])
        yield Statement(
            f"code:{code}", "code", f"{row['name']}の団体コード {code} の検査数字"
        ).equal(Side(local_government_check_digit(code[:5])), Side(int(code[5])))
