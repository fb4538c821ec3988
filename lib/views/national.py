"""National figures beside the projects: re-entry, repeat offenders and the symposium."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import pairwise

from lib import formats
from lib.cells import Evidence, evidence_in, figure_id
from lib.charts.declared import Axis, Lines
from lib.database import Database
from lib.exhibits import Exhibit, Share
from lib.frames import Record, rows_of
from lib.memory import remembered
from lib.queries import national as queries
from lib.queries.national import Attendance, SeriesBreak, SeriesValue
from lib.views.methods import named_method
from lib.views.notes import named_cautions, source_notes

REENTRY_SERIES = "出所受刑者の2年以内再入率"
TARGET_SERIES = "政府目標（2年以内再入率）"


def missing_years(years: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The runs of years that are missing between the first and the last, each by its ends."""
    ordered = sorted(years)
    return tuple(
        (before + 1, after - 1) for before, after in pairwise(ordered) if after - before > 1
    )


def _missing_words(gaps: Iterable[tuple[int, int]]) -> str:
    runs = [f"{first}年" if first == last else f"{first}～{last}年" for first, last in gaps]
    return f"{formats.joined(runs)}は公表値が手元にない。" if runs else ""


def _break_words(breaks: Iterable[SeriesBreak]) -> str:
    return "".join(f"{row.first_year}年から数える範囲が変わっている。" for row in breaks)


def _is_copy(row: Record) -> bool:
    return bool(row["source_kind"] != "official")


def target_words(target: SeriesValue) -> str:
    """The government's target with its year."""
    year = int(target.period)
    words = f"{formats.number(target.value)}%以下"
    return f"政府目標は{formats.era_year(year)}（{year}年）までに{words}"


@remembered
def reentry_exhibit(database: Database) -> Exhibit:
    """The national two-year re-entry rate by year of release."""
    found = queries.series(database, REENTRY_SERIES, "総数")
    targets = queries.series_values(database, TARGET_SERIES)[-1:]
    breaks = queries.series_breaks(database, REENTRY_SERIES)
    rows = rows_of(found, SeriesValue)
    gaps = missing_years(int(row.period) for row in rows)
    (target, target_word) = next(((row.value, target_words(row)) for row in targets), (None, ""))
    return Exhibit(
        exhibit_id="reentry",
        name="全国の2年以内再入率",
        title="全国の出所受刑者の2年以内再入率の推移（%、出所年別）",
        summary=_reentry_summary(rows, targets, f"{_break_words(breaks)}{_missing_words(gaps)}"),
        rows=found,
        columns=queries.SERIES_COLUMNS,
        evidence={"value": evidence_in("context_series", "value", "series", "breakdown", "period")},
        as_of=f"{rows[-1].period}年の出所者まで" if rows else formats.NOT_GIVEN,
        sources=source_notes(
            database,
            {row.source_id for row in (*rows, *targets)} | {row.source_id for row in breaks},
        ),
        cautions=named_cautions(database, "series_breaks", "government_target", "reentry_not_held"),
        method=named_method(
            database,
            "reentry",
            *(["series_break"] if breaks else []),
            words=[asdict(row) for row in breaks],
        ),
        chart=Lines(
            "period",
            "value",
            Axis("2年以内再入率（%、出所年別）", "%", limit=target, limit_words=target_word),
            breaks=tuple(row.first_year for row in breaks),
            is_copy=_is_copy,
        )
        if rows
        else None,
    )


def _reentry_summary(
    rows: Sequence[SeriesValue], targets: Iterable[SeriesValue], limits: str
) -> str:
    if not rows:
        return "再入率の公表値が手元にない。"
    first, last = rows[0], rows[-1]
    target = "".join(
        f"{target_words(row)}で、モデル事業の団体の目標とは別の指標。" for row in targets
    )
    return (
        f"{first.period}年の{formats.number(first.value, 1)}%から"
        f"{last.period}年の{formats.number(last.value, 1)}%になった。"
        f"{limits}{target}モデル事業の効果を示すものではない。"
    )


def _evidence_of(series: str) -> Evidence:
    """The figures of a series, for rows that name breakdown and period."""
    key = ("context_series", "value", series)
    return lambda row: (figure_id(*key, row["breakdown"], row["period"]),)


