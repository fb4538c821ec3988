"""Queries on targets and results."""

import pandas as pd

from lib.database import Database
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


def targets(database: Database) -> pd.DataFrame:
    """Every target with its body, its result minus the target, and the share that was reached."""
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
        ORDER BY k.project_id, k.kpi_number
        """,
        TARGET_COLUMNS,
    )


def target_bodies(database: Database) -> dict[str, str]:
    """The bodies that published targets: project id to name."""
    rows = database.frame(
        """
        SELECT DISTINCT k.project_id, b.name AS body_name
        FROM kpis AS k JOIN projects AS p USING (project_id) JOIN bodies AS b USING (body_code)
        ORDER BY k.project_id
        """,
        (declared("kpis", "project_id"), declared("bodies", "name", name="body_name")),
    )
    return dict(zip(rows["project_id"], rows["body_name"], strict=True))
