"""Every exhibit of every page, from the page's address alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.database import Database
from lib.exhibits import Exhibit
from lib.state import encoded, parsed
from lib.views import (
    assumed_bodies,
    body_counts,
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


@dataclass(frozen=True)
class Page:
    """How a page makes its exhibits.

    Attributes:
        states: The states that its address holds.
        exhibits: From the database and one state of each kind to the exhibits, in their order.
    """

    states: tuple[type, ...]
    exhibits: Callable[..., Iterable[Exhibit]]


def _overview(database: Database) -> Iterator[Exhibit]:
    yield prefecture_map.map_exhibit(database, MapState())
    yield national.reentry_exhibit(database)
    yield national.repeat_offender_exhibit(database)
    yield overview.timeline_exhibit(database)
    yield national.symposium_exhibit(database)


def _map(database: Database, state: MapState) -> Iterator[Exhibit]:
    yield prefecture_map.map_exhibit(database, state)


def _variance(
    database: Database,
    state: variance.VarianceState,
    bodies: assumed_bodies.BodiesState,
    counts: body_counts.BodyCountState,
    like: like_figures.LikeState,
) -> Iterator[Exhibit]:
    yield variance.range_exhibit(database, state)
    yield assumed_bodies.bodies_exhibit(database, bodies)
    yield variance.named_count_exhibit(database, state)
    yield from body_counts.body_count_exhibits(database, counts)
    yield like_figures.like_exhibit(database, like)


def _targets(
    database: Database, state: targets.TargetState, planned: plan.PlanState
) -> Iterator[Exhibit]:
    yield targets.target_exhibit(database, state)
    yield from no_cases.no_case_exhibits(database, state)
    yield plan.lowered_exhibit(database)
    yield plan.plan_exhibit(database, planned)


def _subsidy(
    database: Database, state: subsidy.SubsidyState, tried: terms.TermsState
) -> Iterator[Exhibit]:
    yield subsidy.grant_total_exhibit(database)
    yield subsidy.budget_exhibit(database)
    yield subsidy.grant_exhibit(database, state)
    yield subsidy.commission_exhibit(database, state)
    yield terms.cost_exhibit(database, tried)
    yield subsidy.item_exhibit(database)


def _catalogue(database: Database, state: catalogue.CatalogueState) -> Iterator[Exhibit]:
    yield catalogue.catalogue_exhibit(database, state)


def _project(database: Database, state: project.ProjectState) -> Iterator[Exhibit]:
    if state.project == project.NO_PROJECT:
        yield catalogue.catalogue_exhibit(database, catalogue.CatalogueState(level="projects"))
        return
    yield project.figure_exhibit(database, state)
    yield project.activity_exhibit(database, state)
    yield from reports.report_exhibits(database, state)
    discrepancies = project.discrepancy_exhibit(database, state)
    if discrepancies:
        yield discrepancies


def _sources(database: Database, state: sources.SourcesState) -> Iterator[Exhibit]:
    yield sources.sources_exhibit(database, state)


# Topic of the page to how it makes its exhibits.
PAGES = {
    "overview": Page((), _overview),
    "map": Page((MapState,), _map),
    "variance": Page(
        (
            variance.VarianceState,
            assumed_bodies.BodiesState,
            body_counts.BodyCountState,
            like_figures.LikeState,
        ),
        _variance,
    ),
    "targets": Page((targets.TargetState, plan.PlanState), _targets),
    "subsidy": Page((subsidy.SubsidyState, terms.TermsState), _subsidy),
    "catalogue": Page((catalogue.CatalogueState,), _catalogue),
    "project": Page((project.ProjectState,), _project),
    "sources": Page((sources.SourcesState,), _sources),
}


def _states(topic: str, query: Mapping[str, str]) -> list[Any]:
    return [parsed(state_type, query)[0] for state_type in PAGES[topic].states]


def rejected_values(topic: str, query: Mapping[str, str]) -> list[str]:
    """The values of an address that the page does not know, as label and value.

    Raises:
        KeyError: There is no such page.
    """
    return [
        f"{refusal.label}: {refusal.value}"
        for state_type in PAGES[topic].states
        for refusal in parsed(state_type, query)[1]
    ]


def page_exhibits(database: Database, topic: str, query: Mapping[str, str]) -> tuple[Exhibit, ...]:
    """The exhibits that a page shows at an address, in their order.

    Args:
        database: The database.
        topic: A key of ``PAGES``.
        query: The parameters of the address; what the page does not know is left aside.

    Raises:
        KeyError: There is no such page.
    """
    return tuple(PAGES[topic].exhibits(database, *_states(topic, query)))


def exhibit_at(
    database: Database, topic: str, exhibit_id: str, query: Mapping[str, str]
) -> Exhibit | None:
    """One exhibit of a page at an address; None if the page does not show it there.

    Args:
        database: The database.
        topic: A key of ``PAGES``.
        exhibit_id: The exhibit; those behind it on the page are not made.
        query: The parameters of the address.

    Raises:
        KeyError: There is no such page.
    """
    found = PAGES[topic].exhibits(database, *_states(topic, query))
    return next((exhibit for exhibit in found if exhibit.exhibit_id == exhibit_id), None)


def own_query(topic: str, query: Mapping[str, str]) -> dict[str, str]:
    """The parameters of an address that the page knows, without those that are its defaults.

    Raises:
        KeyError: There is no such page.
    """
    return {
        name: value for state in _states(topic, query) for name, value in encoded(state).items()
    }
