"""Messy files that are clear are read right, without a question."""

import datetime as dt
import io
from collections.abc import Mapping

import openpyxl
import pytest
import xlsxwriter

from lib import paths
from lib.intake.reading import Options
from tests.intake_samples import (
    TABLES,
    Cells,
    base,
    csv_file,
    ods,
    part_of,
    taken_in,
    with_part,
    workbook,
    workbook_of,
)

GRANT = ("年度", "順位", "都道府県", "交付額（円）", "出典", "出典の位置")
TOKYO = ("令和6年度", 1, "東京都", 1500000, "rs_2024", "5-1")
OSAKA = ("令和6年度", 2, "大阪府", 1250000, "rs_2024", "5-1")
GRANTS = {"subsidy_grants": ["2024 1 13 1500000 rs_2024 5-1", "2024 2 27 1250000 rs_2024 5-1"]}
COUNT = ("年度", "直接支援の種類", "都道府県", "値", "単位", "数え方", "出典", "出典の位置")
INDICATOR = ("指標", "期間", "都道府県", "値", "単位", "出典", "出典の位置")
SERIES = ("系列", "区分", "期間", "期間の種類", "値", "単位", "数値の入手元", "出典", "出典の位置")


def grants(*rows: tuple[object, ...], heading: str = "交付額（円）") -> Cells:
    return ((*GRANT[:3], heading, *GRANT[4:]), *rows)


def indicator(prefecture: str, value: object) -> tuple[object, ...]:
    return ("就職", "2024", prefecture, value, "件", "S2", "p1")


def series(period: object, basis: str, value: object, unit: str = "%") -> tuple[object, ...]:
    return ("試験の率", "総数", period, basis, value, unit, "公表元", "S2", "p1")


