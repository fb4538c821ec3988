"""Templates that are filled in and read back give exactly the rows that were filled in."""

import datetime as dt
import io
import re
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from lib.intake import template_book, templates, words
from lib.intake.known import Rows
from lib.intake.reading import known_values
from lib.schema import CSV_TABLES, Column, Kind, Role, Table, table
from tests.intake_samples import INDICATORS, base, taken_in

ALL = (*CSV_TABLES, INDICATORS)
KNOWN = known_values(ALL, base())
TEMPLATES = templates.templates()
PROJECT = [one.name for one in TEMPLATES["projects"]]


def refers_to_rows(of: Table) -> bool:
    """Whether each table that a table refers to has rows to draw from."""
    return all(base()[one.table] for one in of.references)


SINGLE = [
    *(name for name in TEMPLATES if name != "projects" and refers_to_rows(TEMPLATES[name][0])),
    INDICATORS.name,
]
# Cells that officers may write, but that say nothing, end the table, or are totals.
_SAYS_OTHER = re.compile(r"[(\[]?(注|※|備考|出典|資料|\*|・)|'|(合|小|総)?計$|なし$")
TEXT = st.text(st.sampled_from("青い山とsea=＝+-@,\"'12（）。"), min_size=1, max_size=12).filter(
    lambda text: text not in words.DASHES and not _SAYS_OTHER.match(text)
)
LOCATORS = st.integers(1, 999).map(lambda number: f"L{number}")


def declared(name: str) -> Table:
    return INDICATORS if name == INDICATORS.name else table(name)


def cells(of: Table, column: Column) -> st.SearchStrategy[str]:
    """Texts that the declaration of a column allows, as the CSV files hold them."""
    known = KNOWN.get(f"{of.name}.{column.name}")
    if known:
        found = st.sampled_from(sorted(known.names))
    elif column.role is Role.YEAR:
        found = st.integers(2018, 2040).map(str)
    elif column.kind is Kind.NUMBER:
        highest = int(100 * (column.maximum or 1_000))
        lowest = max(1, int(100 * (column.minimum or 0)))
        found = st.integers(lowest, highest).map(lambda n: f"{n / 100:g}")
    elif column.is_number:
        highest = int(column.maximum or 10**9)
        found = st.integers(int(column.minimum or 0), highest).map(str)
    elif column.kind is Kind.BOOLEAN:
        found = st.sampled_from(("true", "false"))
    elif column.kind is Kind.DATE:
        found = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)).map(str)
    elif column.name == "source_locator" and column.pattern:
        found = LOCATORS
    elif column.pattern:
        found = st.from_regex(column.pattern, fullmatch=True).filter(str.isprintable)
    else:
        found = TEXT
    return st.one_of(st.just(""), found) if column.nullable else found


def filled(of: Table) -> st.SearchStrategy[list[dict[str, str]]]:
    """Some rows with different keys."""
    one = st.fixed_dictionaries({c.name: cells(of, c) for c in of.columns})
    one = one.map(lambda row: _consistent(of, row))
    return st.lists(one, min_size=1, max_size=3, unique_by=lambda r: tuple(r[n] for n in of.key))


def _consistent(of: Table, row: Mapping[str, str]) -> dict[str, str]:
    """A row whose cells do not contradict each other."""
    changed = dict(row)
    if "missing_reason" in of.column_names:
        changed["value"] = "" if row["missing_reason"] else row["value"] or "7"
    if "period_basis" in of.column_names:
        changed["period_basis"] = "fiscal_year"
    return changed


def with_rows(of: Table, rows: list[dict[str, str]]) -> Rows:
    return {**base(), of.name: rows}


@pytest.mark.parametrize("name", SINGLE)
def test_a_workbook_filled_in_and_read_back_gives_the_rows(name: str) -> None:
    of = declared(name)

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(filled(of))
    def check(rows: list[dict[str, str]]) -> None:
        content = template_book.workbook((of,), with_rows(of, rows), filled=True)
        found = taken_in("ひな形.xlsx", content, base(), None, ALL)
        assert [str(fault) for fault in found.faults] == []
        assert found.rows == {of.name: rows}

    check()


