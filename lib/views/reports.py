"""What a project's own report adds to its page: targets, sessions, participants, families."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from lib import formats, vocabulary
from lib.cells import evidence_in, evidence_listed_in
from lib.charts.declared import Axis, Cell, Rows, Stacks, Units
from lib.counting import Count, total
from lib.database import Database, frame_of
from lib.exhibits import Caution, Exhibit, Total
from lib.frames import Record, records, rows_of
from lib.memory import remembered
from lib.queries import projects as queries
from lib.queries.projects import ParticipantGroup
from lib.queries.targets import target_rows
from lib.schema import Column, Kind, declared
from lib.views.notes import named_cautions, source_notes
from lib.views.project import ProjectState, project_name
from lib.views.said import AFTERWARDS, NOTES, WHY, said_exhibit
from lib.views.targets import ALL, TargetState, target_exhibit
from lib.vocabulary import Vocabulary

_PERSONS = "人"
_GROUP_COLUMNS = (
    *queries.GROUP_COLUMNS[:2],
    declared("participants_by_group", "category", label="区分のコード"),
    Column("category_name", Kind.TEXT, "区分", "分けた区分の名前"),
    *queries.GROUP_COLUMNS[3:],
)


@remembered
def _own_targets(database: Database, state: ProjectState) -> Exhibit | None:
    if not target_rows(database, state.project):
        return None
    exhibit = target_exhibit(database, TargetState(body=state.project))
    return replace(
        exhibit, exhibit_id="targets"
    )  # as kept meetings know it, whatever that page has


def _builder(
    table_name: str, make: Callable[[Database, ProjectState, pd.DataFrame], Exhibit]
) -> Callable[[Database, ProjectState], Exhibit | None]:
    """From the rows of a table on a project to the exhibit; None where there are none."""

    @remembered
    def made(database: Database, state: ProjectState) -> Exhibit | None:
        rows = queries.of_project(database, table_name, state.project)
        return None if rows.empty else make(database, state, rows)

    return made


def _end_of_project(database: Database, state: ProjectState) -> str:
    """As of when the report's tables are, by the date that its targets bear."""
    targets = target_rows(database, state.project)
    dates = {row.as_of_date for row in targets if row.as_of_basis == "period_end"}
    return f"事業期間の末（{formats.as_of(dates)}）"


