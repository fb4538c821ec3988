"""The overview: headline figures, the two programmes in time, what stands out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lib import formats
from lib.cells import figure_id
from lib.charts.timeline import programme_bars
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import rows_of
from lib.queries import money, national, overview, places, variance
from lib.queries import sources as source_queries
from lib.queries.catalogue import whole_figures
from lib.queries.national import Phase, SeriesValue
from lib.queries.overview import Coverage, Period
from lib.queries.targets import Target, target_rows
from lib.queries.variance import published_ranges
from lib.views.data import remembered
from lib.views.national import REENTRY_SERIES, TARGET_SERIES, target_words
from lib.views.notes import named_cautions, source_notes
from lib.views.targets import limit_words, ratings
from lib.views.terms import paid_figure_ids

BODIES_SERIES = "地域再犯防止推進モデル事業の委託団体数"


@dataclass(frozen=True)
class Headline:
    """One figure at the top, with what it counts and what it is compared with.

    Attributes:
        label: What it is.
        value: The figure with its unit.
        counts: What it counts, and as of when.
        compared: What it is compared with, or why it is not.
        source: Titles of the sources.
        topic: The page that says more; None if it is this page, further down.
        figure_ids: The published figures behind it.
    """

    label: str
    value: str
    counts: str
    compared: str
    source: str
    topic: str | None
    figure_ids: tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """One thing that stands out, with where to read on.

    Attributes:
        text: The statement.
        link: Words of the link.
        topic: The page that says more.
        query: Parameters of its address.
    """

    text: str
    link: str
    topic: str
    query: dict[str, str] = field(default_factory=dict)


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


def _titles(database: Database, *source_ids: str | None) -> str:
    return formats.joined(note.title for note in source_notes(database, source_ids))


def _without_value(label: str, topic: str | None) -> Headline:
    return Headline(
        label, "値なし", "公表された値が手元にない", "比べる値がない", "なし", topic, ()
    )


def _bodies_headline(database: Database, coverage: Coverage) -> Headline:
    label = "モデル事業の実施団体"
    projects = places.projects_by_prefecture(database)
    if not projects:
        return _without_value(label, "map")
    published = national.series_values(database, BODIES_SERIES)[-1:]
    years = sorted({row.cohort_fiscal_year for row in projects})
    source_ids = {row.source_id for row in projects} | {row.source_id for row in published}
    return Headline(
        label=label,
        value=f"{coverage.bodies}団体",
        counts=(
            f"都道府県{coverage.prefecture_bodies}、指定都市{coverage.designated_cities}、"
            f"市{coverage.cities}。{'と'.join(map(formats.fiscal_year, years))}に開始"
        ),
        compared=f"{money.prefecture_count(database)}都道府県のうち{coverage.prefectures}にある",
        source=_titles(database, *source_ids),
        topic="map",
        figure_ids=_series_figures(BODIES_SERIES, published),
    )


def _persons_headline(database: Database, coverage: Coverage) -> Headline:
    label = "個別支援の人数を載せた団体"
    persons = whole_figures(database, "supported_persons")
    if not persons:
        return _without_value(label, "catalogue")
    return Headline(
        label=label,
        value=f"{coverage.supporting}団体",
        counts=(
            "個別支援を受けた人の数を示した団体。"
            f"{formats.as_of(row.as_of_date for row in persons)}"
        ),
        compared=(
            f"{coverage.bodies}団体のうち。プログラムの参加などの人数も含めると"
            f"{coverage.with_persons}団体。人数は数え方（計、延べ、実人員）が違い、合計しない"
        ),
        source=_titles(database, *(row.source_id for row in persons)),
        topic="catalogue",
        figure_ids=tuple(row.figure_id for row in persons),
    )


def _grant_headline(database: Database) -> Headline:
    label = "交付金の交付額"
    totals = rows_of(money.grant_totals(database), money.GrantTotal)
    paid = {row.fiscal_year: row.paid_yen for row in totals if row.paid_yen is not None}
    if not paid:
        return _without_value(label, "subsidy")
    newest = next(row for row in totals if row.fiscal_year == max(paid))
    share = (
        f"予算{formats.man_yen(newest.budget_yen)}の{formats.number(newest.paid_share_pct, 1)}%"
        if newest.budget_yen and newest.paid_share_pct is not None
        else "予算の公表値なし"
    )
    changes = (
        f"前年度から{formats.man_yen_change(paid[newest.fiscal_year] - amount)}"
        for year, amount in paid.items()
        if year == newest.fiscal_year - 1
    )
    return Headline(
        label=label,
        value=formats.man_yen(paid[newest.fiscal_year]),
        counts=f"都道府県への交付金の合計。{formats.fiscal_year(newest.fiscal_year)}",
        compared="。".join((share, *changes)),
        source=_titles(database, newest.paid_source_id),
        topic="subsidy",
        figure_ids=paid_figure_ids(database, newest.fiscal_year),
    )


def _reentry_headline(database: Database) -> Headline:
    label = "全国の2年以内再入率"
    rates = national.series_values(database, REENTRY_SERIES)[-2:]
    targets = national.series_values(database, TARGET_SERIES)[-1:]
    if not rates:
        return _without_value(label, None)
    newest = rates[-1]
    compared = [
        *(f"{row.period}年は{formats.number(row.value, 1)}%" for row in rates[:-1]),
        *map(target_words, targets),
    ]
    return Headline(
        label=label,
        value=f"{formats.number(newest.value, 1)}%",
        counts=f"{newest.period}年の出所受刑者のうち、翌年の末までに再び入所した割合",
        compared="。".join((*compared, "モデル事業の団体の目標とは別の指標で、その効果を示さない")),
        source=_titles(database, *(row.source_id for row in (*rates, *targets))),
        topic=None,
        figure_ids=(
            *_series_figures(REENTRY_SERIES, rates),
            *_series_figures(TARGET_SERIES, targets),
        ),
    )


@remembered
def timeline_exhibit(database: Database) -> Exhibit:
    """Both programmes by fiscal year."""
    periods = overview.programme_periods(database)
    rows = rows_of(periods, Period)
    last = max((row.last_fiscal_year for row in rows), default=None)
    phases = national.scheme_phases(database)
    return Exhibit(
        exhibit_id="timeline",
        name="二つの制度の年表",
        title="モデル事業と交付金の実施期間の推移（年度）",
        summary=_timeline_summary(rows, phases),
        rows=periods,
        columns=overview.PERIOD_COLUMNS,
        as_of=f"{formats.fiscal_year(last)}の文書まで" if last else formats.NOT_GIVEN,
        sources=source_notes(database, [*periods["source_id"], *(row.source_id for row in phases)]),
        cautions=named_cautions(database, "model_and_grant_differ", "reentry_not_held"),
        draw=lambda palette: programme_bars(periods, palette),
    )


def _timeline_summary(periods: Iterable[Period], phases: Sequence[Phase]) -> str:
    words = [
        f"{name}は{formats.fiscal_year(min(row.first_fiscal_year for row in found))}から"
        f"{formats.fiscal_year(max(row.last_fiscal_year for row in found))}{end}。"
        for programme, name, end in (
            ("model_project", "モデル事業", "まで"),
            ("grant", "交付金", "の文書まで続く"),
        )
        if (found := [row for row in periods if row.programme == programme])
    ]
    return "".join((*words, _phase_words(phases))) or "実施期間の記載がない。"


def _phase_words(phases: Sequence[Phase]) -> str:
    """The phases of the model project with their lengths; the last row is the whole of it."""
    parts = [
        f"{row.name.replace('、', 'と')}（{'約' if row.is_duration_approximate else ''}"
        f"{row.duration_months}か月）"
        for row in phases[:-1]
    ]
    return f"モデル事業は{formats.joined(parts)}の順に進めた。" if parts else ""


@remembered
def remarks(database: Database) -> tuple[Remark, ...]:
    """What stands out, each with a link to where it stands; only what there are rows for."""
    return (
        *_range_remarks(database),
        *_rating_remarks(database),
        *_limit_remarks(database),
        *_grant_remarks(database),
        *_check_remarks(database),
    )


def _range_remarks(database: Database) -> Iterator[Remark]:
    ranges = published_ranges(variance.support_ranges(database, ""))
    if ranges:
        widest = max(ranges, key=lambda row: row.difference)
        low, high = (formats.count(end, widest.unit) for end in (widest.minimum, widest.maximum))
        yield Remark(
            f"直接支援の数は団体によってばらつく。{widest.support_type_name}は{low}から{high}まで"
            f"（{formats.fiscal_year(widest.fiscal_year)}）。"
            "ただし同じ種類でも中身が違い、単純に比べられない。",
            "支援件数のばらつきを見る",
            "variance",
        )


def _rating_remarks(database: Database) -> Iterator[Remark]:
    """How each body rated its own results, as printed."""
    rated: dict[str, list[Target]] = {}
    for row in target_rows(database):
        if row.rating_printed is not None:
            rated.setdefault(row.project_id, []).append(row)
    for project_id, rows in rated.items():
        words = "、".join(f"{mark}{count}" for mark, count in ratings(rows).items())
        yield Remark(
            f"{rows[0].body_name}が自ら付けた評価は{len(rows)}項目中{words}。",
            "目標と結果を見る",
            "targets",
            {"body": project_id},
        )


def _limit_remarks(database: Database) -> Iterator[Remark]:
    """Results that were not to exceed a target, each with what must be known beside it."""
    for row in target_rows(database):
        if row.target_comparison == "<=":
            known = named_cautions(database, *([row.caution_id] if row.caution_id else []))
            words = "".join(f"{caution.short_text}。" for caution in known)
            text = f"{limit_words(row)}{words}"
            yield Remark(text, "目標と結果を見る", "targets", {"body": row.project_id})


def _grant_remarks(database: Database) -> Iterator[Remark]:
    named = [row for row in money.grant_rows(database, None) if row.prefecture_code]
    if named:
        yield Remark(
            f"交付金で名前が示されるのは上位{len(named)}団体だけで、"
            "ほかの都道府県は0円ではなく不明。",
            "都道府県別の交付額を見る",
            "subsidy",
        )


def _check_remarks(database: Database) -> Iterator[Remark]:
    verdicts = source_queries.verdicts(database)
    if verdicts:
        yield Remark(
            f"数値は{len(verdicts)}件の検算を通し、"
            f"不合の{verdicts.count('mismatch')}件はすべて理由を記録している。",
            "検算と相違の記録を見る",
            "sources",
        )
