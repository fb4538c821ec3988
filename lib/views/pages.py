"""The registry of pages: what each asks, which exhibits it shows, and how they are made.

Navigation, titles, addresses, meetings, the documents' pictures, the samples of the tests and the
bench all follow from ``PAGES``. A new page is one entry here, one script and one view.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.addresses import HOME, path
from lib.database import Database, using
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.state import encoded, parsed
from lib.views import (
    body_count_types,
    body_counts,
    budget,
    calculator,
    catalogue,
    evidence,
    indicators,
    like_figures,
    national,
    prefecture_map,
    project,
    reports,
    sources,
    subsidy,
    targets,
    terms,
    timeline,
    variance,
    wording,
)
from lib.views.builders import Builder, each
from lib.views.map_state import TILES, MapState
from lib.views.place import PlaceState


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        topic: Names its file (``pages/<topic>_page.py``) and its address (``/<topic>``).
        title: Its name in the navigation.
        question: What it answers, in one sentence.
        exhibits: Id of an exhibit to how it is made, in the order of the page.
        own_states: States of its address on which no exhibit depends.
        examples: Parameters of addresses that show what the page can; the first one is pictured.
        is_listed: Whether the navigation names it; pages that a figure opens are not named.
        is_for_officers: Whether it is named where officers can bring in data, and only there.
    """

    topic: str
    title: str
    question: str
    exhibits: Mapping[str, Builder] = field(default_factory=dict)
    own_states: tuple[type, ...] = ()
    examples: tuple[str, ...] = ("",)
    is_listed: bool = True
    is_for_officers: bool = False

    @property
    def path(self) -> str:
        """Its address inside the dashboard."""
        return path(self.topic)

    @property
    def file(self) -> str:
        """Its script, relative to ``app.py``."""
        return f"pages/{self.topic}_page.py"

    @property
    def states(self) -> tuple[type, ...]:
        """The types of all states of its address, each once."""
        needed = (builder.state for builder in self.exhibits.values() if builder.state)
        return tuple(dict.fromkeys((*needed, *self.own_states)))

    @property
    def is_for_meetings(self) -> bool:
        """Whether its exhibits can be taken into a meeting."""
        return bool(self.exhibits) and self.is_listed


def _every_project(database: Database, state: project.ProjectState) -> Exhibit | None:
    """The projects to choose from, until one is chosen."""
    if state.project != project.NO_PROJECT:
        return None
    return catalogue.catalogue_exhibit(database, catalogue.CatalogueState(level="projects"))


def _source_parts(database: Database, state: sources.SourcesState) -> tuple[Exhibit, ...]:
    """The chosen part of the page on sources, if another one than the list of all words."""
    is_other = state.part != sources.WORDING
    return (sources.sources_exhibit(database, state),) if is_other else ()


@remembered
def _all_words(database: Database, state: sources.SourcesState) -> Exhibit | None:
    """The list of the words of all exhibits, which is made from this registry."""
    if state.part != sources.WORDING:
        return None
    shown: dict[str, list[Exhibit]] = {}
    for page, _, exhibit in first_shown(database, without=sources.WORDING):
        shown.setdefault(page.title, []).append(exhibit)
    return wording.wording_exhibit(database, shown)


