"""Money, map and overview from the rows of a year to come, without an edit in code.

Expected values are worked out from the rows in ``tests/next_year.py``: in FY2025 Akita (05) got
1,500,000 yen, nine others 900,000 each and all the rest 2,500,000, together 12,100,000; FY2026
raises the cap to 2,000,000 yen.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from lib import database as database_module
from lib.build import built_database
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings.agenda import item_of
from lib.meetings.reading import reading
from lib.queries import sources as source_queries
from lib.state import encoded, parsed
from lib.validation import InvalidDataError
from lib.views import calculator, overview, terms
from lib.views.calculator import CalculatorState
from lib.views.map_state import MapState
from lib.views.pages import page_exhibits
from lib.views.subsidy import CommissionState, GrantState
from lib.views.terms import TermsState
from tests.demonstration import database_with
from tests.next_year import added_rows

Changed = Callable[..., Database]


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Changed:
    """The shipped database after some statements, as the one that the process reads."""

    def change(*statements: str) -> Database:
        path = tmp_path / "dashboard-changed.duckdb"
        shutil.copy(built_database(), path)
        with duckdb.connect(path) as connection:
            for statement in statements:
                connection.execute(statement)
        found = Database(path)
        monkeypatch.setattr(database_module, "_of_process", lambda: found)
        return found

    return change


@pytest.fixture
def next_year(year_to_come: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The year to come as the data of the process."""
    monkeypatch.setattr(database_module, "_of_process", lambda: year_to_come)
    return year_to_come


def _by_id(database: Database, topic: str, **query: str) -> dict[str, Exhibit]:
    return {exhibit.exhibit_id: exhibit for exhibit in page_exhibits(database, topic, query)}


def test_the_page_opens_at_the_newest_grants_and_at_the_terms_in_force(next_year: Database) -> None:
    assert GrantState() == GrantState("2025")
    assert CommissionState() == CommissionState("2020")
    assert CalculatorState() == CalculatorState(4_000_000)
    assert TermsState() == TermsState(rate=50, cap=2_000_000)
    found = calculator.calculation(next_year, CalculatorState().cost)
    assert isinstance(found, calculator.Calculation)
    assert (found.share.grant_yen, found.share.own_yen) == (2_000_000, 2_000_000)
    assert "令和8年度（2026）の条件" in found.rule


@pytest.mark.usefixtures("next_year")
def test_an_address_that_was_kept_means_the_same_when_rows_were_added() -> None:
    state, rejected = parsed(GrantState, {"grant_year": "2024"})

    assert (state, rejected) == (GrantState("2024"), [])
    assert encoded(state) == {"grant_year": "2024"}
    assert encoded(GrantState()) == {"grant_year": "2025"}


@pytest.mark.parametrize(
    ("year", "words", "is_own"),
    [
        ("2023", "令和5年度の上限は文書に記載がない", False),
        ("2024", "令和6年度の上限は文書に記載がない", False),
        ("2025", "令和7年度の上限は150万円。", True),
    ],
)
def test_a_cap_is_drawn_from_the_nearest_document_and_names_its_year(
    next_year: Database,
    year: str,
    words: str,
    is_own: bool,  # noqa: FBT001 - a parameter
) -> None:
    exhibit = _by_id(next_year, "subsidy", grant_year=year)["grants"]
    caps = {row["cap_yen"] for row in records(exhibit.rows) if row["prefecture_code"]}

    assert words in exhibit.summary
    assert words in reading(exhibit)
    assert exhibit.markup is not None
    assert "上限150万円（R7の文書）" in exhibit.markup
    assert caps == ({1_500_000} if is_own else {None})
    assert "200万円" not in reading(exhibit) + exhibit.markup


