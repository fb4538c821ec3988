"""How values were calculated, in the words of the data."""

from collections.abc import Mapping, Sequence

from lib.database import Database
from lib.exhibits import Method
from lib.queries import sources as queries

NO_WORDS: Mapping[str, object] = {}


def named_method(
    database: Database, *method_ids: str, words: Sequence[Mapping[str, object]] = (NO_WORDS,)
) -> Method:
    """The sentences of some methods, part by part, in the given order.

    Where the data do not hold one, the steps say so.

    Args:
        database: The database.
        method_ids: Keys of ``methods``.
        words: What stands in the braces of their sentences; a sentence with braces is said once
            for each of them.
    """
    found = queries.methods(database, method_ids)
    held = {row.method_id for row in found}
    lost = (_lost(name) for name in dict.fromkeys(method_ids) if name not in held)

    def sentences(part: str) -> tuple[str, ...]:
        texts = [row.text for row in found if row.part == part]
        said = (text.format_map(chosen) for text in texts for chosen in _times(text, words))
        return tuple(said)

    return Method((*sentences("steps"), *lost), sentences("assumptions"), sentences("changes"))


def _lost(method_id: str) -> str:
    return f"ここに添える方法（{method_id}）がデータにない。"


def _times(text: str, words: Sequence[Mapping[str, object]]) -> Sequence[Mapping[str, object]]:
    return words if "{" in text else (NO_WORDS,)
