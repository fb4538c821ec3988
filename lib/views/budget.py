"""The line of the budget that holds the grant and the model project, by fiscal year."""

from lib import formats
from lib.cells import evidence_in
from lib.charts.declared import Axis, Columns
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import rows_of
from lib.memory import remembered
from lib.queries import money as queries
from lib.queries.money import BudgetLine
from lib.views.notes import named_cautions, source_notes

_OKU = 100_000_000  # 億


@remembered
def budget_exhibit(database: Database) -> Exhibit:
    """The whole line of the budget by fiscal year: settled and unused."""
    lines = queries.budget_lines(database, queries.WHOLE_LINE)
    settled = [row for row in rows_of(lines, BudgetLine) if row.item == "支出済歳出額"]
    settled_years = {row.fiscal_year for row in settled}
    return Exhibit(
        exhibit_id="budget_line",
        name="項の支出と不用額",
        title="再犯防止等企画調整推進費（項）の支出済額と不用額の推移（円、図は億円）",
        summary=_budget_summary(settled),
        rows=lines,
        columns=queries.BUDGET_COLUMNS,
        evidence={
            "amount_yen": evidence_in("budget_lines", "amount_yen", "line", "fiscal_year", "item")
        },
        as_of="各年度の予算書と決算書",
        sources=source_notes(database, lines["source_id"]),
        cautions=named_cautions(database, "budget_scope", "model_and_grant_differ"),
        chart=Columns(
            years="fiscal_year",
            values=("amount_yen",),
            axis=Axis("億円。当初予算は、決算のまだない年度だけ", "億円", divisor=_OKU, decimals=2),
            split="item",
            order=("支出済歳出額", "不用額", "当初予算"),
            is_stacked=True,
            only=lambda row: (
                row["item"] in {"支出済歳出額", "不用額"}
                or (row["item"] == "当初予算" and row["fiscal_year"] not in settled_years)
            ),
        ),
    )


def _budget_summary(settled: list[BudgetLine]) -> str:
    if not settled:
        return "決算の公表値がない。"
    least = min(settled, key=lambda row: row.amount_yen)
    most = max(settled, key=lambda row: row.amount_yen)
    return (
        f"項の支出は{formats.man_yen(least.amount_yen)}（{formats.fiscal_year(least.fiscal_year)}）"
        f"から{formats.man_yen(most.amount_yen)}（{formats.fiscal_year(most.fiscal_year)}）まで。"
        "制度が替わり、推移は規模を示さない。"
    )
