"""Queries of the catalogue: projects, activities and figures under the same filters."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace

import pandas as pd

from lib.cells import evidence_in, figure_id
from lib.counting import Count
from lib.database import Database, Parameter
from lib.folding import folded_words
from lib.schema import columns, declared

_PROJECT = (
    declared("projects", "project_id"),
    declared("bodies", "name", name="body_name"),
)
FIGURE_COLUMNS = (
    *_PROJECT,
    declared("bodies", "body_code"),
    declared("prefectures", "prefecture_code"),
    declared("prefectures", "name", name="prefecture_name"),
    *columns("results", "result_number", "indicator", "value", "unit", "count_basis"),
    *columns("results", "is_approximate", "as_of_date", "fiscal_year", "part_kind"),
    replace(declared("results", "indicator", name="whole_indicator", label="元の数"), missing="—"),
    replace(declared("activities", "title", name="activity_title"), missing="—"),
    declared("results", "measure"),
    declared("measures", "name_ja", name="measure_name"),
    *columns("results", "source_id", "source_locator"),
)
FIGURE_EVIDENCE = {"value": evidence_in("results", "value", "project_id", "result_number")}
ACTIVITY_COLUMNS = (
    *_PROJECT,
    *columns("activities", "activity_number", "label_printed", "title", "summary", "stage"),
    replace(declared("contractors", "name", name="contractor_name"), missing="団体が自ら行う"),
    declared("themes", "name_ja", name="theme_names", label="テーマ"),
)
PROJECT_COLUMNS = (
    *_PROJECT,
    declared("bodies", "body_kind"),
    declared("prefectures", "name", name="prefecture_name"),
    declared("prefectures", "region"),
    *columns("projects", "cohort_fiscal_year", "summary"),
    replace(declared("contractors", "name", name="contractor_names"), missing="なし"),
    declared("results", "result_number", name="figures", label="数値の数"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the results column, with the body and what it counts."""

    project_id: str
    body_name: str
    prefecture_code: str
    result_number: int
    indicator: str
    value: float
    unit: str
    count_basis: str
    is_approximate: bool
    as_of_date: dt.date
    fiscal_year: int | None
    part_kind: str | None
    measure: str
    measure_name: str
    source_id: str
    source_locator: str

    @property
    def figure_id(self) -> str:
        """The name of the figure in addresses."""
        return figure_id("results", "value", self.project_id, self.result_number)

    @property
    def count(self) -> Count:
        """The figure with what makes it comparable."""
        dates = (self.as_of_date,)
        return Count(self.value, self.unit, self.count_basis, dates, self.measure_name)


@dataclass(frozen=True, slots=True)
class Heading:
    """A document that lists projects, and as of when."""

    as_of_date: dt.date
    source_id: str


# What lets an activity pass, by the field of the filter; a query holds only what is in force, as
# each condition costs time to plan.
_OF_ACTIVITIES = {
    "project_id": "a.project_id = $project_id",
    "cohorts": "list_contains($cohorts::INTEGER[], p.cohort_fiscal_year)",
    "body_kinds": "list_contains($body_kinds::VARCHAR[], b.body_kind)",
    "regions": "list_contains($regions::VARCHAR[], f.region)",
    "stages": """list_has_any(
        $stages::VARCHAR[],
        CASE a.stage WHEN 'both' THEN ['entry', 'exit', 'both'] ELSE [a.stage] END)""",
    "themes": """EXISTS (
        SELECT 1 FROM activity_themes AS t
        WHERE t.project_id = a.project_id AND t.activity_number = a.activity_number
          AND list_contains($themes::VARCHAR[], t.theme_id))""",
    "contractor_kinds": """EXISTS (
        SELECT 1 FROM activity_contractor_kinds AS k
        WHERE k.project_id = a.project_id AND k.activity_number = a.activity_number
          AND list_contains($contractor_kinds::VARCHAR[], k.contractor_kind))""",
}
_OF_FIGURES = {
    "measures": "list_contains($measures::VARCHAR[], r.measure)",
    "units": "list_contains($units::VARCHAR[], r.unit)",
    "bases": "list_contains($bases::VARCHAR[], r.count_basis)",
}
_EVERY_WORD = """NOT EXISTS (
    SELECT 1 FROM (SELECT unnest($text::VARCHAR[]) AS word)
    WHERE NOT contains(folded_text, word))"""


