"""Queries on national series, the scheme's phases and events."""

from dataclasses import dataclass, replace

import pandas as pd

from lib.database import Database
from lib.frames import rows_of
from lib.queries.sources import Statement
from lib.schema import columns, declared, table

SERIES_COLUMNS = table("context_series").columns
_VALUE = replace(declared("context_series", "value"), unit_in=None)
_PERSONS = replace(_VALUE, unit="人", missing="値が手元にない")
SHARE_COLUMNS = (
    *columns("context_series", "breakdown", "period", "period_basis"),
    replace(_VALUE, label="再犯者率", unit="%"),
    replace(_PERSONS, name="repeat_offenders", label="再犯者数"),
    replace(_PERSONS, name="cleared", label="検挙人員"),
    *columns("context_series", "source_kind", "source_id", "source_locator", "url"),
    replace(
        declared("context_series", "source_id", name="repeat_source_id", label="再犯者数の出典"),
        missing="値が手元にない",
    ),
    replace(
        declared("context_series", "source_id", name="cleared_source_id", label="検挙人員の出典"),
        missing="値が手元にない",
    ),
)
SCHEME_FINDING_COLUMNS = table("scheme_findings").columns
EVENT_COLUMNS = table("event_attendance").columns
REPEAT_SHARE = "刑法犯検挙者中の再犯者率"
REPEAT_OFFENDERS = "刑法犯検挙者中の再犯者数"
CLEARED = "刑法犯検挙人員"
NATION = "全国"


@dataclass(frozen=True, slots=True)
class SeriesValue:
    """The value of a series in one year."""

    breakdown: str
    period: str
    value: float
    source_kind: str
    source_id: str


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """The year from which a series counts something else, and what changes."""

    first_year: int
    change: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of the model project."""

    name: str
    duration_months: int
    is_duration_approximate: bool
    source_id: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many came to one venue of an event."""

    event: str
    block: str
    attendees: int
    unit: str
    count_basis: str


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


def series_values(database: Database, name: str) -> tuple[SeriesValue, ...]:
    """The whole of a national series, by period."""
    return rows_of(series(database, name, "総数"), SeriesValue)


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


def scheme_phases(database: Database) -> tuple[Phase, ...]:
    """The phases of the model project."""
    return database.rows(
        "FROM scheme_phases WHERE programme = 'model_project' ORDER BY phase_number", Phase
    )


def scheme_findings(database: Database) -> pd.DataFrame:
    """What the documents say of both schemes, in their order."""
    return database.frame(
        "SELECT * FROM scheme_findings ORDER BY programme DESC, finding_number",
        SCHEME_FINDING_COLUMNS,
    )


def questions(database: Database) -> tuple[Statement, ...]:
    """What the grant's documents ask, in their order."""
    return database.rows(
        """
        FROM scheme_findings WHERE programme = 'grant' AND kind = 'question'
        ORDER BY finding_number
        """,
        Statement,
    )


def event_attendance(database: Database) -> pd.DataFrame:
    """Attendance at the symposium, in the order of the document."""
    return database.frame("SELECT * FROM event_attendance ORDER BY event, position", EVENT_COLUMNS)


def series_breaks(database: Database, name: str) -> tuple[SeriesBreak, ...]:
    """The years from which a series counts something else, by year."""
    return database.rows(
        "FROM series_breaks WHERE series = $name ORDER BY first_year", SeriesBreak, {"name": name}
    )
