"""The page on one project: what it did, who did it, every figure, and what its report says."""

from dataclasses import dataclass

import pandas as pd

from lib import formats, vocabulary
from lib.database import Database
from lib.exhibits import Exhibit
from lib.figures import evaluation as figures
from lib.frames import Record, records
from lib.queries import catalogue, options
from lib.queries import projects as queries
from lib.queries.sources import DISCREPANCY_COLUMNS
from lib.state import choice
from lib.views.data import options_from, remembered
from lib.views.notes import caution_texts, source_notes

_FIRST_PROJECT = "H30-06"  # 栃木県 has the fullest report


def _project_words(database: Database) -> dict[str, str]:
    names = options.project_options(database)
    return {project_id: f"{name}（{project_id}）" for project_id, name in names.items()}


@dataclass(frozen=True)
class ProjectState:
    """What the page shows.

    Attributes:
        project: Project id.
    """

    project: str = choice("事業", options_from(_project_words), _FIRST_PROJECT)


@dataclass(frozen=True)
class Profile:
    """Who and what a project is, in words.

    Attributes:
        name: The body's name.
        facts: Label and words, in the order of display.
        summary: What it did, in one sentence.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    summary: str


@remembered
def profile(database: Database, state: ProjectState) -> Profile:
    """The head of the page."""
    row = records(queries.project(database, state.project))[0]
    departments = [item["name"] for item in records(queries.departments(database, state.project))]
    contractors = [
        _contractor_words(item) for item in records(queries.contractors(database, state.project))
    ]
    return Profile(
        name=row["body_name"],
        facts=(
            ("団体の種類", vocabulary.BODY_KIND.label(row["body_kind"])),
            ("都道府県（地方）", f"{row['prefecture_name']}（{row['region']}）"),
            ("開始年度", formats.fiscal_year(row["cohort_fiscal_year"])),
            ("団体コード", row["body_code"]),
            ("担当部署", formats.joined(departments)),
            ("再委託先", formats.joined(contractors) or "なし（団体が自ら行う）"),
        ),
        summary=row["summary"],
    )


def _contractor_words(row: Record) -> str:
    notes = [row["legal_form"]] if row["legal_form"] else []
    if row["is_settlement_support_center"]:
        notes.append("地域生活定着支援センター受託団体")
    return f"{row['name']}（{'、'.join(notes)}）" if notes else row["name"]


@remembered
def activity_exhibit(database: Database, state: ProjectState) -> Exhibit:
    """What the project did and who did it."""
    everything = catalogue.activities(database, catalogue.CatalogueFilter())
    activities = _of(everything, state)
    return Exhibit(
        exhibit_id="project_activities",
        name=f"{_name(database, state)}の取組",
        title=f"{_name(database, state)}の取組の一覧",
        summary=f"{len(activities)}件の取組を行った。",
        rows=activities,
        columns=catalogue.ACTIVITY_COLUMNS,
        export_only=("project_id", "body_name", "activity_number"),
        as_of="令和2年12月末（2020年）現在の文書",
        sources=source_notes(database, ["S3"]),
    )


@remembered
def figure_exhibit(database: Database, state: ProjectState) -> Exhibit:
    """Every figure of the project in the catalogue, with source and as-of date."""
    everything = catalogue.figures(database, catalogue.CatalogueFilter())
    found = _of(everything, state)
    return Exhibit(
        exhibit_id="project_figures",
        name=f"{_name(database, state)}の活動実績",
        title=f"{_name(database, state)}の活動実績の一覧（単位は行ごと）",
        summary=f"活動実績の欄にある{len(found)}件の数値。",
        rows=found,
        columns=catalogue.FIGURE_COLUMNS,
        export_only=(
            "project_id",
            "body_name",
            "body_code",
            "prefecture_code",
            "prefecture_name",
            "result_number",
            "is_approximate",
            "measure_name",
            "part_kind",
        ),
        as_of=formats.as_of(row["as_of_date"] for row in records(found)),
        sources=source_notes(database, found["source_id"]),
        cautions=caution_texts(database, "mixed_counts"),
    )


def _of(frame: pd.DataFrame, state: ProjectState) -> pd.DataFrame:
    return frame[frame["project_id"] == state.project].reset_index(drop=True)


def _name(database: Database, state: ProjectState) -> str:
    return options.project_options(database)[state.project]


@remembered
def report_exhibits(database: Database, state: ProjectState) -> tuple[Exhibit, ...]:
    """What the body's own report adds, where there is one (栃木県, 茨城県)."""
    found = []
    kpis = queries.kpis(database, state.project)
    if not kpis.empty:
        found.append(_target_exhibit(database, state, kpis))
    sessions = queries.sessions(database, state.project)
    if not sessions.empty:
        found.append(_session_exhibit(database, state, sessions))
        found.append(_participant_exhibit(database, state))
        found.append(_intake_exhibit(database, state))
    families = queries.family_meetings(database, state.project)
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
    limits = [row for row in rows if row["target_comparison"] == "<="]
    more = "".join(_limit_words(row) for row in limits)
    cautions = ("small_numbers",) if limits else ()
    return Exhibit(
        exhibit_id="project_targets",
        name=f"{_name(database, state)}の目標と結果",
        title=f"{_name(database, state)}の目標に対する結果の割合（%）",
        summary=first + more,
        rows=kpis,
        columns=queries.KPI_COLUMNS,
        export_only=("project_id",),
        as_of=formats.as_of(row["as_of_date"] for row in rows),
        sources=source_notes(database, kpis["source_id"]),
        cautions=caution_texts(database, *cautions),
        draw=lambda palette: figures.target_bars(kpis, palette),
    )


