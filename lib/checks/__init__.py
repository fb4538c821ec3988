"""Every check that the build runs and stores, and the rule that none contradicts unregistered."""

from collections.abc import Iterable
from dataclasses import replace

from lib.checks.breakdowns import breakdown_checks
from lib.checks.coverage import coverage_checks
from lib.checks.evaluations import evaluation_checks
from lib.checks.model import Check
from lib.checks.money import money_checks
from lib.checks.national import national_checks
from lib.validation import Fault, InvalidDataError, Loaded

_FAMILIES = (
    coverage_checks,
    breakdown_checks,
    evaluation_checks,
    money_checks,
    national_checks,
)


def run_checks(tables: Loaded) -> list[Check]:
    """Runs all checks on validated tables.

    Returns:
        The checks, each with the registered discrepancy that explains it, in order of their names.

    Raises:
        InvalidDataError: A check contradicts and no discrepancy is registered for it, or a
            discrepancy explains a check that does not exist or that agrees.
    """
    checks = sorted(
        (check for family in _FAMILIES for check in family(tables)),
        key=lambda check: check.check_id,
    )
    registered = {
        str(row["check_id"]): str(row["discrepancy_id"])
        for row in tables["discrepancies"].rows
        if row["check_id"] is not None
    }
    faults = [*_unregistered(checks, registered), *_without_cause(checks, tables)]
    if faults:
        raise InvalidDataError(faults)
    return [replace(check, discrepancy_id=registered.get(check.check_id)) for check in checks]


def _unregistered(checks: Iterable[Check], registered: dict[str, str]) -> list[Fault]:
    allowed = "両方が同じ値、または discrepancies.csv に check_id を書いた記録"
    return [
        Fault(
            "checks",
            0,
            check.check_id,
            f"{check.subject}：{check.expected} ≠ {check.found}",
            allowed,
        )
        for check in checks
        if check.verdict == "mismatch" and check.check_id not in registered
    ]


def _without_cause(checks: Iterable[Check], tables: Loaded) -> list[Fault]:
    explainable = {check.check_id for check in checks if check.verdict != "match"}
    discrepancies = tables["discrepancies"]
    return [
        Fault(
            discrepancies.file,
            line,
            "check_id",
            str(row["check_id"]),
            "不合または照合できない検算の名前",
        )
        for row, line in zip(discrepancies.rows, discrepancies.lines, strict=True)
        if row["check_id"] is not None and row["check_id"] not in explainable
    ]


__all__ = ["Check", "run_checks"]