def _session_exhibit(database: Database, state: ProjectState, sessions: pd.DataFrame) -> Exhibit:
    months = list(sessions["month"].dt.date)
    held = total(Count(int(held), "回", "total") for held in sessions["sessions"])
    attendances = total(
        Count(int(came), _PERSONS, "cumulative") for came in sessions["attendances"]
    )
    first, last = formats.month(months[0]), formats.month(months[-1])
    return Exhibit(
        exhibit_id="project_sessions",
        name=f"{project_name(database, state)}のプログラムの経過",
        title=f"{project_name(database, state)}の教育プログラムの推移（月別、回、延べ人）",
        summary=(
            f"{first}から{last}までのうち{len(months)}か月に"
            f"{formats.count(held.quantity, held.unit)}開き、"
            f"延べ{formats.count(attendances.quantity, attendances.unit)}が参加した。"
        ),
        rows=sessions,
        columns=queries.SESSION_COLUMNS,
        evidence={
            name: evidence_in("program_sessions", name, "project_id", "month")
            for name in ("sessions", "attendances")
        },
        as_of=f"{last}まで",
        sources=source_notes(database, sessions["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        chart=Stacks(
            "{month}",
            "sessions",
            Axis("プログラムを行った回数（回、月別）", "回"),
            months="month",
            remark=_more_than_one,
        ),
        recalculations=(
            Total("参加者の延べ人数", "SUM", "attendances", attendances.quantity),
            Total("実施回数", "SUM", "sessions", held.quantity),
        ),
    )


def _more_than_one(row: Record) -> str:
    """What is said of a month in which more persons came than sessions were held."""
    return f"延べ{row['attendances']}人" if row["attendances"] > row["sessions"] else ""


def _participant_exhibit(
    database: Database, state: ProjectState, participants: pd.DataFrame
) -> Exhibit:
    attended = [int(number) for number in participants["sessions_attended"]]
    came = len(attended) - attended.count(0)
    one = formats.number(100 / len(attended), 1)
    share = f"{len(attended)}人のうちの1人は{one}ポイントに当たる"
    return Exhibit(
        exhibit_id="project_participants",
        name=f"{project_name(database, state)}の参加者別の参加回数",
        title=f"{project_name(database, state)}の教育プログラムの参加者別の参加回数（回、多い順）",
        summary=(
            f"{len(attended)}人のうち{came}人が参加し、{attended.count(0)}人は1回も"
            f"参加しなかった。最も多い人は{attended[0]}回参加した。"
        ),
        rows=participants,
        columns=queries.PARTICIPANT_COLUMNS,
        evidence={
            "sessions_attended": evidence_in(
                "program_participants", "sessions_attended", "project_id", "participant_number"
            )
        },
        as_of=_end_of_project(database, state),
        sources=source_notes(database, participants["source_id"]),
        cautions=(*named_cautions(database, "small_numbers"), Caution(share, share)),
        chart=Stacks(
            "{participant_number}",
            "sessions_attended",
            Axis("参加回数（回）", "回"),
            alone="参加者{participant_number}",
        ),
        recalculations=(Total("参加した人", "COUNTIF", "sessions_attended", came, ">=1"),),
    )


def _group_exhibit(database: Database, state: ProjectState, found: pd.DataFrame) -> Exhibit:
    rows = sorted(rows_of(found, ParticipantGroup), key=_group_order)
    groups = frame_of(rows, _GROUP_COLUMNS)
    return Exhibit(
        exhibit_id="project_groups",
        name=f"{project_name(database, state)}の参加者の区分",
        title=f"{project_name(database, state)}の参加者の内訳（人・組、年度・男女・紹介元別の計）",
        summary="。".join(_group_words(rows)) + "。分け方どうしは組み合わせない。",
        rows=groups,
        columns=_GROUP_COLUMNS,
        evidence={
            "participants": evidence_in(
                "participants_by_group", "participants", "project_id", "grouping", "category"
            )
        },
        export_only=("category",),
        as_of=_end_of_project(database, state),
        sources=source_notes(database, groups["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        chart=Rows(
            "{category_name}",
            (Units("participants"),),
            Axis("参加者（人）", _PERSONS, is_drawn=False),
            alone="{grouping}　{category_name}",
            group="grouping",
            before=(Cell("{participants}{unit}", ""),),
            only=lambda row: row["unit"] == _PERSONS,
        ),
        recalculations=tuple(map(_group_total, rows)),
    )


def _group_total(group: ParticipantGroup) -> Total:
    return Total(
        group.category_name,
        "SUM",
        "participants",
        group.participants,
        only=lambda row: row["category"] == group.category,
    )


def _group_order(row: ParticipantGroup) -> tuple[int, int, str]:
    """Groupings and categories as they are declared; years by themselves."""
    categories = vocabulary.PARTICIPANT_CATEGORY.codes
    place = categories.index(row.category) if row.category in categories else 0
    return vocabulary.GROUPING.codes.index(row.grouping), place, row.category


def _group_words(rows: list[ParticipantGroup]) -> list[str]:
    """One clause a grouping, as in 男女別は男3人、女6人."""
    return [
        f"{label}は"
        + "、".join(
            row.category_name + formats.count(row.participants, row.unit)
            for row in rows
            if row.grouping == grouping
        )
        for grouping, label in vocabulary.GROUPING.labels.items()
        if any(row.grouping == grouping for row in rows)
    ]


def _family_exhibit(database: Database, state: ProjectState, families: pd.DataFrame) -> Exhibit:
    full = sum(share == 100 for share in families["attendance_share_pct"].fillna(0))
    return Exhibit(
        exhibit_id="project_families",
        name=f"{project_name(database, state)}の家族会",
        title=f"{project_name(database, state)}の家族会の家族別の参加回数（回）",
        summary=(
            f"{len(families)}組のうち参加率100%と記されたのは{full}組。参加率の分母の記載はない。"
        ),
        rows=families,
        columns=queries.FAMILY_COLUMNS,
        evidence={
            name: evidence_in("family_meetings", name, "project_id", "family_number")
            for name in ("meetings_attended", "attendance_share_pct")
        },
        as_of=_end_of_project(database, state),
        sources=source_notes(database, families["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        chart=Stacks(
            "家族{family_number}",
            "meetings_attended",
            Axis("参加回数（回）", "回"),
            note="{attendance_share_pct}%",
        ),
        recalculations=(Total("参加率100%の組", "COUNTIF", "attendance_share_pct", full, ">=100"),),
    )


@remembered
def person_exhibit(database: Database, state: ProjectState) -> Exhibit | None:
    """How many a programme was planned for and how many it had; None where no target says so."""
    rows = queries.persons(database, state.project)
    if rows.empty:
        return None
    name = project_name(database, state)
    columns = tuple(
        replace(column, vocabulary=_counted_by(name[-1])) if column.name == "step" else column
        for column in queries.PERSON_COLUMNS
    )
    words = _counted_by(name[-1])
    counts = "、".join(
        words.label(row["step"]) + formats.count(row["persons"], row["unit"])
        for row in records(rows)
    )
    return Exhibit(
        exhibit_id="programme_persons",
        name=f"{name}の計画と参加者",
        title=f"{name}の教育プログラムの計画と参加者の一覧（人）",
        summary=f"{counts}。数え方が違い、順に減る段階ではない。",
        rows=rows,
        columns=columns,
        evidence={"persons": evidence_listed_in("figure_ids")},
        as_of=_end_of_project(database, state),
        sources=source_notes(database, rows["source_id"]),
        cautions=named_cautions(database, "small_numbers"),
        chart=Rows(
            "{step}",
            (Units("persons", is_aim=lambda row: row["side"] == "aim"),),
            Axis("人数（人）", _PERSONS, is_drawn=False),
            alone="{side}　{step}",
            group="side",
            before=(Cell("{persons}{unit}", "", is_strong=True),),
        ),
    )


@remembered
def persons_of_body(database: Database, state: TargetState) -> Exhibit | None:
    """The same for the body whose targets are shown, or the first of all that has them."""
    found = dict.fromkeys(row.project_id for row in target_rows(database))
    shown = [name for name in found if state.body in {ALL, name}]
    made = (person_exhibit(database, ProjectState(name)) for name in shown)
    return next((exhibit for exhibit in made if exhibit is not None), None)


def _counted_by(rater: str) -> Vocabulary:
    """The kinds of numbers of persons, with whose count it is, as in 参加者（県の数え方）."""
    return replace(
        vocabulary.PERSON_COUNT,
        labels={
            code: words.replace("団体", rater)
            for code, words in vocabulary.PERSON_COUNT.labels.items()
        },
    )


# Id of an exhibit to how it is made, in the order of the page.
BUILDERS: Mapping[str, Callable[[Database, ProjectState], Exhibit | None]] = {
    "targets": _own_targets,
    "project_participants": _builder("program_participants", _participant_exhibit),
    "project_findings": partial(said_exhibit, WHY),
    "project_sessions": _builder("program_sessions", _session_exhibit),
    "programme_persons": person_exhibit,
    "project_groups": _builder("participants_by_group", _group_exhibit),
    "project_families": _builder("family_meetings", _family_exhibit),
    "project_follow_up": partial(said_exhibit, AFTERWARDS),
    "project_notes": partial(said_exhibit, NOTES),
}
