"""The words that stand beside exhibits: sources and cautions, taken from the data."""

from collections.abc import Iterable

from lib.database import Database
from lib.exhibits import Caution, SourceNote
from lib.frames import records
from lib.queries import sources as source_queries


def source_notes(database: Database, source_ids: Iterable[object]) -> tuple[SourceNote, ...]:
    """The sources of an exhibit, each once, in order of their ids."""
    wanted = sorted({source_id for source_id in source_ids if isinstance(source_id, str)})
    frame = source_queries.sources_by_id(database, wanted)
    return tuple(
        SourceNote(row["source_id"], row["title"], row["publisher"], row["entered_on"].isoformat())
        for row in records(frame)
    )


def effect_cautions(database: Database, project_id: str) -> tuple[Caution, ...]:
    """What must be known before anything is said on a project's effect; empty if nothing is."""
    caution_id = f"effect_{project_id.lower().replace('-', '_')}"
    is_known = len(source_queries.cautions(database, [caution_id])) > 0
    return named_cautions(database, caution_id) if is_known else ()


def named_cautions(database: Database, *caution_ids: str) -> tuple[Caution, ...]:
    """The cautions of the given ids, in the given order.

    Raises:
        LookupError: The data hold no caution of one of the ids.
    """
    frame = source_queries.cautions(database, caution_ids)
    if len(frame) != len(caution_ids):
        message = f"unknown caution among {caution_ids}"
        raise LookupError(message)
    return tuple(
        Caution(row["text"], row["short_text"], is_publishers=row["source_id"] is not None)
        for row in records(frame)
    )
