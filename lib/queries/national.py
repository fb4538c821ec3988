"""Queries on national series, the scheme's phases and events."""

import pandas as pd

from lib.database import Database
from lib.schema import table

SERIES_COLUMNS = table("context_series").columns
PHASE_COLUMNS = table("scheme_phases").columns
EVENT_COLUMNS = table("event_attendance").columns


def series(database: Database, name: str, breakdown: str) -> pd.DataFrame:
    """One national series, by period."""
    return database.frame(
        """
        SELECT * FROM context_series WHERE series = $name AND breakdown = $breakdown
        ORDER BY period
        """,
        SERIES_COLUMNS,
        {"name": name, "breakdown": breakdown},
    )


def scheme_phases(database: Database) -> pd.DataFrame:
    """The phases of the model project."""
    return database.frame(
        "SELECT * FROM scheme_phases ORDER BY programme, phase_number", PHASE_COLUMNS
    )


def event_attendance(database: Database) -> pd.DataFrame:
    """Attendance at the symposium, in the order of the document."""
    return database.frame("SELECT * FROM event_attendance ORDER BY event, position", EVENT_COLUMNS)
