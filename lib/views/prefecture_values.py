"""The value of each prefecture for a state of the map, and what it comes from."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from lib import formats, vocabulary
from lib.cells import figure_id, listed
from lib.counting import Count, MixedCountsError, total
from lib.database import Database
from lib.memory import remembered
from lib.queries import places
from lib.queries.catalogue import Figure, whole_figures
from lib.queries.money import grant_rows
from lib.queries.options import grant_year_options
from lib.queries.places import Prefecture
from lib.schema import Column, Kind, declared, key, sentence
from lib.views.dates import EACH, SAME, commonest_date
from lib.views.map_state import BASES, MEASURES, MapState
from lib.views.mapped import Mapped, mapped

_MAN = 10_000  # 万
NOT_NAMED = "不明（名前の示された団体にない）"

_MARK = Column(
    "mark",
    Kind.TEXT,
    "交付金",
    "新しい年度の交付金で名前の示された都道府県の印。印がないのは0円ではなく不明",
    missing="印なし",
)
VALUE_COLUMNS = (
    declared("prefectures", "prefecture_code"),
    declared("prefectures", "name", label="都道府県"),
    declared("prefectures", "region"),
    Column(
        "value",
        Kind.NUMBER,
        "値",
        "地図に示した値。空の意味は「値の状態」による",
        missing="—",
        unit_in="unit",
    ),
    declared("results", "unit"),
    Column(
        "status",
        Kind.TEXT,
        "値の状態",
        "値、0、不明、該当なしの別",
        vocabulary=vocabulary.MAP_STATUS,
    ),
    sentence("words", "内容", "値のもとになった数、または値のない理由"),
    key(
        "figure_ids",
        "もとの数値",
        "値のもとになった数値の数値ID（縦線で区切る）",
        missing="もとの数値なし",
    ),
    replace(
        declared("results", "source_locator"), meaning="もとの数値の出典の中の場所", missing="—"
    ),
)


@dataclass(frozen=True)
class _Value:
    """The value of one prefecture, with the rows and columns that it comes from."""

    status: str
    words: str
    value: float | None = None
    figure_ids: tuple[str, ...] = ()
    locators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrefectureValue:
    """What a row of the map says."""

    prefecture_code: str
    name: str
    value: float | None
    status: str
    words: str
    figure_ids: str | None


def value_columns(state: MapState) -> tuple[Column, ...]:
    """The columns of the rows of a state: where projects are counted, grants are marked."""
    return (*VALUE_COLUMNS, _MARK) if state.show == "projects" else VALUE_COLUMNS


_ValueFunction = Callable[[Prefecture], _Value]


def prefecture_values(database: Database, state: MapState) -> pd.DataFrame:
    """One row a prefecture, in the order of the state.

    Returns:
        The columns of ``value_columns``, and ``mark`` and ``name_short`` in any case.
    """
    found: pd.DataFrame = _values(database, state.of_rows)
    return found


@remembered
def _values(database: Database, state: MapState) -> pd.DataFrame:
    """The rows of all states that show the same figures, whatever part of the country they show."""
    prefectures = places.prefectures(database)
    value_of = _value_function(database, state)
    values = [value_of(prefecture) for prefecture in prefectures]
    marks = grant_marks(database) if state.show == "projects" else {}
    frame = pd.DataFrame(
        {
            "prefecture_code": [prefecture.prefecture_code for prefecture in prefectures],
            "name": [prefecture.name for prefecture in prefectures],
            "name_short": [prefecture.name_short for prefecture in prefectures],
            "region": [prefecture.region for prefecture in prefectures],
            "value": pd.array([value.value for value in values], dtype="Float64"),
            "unit": state.unit,
            "status": [value.status for value in values],
            "words": [value.words for value in values],
            "figure_ids": [listed(value.figure_ids) or None for value in values],
            "source_locator": [formats.joined(value.locators) or None for value in values],
            "mark": [marks.get(prefecture.prefecture_code) for prefecture in prefectures],
        }
    )
    if state.order == "value":
        frame = frame.sort_values(
            ["value", "prefecture_code"], ascending=[False, True], na_position="last"
        )
    return frame.reset_index(drop=True)


def newest_grant_year(database: Database) -> int | None:
    """The newest fiscal year with published grants; None if there is none."""
    return max(map(int, grant_year_options(database)), default=None)


def grant_marks(database: Database) -> dict[str, str]:
    """Code of each prefecture that the newest published grants name to the words of its mark."""
    year = newest_grant_year(database)
    if year is None:
        return {}
    named = [row.prefecture_code for row in grant_rows(database, year) if row.prefecture_code]
    return dict.fromkeys(named, f"交付金の上位{len(named)}（{formats.era_year(year)}度）")


def _value_function(database: Database, state: MapState) -> _ValueFunction:
    if entered := mapped(database).get(state.show):
        return _entered_values(entered)
    if state.grant_year is not None:
        return _grant_values(database, state.grant_year)
    if state.show in MEASURES:
        return _count_values(database, state)
    return _project_values(database)


def _project_values(database: Database) -> _ValueFunction:
    names: dict[str, list[str]] = {}
    for row in places.projects_by_prefecture(database):
        names.setdefault(row.prefecture_code, []).append(row.body_name)

    def value_of(prefecture: Prefecture) -> _Value:
        found = names.get(prefecture.prefecture_code, [])
        if not found:
            return _Value("zero", "0事業", 0.0)
        return _Value("value", f"{len(found)}事業（{'、'.join(found)}）", float(len(found)))

    return value_of


def _entered_values(entered: Mapped) -> _ValueFunction:
    """A value, 0, or the reason that is entered; what follows where nothing is."""

    def value_of(prefecture: Prefecture) -> _Value:
        row = entered.rows.get(prefecture.prefecture_code)
        if row is None or row.value is None:
            reason = (row and row.missing_reason) or entered.absent_reason
            return _Value(reason, entered.reason_words(reason, is_entered=row is not None))
        return _Value(
            "value" if row.value else "zero",
            formats.count(row.value, entered.unit),
            row.value,
            (row.figure_id,),
            (row.source_locator,),
        )

    return value_of


def _grant_values(database: Database, fiscal_year: int) -> _ValueFunction:
    named = {row.prefecture_code: row for row in grant_rows(database, fiscal_year)}

    def value_of(prefecture: Prefecture) -> _Value:
        grant = named.get(prefecture.prefecture_code)
        if grant is None:
            return _Value("unknown", NOT_NAMED)
        return _Value(
            "value",
            formats.man_yen(grant.amount_yen),
            grant.amount_yen / _MAN,
            (figure_id("subsidy_grants", "amount_yen", fiscal_year, grant.grant_number),),
            (grant.source_locator,),
        )

    return value_of


def _count_values(database: Database, state: MapState) -> _ValueFunction:
    figures: dict[str, list[Figure]] = {}
    for row in shown_counts(database, state):
        figures.setdefault(row.prefecture_code, []).append(row)
    with_project = {row.prefecture_code for row in places.projects_by_prefecture(database)}

    def value_of(prefecture: Prefecture) -> _Value:
        code = prefecture.prefecture_code
        if code not in with_project:
            return _Value("not_applicable", "該当なし（モデル事業なし）")
        if code not in figures:
            when = "この時点に" if state.as_of == SAME else ""
            return _Value("unknown", f"不明（{BASES[state.basis]}で{when}数えた数の記載なし）")
        return _summed(figures[code], state)

    return value_of


def shown_counts(database: Database, state: MapState) -> tuple[Figure, ...]:
    """The figures that the map shows, of one as-of date if the state asks for it."""
    counts = whole_figures(database, MEASURES[state.show])
    figures = tuple(row for row in counts if row.count_basis == state.basis)
    if state.as_of == EACH or not figures:
        return figures
    date = commonest_date(row.as_of_date for row in figures)
    return tuple(row for row in figures if row.as_of_date == date)


def _summed(figures: list[Figure], state: MapState) -> _Value:
    own = tuple(figure_id("results", "value", row.project_id, row.result_number) for row in figures)
    locators = tuple(row.source_locator for row in figures)
    return replace(_sum(figures, state), figure_ids=own, locators=locators)


def _sum(figures: list[Figure], state: MapState) -> _Value:
    parts = "、".join(
        f"{row.body_name} {row.indicator} {formats.count(row.value, row.unit)}"
        f"（{formats.day(row.as_of_date)}）"
        for row in figures
    )
    if len({row.as_of_date for row in figures}) > 1:
        return _Value("several", f"時点が違うため合計しない（{parts}）")
    try:
        counted = total(
            [
                Count(0, state.unit, state.basis),  # what the map says that it counts
                *(Count(row.value, row.unit, row.count_basis) for row in figures),
            ]
        )
    except MixedCountsError as error:
        return _Value("not_applicable", f"{error}（{parts}）")
    words = f"{formats.count(counted.quantity, counted.unit)}（{parts}）"
    if state.basis == "total" and len(figures) > 1:
        return _Value("reference", f"参考: {words}", counted.quantity)
    return _Value("value" if counted.quantity else "zero", words, counted.quantity)
