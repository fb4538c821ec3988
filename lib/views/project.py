"""The page on one project: what it did, who did it, every figure, discrepancies, neighbours."""

from collections.abc import Callable
from dataclasses import dataclass

from lib import formats, vocabulary
from lib.database import Database
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.queries import catalogue, options
from lib.queries import projects as queries
from lib.queries.projects import Project
from lib.queries.sources import DISCREPANCY_COLUMNS
from lib.state import choice
from lib.views.catalogue import heading_words
from lib.views.data import options_from
from lib.views.notes import named_cautions, source_notes

NO_PROJECT = "none"
_NO_CONTRACTOR = "なし（団体が自ら行う）"


def _project_words(database: Database) -> dict[str, str]:
    names = options.project_options(database)
    chosen = {project_id: f"{name}（{project_id}）" for project_id, name in names.items()}
    return {NO_PROJECT: "事業を選ぶ"} | chosen


@dataclass(frozen=True)
class ProjectState:
    """What the page shows.

    Attributes:
        project: Project id, or none.
    """

    project: str = choice(
        "事業",
        options_from(_project_words),
        NO_PROJECT,
        options_from(options.project_readings),
    )


@dataclass(frozen=True, slots=True)
class ProjectLink:
    """A project to which a page leads, with the words that stand beside it."""

    project_id: str
    body_name: str
    words: str


@dataclass(frozen=True)
class Profile:
    """Who and what a project is, in words.

    Attributes:
        name: The body's name.
        summary: What it did, in one sentence.
        line: When it began, who in the body did it, with how many others.
        contractors: Who they are.
        facts: Label and words, in the order of display.
        before: The project that the catalogue lists before it; None for the first.
        behind: The project that the catalogue lists behind it; None for the last.
    """

    name: str
    summary: str
    line: str
    contractors: str
    facts: tuple[tuple[str, str], ...]
    before: ProjectLink | None
    behind: ProjectLink | None


@remembered
def profile(database: Database, state: ProjectState) -> Profile:
    """Who and what the project is."""
    row = queries.project(database, state.project)
    before, behind = _beside(database, state)
    return Profile(
        name=row.body_name,
        summary=row.summary,
        line=_line(row),
        contractors=row.contractor_names or _NO_CONTRACTOR,
        facts=_facts(row),
        before=before,
        behind=behind,
    )


def _line(row: Project) -> str:
    others = f"再委託{row.contractor_count}団体" if row.contractor_count else "再委託なし"
    began = f"{formats.era_year(row.cohort_fiscal_year)}度開始"
    return "｜".join(words for words in (began, row.departments, others) if words)


def _facts(row: Project) -> tuple[tuple[str, str], ...]:
    place = [("都道府県（地方）", f"{row.prefecture_name}（{row.region}）")] if row.region else []
    return (
        ("団体の種類", vocabulary.BODY_KIND.label(row.body_kind)),
        *place,
        ("開始年度", formats.fiscal_year(row.cohort_fiscal_year)),
        ("団体コード", row.body_code),
        ("担当部署", row.departments or formats.NOT_GIVEN),
        ("再委託先", row.contractors or _NO_CONTRACTOR),
    )


def _beside(
    database: Database, state: ProjectState
) -> tuple[ProjectLink | None, ProjectLink | None]:
    """The projects before and behind one in the order of the catalogue."""
    names = options.project_options(database)
    links = [ProjectLink(project_id, name, "") for project_id, name in names.items()]
    place = list(names).index(state.project)
    around = [None, *links, None]
    return around[place], around[place + 2]


@remembered
def activity_exhibit(database: Database, state: ProjectState) -> Exhibit:
    """What the project did and who did it."""
    wanted = catalogue.CatalogueFilter(project_id=state.project)
    activities = catalogue.activities(database, wanted)
    headings = catalogue.headings(database, [state.project])
    return Exhibit(
        exhibit_id="project_activities",
        name=f"{project_name(database, state)}の取組",
        title=f"{project_name(database, state)}の取組の一覧",
        summary=f"文書に載る取組は{len(activities)}件（予定を含む）。",
        rows=activities,
        columns=catalogue.ACTIVITY_COLUMNS,
        export_only=("body_name", "activity_number"),
        as_of=heading_words(headings),
        sources=source_notes(database, (row.source_id for row in headings)),
    )


@remembered
def figure_exhibit(database: Database, state: ProjectState) -> Exhibit:
    """Every figure of the project in the catalogue, with source and as-of date."""
    found = catalogue.figures(database, catalogue.CatalogueFilter(project_id=state.project))
    return Exhibit(
        exhibit_id="project_figures",
        name=f"{project_name(database, state)}の活動実績",
        title=f"{project_name(database, state)}の活動実績の一覧（単位は行ごと）",
        summary=f"活動実績の欄にある{len(found)}件の数値。",
        rows=found,
        columns=catalogue.FIGURE_COLUMNS,
        evidence=catalogue.FIGURE_EVIDENCE,
        export_only=(
            "body_name",
            "prefecture_name",
            "result_number",
            "is_approximate",
            "measure_name",
            "part_kind",
        ),
        as_of=formats.as_of(found["as_of_date"].dt.date),
        sources=source_notes(database, found["source_id"]),
        cautions=named_cautions(database, "mixed_counts"),
    )


def project_name(database: Database, state: ProjectState) -> str:
    """Name of the body that ran the project."""
    return options.project_options(database)[state.project]


@remembered
def discrepancy_exhibit(database: Database, state: ProjectState) -> Exhibit | None:
    """Where the documents on this project are misread, inconsistent or silent; None if nowhere."""
    found = queries.discrepancies(database, state.project)
    if found.empty:
        return None
    return Exhibit(
        exhibit_id="project_discrepancies",
        name=f"{project_name(database, state)}の相違の記録",
        title=f"{project_name(database, state)}についての相違の記録の一覧",
        summary=f"この事業の数値や記載について{len(found)}件の記録がある。",
        rows=found,
        columns=DISCREPANCY_COLUMNS,
        export_only=("table_name", "row_key", "column_name"),
        as_of="文書の公表時",
        sources=source_notes(database, found["source_id"]),
    )


@remembered
def neighbours(database: Database, state: ProjectState) -> tuple[ProjectLink, ...]:
    """Projects with like themes, most alike first."""
    return tuple(
        ProjectLink(
            row.project_id,
            row.body_name,
            f"共通のテーマ {row.shared_themes}つ: {row.theme_names}",
        )
        for row in queries.neighbours(database, state.project)
    )


def once_chosen(make: Callable[..., Exhibit | None]) -> Callable[..., Exhibit | None]:
    """How an exhibit of a project is made, once one is chosen."""

    def chosen(database: Database, state: ProjectState) -> Exhibit | None:
        return None if state.project == NO_PROJECT else make(database, state)

    return chosen
