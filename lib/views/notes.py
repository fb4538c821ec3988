"""The words that stand beside exhibits: sources and cautions, taken from the data."""

from collections.abc import Iterable

from lib import formats
from lib.database import Database
from lib.exhibits import Caution, SourceNote
from lib.memory import remembered
from lib.queries import sources as source_queries
from lib.queries.sources import Statement


def source_notes(database: Database, source_ids: Iterable[object]) -> tuple[SourceNote, ...]:
    """The sources of an exhibit, each once, in order of their ids."""
    wanted = sorted({source_id for source_id in source_ids if isinstance(source_id, str)})
    return tuple(
        SourceNote(row.source_id, row.title, row.publisher, row.entered_on.isoformat())
        for row in source_queries.sources_by_id(database, wanted)
    )


@remembered
def updated_words(database: Database) -> str:
    """When figures were last entered, as in データの更新 2026年11月21日; empty without any."""
    day = source_queries.updated_on(database)
    return f"データの更新 {formats.day(day)}" if day else ""


def stated(row: Statement) -> tuple[str, str]:
    """What a document says, and in words where it says so."""
    return row.text, f"（出典 {row.source_id} の{formats.place(row.source_locator)}）"


def named_cautions(database: Database, *caution_ids: str) -> tuple[Caution, ...]:
    """The cautions of the given ids, in the given order, each once.

    Where the data do not hold one, its place says so: figures without their caution mislead.
    """
    found = {
        row.caution_id: Caution(row.text, row.short_text, row.is_publishers)
        for row in source_queries.cautions(database, caution_ids)
    }
    return tuple(found.get(name) or _lost(name) for name in dict.fromkeys(caution_ids))


def _lost(caution_id: str) -> Caution:
    words = f"ここに添える注意（{caution_id}）がデータにない"
    return Caution(words, words)
