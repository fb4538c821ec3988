"""Links from cells of tables to other pages."""

from collections.abc import Callable
from dataclasses import dataclass

from lib.cells import Evidence, listed
from lib.frames import Record
from lib.ui.frame import address


def _never(_row: Record) -> bool:
    return False


@dataclass(frozen=True)
class Link:
    """Where the cells of a column lead.

    Attributes:
        address: From a row to an address inside the dashboard; empty where there is no link.
        is_disputed: Whether a discrepancy is registered on what a row's cell shows.
    """

    address: Callable[[Record], str]
    is_disputed: Callable[[Record], bool] = _never


PROJECT_LINK = Link(lambda row: address("project", project=row["project_id"]))
SOURCE_LINK = Link(lambda _row: address("sources", part="sources"))


def evidence_link(evidence: Evidence, disputed: frozenset[str]) -> Link:
    """Links from cells to the figures behind them.

    Args:
        evidence: From a row to the figures behind its cell.
        disputed: The figures on which a discrepancy is registered.
    """

    def to_figures(row: Record) -> str:
        figure_ids = evidence(row)
        return address("evidence", figure=listed(figure_ids)) if figure_ids else ""

    return Link(to_figures, lambda row: not disputed.isdisjoint(evidence(row)))
