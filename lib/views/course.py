"""How far the participants of a programme went: attendance, retention, intervals."""

from collections.abc import Mapping
from statistics import median
from typing import Any

import pandas as pd

from lib import formats
from lib.cells import Evidence, evidence_in
from lib.database import Database
from lib.exhibits import ChartKind, Exhibit, Method, NativeChart, Share, Total
from lib.figures import course as figures
from lib.frames import Record, records
from lib.queries import projects as queries
from lib.schema import Column, Kind, declared
from lib.statistics.intervals import share_interval
from lib.statistics.retention import highest_shares, retention_curve
from lib.views.data import remembered
from lib.views.notes import named_cautions, source_notes
from lib.views.project import ProjectState, project_name

END_OF_PROJECT = "事業期間の末（令和3年3月末）"
_FEWEST_OF_CONTINUED = 2  # nobody continues who came once
# No document says when an interval is long; this only chooses the marks that are written out.
_LONG_INTERVAL_DAYS = 100


def _share(name: str, label: str, meaning: str) -> Column:
    return Column(name, Kind.NUMBER, label, meaning, missing="計算できない")


RETENTION_COLUMNS = (
    Column("number", Kind.INTEGER, "参加回数（回）", "この回数以上の参加について示す"),
    Column("at_risk", Kind.INTEGER, "以上の人数（人）", "この回数以上参加した人の数"),
    Column("stopped", Kind.INTEGER, "終えた人数（人）", "この回数で参加を終えた人の数"),
    _share("reached_pct", "以上の割合（%）", "この回数以上参加した人の割合"),
    _share(
        "low_pct", "区間の下限（%）", "95%信頼区間の下の端。0回では決まりきっているため示さない"
    ),
    _share(
        "high_pct", "区間の上限（%）", "95%信頼区間の上の端。0回では決まりきっているため示さない"
    ),
    _share("highest_pct", "最大（%）", "続けた人の終わりを不明とみたとき、あり得る最大の割合"),
    declared("program_participants", "source_id"),
    declared("program_participants", "source_locator"),
)
INTERVAL_COLUMNS = (
    declared("program_intervals", "project_id"),
    declared("program_intervals", "participant_number"),
    Column("number", Kind.INTEGER, "何回目", "間隔のあとの参加がその人の何回目か"),
    declared("program_intervals", "days_since_previous"),
    declared("program_intervals", "source_id"),
    declared("program_intervals", "source_locator"),
)


_RETENTION_CHART = NativeChart(
    ChartKind.BARS, "{number}回以上（{at_risk}人）", ("reached_pct",), "参加者のうちの割合（%）"
)
_RETENTION_CHECKS = (
    Share("reached_pct", ("at_risk",), "at_risk", factor=100, is_of_first=True, decimals=1),
)


def _participants(database: Database, state: ProjectState) -> pd.DataFrame:
    return queries.of_project(database, "program_participants", state.project)


def _findings(database: Database, state: ProjectState) -> dict[str, Record]:
    """What the body's report says, by its code."""
    found = records(queries.of_project(database, "findings", state.project))
    return {row["code"]: row for row in found}


