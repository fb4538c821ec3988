"""Things that can be said on the overview, each with a small chart and where to read on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lib import formats
from lib.charts.drawn import DrawnMark
from lib.counting import Count, total
from lib.database import Database
from lib.memory import remembered
from lib.queries import money, variance
from lib.queries.targets import Target, target_rows
from lib.queries.variance import published_ranges
from lib.views.notes import named_cautions
from lib.views.overview import FULL_PCT, bar, totals
from lib.views.targets import ratings


@dataclass(frozen=True)
class Line:
    """A mark of a small chart, with the words before and behind it."""

    label: str
    mark: DrawnMark
    words: str = ""


@dataclass(frozen=True)
class Remark:
    """One thing that can be said, with a small chart and where to read on.

    Attributes:
        text: The statement.
        words: What must be known with it.
        link: Words of the link.
        topic: The page that says more.
        query: Parameters of its address.
        lines: The marks of the small chart.
        signs: The ratings of a body in their order, drawn instead of marks.
    """

    text: str
    words: str
    link: str
    topic: str
    query: dict[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    signs: str = ""


@remembered
def remarks(database: Database) -> tuple[Remark, ...]:
    """What can be said, each with a link to where it stands; only what there are rows for."""
    return (
        *_range_remarks(database),
        *_rating_remarks(database),
        *_share_remarks(database),
        *_unnamed_remarks(database),
    )


def _range_remarks(database: Database) -> Iterator[Remark]:
    ranges = published_ranges(variance.support_ranges(database, ""))
    if not ranges:
        return
    widest = max(ranges, key=lambda row: row.difference)
    low, high = (formats.number(end) for end in (widest.minimum, widest.maximum))
    start = round(FULL_PCT * widest.minimum / max(widest.maximum, 1), 2)
    caution = "。".join(row.short_text for row in named_cautions(database, "types_differ"))
    yield Remark(
        f"{widest.support_type_name}の支援実績は、団体により{low}{widest.unit}～"
        f"{high}{widest.unit}",
        f"{formats.era_year(widest.fiscal_year)}度。{caution}",
        "ばらつき",
        "variance",
        lines=(Line("", DrawnMark("span", start, FULL_PCT, low=low, high=f"{high}{widest.unit}")),),
    )


def _rating_remarks(database: Database) -> Iterator[Remark]:
    """How each body rated its own results, as printed, and what may not be read from it."""
    rated: dict[str, list[Target]] = {}
    for row in target_rows(database):
        if row.rating_printed is not None:
            rated.setdefault(row.project_id, []).append(row)
    for project_id, rows in rated.items():
        counts = ratings(rows)
        words = "、".join(f"{mark}{count}" for mark, count in counts.items())
        known = dict.fromkeys(row.caution_id for row in rows if row.caution_id)
        yield Remark(
            f"{rows[0].body_name}が自ら付けた評価は{len(rows)}項目中{words}",
            "。".join(row.short_text for row in named_cautions(database, *known)),
            "目標と結果",
            "targets",
            {"body": project_id},
            signs="".join(mark * count for mark, count in counts.items()),
        )


def _share_remarks(database: Database) -> Iterator[Remark]:
    """The share of the budget that was paid, in the newest year and the one before."""
    shared = [row for row in totals(database) if row.paid_share_pct is not None][-2:]
    if not shared:
        return
    newest = shared[-1]
    before = "".join(f"、前年度は{_share(row)}" for row in shared[:-1])
    yield Remark(
        f"交付額は予算の{_share(newest)}{before}",
        f"{formats.era_year(newest.fiscal_year)}度は{formats.man_yen(newest.paid_yen or 0)}、"
        f"予算は{formats.man_yen(newest.budget_yen or 0)}",
        "交付金",
        "subsidy",
        lines=tuple(
            Line(
                formats.short_fiscal_year(row.fiscal_year),
                bar(row.paid_share_pct or 0, FULL_PCT),
                _share(row),
            )
            for row in shared
        ),
    )


def _share(row: money.GrantTotal) -> str:
    return f"{formats.number(row.paid_share_pct or 0, 1)}%"


def _unnamed_remarks(database: Database) -> Iterator[Remark]:
    """How much of the newest year's grants bears no name."""
    rows = money.grant_rows(database, None)
    named, unnamed = (
        [Count(row.amount_yen, "円", "total") for row in rows if bool(row.prefecture_code) is known]
        for known in (True, False)
    )
    if not named or not unnamed:
        return
    share = FULL_PCT * total(unnamed).quantity / total([*named, *unnamed]).quantity
    count = sum(row.prefecture_code is not None for row in rows)
    rest = formats.number(share, 0)
    yield Remark(
        f"交付額の{rest}%は、どの都道府県か公表されていない",
        f"名前が出るのは上位{count}団体。ほかは0円ではなく不明",
        "地図",
        "map",
        {"show": f"grant_{rows[0].fiscal_year}"},
        lines=(
            Line(
                "",
                DrawnMark("split", end_pct=round(FULL_PCT - share, 2), whole_pct=FULL_PCT),
                f"名前なし{rest}%",
            ),
        ),
    )
