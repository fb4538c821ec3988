"""Rows that are entered one a prefecture are shown on the map, and lead from a prefecture on.

Expected values are worked out by hand from the rows in ``tests/entered_rows.py``.
"""

from collections.abc import Mapping

import pytest

from lib.charts.prefecture_areas import area_picture
from lib.charts.prefecture_map import fills
from lib.charts.tokens import PALETTES, Palette
from lib.database import Database, using
from lib.exhibits import Exhibit
from lib.frames import Record, records
from lib.state import parameters
from lib.views.map_state import MapState
from lib.views.pages import exhibit_at
from lib.views.prefecture_counts import counts_of
from lib.views.prefecture_map import prefecture_panel
from tests.demonstration import database_with
from tests.entered_rows import PREFECTURES, UNKNOWN, count_row, entered_rows

HOGOSHI, OTHER, OWN = (
    f"support_2024-consultation_{name}-case-total" for name in ("hogoshi", "other", "own")
)
REENTRY = "indicator_two_year_reentry_rate_2023"


def _rates(codes: tuple[str, ...]) -> list[dict[str, str]]:
    """Invented rates: 10.1 % in Hokkaido to 14.7 % in Okinawa."""
    return [
        {"indicator_id": "two_year_reentry_rate", "period": "2023", "prefecture_code": code}
        | {"value": f"{10 + int(code) / 10:.1f}", "unit": "%", "period_basis": "release_year"}
        | {"source_kind": "official", "source_id": "S2", "source_locator": "試し"}
        for code in codes
    ]


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The shipped data, counts of all types, and a rate of every prefecture."""
    rows = entered_rows() | {"prefecture_indicators": _rates(PREFECTURES)}
    return database_with(tmp_path_factory.mktemp("entered"), rows)


def _map(database: Database, show: str) -> Exhibit:
    found = exhibit_at(database, "map", "prefecture_map", {"show": show})
    assert found is not None
    return found


def _by_code(exhibit: Exhibit) -> Mapping[str, Record]:
    return {row["prefecture_code"]: row for row in records(exhibit.rows)}


def _choices(database: Database) -> dict[str, str]:
    with using(database):
        return dict(parameters(MapState)["show"].options)


def test_the_map_offers_each_type_with_counts_of_several_bodies(entered: Database) -> None:
    choices = _choices(entered)

    assert choices[HOGOSHI] == "支援実績 保護司会に委託（令和6年度（2024）、件、計）"
    # Ten types; one body alone gives housing.
    assert sum(code.startswith("support_") for code in choices) == 9
    assert not [code for code in choices if "housing" in code]


def test_the_four_kinds_have_a_status_of_their_own_on_the_map(entered: Database) -> None:
    hogoshi, other = _by_code(_map(entered, HOGOSHI)), _by_code(_map(entered, OTHER))

    def told(row: Record) -> tuple[str, float | None, str]:
        return row["status"], row["value"], row["words"]

    assert told(hogoshi["05"]) == ("value", 15, "15件")
    assert told(hogoshi["40"]) == ("suppressed", None, "秘匿")
    assert told(hogoshi["01"]) == ("not_applicable", None, "該当なし")
    assert told(other["23"]) == ("zero", 0, "0件")
    assert told(other["40"]) == ("unknown", None, "不明")
    assert hogoshi["05"]["figure_ids"] == "support_counts.2024/consultation_hogoshi/05.value"
    assert hogoshi["40"]["figure_ids"] is None


def test_words_of_the_map_count_the_four_apart_and_rank_nobody(entered: Database) -> None:
    exhibit = _map(entered, OTHER)

    # 7, 18, 33 and 25 above 0; one 0; one unknown; 41 do none of it.
    assert exhibit.summary == (
        "47都道府県のうち値のあるのは4で、7件（東京都）から33件（大阪府）まで、"
        "0は1、不明は1、該当なしは41。"
    )
    assert exhibit.headline == "ほかの団体に委託は5都道府県で0件～33件"
    assert exhibit.subtitle.endswith("令和6年度。秘匿、不明、該当なしは0ではない")
    assert exhibit.as_of == "令和6年度（2024）"
    assert [caution.is_publishers for caution in exhibit.cautions] == [True, False]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_legend_and_fills_tell_the_kinds_apart(entered: Database, palette: Palette) -> None:
    rows = records(_map(entered, HOGOSHI).rows)
    picture = area_picture(rows, "件")
    colours = fills(palette)

    assert [key.text for key in picture.keys] == [
        *("50～100件（3府県）", "50件未満（4都県）", "秘匿（1県）", "該当なし（39道府県）"),
    ]
    assert colours["not_applicable"] not in {colours["none"], colours["unknown"], colours["some"]}
    numbers = {area.code: area.number for area in picture.areas}
    assert (numbers["40"], numbers["01"], numbers["31"]) == ("秘", "－", "95")


def test_prefectures_without_a_row_are_unknown_until_all_bodies_are_there(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    counts = [count_row("consultation_own", code, 3) for code in ("13", "27", "40")]
    open_rows = [*counts, count_row("consultation_own", "47", UNKNOWN)]
    bodies = [
        row
        for row in entered_rows()["support_type_bodies"]
        if row["support_type_id"] == "consultation_own"
    ]
    known = {"support_counts": counts, "support_type_bodies": [bodies[0] | {"bodies": "3"}]}
    found = {}
    for name, rows in (("open", {"support_counts": open_rows}), ("known", known)):
        database = database_with(tmp_path_factory.mktemp(name), rows)
        row = _by_code(_map(database, OWN))["01"]
        found[name] = (row["status"], row["words"])

    assert found["open"] == ("unknown", "不明（該当なしか公表なし）")
    assert found["known"] == ("not_applicable", "該当なし")


def test_an_indicator_is_a_choice_once_all_prefectures_have_a_value(
    entered: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    few = database_with(
        tmp_path_factory.mktemp("few"), {"prefecture_indicators": _rates(PREFECTURES[:-1])}
    )
    assert REENTRY not in _choices(few)
    assert _choices(entered)[REENTRY] == "出所受刑者の2年以内再入率（2023年に出所）"

    exhibit = _map(entered, REENTRY)
    assert exhibit.headline == "出所受刑者の2年以内再入率は47都道府県で10.1%～14.7%"
    assert exhibit.title == ("都道府県別にみた出所受刑者の2年以内再入率（2023年に出所）の分布（%）")
    assert exhibit.subtitle == "都道府県ごとの出所受刑者の2年以内再入率（%）、2023年に出所"
    assert _by_code(exhibit)["13"]["words"] == "11.3%"


def test_a_note_on_few_prefectures_names_the_indicators_that_it_holds_for(
    entered: Database,
) -> None:
    with using(entered):
        shiga, tokyo = (
            prefecture_panel(entered, MapState(prefecture=code)) for code in ("25", "13")
        )
    assert shiga is not None
    assert tokyo is not None

    assert shiga.indicator_note == (
        "刑法犯検挙者中の再犯者率・刑法犯検挙者中の再犯者数・刑法犯検挙人員の値が"
        "公表されているのは8都道府県だけなので、都道府県どうしを比べない。"
    )
    assert tokyo.indicator_note == ""


def test_a_panel_leads_to_the_types_and_the_money_of_a_prefecture(entered: Database) -> None:
    found = counts_of(entered, "40")
    assert found is not None

    assert found.year == "令和6年度（2024）"
    assert [(row.name, row.words, row.figure_id is None) for row in found.counts] == [
        ("就労支援", "313件（計）", False),
        ("地域生活定着支援センター受託団体に委託", "76件（計）", False),
        ("保護司会に委託", "秘匿（0ではない）", True),
        ("その他の団体に委託", "不明（0ではない）", True),
        ("支援者支援", "70件（計）", False),
    ]
    assert found.counts[2].group == "2024-consultation_hogoshi-case-total"
    assert found.not_applicable == 5
    with using(entered):
        panel = prefecture_panel(entered, MapState(show=HOGOSHI, prefecture="40"))
    assert panel is not None
    assert (panel.words, panel.is_of_projects) == ("秘匿", False)
    assert [(one.fiscal_year, one.words) for one in panel.grants] == [
        (2024, "145.7万円"),
        (2023, "不明（名前の示された団体にない）"),
    ]


def test_a_prefecture_for_which_nothing_is_entered_has_no_counts(shipped: Database) -> None:
    assert counts_of(shipped, "13") is None
    found = counts_of(shipped, "23")
    assert found is not None
    assert [(row.words, row.group) for row in found.counts] == [("112人（実人員）", "")]
