"""Queries on national series, the scheme's phases and events."""

from dataclasses import replace

import pandas as pd

from lib.database import Database
from lib.schema import declared, table

SERIES_COLUMNS = table("context_series").columns
_VALUE = replace(declared("context_series", "value"), unit_in=None)
_PERSONS = replace(_VALUE, unit="人", missing="値が手元にない")
SHARE_COLUMNS = (
    declared("context_series", "breakdown"),
    declared("context_series", "period"),
    declared("context_series", "period_basis"),
    replace(_VALUE, label="再犯者率", unit="%"),
    replace(_PERSONS, name="repeat_offenders", label="再犯者数"),
    replace(_PERSONS, name="cleared", label="検挙人員"),
    declared("context_series", "source_kind"),
    declared("context_series", "source_id"),
    declared("context_series", "source_locator"),
    declared("context_series", "url"),
    replace(
        declared("context_series", "source_id", name="repeat_source_id", label="再犯者数の出典"),
        missing="値が手元にない",
    ),
    replace(
        declared("context_series", "source_id", name="cleared_source_id", label="検挙人員の出典"),
        missing="値が手元にない",
    ),
)
BREAK_COLUMNS = table("series_breaks").columns
PHASE_COLUMNS = table("scheme_phases").columns
SCHEME_FINDING_COLUMNS = table("scheme_findings").columns
EVENT_COLUMNS = table("event_attendance").columns
REPEAT_SHARE = "刑法犯検挙者中の再犯者率"
REPEAT_OFFENDERS = "刑法犯検挙者中の再犯者数"
CLEARED = "刑法犯検挙人員"
NATION = "全国"


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


def repeat_offender_shares(database: Database) -> pd.DataFrame:
    """The share of repeat offenders among persons cleared, with both numbers where they are known.

    Rows of a narrower scope stand after those of the nation, each by year.
    """
    return database.frame(
        """
        SELECT s.breakdown, s.period, s.period_basis, s.value,
               r.value AS repeat_offenders, c.value AS cleared,
               s.source_kind, s.source_id, s.source_locator, s.url,
               r.source_id AS repeat_source_id, c.source_id AS cleared_source_id
        FROM context_series AS s
        LEFT JOIN context_series AS r
          ON r.series = $offenders AND r.breakdown = s.breakdown AND r.period = s.period
        LEFT JOIN context_series AS c
          ON c.series = $cleared AND c.breakdown = s.breakdown AND c.period = s.period
        WHERE s.series = $share
        ORDER BY s.breakdown <> $nation, s.breakdown, s.period
        """,
        SHARE_COLUMNS,
        {
            "share": REPEAT_SHARE,
            "offenders": REPEAT_OFFENDERS,
            "cleared": CLEARED,
            "nation": NATION,
        },
    )


def scheme_phases(database: Database) -> pd.DataFrame:
    """The phases of the model project."""
    return database.frame(
        "SELECT * FROM scheme_phases ORDER BY programme, phase_number", PHASE_COLUMNS
    )


def scheme_findings(database: Database) -> pd.DataFrame:
    """What the documents say of both schemes, in their order."""
    return database.frame(
        "SELECT * FROM scheme_findings ORDER BY programme DESC, finding_number",
        SCHEME_FINDING_COLUMNS,
    )


def event_attendance(database: Database) -> pd.DataFrame:
    """Attendance at the symposium, in the order of the document."""
    return database.frame("SELECT * FROM event_attendance ORDER BY event, position", EVENT_COLUMNS)


def series_breaks(database: Database, name: str) -> pd.DataFrame:
    """The years from which a series counts something else, by year."""
    return database.frame(
        "SELECT * FROM series_breaks WHERE series = $name ORDER BY first_year",
        BREAK_COLUMNS,
        {"name": name},
    )
