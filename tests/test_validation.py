"""Faulty CSV files are refused with every fault: file, row, column, found, allowed."""

import csv
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lib import paths
from lib.schema import CSV_TABLES, Column, Kind
from lib.validation import (
    InvalidDataError,
    csv_text,
    local_government_check_digit,
    validated_tables,
)
from lib.validation.reading import cell_fault
from lib.validation.rules import rule_faults
from tests.conftest import Edit


def _faults(directory: Path) -> list[str]:
    with pytest.raises(InvalidDataError) as caught:
        validated_tables(directory)
    return [str(fault) for fault in caught.value.faults]


def test_the_shipped_files_are_utf_8_without_a_mark_and_with_lf() -> None:
    for path in paths.DATA.glob("*.csv"):
        raw = path.read_bytes()
        assert csv_text(raw).encode() == raw, path.name


def test_the_shipped_data_are_valid() -> None:
    tables = validated_tables(paths.DATA)

    assert set(tables) == {table.name for table in CSV_TABLES}


FIGURE = {"project_id": "H30-26", "result_number": "1"}
HEADED = {"project_id": "H30-01", "result_number": "1"}  # as of the heading's date
COMMISSION = {"fiscal_year": "2018", "body_code": "010006"}
GRANT = {"fiscal_year": "2023", "grant_number": "6"}
METHOD = {"method_id": "series_break", "part": "steps", "position": "1"}
PHASE = {"programme": "model_project", "phase_number": "4"}


