"""Links from cells of tables to other pages."""

from collections.abc import Callable

from lib.cells import Evidence, listed
from lib.frames import Record
from lib.ui.frame import address

Link = Callable[[Record], str]


def project_link(row: Record) -> str:
    """The address of the project that a row belongs to."""
    return address("project", project=row["project_id"])


def source_link(_row: Record) -> str:
    """The address of the list of sources."""
    return address("sources", part="sources")


def evidence_link(evidence: Evidence) -> Link:
    """Links from cells to the figures behind them; no link where there are none."""

    def link(row: Record) -> str:
        figure_ids = evidence(row)
        return address("evidence", figure=listed(figure_ids)) if figure_ids else ""

    return link