_ALL = (
    Page(
        HOME,
        "概要",
        "地域再犯防止推進モデル事業と、その後の都道府県への交付金で、何が行われ、何が分かり、"
        "何が分からないか。",
        {"prefecture_map": Builder(lambda database: prefecture_map.map_exhibit(database, TILES))},
    ),
    Page(
        "map",
        "地図",
        "モデル事業と交付金を、都道府県ごとに地図と表で見る。",
        {
            "prefecture_map": Builder(prefecture_map.map_exhibit, MapState),
            "prefecture_indicators": Builder(indicators.indicator_exhibit, PlaceState),
        },
        examples=("show=supported&prefecture=23", "show=grant_2024&order=value", "prefecture=25"),
    ),
    Page(
        "variance",
        "支援件数のばらつき",
        "都道府県が行う直接支援の件数と、モデル事業の同じ種類の数値は、"
        "団体によってどれだけ開きがあるか。",
        {
            **each(variance.range_exhibits, variance.VarianceState, variance.RANGE_IDS),
            "named_counts": Builder(variance.named_count_exhibit, variance.VarianceState),
            "body_count_types": Builder(body_count_types.type_exhibit, body_counts.BodyCountState),
            **each(
                body_counts.body_count_exhibits, body_counts.BodyCountState, body_counts.EXHIBIT_IDS
            ),
            "like_figures": Builder(like_figures.like_exhibit, like_figures.LikeState),
        },
        examples=("", "category=consultation"),
    ),
    Page(
        "targets",
        "目標と結果",
        "結果は目標とどれだけ違い、団体は自らどう評価しているか。",
        {
            "targets": Builder(targets.target_exhibit, targets.TargetState),
            "expected": Builder(targets.expected_exhibit, targets.TargetState),
            "programme_persons": Builder(reports.persons_of_body, targets.TargetState),
            "reentry": Builder(national.reentry_exhibit),
            "repeat_offenders": Builder(national.repeat_offender_exhibit),
        },
        examples=("body=H30-06", "body=H30-05"),
    ),
    Page(
        "subsidy",
        "補助金（交付金）",
        "都道府県への交付金の予算と交付額、モデル事業の委託額を年度ごとに見る。",
        {
            "grant_totals": Builder(subsidy.grant_total_exhibit),
            "grants": Builder(subsidy.grant_exhibit, subsidy.GrantState),
            "budget_line": Builder(budget.budget_exhibit),
            "commissions": Builder(subsidy.commission_exhibit, subsidy.CommissionState),
            "terms_cost": Builder(terms.cost_exhibit, terms.TermsState),
            "programme_items": Builder(subsidy.item_exhibit),
            "timeline": Builder(timeline.timeline_exhibit),
        },
        own_states=(calculator.CalculatorState,),
        examples=("", "grant_year=2023"),
    ),
    Page(
        "catalogue",
        "事業一覧",
        "モデル事業を検索し、絞り込み、CSVに保存する。",
        each(
            catalogue.catalogue_exhibit,
            catalogue.CatalogueState,
            ("catalogue_figures", "catalogue_activities", "catalogue_projects"),
        ),
        examples=("theme=drug", "level=projects&text=%E6%94%AF%E6%8F%B4", "level=activities"),
    ),
    Page(
        "project",
        "事業詳細",
        "1つのモデル事業について、取組、担い手、すべての数値と出典を見る。",
        {
            exhibit_id: Builder(make, project.ProjectState)
            for exhibit_id, make in {
                "catalogue_projects": _every_project,
                **{name: project.once_chosen(make) for name, make in reports.BUILDERS.items()},
                "project_activities": project.once_chosen(project.activity_exhibit),
                "project_figures": project.once_chosen(project.figure_exhibit),
                "project_discrepancies": project.once_chosen(project.discrepancy_exhibit),
            }.items()
        },
        examples=("project=H30-06", "project=H30-26"),
    ),
    Page("meeting", "会議", "図を順に並べ、映し、控えを取り、配る資料を作る。"),
    Page(
        "sources",
        "出典と品質",
        "数値の出典、文書の相違、検算の結果、データの項目を確かめる。",
        {
            **each(_source_parts, sources.SourcesState, sources.PARTS),
            sources.WORDING: Builder(_all_words, sources.SourcesState),
        },
        examples=tuple(f"part={part}" for part in sources.PARTS),
    ),
    Page(
        "evidence",
        "数値の根拠",
        "この数値が、どの文書のどこにあり、いつの何を数えたものか。",
        {
            "figures": Builder(evidence.list_exhibit, evidence.EvidenceState),
            "figure_checks": Builder(evidence.check_exhibit, evidence.EvidenceState),
            "figure_discrepancies": Builder(evidence.discrepancy_exhibit, evidence.EvidenceState),
        },
        examples=(
            "figure=results.H30-26/1.value",
            "figure=kpis.H30-06/4.actual_value",
            "figure=kpis.H30-06/4.actual_value%7Ckpis.H30-06/4.target_value",
        ),
        is_listed=False,
    ),
    Page("update", "更新", "データを加え、直し、公開する。", is_listed=False, is_for_officers=True),
)
PAGES: Mapping[str, Page] = {page.topic: page for page in _ALL}


