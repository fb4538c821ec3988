"""The map page: one value a prefecture, and what it may not be compared with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from lib import formats, vocabulary
from lib.counting import Count, total
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import Record, records
from lib.queries import options, places
from lib.schema import Column, Kind, declared
from lib.state import choice, described
from lib.views.data import options_from, remembered
from lib.views.notes import caution_texts, source_notes

NO_PREFECTURE = "none"
_PER_PERSONS = 100_000
_MOST_NAMES = 3  # prefectures with the same value that are named in the sentence

_SHOWN = {
    "projects": "モデル事業の数",
    "supported": "支援した人",
    "training": "研修の参加",
    "grant_2023": "交付金（令和5年度）",
    "grant_2024": "交付金（令和6年度）",
}
_MEASURES = {"supported": "supported_persons", "training": "training_attendance"}
_GRANT_YEARS = {"grant_2023": 2023, "grant_2024": 2024}
_RATED = ("supported", "grant_2023", "grant_2024")  # a rate per population says something
_BASES = {code: vocabulary.COUNT_BASIS.label(code) for code in ("total", "cumulative", "actual")}
_REGIONS = {"all": "全国"} | vocabulary.REGION_CODE.labels


@dataclass(frozen=True)
class MapState:
    """What the map shows.

    Attributes:
        show: Which figures.
        basis: How persons were counted, for figures that count persons.
        per: ``count``, or ``population`` for rates per 100,000 inhabitants.
        region: What part of the country is shown at first.
        order: Order of the table: by code or by value.
        prefecture: Code of the prefecture whose projects are listed, or none.
    """

    show: str = choice("表示する数", _SHOWN, "projects")
    basis: str = choice("数え方", _BASES, "total")
    per: str = choice("表し方", {"count": "数・金額", "population": "人口10万人あたり"}, "count")
    region: str = choice("表示範囲", _REGIONS, "all")
    order: str = choice("表の順", {"code": "コード順", "value": "値の大きい順"}, "code")
    prefecture: str = choice(
        "都道府県",
        options_from(
            lambda database: {NO_PREFECTURE: "選ばない"} | options.prefecture_options(database)
        ),
        NO_PREFECTURE,
    )

    @property
    def counts_persons(self) -> bool:
        """Whether the basis of counting matters."""
        return self.show in _MEASURES

    @property
    def can_be_rate(self) -> bool:
        """Whether the figures may be related to the population."""
        return self.show in _RATED

    @property
    def is_rate(self) -> bool:
        """Whether rates are shown."""
        return self.per == "population" and self.can_be_rate

    @property
    def unit(self) -> str:
        """Unit of the values shown."""
        base = {"projects": "事業", "supported": "人", "training": "人"}.get(self.show, "円")
        return f"{base}／10万人" if self.is_rate else base

    @property
    def title(self) -> str:
        """Content, kind and unit."""
        basis = f"・{_BASES[self.basis]}" if self.counts_persons else ""
        rate = "人口10万人あたりの" if self.is_rate else ""
        return f"都道府県別にみた{rate}{_SHOWN[self.show]}の分布（{self.unit}{basis}）"


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
    ),
    declared("results", "unit"),
    Column(
        "status",
        Kind.TEXT,
        "値の状態",
        "値、0、不明、該当なしの別",
        vocabulary=vocabulary.MAP_STATUS,
    ),
    Column("words", Kind.TEXT, "内容", "値のもとになった数、または値のない理由"),
)


@dataclass(frozen=True)
class _Value:
    """The value of one prefecture."""

    status: str
    words: str
    value: float | None = None


_ValueFunction = Callable[[Record], _Value]


@remembered
def prefecture_values(database: Database, state: MapState) -> pd.DataFrame:
    """One row a prefecture, in the order of the state.

    Returns:
        The columns of ``VALUE_COLUMNS`` and the places of the prefectural offices.
    """
    prefectures = places.prefectures(database)
    value_of = _value_function(database, state)
    values = [value_of(prefecture) for prefecture in records(prefectures)]
    frame = pd.DataFrame(
        {
            "prefecture_code": prefectures["prefecture_code"],
            "name": prefectures["name"],
            "region": prefectures["region"],
            "value": pd.array([value.value for value in values], dtype="Float64"),
            "unit": state.unit,
            "status": [value.status for value in values],
            "words": [value.words for value in values],
            "office_longitude": prefectures["office_longitude"],
            "office_latitude": prefectures["office_latitude"],
        }
    )
    if state.order == "value":
        frame = frame.sort_values(
            ["value", "prefecture_code"], ascending=[False, True], na_position="last"
        )
    return frame.reset_index(drop=True)


def _value_function(database: Database, state: MapState) -> _ValueFunction:
    if state.show in _GRANT_YEARS:
        return _grant_values(database, state)
    if state.show in _MEASURES:
        return _count_values(database, state)
    return _project_values(database)


def _project_values(database: Database) -> _ValueFunction:
    names: dict[str, list[str]] = {}
    for row in records(places.projects_by_prefecture(database)):
        names.setdefault(row["prefecture_code"], []).append(row["body_name"])

    def value_of(prefecture: Record) -> _Value:
        found = names.get(prefecture["prefecture_code"], [])
        if not found:
            return _Value("zero", "0事業", 0.0)
        return _Value("value", f"{len(found)}事業（{'、'.join(found)}）", float(len(found)))

    return value_of


def _grant_values(database: Database, state: MapState) -> _ValueFunction:
    grants = places.named_grants(database, _GRANT_YEARS[state.show])
    amounts = {row["prefecture_code"]: float(row["amount_yen"]) for row in records(grants)}

    def value_of(prefecture: Record) -> _Value:
        amount = amounts.get(prefecture["prefecture_code"])
        if amount is None:
            return _Value("unknown", "不明（上位10団体に名前がない）")
        return _rated(amount, f"{formats.number(amount)}円", prefecture, state)

    return value_of


def _count_values(database: Database, state: MapState) -> _ValueFunction:
    figures: dict[str, list[Record]] = {}
    for row in records(places.counts_by_prefecture(database, _MEASURES[state.show])):
        if row["count_basis"] == state.basis:
            figures.setdefault(row["prefecture_code"], []).append(row)
    with_project = set(places.projects_by_prefecture(database)["prefecture_code"])

    def value_of(prefecture: Record) -> _Value:
        code = prefecture["prefecture_code"]
        if code not in with_project:
            return _Value("not_applicable", "該当なし（モデル事業なし）")
        if code not in figures:
            return _Value("unknown", f"不明（{_BASES[state.basis]}で数えた数の記載なし）")
        return _summed(figures[code], prefecture, state)

    return value_of


def _summed(figures: list[Record], prefecture: Record, state: MapState) -> _Value:
    counted = total(
        Count(row["value"], row["unit"], row["count_basis"], row["as_of_date"]) for row in figures
    )
    parts = "、".join(
        f"{row['body_name']} {row['indicator']} {formats.count(row['value'], row['unit'])}"
        f"（{formats.day(row['as_of_date'])}）"
        for row in figures
    )
    if state.is_rate and any(row["body_kind"] != "prefecture" for row in figures):
        return _Value("not_applicable", f"市の事業を含むため算出しない（{parts}）")
    words = f"{formats.count(counted.quantity, counted.unit)}（{parts}）"
    return _rated(counted.quantity, words, prefecture, state)


def _rated(quantity: float, words: str, prefecture: Record, state: MapState) -> _Value:
    if not state.is_rate:
        return _Value("value" if quantity else "zero", words, quantity)
    rate = round(quantity * _PER_PERSONS / prefecture["population_2020"], 2)
    return _Value(
        "value" if rate else "zero", f"{formats.number(rate)}{state.unit}。もとは{words}", rate
    )


@remembered
def map_exhibit(database: Database, state: MapState) -> Exhibit:
    """The rows behind the map."""
    values = prefecture_values(database, state)
    return Exhibit(
        exhibit_id="prefecture_map",
        name="都道府県別の地図",
        title=state.title,
        summary=_summary(values, state),
        rows=values,
        columns=VALUE_COLUMNS,
        as_of=_as_of(database, state),
        sources=source_notes(database, _source_ids(state)),
        cautions=caution_texts(database, *_caution_ids(state)),
        filters=described(state),
    )


def _summary(values: pd.DataFrame, state: MapState) -> str:
    rows = records(values)
    known = [row for row in rows if row["status"] == "value"]
    if not known:
        return "この条件で値を示せる都道府県がない。条件を選び直す。"
    ends = "から".join(_end_words(known, end, state.unit) for end in (min, max))
    words = [f"47都道府県のうち値のあるのは{len(known)}で、{ends}まで"]
    for status in ("zero", "unknown", "not_applicable"):
        found = sum(row["status"] == status for row in rows)
        if found:
            words.append(f"{vocabulary.MAP_STATUS.label(status)}は{found}")
    return "、".join(words) + "。"


def _end_words(known: list[Record], end: Callable[..., float], unit: str) -> str:
    """The smallest or largest value and whose it is, as in 225人（愛知県）."""
    value = end(row["value"] for row in known)
    names = [row["name"] for row in known if row["value"] == value]
    words = formats.joined(names) if len(names) <= _MOST_NAMES else f"{len(names)}都道府県"
    return f"{formats.number(value)}{unit}（{words}）"


def _as_of(database: Database, state: MapState) -> str:
    if state.show in _GRANT_YEARS:
        return formats.fiscal_year(_GRANT_YEARS[state.show])
    if state.show == "projects":
        return "平成30年度（2018）と令和元年度（2019）に始まった36事業"
    counts = records(places.counts_by_prefecture(database, _MEASURES[state.show]))
    return formats.as_of(row["as_of_date"] for row in counts if row["count_basis"] == state.basis)


def _source_ids(state: MapState) -> Sequence[str]:
    own = {"grant_2023": "rs_2024", "grant_2024": "rs_2025"}.get(state.show, "S3")
    return (own, "census_2020") if state.is_rate else (own,)


def _caution_ids(state: MapState) -> Sequence[str]:
    cautions = []
    if state.show in _GRANT_YEARS:
        cautions.append("grants_top_ten")
    if state.show == "supported":
        cautions += ["mixed_counts", "people_may_overlap", "different_as_of"]
    if state.show == "training":
        cautions += ["mixed_counts", "people_may_overlap"]
    if state.is_rate:
        cautions.append("population_base")
    return cautions


@remembered
def prefecture_projects(database: Database, prefecture_code: str) -> pd.DataFrame:
    """The projects of one prefecture."""
    projects = places.projects_by_prefecture(database)
    return projects[projects["prefecture_code"] == prefecture_code].reset_index(drop=True)


@remembered
def prefecture_cases(database: Database, prefecture_code: str) -> pd.DataFrame:
    """What the grant's document tells of one prefecture."""
    return places.cases(database, prefecture_code)


@remembered
def case_source(database: Database) -> str:
    """Title and publisher of that document."""
    note = source_notes(database, ["S2"])[0]
    return f"{note.title}（{note.publisher}）"