def test_the_newest_grants_are_tried_under_their_own_terms(next_year: Database) -> None:
    exhibit = terms.cost_exhibit(next_year, TermsState(rate=50, cap=2_000_000))
    paid, same, everyone = records(exhibit.rows)

    # Akita stands at the cap: at most 500,000 more. None of the rest is above 900,000.
    assert paid["low_yen"] == 12_100_000
    assert (same["low_yen"], same["high_yen"]) == (12_100_000, 12_600_000)
    assert everyone["high_yen"] == 94_000_000
    assert exhibit.as_of == "交付額は令和7年度（2025）、条件は令和7年度（2025）"
    assert "同じだったとみた" not in exhibit.summary


def test_terms_that_had_to_be_assumed_are_spoken_of(shipped: Database) -> None:
    exhibit = terms.cost_exhibit(shipped, TermsState(rate=50, cap=3_000_000))

    assert "令和6年度の条件は記載がなく、令和7年度と同じだったとみた。" in reading(exhibit)
    assert "事業費は少なくとも300万円としか分からない。" in exhibit.summary


def test_ten_grants_at_the_cap_still_bound_the_rest(changed: Changed) -> None:
    database = changed(
        "UPDATE subsidy_grants SET amount_yen = 1500000 "
        "WHERE fiscal_year = 2024 AND prefecture_code IS NOT NULL"
    )
    same = records(terms.cost_exhibit(database, TermsState(rate=50, cap=2_000_000)).rows)[1]

    # 15,000,000 and 12,952,000; of the latter eight may stand at the cap, 952,000 are left.
    assert (same["low_yen"], same["high_yen"]) == (27_952_000, 20_000_000 + 16_952_000)


def test_map_and_overview_show_the_new_year(next_year: Database) -> None:
    (shown,) = page_exhibits(next_year, "map", {"show": "grant_2025"})

    assert "交付金 令和7年度（2025）" in shown.title
    assert "値のあるのは10で、90万円（9都道府県）から150万円（秋田県）まで" in shown.summary
    values = {headline.label: headline for headline in overview.headlines(next_year)}
    newest = values["交付金の交付額（令和7年度）"]
    assert (newest.value, newest.words, newest.bar) == ("1,210", "予算の公表値なし", None)
    strip = overview.strip(next_year)
    assert strip is not None
    assert strip.years[-1] == "R8"
    assert strip.phases[-1].last == len(strip.years)


def test_a_sum_of_what_is_only_called_a_total_is_for_reference(shipped: Database) -> None:
    (shown,) = page_exhibits(shipped, "map", encoded(MapState(show="supported")))
    rows = {row["prefecture_code"]: row for row in records(shown.rows)}

    assert rows["28"]["words"].startswith("参考: 84人（兵庫県 ")
    # 京都府 and 京都市, two counts of 大阪府, 兵庫県 and 明石市.
    assert [code for code, row in rows.items() if row["status"] == "reference"] == [
        *("26", "27", "28")
    ]
    assert any("実人員か延べかの記載がない" in caution.text for caution in shown.cautions)


def test_the_build_takes_grants_at_the_cap_of_their_year_and_refuses_one_above(
    next_year: Database, tmp_path: Path
) -> None:
    checks = records(source_queries.checks(next_year, [], []))
    (cap,) = [check for check in checks if check["check_id"] == "grants:cap:2025"]
    assert (cap["verdict"], cap["expected"]) == ("match", "1,500,000 以下")

    rows = added_rows()
    rows["subsidy_grants"][0]["amount_yen"] = "1500001"
    with pytest.raises(InvalidDataError, match="grants:cap:2025"):
        database_with(tmp_path, rows)


def test_a_page_writes_no_default_into_its_address_and_a_meeting_does(next_year: Database) -> None:
    assert encoded(GrantState(), is_short=True) == {}
    assert encoded(GrantState("2024"), is_short=True) == {"grant_year": "2024"}
    item = item_of("subsidy", "grants", {})
    assert item.query == (("grant_year", "2025"),)
    assert next_year.version != "changed"
