"""What earlier versions showed and this one does not, and why: for kept meetings and old links."""

from collections.abc import Iterable, Mapping

from lib.database import Database
from lib.memory import remembered
from lib.queries import sources as queries


@remembered
def _retired(database: Database) -> Mapping[tuple[str, str, str], queries.RetiredView]:
    return {(row.topic, row.kind, row.name): row for row in queries.retired_views(database)}


def retired_exhibit(database: Database, topic: str, exhibit_id: str) -> queries.RetiredView | None:
    """The exhibit of that id that a page had; None if it never had one."""
    return _retired(database).get((topic, "exhibit", exhibit_id))


def retired_parameters(database: Database, topic: str, names: Iterable[str]) -> tuple[str, ...]:
    """One sentence for each of some parameters of an address that a page had and has no more."""
    found = (_retired(database).get((topic, "parameter", name)) for name in names)
    return tuple(f"条件「{gone.label}」は廃止（{gone.reason}）。" for gone in found if gone)
