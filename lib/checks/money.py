"""Checks budgets, settled amounts and grants against each other."""

from collections.abc import Iterator

from lib.checks.model import Check, Side, Statement, combined, number_in, select
from lib.validation import Loaded

WHOLE_LINE = "再犯防止等企画調整推進費（項）"
REVIEW_LINE = "再犯の防止等の推進（行政事業レビューの事業全体）"
GRANT_LINE = "地域再犯防止等推進事業交付金（目）"
REVIEW_ROUNDING_YEN = 1000  # the review sheet of FY2024 gives thousands of yen


def money_checks(tables: Loaded) -> Iterator[Check]:
    """All checks on amounts of money, in yen."""
    for year in _years(tables, "budget_lines"):
        yield from _unused_amount(tables, year)
        yield from _review_against_budget(tables, year)
    for year in _years(tables, "subsidy_grants"):
        yield from _grant_checks(tables, year)
    yield from _rank_checks(tables)


def _years(tables: Loaded, table: str) -> list[int]:
    return sorted({int(number_in(row, "fiscal_year")) for row in tables[table].rows})


def _amount(tables: Loaded, line: str, year: int, item: str) -> Side | None:
    found = select(tables, "budget_lines", line=line, fiscal_year=year, item=item)
    return found.only("amount_yen") if len(found) else None


def _unused_amount(tables: Loaded, year: int) -> Iterator[Check]:
    current = _amount(tables, WHOLE_LINE, year, "歳出予算現額")
    settled = _amount(tables, WHOLE_LINE, year, "支出済歳出額")
    unused = _amount(tables, WHOLE_LINE, year, "不用額")
    if current is None or settled is None or unused is None:
        return
    yield Statement(
        f"budget:unused:{year}",
        "budget",
        f"{year}年度の不用額と、歳出予算現額から支出済歳出額を引いた額（円）",
    ).equal(unused, combined(current.number - settled.number, current, settled))


def _review_against_budget(tables: Loaded, year: int) -> Iterator[Check]:
    budget = _amount(tables, WHOLE_LINE, year, "当初予算")
    reviewed = _amount(tables, REVIEW_LINE, year, "当初予算")
    if budget is not None and reviewed is not None:
        yield Statement(
            f"budget:review_initial:{year}",
            "budget",
            f"{year}年度の当初予算：予算書の項とレビューの事業全体（円）",
        ).equal(budget, reviewed)
    settled = _amount(tables, WHOLE_LINE, year, "支出済歳出額")
    executed = _amount(tables, REVIEW_LINE, year, "執行額")
    if settled is not None and executed is not None:
        unit = REVIEW_ROUNDING_YEN if executed.number % REVIEW_ROUNDING_YEN == 0 else 1
        yield Statement(
            f"budget:review_executed:{year}",
            "budget",
            f"{year}年度の執行：決算書の項（{unit:,}円単位に丸める）とレビューの事業全体（円）",
        ).equal(combined(round(settled.number / unit) * unit, settled), executed)


def _grant_checks(tables: Loaded, year: int) -> Iterator[Check]:
    grants = select(tables, "subsidy_grants", fiscal_year=year)
    budget = _amount(tables, GRANT_LINE, year, "当初予算")
    if budget is not None:
        yield Statement(
            f"grants:budget:{year}", "budget", f"{year}年度の交付金の当初予算と交付額の合計（円）"
        ).at_most(budget, grants.total("amount_yen"))
    terms = select(tables, "subsidy_terms", fiscal_year=year)
    named = [grant for grant in grants if grant.row["prefecture_code"] is not None]
    if len(terms) and named:  # a cap holds for the years that it is documented for
        largest = max((grant.only("amount_yen") for grant in named), key=lambda side: side.number)
        yield Statement(
            f"grants:cap:{year}",
            "budget",
            f"{year}年度の補助上限と、名前の示された最大の交付額（円）",
        ).at_most(terms.only("cap_yen"), largest)


def _rank_checks(tables: Loaded) -> Iterator[Check]:
    for year in _years(tables, "commissions"):
        found = select(tables, "commissions", fiscal_year=year)
        by_rank = sorted(found.rows, key=lambda row: number_in(row, "rank"))
        amounts = [number_in(row, "amount_yen") for row in by_rank]
        yield Statement(
            f"commissions:order:{year}",
            "within_source",
            f"{year}年度の委託額の順位と金額の順",
        ).equal(
            Side(_listed(sorted(amounts, reverse=True)), found.cells("amount_yen")),
            Side(_listed(amounts), found.cells("amount_yen")),
        )


def _listed(amounts: list[float]) -> str:
    return " ".join(f"{amount:,.0f}" for amount in amounts)