def with_readings(*rows: tuple[object, ...]) -> bytes:
    """A workbook in which 東京都 has its reading, as Japanese Excel keeps what was typed."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    name, plain = "xl/sharedStrings.xml", "<t>東京都</t>"
    text = part_of(buffer.getvalue(), name)
    assert plain in text
    reading = f'{plain}<rPh sb="0" eb="3"><t>トウキョウト</t></rPh>'
    return with_part(buffer.getvalue(), name, text.replace(plain, reading))


TITLED = (("令和6年度 交付金",), (), ("（単位：円）",), (), *grants(TOKYO, OSAKA))
FULL_WIDTH = ("令和６年度", "１", "東京", "１，５００，０００", "rs_2024", "5-1")
IN_THOUSANDS = (
    ("R6", 1, "東京都", "1,500", "rs_2024", "5-1"),
    ("R6", 2, "大阪府", 1250, *OSAKA[4:]),
)
IN_MILLIONS = (("R6", 1, "東京都", 1.5, "rs_2024", "5-1"), ("R6", 2, "大阪府", "1.25", *OSAKA[4:]))
TWO_LINES = (
    ("年度", "順位", "都道府県", "交付額", "出典", "出典の位置"),
    (None, None, None, "（千円）", None, None),
    *IN_THOUSANDS,
)
YEARS_ACROSS = (
    ("直接支援の種類", "令和7年度", "R8", "2027年度", "単位", "出典", "出典の位置"),
    ("就労支援", 30, 31, 32, "団体", "S2", "L60"),
)
BODIES = {
    "support_type_bodies": [
        "2025 employment 30 団体 S2 L60",
        "2026 employment 31 団体 S2 L60",
        "2027 employment 32 団体 S2 L60",
    ]
}
YEARS_UNDER_A_GROUP = (
    ("直接支援の種類", "団体数（団体）", None, None, "出典", "出典の位置"),
    (None, "令和7年度", "令和8年度", "令和9年度", None, None),
    ("就労支援", 30, 31, 32, "S2", "L60"),
)
RANGES_ACROSS = (
    ("直接支援の種類", "令和7年度", None, "令和8年度", None, "単位", "出典", "出典の位置"),
    (None, "最小", "最大", "最小", "最大", None, None, None),
    ("就労支援", 1, 9, 2, "1,000", "件", "S2", "L60"),
)
PREFECTURES_ACROSS = (
    ("指標", "期間", "北海道", "東京", "長﨑", "単位", "出典", "出典の位置"),
    ("就職", "令和6年度", 5, 0, "秘匿", "件", "S2", "p1"),
)
MERGED_YEAR = (GRANT, TOKYO, (None, *OSAKA[1:]))
COUNTS = {"test_counts": ["2026 employment 39 5 件 cumulative S2 L12"]}
SUMMARY = "試験の概要"
PROJECT_SHEETS = {
    "取組": (
        ("事業ID", "取組番号", "取組", "内容", "支援の段階"),
        ("H30-01", 9, "新しい取組", "要約", "入口支援"),
    ),
    "再委託先": (
        ("事業ID", "順", "再委託先", "定着支援センター"),
        ("H30-01", 2, "試験の会", "いいえ"),
    ),
    "モデル事業": (
        ("事業ID", "開始年度", "番号", "実施団体", "文書の時点", "概要", "出典"),
        ("H30-01", "平成30年度", 1, "北海道", dt.date(2020, 12, 31), SUMMARY, "S3"),
    ),
}
NEW_SOURCE = {
    "交付額": grants(("R6", 1, "東京都", 1500000, "new_source", "5-1")),
    "出典": (
        ("出典ID", "題名", "公表者", "公表日", "出典の種類", "入力日"),
        ("new_source", "新しい資料", "法務省", "令和8年4月1日", "報道、団体のサイト", "2026/11/21"),
    ),
}

GOOD: dict[str, tuple[bytes, Options, Mapping[str, list[str]]]] = {
    "xlsx": (workbook(*grants(TOKYO, OSAKA)), Options(), GRANTS),
    "title, empty rows and a unit above": (
        workbook(*TITLED),
        Options(),
        GRANTS,
    ),
    "ods": (ods(*grants(TOKYO, OSAKA)), Options(), GRANTS),
    "xls with a merged year and 千円 above": (
        (paths.PROJECT / "tests" / "kept" / "grants.xls").read_bytes(),
        Options(),
        {"subsidy_grants": ["2024 1 13 1500000 rs_2024 5-1", "2024 2 27 1250500 rs_2024 5-1"]},
    ),
    "csv with a byte order mark": (csv_file(*grants(TOKYO, OSAKA)), Options(), GRANTS),
    "csv without": (csv_file(*grants(TOKYO, OSAKA), encoding="utf-8"), Options(), GRANTS),
    "csv in CP932": (csv_file(*grants(TOKYO, OSAKA), encoding="cp932"), Options(), GRANTS),
    "csv in UTF-16": (csv_file(*grants(TOKYO, OSAKA), encoding="utf-16"), Options(), GRANTS),
    "tabs in UTF-16, as Excel saves Unicode text": (
        csv_file(*grants(TOKYO, OSAKA), encoding="utf-16", delimiter="\t"),
        Options(),
        GRANTS,
    ),
    "csv with LF only": (
        csv_file(*grants(TOKYO, OSAKA)).replace(b"\r\n", b"\n"),
        Options(),
        GRANTS,
    ),
    "full-width digits and commas": (workbook(*grants(FULL_WIDTH, OSAKA)), Options(), GRANTS),
    "千円 in the heading": (
        workbook(*grants(*IN_THOUSANDS, heading="交付額（千円）")),
        Options(),
        GRANTS,
    ),
    "百万円 in the heading, with decimals": (
        workbook(*grants(*IN_MILLIONS, heading="交付額［百万円］")),
        Options(),
        GRANTS,
    ),
    "千円 above the table": (
        workbook(("単位：千円",), *grants(*IN_THOUSANDS, heading="交付額")),
        Options(),
        GRANTS,
    ),
    "千円 in a second line of headings": (workbook(*TWO_LINES), Options(), GRANTS),
    "units behind the amounts": (
        csv_file(
            *grants(
                ("R6", 1, "東京都", "1,500千円", "rs_2024", "5-1"),
                ("R6", 2, "大阪府", "125万円", "rs_2024", "5-1"),
                heading="交付額",
            )
        ),
        Options(),
        GRANTS,
    ),
    "totals, a subtotal, notes and a repeated header": (
        workbook(
            *grants(TOKYO),
            ("小計", None, None, 1500000),
            (),
            GRANT,
            OSAKA,
            ("合　計", None, None, "2,750,000"),
            ("※1 上位の団体だけ",),
            ("（注）", "交付決定額による"),
        ),
        Options(),
        GRANTS,
    ),
    "a total of the country first": (
        workbook(GRANT, ("令和6年度", None, "全国", 2750000), TOKYO, OSAKA),
        Options(),
        GRANTS,
    ),
    "a total that is a formula": (
        workbook(*grants(TOKYO, OSAKA), ("合計", None, None, "=SUM(D2:D3)")),
        Options(),
        GRANTS,
    ),
    "a year merged downwards": (workbook(*MERGED_YEAR, merged=["A2:A3"]), Options(), GRANTS),
    "rows in any order": (
        workbook(*grants(OSAKA, TOKYO)),
        Options(),
        {"subsidy_grants": list(reversed(GRANTS["subsidy_grants"]))},
    ),
    "columns in any order": (
        workbook(*[tuple(reversed(row)) for row in grants(TOKYO, OSAKA)]),
        Options(),
        GRANTS,
    ),
    "names of columns instead of labels": (
        csv_file(
            *[
                ("fiscal_year", "grant_number", "prefecture_code", "amount_yen"),
                ("2024", "1", "13", "1500000"),
                ("2024", "2", "27", "1250000"),
            ]
        ),
        Options(given={"source_id": "rs_2024", "source_locator": "5-1"}),
        GRANTS,
    ),
    "code and name beside each other, with the code's zero lost": (
        workbook(
            ("年度", "順位", "都道府県コード", "都道府県", *GRANT[3:]),
            ("R6", 1, 1, "北海道", 5, "rs_2024", "x"),
        ),
        Options(),
        {"subsidy_grants": ["2024 1 01 5 rs_2024 x"]},
    ),
    "codes of five and six digits": (
        csv_file(
            *grants(
                ("R6", 1, "130001", 5, "rs_2024", "x"),
                ("R6", 2, "13000", 4, "rs_2024", "x"),
                ("R6", 3, "10006", 3, "rs_2024", "x"),
            )
        ),
        Options(),
        {
            "subsidy_grants": [
                "2024 1 13 5 rs_2024 x",
                "2024 2 13 4 rs_2024 x",
                "2024 3 01 3 rs_2024 x",
            ]
        },
    ),
    "old characters, spaces, 県 left out, notes and ▲": (
        workbook(
            COUNT,
            ("令和8年度", "就労支援", "髙 知", "５※1", "件", "延べ", "S2", "Ｌ１２"),
        ),
        Options(),
        COUNTS,
    ),
    "a unit in the heading instead of a column": (
        workbook(
            ("年度", "直接支援ID", "都道府県名", "値（件）", "数え方", "出典", "出典の位置"),
            ("2026", "employment", "高知縣", "5件", "cumulative", "S2", "L12"),
        ),
        Options(),
        COUNTS,
    ),
    "years across": (workbook(*YEARS_ACROSS), Options(), BODIES),
    "years under a merged heading": (
        workbook(*YEARS_UNDER_A_GROUP, merged=["B1:D1", "A1:A2", "E1:E2", "F1:F2"]),
        Options(),
        BODIES,
    ),
    "years under a heading in csv, where nothing is merged": (
        csv_file(*YEARS_UNDER_A_GROUP),
        Options(),
        BODIES,
    ),
    "smallest and largest under years": (
        workbook(*RANGES_ACROSS, merged=["B1:C1", "D1:E1"]),
        Options(),
        {
            "support_ranges": [
                "2025 employment 1 9 件  S2 L60",
                "2026 employment 2 1000 件  S2 L60",
            ]
        },
    ),
    "prefectures across": (
        workbook(*PREFECTURES_ACROSS),
        Options(),
        {
            "test_indicators": [
                "就職 2024 01 5  件 S2 p1",
                "就職 2024 13 0  件 S2 p1",
                "就職 2024 42  suppressed 件 S2 p1",
            ]
        },
    ),
    "秘匿, 不明, 該当なし, X and 0": (
        workbook(
            INDICATOR,
            indicator("東京", 0),
            indicator("大阪", "秘匿"),
            indicator("京都", "Ｘ"),
            indicator("奈良", "不詳"),
            indicator("滋賀", "該当なし"),
        ),
        Options(),
        {
            "test_indicators": [
                "就職 2024 13 0  件 S2 p1",
                "就職 2024 27  suppressed 件 S2 p1",
                "就職 2024 26  suppressed 件 S2 p1",
                "就職 2024 29  unknown 件 S2 p1",
                "就職 2024 25  not_applicable 件 S2 p1",
            ]
        },
    ),
    "counts below a threshold": (
        workbook(
            INDICATOR,
            *(indicator(name, value) for name, value in (("東京", 0), ("大阪", 4), ("京都", 5))),
        ),
        Options(threshold=5),
        {
            "test_indicators": [
                "就職 2024 13 0  件 S2 p1",
                "就職 2024 27  suppressed 件 S2 p1",
                "就職 2024 26 5  件 S2 p1",
            ]
        },
    ),
    "percentages as numbers, as text and in cells shown as such": (
        workbook(
            SERIES,
            series("令和12年度", "年度", 16.5),
            series("2031", "年度", "16.5％"),
            series("2032-04", "時点", 0.165),
            E4="0.0%",
        ),
        Options(),
        {
            "context_series": [
                "試験の率 総数 2030 fiscal_year 16.5 % official S2 p1 ",
                "試験の率 総数 2031 fiscal_year 16.5 % official S2 p1 ",
                "試験の率 総数 2032-04 as_of 16.5 % official S2 p1 ",
            ]
        },
    ),
    "a share as 2分の1": (
        workbook(
            ("年度", "補助率", "補助上限（万円）", "交付先", "出典", "出典の位置"),
            ("令和8年度", "２分の１", 150, "都道府県", "S2", "L10-11"),
        ),
        Options(),
        {"subsidy_terms": ["2026 0.5 1500000 prefecture  S2 L10-11"]},
    ),
    "an amount with 億 and 万": (
        workbook(
            ("予算の費目", "年度", "区分", "金額", "範囲", "出典", "出典の位置"),
            ("試験の項", "R8", "当初予算", "1億2,000万円", "全体", "rs_2024", "p1"),
        ),
        Options(),
        {"budget_lines": ["試験の項 2026 当初予算 120000000 全体 rs_2024 p1"]},
    ),
    "a project in several sheets": (
        workbook_of(PROJECT_SHEETS),
        Options(),
        {
            "projects": [f"H30-01 2018 1 010006 2020-12-31 {SUMMARY} S3"],
            "contractors": ["H30-01 2 試験の会  false"],
            "activities": ["H30-01 9  新しい取組 要約 entry "],
        },
    ),
    "rows that refer to a source in the same file": (
        workbook_of(NEW_SOURCE),
        Options(),
        {
            "subsidy_grants": ["2024 1 13 1500000 new_source 5-1"],
            "sources": ["new_source 新しい資料 法務省 2026-04-01 press   2026-11-21  "],
        },
    ),
    "readings of kanji as Excel keeps them": (
        with_readings(*grants(TOKYO, OSAKA)),
        Options(),
        GRANTS,
    ),
    "line breaks in headings and cells": (
        workbook(
            (*GRANT[:3], "交付額\n（円）", *GRANT[4:]),
            (*TOKYO[:2], "東京都\n", *TOKYO[3:]),
            OSAKA,
        ),
        Options(),
        GRANTS,
    ),
    "required marks and notes behind headings": (
        workbook(("年度*", "順位（必須）", "都道府県※1", *GRANT[3:]), TOKYO, OSAKA),
        Options(),
        GRANTS,
    ),
    "a column of remarks": (
        workbook((*GRANT, "備考"), (*TOKYO, "前年と同じ"), OSAKA),
        Options(),
        GRANTS,
    ),
    "year and table chosen before reading": (
        workbook(GRANT[1:4], TOKYO[1:4], OSAKA[1:4]),
        Options(
            table="subsidy_grants",
            given={"fiscal_year": "令和6年度", "source_id": "rs_2024", "source_locator": "5-1"},
        ),
        GRANTS,
    ),
    "a prefecture left out where that says something": (
        workbook(*grants(("R6", 11, None, 7, "rs_2024", "x"))),
        Options(),
        {"subsidy_grants": ["2024 11  7 rs_2024 x"]},
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_messy_file_is_read_right(name: str) -> None:
    content, options, expected = GOOD[name]

    found = taken_in("表.xlsx", content, base(), options, TABLES)

    assert [str(fault) for fault in found.faults] == []
    rows = {table: [" ".join(row.values()) for row in held] for table, held in found.rows.items()}
    assert rows == expected


def test_there_are_at_least_thirty() -> None:
    assert len(GOOD) >= 30


def test_a_total_that_differs_is_reported_and_not_taken_in() -> None:
    content = workbook(*grants(TOKYO, OSAKA), ("合計", None, None, 2750001))

    found = taken_in("表.xlsx", content, base())

    difference = "D4「交付額」: 合計 2750001 が、行の合計 2750000 と違う。"
    assert f"シート「Sheet1」 {difference}" in found.notes
    assert [row["amount_yen"] for row in found.rows["subsidy_grants"]] == ["1500000", "1250000"]


def test_what_was_understood_is_said() -> None:
    content = workbook(*grants(*IN_THOUSANDS, heading="交付額（千円）"), title="交付額")

    found = taken_in("表.xlsx", content, base())

    assert found.notes == (
        "シート「交付額」を「交付金の交付額」の表として読んだ。",
        "「交付額」の千円を円にした。",
    )


def test_columns_that_a_file_leaves_out_keep_what_the_base_edition_holds() -> None:
    before = next(
        row for row in base()["support_types"] if row["support_type_id"] == "special_drug"
    )
    content = workbook(
        ("直接支援ID", "区分", "直接支援の種類", "順"),
        ("special_drug", "専門的支援", "薬物事犯者への新しい支援", 4),
    )

    (row,) = taken_in("表.xlsx", content, base()).rows["support_types"]

    assert row == {**before, "name": "薬物事犯者への新しい支援"}
    assert row["short_name"] == "薬物事犯者"


def test_a_row_is_removed_only_where_it_is_asked_for() -> None:
    content = workbook(
        (*GRANT, "削除"),
        ("令和5年度", 1, None, None, None, None, "削除"),
        (*TOKYO, None),
    )

    found = taken_in("表.xlsx", content, base())

    assert found.removals == {"subsidy_grants": [{"fiscal_year": "2023", "grant_number": "1"}]}
    assert len(found.rows["subsidy_grants"]) == 1


def test_a_hidden_sheet_is_not_read_and_that_is_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(*grants(TOKYO))))
    hidden = book.create_sheet("控え")
    hidden.append(["古い数"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)

    found = taken_in("表.xlsx", buffer.getvalue(), base())

    assert not found.faults
    assert found.notes[0] == "隠してあるシート「控え」は読まない。"