@pytest.mark.parametrize(
    ("table", "key", "column", "text", "allowed"),
    [
        ("results", FIGURE, "value", "1,459", "数（桁区切りなし）"),
        ("results", FIGURE, "value", "-1", "0 以上"),
        ("results", FIGURE, "value", "", "空でない値"),
        ("results", FIGURE, "value", "nan", "数（桁区切りなし）"),
        ("results", FIGURE, "value", "1e3", "数（桁区切りなし）"),
        ("results", FIGURE, "value", "１４５９", "数（桁区切りなし）"),
        ("results", FIGURE, "unit", "匹", "形式"),
        ("results", FIGURE, "count_basis", "sum", "actual / cumulative / total / unstated"),
        ("results", FIGURE, "is_approximate", "yes", "true または false"),
        ("results", FIGURE, "as_of_date", "2020-02-30", "実在する日付"),
        ("results", FIGURE, "as_of_date", "2020/12/31", "実在する日付"),
        ("results", FIGURE, "source_locator", "68", "形式"),
        ("results", FIGURE, "source_locator", "L70-68", "最初の行が最後の行より前"),
        ("results", FIGURE, "indicator", " 支援", "前後の空白"),
        ("results", FIGURE, "measure", "happiness", "measures.csv の measure にある値"),
        ("results", FIGURE, "source_id", "S9", "sources.csv の source_id にある値"),
        ("results", FIGURE, "activity_number", "9", "activities.csv"),
        ("results", FIGURE, "part_of_result_number", "99", "results.csv"),
        ("results", FIGURE, "part_kind", "breakdown", "元の数値番号がある行だけに値"),
        ("results", FIGURE, "part_group", "年齢", "part_kind が breakdown の行だけに値"),
        ("results", FIGURE, "part_of_result_number", "1", "自分以外の数値番号"),
        ("bodies", {"body_code": "401005"}, "prefecture_code", "41", "団体コードの上2桁"),
        ("projects", {"project_id": "H30-26"}, "project_id", "H30-25", "H30-26"),
        ("support_ranges", {"support_type_id": "employment"}, "minimum", "400", "313 以下"),
        ("support_ranges", {"support_type_id": "employment"}, "maximum", "", "すべて空"),
        ("methods", METHOD, "text", "{first_year.__class__}年から", "形式"),
        ("methods", METHOD, "text", "{}年から", "形式"),
        ("reading_limits", {"exhibit_id": "timeline", "position": "1"}, "text", "長" * 41, "形式"),
        ("results", FIGURE, "indicator", "ｼｴﾝ", "機種依存文字"),
        ("results", FIGURE, "indicator", "㈱支援", "機種依存文字"),
        ("results", FIGURE, "indicator", "㍻の支援", "機種依存文字"),
        ("results", FIGURE, "indicator", "支援Ⅱ", "機種依存文字"),
        ("results", FIGURE, "indicator", "支援\ue000", "機種依存文字"),
        ("results", FIGURE, "result_number", "2147483648", "1 以上 2147483647 以下の整数"),
        ("results", FIGURE, "result_number", "9" * 5000, "1 以上 2147483647 以下の整数"),
        ("results", FIGURE, "value", "9" * 400, "0 以上 9007199254740992 以下の数"),
        (
            "subsidy_grants",
            {"fiscal_year": "2023", "grant_number": "11"},
            "amount_yen",
            "9223372036854775808",
            "0 以上 9223372036854775807 以下の整数",
        ),
        ("discrepancies", {"discrepancy_id": "D001"}, "table_name", "result", "宣言された表"),
        ("discrepancies", {"discrepancy_id": "D008"}, "table_name", "checks", "宣言された表"),
        ("discrepancies", {"discrepancy_id": "D001"}, "column_name", "as_of", "表 results の列"),
        (
            "discrepancies",
            {"discrepancy_id": "D008"},
            "row_key",
            "H30-01/99",
            "表 results にあるキー",
        ),
        ("discrepancies", {"discrepancy_id": "D002"}, "check_id", "S3:as_of", "D001 にもある"),
        ("results", FIGURE, "indicator", "支援\u200b件数", "幅のない文字"),
        ("results", FIGURE, "indicator", "支援\u00a0件数", "改行しない空白（NBSP）"),
        ("results", FIGURE, "indicator", "支援\u2028件数", "幅のない文字"),
        ("results", FIGURE, "indicator", "支援\x7f件数", "制御文字"),
        ("results", FIGURE, "value", "1459.5", "整数（小数は単位が"),
        ("kpis", {"project_id": "H30-06", "kpi_number": "2"}, "actual_value", "4.5", "整数"),
        ("program_sessions", {"month": "2019-09-30"}, "month", "2019-09-29", "月の末日"),
        ("participants_by_group", {"category": "male"}, "category", "man", "形"),
        ("subsidy_terms", {"fiscal_year": "2025"}, "subsidy_rate", "0", "0.01 以上"),
        ("commissions", COMMISSION, "rounded_to_yen", "0", "1 以上"),
        ("commissions", COMMISSION, "amount_yen", "7350000", "丸めの単位（100000円）の倍数"),
        ("commissions", COMMISSION, "rank", "4", "1 から順に1度ずつ"),
        ("subsidy_grants", GRANT, "amount_yen", "1420001", "1つ前の順位の金額（1420000）以下"),
        ("subsidy_grants", GRANT, "prefecture_code", "", "合計）だけが空"),
        ("subsidy_grants", GRANT, "prefecture_code", "13", "年度の中で1度だけの都道府県"),
        ("departments", {"project_id": "H30-12", "position": "2"}, "position", "3", "2（1 から"),
        ("contractors", {"project_id": "H30-01", "position": "1"}, "position", "2", "1（1 から"),
        ("support_types", {"position": "12"}, "position", "13", "12（1 から"),
        ("programme_items", {"position": "11"}, "position", "12", "11（1 から"),
        ("event_attendance", {"block": "中央"}, "position", "2", "1（1 から"),
        ("bodies", {"body_code": "401005"}, "body_kind", "city", "designated_city"),
        ("bodies", {"body_code": "012041"}, "body_kind", "prefecture", "（204）に合う種類 city"),
        ("bodies", {"body_code": "401005"}, "office_latitude", "43.88", "差が 5 度以内"),
        (
            "bodies",
            {"body_code": "400009"},
            "office_longitude",
            "130.418313",
            "都道府県庁の 130.418314 との差が 0 度以内",
        ),
        ("bodies", {"body_code": "400009"}, "name", "福島県", "都道府県の名前（福岡県）"),
    ],
)
def test_a_faulty_cell_is_named(  # noqa: PLR0917 - a row of the table above
    data_copy: Path,
    edit: Edit,
    table: str,
    key: dict[str, str],
    column: str,
    text: str,
    allowed: str,
) -> None:
    line = edit(table, key, column, text)

    faults = [fault for fault in _faults(data_copy) if column in fault]

    assert any(f"{table}.csv {line}行目" in fault and allowed in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("table", "key", "column", "text", "allowed"),
    [
        ("results", FIGURE, "as_of_date", "1989-12-31", "1990-01-01 以降の実在する日付"),
        ("results", FIGURE, "as_of_date", "2620-12-31", "までの日付"),
        ("results", FIGURE, "as_of_date", "2018-03-31", "モデル事業の期間"),
        ("results", FIGURE, "as_of_date", "2021-01-31", "見出しの時点（2020-12-31）以前"),
        ("results", HEADED, "as_of_date", "2020-11-30", "時点の根拠は cell"),
        ("projects", {"project_id": "H30-26"}, "as_of_date", "2020-11-30", "同じ日付"),
        ("sources", {"source_id": "S1"}, "published_on", "2026-11-22", "入力日（2026-11-21）"),
        # The newest source was entered in 2026; budgets are made a year before.
        ("subsidy_terms", {"fiscal_year": "2025"}, "fiscal_year", "2028", "2027 年度以前"),
        ("projects", {"project_id": "R1-06"}, "cohort_fiscal_year", "2021", "2021-03-31）に始まる"),
        ("context_series", {"period": "2018-2020"}, "period", "2018-13-45", "形式"),
        ("context_series", {"period": "2018-2020"}, "period", "２０１８", "形式"),
        ("context_series", {"period": "2018-2020"}, "period", "2020-2018", "最初の年が"),
        ("context_series", {"period": "2018-2020"}, "period", "2018-2099", "年以前"),
        ("context_series", {"period": "2018-2020"}, "period", "2018-10-01", "では年または年の範囲"),
        ("context_series", {"period": "2019-10-01"}, "period", "2019-02-29", "実在する"),
        ("context_series", {"period": "2019-10-01"}, "period", "2019", "では年月または日"),
        ("scheme_phases", PHASE, "duration_months", "35", "2018-04-01 から 2021-03-31 まで"),
        ("scheme_phases", PHASE, "ends_on", "2018-03-31", "始まり（2018-04-01）より後"),
    ],
)
def test_a_date_or_period_that_cannot_be_right_is_named(  # noqa: PLR0917 - a row of the table above
    data_copy: Path,
    edit: Edit,
    table: str,
    key: dict[str, str],
    column: str,
    text: str,
    allowed: str,
) -> None:
    line = edit(table, key, column, text)

    assert any(
        f"{table}.csv {line}行目" in fault and allowed in fault for fault in _faults(data_copy)
    ), _faults(data_copy)


