"""Every exhibit of the dashboard in its states that differ, for tests that hold for all of them."""

from collections.abc import Iterator

from lib.database import Database
from lib.exhibits import Exhibit
from lib.views import (
    catalogue,
    national,
    overview,
    prefecture_map,
    project,
    reports,
    sources,
    spread,
    subsidy,
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
    yield national.symposium_exhibit(database)
    for map_state in MAP_STATES:
        yield prefecture_map.map_exhibit(database, map_state)
    for category in ("all", "employment", "housing", "specialised", "consultation"):
        variance_state = variance.VarianceState(category)
        yield variance.range_exhibit(database, variance_state)
        yield variance.named_count_exhibit(database, variance_state)
        spread_of_counts = spread.spread_exhibit(database, variance_state)
        if spread_of_counts:
            yield spread_of_counts
    yield subsidy.grant_total_exhibit(database)
    yield subsidy.budget_exhibit(database)
    yield subsidy.item_exhibit(database)
    for year in ("2023", "2024"):
        yield subsidy.grant_exhibit(database, subsidy.SubsidyState(grant_year=year))
    for year in ("2018", "2019", "2020"):
        yield subsidy.commission_exhibit(database, subsidy.SubsidyState(commission_year=year))
    for level in ("figures", "activities", "projects"):
        yield catalogue.catalogue_exhibit(database, catalogue.CatalogueState(level=level))
    for project_id in ("H30-01", "H30-05", "H30-06", "H30-26", "R1-06"):
        yield from _project_exhibits(database, project.ProjectState(project_id))
    for part in ("checks", "discrepancies", "sources", "dictionary"):
        yield sources.sources_exhibit(database, sources.SourcesState(part=part))


def _project_exhibits(database: Database, state: project.ProjectState) -> Iterator[Exhibit]:
    yield project.activity_exhibit(database, state)
    yield project.figure_exhibit(database, state)
    yield from reports.report_exhibits(database, state)
    discrepancies = project.discrepancy_exhibit(database, state)
    if discrepancies:
        yield discrepancies
