"""How values were calculated, in the words of the data."""

from collections.abc import Mapping, Sequence

from lib.database import Database
from lib.exhibits import Method
from lib.frames import records
from lib.queries import sources as queries

NO_WORDS: Mapping[str, object] = {}


def named_method(
    database: Database, *method_ids: str, words: Sequence[Mapping[str, object]] = (NO_WORDS,)
) -> Method:
    """The sentences of some methods, part by part, in the given order.

    Args:
        database: The database.
        method_ids: Keys of ``methods``.
        words: What stands in the braces of their sentences; a sentence with braces is said once
            for each of them.

    Raises:
        LookupError: The data hold no method of one of the ids.
    """
    found = records(queries.methods(database, method_ids))
    unknown = set(method_ids) - {row["method_id"] for row in found}
    if unknown:
        message = f"unknown methods: {sorted(unknown)}"
        raise LookupError(message)

    def sentences(part: str) -> tuple[str, ...]:
        texts = [row["text"] for row in found if row["part"] == part]
        said = (text.format_map(chosen) for text in texts for chosen in _times(text, words))
        return tuple(said)

    return Method(sentences("steps"), sentences("assumptions"), sentences("changes"))


def _times(text: str, words: Sequence[Mapping[str, object]]) -> Sequence[Mapping[str, object]]:
    return words if "{" in text else (NO_WORDS,)