@remembered
def attendance_exhibit(database: Database, state: ProjectState) -> Exhibit:
    """The sessions of each participant, with the days from application to the first of them."""
    participants = _participants(database, state)
    rows = records(participants)
    days = [row["days_to_first_session"] for row in rows if row["sessions_attended"] > 0]
    wait = (
        f"申込みから初回までは{min(days)}日から{max(days)}日で、"
        f"中央値は{formats.number(median(days))}日。"
        if days
        else ""
    )
    return Exhibit(
        exhibit_id="project_participants",
        name=f"{project_name(database, state)}の参加者別の参加回数",
        title=(
            f"{project_name(database, state)}の教育プログラムの参加者別の"
            "参加回数と初回までの日数（回・日、多い順）"
        ),
        summary=(
            f"{len(rows)}人のうち{len(days)}人が参加し、{len(rows) - len(days)}人は1回も"
            f"参加しなかった。最も多い人は{rows[0]['sessions_attended']}回参加した。{wait}"
        ),
        rows=participants,
        columns=queries.PARTICIPANT_COLUMNS,
        evidence={
            name: evidence_in("program_participants", name, "project_id", "participant_number")
            for name in ("sessions_attended", "days_to_first_session")
        },
        export_only=("project_id",),
        as_of=END_OF_PROJECT,
        sources=source_notes(database, participants["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        draw=lambda palette: figures.attendance_by_participant(participants, palette),
        native=NativeChart(
            ChartKind.BARS, "参加者{participant_number}", ("sessions_attended",), "参加回数（回）"
        ),
        checks=(
            Total("参加した人", "COUNTIF", "sessions_attended", len(days), ">=1"),
            *(
                (Total("初回までの日数の中央値", "MEDIAN", "days_to_first_session", median(days)),)
                if days
                else ()
            ),
        ),
    )


@remembered
def retention_exhibit(database: Database, state: ProjectState) -> Exhibit | None:
    """The share of participants who came at least so many times, by the Kaplan-Meier method.

    Returns:
        None where the body's report does not say how long the course is and how many continued.
    """
    findings = _findings(database, state)
    if not {"course", "continued"} <= findings.keys():
        return None
    course, continued = (findings[code] for code in ("course", "continued"))
    participants = _participants(database, state)
    rows = _retention_rows(participants, int(course["value"]), int(continued["value"]))
    found = records(rows)
    half = found[len(found) // 2]
    low, high = (formats.number(half[name]) for name in ("low_pct", "high_pct"))
    end = found[-1]["at_risk"]
    return Exhibit(
        exhibit_id="project_retention",
        name=f"{project_name(database, state)}の参加の継続",
        title=(
            f"{project_name(database, state)}の教育プログラムに続けて参加した人の割合の推移"
            "（%、参加回数別）"
        ),
        summary=(
            f"{len(participants)}人のうち{found[1]['at_risk']}人が1回以上、{half['at_risk']}人が"
            f"{half['number']}回以上参加し、1巡の{found[-1]['number']}回に届いた人は"
            f"{f'{end}人' if end else 'いない'}。{half['number']}回以上の割合の95%信頼区間は"
            f"{low}～{high}%と広く、続けやすさをほかの事業と比べることはできない。"
        ),
        rows=rows,
        columns=RETENTION_COLUMNS,
        evidence=_retention_evidence(participants, continued),
        as_of=END_OF_PROJECT,
        sources=source_notes(database, rows["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        method=_retention_method(rows, int(continued["value"])),
        draw=lambda palette: figures.retention_steps(rows, palette),
        native=_RETENTION_CHART,
        checks=_RETENTION_CHECKS,
    )


def _retention_rows(participants: pd.DataFrame, course: int, continued: int) -> pd.DataFrame:
    """One row a number of sessions: who came at least as often, and the share in percent."""
    sessions = [int(attended) for attended in participants["sessions_attended"]]
    last = max(course, *sessions)
    steps = retention_curve(sessions, is_censored=[False] * len(sessions), last=last)
    highest = highest_shares(sessions, persons=continued, least=_FEWEST_OF_CONTINUED, last=last)
    # Who came at least n times is who came more than n - 1 times; everyone came at least 0 times.
    shares: list[tuple[float | None, ...]] = [(1.0, None, None, 1.0)]
    for step, before, most in zip(steps[1:], steps, highest[1:], strict=False):
        interval = share_interval(step.at_risk, len(sessions))
        shares.append((before.survival, interval.low, interval.high, most))
    return pd.DataFrame(
        [
            {
                "number": step.sessions,
                "at_risk": step.at_risk,
                "stopped": step.stopped,
                **dict(zip(_SHARE_NAMES, map(_percent, values), strict=True)),
                "source_id": participants["source_id"].iloc[0],
                "source_locator": participants["source_locator"].iloc[0],
            }
            for step, values in zip(steps, shares, strict=True)
        ]
    )


_SHARE_NAMES = ("reached_pct", "low_pct", "high_pct", "highest_pct")


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _retention_evidence(participants: pd.DataFrame, continued: Record) -> dict[str, Evidence]:
    """The sessions of all participants; behind the bounds also how many continued."""
    attended = evidence_in(
        "program_participants", "sessions_attended", "project_id", "participant_number"
    )
    persons = tuple(figure_id for row in records(participants) for figure_id in attended(row))
    number = evidence_in("findings", "value", "project_id", "finding_number")(continued)

    def all_persons(_row: Mapping[str, Any]) -> tuple[str, ...]:
        return persons

    def with_continued(_row: Mapping[str, Any]) -> tuple[str, ...]:
        return (*persons, *number)

    plain = ("at_risk", "stopped", "reached_pct", "low_pct", "high_pct")
    return dict.fromkeys(plain, all_persons) | {"highest_pct": with_continued}


def _retention_method(rows: pd.DataFrame, continued: int) -> Method:
    at_risk = [int(persons) for persons in rows["at_risk"]]
    persons, candidates, course = at_risk[0], at_risk[_FEWEST_OF_CONTINUED], len(at_risk) - 1
    most = max(place for place, left in enumerate(at_risk) if left)
    return Method(
        steps=(
            (
                "回数ごとに、その回数以上参加した人を数えた。実線の割合は、"
                f"{persons}人に占めるその人数である。"
            ),
            (
                "割合はカプラン・マイヤー法（1958年）による。実線では、最後の参加をだれについても参加の"
                "終わりとみた（途中までしか分からない人、つまり打ち切りはいない）。"
            ),
            (
                "打ち切りがなければ割合は人数の割合そのものなので、区間は正確な二項区間"
                "（Clopper-Pearson、1934年）とした。"
            ),
            (
                f"文書には、続けて参加した人が{continued}人とあるが、だれかは書かれていない。"
                f"{_FEWEST_OF_CONTINUED}回以上参加した{candidates}人のうちの{continued}人が、表より多く"
                "参加していたとみたときの、回数ごとの最大を破線で示した。だれが続けた人かは推測していない。"
            ),
        ),
        assumptions=(
            "文書の表にある参加がすべてで、事業期間の末までにほかの参加はない。",
            "申込みが遅く、受けられる回が少なかった人がいたかどうかは、考えに入れていない。",
        ),
        changes=(
            "続けた人がだれかと、事業の後の参加が分かれば、割合は実線と破線の間で変わる。",
            (
                f"文書には1人が修了したとあるが、表の参加回数は最も多い人で{most}回で、"
                f"1巡の{course}回に届かない。修了の決まりが分かれば、修了を参加の終わりと分けて"
                "数えられる。"
            ),
            (
                f"1人の違いで割合は{formats.number(100 / persons, 1)}ポイント動く。"
                "続かなかった理由は、この数からは分からない。"
            ),
        ),
    )


@remembered
def interval_exhibit(database: Database, state: ProjectState) -> Exhibit | None:
    """The days between the sessions of each participant; None if nobody came twice."""
    intervals = queries.of_project(database, "program_intervals", state.project).rename(
        columns={"session_number": "number"}
    )
    if intervals.empty:
        return None
    days = [int(value) for value in intervals["days_since_previous"]]
    long = sorted(value for value in days if value >= _LONG_INTERVAL_DAYS)
    return Exhibit(
        exhibit_id="project_intervals",
        name=f"{project_name(database, state)}の参加の間隔",
        title=(
            f"{project_name(database, state)}の教育プログラムの参加の間隔の分布（日間、参加者別）"
        ),
        summary=(
            f"2回以上参加した{intervals['participant_number'].nunique()}人の間隔{len(days)}個は"
            f"{min(days)}日から{max(days)}日で、中央値は{formats.number(median(days))}日。"
            f"{_LONG_INTERVAL_DAYS}日以上あいたのは{len(long)}個で、理由は文書に記載がない。"
        ),
        rows=intervals,
        columns=INTERVAL_COLUMNS,
        evidence={
            "days_since_previous": evidence_in(
                "program_intervals",
                "days_since_previous",
                *("project_id", "participant_number", "number"),
            )
        },
        export_only=("project_id",),
        as_of=END_OF_PROJECT,
        sources=source_notes(database, intervals["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        native=NativeChart(
            ChartKind.BARS,
            "参加者{participant_number}の{number}回目",
            ("days_since_previous",),
            "前の参加からの日数（日間）",
        ),
        checks=tuple(
            Total(label, function, "days_since_previous", shown)
            for label, function, shown in (
                ("間隔の数", "COUNT", len(days)),
                ("最短", "MIN", min(days)),
                ("中央値", "MEDIAN", median(days)),
                ("最長", "MAX", max(days)),
            )
        ),
        draw=lambda palette: figures.interval_points(intervals, _LONG_INTERVAL_DAYS, palette),
    )
