"""Queries for distributions of like figures over the projects."""

import datetime as dt
from dataclasses import dataclass

from lib.database import Database
from lib.schema import declared

FIGURE_COLUMNS = (
    declared("projects", "project_id"),
    declared("bodies", "name", name="body_name"),
    *(
        declared("results", name)
        for name in (
            *("result_number", "indicator", "value", "unit", "count_basis", "is_approximate"),
            "as_of_date",
        )
    ),
    declared("results", "fiscal_year"),
    declared("results", "measure"),
    declared("measures", "name_ja", name="measure_name"),
    declared("results", "source_id"),
    declared("results", "source_locator"),
)


@dataclass(frozen=True, slots=True)
class LikeFigure:
    """A figure that may be set beside like ones."""

    project_id: str
    body_name: str
    result_number: int
    indicator: str
    value: float
    unit: str
    count_basis: str
    is_approximate: bool
    as_of_date: dt.date
    fiscal_year: int | None
    measure: str
    measure_name: str
    source_id: str
    source_locator: str


def comparable_figures(database: Database) -> tuple[LikeFigure, ...]:
    """Figures that may be set beside like ones, in the order of the document.

    Left out are parts of other figures, which would be counted twice, and figures whose count
    basis is not stated, of which nobody knows what they are like.
    """
    return database.rows(
        """
        SELECT r.project_id, b.name AS body_name, r.result_number, r.indicator, r.value, r.unit,
               r.count_basis, r.is_approximate, r.as_of_date, r.fiscal_year,
               r.measure, m.name_ja AS measure_name, r.source_id, r.source_locator
        FROM results AS r
        JOIN measures AS m USING (measure)
        JOIN projects AS p USING (project_id)
        JOIN bodies AS b USING (body_code)
        WHERE r.part_of_result_number IS NULL AND r.count_basis <> 'unstated'
        ORDER BY p.cohort_fiscal_year, p.number, r.result_number
        """,
        LikeFigure,
    )


def projects_with_measure(database: Database, measure: str) -> set[str]:
    """Ids of the projects with any figure of a measure, whatever its unit, basis or whole."""
    found = database.values(
        "SELECT DISTINCT project_id AS value FROM results WHERE measure = $measure ORDER BY value",
        str,
        {"measure": measure},
    )
    return set(found)
