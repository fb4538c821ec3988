"""Queries on sources, cautions, discrepancies and checks."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from lib.database import Database
from lib.schema import TABLES, declared, table
from lib.vocabulary import Vocabulary

SOURCE_COLUMNS = table("sources").columns
_TABLE_TITLES = Vocabulary("表", {item.name: item.title for item in TABLES})
DISCREPANCY_COLUMNS = tuple(
    replace(column, vocabulary=_TABLE_TITLES) if column.name == "table_name" else column
    for column in table("discrepancies").columns
)
CHECK_COLUMNS = table("checks").columns
_CAUTION_COLUMNS = (declared("cautions", "caution_id"), declared("cautions", "text"))


def sources(database: Database) -> pd.DataFrame:
    """All sources, the five documents first."""
    return database.frame(
        """
        SELECT * FROM sources
        ORDER BY NOT regexp_matches(source_id, '^S[1-5]$'), source_id
        """,
        SOURCE_COLUMNS,
    )


def sources_by_id(database: Database, source_ids: Sequence[str]) -> pd.DataFrame:
    """The sources of the given ids, in order of their ids."""
    return database.frame(
        "SELECT * FROM sources WHERE list_contains($ids::VARCHAR[], source_id) ORDER BY source_id",
        SOURCE_COLUMNS,
        {"ids": list(source_ids)},
    )


def cautions(database: Database, caution_ids: Sequence[str]) -> pd.DataFrame:
    """The cautions of the given ids, in the given order."""
    return database.frame(
        """
        SELECT caution_id, text FROM cautions
        WHERE list_contains($ids::VARCHAR[], caution_id)
        ORDER BY list_position($ids::VARCHAR[], caution_id)
        """,
        _CAUTION_COLUMNS,
        {"ids": list(caution_ids)},
    )


def discrepancies(
    database: Database, kinds: Sequence[str], table_names: Sequence[str]
) -> pd.DataFrame:
    """The registered discrepancies; an empty filter lets all pass."""
    return database.frame(
        """
        SELECT * FROM discrepancies
        WHERE (len($kinds::VARCHAR[]) = 0 OR list_contains($kinds::VARCHAR[], kind))
          AND (len($tables::VARCHAR[]) = 0 OR list_contains($tables::VARCHAR[], table_name))
        ORDER BY discrepancy_id
        """,
        DISCREPANCY_COLUMNS,
        {"kinds": list(kinds), "tables": list(table_names)},
    )


def checks(database: Database, verdicts: Sequence[str], kinds: Sequence[str]) -> pd.DataFrame:
    """The checks that the build ran; what does not agree comes first."""
    return database.frame(
        """
        SELECT * FROM checks
        WHERE (len($verdicts::VARCHAR[]) = 0 OR list_contains($verdicts::VARCHAR[], verdict))
          AND (len($kinds::VARCHAR[]) = 0 OR list_contains($kinds::VARCHAR[], kind))
        ORDER BY list_position(['mismatch', 'cannot_check', 'match'], verdict), kind, check_id
        """,
        CHECK_COLUMNS,
        {"verdicts": list(verdicts), "kinds": list(kinds)},
    )
