"""What a project's own report adds to its page: targets, sessions, participants, families."""

import pandas as pd

from lib import formats, vocabulary
from lib.cells import evidence_in
from lib.counting import Count, total
from lib.database import Database
from lib.exhibits import Exhibit
from lib.figures import evaluation as figures
from lib.frames import Record, records
from lib.queries import projects as queries
from lib.views import outcomes
from lib.views.data import remembered
from lib.views.notes import named_cautions, source_notes
from lib.views.project import ProjectState, project_name

_END_OF_PROJECT = "事業期間の末（令和3年3月末）"


@remembered
def report_exhibits(database: Database, state: ProjectState) -> tuple[Exhibit, ...]:
    """What the body's own report adds, where there is one (栃木県, 茨城県)."""
    found = []
    kpis = queries.of_project(database, "kpis", state.project)
    if not kpis.empty:
        found.append(_target_exhibit(database, state, kpis))
    sessions = queries.of_project(database, "program_sessions", state.project)
    if not sessions.empty:
        found.append(_session_exhibit(database, state, sessions))
        found.append(_participant_exhibit(database, state))
        found.append(_intake_exhibit(database, state))
    families = queries.of_project(database, "family_meetings", state.project)
    if not families.empty:
        found.append(_family_exhibit(database, state, families))
    return tuple(found)


def _target_exhibit(database: Database, state: ProjectState, kpis: pd.DataFrame) -> Exhibit:
    rows = records(kpis)
    met = sum(row["rating_printed"] == "○" for row in rows)
    if any(row["rating_printed"] for row in rows):
        first = f"文書の評価では{len(rows)}項目のうち{met}項目が目標を満たした。"
    else:
        row = rows[0]
        first = (
            f"{row['indicator']}は{formats.count(row['actual_value'], row['unit'])}で、当初の想定は"
            f"{formats.count(row['target_value'], row['unit'])}だった。"
        )
    limits = outcomes.limits(rows)
    more = "".join(outcomes.limit_words(database, row) for row in limits)
    cautions = ("small_numbers",) if limits else ()
    return Exhibit(
        exhibit_id="project_targets",
        name=f"{project_name(database, state)}の目標と結果",
        title=f"{project_name(database, state)}の目標に対する結果の割合（%）",
        summary=first + more + _left_out(limits),
        rows=kpis,
        columns=queries.KPI_COLUMNS,
        evidence={
            name: evidence_in("kpis", name, "project_id", "kpi_number")
            for name in ("target_value", "actual_value")
        },
        export_only=("project_id",),
        as_of=formats.as_of(row["as_of_date"] for row in rows),
        sources=source_notes(database, kpis["source_id"]),
        cautions=named_cautions(database, *cautions),
        draw=lambda palette: figures.target_bars(kpis, palette),
    )


def _left_out(limits: list[Record]) -> str:
    """Which targets the chart does not show, and why."""
    if not limits:
        return ""
    names = formats.joined(f"「{row['indicator']}」" for row in limits)
    return f"上限を決めた目標の{names}は、割合が達成の度合いを示さないため図に含めない。"


