"""Queries on sources, cautions, discrepancies and checks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
CHECK_COLUMNS = (
    *(
        replace(column, missing="—") if column.name == "reason" else column
        for column in table("checks").columns
    ),
    replace(
        declared("figures", "figure_id", name="expected_figure_ids", label="一方の値の数値ID"),
        missing="行の数など",
    ),
    replace(
        declared("figures", "figure_id", name="found_figure_ids", label="他方の値の数値ID"),
        missing="行の数など",
    ),
)
# The checks with the figures on both sides; what a registered discrepancy says stands as reason.
STATED_CHECKS = """
    WITH sides AS (
        SELECT check_id,
               string_agg(figure_id, '|' ORDER BY position) FILTER (side = 'expected')
                   AS expected_figure_ids,
               string_agg(figure_id, '|' ORDER BY position) FILTER (side = 'found')
                   AS found_figure_ids
        FROM check_cells GROUP BY check_id
    ),
    stated_checks AS (
        SELECT c.check_id, c.kind, c.subject, c.project_id, c.expected, c.found, c.verdict,
               coalesce(c.reason, d.reason) AS reason, c.discrepancy_id,
               s.expected_figure_ids, s.found_figure_ids
        FROM checks AS c
        LEFT JOIN sides AS s USING (check_id)
        LEFT JOIN discrepancies AS d USING (discrepancy_id)
    )
"""


@dataclass(frozen=True, slots=True)
class Source:
    """What is said of a source beside figures."""

    source_id: str
    title: str
    publisher: str
    published_on: dt.date | None
    url: str | None
    entered_on: dt.date
    text_sha256: str | None


@dataclass(frozen=True, slots=True)
class CautionText:
    """A caution, and whether it is the publisher's own."""

    caution_id: str
    text: str
    short_text: str
    is_publishers: bool


@dataclass(frozen=True, slots=True)
class MethodSentence:
    """One sentence on a method, with the code of the part in which it stands."""

    method_id: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says in words, with the code of its kind and its place."""

    kind: str
    text: str
    source_id: str
    source_locator: str


@dataclass(frozen=True, slots=True)
class RetiredView:
    """One exhibit or parameter of a page that is gone: its name when it was shown, and why."""

    topic: str
    kind: str
    name: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One view of a ready-made agenda, as a meeting's address names it."""

    agenda: str
    position: int
    title: str
    view: str


def updated_on(database: Database) -> dt.date | None:
    """The day on which figures were last entered; None without sources."""
    newest = "SELECT entered_on::VARCHAR AS value FROM sources ORDER BY value DESC LIMIT 1"
    found = database.rows(newest, str)
    return dt.date.fromisoformat(found[0]) if found else None


def sources(database: Database) -> pd.DataFrame:
    """All sources, the documents on the projects first."""
    return database.frame(
        "SELECT * FROM sources ORDER BY kind <> 'document', source_id", SOURCE_COLUMNS
    )


def document_ids(database: Database) -> tuple[str, ...]:
    """The ids of the documents on the projects and the grant."""
    return database.rows(
        "SELECT source_id AS value FROM sources WHERE kind = 'document' ORDER BY value", str
    )


def sources_by_id(database: Database, source_ids: Sequence[str]) -> tuple[Source, ...]:
    """The sources of the given ids, in order of their ids."""
    return database.rows(
        "FROM sources WHERE list_contains($ids::VARCHAR[], source_id) ORDER BY source_id",
        Source,
        {"ids": list(source_ids)},
    )


def cautions(database: Database, caution_ids: Sequence[str]) -> tuple[CautionText, ...]:
    """The cautions of the given ids, in the given order."""
    return database.rows(
        """
        SELECT caution_id, text, short_text, source_id IS NOT NULL AS is_publishers FROM cautions
        WHERE list_contains($ids::VARCHAR[], caution_id)
        ORDER BY list_position($ids::VARCHAR[], caution_id)
        """,
        CautionText,
        {"ids": list(caution_ids)},
    )


def discrepancies(
    database: Database,
    kinds: Sequence[str],
    table_names: Sequence[str],
    discrepancy_ids: Sequence[str] = (),
) -> pd.DataFrame:
    """The registered discrepancies; an empty filter lets all pass."""
    return database.frame(
        """
        SELECT * FROM discrepancies
        WHERE (len($kinds::VARCHAR[]) = 0 OR list_contains($kinds::VARCHAR[], kind))
          AND (len($tables::VARCHAR[]) = 0 OR list_contains($tables::VARCHAR[], table_name))
          AND (len($ids::VARCHAR[]) = 0 OR list_contains($ids::VARCHAR[], discrepancy_id))
        ORDER BY discrepancy_id
        """,
        DISCREPANCY_COLUMNS,
        {"kinds": list(kinds), "tables": list(table_names), "ids": list(discrepancy_ids)},
    )


def checks(database: Database, verdicts: Sequence[str], kinds: Sequence[str]) -> pd.DataFrame:
    """The checks that the build ran; what does not agree comes first."""
    return database.frame(
        STATED_CHECKS
        + """
        SELECT * FROM stated_checks
        WHERE (len($verdicts::VARCHAR[]) = 0 OR list_contains($verdicts::VARCHAR[], verdict))
          AND (len($kinds::VARCHAR[]) = 0 OR list_contains($kinds::VARCHAR[], kind))
        ORDER BY list_position(['mismatch', 'cannot_check', 'match'], verdict), kind, check_id
        """,
        CHECK_COLUMNS,
        {"verdicts": list(verdicts), "kinds": list(kinds)},
    )


def verdicts(database: Database) -> tuple[str, ...]:
    """The verdict of every check."""
    return database.rows("SELECT verdict AS value FROM checks ORDER BY check_id", str)


def retired_views(database: Database) -> tuple[RetiredView, ...]:
    """What earlier versions showed and this one does not."""
    return database.rows("FROM retired_views ORDER BY topic, kind, name", RetiredView)


def agendas(database: Database) -> tuple[AgendaRow, ...]:
    """The views of the agendas that are ready to begin with, agenda by agenda in their order."""
    return database.rows("FROM agendas ORDER BY agenda, position", AgendaRow)


def methods(database: Database, method_ids: Sequence[str]) -> tuple[MethodSentence, ...]:
    """The sentences of some methods, those of the first one first."""
    return database.rows(
        """
        FROM methods WHERE list_contains($wanted::VARCHAR[], method_id)
        ORDER BY list_position($wanted::VARCHAR[], method_id), part, position
        """,
        MethodSentence,
        {"wanted": list(method_ids)},
    )


def reading_limits(database: Database, exhibit_id: str, shown: Sequence[str]) -> tuple[str, ...]:
    """What cannot be read from an exhibit: first the rows of the keys in ``shown``, in their order.

    Args:
        database: The database.
        exhibit_id: The exhibit.
        shown: Keys of what is shown.
    """
    return database.rows(
        """
        SELECT text AS value FROM reading_limits
        WHERE exhibit_id = $exhibit_id AND list_contains($shown::VARCHAR[], shown)
        ORDER BY list_position($shown::VARCHAR[], shown), position
        """,
        str,
        {"exhibit_id": exhibit_id, "shown": list(shown)},
    )
