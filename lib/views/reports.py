"""What a project's own report adds to its page: targets, sessions, participants, families."""

import pandas as pd

from lib import formats, vocabulary
from lib.cells import evidence_in
from lib.counting import Count, total
from lib.database import Database
from lib.exhibits import ChartKind, Exhibit, NativeChart, Total
from lib.figures import course as figures
from lib.frames import Record, records
from lib.queries import projects as queries
from lib.queries.targets import target_bodies
from lib.views import course
from lib.views.data import remembered
from lib.views.notes import named_cautions, source_notes
from lib.views.project import ProjectState, project_name
from lib.views.targets import TargetState, target_exhibit

EXHIBIT_IDS = (
    "targets",
    "project_sessions",
    "project_participants",
    "project_retention",
    "project_intervals",
    "project_intake",
    "project_families",
)


@remembered
def report_exhibits(database: Database, state: ProjectState) -> tuple[Exhibit, ...]:
    """What the body's own report adds, where there is one (栃木県, 茨城県)."""
    found: list[Exhibit | None] = []
    if state.project in target_bodies(database):
        found.append(target_exhibit(database, TargetState(body=state.project)))
    sessions = queries.of_project(database, "program_sessions", state.project)
    if not sessions.empty:
        found.append(_session_exhibit(database, state, sessions))
        found.append(course.attendance_exhibit(database, state))
        found.append(course.retention_exhibit(database, state))
        found.append(course.interval_exhibit(database, state))
        found.append(_intake_exhibit(database, state))
    families = queries.of_project(database, "family_meetings", state.project)
    if not families.empty:
        found.append(_family_exhibit(database, state, families))
    return tuple(exhibit for exhibit in found if exhibit is not None)


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
        native=NativeChart(
            ChartKind.COLUMNS,
            "{session_date}",
            ("attendees",),
            "参加した人（延べ人、月別）",
            months="session_date",
        ),
        checks=(
            Total("参加者の延べ人数", "SUM", "attendees", attendances.quantity),
            Total("開いた日数", "COUNT", "attendees", len(rows)),
        ),
    )


def _intake_exhibit(database: Database, state: ProjectState) -> Exhibit:
    intake = queries.of_project(database, "participants_by_year", state.project)
    rows = records(intake)
    referrals = intake[intake["grouping"] == "referral"]
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
        as_of=course.END_OF_PROJECT,
        sources=source_notes(database, intake["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        draw=lambda palette: figures.intake_by_year(referrals, palette),
        native=NativeChart(
            ChartKind.BARS,
            "{fiscal_year}",
            ("participants",),
            "新しく参加した人（人、紹介元別）",
            split="category",
            only=lambda row: row["grouping"] == "referral",
        ),
        checks=tuple(
            _intake_check(rows, category) for category in totals if category != "new_families"
        ),
    )


def _intake_check(rows: list[Record], category: str) -> Total:
    return Total(
        vocabulary.PARTICIPANT_CATEGORY.label(category),
        "SUM",
        "participants",
        _intake_count(rows, category).quantity,
        only=lambda row: row["category"] == category,
    )


def _intake_total(rows: list[Record], category: str) -> str:
    """The participants of one category over all years, with their counter."""
    whole = _intake_count(rows, category)
    return formats.count(whole.quantity, whole.unit)


def _intake_count(rows: list[Record], category: str) -> Count:
    counts = [
        Count(row["participants"], row["unit"], "actual")
        for row in rows
        if row["category"] == category
    ]
    return total(counts)


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
        as_of=course.END_OF_PROJECT,
        sources=source_notes(database, families["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        draw=lambda palette: figures.meetings_by_family(families, palette),
        native=NativeChart(
            ChartKind.BARS, "家族{family_number}", ("meetings_attended",), "参加回数（回）"
        ),
        checks=(
            Total(
                "参加できる回のすべてに参加した組", "COUNTIF", "attendance_share_pct", full, ">=100"
            ),
        ),
    )