_REPEAT_EVIDENCE = {
    "value": _evidence_of(queries.REPEAT_SHARE),
    "repeat_offenders": _evidence_of(queries.REPEAT_OFFENDERS),
    "cleared": _evidence_of(queries.CLEARED),
}


@remembered
def repeat_offender_exhibit(database: Database) -> Exhibit:
    """The national share of repeat offenders among persons cleared, by year."""
    found = queries.repeat_offender_shares(database)
    values = rows_of(found, SeriesValue)
    rows = [row for row in values if row.breakdown == queries.NATION]
    gaps = missing_years(int(row.period) for row in rows)
    return Exhibit(
        exhibit_id="repeat_offenders",
        name="全国の再犯者率",
        title="全国の刑法犯検挙者に占める再犯者の割合の推移（%、暦年別）",
        summary=_repeat_summary(rows, gaps),
        rows=found,
        columns=queries.SHARE_COLUMNS,
        evidence=_REPEAT_EVIDENCE,
        export_only=("repeat_source_id", "cleared_source_id"),
        as_of=f"{rows[-1].period}年まで" if rows else formats.NOT_GIVEN,
        sources=source_notes(
            database,
            [*found["source_id"], *found["repeat_source_id"], *found["cleared_source_id"]],
        ),
        cautions=named_cautions(database, "series_breaks"),
        method=named_method(database, "repeat_offenders"),
        chart=Lines(
            "period",
            "value",
            Axis("再犯者率（%、暦年別）", "%"),
            is_copy=_is_copy,
            only=lambda row: row["breakdown"] == queries.NATION,
        )
        if rows
        else None,
        recalculations=(Share("value", "repeat_offenders", "cleared", factor=100, decimals=1),),
    )


def _repeat_summary(rows: list[SeriesValue], gaps: tuple[tuple[int, int], ...]) -> str:
    if not rows:
        return "全国の再犯者率の公表値が手元にない。"
    first, last = rows[0], rows[-1]
    highest = max(rows, key=lambda row: row.value)
    return (
        f"{first.period}年の{formats.number(first.value, 1)}%から、手元にある値で最も高い"
        f"{highest.period}年の{formats.number(highest.value, 1)}%を経て、"
        f"{last.period}年は{formats.number(last.value, 1)}%。"
        f"{_missing_words(gaps)}検挙された人のうちの割合で、再び罪を犯す割合ではない。"
    )


@remembered
def symposium_exhibit(database: Database) -> Exhibit:
    """Attendance at the symposium by venue."""
    attendance = queries.event_attendance(database)
    rows = rows_of(attendance, Attendance)
    event = formats.joined(row.event for row in rows)
    units = formats.joined(row.unit for row in rows) or "名"
    return Exhibit(
        exhibit_id="symposium",
        name="再犯防止シンポジウム",
        title=f"{event or '再犯防止シンポジウム'}の参加者の一覧（{units}、会場別）",
        summary=_symposium_summary(rows),
        rows=attendance,
        columns=queries.EVENT_COLUMNS,
        evidence={"attendees": evidence_in("event_attendance", "attendees", "event", "block")},
        # The title names the event where there is only one.
        export_only=("position", *(["event"] if attendance["event"].nunique() == 1 else [])),
        as_of=f"{event}の開催時" if event else formats.NOT_GIVEN,
        sources=source_notes(database, attendance["source_id"]),
        cautions=named_cautions(database, "symposium_cumulative"),
    )


def _symposium_summary(rows: Iterable[Attendance]) -> str:
    """The largest venue among those that were counted in one way."""
    unstated = [row for row in rows if row.count_basis == "unstated"]
    if not unstated:
        return "数え方のそろった参加者数の公表値がない。"
    largest = max(unstated, key=lambda row: row.attendees)
    others = formats.joined(row.block for row in rows if row.count_basis == "cumulative")
    without = f"延べで数えた{others}を除くと、" if others else ""
    return (
        f"{without}最も多いのは{largest.block}の{formats.count(largest.attendees, largest.unit)}。"
    )
