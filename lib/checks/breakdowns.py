"""Checks every breakdown against its total and every "of which" against the whole."""

from collections.abc import Iterator

from lib.checks.model import Check, Statement, number_in, total
from lib.validation import Loaded, Row


def breakdown_checks(tables: Loaded) -> Iterator[Check]:
    """One check for each way in which a figure is broken down, and for each of its parts."""
    results = tables["results"]
    for whole in results.rows:
        parts = [row for row in results.rows if _is_part_of(row, whole)]
        groups = sorted({str(part["part_group"]) for part in parts if part["part_group"]})
        for group in groups:
            yield _breakdown(whole, [part for part in parts if part["part_group"] == group], group)
        for part in parts:
            if part["part_kind"] == "of_which":
                yield _of_which(whole, part)


def _is_part_of(row: Row, whole: Row) -> bool:
    return (
        row["project_id"] == whole["project_id"]
        and row["part_of_result_number"] == whole["result_number"]
    )


def _breakdown(whole: Row, parts: list[Row], group: str) -> Check:
    project_id = str(whole["project_id"])
    return Statement(
        f"breakdown:{project_id}:{whole['result_number']}:{group}",
        "breakdown",
        f"{whole['indicator']}と内訳（{group}、{len(parts)}区分）の合計（{whole['unit']}）",
        project_id,
    ).equal(number_in(whole, "value"), total(parts, "value"), _unit_remark(whole, parts))


def _unit_remark(whole: Row, parts: list[Row]) -> str | None:
    units = sorted({str(part["unit"]) for part in parts} - {str(whole["unit"])})
    return f"内訳の単位は「{'」「'.join(units)}」。同じものを数える" if units else None


def _of_which(whole: Row, part: Row) -> Check:
    project_id = str(whole["project_id"])
    return Statement(
        f"of_which:{project_id}:{part['result_number']}",
        "of_which",
        f"{part['indicator']}は{whole['indicator']}の一部（{whole['unit']}）",
        project_id,
    ).at_most(number_in(whole, "value"), number_in(part, "value"))
