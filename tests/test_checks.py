"""The checks that the build stores, with results worked out by hand."""

import collections
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lib import checks as checks_package
from lib import paths
from lib.checks import Check, run_checks
from lib.checks.model import number_in
from lib.confirmation import main as confirm
from lib.counting import Count, MixedCountsError
from lib.validation import InvalidDataError, Loaded, Value, validated_tables
from tests.conftest import Edit


@pytest.fixture(scope="module")
def checks() -> dict[str, Check]:
    return {check.check_id: check for check in run_checks(validated_tables(paths.DATA))}


@pytest.mark.parametrize(
    ("check_id", "expected", "found", "verdict"),
    [
        ("S1-S3:sessions_held", "31", "31", "match"),
        ("S1-S3:session_attendances", "32", "32", "match"),
        ("S1:participant_sessions", "32", "32", "match"),
        ("S1:participants_by_group:fiscal_year", "9", "9", "match"),
        ("S1:participants_by_group:sex", "9", "9", "match"),
        ("S1:participants_by_group:referral", "9", "9", "match"),
        ("S1:families", "5", "5", "match"),
        ("S1-S3:meetings", "4", "3", "mismatch"),
        ("S1-S3:trainings", "5", "4", "mismatch"),
        ("S1-S3:family_attendance", "56", "37", "cannot_check"),
        ("S1:family_share", "50", "49", "mismatch"),
        ("S4-S3:supported", "2", "2", "match"),
        ("S4-S3:council_members", "13", "13", "match"),
        ("S5:phases", "36", "36", "match"),
        ("national:symposium:2019", "4,831", "4,831", "match"),
        ("bodies:published", "36", "36", "match"),
        ("grants:budget:2023", "49,500,000 以下", "18,053,000", "match"),
        ("grants:budget:2024", "55,500,000 以下", "27,500,000", "match"),
        ("budget:unused:2018", "25,474,676", "25,474,676", "match"),
        ("budget:review_executed:2024", "53,548,000", "53,548,000", "match"),
        ("national:repeat_share:2023", "47", "47", "match"),
        ("national:repeat_share:2018", "48.8", "48.8", "match"),
        ("national:plans_by_kind:2022", "371", "371", "match"),
        ("breakdown:H30-12:1:支援段階", "31", "31", "match"),
        ("breakdown:H30-14:1:年齢", "103", "103", "match"),
        ("breakdown:H30-18:1:支援の種類", "246", "246", "match"),
        ("breakdown:H30-29:3:発行月", "1,150", "1,150", "match"),
        ("breakdown:R1-06:2:支援段階", "32", "32", "match"),
        ("of_which:H30-16:3", "2,400 以下", "592", "match"),
        ("rating:H30-06:11", "△", "△", "match"),
        ("code:401005", "5", "5", "match"),
    ],
)
def test_sides_and_verdict(
    checks: dict[str, Check], check_id: str, expected: str, found: str, verdict: str
) -> None:
    check = checks[check_id]

    assert (check.expected.words, check.found.words, check.verdict) == (expected, found, verdict)


def test_every_breakdown_of_the_catalogue_is_checked(checks: dict[str, Check]) -> None:
    # 岩手 1, 東京 1, 愛知 3, 名古屋 1, 滋賀 2, 兵庫 2, 明石 1, 山口 1, 熊本市 1, 福岡 1.
    assert sum(check.kind == "breakdown" for check in checks.values()) == 14


def test_every_contradiction_names_its_discrepancy(checks: dict[str, Check]) -> None:
    for check in checks.values():
        if check.verdict == "mismatch":
            assert check.discrepancy_id, check.check_id


def test_what_cannot_be_checked_says_why(checks: dict[str, Check]) -> None:
    found = [check for check in checks.values() if check.verdict == "cannot_check"]

    assert len(found) == 5
    assert all(check.reason for check in found)


def test_a_breakdown_in_another_counter_of_the_same_thing_says_so(checks: dict[str, Check]) -> None:
    assert checks["breakdown:H30-13:1:対象者の区分"].reason == (
        "内訳の単位は「名」。同じものを数える"
    )


def test_names_of_checks_are_unique() -> None:
    names = [check.check_id for check in run_checks(validated_tables(paths.DATA))]

    assert [name for name, times in collections.Counter(names).items() if times > 1] == []


def _faults(tables: Loaded) -> list[str]:
    with pytest.raises(InvalidDataError) as caught:
        run_checks(tables)
    return [str(fault) for fault in caught.value.faults]


def test_a_row_that_a_check_names_and_that_is_gone_is_a_fault(data_copy: Path, edit: Edit) -> None:
    edit("kpis", {"project_id": "H30-06", "kpi_number": "11"}, "indicator", "家族会の参加率")

    (fault,) = _faults(validated_tables(data_copy))

    assert "栃木県と茨城県の報告書" in fault
    assert "名指す行がない、または1つに決まらない" in fault
    assert "表 kpis（目標と結果）に事業ID「H30-06」、項目「家族会参加率」の行が0件" in fault


