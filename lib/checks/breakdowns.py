"""Checks every breakdown against its total and every "of which" against the whole."""

from collections.abc import Iterator
from dataclasses import replace

from lib.checks.model import Check, Selection, Statement, select
from lib.validation import Loaded


def breakdown_checks(tables: Loaded) -> Iterator[Check]:
    """One check for each way in which a figure is broken down, and for each of its parts."""
    for whole in select(tables, "results"):
        parts = select(
            tables,
            "results",
            project_id=whole.row["project_id"],
            part_of_result_number=whole.row["result_number"],
        )
        for group in sorted({str(row["part_group"]) for row in parts.rows if row["part_group"]}):
            own = tuple(row for row in parts.rows if row["part_group"] == group)
            yield _breakdown(whole, replace(parts, rows=own), group)
        for part in parts:
            if part.row["part_kind"] == "of_which":
                yield _of_which(whole, part)


def _breakdown(whole: Selection, parts: Selection, group: str) -> Check:
    row = whole.row
    return Statement(
        f"breakdown:{row['project_id']}:{row['result_number']}:{group}",
        "breakdown",
        f"{row['indicator']}と内訳（{group}、{len(parts)}区分）の合計（{row['unit']}）",
        str(row["project_id"]),
    ).equal(whole.only("value"), parts.total("value"), _unit_remark(whole, parts))


def _unit_remark(whole: Selection, parts: Selection) -> str | None:
    units = sorted({str(part["unit"]) for part in parts.rows} - {str(whole.row["unit"])})
    return f"内訳の単位は「{'」「'.join(units)}」。同じものを数える" if units else None


def _of_which(whole: Selection, part: Selection) -> Check:
    row = part.row
    return Statement(
        f"of_which:{row['project_id']}:{row['result_number']}",
        "of_which",
        f"{row['indicator']}は{whole.row['indicator']}の一部（{whole.row['unit']}）",
        str(row["project_id"]),
    ).at_most(whole.only("value"), part.only("value"))
