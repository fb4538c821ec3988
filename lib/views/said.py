"""What a project's own report says in words: reasons, lessons, what followed, each a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib import vocabulary
from lib.cells import evidence_in
from lib.charts.declared import Sayings
from lib.database import Database
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.queries import projects as queries
from lib.views.notes import source_notes
from lib.views.project import ProjectState, project_name

_FINDING_VALUE = evidence_in("findings", "value", "project_id", "finding_number")


@dataclass(frozen=True)
class Part:
    """A part of what a report says in words.

    Attributes:
        exhibit_id: Id of its exhibit.
        name: What it is.
        kinds: Codes of ``FINDING_KIND``, in the order of display.
    """

    exhibit_id: str
    name: str
    kinds: tuple[str, ...]


WHY = Part("project_findings", "参加が少なかった理由と学び", ("low_uptake_reason", "lesson"))
AFTERWARDS = Part("project_follow_up", "事業の後", ("follow_up",))
NOTES = Part("project_notes", "しくみと結果の記載", ("scheme", "result_note"))


def _said_figure(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The figure in the words of a report, where there is one."""
    return () if row["value"] is None else _FINDING_VALUE(row)


@remembered
def said_exhibit(part: Part, database: Database, state: ProjectState) -> Exhibit | None:
    """One part of what the report says in words; None where it says nothing of it."""
    rows = queries.findings(database, state.project, part.kinds)
    if rows.empty:
        return None
    name = project_name(database, state)
    kinds = rows["kind"].value_counts()
    counts = "、".join(
        f"{vocabulary.FINDING_KIND.label(kind)}{kinds[kind]}件"
        for kind in part.kinds
        if kind in kinds
    )
    return Exhibit(
        exhibit_id=part.exhibit_id,
        name=f"{name}の{part.name}",
        title=f"{name}の報告書にある{part.name}の一覧（要約）",
        summary=f"報告書の記載の要約は、{counts}。",
        rows=rows,
        columns=queries.FINDING_COLUMNS,
        evidence={"text": _said_figure},
        export_only=("finding_number", "code", "value", "unit"),
        as_of="報告書の公表時",
        sources=source_notes(database, rows["source_id"]),
        chart=Sayings("text", "kind", is_numbered=True),
    )
