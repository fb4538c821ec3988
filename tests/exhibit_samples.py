"""Every exhibit of the dashboard in its states that differ, for tests that hold for all of them."""

from collections.abc import Iterator

from lib.database import Database
from lib.exhibits import Exhibit
from lib.views import (
    assumed_bodies,
    catalogue,
    like_figures,
    national,
    no_cases,
    overview,
    plan,
    prefecture_map,
    project,
    reports,
    sources,
    subsidy,
    targets,
    terms,
    variance,
)
from lib.views.map_state import MapState

MAP_STATES = (
    MapState(),
    MapState(show="supported"),
    MapState(show="supported", as_of="same"),
    MapState(show="supported", basis="cumulative"),
    MapState(show="supported", basis="actual", order="value"),
    MapState(show="supported", per="population"),
    MapState(show="training"),
    MapState(show="grant_2023"),
    MapState(show="grant_2024", per="population", order="value"),
)


def exhibits(database: Database) -> Iterator[Exhibit]:
    """All exhibits."""
    yield overview.timeline_exhibit(database)
    yield national.reentry_exhibit(database)
    yield national.repeat_offender_exhibit(database)
    yield national.symposium_exhibit(database)
    for map_state in MAP_STATES:
        yield prefecture_map.map_exhibit(database, map_state)
    yield from _variance_exhibits(database)
    yield from _like_exhibits(database)
    yield from _target_exhibits(database)
    yield from _money_exhibits(database)
    for level in ("figures", "activities", "projects"):
        yield catalogue.catalogue_exhibit(database, catalogue.CatalogueState(level=level))
    for project_id in ("H30-01", "H30-05", "H30-06", "H30-26", "R1-06"):
        yield from _project_exhibits(database, project.ProjectState(project_id))
    for part in ("checks", "discrepancies", "sources", "dictionary"):
        yield sources.sources_exhibit(database, sources.SourcesState(part=part))


def _like_exhibits(database: Database) -> Iterator[Exhibit]:
    for like in like_figures.like_options(database):
        for body in ("none", "H30-12"):
            yield like_figures.like_exhibit(database, like_figures.LikeState(like, body))


def _project_exhibits(database: Database, state: project.ProjectState) -> Iterator[Exhibit]:
    yield project.activity_exhibit(database, state)
    yield project.figure_exhibit(database, state)
    yield from reports.report_exhibits(database, state)
    discrepancies = project.discrepancy_exhibit(database, state)
    if discrepancies:
        yield discrepancies


def _variance_exhibits(database: Database) -> Iterator[Exhibit]:
    for category in ("all", "employment", "housing", "specialised", "consultation"):
        variance_state = variance.VarianceState(category)
        yield variance.range_exhibit(database, variance_state)
        yield variance.named_count_exhibit(database, variance_state)
    for support_type in ("employment", "special_sexual", "special_lawyer"):
        for bodies in ("published", "47"):
            trial = assumed_bodies.BodiesState(support_type, bodies)
            yield assumed_bodies.bodies_exhibit(database, trial)


def _target_exhibits(database: Database) -> Iterator[Exhibit]:
    for body in ("all", "H30-05", "H30-06"):
        target_state = targets.TargetState(body, scale=50 if body == "H30-05" else 100)
        yield targets.target_exhibit(database, target_state)
        yield from no_cases.no_case_exhibits(database, target_state)
    yield plan.lowered_exhibit(database)
    for reference in ("H30-05-1", "H30-06-4", "H30-06-10"):
        yield plan.plan_exhibit(database, plan.PlanState(30, reference))


def _money_exhibits(database: Database) -> Iterator[Exhibit]:
    yield subsidy.grant_total_exhibit(database)
    yield subsidy.budget_exhibit(database)
    yield subsidy.item_exhibit(database)
    yield terms.number_exhibit(database)
    for cap in (1_500_000, 3_000_000):
        yield terms.cost_exhibit(database, terms.TermsState(rate=75, cap=cap))
    for year in ("2023", "2024"):
        yield subsidy.grant_exhibit(database, subsidy.SubsidyState(grant_year=year))
    for year in ("2018", "2019", "2020"):
        yield subsidy.commission_exhibit(database, subsidy.SubsidyState(commission_year=year))
