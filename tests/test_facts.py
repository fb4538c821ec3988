"""Every row agrees with the checked facts that it was entered from, on a machine that has them."""

import collections
import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from lib import paths
from tests.conftest import Edit

_FACTS = paths.PROJECT.parent / "shared" / "facts"
_SHARED = "name", "name_short", "kana", "romaji", "region"
_OFFICE = "office_latitude", "office_longitude"
_BASIS = {
    "出所年": "release_year",
    "出院年": "release_year",
    "暦年": "calendar_year",
    "目標年": "target_year",
}
_KIND = {"official": "official", "copy of an official figure": "copy"}
_UNDATED = "不詳"  # how a period is entered that its source does not say (D110, D139)
# The one figure of the national series that comes from a document (S1 L59, D110).
_FROM_A_DOCUMENT = {("薬物事犯の2年以内再入率", "薬物事犯", _UNDATED)}

_Row = dict[str, str]
_Statements = collections.Counter[tuple[object, ...]]


def _rows(folder: Path, name: str) -> list[_Row]:
    path = folder / f"{name}.csv"
    if folder == _FACTS and not path.is_file():
        pytest.skip(f"{path.name} is not in shared/facts beside the project")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _code_of_prefecture() -> dict[str, str]:
    return {row["name"]: row["prefecture_code"] for row in _rows(_FACTS, "prefectures")}


def _texts(row: _Row, *columns: str) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def _numbers(row: _Row, *columns: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(row[column]) for column in columns)


def _prefectures(folder: Path) -> _Statements:
    return _Statements(
        (
            *_texts(row, "prefecture_code", *_SHARED),
            *_numbers(row, *_OFFICE, "population_2020"),
        )
        for row in _rows(folder, "prefectures")
    )


def _entered_bodies(folder: Path) -> _Statements:
    return _Statements(
        (*_texts(row, "body_code", "name", "prefecture_code"), *_numbers(row, *_OFFICE))
        for row in _rows(folder, "bodies")
    )


def _known_bodies(folder: Path) -> _Statements:
    """All cities, and the prefectures that ran a project of their own."""
    own = {row["body_code"] for row in _rows(paths.DATA, "bodies")}
    cities = [
        row | {"prefecture_code": _code_of_prefecture()[row["prefecture"]]}
        for row in _rows(folder, "cities")
    ]
    prefectures = [
        row for row in _rows(folder, "prefectures") if row["local_government_code"] in own
    ]
    return _Statements(
        (
            *_texts(row, "local_government_code", "name", "prefecture_code"),
            *_numbers(row, *_OFFICE),
        )
        for row in [*cities, *prefectures]
    )


def _entered_grants(folder: Path) -> _Statements:
    return _Statements(
        (*_texts(row, "fiscal_year", "prefecture_code"), *_numbers(row, "amount_yen"))
        for row in _rows(folder, "subsidy_grants")
    )


def _known_grants(folder: Path) -> _Statements:
    codes = _code_of_prefecture() | {"": ""}  # no name: all others together
    return _Statements(
        (row["fiscal_year"], codes[row["prefecture"]], *_numbers(row, "amount_yen"))
        for row in _rows(folder, "subsidy_grants")
    )


def _budgets(name: str) -> Callable[[Path], _Statements]:
    return lambda folder: _Statements(
        (*_texts(row, "line", "fiscal_year", "item"), *_numbers(row, "amount_yen"))
        for row in _rows(folder, name)
    )


def _entered_commissions(folder: Path) -> _Statements:
    names = {row["body_code"]: row["name"] for row in _rows(folder, "bodies")}
    return _Statements(
        (*_texts(row, "fiscal_year", "rank"), names[row["body_code"]], *_numbers(row, "amount_yen"))
        for row in _rows(folder, "commissions")
    )


def _known_commissions(folder: Path) -> _Statements:
    return _Statements(
        (*_texts(row, "fiscal_year", "rank", "body"), *_numbers(row, "amount_yen_rounded"))
        for row in _rows(folder, "model_project_commission")
    )


