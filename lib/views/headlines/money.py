"""The words of budgets, grants and commissions."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib import formats
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import rows_of
from lib.queries.money import BudgetLine, Commission, Grant, GrantTotal
from lib.views.headlines.words import NOTHING, Words, pieces, prefecture_kinds, years, yen_span

_WHOLE = 100  # %
_REVIEW = "行政事業レビュー"  # names those with the largest amounts


def grant_totals(_database: Database, exhibit: Exhibit) -> Words:
    """The share of the budget that was paid, and that of the year before."""
    rows = rows_of(exhibit.rows, GrantTotal)
    shares = {row.fiscal_year: row.paid_share_pct for row in rows if row.paid_share_pct is not None}
    subtitle = f"交付金の当初予算と交付額（万円）、{years(row.fiscal_year for row in rows)}"
    if not shares:
        return Words(subtitle=subtitle)
    year = max(shares)
    (newest,) = (row for row in rows if row.fiscal_year == year)
    before = shares.get(year - 1)
    beside = "" if before is None else f"、前年度は{formats.number(before, 1)}%"
    left = (newest.budget_yen or 0) - (newest.paid_yen or 0)
    when = formats.era_fiscal_year(year)
    return Words(
        headline=f"交付額は予算の{formats.number(shares[year], 1)}%{beside}",
        subtitle=subtitle,
        can_tell=(f"{when}の予算との差は{formats.man_yen(left)}",),
    )


def budget_line(_database: Database, exhibit: Exhibit) -> Words:
    """The ends of what was settled, which say nothing on the size of a programme."""
    rows = rows_of(exhibit.rows, BudgetLine)
    settled = [row for row in rows if row.item == "支出済歳出額"]
    if not settled:
        return NOTHING
    in_order = sorted(settled, key=lambda row: row.amount_yen)
    low, high = in_order[0], in_order[-1]
    ends = dict.fromkeys(formats.whole_man_yen(row.amount_yen) for row in (low, high))
    amounts = "～".join(ends).replace("万円～", "万～")
    is_span = len(settled) > 1
    return Words(
        headline=f"項の支出は{amounts}"
        + ("（制度が替わり、推移は規模を示さない）" if is_span else ""),
        subtitle="再犯防止等企画調整推進費（項）の支出済額と不用額（億円）、"
        f"{years(row.fiscal_year for row in rows)}",
        can_tell=(f"支出が最も大きい年度は{_year(high)}、最も小さい年度は{_year(low)}",)
        if is_span
        else (),
    )


def _year(row: BudgetLine) -> str:
    return formats.era_fiscal_year(row.fiscal_year)


def grants(_database: Database, exhibit: Exhibit) -> Words:
    """The ends of the named grants, and how many stand at the largest amount."""
    rows = rows_of(exhibit.rows, Grant)
    named = [row for row in rows if row.prefecture_code]
    if not named:
        return NOTHING
    amounts = [row.amount_yen for row in named]
    kinds = prefecture_kinds(row.prefecture_name or "" for row in named)
    largest = formats.man_yen(max(amounts))
    at_largest = amounts.count(max(amounts))
    several = 1 < at_largest < len(named)
    return Words(
        headline=f"上位{len(named)}の{kinds}は{yen_span(min(amounts), max(amounts), 'から')}"
        + (f"。{pieces(at_largest)}が{largest}" if several else ""),
        subtitle=f"都道府県別の交付額（万円）、{years(row.fiscal_year for row in named)}、"
        "額の大きい順",
        can_tell=(*_unnamed_share(exhibit, rows, named), *_at_cap(named)),
    )


def _unnamed_share(
    exhibit: Exhibit, rows: Sequence[Grant], named: Sequence[Grant]
) -> tuple[str, ...]:
    """Which share of what was paid went to prefectures without a name, and who names the others."""
    paid = sum(row.amount_yen for row in rows)
    unnamed = paid - sum(row.amount_yen for row in named)
    ids = {row.source_id for row in rows}
    titles = [note.title for note in exhibit.sources if note.source_id in ids]
    where = f"{_REVIEW}で" if all(_REVIEW in title for title in titles) else ""
    share = formats.number(_WHOLE * unnamed / paid, 0)
    return (f"{where}名前が出る上位{len(named)}以外が{share}%",) if unnamed else ()


def _at_cap(named: Sequence[Grant]) -> tuple[str, ...]:
    """How many stand at the cap of their year, where a document gives it."""
    cap = named[0].cap_yen
    if cap is None:
        return ()
    return (
        f"上限{formats.man_yen(cap)}と同じ額は{sum(row.amount_yen == cap for row in named)}団体",
    )


def commissions(_database: Database, exhibit: Exhibit) -> Words:
    """The ends of the named commissions."""
    rows = rows_of(exhibit.rows, Commission)
    if not rows:
        return NOTHING
    amounts = [row.amount_yen for row in rows]
    ends = yen_span(min(amounts), max(amounts), "～").replace("万円～", "万～")
    year = formats.era_fiscal_year(int(exhibit.rows["fiscal_year"].iloc[0]))
    return Words(
        headline=f"モデル事業の委託額は上位{len(rows)}が{ends}（{year}）",
        subtitle=f"モデル事業の団体別の委託額（万円）、{year}、額の大きい順。"
        f"{formats.joined(map(formats.man_yen, exhibit.rows['rounded_to_yen']))}単位の概数",
    )


@dataclass(frozen=True, slots=True)
class _Scenario:
    """A row of the estimate."""

    scenario: str
    status: str
    low_yen: int
    high_yen: int


def terms_cost(_database: Database, exhibit: Exhibit) -> Words:
    """What all prefectures would cost at most, beside what was paid."""
    rows = rows_of(exhibit.rows, _Scenario)
    if len(rows) < 2:
        return NOTHING
    paid, *_, everyone = rows
    estimates = (
        f"{row.scenario}なら{yen_span(row.low_yen, row.high_yen, '～')}（{row.status}）"
        for row in rows[1:-1]
    )
    return Words(
        headline=f"{everyone.scenario}と{formats.man_yen(everyone.high_yen)}（{everyone.status}）",
        subtitle=f"{'、'.join(map(_tried, exhibit.filters))}"
        "としたときに必要な交付金（万円）。実績のほかは推計",
        can_tell=(f"実績は{formats.man_yen(paid.high_yen)}", *estimates),
    )


def _tried(chosen: tuple[str, str]) -> str:
    """A term that is tried, with its unit behind its number, as in 補助率50%."""
    name, _, unit = chosen[0].removesuffix("）").partition("（")
    return f"{name}{chosen[1]}{unit}"


def programme_items(_database: Database, exhibit: Exhibit) -> Words:
    """How many parts are required, and of how many one is chosen."""
    found = list(exhibit.rows["requirement"])
    counted = (("必須", found.count("required")), ("選択", found.count("choose_one")))
    parts = [f"{label}は{pieces(number)}" for label, number in counted if number]
    return Words(
        headline=f"交付金の事業内容のうち{'、'.join(parts)}" if parts else "",
        subtitle=f"交付金の対象となる事業内容と費目。"
        f"{formats.without_western_years(exhibit.as_of)}",
    )