def first_shown(
    database: Database, without: str = ""
) -> Iterator[tuple[Page, Mapping[str, str], Exhibit]]:
    """Each exhibit as it opens: its page, the parameters of the address there, and the exhibit.

    Args:
        database: The database.
        without: Id of an exhibit that is left out.
    """
    every = ((page, name) for page in PAGES.values() for name in page.exhibits if name != without)
    for page, name in every:
        query = opening(database, page, name)
        found = None if query is None else exhibit_at(database, page.topic, name, query)
        if query is not None and found:
            yield page, query, found


def opening(database: Database, page: Page, exhibit_id: str) -> dict[str, str] | None:
    """The parameters of an address at which a page shows an exhibit; None if none does.

    Where it opens with a choice only, that choice is the first that shows it.
    """
    with using(database):
        tried = page.exhibits[exhibit_id].openings(page.examples)
        found = (one for one in tried if exhibit_at(database, page.topic, exhibit_id, one))
        return next(found, None)


def _state(state_type: type, query: Mapping[str, str]) -> Any:  # noqa: ANN401 - a state of any page
    return parsed(state_type, query)[0]


def current_place(
    topic: str, exhibit_id: str, query: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """Page and parameters that show an exhibit today; it may have moved since it was kept.

    Raises:
        KeyError: There is no such page.
    """
    if exhibit_id in PAGES[topic].exhibits:
        return topic, dict(query)
    home = next((page.topic for page in PAGES.values() if exhibit_id in page.exhibits), topic)
    part = {"part": exhibit_id} if exhibit_id in sources.PARTS else {}
    return home, part | dict(query)


def _builder(topic: str, exhibit_id: str) -> Builder | None:
    """How an exhibit is made, on whatever page it is today.

    Raises:
        KeyError: There is no such page.
    """
    return PAGES[current_place(topic, exhibit_id, {})[0]].exhibits.get(exhibit_id)


def exhibit_at(
    database: Database, topic: str, exhibit_id: str, query: Mapping[str, str]
) -> Exhibit | None:
    """One exhibit of a page at an address; None if the page does not show it there.

    Args:
        database: The database.
        topic: A key of ``PAGES``.
        exhibit_id: The exhibit.
        query: The parameters of the address; what the page does not know is left aside.

    Raises:
        KeyError: There is no such page.
    """
    builder = _builder(topic, exhibit_id)
    if builder is None:
        return None
    _, today = current_place(topic, exhibit_id, query)
    with using(database):
        return builder.made(database, _state(builder.state, today) if builder.state else None)


def page_exhibits(database: Database, topic: str, query: Mapping[str, str]) -> tuple[Exhibit, ...]:
    """The exhibits that a page shows at an address, in their order.

    Raises:
        KeyError: There is no such page.
    """
    found = (exhibit_at(database, topic, name, query) for name in PAGES[topic].exhibits)
    return tuple(exhibit for exhibit in found if exhibit is not None)


def state_of(topic: str, exhibit_id: str) -> type | None:
    """The type of the state that an exhibit depends on; None for none, or for no such exhibit.

    Raises:
        KeyError: There is no such page.
    """
    builder = _builder(topic, exhibit_id)
    return builder.state if builder else None


def rejected_values(topic: str, exhibit_id: str, query: Mapping[str, str]) -> list[str]:
    """The values of an address that an exhibit does not know, as label and value.

    Raises:
        KeyError: There is no such page.
    """
    state_type = state_of(topic, exhibit_id)
    refused = parsed(state_type, query)[1] if state_type else []
    return [f"{refusal.label}: {refusal.value}" for refusal in refused]


def own_query(topic: str, exhibit_id: str, query: Mapping[str, str]) -> dict[str, str]:
    """The parameters of an address that an exhibit depends on, without fixed defaults.

    Raises:
        KeyError: There is no such page.
    """
    state_type = state_of(topic, exhibit_id)
    return encoded(_state(state_type, query)) if state_type else {}