def _entered_series(folder: Path) -> _Statements:
    """Kind of period and origin are compared where the facts give them."""
    with_kinds = {row["series"] for row in _rows(_FACTS, "reentry_national")}
    return _Statements(
        (
            *_texts(row, "series", "breakdown", "period"),
            *_numbers(row, "value"),
            *_texts(row, "unit", "url"),
            *(_texts(row, "period_basis", "source_kind") if row["series"] in with_kinds else ()),
        )
        for row in _rows(folder, "context_series")
        if _texts(row, "series", "breakdown", "period") not in _FROM_A_DOCUMENT
    )


def _known_series(folder: Path) -> _Statements:
    other = [
        (
            row["series"],
            "総数",
            row["year_or_date"] or _UNDATED,
            *_numbers(row, "value"),
            *_texts(row, "unit", "source_url"),
        )
        for row in _rows(folder, "context_national")
    ]
    reentry = [
        (
            *_texts(row, "series", "breakdown", "year"),
            *_numbers(row, "value"),
            *_texts(row, "unit", "source_url"),
            _BASIS[row["year_basis"]],
            _KIND[row["source_kind"]],
        )
        for row in _rows(folder, "reentry_national")
    ]
    return _Statements([*other, *reentry])


# Table, what its rows say, what the facts say.
COMPARED: dict[str, tuple[Callable[[Path], _Statements], Callable[[Path], _Statements]]] = {
    "prefectures": (_prefectures, _prefectures),
    "bodies": (_entered_bodies, _known_bodies),
    "subsidy_grants": (_entered_grants, _known_grants),
    "budget_lines": (_budgets("budget_lines"), _budgets("budget")),
    "commissions": (_entered_commissions, _known_commissions),
    "context_series": (_entered_series, _known_series),
}


def _differences(table: str, folder: Path) -> tuple[_Statements, _Statements]:
    """What only the data say, and what only the facts say."""
    read_entered, read_known = COMPARED[table]
    entered, known = read_entered(folder), read_known(_FACTS)
    return entered - known, known - entered


@pytest.mark.parametrize("table", COMPARED)
def test_every_row_says_what_the_facts_say(table: str) -> None:
    assert _differences(table, paths.DATA) == (_Statements(), _Statements())


def test_names_that_were_confirmed_stand_corrected_with_what_is_printed_in_the_register() -> None:
    registered = {(row["row_key"], row["column_name"]): row for row in _discrepancies()}
    contractors = {
        f"{row['project_id']}/{row['position']}": row["name"]
        for row in _rows(paths.DATA, "contractors")
    }
    confirmed = _rows(_FACTS, "names_confirmed")

    assert len(confirmed) == 2
    for row in confirmed:
        record = registered[row["row_key"], "name"]
        assert contractors[row["row_key"]] == record["adopted"] == row["confirmed"]
        assert record["printed"].replace(" ", "") == row["printed"]


def _discrepancies() -> list[_Row]:
    return _rows(paths.DATA, "discrepancies")


@pytest.mark.parametrize(
    ("table", "key", "column", "text"),
    [
        ("prefectures", {"prefecture_code": "27"}, "population_2020", "8837686"),
        ("prefectures", {"prefecture_code": "15"}, "region", "東北"),
        ("bodies", {"body_code": "401005"}, "office_longitude", "130.8752779"),
        ("subsidy_grants", {"fiscal_year": "2024", "grant_number": "11"}, "amount_yen", "12951000"),
        ("budget_lines", {"fiscal_year": "2026"}, "amount_yen", "35435000"),
        ("commissions", {"fiscal_year": "2018", "rank": "3"}, "amount_yen", "7400000"),
        ("context_series", {"series": "保護区数"}, "value", "887"),
        ("context_series", {"period": "2013-2017"}, "period", "2012-2017"),
        ("context_series", {"period": "2000-04-01"}, "unit", "社"),
        ("context_series", {"period": "2013-2017"}, "source_kind", "copy"),
    ],
)
def test_a_cell_with_a_slip_is_found(  # noqa: PLR0917 - a row of the table above
    data_copy: Path, edit: Edit, table: str, key: dict[str, str], column: str, text: str
) -> None:
    edit(table, key, column, text)

    only_entered, only_known = _differences(table, data_copy)

    assert only_entered.total() == only_known.total() == 1