@pytest.mark.parametrize("name", [*SINGLE, *PROJECT])
def test_a_csv_filled_in_and_read_back_gives_the_rows(name: str) -> None:
    of = declared(name)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(filled(of))
    def check(rows: list[dict[str, str]]) -> None:
        content = templates.csv_template(of, with_rows(of, rows), filled=True)
        found = taken_in("ひな形.csv", content, base(), None, ALL)
        assert [str(fault) for fault in found.faults] == []
        assert found.rows == {of.name: rows}

    check()


def test_a_whole_number_is_no_share_whatever_its_unit() -> None:
    of = declared("support_type_bodies")
    row = {"fiscal_year": "2018", "support_type_id": "consultation_hogoshi", "bodies": "1"}
    row |= {"unit": "%", "source_id": "S1", "source_locator": "L1"}
    content = templates.csv_template(of, with_rows(of, [row]), filled=True)

    found = taken_in("ひな形.csv", content, base(), None, ALL)

    assert not found.faults
    assert found.rows == {of.name: [row]}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_shipped_rows_come_back_from_every_template(name: str) -> None:
    content = template_book.workbook(TEMPLATES[name], base(), filled=True)

    found = taken_in("ひな形.xlsx", content, base())

    assert [str(fault) for fault in found.faults] == []
    for one in TEMPLATES[name]:
        assert list(found.rows[one.name]) == [dict(row) for row in base()[one.name]]


def opened(of: tuple[Table, ...], *, filled: bool = False) -> openpyxl.Workbook:
    content = template_book.workbook(of, base(), filled=filled)
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet(book: openpyxl.Workbook, title: str) -> Worksheet:
    found = book[title]
    assert isinstance(found, Worksheet)
    return found


def test_the_47_prefectures_stand_there_with_code_and_name() -> None:
    rows = list(sheet(opened((table("support_counts"),)), "団体別の支援実績").values)

    assert rows[0][0] == "団体別の支援実績（support_counts）"
    assert rows[3][:5] == ("年度", "直接支援ID", "都道府県コード", "都道府県", "値")
    assert [row[2:4] for row in (rows[4], rows[50])] == [("01", "北海道"), ("47", "沖縄県")]
    assert len(rows) == 51


def test_drop_downs_offer_the_lists() -> None:
    book = opened((table("support_counts"),))
    validations = sheet(book, "団体別の支援実績").data_validations.dataValidation
    lists = list(sheet(book, "選択肢").iter_cols(values_only=True))

    assert len(validations) >= 5
    assert sheet(book, "選択肢").sheet_state == "hidden"
    assert ("実人員", "延べ", "計", "数え方の記載なし") in [one[:4] for one in lists]
    assert any("就労支援" in one for one in lists)
    assert any("rs_2024" in one for one in lists)
    assert any("令和6年度（2024）" in one for one in lists)


def test_headings_hold_units_and_the_how_to_sheet_names_every_column() -> None:
    book = opened(TEMPLATES["projects"])
    grants = sheet(opened(TEMPLATES["subsidy_grants"]), "交付金の交付額")

    assert "交付額（円）" in [cell.value for cell in grants[4]]
    how_to = [row[0] for row in sheet(book, "書き方").values]
    for one in TEMPLATES["projects"]:
        assert {column.heading for column in one.columns} <= set(how_to)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    of = table("budget_lines")
    rows = [{**base()["budget_lines"][0], "scope": "=1+1"}]

    book = template_book.workbook((of,), with_rows(of, rows), filled=True)
    cell = sheet(openpyxl.load_workbook(io.BytesIO(book)), of.title)["E5"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert b"'=1+1" in templates.csv_template(of, with_rows(of, rows), filled=True)


def test_a_template_that_is_not_filled_in_is_not_read_as_rows() -> None:
    content = template_book.workbook((INDICATORS,), base(), filled=False)

    found = taken_in("ひな形.xlsx", content, base(), None, ALL)

    assert [fault.sentence for fault in found.faults] == [
        "入力された行がない。ひな形の見出しの下に1行から入れる。"
    ]


def test_there_is_a_template_for_every_table_of_the_yearly_round() -> None:
    expected = {
        *("support_counts", "support_ranges", "support_type_bodies", "subsidy_grants"),
        *("subsidy_terms", "budget_lines", "context_series", "sources", "projects"),
    }

    assert expected <= set(TEMPLATES)
    assert [one.name for one in TEMPLATES["projects"]] == [
        *("projects", "contractors", "activities", "results", "kpis")
    ]
    assert set(TEMPLATES) - expected <= {one.name for one in CSV_TABLES}