def _session_exhibit(database: Database, state: ProjectState, sessions: pd.DataFrame) -> Exhibit:
    rows = records(sessions)
    attendances = total(Count(row["attendees"], "人", "cumulative") for row in rows)
    first, last = rows[0]["session_date"], rows[-1]["session_date"]
    return Exhibit(
        exhibit_id="project_sessions",
        name=f"{project_name(database, state)}のプログラムの経過",
        title=f"{project_name(database, state)}の教育プログラムの参加の推移（月別、延べ人）",
        summary=(
            f"{formats.day(first)}から{formats.day(last)}までの{len(rows)}日に、"
            f"延べ{formats.count(attendances.quantity, attendances.unit)}が参加した。"
        ),
        rows=sessions,
        columns=queries.SESSION_COLUMNS,
        evidence={
            "attendees": evidence_in("program_sessions", "attendees", "project_id", "session_date")
        },
        export_only=("project_id",),
        as_of=f"{formats.day(last)}まで",
        sources=source_notes(database, sessions["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        draw=lambda palette: figures.attendance_by_month(sessions, palette),
    )


def _participant_exhibit(database: Database, state: ProjectState) -> Exhibit:
    participants = queries.of_project(database, "program_participants", state.project)
    rows = records(participants)
    absent = sum(row["sessions_attended"] == 0 for row in rows)
    days = sorted(
        row["days_to_first_session"] for row in rows if row["days_to_first_session"] is not None
    )
    return Exhibit(
        exhibit_id="project_participants",
        name=f"{project_name(database, state)}の参加者別の参加回数",
        title=f"{project_name(database, state)}の教育プログラムの参加者別の参加回数（回、多い順）",
        summary=(
            f"{len(rows)}人のうち{absent}人は1回も参加せず、最も多い人は"
            f"{rows[0]['sessions_attended']}回参加した。"
            f"申込みから初回までは{days[0]}日から{days[-1]}日。"
        ),
        rows=participants,
        columns=queries.PARTICIPANT_COLUMNS,
        evidence={
            name: evidence_in("program_participants", name, "project_id", "participant_number")
            for name in ("sessions_attended", "days_to_first_session")
        },
        export_only=("project_id",),
        as_of=_END_OF_PROJECT,
        sources=source_notes(database, participants["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        draw=lambda palette: figures.sessions_by_participant(participants, palette),
    )


def _intake_exhibit(database: Database, state: ProjectState) -> Exhibit:
    intake = queries.of_project(database, "participants_by_year", state.project)
    rows = records(intake)
    totals = {
        category: _intake_total(rows, category)
        for category in vocabulary.PARTICIPANT_CATEGORY.codes
    }
    return Exhibit(
        exhibit_id="project_intake",
        name=f"{project_name(database, state)}の年度別の参加者",
        title=f"{project_name(database, state)}の参加者の年度別の内訳（人・組）",
        summary=(
            f"男{totals['male']}、女{totals['female']}。紹介元は"
            f"刑事施設が{totals['penal_institution']}、保護観察所が{totals['probation_office']}。"
        ),
        rows=intake,
        columns=queries.BY_YEAR_COLUMNS,
        evidence={
            "participants": evidence_in(
                "participants_by_year",
                "participants",
                *("project_id", "fiscal_year", "grouping", "category"),
            )
        },
        export_only=("project_id",),
        as_of=_END_OF_PROJECT,
        sources=source_notes(database, intake["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
    )


def _intake_total(rows: list[Record], category: str) -> str:
    """The participants of one category over all years, with their counter."""
    counts = [
        Count(row["participants"], row["unit"], "actual")
        for row in rows
        if row["category"] == category
    ]
    whole = total(counts)
    return formats.count(whole.quantity, whole.unit)


def _family_exhibit(database: Database, state: ProjectState, families: pd.DataFrame) -> Exhibit:
    rows = records(families)
    full = sum(row["attendance_share_pct"] == 100 for row in rows)
    return Exhibit(
        exhibit_id="project_families",
        name=f"{project_name(database, state)}の家族会",
        title=f"{project_name(database, state)}の家族会の家族別の参加回数（回）",
        summary=(
            f"{len(rows)}組のうち{full}組は参加できる回のすべてに参加した。"
            "参加できる回の数は家族ごとに違い、文書に記載がない。"
        ),
        rows=families,
        columns=queries.FAMILY_COLUMNS,
        evidence={
            name: evidence_in("family_meetings", name, "project_id", "family_number")
            for name in ("meetings_attended", "attendance_share_pct")
        },
        export_only=("project_id",),
        as_of=_END_OF_PROJECT,
        sources=source_notes(database, families["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        draw=lambda palette: figures.meetings_by_family(families, palette),
    )