@dataclass(frozen=True)
class CatalogueFilter:
    """What narrows the catalogue; an empty value lets everything pass.

    Attributes:
        text: Words that must all be found, in any width or kana.
        cohorts: Fiscal years in which projects began.
        body_kinds: Codes of ``BODY_KIND``.
        regions: Names of regions.
        themes: Theme ids.
        stages: Codes of ``STAGE``.
        contractor_kinds: Codes of ``CONTRACTOR_KIND``.
        measures: Measures of figures.
        units: Counters of figures.
        bases: Codes of ``COUNT_BASIS``.
        project_id: The one project that is wanted.
    """

    text: str = ""
    cohorts: tuple[int, ...] = ()
    body_kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    contractor_kinds: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    project_id: str = ""

    def in_force(self, conditions: Mapping[str, str]) -> str:
        """Those of some conditions whose fields narrow anything, as one."""
        own = (sql for name, sql in conditions.items() if getattr(self, name))
        return " AND ".join(own) or "true"

    @property
    def without_figures(self) -> "CatalogueFilter":
        """The filter without what only figures have."""
        return replace(self, measures=(), units=(), bases=())

    @property
    def bound(self) -> Mapping[str, Parameter]:
        """The values to bind for the conditions in force."""
        own = {item.name: getattr(self, item.name) for item in fields(self)}
        own["text"] = folded_words(self.text)
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in own.items()
            if value
        }


@dataclass(frozen=True, slots=True)
class _Key:
    """What names a figure or an activity."""

    project_id: str
    number: int


def _passing(wanted: CatalogueFilter) -> str:
    """The keys of figures and activities that pass, each with its level.

    A figure that the document does not tie to one activity passes if any activity of its project
    does.
    """
    texts = "JOIN search_texts USING (level, project_id, number)"
    return f"""
        WITH matching AS (
            SELECT a.project_id, a.activity_number
            FROM activities AS a
            JOIN projects AS p USING (project_id)
            JOIN bodies AS b USING (body_code)
            JOIN prefectures AS f USING (prefecture_code)
            WHERE {wanted.in_force(_OF_ACTIVITIES)}
        ),
        passing AS (
            SELECT 'activity' AS level, project_id, activity_number AS number FROM matching
            UNION ALL
            SELECT 'result', r.project_id, r.result_number
            FROM results AS r
            WHERE {wanted.in_force(_OF_FIGURES)} AND EXISTS (
                SELECT 1 FROM matching AS m
                WHERE m.project_id = r.project_id
                  AND (r.activity_number IS NULL OR m.activity_number = r.activity_number))
        ),
        found AS (
            SELECT level, project_id, number FROM passing
            {f"{texts} WHERE {_EVERY_WORD}" if folded_words(wanted.text) else ""}
        )
    """


def _keys(database: Database, wanted: CatalogueFilter, level: str) -> frozenset[tuple[str, int]]:
    sql = f"""
        {_passing(wanted)}
        SELECT project_id, number FROM found WHERE level = $level ORDER BY ALL
    """
    found = database.rows(sql, _Key, {**wanted.bound, "level": level})
    return frozenset((row.project_id, row.number) for row in found)


def _kept(rows: pd.DataFrame, number: str, keys: frozenset[tuple[str, int]]) -> pd.DataFrame:
    """The rows whose project and number are among some keys."""
    is_kept = [key in keys for key in zip(rows["project_id"], rows[number], strict=True)]
    return rows.loc[is_kept].reset_index(drop=True)  # brackets would take no rows for no columns


def figures(database: Database, wanted: CatalogueFilter) -> pd.DataFrame:
    """The figures of the results column that pass a filter, in the order of the document."""
    every = database.frame(
        """
        SELECT r.project_id, b.name AS body_name, b.body_code, f.prefecture_code,
               f.name AS prefecture_name, r.result_number, r.indicator, r.value, r.unit,
               r.count_basis, r.is_approximate, r.as_of_date, r.fiscal_year, r.part_kind,
               whole.indicator AS whole_indicator, a.title AS activity_title,
               r.measure, m.name_ja AS measure_name, r.source_id, r.source_locator
        FROM results AS r
        JOIN projects AS p USING (project_id)
        JOIN bodies AS b USING (body_code)
        JOIN prefectures AS f USING (prefecture_code)
        JOIN measures AS m USING (measure)
        LEFT JOIN activities AS a
          ON a.project_id = r.project_id AND a.activity_number = r.activity_number
        LEFT JOIN results AS whole
          ON whole.project_id = r.project_id AND whole.result_number = r.part_of_result_number
        ORDER BY p.cohort_fiscal_year, p.number, r.result_number
        """,
        FIGURE_COLUMNS,
    )
    return _kept(every, "result_number", _keys(database, wanted, "result"))


