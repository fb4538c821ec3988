"""Every check that the build runs and stores, and the rule that none contradicts unregistered."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from lib.checks.breakdowns import breakdown_checks
from lib.checks.coverage import coverage_checks
from lib.checks.evaluations import evaluation_checks
from lib.checks.model import Check, check_cell_rows
from lib.checks.money import money_checks
from lib.checks.national import national_checks
from lib.checks.prefectures import prefecture_checks
from lib.checks.support import support_checks
from lib.validation import Fault, InvalidDataError, Loaded

_Family = Callable[[Loaded], Iterator[Check]]
_FAMILIES: dict[str, _Family] = {
    "そろい・コード・時点": coverage_checks,
    "内訳とうち数": breakdown_checks,
    "栃木県と茨城県の報告書": evaluation_checks,
    "予算と交付額": money_checks,
    "全国の統計": national_checks,
    "直接支援の件数": support_checks,
    "都道府県の指標": prefecture_checks,
}
# What happens where a row that a check names is gone, renamed or there twice, or holds something
# else than the check expects. The more special kinds stand first.
_CANNOT_RUN: dict[type[Exception], str] = {
    IndexError: "行のない表",
    KeyError: "知らない名前",
    LookupError: "名指す行がない、または1つに決まらない",
    TypeError: "数でない値",
    ValueError: "空の表、または合わせられない値",
    ZeroDivisionError: "0で割る計算",
}
_JAPANESE = re.compile("[ぁ-んァ-ン一-龠]")


def run_checks(tables: Loaded) -> list[Check]:
    """Runs all checks on validated tables.

    Returns:
        The checks, each with the registered discrepancy that explains it, in order of their names.

    Raises:
        InvalidDataError: A check cannot be run on the tables, a check contradicts and no
            discrepancy is registered for it, or a discrepancy explains a check that does not
            exist or that agrees.
    """
    checks: list[Check] = []
    broken: list[Fault] = []
    for title, family in _FAMILIES.items():
        found, faults = _tried(title, family, tables)
        checks.extend(found)
        broken.extend(faults)
    checks.sort(key=lambda check: check.check_id)
    registered = {
        str(row["check_id"]): str(row["discrepancy_id"])
        for row in tables["discrepancies"].rows
        if row["check_id"] is not None
    }
    # Where checks are missing, a discrepancy may explain one of them.
    needless = [] if broken else _without_cause(checks, tables)
    faults = [*broken, *_unregistered(checks, registered), *needless]
    if faults:
        raise InvalidDataError(faults)
    return [replace(check, discrepancy_id=registered.get(check.check_id)) for check in checks]


def _tried(title: str, family: _Family, tables: Loaded) -> tuple[list[Check], list[Fault]]:
    """The checks of a family up to the first that cannot be run, and the fault that stops it."""
    checks: list[Check] = []
    try:
        for check in family(tables):
            checks.append(check)  # noqa: PERF402 - what came before an error is kept
    except tuple(_CANNOT_RUN) as error:
        place = f"{checks[-1].check_id} の次" if checks else "最初"
        cause = _cause(error)
        return checks, [
            Fault(
                "checks",
                0,
                "",
                f"検算『{title}』の途中（{place}）で{cause}",
                "検算が名指す行が表に1つずつあり、その欄に計算できる値がある",
            )
        ]
    return checks, []


def _cause(error: Exception) -> str:
    """What happened, with the error's own words where they say which row or name it is."""
    cause = next(words for kind, words in _CANNOT_RUN.items() if isinstance(error, kind))
    own = str(error)
    # Python's own words are English, and say no more than the kind of the error.
    is_telling = isinstance(error, KeyError) or _JAPANESE.search(own)
    return f"{cause}（{own}）" if is_telling else cause


def _unregistered(checks: Iterable[Check], registered: dict[str, str]) -> list[Fault]:
    allowed = "両方が同じ値、または discrepancies.csv に check_id を書いた記録"
    return [
        Fault(
            "checks",
            0,
            check.check_id,
            f"{check.subject}：{check.expected.words} ≠ {check.found.words}",
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


__all__ = ["Check", "check_cell_rows", "run_checks"]
