"""The calculator on the page on money: how the cost of a project is shared."""

from dataclasses import dataclass

from markupsafe import Markup

from lib import formats
from lib.charts.declared import Axis, Bar, Cell, Rows
from lib.charts.markup import markup
from lib.database import Database
from lib.memory import remembered
from lib.queries.money import GrantTerms
from lib.schema import Column, Kind
from lib.state import amount
from lib.subsidy import GrantShare, Terms, cost_at_cap, grant_share
from lib.views.data import options_from
from lib.views.terms import NO_TERMS, term_figures, terms_in_force

_LARGEST_COST_YEN = 10_000_000_000  # larger projects do not occur under such a cap
_COLUMNS = (
    Column("cost_yen", Kind.MONEY, "事業費", "事業費", unit="円"),
    Column("grant_yen", Kind.MONEY, "交付金", "国が負担する金額", unit="円"),
    Column("own_yen", Kind.MONEY, "都道府県の負担", "都道府県が負担する金額", unit="円"),
)
_ROWS = Rows(
    name="{cost_yen}円",
    heading="事業費",
    marks=(Bar("grant_yen", whole="cost_yen", is_labelled=False, key="交付金（薄い帯は事業費）"),),
    axis=Axis("交付金と事業費（円）", "円", is_drawn=False),
    before=(
        Cell("{grant_yen}円", "交付金", is_strong=True),
        Cell("{own_yen}円", "都道府県の負担"),
    ),
)


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
        cost_yen: What is shared.
        share: How the cost is shared.
        sentence: The same in words.
        rule: The rule that was applied, with its source.
        figure_ids: The published rate and cap.
    """

    cost_yen: int
    share: GrantShare
    sentence: str
    rule: str
    figure_ids: tuple[str, ...]

    @property
    def chart(self) -> Markup | None:
        """The grant as a part of the cost, as HTML."""
        row = {"cost_yen": self.cost_yen, "grant_yen": self.share.grant_yen}
        columns = {column.name: column for column in _COLUMNS}
        return markup(_ROWS, [row | {"own_yen": self.share.own_yen}], columns)


@remembered
def calculation(database: Database, cost_yen: int, tried: Terms | None = None) -> Calculation | str:
    """The grant for a cost; why there is none where no terms are known.

    Args:
        database: The database.
        cost_yen: The cost of a project in yen.
        tried: The terms; None for those in force.
    """
    terms = terms_in_force(database)
    if terms is None:
        return f"{NO_TERMS}試算できない。"
    known = Terms(terms.subsidy_rate, terms.cap_yen)
    rate, cap_yen = (tried.rate, tried.cap_yen) if tried else (known.rate, known.cap_yen)
    share = grant_share(cost_yen, rate, cap_yen)
    sentence = (
        f"事業費{formats.number(cost_yen)}円なら、交付金は{formats.number(share.grant_yen)}円、"
        f"都道府県の負担は{formats.number(share.own_yen)}円。"
        f"事業費{formats.man_yen(cost_at_cap(rate, cap_yen))}で"
        f"上限の{formats.man_yen(cap_yen)}に達し、それを超える分は都道府県の負担になる。"
    )
    rule = (
        f"交付金＝事業費×補助率{formats.percent(rate, 0)}（上限{formats.number(cap_yen)}円）。"
        f"{_origin(terms, is_tried=tried not in {None, known})}"
        "端数の扱いは文書に記載がなく、1円未満を切り捨てた。"
        f"{f'{terms.note}。' if terms.note else ''}"
    )
    return Calculation(cost_yen, share, sentence, rule, term_figures(terms))


def _origin(terms: GrantTerms, *, is_tried: bool) -> str:
    """Whose terms were applied."""
    year = formats.fiscal_year(terms.fiscal_year)
    rate, cap = formats.percent(terms.subsidy_rate, 0), formats.man_yen(terms.cap_yen)
    return f"試した条件（{year}は補助率{rate}、上限{cap}）。" if is_tried else f"{year}の条件。"