def test_what_cannot_be_seen_stands_in_the_fault_as_its_code(data_copy: Path, edit: Edit) -> None:
    edit("results", FIGURE, "indicator", "支援\u200b件数")

    assert any("「支援[U+200B]件数」" in fault for fault in _faults(data_copy))


def test_shares_and_spans_of_time_may_have_decimals(data_copy: Path, edit: Edit) -> None:
    edit("kpis", {"project_id": "H30-06", "kpi_number": "6"}, "actual_value", "20.5")

    assert validated_tables(data_copy)["kpis"].table.column("actual_value").kind is Kind.NUMBER


def test_a_file_without_a_declaration_is_named(data_copy: Path) -> None:
    (data_copy / "results.csv").rename(data_copy / "result.csv")

    faults = _faults(data_copy)

    assert any("result.csv: 見つかったもの「宣言のない表」" in fault for fault in faults)
    assert any("宣言された表の名前" in fault for fault in faults)


def test_a_wrong_check_digit_is_named_with_the_right_one(data_copy: Path, edit: Edit) -> None:
    edit("bodies", {"body_code": "401005"}, "body_code", "401006")

    assert any("検査数字が 5 のコード" in fault for fault in _faults(data_copy))


def test_all_faults_are_listed_at_once(data_copy: Path, edit: Edit) -> None:
    first = edit("results", FIGURE, "value", "many")
    second = edit("kpis", {"project_id": "H30-06", "kpi_number": "4"}, "unit", "匹")

    faults = _faults(data_copy)

    assert len(faults) == 2
    assert f"results.csv {first}行目 value列: 見つかったもの「many」" in faults[0]
    assert f"kpis.csv {second}行目 unit列: 見つかったもの「匹」" in faults[1]


def test_a_key_that_stands_twice_is_named(data_copy: Path) -> None:
    path = data_copy / "themes.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n", "utf-8")

    faults = _faults(data_copy)

    place = f"themes.csv {len(lines) + 1}行目 theme_id列"
    allowed = "認められるもの: 表の中で1度だけのキー"
    assert faults == [f"{place}: 見つかったもの「youth」 / {allowed}"]