def _limit_words(row: Record) -> str:
    result = formats.count(row["actual_value"], row["unit"])
    target = formats.count(row["target_value"], row["unit"])
    return (
        f"{row['indicator']}は{result}（目標{target}以下、評価{row['rating_printed']}）だが、"
        "9人の中の0人で、目標を達成したかどうかは判断できない。"
    )


def _session_exhibit(database: Database, state: ProjectState, sessions: pd.DataFrame) -> Exhibit:
    rows = records(sessions)
    attendances = sum(row["attendees"] for row in rows)
    first, last = rows[0]["session_date"], rows[-1]["session_date"]
    return Exhibit(
        exhibit_id="project_sessions",
        name=f"{_name(database, state)}のプログラムの経過",
        title=f"{_name(database, state)}の教育プログラムの参加の推移（月別、延べ人）",
        summary=(
            f"{formats.day(first)}から{formats.day(last)}までの{len(rows)}日に、"
            f"延べ{attendances}人が参加した。"
        ),
        rows=sessions,
        columns=queries.SESSION_COLUMNS,
        export_only=("project_id",),
        as_of=f"{formats.day(last)}まで",
        sources=source_notes(database, sessions["source_id"]),
        cautions=caution_texts(database, "small_numbers"),
        draw=lambda palette: figures.attendance_by_month(sessions, palette),
    )


def _participant_exhibit(database: Database, state: ProjectState) -> Exhibit:
    participants = queries.participants(database, state.project)
    rows = records(participants)
    absent = sum(row["sessions_attended"] == 0 for row in rows)
    days = sorted(
        row["days_to_first_session"] for row in rows if row["days_to_first_session"] is not None
    )
    return Exhibit(
        exhibit_id="project_participants",
        name=f"{_name(database, state)}の参加者別の参加回数",
        title=f"{_name(database, state)}の教育プログラムの参加者別の参加回数（回、多い順）",
        summary=(
            f"{len(rows)}人のうち{absent}人は1回も参加せず、最も多い人は"
            f"{rows[0]['sessions_attended']}回参加した。"
            f"申込みから初回までは{days[0]}日から{days[-1]}日。"
        ),
        rows=participants,
        columns=queries.PARTICIPANT_COLUMNS,
        export_only=("project_id",),
        as_of="事業期間の末（令和3年3月末）",
        sources=source_notes(database, participants["source_id"]),
        cautions=caution_texts(database, "small_numbers"),
        draw=lambda palette: figures.sessions_by_participant(participants, palette),
    )


def _intake_exhibit(database: Database, state: ProjectState) -> Exhibit:
    intake = queries.participants_by_year(database, state.project)
    rows = records(intake)
    totals = {
        category: sum(row["participants"] for row in rows if row["category"] == category)
        for category in vocabulary.PARTICIPANT_CATEGORY.codes
    }
    return Exhibit(
        exhibit_id="project_intake",
        name=f"{_name(database, state)}の年度別の参加者",
        title=f"{_name(database, state)}の参加者の年度別の内訳（人・組）",
        summary=(
            f"男{totals['male']}人、女{totals['female']}人。紹介元は"
            f"刑事施設が{totals['penal_institution']}人、保護観察所が{totals['probation_office']}人。"
        ),
        rows=intake,
        columns=queries.BY_YEAR_COLUMNS,
        export_only=("project_id",),
        as_of="事業期間の末（令和3年3月末）",
        sources=source_notes(database, intake["source_id"]),
        cautions=caution_texts(database, "small_numbers"),
    )


def _family_exhibit(database: Database, state: ProjectState, families: pd.DataFrame) -> Exhibit:
    rows = records(families)
    full = sum(row["attendance_share_pct"] == 100 for row in rows)
    return Exhibit(
        exhibit_id="project_families",
        name=f"{_name(database, state)}の家族会",
        title=f"{_name(database, state)}の家族会の家族別の参加回数（回）",
        summary=(
            f"{len(rows)}組のうち{full}組は参加できる回のすべてに参加した。"
            "参加できる回の数は家族ごとに違い、文書に記載がない。"
        ),
        rows=families,
        columns=queries.FAMILY_COLUMNS,
        export_only=("project_id",),
        as_of="事業期間の末（令和3年3月末）",
        sources=source_notes(database, families["source_id"]),
        cautions=caution_texts(database, "small_numbers"),
        draw=lambda palette: figures.meetings_by_family(families, palette),
    )


@remembered
def findings(database: Database, state: ProjectState) -> dict[str, list[Record]]:
    """What the report says in words, by the kind of statement, in the order of display."""
    rows = records(queries.findings(database, state.project))
    return {
        label: [row for row in rows if row["kind"] == kind]
        for kind, label in vocabulary.FINDING_KIND.labels.items()
        if any(row["kind"] == kind for row in rows)
    }


@remembered
def discrepancy_exhibit(database: Database, state: ProjectState) -> Exhibit | None:
    """Where the documents on this project are misread, inconsistent or silent; None if nowhere."""
    found = queries.discrepancies(database, state.project)
    if found.empty:
        return None
    return Exhibit(
        exhibit_id="project_discrepancies",
        name=f"{_name(database, state)}の相違の記録",
        title=f"{_name(database, state)}についての相違の記録の一覧",
        summary=f"この事業の数値や記載について{len(found)}件の記録がある。",
        rows=found,
        columns=DISCREPANCY_COLUMNS,
        export_only=("table_name", "row_key", "column_name", "check_id"),
        as_of="文書の公表時",
        sources=source_notes(database, found["source_id"]),
    )


@remembered
def neighbours(database: Database, state: ProjectState) -> list[Record]:
    """Projects with like themes, most alike first."""
    return records(queries.neighbours(database, state.project))