def activities(database: Database, wanted: CatalogueFilter) -> pd.DataFrame:
    """The activities that pass a filter, in the order of the document."""
    every = database.frame(
        """
        SELECT a.project_id, b.name AS body_name, a.activity_number, a.label_printed, a.title,
               a.summary, a.stage, c.name AS contractor_name,
               (SELECT string_agg(t.name_ja, '、' ORDER BY t.theme_group, t.theme_id)
                FROM activity_themes AS x JOIN themes AS t USING (theme_id)
                WHERE x.project_id = a.project_id
                  AND x.activity_number = a.activity_number) AS theme_names
        FROM activities AS a
        JOIN projects AS p ON p.project_id = a.project_id
        JOIN bodies AS b USING (body_code)
        LEFT JOIN contractors AS c
          ON c.project_id = a.project_id AND c.position = a.contractor_position
        ORDER BY p.cohort_fiscal_year, p.number, a.activity_number
        """,
        ACTIVITY_COLUMNS,
    )
    wanted = wanted.without_figures
    return _kept(every, "activity_number", _keys(database, wanted, "activity"))


def projects(database: Database, wanted: CatalogueFilter) -> pd.DataFrame:
    """The projects of which an activity or a figure passes a filter, in the document's order."""
    every = database.frame(
        """
        SELECT p.project_id, b.name AS body_name, b.body_kind, f.name AS prefecture_name,
               f.region, p.cohort_fiscal_year, p.summary,
               (SELECT string_agg(c.name, '、' ORDER BY c.position)
                FROM contractors AS c WHERE c.project_id = p.project_id) AS contractor_names,
               (SELECT count(*) FROM results AS r
                WHERE r.project_id = p.project_id) AS figures
        FROM projects AS p
        JOIN bodies AS b USING (body_code)
        JOIN prefectures AS f USING (prefecture_code)
        ORDER BY p.cohort_fiscal_year, p.number
        """,
        PROJECT_COLUMNS,
    )
    wanted = wanted.without_figures
    levels = (_keys(database, wanted, level) for level in ("activity", "result"))
    found = {project_id for keys in levels for project_id, _ in keys}
    return every[every["project_id"].isin(found)].reset_index(drop=True)


def whole_figures(database: Database, measure: str = "") -> tuple[Figure, ...]:
    """The figures, or those of a measure, that are no part of others: these count nothing twice."""
    return database.rows(
        """
        FROM (SELECT r.*, m.name_ja AS measure_name, b.name AS body_name, b.prefecture_code,
                     p.cohort_fiscal_year, p.number
              FROM results AS r
              JOIN measures AS m USING (measure)
              JOIN projects AS p USING (project_id)
              JOIN bodies AS b USING (body_code))
        WHERE part_kind IS NULL AND $measure IN ('', measure)
        ORDER BY cohort_fiscal_year, number, result_number
        """,
        Figure,
        {"measure": measure},
    )


def projects_with_measure(database: Database, measure: str) -> frozenset[str]:
    """Ids of the projects with any figure of a measure, whatever its unit, basis or whole."""
    sql = "SELECT DISTINCT project_id AS value FROM results WHERE measure = $measure ORDER BY value"
    return frozenset(database.rows(sql, str, {"measure": measure}))


def headings(database: Database, project_ids: Collection[str]) -> tuple[Heading, ...]:
    """The documents that list some projects, or any if none is named, each with its date."""
    return database.rows(
        """
        SELECT DISTINCT as_of_date, source_id FROM projects
        WHERE len($ids::VARCHAR[]) = 0 OR list_contains($ids::VARCHAR[], project_id)
        ORDER BY ALL
        """,
        Heading,
        {"ids": list(project_ids)},
    )


def all_projects_count(database: Database) -> int:
    """The number of projects without any filter."""
    (found,) = database.rows("SELECT count(*) AS value FROM projects ORDER BY value", int)
    return found