def test_rows_out_of_order_are_named(data_copy: Path) -> None:
    path = data_copy / "themes.csv"
    header, first, second, *others = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, second, first, *others]) + "\n", "utf-8")

    assert any("themes.csv 3行目" in fault and "キーの順" in fault for fault in _faults(data_copy))


def test_grants_of_another_year_may_name_any_number_of_prefectures(data_copy: Path) -> None:
    grants = [f"2025,{rank},{code},{9 - rank},rs_2024,5-1" for rank, code in ((1, "13"), (2, "27"))]
    path = data_copy / "subsidy_grants.csv"
    path.write_text(path.read_text("utf-8") + "\n".join([*grants, "2025,3,,50,rs_2024,5-1"]) + "\n")

    codes = [row["prefecture_code"] for row in validated_tables(data_copy)["subsidy_grants"].rows]
    assert codes[-3:] == ["13", "27", None]


def test_a_project_of_another_document_has_the_date_of_its_own_heading(
    data_copy: Path, edit: Edit
) -> None:
    key = {"project_id": "R1-06"}
    edit("projects", key, "source_id", "S5")
    edit("projects", key, "as_of_date", "2021-03-31")

    assert validated_tables(data_copy)["projects"].rows[-1]["as_of_date"] == dt.date(2021, 3, 31)


def test_tables_without_rows_break_no_rule(data_copy: Path) -> None:
    for table in CSV_TABLES:
        (data_copy / f"{table.name}.csv").write_text(",".join(table.column_names) + "\n", "utf-8")

    assert not any(loaded.rows for loaded in validated_tables(data_copy).values())


def test_one_line_in_a_hundred_thousand_is_found() -> None:
    tables = validated_tables(paths.DATA)
    results = tables["results"]
    row = results.rows[0] | {"part_of_result_number": None}
    rows = [row | {"result_number": number} for number in range(1, 100_001)]
    rows[76_543] |= {"part_of_result_number": 100, "part_kind": "of_which", "unit": "円"}
    tables["results"] = replace(results, rows=rows, lines=list(range(2, 100_002)))

    found = [(fault.row, fault.column) for fault in rule_faults(tables) if "results" in fault.file]

    assert found == [(76_545, "unit")]


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        (lambda raw: raw.replace(b"theme_id", b"theme"), "theme_id,name_ja,theme_group"),
        (lambda raw: raw + b"zz,\xe8\xaa\x9e\n", "3列"),
        (lambda raw: raw + b"zz,\x83e,b\n", "themes.csv 21行目: 見つかったもの「UTF-8 でも"),
        (lambda raw: raw + b'zz,"a,b\nyy,c,d\n', "themes.csv 21行目: 見つかったもの「閉じていない"),
        (lambda raw: raw + b'zz,"a"b,c\n', "themes.csv 21行目: 見つかったもの「閉じた引用符の後"),
        (lambda raw: raw + b"zz," + b"a" * 131073 + b",c\n", "131,072字を超えるセル"),
    ],
)
def test_a_file_in_another_form_is_refused(
    data_copy: Path, change: Callable[[bytes], bytes], allowed: str
) -> None:
    path = data_copy / "themes.csv"
    path.write_bytes(change(path.read_bytes()))

    assert any("themes.csv" in fault and allowed in fault for fault in _faults(data_copy))


def _as_excel_saves_it(raw: bytes, encoding: str) -> bytes:
    return raw.decode("utf-8").replace("\n", "\r\n").encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_that_excel_saved_is_read_as_what_it_is(data_copy: Path, encoding: str) -> None:
    for name in ("themes.csv", "bodies.csv", "results.csv"):
        path = data_copy / name
        path.write_bytes(_as_excel_saves_it(path.read_bytes(), encoding))

    assert validated_tables(data_copy) == validated_tables(paths.DATA)


