"""Queries on targets and results."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from lib.database import Database
from lib.frames import rows_of
from lib.schema import Column, Kind, declared, table

TARGET_COLUMNS = (
    *table("kpis").columns,
    declared("bodies", "name", name="body_name"),
    Column(
        "difference",
        Kind.NUMBER,
        "目標との差",
        "結果から目標値を引いた値",
        unit_in="difference_unit",
    ),
    Column("difference_unit", Kind.TEXT, "差の単位", "目標との差の単位。%どうしの差はポイント"),
    Column(
        "share_pct",
        Kind.NUMBER,
        "目標に対する割合",
        "結果を目標値で割った値",
        unit="%",
        missing="計算しない（上限の目標、または目標値が0）",
    ),
)


@dataclass(frozen=True, slots=True)
class Target:
    """What views say of a target and its result."""

    project_id: str
    body_name: str
    indicator: str
    target_kind: str
    target_comparison: str
    target_value: float
    actual_value: float
    unit: str
    difference: float
    difference_unit: str
    rating_printed: str | None
    caution_id: str | None
    as_of_date: dt.date | None
    as_of_basis: str


def targets(database: Database, project_id: str = "") -> pd.DataFrame:
    """Targets of all bodies or of one: each with its result minus it, and the share reached."""
    return database.frame(
        """
        SELECT k.*, b.name AS body_name,
               k.actual_value - k.target_value AS difference,
               CASE k.unit WHEN '%' THEN 'ポイント' ELSE k.unit END AS difference_unit,
               CASE WHEN k.target_comparison = '>=' AND k.target_value > 0
                    THEN round(100 * k.actual_value / k.target_value, 1) END AS share_pct
        FROM kpis AS k
        JOIN projects AS p USING (project_id)
        JOIN bodies AS b USING (body_code)
        WHERE $project_id IN ('', k.project_id)
        ORDER BY k.project_id, k.kpi_number
        """,
        TARGET_COLUMNS,
        {"project_id": project_id},
    )


def target_rows(database: Database, project_id: str = "") -> tuple[Target, ...]:
    """The same, for words."""
    return rows_of(targets(database, project_id), Target)
