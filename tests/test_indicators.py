"""Indicators of prefectures: shown with year and source, and never as a map of a few."""

from pathlib import Path

import pytest

from lib.database import Database, using
from lib.frames import records
from lib.schema import table
from lib.state import parameters
from lib.validation import InvalidDataError, validated_tables
from lib.views.map_state import MapState
from lib.views.pages import exhibit_at, page_exhibits
from lib.views.prefecture_map import NamedIndicator, prefecture_panel
from tests.conftest import Edit
from tests.demonstration import database_with

SHIGA, TOKYO = "25", "13"
FEW = "値が公表されているのは8都道府県だけなので、都道府県どうしを比べない。"


def _row(indicator_id: str, code: str, value: str, unit: str, **more: str) -> dict[str, str]:
    return {
        "indicator_id": indicator_id,
        "period": "2025",
        "prefecture_code": code,
        "value": value,
        "unit": unit,
        "period_basis": "calendar_year",
        "source_kind": "official",
        "source_id": "S2",
        "source_locator": "試し",
    } | more


def test_a_panel_names_the_newest_value_of_each_indicator_with_its_year(shipped: Database) -> None:
    panel = prefecture_panel(shipped, MapState(prefecture=SHIGA))
    assert panel is not None

    share = "prefecture_indicators.repeat_offender_share/2021/25.value"
    assert panel.indicators[0] == NamedIndicator(
        "刑法犯検挙者中の再犯者率", "45.9%", "2021年", share
    )
    assert [(one.words, one.period) for one in panel.indicators[1:]] == [
        *(("868人", "2021年"), ("1,893人", "2021年")),
    ]
    assert panel.indicator_note == FEW
    assert "滋賀県健康医療福祉部" in panel.indicator_sources


def test_a_prefecture_without_a_public_value_has_none_and_not_zero(shipped: Database) -> None:
    panel = prefecture_panel(shipped, MapState(prefecture=TOKYO))
    assert panel is not None

    assert panel.indicators == ()
    assert panel.indicator_note == FEW
    query = {"prefecture": TOKYO}
    assert exhibit_at(shipped, "map", "prefecture_indicators", query) is None


def test_all_values_of_a_prefecture_stand_in_a_table_of_its_own(shipped: Database) -> None:
    found = {item.exhibit_id: item for item in page_exhibits(shipped, "map", {"prefecture": "46"})}
    exhibit = found["prefecture_indicators"]
    rows = records(exhibit.rows)

    # Three series of 2014 to 2021, the newest year of each first.
    assert len(rows) == 24
    assert {row["prefecture_code"] for row in rows} == {"46"}
    assert [(row["period"], row["value"]) for row in rows[:2]] == [("2021", 48.5), ("2020", 51.4)]
    assert exhibit.headline == "鹿児島県の刑法犯検挙者中の再犯者率は令和3年に48.5%"
    assert exhibit.as_of == "2014年から2021年まで"
    assert exhibit.summary.endswith(FEW)
    assert [note.source_id for note in exhibit.sources] == ["kagoshima_2023"]


def test_few_prefectures_are_no_choice_of_the_map(shipped: Database) -> None:
    with using(shipped):
        codes = parameters(MapState)["show"].options

    assert not [code for code in codes if "share" in code or "cleared" in code]


def test_every_share_with_both_numbers_is_worked_out_again(shipped: Database) -> None:
    rows = records(
        shipped.frame(
            "SELECT * FROM checks WHERE kind = 'prefecture' ORDER BY check_id",
            table("checks").columns,
        )
    )

    # Shiga 2008 to 2021, Kagoshima 2014 to 2021, Hiroshima 2018 to 2020.
    assert len(rows) == 14 + 8 + 3
    assert {row["verdict"] for row in rows} == {"match"}
    # 868 of 1,893 are 45.85 %.
    found = {row["check_id"]: row for row in rows}
    checked = found["prefecture:repeat_offender_share:2021:25"]
    assert (checked["expected"], checked["found"]) == ("45.9", "45.9")


def test_a_share_that_does_not_agree_stops_the_build(tmp_path: Path) -> None:
    rows = [
        _row("persons_cleared", TOKYO, "2000", "人"),
        _row("repeat_offenders", TOKYO, "901", "人"),
        _row("repeat_offender_share", TOKYO, "45.1", "%"),  # 45.05
        _row("persons_cleared", SHIGA, "2000", "人"),
        _row("repeat_offenders", SHIGA, "910", "人"),
        _row("repeat_offender_share", SHIGA, "45.4", "%"),
    ]
    with pytest.raises(
        InvalidDataError, match=r"滋賀県の2025年の再犯者率.*45\.4 ≠ 45\.5"
    ) as caught:
        database_with(tmp_path, {"prefecture_indicators": rows})
    assert len(caught.value.faults) == 1


def test_a_suppressed_value_is_said_and_takes_part_in_no_check(tmp_path: Path) -> None:
    rows = [
        _row("persons_cleared", TOKYO, "2000", "人"),
        _row("repeat_offenders", TOKYO, "", "人", missing_reason="suppressed"),
        _row("repeat_offender_share", TOKYO, "45.0", "%"),
    ]
    database = database_with(tmp_path, {"prefecture_indicators": rows})
    panel = prefecture_panel(database, MapState(prefecture=TOKYO))
    assert panel is not None

    assert [(one.name, one.words, one.figure_id is None) for one in panel.indicators] == [
        ("刑法犯検挙者中の再犯者率", "45.0%", False),
        ("刑法犯検挙者中の再犯者数", "秘匿", True),
        ("刑法犯検挙人員", "2,000人", False),
    ]
    assert panel.indicator_note.startswith("値が公表されているのは9都道府県だけ")
    exhibit = exhibit_at(database, "map", "prefecture_indicators", {"prefecture": TOKYO})
    assert exhibit is not None
    assert "値のない行は、秘匿 1で、0ではない。" in exhibit.summary


def test_an_indicator_is_added_by_rows_alone(tmp_path: Path) -> None:
    added = {
        "indicators": [
            {"indicator_id": "z_new", "name": "試しの指標", "unit": "件", "meaning": "試し"}
            | {"position": "7"}
        ],
        "prefecture_indicators": [_row("z_new", TOKYO, "0", "件")],
    }
    panel = prefecture_panel(database_with(tmp_path, added), MapState(prefecture=TOKYO))
    assert panel is not None

    assert [(one.name, one.words) for one in panel.indicators] == [("試しの指標", "0件")]


@pytest.mark.parametrize(
    ("column", "text", "allowed"),
    [
        ("unit", "人", "指標の単位（%）"),
        ("value", "100.1", "100 以下の割合"),
        ("period", "2021-04-01", "期間の種類 calendar_year では年または年の範囲"),
        ("missing_reason", "unknown", "どちらか1つだけ"),
        ("prefecture_code", "48", "形式"),
    ],
)
def test_faults_of_a_row_are_named(
    data_copy: Path, edit: Edit, column: str, text: str, allowed: str
) -> None:
    key = {"indicator_id": "repeat_offender_share", "prefecture_code": "40"}
    line = edit("prefecture_indicators", key, column, text)
    with pytest.raises(InvalidDataError) as caught:
        validated_tables(data_copy)

    found = [str(fault) for fault in caught.value.faults]
    assert [words for words in found if f"{line}行目" in words and allowed in words], found
