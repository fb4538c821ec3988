"""Queries on the evidence of single figures: register, checks, discrepancies."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lib.database import Database
from lib.frames import rows_of
from lib.queries.sources import CHECK_COLUMNS, DISCREPANCY_COLUMNS, STATED_CHECKS
from lib.schema import table

FIGURE_COLUMNS = table("figures").columns


@dataclass(frozen=True, slots=True)
class RegisteredFigure:
    """A published figure with what it counts and where it stands."""

    figure_id: str
    table_name: str
    row_key: str
    project_id: str | None
    subject: str
    value: float
    unit: str | None
    comparator: str | None
    count_basis: str | None
    as_of: str
    evidence: str
    source_id: str
    source_locator: str


@dataclass(frozen=True, slots=True)
class Touch:
    """A figure and a discrepancy on its row."""

    figure_id: str
    discrepancy_id: str


# A discrepancy names a row by its whole key or by the first values of it.
_NAMES_THE_ROW = """
    d.table_name = f.table_name
    AND (d.row_key = f.row_key OR starts_with(f.row_key, d.row_key || '/'))
"""


def figures(database: Database, figure_ids: Sequence[str]) -> pd.DataFrame:
    """The registered figures of the given ids, in the given order; unknown ids are left out."""
    return database.frame(
        """
        SELECT * FROM figures WHERE list_contains($ids::VARCHAR[], figure_id)
        ORDER BY list_position($ids::VARCHAR[], figure_id)
        """,
        FIGURE_COLUMNS,
        {"ids": list(figure_ids)},
    )


def figure_rows(database: Database, figure_ids: Sequence[str]) -> tuple[RegisteredFigure, ...]:
    """The same, for words."""
    return rows_of(figures(database, figure_ids), RegisteredFigure)


def figures_of_source(database: Database, source_id: str) -> tuple[RegisteredFigure, ...]:
    """All registered figures of one source."""
    return database.rows(
        "FROM figures WHERE source_id = $source_id ORDER BY table_name, figure_id",
        RegisteredFigure,
        {"source_id": source_id},
    )


def checks(database: Database, figure_id: str) -> pd.DataFrame:
    """The checks one side of which was read or calculated from a figure."""
    return database.frame(
        STATED_CHECKS
        + """
        SELECT * FROM stated_checks
        WHERE list_contains(string_split(expected_figure_ids, '|'), $figure_id)
           OR list_contains(string_split(found_figure_ids, '|'), $figure_id)
        ORDER BY check_id
        """,
        CHECK_COLUMNS,
        {"figure_id": figure_id},
    )


def discrepancies(database: Database, figure_id: str) -> pd.DataFrame:
    """The discrepancies on a figure's row, then those on the whole of its table or column.

    What is wrong with all that a document says of a table touches no figure of another document.
    """
    return database.frame(
        f"""
        SELECT d.* FROM discrepancies AS d JOIN figures AS f
          ON {_NAMES_THE_ROW}
          OR (d.table_name = f.table_name AND d.row_key IS NULL)
        LEFT JOIN sources AS s ON s.source_id = d.source_id
        WHERE (d.row_key IS NOT NULL OR d.source_id = f.source_id OR s.kind <> 'document')
          AND f.figure_id = $figure_id
        ORDER BY d.row_key IS NULL, d.discrepancy_id
        """,
        DISCREPANCY_COLUMNS,
        {"figure_id": figure_id},
    )


def touches(database: Database, figure_ids: Sequence[str]) -> tuple[Touch, ...]:
    """Which of some figures have a discrepancy on their own row, one row a pair."""
    return database.rows(
        f"""
        SELECT f.figure_id, d.discrepancy_id FROM figures AS f JOIN discrepancies AS d
          ON {_NAMES_THE_ROW}
        WHERE list_contains($ids::VARCHAR[], f.figure_id)
        ORDER BY f.figure_id, d.discrepancy_id
        """,
        Touch,
        {"ids": list(figure_ids)},
    )


def withheld_lines(database: Database, source_id: str) -> tuple[str, ...]:
    """Which lines of a source are never shown."""
    return database.rows(
        "SELECT source_locator AS value FROM withheld_lines WHERE source_id = $id ORDER BY 1",
        str,
        {"id": source_id},
    )
