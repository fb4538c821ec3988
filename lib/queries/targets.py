"""Queries on targets and results, and on what the documents say of the way from plan to end."""

import pandas as pd

from lib.database import Database
from lib.schema import Column, Kind, declared, table

TARGET_COLUMNS = (
    *table("kpis").columns,
    declared("bodies", "name", name="body_name"),
    Column(
        "base_persons",
        Kind.INTEGER,
        "分母の人数",
        "結果が人の割合のとき、その分母の人数",
        unit="人",
        missing="割合でない、または分母の記載なし",
    ),
)


def targets(database: Database) -> pd.DataFrame:
    """Every target with its body and, for shares of persons, their number."""
    return database.frame(
        """
        SELECT k.*, b.name AS body_name, base.actual_value::INTEGER AS base_persons
        FROM kpis AS k
        JOIN projects AS p USING (project_id)
        JOIN bodies AS b USING (body_code)
        LEFT JOIN kpis AS base
          ON base.project_id = k.project_id AND base.kpi_number = k.base_kpi_number
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
