"""The catalogue page: the projects, their activities and figures under one set of filters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from lib import formats, vocabulary
from lib.counting import COUNTED_THING, THING_WORDS
from lib.database import Database
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.queries import catalogue as queries
from lib.queries import options
from lib.state import choice, choices, described, parameters, words
from lib.views.data import options_from
from lib.views.dates import AS_OF_CHOICES, EACH, commonest_date
from lib.views.notes import named_cautions, source_notes

_LEVELS = {"figures": "数値", "activities": "取組", "projects": "事業"}
_LEVEL_LABEL = "一覧の行"
FIGURE_FACETS = ("measure", "thing", "basis", "as_of")
_FACETS = ("cohort", "body", "region", "contractor", "stage")
STAGE_CAUTION = "stage_as_printed"


@dataclass(frozen=True)
class CatalogueState:
    """Search, facets and what a row of the table is.

    Attributes:
        text: Words of the search.
        cohort: Fiscal years in which projects began.
        body: Codes of ``BODY_KIND``.
        region: Codes of ``REGION_CODE``.
        theme: Theme ids.
        stage: Codes of ``STAGE``.
        contractor: Codes of ``CONTRACTOR_KIND``.
        measure: Measures, for figures.
        thing: What counters count, for figures.
        basis: Codes of ``COUNT_BASIS``, for figures.
        as_of: ``same`` leaves only figures of the most frequent as-of date.
        level: What a row is: a figure, an activity or a project.
    """

    text: str = words("検索（団体、再委託先、取組、項目）")
    cohort: tuple[str, ...] = choices("開始年度", options_from(options.cohort_options))
    body: tuple[str, ...] = choices("団体の種類", vocabulary.BODY_KIND.labels)
    region: tuple[str, ...] = choices("地方", vocabulary.REGION_CODE.labels)
    theme: tuple[str, ...] = choices("テーマ", options_from(options.theme_options))
    stage: tuple[str, ...] = choices("支援の段階", vocabulary.STAGE.labels)
    contractor: tuple[str, ...] = choices("担い手", vocabulary.CONTRACTOR_KIND.labels)
    measure: tuple[str, ...] = choices("指標", options_from(options.measure_options))
    thing: tuple[str, ...] = choices("単位", THING_WORDS)
    basis: tuple[str, ...] = choices("数え方", vocabulary.COUNT_BASIS.labels)
    as_of: str = choice("時点", AS_OF_CHOICES, EACH)
    level: str = choice(_LEVEL_LABEL, _LEVELS, "figures")

    @property
    def filter(self) -> queries.CatalogueFilter:
        """The filter of the query."""
        return queries.CatalogueFilter(
            text=self.text,
            cohorts=tuple(int(year) for year in self.cohort),
            body_kinds=self.body,
            regions=tuple(vocabulary.REGION_CODE.label(code) for code in self.region),
            themes=self.theme,
            stages=self.stage,
            contractor_kinds=self.contractor,
            measures=self.measure,
            units=tuple(unit for unit, thing in COUNTED_THING.items() if thing in self.thing),
            bases=self.basis,
        )

    @property
    def folded(self) -> tuple[str, ...]:
        """The filters behind one button, in the order of display."""
        return _FACETS + (FIGURE_FACETS if self.level == "figures" else ())

    @property
    def effective(self) -> "CatalogueState":
        """The state without filters that the chosen rows do not know."""
        if self.level == "figures":
            return self
        return replace(self, measure=(), thing=(), basis=(), as_of=EACH)

    @property
    def scope(self) -> tuple[tuple[str, str], ...]:
        """Label and words of the filters that are in force."""
        of_figures = () if self.level == "figures" else FIGURE_FACETS
        return described(self, (name for name in parameters(type(self)) if name not in of_figures))


@remembered
def catalogue_exhibit(database: Database, state: CatalogueState) -> Exhibit:
    """The table of the chosen level."""
    if state.level == "activities":
        return _activity_exhibit(database, state)
    if state.level == "projects":
        return _project_exhibit(database, state)
    return _figure_exhibit(database, state)


def _found(database: Database, rows: pd.DataFrame, counted: str = "") -> str:
    """How much passes the filters, as in 27件の数値・36事業中5事業."""
    projects, every = rows["project_id"].nunique(), queries.all_projects_count(database)
    number = f"{formats.number(len(rows))}{counted}・" if counted else ""
    return f"{number}{every}事業" if projects == every else f"{number}{every}事業中{projects}事業"


@remembered
def _passing(database: Database, wanted: queries.CatalogueFilter) -> pd.DataFrame:
    return queries.figures(database, wanted)


@remembered
def shown_figures(database: Database, state: CatalogueState) -> pd.DataFrame:
    """The figures that pass the filters, of one as-of date if the state asks for it."""
    figures = _passing(database, state.filter)
    if state.as_of == EACH or figures.empty:
        return figures
    date = pd.Timestamp(commonest_date(figures["as_of_date"].dt.date))
    return figures[figures["as_of_date"] == date].reset_index(drop=True)


def _figure_exhibit(database: Database, state: CatalogueState) -> Exhibit:
    figures = shown_figures(database, state)
    others = len(_passing(database, state.filter)) - len(figures)
    left_out = f"時点の違う{others}件を除いた。" if others else ""
    return Exhibit(
        exhibit_id="catalogue_figures",
        name="活動実績の数値",
        title="モデル事業の活動実績の一覧（単位は行ごと）",
        summary=f"{formats.number(len(figures))}件の数値。{left_out}",
        headline=_found(database, figures, "件の数値"),
        rows=figures,
        columns=queries.FIGURE_COLUMNS,
        evidence=queries.FIGURE_EVIDENCE,
        export_only=(
            "prefecture_name",
            "result_number",
            "is_approximate",
            "part_kind",
            "whole_indicator",
            "measure_name",
            "source_locator",
        ),
        as_of=formats.as_of(figures["as_of_date"].dt.date),
        # Where nothing was found, the documents that were searched.
        sources=source_notes(
            database, figures["source_id"] if len(figures) else _searched(database)
        ),
        cautions=named_cautions(
            database, "mixed_counts", "different_as_of", *_stage_caution(state)
        ),
        filters=state.scope,
    )


def _searched(database: Database) -> tuple[str, ...]:
    return tuple(row.source_id for row in queries.headings(database, ()))


def _activity_exhibit(database: Database, state: CatalogueState) -> Exhibit:
    activities = queries.activities(database, state.filter)
    headings = queries.headings(database, set(activities["project_id"]))
    return Exhibit(
        exhibit_id="catalogue_activities",
        name="取組",
        title="モデル事業の取組の一覧",
        summary=f"文書に載る取組は{formats.number(len(activities))}件（予定を含む）。",
        headline=_found(database, activities, "件の取組"),
        rows=activities,
        columns=queries.ACTIVITY_COLUMNS,
        export_only=("activity_number", "label_printed"),
        as_of=heading_words(headings),
        sources=source_notes(database, (row.source_id for row in headings)),
        cautions=named_cautions(database, *_stage_caution(state)),
        filters=state.scope,
    )


def _project_exhibit(database: Database, state: CatalogueState) -> Exhibit:
    projects = queries.projects(database, state.filter)
    headings = queries.headings(database, set(projects["project_id"]))
    return Exhibit(
        exhibit_id="catalogue_projects",
        name="モデル事業",
        title="モデル事業の一覧",
        summary=f"{formats.number(len(projects))}件の事業。",
        headline=_found(database, projects),
        rows=projects,
        columns=queries.PROJECT_COLUMNS,
        as_of=heading_words(headings),
        sources=source_notes(database, (row.source_id for row in headings)),
        cautions=named_cautions(database, *_stage_caution(state)),
        filters=state.scope,
    )


def _stage_caution(state: CatalogueState) -> tuple[str, ...]:
    return (STAGE_CAUTION,) if state.stage else ()


@remembered
def stage_note(database: Database) -> str:
    """What the filter by stage leaves out, for beside the filter."""
    return named_cautions(database, STAGE_CAUTION)[0].short_text


def heading_words(headings: Iterable[queries.Heading]) -> str:
    """The dates of the documents that list projects, as in 令和2年12月末（2020年）現在の文書."""
    found = formats.joined(f"{formats.era_day(row.as_of_date)}現在" for row in headings)
    return f"{found}の文書" if found else formats.NOT_GIVEN


def empty_advice(state: CatalogueState) -> str:
    """What to do when nothing passes the filters."""
    names = formats.joined(label for label, _ in state.scope if label != _LEVEL_LABEL)
    return f"条件に合うものはありません。{names}の条件を減らすか、別の語で検索してください。"
