"""The calculator on the page on money: how the cost of a project is shared."""

from dataclasses import dataclass

from lib import formats
from lib.database import Database
from lib.state import amount
from lib.subsidy import GrantShare, cost_at_cap, grant_share
from lib.views.data import options_from, remembered
from lib.views.terms import NO_TERMS, term_figures, terms_in_force

_LARGEST_COST_YEN = 10_000_000_000  # larger projects do not occur under such a cap


def _cost_at_cap(database: Database) -> int:
    terms = terms_in_force(database)
    return cost_at_cap(terms.subsidy_rate, terms.cap_yen) if terms else 0


@dataclass(frozen=True)
class CalculatorState:
    """What is calculated.

    Attributes:
        cost: Cost of a project in yen.
    """

    cost: int = amount("事業費（円）", options_from(_cost_at_cap), 0, _LARGEST_COST_YEN)


@dataclass(frozen=True)
class Calculation:
    """What the calculator says.

    Attributes:
        share: How the cost is shared.
        sentence: The same in words.
        rule: The rule that was applied, with its source.
        figure_ids: The published rate and cap.
    """

    share: GrantShare
    sentence: str
    rule: str
    figure_ids: tuple[str, ...]


@remembered
def calculation(database: Database, cost_yen: int) -> Calculation | str:
    """The grant for a cost under the terms in force; why there is none where none are known."""
    terms = terms_in_force(database)
    if terms is None:
        return f"{NO_TERMS}試算できない。"
    rate, cap_yen = terms.subsidy_rate, terms.cap_yen
    share = grant_share(cost_yen, rate, cap_yen)
    sentence = (
        f"事業費{formats.number(cost_yen)}円なら、交付金は{formats.number(share.grant_yen)}円、"
        f"都道府県の負担は{formats.number(share.own_yen)}円。"
        f"事業費{formats.man_yen(cost_at_cap(rate, cap_yen))}で"
        f"上限の{formats.man_yen(cap_yen)}に達し、それを超える分は都道府県の負担になる。"
    )
    note = f"{terms.note}。" if terms.note else ""
    rule = (
        f"交付金＝事業費×補助率{formats.percent(rate, 0)}（上限{formats.number(cap_yen)}円）。"
        f"{formats.fiscal_year(terms.fiscal_year)}の条件。端数の扱いは文書に記載がなく、1円未満を切り捨てた。"
        f"{note}"
    )
    return Calculation(share, sentence, rule, term_figures(terms))
