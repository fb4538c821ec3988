"""The overview: two programmes in time, and four figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lib import formats
from lib.cells import figure_id
from lib.charts.drawn import DrawnMark, Place
from lib.database import Database
from lib.frames import rows_of
from lib.memory import remembered
from lib.queries import money, national, overview, places
from lib.queries.catalogue import whole_figures
from lib.queries.national import SeriesValue
from lib.queries.overview import Coverage, Period
from lib.views.national import REENTRY_SERIES, TARGET_SERIES
from lib.views.terms import paid_figure_ids, terms_in_force

BODIES_SERIES = "地域再犯防止推進モデル事業の委託団体数"
_LONGEST_RATE_PCT = 25.0  # the end of the scale of the re-entry rate
FULL_PCT = 100.0
_LARGEST_DENOMINATOR = 10  # of a rate in words, as in 1/2


@dataclass(frozen=True)
class Headline:
    """One figure at the top, on the way to the whole or the target that it is compared with.

    Attributes:
        label: What it is, and of when.
        value: The number; empty where none is published.
        unit: Its unit, with the whole of which it is a part.
        words: One line: what it is compared with, or why it is not.
        topic: The page that says more.
        figure_ids: The published figures behind it.
        bar: The number beside its whole; None for none.
        limit: Where a target stands on the bar, and its words; None for none.
    """

    label: str
    value: str
    unit: str
    words: str
    topic: str
    figure_ids: tuple[str, ...] = ()
    bar: DrawnMark | None = None
    limit: Place | None = None


@dataclass(frozen=True)
class Phase:
    """A programme on the strip of years: first and last place from 1, and words."""

    first: int
    last: int
    words: str
    looks: str


@dataclass(frozen=True)
class Strip:
    """Both programmes by fiscal year.

    Attributes:
        years: The years as on axes, in order.
        phases: The programmes, and the years between them.
    """

    years: tuple[str, ...]
    phases: tuple[Phase, ...]


@remembered
def title(database: Database) -> str:
    """The heading of the page: what came after what."""
    bodies = overview.coverage(database).bodies
    programmes = {row.programme for row in _periods(database)}
    if not bodies or "grant" not in programmes:
        return "地域再犯防止推進モデル事業"
    return f"{bodies}団体のモデル事業のあと、都道府県への交付金が始まった"


def _periods(database: Database) -> tuple[Period, ...]:
    return rows_of(overview.programme_periods(database), Period)


@remembered
def strip(database: Database) -> Strip | None:
    """Both programmes by fiscal year; None where no year is known."""
    periods = _periods(database)
    if not periods:
        return None
    first = min(row.first_fiscal_year for row in periods)
    last = max(row.last_fiscal_year for row in periods)
    model = [row for row in periods if row.programme == "model_project"]
    grant = [row for row in periods if row.programme == "grant"]
    phases = [
        *_phase(model, first, _model_words(database), "main"),
        *_phase(grant, first, _grant_words(database), "soft"),
    ]
    covered = {place for phase in phases for place in range(phase.first, phase.last + 1)}
    between = [place for place in range(1, last - first + 2) if place not in covered]
    if between:
        phases.append(Phase(between[0], between[-1], "どちらもない", "none"))
    years = tuple(map(formats.short_fiscal_year, range(first, last + 1)))
    return Strip(years, tuple(sorted(phases, key=lambda phase: phase.first)))


def _phase(periods: Sequence[Period], first: int, words: str, looks: str) -> Iterator[Phase]:
    if periods:
        begin = min(row.first_fiscal_year for row in periods)
        end = max(row.last_fiscal_year for row in periods)
        yield Phase(begin - first + 1, end - first + 1, words, looks)


def _model_words(database: Database) -> str:
    """How many bodies there were, and how many of them began later."""
    cohorts = Counter(row.cohort_fiscal_year for row in places.projects_by_prefecture(database))
    later = "".join(
        f"　うち{count}団体は{formats.short_fiscal_year(year)}から"
        for year, count in sorted(cohorts.items())[1:]
    )
    return f"モデル事業（国が委託）{cohorts.total()}団体{later}"


def _grant_words(database: Database) -> str:
    terms = terms_in_force(database)
    if terms is None:
        return "交付金（都道府県へ）"
    year = formats.short_fiscal_year(terms.fiscal_year)
    cap = formats.man_yen(terms.cap_yen)
    rate = Fraction(terms.subsidy_rate).limit_denominator(_LARGEST_DENOMINATOR)
    return f"交付金（都道府県へ。{year}は補助率{rate}、上限{cap}）"


@remembered
def headlines(database: Database) -> tuple[Headline, ...]:
    """The figures at the top of the page."""
    coverage = overview.coverage(database)
    return (
        _bodies_headline(database, coverage),
        _persons_headline(database, coverage),
        _grant_headline(database),
        _reentry_headline(database),
    )


def _series_figures(series: str, rows: Iterable[SeriesValue]) -> tuple[str, ...]:
    return tuple(
        figure_id("context_series", "value", series, row.breakdown, row.period) for row in rows
    )


def _without_value(label: str, topic: str) -> Headline:
    return Headline(label, "", "値なし", "公表された値が手元にない", topic)


def _bodies_headline(database: Database, coverage: Coverage) -> Headline:
    label = "モデル事業の団体"
    if not coverage.bodies:
        return _without_value(label, "map")
    published = national.series_values(database, BODIES_SERIES)[-1:]
    return Headline(
        label,
        f"{coverage.bodies}",
        "団体",
        f"都道府県{coverage.prefecture_bodies}・指定都市{coverage.designated_cities}・"
        f"市{coverage.cities}。{coverage.prefectures}都道府県にある",
        "map",
        _series_figures(BODIES_SERIES, published),
        DrawnMark("units", filled=coverage.bodies),
    )


def _persons_headline(database: Database, coverage: Coverage) -> Headline:
    label = "個別支援の人数を載せた団体"
    persons = whole_figures(database, "supported_persons")
    if not persons:
        return _without_value(label, "catalogue")
    return Headline(
        label,
        f"{coverage.supporting}",
        f"／{coverage.bodies}団体",
        "数え方が団体で違い、人数は合計しない",
        "catalogue",
        tuple(row.figure_id for row in persons),
        bar(coverage.supporting, coverage.bodies),
    )


def bar(part: float, whole: float) -> DrawnMark:
    """A part on the way to its whole, which is as long as there is room."""
    return DrawnMark("bar", end_pct=round(FULL_PCT * part / whole, 2), whole_pct=FULL_PCT)


def _grant_headline(database: Database) -> Headline:
    paid = [row for row in totals(database) if row.paid_yen is not None]
    if not paid:
        return _without_value("交付金の交付額", "subsidy")
    newest = paid[-1]
    amount = newest.paid_yen or 0
    is_shared = newest.budget_yen and newest.paid_share_pct is not None
    before = [
        f"（前年度は{formats.number(row.paid_share_pct, 1)}%）"
        for row in paid[-2:-1]
        if row.paid_share_pct is not None and row.fiscal_year == newest.fiscal_year - 1
    ]
    words = (
        f"予算{formats.man_yen(newest.budget_yen or 0)}の"
        f"{formats.number(newest.paid_share_pct or 0, 1)}%{''.join(before)}"
    )
    return Headline(
        f"交付金の交付額（{formats.era_year(newest.fiscal_year)}度）",
        formats.man_yen(amount).removesuffix("万円"),
        "万円",
        words if is_shared else "予算の公表値なし",
        "subsidy",
        paid_figure_ids(database, newest.fiscal_year),
        bar(amount, newest.budget_yen) if newest.budget_yen else None,
    )


def totals(database: Database) -> list[money.GrantTotal]:
    """Budget and grants of each fiscal year, in order."""
    rows = rows_of(money.grant_totals(database), money.GrantTotal)
    return sorted(rows, key=lambda row: row.fiscal_year)


def _reentry_headline(database: Database) -> Headline:
    rates = national.series_values(database, REENTRY_SERIES)[-1:]
    targets = national.series_values(database, TARGET_SERIES)[-1:]
    if not rates:
        return _without_value("全国の2年以内再入率", "targets")
    (newest,) = rates
    end = max(_LONGEST_RATE_PCT, newest.value)
    limit = next(
        (
            Place(
                round(FULL_PCT * row.value / end, 2),
                f"目標{formats.number(row.value)}%以下（{formats.era_year(int(row.period))}まで）",
            )
            for row in targets
        ),
        None,
    )
    return Headline(
        f"全国の2年以内再入率（{newest.period}年出所）",
        formats.number(newest.value, 1),
        "%",
        "効果は示さない",
        "targets",
        (*_series_figures(REENTRY_SERIES, rates), *_series_figures(TARGET_SERIES, targets)),
        bar(newest.value, end),
        limit,
    )
