"""Counts of single prefectures, where enough of them are entered: what is shown, and what lacks."""

from dataclasses import dataclass

from lib import formats
from lib.database import Database
from lib.exhibits import Exhibit
from lib.state import choice
from lib.views import body_funnel, body_rates, body_spread
from lib.views.body_groups import FEWEST_BODIES, Group, groups, usable_groups
from lib.views.data import options_from, remembered

LARGEST = "largest"
_MOST_NAMES = 3
_COUNT = "count"
_ADJUSTED = "adjusted"


def _counts(database: Database) -> dict[str, str]:
    """Groups of like counts that can be chosen, by code."""
    found = {group.code: group.words for group in usable_groups(database)}
    return {LARGEST: "最も多くの都道府県の数があるもの"} | found


@dataclass(frozen=True)
class BodyCountState:
    """What is shown of the counts of single prefectures.

    Attributes:
        counts: Code of a group of like counts, or the largest group.
        per: ``count`` or ``population``.
        limits: ``exact``, or ``adjusted`` for over-dispersion.
    """

    counts: str = choice("支援実績", options_from(_counts), LARGEST)
    per: str = choice(
        "表し方",
        {_COUNT: "件数・人数"} | {code: per.words for code, per in body_rates.PER.items()},
        "population",
    )
    limits: str = choice(
        "ファンネルプロットの限界",
        {"exact": "偶然だけを見込む（ポアソン分布）", _ADJUSTED: "過分散を補正する"},
        "exact",
    )


@remembered
def body_count_exhibits(database: Database, state: BodyCountState) -> tuple[Exhibit, ...]:
    """Distribution, rates, funnel plot and decomposition; empty without a group of like counts."""
    usable = usable_groups(database)
    if not usable:
        return ()
    group = _chosen(usable, state)
    found = (
        body_spread.distribution_exhibit(database, group),
        body_spread.statistics_exhibit(database, group),
        None if state.per == _COUNT else body_rates.rate_exhibit(database, group, state.per),
        body_funnel.funnel_exhibit(database, group, is_adjusted=state.limits == _ADJUSTED),
        body_spread.decomposition_exhibit(database, group, groups(database)),
    )
    return tuple(exhibit for exhibit in found if exhibit is not None)


def _chosen(usable: tuple[Group, ...], state: BodyCountState) -> Group:
    return next((group for group in usable if group.code == state.counts), usable[0])


def missing_sentence(database: Database) -> str:
    """What would have to be entered for a distribution, and what there is."""
    needed = (
        f"都道府県ごとの数が、同じ年度、種類、単位、数え方で{FEWEST_BODIES}つ以上そろうと、"
        "団体の間の分布、人口あたりの数、ファンネルプロットを示す。"
    )
    found = groups(database)
    if not found:
        return f"{needed}いま、名前の示された数は1件もない。"
    rows = sorted(
        (row for group in found for row in group.rows), key=lambda row: row["prefecture_code"]
    )
    names = list(dict.fromkeys(row["prefecture_name"] for row in rows))
    others = len(names) - _MOST_NAMES
    more = f"ほか{others}都道府県" if others > 0 else ""
    largest = len(found[0].rows)
    return (
        f"{needed}いま、名前の示された数は{formats.number(len(rows))}件"
        f"（{'、'.join(names[:_MOST_NAMES])}{more}）で、"
        f"そろっているのは最も多いものでも{largest}都道府県。"
    )
