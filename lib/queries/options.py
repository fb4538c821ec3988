"""Queries for the choices that filters offer."""

from lib.database import Database
from lib.schema import Column, declared


def _options(database: Database, sql: str, code: Column, label: Column) -> dict[str, str]:
    frame = database.frame(sql, (code, label))
    return dict(zip(frame[code.name], frame[label.name], strict=True))


def theme_options(database: Database) -> dict[str, str]:
    """Theme id to its name, grouped."""
    return _options(
        database,
        "SELECT theme_id, name_ja FROM themes ORDER BY theme_group, theme_id",
        declared("themes", "theme_id"),
        declared("themes", "name_ja"),
    )


def project_options(database: Database) -> dict[str, str]:
    """Project id to the body's name, in the order of the catalogue."""
    return _options(
        database,
        """
        SELECT project_id, name FROM projects JOIN bodies USING (body_code)
        ORDER BY cohort_fiscal_year, number
        """,
        declared("projects", "project_id"),
        declared("bodies", "name"),
    )


def prefecture_options(database: Database) -> dict[str, str]:
    """Prefecture code to its name, in the order of the codes."""
    return _options(
        database,
        "SELECT prefecture_code, name FROM prefectures ORDER BY prefecture_code",
        declared("prefectures", "prefecture_code"),
        declared("prefectures", "name"),
    )
