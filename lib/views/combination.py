"""Whether the figures that a user has selected may be combined, and if not, which of them may."""

from dataclasses import dataclass, replace

from lib import formats
from lib.counting import COUNTED_THING, Count, MixedCountsError, like_groups, mean, total
from lib.database import Database
from lib.frames import rows_of
from lib.memory import remembered
from lib.queries.catalogue import Figure
from lib.views.catalogue import CatalogueState, shown_figures
from lib.views.dates import SAME, commonest_date

_FEWEST = 2  # figures that make a sum
_TOTAL_BASIS = (
    "「計」は実人員か延べかの記載がなく、数え方の違うものを足している場合があるため、参考とする。"
)


@dataclass(frozen=True)
class Combination:
    """What may be said of a selection as a whole.

    Attributes:
        sentences: The total and mean, or why there are none; and what was left out.
        figure_ids: The figures that the total is made of; empty if there is none.
        offer: Words of the largest selection that may be combined; None if there is none other.
        offered: The state that selects it.
    """

    sentences: tuple[str, ...]
    figure_ids: tuple[str, ...] = ()
    offer: str | None = None
    offered: CatalogueState | None = None


@remembered
def combination(database: Database, state: CatalogueState) -> Combination:
    """The total of the figures that a state shows, or why there is none.

    Parts of other figures are left out, as they would be counted twice.
    """
    rows = rows_of(shown_figures(database, state), Figure)
    wholes = [row for row in rows if row.part_kind is None]
    parts = len(rows) - len(wholes)
    without = f"内訳とうち数の{parts}件は、もとの数と重なるため含めない。" if parts else ""
    if len(wholes) < _FEWEST:
        return Combination(("合計できる数値が2件に満たない。",))
    try:
        whole = total(row.count for row in wholes)
    except MixedCountsError as error:
        return _refusal(state, wholes, error)
    if whole.basis == "unstated":
        return Combination(("数え方の記載がなく、同じ数え方かどうか分からないため、合計しない。",))
    if len(whole.as_of) > 1:
        return _different_dates(state, wholes, whole)
    average = mean([row.count for row in wholes])
    words = (
        f"{len(wholes)}件の合計は{formats.count(whole.quantity, whole.unit)}、"
        f"平均は{formats.number(average.quantity, 1)}{whole.unit}"
        f"（{whole.type_words}、{formats.as_of(whole.as_of)}）。"
    )
    caution = "同じ人や物が重ねて数えられていることがある。数値を載せない団体は含まない。"
    if whole.basis == "total":
        words = f"参考: {words}"
        caution = f"{_TOTAL_BASIS}{caution}"
    ids = tuple(row.figure_id for row in wholes)
    return Combination(tuple(filter(None, (words, without, caution))), ids)


def _different_dates(state: CatalogueState, wholes: list[Figure], whole: Count) -> Combination:
    first, last = formats.day(whole.as_of[0]), formats.day(whole.as_of[-1])
    reason = f"時点が{first}から{last}まで違うため、合計しない。"
    dates = [row.as_of_date for row in wholes]
    commonest = commonest_date(dates)
    offer = f"同じ時点だけに絞る: {formats.day(commonest)}の{dates.count(commonest)}件"
    return Combination((reason,), offer=offer, offered=replace(state, as_of=SAME))


def _refusal(state: CatalogueState, wholes: list[Figure], error: MixedCountsError) -> Combination:
    stated = [row for row in wholes if row.count_basis != "unstated"]
    group = next(iter(like_groups(stated, lambda row: row.count)), [])
    if len(group) < _FEWEST:
        return Combination((f"合計できない。{error}。",))
    first = group[0]
    offered = replace(
        state,
        measure=(first.measure,),
        thing=(COUNTED_THING[first.unit],),
        basis=(first.count_basis,),
    )
    offer = f"合計できる最大のまとまりに絞る: {first.count.type_words}の{len(group)}件"
    return Combination((f"合計できない。{error}。",), offer=offer, offered=offered)
