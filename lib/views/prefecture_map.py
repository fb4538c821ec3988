"""The map page: one value a prefecture, and what it may not be compared with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lib import formats, vocabulary
from lib.cells import evidence_listed_in, figure_id
from lib.charts.declared import Axis, Prefectures
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import rows_of
from lib.memory import remembered
from lib.queries import places
from lib.queries.indicators import indicator_values
from lib.queries.money import grant_rows
from lib.queries.options import grant_year_options
from lib.views.indicators import NamedIndicator, few_words, newest_values
from lib.views.map_state import MapState
from lib.views.mapped import mapped
from lib.views.notes import named_cautions, source_notes
from lib.views.place import NO_PREFECTURE
from lib.views.prefecture_counts import PrefectureCounts, counts_of
from lib.views.prefecture_values import (
    NOT_NAMED,
    PrefectureValue,
    newest_grant_year,
    prefecture_values,
    shown_counts,
    value_columns,
)
from lib.views.project import ProjectLink

_MOST_NAMES = 3  # prefectures with the same value that are named in the sentence


@remembered
def map_exhibit(database: Database, state: MapState) -> Exhibit:
    """The rows behind the map."""
    return replace(_of_rows(database, state.of_rows), chart=_chart(state))


def _chart(state: MapState) -> Prefectures:
    return Prefectures(
        Axis(state.title, state.unit),
        is_geographic=state.is_geographic,
        has_numbers=state.has_numbers,
        region=state.region_name if state.is_geographic else "",
        chosen="" if state.prefecture == NO_PREFECTURE else state.prefecture,
    )


@remembered
def _of_rows(database: Database, state: MapState) -> Exhibit:
    """The map without its chart, the same wherever it is looked at."""
    values = prefecture_values(database, state)
    return Exhibit(
        exhibit_id="prefecture_map",
        name="都道府県別の地図",
        title=state.title,
        summary=_summary(values, state),
        rows=values,
        columns=value_columns(state),
        evidence={"value": evidence_listed_in("figure_ids")},
        as_of=_as_of(database, state),
        sources=source_notes(database, _source_ids(database, state)),
        cautions=named_cautions(database, *_caution_ids(database, state)),
        filters=state.scope,
    )


def _summary(values: pd.DataFrame, state: MapState) -> str:
    rows = rows_of(values, PrefectureValue)
    known = [row for row in rows if row.status == "value"]
    if not known:
        return "この条件で値を示せる都道府県がない。条件を選び直す。"
    ends = "から".join(_end_words(known, end, state.unit) for end in (min, max))
    only = f"{_end_words(known, min, state.unit)}だけ"
    span = only if len(known) == 1 else f"{ends}まで"
    words = [f"{len(rows)}都道府県のうち値のあるのは{len(known)}で、{span}"]
    for status in (code for code in vocabulary.MAP_STATUS.codes if code != "value"):
        found = sum(row.status == status for row in rows)
        if found:
            words.append(f"{vocabulary.MAP_STATUS.label(status)}は{found}")
    return "、".join(words) + "。"


def _end_words(known: list[PrefectureValue], end: Callable[..., float], unit: str) -> str:
    """The smallest or largest value and whose it is, as in 225人（愛知県）."""
    value = end(row.value for row in known)
    names = [row.name for row in known if row.value == value]
    words = formats.joined(names) if len(names) <= _MOST_NAMES else f"{len(names)}都道府県"
    return f"{formats.number(value)}{unit}（{words}）"


def _as_of(database: Database, state: MapState) -> str:
    if entered := mapped(database).get(state.show):
        return entered.as_of
    if state.grant_year is not None:
        return formats.fiscal_year(state.grant_year)
    if state.show == "projects":
        year = newest_grant_year(database)
        marked = f"、交付金は{formats.fiscal_year(year)}" if year else ""
        return _start_words(places.projects_by_prefecture(database)) + marked
    return formats.as_of(row.as_of_date for row in shown_counts(database, state))


def _start_words(projects: Sequence[places.PlacedProject]) -> str:
    years = sorted({row.cohort_fiscal_year for row in projects})
    if not years:
        return formats.NOT_GIVEN
    return f"{'と'.join(map(formats.fiscal_year, years))}に始まった{len(projects)}事業"


def _source_ids(database: Database, state: MapState) -> Sequence[str]:
    if entered := mapped(database).get(state.show):
        return [row.source_id for row in entered.rows.values()]
    if state.grant_year is not None:
        return _grant_sources(database, state.grant_year)
    if state.show == "projects":
        own = [row.source_id for row in places.projects_by_prefecture(database)]
        return own + _grant_sources(database, newest_grant_year(database))
    return [row.source_id for row in shown_counts(database, state)]


def _grant_sources(database: Database, year: int | None) -> list[str]:
    if year is None:
        return []
    return [row.source_id for row in grant_rows(database, year) if row.prefecture_code]


def _caution_ids(database: Database, state: MapState) -> Sequence[str]:
    if entered := mapped(database).get(state.show):
        return entered.caution_ids
    if not state.counts_persons:
        return ["grants_top_ten"]
    totals = ["totals_for_reference"] if state.basis == "total" else []
    dates = ["different_as_of"] if state.show == "supported" else []
    return [*totals, "mixed_counts", "people_may_overlap", *dates]


@dataclass(frozen=True)
class NamedGrant:
    """The grant of a prefecture in a fiscal year; without a figure, it is not known."""

    fiscal_year: int
    year: str
    words: str
    figure_id: str | None


@dataclass(frozen=True)
class PrefecturePanel:
    """What is known of one prefecture.

    Attributes:
        name: Its name.
        words: Its value on the map in words, or why it has none.
        is_of_projects: Whether the map shows what projects did, which then comes first.
        figure_ids: The figures behind that value, as listed in an address; None if there are none.
        grants: Its grants by fiscal year, newest first: year, amount and the figure behind it.
        projects: Its projects, each with what it did.
        counts: Its counts of direct support by type; None if nothing is entered for it.
        indicators: The newest value of each of its indicators.
        indicator_note: Why they are not compared with those of others; empty if they may be.
        indicator_sources: Titles and publishers of the documents that give them.
        cases: What the grant's document tells of it, one sentence each.
        case_sources: Titles and publishers of the documents that tell it.
    """

    name: str
    words: str
    is_of_projects: bool
    figure_ids: str | None
    grants: tuple[NamedGrant, ...]
    projects: tuple[ProjectLink, ...]
    counts: PrefectureCounts | None
    indicators: tuple[NamedIndicator, ...]
    indicator_note: str
    indicator_sources: str
    cases: tuple[str, ...]
    case_sources: str


@remembered
def prefecture_panel(database: Database, state: MapState) -> PrefecturePanel | None:
    """What is known of the prefecture that the state names; None if it names none."""
    code = state.prefecture
    if code == NO_PREFECTURE:
        return None
    values = rows_of(prefecture_values(database, state), PrefectureValue)
    value = next(row for row in values if row.prefecture_code == code)
    cases = places.cases(database, code)
    found = indicator_values(database, code)
    return PrefecturePanel(
        value.name,
        value.words,
        state.is_of_projects,
        value.figure_ids,
        _grants_of(database, code),
        tuple(
            ProjectLink(row.project_id, row.body_name, row.summary)
            for row in places.projects_by_prefecture(database, code)
        ),
        counts_of(database, code),
        newest_values(found),
        few_words(database, found),
        _source_words(database, (row.source_id for row in found)),
        tuple(row.text for row in cases),
        _source_words(database, (row.source_id for row in cases)),
    )


def _source_words(database: Database, source_ids: Iterable[str]) -> str:
    """Titles and publishers of some sources."""
    notes = source_notes(database, source_ids)
    return formats.joined(f"{note.title}（{note.publisher}）" for note in notes)


def _grants_of(database: Database, code: str) -> tuple[NamedGrant, ...]:
    return tuple(
        _grant_of(database, code, year)
        for year in sorted(map(int, grant_year_options(database)), reverse=True)
    )


def _grant_of(database: Database, code: str, year: int) -> NamedGrant:
    words = formats.fiscal_year(year)
    for row in grant_rows(database, year):
        if row.prefecture_code == code:
            own = figure_id("subsidy_grants", "amount_yen", year, row.grant_number)
            return NamedGrant(year, words, formats.man_yen(row.amount_yen), own)
    return NamedGrant(year, words, NOT_NAMED, None)