@pytest.mark.parametrize(
    ("table", "key", "column", "text"),
    [
        ("prefectures", {"prefecture_code": "01"}, "prefecture_code", "1"),
        ("bodies", {"body_code": "010006"}, "body_code", "10006"),
        ("subsidy_grants", {"fiscal_year": "2023", "grant_number": "6"}, "prefecture_code", "8"),
        ("commissions", COMMISSION, "body_code", "10006"),
    ],
)
def test_zeros_that_excel_dropped_are_named_with_their_row(  # noqa: PLR0917 - a row of the table
    data_copy: Path, edit: Edit, table: str, key: dict[str, str], column: str, text: str
) -> None:
    line = edit(table, key, column, text)
    path = data_copy / f"{table}.csv"
    path.write_bytes(_as_excel_saves_it(path.read_bytes(), "utf-8-sig"))

    place = f"{table}.csv {line}行目 {column}列: 見つかったもの「{text}」 / 認められるもの: 形式 "
    assert any(fault.startswith(place) for fault in _faults(data_copy))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda raw: raw.decode("utf-8").encode("utf-16"), "UTF-16 か、文字でないファイル"),
        (lambda raw: raw.decode("utf-8").encode("utf-16-be"), "UTF-16 か、文字でないファイル"),
        (lambda raw: raw + b"\0", "UTF-16 か、文字でないファイル"),
        (lambda raw: raw + b"zz,\xe8\xaa,b\n", "UTF-8 でも CP932 でもないバイト E8"),
        (
            lambda raw: raw.decode("utf-8").encode("cp932") + b"zz,\x81\x20,b\n",
            "UTF-8 でも CP932 でもないバイト 81",
        ),
    ],
)
def test_a_file_in_no_known_encoding_is_one_fault(
    data_copy: Path, change: Callable[[bytes], bytes], found: str
) -> None:
    path = data_copy / "themes.csv"
    path.write_bytes(change(path.read_bytes()))

    (fault,) = _faults(data_copy)

    assert f"「{found}」" in fault
    assert "認められるもの: UTF-8 か CP932（Shift JIS）の文字" in fault
    assert f"themes.csv {21 if 'バイト' in found else 1}行目" in fault


def test_a_limit_that_another_library_raised_does_not_hold_here(data_copy: Path) -> None:
    path = data_copy / "themes.csv"
    path.write_bytes(path.read_bytes() + b"zz," + b"a" * 131073 + b",c\n")
    before = csv.field_size_limit(2**31 - 1)
    try:
        faults = _faults(data_copy)
    finally:
        csv.field_size_limit(before)

    assert any("131,072字を超えるセル" in fault for fault in faults)


def test_a_missing_file_is_named(data_copy: Path) -> None:
    (data_copy / "kpis.csv").unlink()

    assert any("kpis.csv" in fault and "ファイルがない" in fault for fault in _faults(data_copy))


def test_a_part_must_count_the_same_as_its_whole(data_copy: Path, edit: Edit) -> None:
    key = {"project_id": "H30-13", "result_number": "2"}
    line = edit("results", key, "unit", "件")

    faults = _faults(data_copy)

    assert any(
        f"results.csv {line}行目 unit列" in fault and "元の数（人）" in fault for fault in faults
    )


@pytest.mark.parametrize(
    "part",
    [
        {"project_id": "H30-13", "result_number": "2"},
        {"project_id": "H30-16", "result_number": "3"},
    ],
)
def test_a_part_must_be_counted_like_its_whole(
    data_copy: Path, edit: Edit, part: dict[str, str]
) -> None:
    line = edit("results", part, "count_basis", "actual")

    faults = _faults(data_copy)

    assert len(faults) == 1
    assert f"results.csv {line}行目 count_basis列: 見つかったもの「actual」" in faults[0]
    assert "元の数と同じ数え方（" in faults[0]


def test_the_largest_numbers_that_can_be_stored_and_circled_digits_are_allowed() -> None:
    money = Column("amount_yen", Kind.MONEY, "額", "額")
    label = Column("label_printed", Kind.TEXT, "表示", "表示")

    assert cell_fault(money, "9223372036854775807") is None
    assert cell_fault(money, "-9223372036854775808") is None
    assert cell_fault(label, "①") is None


@pytest.mark.parametrize(
    ("digits", "check"), [("01000", 6), ("13101", 6), ("40100", 5), ("46222", 5), ("27000", 8)]
)
def test_check_digits_of_known_codes(digits: str, check: int) -> None:
    # 13101 is 千代田区 (131016): 1*6 + 3*5 + 1*4 + 0*3 + 1*2 = 27; 11 - 27 % 11 = 6.
    assert local_government_check_digit(digits) == check


def test_every_column_that_may_be_empty_says_what_empty_means() -> None:
    for table in CSV_TABLES:
        for column in table.columns:
            if column.nullable:
                assert re.search(r"[ぁ-ん一-龠—]", column.missing or ""), (table.name, column.name)