def test_checks_that_need_a_table_without_rows_are_left_out(checks: dict[str, Check]) -> None:
    tables = validated_tables(paths.DATA)
    for name in ("family_meetings", "scheme_phases"):
        tables[name] = replace(tables[name], rows=[], lines=[])
    kept = [
        row
        for row in tables["discrepancies"].rows
        if not str(row["check_id"]).startswith(("S1:famil", "S1-S3:famil"))
    ]
    tables["discrepancies"] = replace(tables["discrepancies"], rows=kept, lines=[2] * len(kept))

    found = {check.check_id for check in run_checks(tables)}

    assert set(checks) - found == {
        *("S1:families", "S1:family_persons", "S1-S3:family_attendance", "S1:family_share"),
        "S5:phases",
    }


def test_what_cannot_be_calculated_is_a_fault_without_words_of_python() -> None:
    tables = validated_tables(paths.DATA)
    others = [row | {"project_id": "H30-05"} for row in tables["family_meetings"].rows]
    tables["family_meetings"] = replace(tables["family_meetings"], rows=others)

    faults = _faults(tables)

    assert any("栃木県と茨城県の報告書" in fault and "0で割る計算" in fault for fault in faults)
    assert not re.search("[a-z] [a-z]", " ".join(faults))


def test_a_cap_is_held_against_the_grants_of_its_own_year_only(checks: dict[str, Check]) -> None:
    # The terms are documented for FY2025, of which no grant is published yet.
    assert not [name for name in checks if name.startswith("grants:cap:")]


def _with_row(table: str, like: dict[str, object], **values: Value) -> dict[str, Check]:
    """The checks of the shipped data with one more row, like another but for some values."""
    tables = validated_tables(paths.DATA)
    loaded = tables[table]
    pattern = next(row for row in loaded.rows if like.items() <= row.items())
    rows, lines = [*loaded.rows, pattern | values], [*loaded.lines, loaded.lines[-1] + 1]
    tables[table] = replace(loaded, rows=rows, lines=lines)
    return {check.check_id: check for check in run_checks(tables)}


def test_plans_of_another_year_are_checked_once_both_counts_are_there() -> None:
    plans = {"series": "地方再犯防止推進計画を策定した地方公共団体"}

    found = _with_row("context_series", plans, period="2019-04-01", value=18)

    check = found["national:plans:2018"]
    assert (check.expected.words, check.found.words, check.verdict) == ("18", "18", "match")


def test_another_event_leaves_the_symposium_of_the_document_alone() -> None:
    found = _with_row("event_attendance", {"block": "中央"}, event="別の年の行事", attendees=1000)

    assert found["national:symposium:2019"].found.words == "4,831"


def test_a_cell_that_holds_no_number_is_named_in_japanese() -> None:
    with pytest.raises(TypeError, match="rank列が空で、数でない"):
        number_in({"rank": None}, "rank")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("rank"), "rank"),
        (TypeError("unsupported operand"), "で数でない値」"),
        (IndexError("list index out of range"), "で行のない表」"),
        (ZeroDivisionError("float division by zero"), "で0で割る計算」"),
        (
            MixedCountsError(Count(1, "人", "actual"), Count(1, "件", "actual")),
            "「人（実人員）」と「件（実人員）」は合わせられない",
        ),
    ],
)
def test_whatever_stops_a_family_is_a_fault_that_names_it(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def broken(_tables: Loaded) -> Iterator[Check]:
        raise error
        yield

    monkeypatch.setattr(checks_package, "_FAMILIES", {"試し": broken})

    (fault,) = _faults(validated_tables(paths.DATA))

    assert "試し" in fault
    assert words in fault


def _with_count(data_copy: Path, support_type: str, value: int) -> dict[str, Check]:
    """The checks of the shipped data with one more count of a prefecture."""
    path = data_copy / "support_counts.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    lines.append(f"2024,{support_type},13,{value},,件,total,S2,L175")
    path.write_text("\n".join([header, *sorted(lines)]) + "\n", "utf-8")
    confirm(data_copy)
    return {check.check_id: check for check in run_checks(validated_tables(data_copy))}


@pytest.mark.parametrize(
    ("value", "words"), [(314, "最大（件）.*313 以下 ≠ 314"), (23, "最小（件）.*23 以下 ≠ 24")]
)
def test_a_count_outside_the_published_range_stops_the_build(
    data_copy: Path, value: int, words: str
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        _with_count(data_copy, "employment", value)

    (fault,) = caught.value.faults
    assert re.search(words, str(fault))


def test_a_count_inside_the_published_range_agrees_with_both_ends(data_copy: Path) -> None:
    found = _with_count(data_copy, "employment", 24)

    verdicts = [found[f"S2:range:2024:employment:13{end}"].verdict for end in ("", ":minimum")]
    assert verdicts == ["match", "match"]


def test_a_count_of_a_type_without_a_range_is_not_checked_against_one(data_copy: Path) -> None:
    found = _with_count(data_copy, "consultation_welfare", 5)

    assert not any("consultation_welfare" in check_id for check_id in found)
