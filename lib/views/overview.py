"""The overview: headline figures, the two programmes in time, what stands out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lib import formats, vocabulary
from lib.cells import evidence_in, listed
from lib.counting import Count, like_groups, ranked
from lib.database import Database
from lib.exhibits import Exhibit
from lib.figures.timeline import programme_bars
from lib.frames import Record, records
from lib.queries import money, national, overview, variance
from lib.queries import sources as source_queries
from lib.queries import targets as target_queries
from lib.views.data import remembered
from lib.views.national import REENTRY_SERIES, TARGET_SERIES
from lib.views.notes import named_cautions, source_notes
from lib.views.subsidy import paid_figure_ids
from lib.views.targets import limit_words

BODIES_SERIES = "地域再犯防止推進モデル事業の委託団体数"
_RESULT = evidence_in("results", "value", "project_id", "result_number")


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
    coverage = records(overview.coverage(database))[0]
    return (
        _bodies_headline(database, coverage),
        _persons_headline(database, coverage),
        _grant_headline(database),
        _reentry_headline(database),
    )


def _series_figure(row: Record) -> tuple[str, ...]:
    return evidence_in("context_series", "value", "series", "breakdown", "period")(row)


def _titles(database: Database, *source_ids: str) -> str:
    return formats.joined(note.title for note in source_notes(database, source_ids))


def _bodies_headline(database: Database, coverage: Record) -> Headline:
    published = records(national.series(database, BODIES_SERIES, "総数"))[-1]
    return Headline(
        label="モデル事業の実施団体",
        value=f"{coverage['bodies']}団体",
        counts=(
            f"都道府県{coverage['prefecture_bodies']}、指定都市{coverage['designated_cities']}、"
            f"市{coverage['cities']}。平成30年度（2018）と令和元年度（2019）に開始"
        ),
        compared=f"47都道府県のうち{coverage['prefectures']}にある",
        source=_titles(database, "S3", published["source_id"]),
        topic="map",
        figure_ids=_series_figure(published),
    )


def _persons_headline(database: Database, coverage: Record) -> Headline:
    persons = records(overview.whole_figures(database, "supported_persons"))
    return Headline(
        label="個別支援の人数を載せた団体",
        value=f"{coverage['supporting']}団体",
        counts="本人への支援を人数で示した団体。令和2年12月末（2020年）までの時点",
        compared=(
            f"{coverage['bodies']}団体のうち。プログラムの参加などの人数も含めると"
            f"{coverage['with_persons']}団体。人数は数え方（計、延べ、実人員）が違い、合計しない"
        ),
        source=_titles(database, "S3"),
        topic="catalogue",
        figure_ids=tuple(figure_id for row in persons for figure_id in _RESULT(row)),
    )


def _grant_headline(database: Database) -> Headline:
    paid = [row for row in records(money.grant_totals(database)) if row["paid_yen"] is not None]
    newest, before = paid[-1], paid[-2]
    change = formats.man_yen_change(newest["paid_yen"] - before["paid_yen"])
    share = (
        f"予算{formats.man_yen(newest['budget_yen'])}の{formats.percent(newest['paid_share'])}。"
        if newest["paid_share"] is not None
        else "予算の公表値なし。"
    )
    return Headline(
        label="交付金の交付額",
        value=formats.man_yen(newest["paid_yen"]),
        counts=f"都道府県への交付金の合計。{formats.fiscal_year(newest['fiscal_year'])}",
        compared=f"{share}前年度から{change}",
        source=_titles(database, newest["paid_source_id"]),
        topic="subsidy",
        figure_ids=paid_figure_ids(database, newest["fiscal_year"]),
    )


def _reentry_headline(database: Database) -> Headline:
    rates = records(national.series(database, REENTRY_SERIES, "総数"))
    target = records(national.series(database, TARGET_SERIES, "総数"))[-1]
    newest, before = rates[-1], rates[-2]
    return Headline(
        label="全国の2年以内再入率",
        value=f"{formats.number(newest['value'], 1)}%",
        counts=f"{newest['period']}年の出所受刑者のうち、翌年の末までに再び入所した割合",
        compared=(
            f"{before['period']}年は{formats.number(before['value'], 1)}%、政府目標は"
            f"{formats.era_year(int(target['period']))}（{target['period']}）までに"
            f"{formats.number(target['value'])}%以下（団体の目標とは別の指標）。"
            "モデル事業の効果を示すものではない"
        ),
        source=_titles(database, newest["source_id"], target["source_id"]),
        topic=None,
        figure_ids=tuple(
            figure_id for row in (newest, before, target) for figure_id in _series_figure(row)
        ),
    )


@remembered
def timeline_exhibit(database: Database) -> Exhibit:
    """Both programmes by fiscal year."""
    periods = overview.programme_periods(database)
    rows = records(periods)
    model = [row for row in rows if row["programme"] == "model_project"]
    grant = next(row for row in rows if row["programme"] == "grant")
    gap = grant["first_fiscal_year"] - model[0]["last_fiscal_year"] - 1
    return Exhibit(
        exhibit_id="timeline",
        name="二つの制度の年表",
        title="モデル事業と交付金の実施期間の推移（年度）",
        summary=(
            f"モデル事業は{formats.fiscal_year(model[0]['first_fiscal_year'])}から"
            f"{formats.fiscal_year(model[0]['last_fiscal_year'])}まで、交付金は{gap}年度おいて"
            f"{formats.fiscal_year(grant['first_fiscal_year'])}から続く。"
            f"モデル事業は{_phase_words(database)}の三段階で進めた。"
        ),
        rows=periods,
        columns=overview.PERIOD_COLUMNS,
        as_of=f"{formats.fiscal_year(grant['last_fiscal_year'])}の文書まで",
        sources=source_notes(database, ["S2", "S3", "S5"]),
        cautions=named_cautions(database, "model_and_grant_differ", "reentry_not_held"),
        draw=lambda palette: programme_bars(periods, palette),
    )


def _phase_words(database: Database) -> str:
    """The phases of the model project with their lengths; the last row is the whole of it."""
    *phases, _whole = records(national.scheme_phases(database))
    return formats.joined(
        f"{row['name'].replace('、', 'と')}（{'約' if row['is_duration_approximate'] else ''}"
        f"{row['duration_months']}か月）"
        for row in phases
    )


@remembered
def remarks(database: Database) -> tuple[Remark, ...]:
    """What stands out, each with a link to where it stands."""
    ranges = [
        row for row in records(variance.support_ranges(database, "")) if row["maximum"] is not None
    ]
    widest = max(ranges, key=lambda row: row["maximum"] - row["minimum"])
    cases, others = _most_cases(database)
    checks = records(source_queries.checks(database, [], []))
    mismatches = sum(row["verdict"] == "mismatch" for row in checks)
    return (
        Remark(
            f"直接支援の件数は団体によって大きく違う。{widest['support_type_name']}は"
            f"{formats.number(widest['minimum'])}件から{formats.number(widest['maximum'])}件まで"
            "（令和6年度）。ただし同じ種類でも中身が違い、単純に比べられない。",
            "支援件数のばらつきを見る",
            "variance",
        ),
        *_limit_remarks(database),
        Remark(
            f"{cases['measure_name']}を「{vocabulary.COUNT_BASIS.label(cases['count_basis'])}」で"
            f"示す{others + 1}団体のうち最も多いのは{cases['body_name']}の"
            f"{formats.count(cases['value'], cases['unit'])}"
            f"（{formats.day(cases['as_of_date'])}）。数え方や単位の違う団体とは比べられない。",
            f"{cases['body_name']}のこの数値の根拠を見る",
            "evidence",
            {"figure": listed(_RESULT(cases))},
        ),
        Remark(
            "交付金で名前が示されるのは上位10団体だけで、ほかの都道府県は0円ではなく不明。",
            "都道府県別の交付額を見る",
            "subsidy",
        ),
        Remark(
            f"数値は{len(checks)}件の検算を通し、不合の{mismatches}件はすべて理由を記録している。",
            "検算と相違の記録を見る",
            "sources",
        ),
    )


def _limit_remarks(database: Database) -> Iterator[Remark]:
    """Results that were not to exceed a target, each with what must be known beside it."""
    for row in records(target_queries.targets(database)):
        if row["target_comparison"] == "<=":
            known = named_cautions(database, *([row["caution_id"]] if row["caution_id"] else []))
            words = "".join(f"{caution.short_text}。" for caution in known)
            text = f"{limit_words(row)}{words}"
            yield Remark(text, "目標と結果を見る", "targets", {"body": row["project_id"]})


def _most_cases(database: Database) -> tuple[Record, int]:
    """The largest count of support cases among those of one type, and how many others there are."""
    rows = records(overview.whole_figures(database, "support_cases"))

    def count_of(row: Record) -> Count:
        return Count(row["value"], row["unit"], row["count_basis"])

    alike = like_groups(rows, count_of)[0]
    return ranked(alike, count_of)[0], len(alike) - 1
