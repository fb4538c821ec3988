"""The shipped data: figures read off the documents by eye, and what must not be in them."""

import re
import unicodedata
from collections import Counter

import pytest

from lib import paths
from lib.schema import CSV_TABLES
from lib.validation import Row, validated_tables
from tests.documents import DOCUMENTS, document_path

TABLES = validated_tables(paths.DATA)
_LONGEST_PHRASE = 15  # characters that a text may have in common with a document, in a row
# Columns of words that were written anew; names, labels and what is printed carry over.
_PROSE = {"summary", "text", "short_text", "note", "definition", "adopted", "reason"}


def _rows(table: str, **values: object) -> list[Row]:
    rows = TABLES[table].rows
    return [row for row in rows if all(row[name] == value for name, value in values.items())]


@pytest.mark.parametrize(
    ("project_id", "indicator", "value", "unit", "basis", "as_of", "line"),
    [
        ("H30-01", "リーフレット配布部数", 40000, "部", "unstated", "2020-12-31", "L8"),
        ("H30-03", "支援実施人数", 39, "人", "cumulative", "2020-12-31", "L10"),
        ("H30-08", "パンフレットの配布部数", 1500, "部", "unstated", "2020-12-31", "L24"),
        ("H30-11", "相談支援実施件数（関係機関）", 35, "件", "total", "2020-11-30", "L28"),
        ("H30-11", "窓口開設経験のある保護司会数", 3, "地区", "unstated", "2020-09-30", "L29"),
        ("H30-12", "支援実施人数", 31, "人", "total", "2020-02-29", "L33"),
        ("H30-12", "フォローアップ回数（出所者等）", 664, "件", "total", "2020-09-30", "L34"),
        ("H30-14", "アンケート実施数（協力雇用主）", 1115, "社", "cumulative", "2020-12-31", "L39"),
        ("H30-26", "支援実施件数", 1459, "件", "total", "2020-12-31", "L68"),
        ("H30-28", "支援実施回数", 355, "回", "cumulative", "2020-12-31", "L70"),
        ("H30-30", "相談支援実施人数", 7, "人", "actual", "2020-12-31", "L74"),
        ("R1-01", "日中活動の場の参加者数", 1293, "人", "cumulative", "2020-11-30", "L81"),
        ("R1-06", "支援実施件数", 32, "件", "cumulative", "2020-12-31", "L96"),
    ],
)
def test_charts_of_the_catalogue(  # noqa: PLR0917 - a row of the table above
    project_id: str, indicator: str, value: int, unit: str, basis: str, as_of: str, line: str
) -> None:
    (row,) = _rows("results", project_id=project_id, indicator=indicator)

    found = (row["value"], row["unit"], row["count_basis"], str(row["as_of_date"]))
    assert found == (value, unit, basis, as_of)
    assert row["source_locator"] == line


def test_all_projects_and_figures_of_the_catalogue_in_s3_are_there() -> None:
    projects = {row["project_id"] for row in _rows("projects", source_id="S3")}
    sizes = {
        name: sum(row["project_id"] in projects for row in TABLES[name].rows)
        for name in ("contractors", "activities")
    }

    assert len(projects) == 36
    assert sizes == {"contractors": 48, "activities": 133}
    assert len(_rows("results", source_id="S3")) == 220


def test_rows_that_stand_in_another_bodys_block_are_entered_once_where_they_belong() -> None:
    nara = [row["indicator"] for row in _rows("results", project_id="H30-20")]
    shimane = [row["indicator"] for row in _rows("results", project_id="H30-22")]

    assert "推進会議開催回数" not in nara
    assert "就労体験実施者数" not in shimane
    assert len(_rows("results", project_id="H30-21", indicator="推進会議開催回数")) == 1
    assert len(_rows("results", project_id="H30-23", indicator="就労体験実施者数")) == 1


def test_thirteen_contractors_run_a_settlement_support_center() -> None:
    projects = {
        row["project_id"] for row in _rows("contractors", is_settlement_support_center=True)
    }

    assert projects == {
        *("H30-03", "H30-07", "H30-10", "H30-13", "H30-14", "H30-18", "H30-24", "H30-25"),
        *("H30-27", "H30-28", "R1-01", "R1-03", "R1-06"),
    }


def test_the_targets_and_results_of_tochigi() -> None:
    found = [
        (row["target_value"], row["actual_value"], row["unit"], row["rating_printed"])
        for row in _rows("kpis", project_id="H30-06")
    ]

    assert found == [
        (16, 0, "%", "○"),
        (4, 4, "回", "○"),
        (5, 5, "回", "○"),
        (40, 9, "人", "×"),
        (126, 31, "回", "×"),
        (100, 20, "%", "×"),
        (16, 1, "件", "×"),
        (10, 0, "件", "×"),
        (17, 0, "件", "×"),
        (80, 7, "人", "×"),
        (80, 50, "%", "△"),
    ]


def test_the_programme_of_tochigi() -> None:
    attended = [row["sessions_attended"] for row in TABLES["program_participants"].rows]
    months = [
        (str(row["month"]), row["sessions"], row["attendances"])
        for row in TABLES["program_sessions"].rows
    ]

    assert attended == [11, 7, 6, 4, 3, 1, 0, 0, 0]
    assert months[5] == ("2019-09-30", 1, 2)  # the only session with two participants
    assert [sessions for _, sessions, _ in months] == [1, 1, 2, 1, 2, 1, 3, 2, 3, 3, 2, 3, 2, 1, 4]
    assert sum(attendances for _, _, attendances in months) == 32
    assert [
        (row["grouping"], row["category"], row["participants"], row["unit"])
        for row in TABLES["participants_by_group"].rows
    ] == [
        ("families", "new_families", 5, "組"),
        ("fiscal_year", "2018", 1, "人"),
        ("fiscal_year", "2019", 7, "人"),
        ("fiscal_year", "2020", 1, "人"),
        ("referral", "penal_institution", 2, "人"),
        ("referral", "probation_office", 7, "人"),
        ("sex", "female", 6, "人"),
        ("sex", "male", 3, "人"),
    ]


def test_ranges_of_the_grants_programme() -> None:
    found = {
        row["support_type_id"]: (row["minimum"], row["maximum"])
        for row in TABLES["support_ranges"].rows
    }

    assert found == {
        "special_lawyer": (47, 112),
        "employment": (24, 313),
        "special_drug": (17, 274),
        "special_sexual": (0, 153),
        "employment_direct": (0, 0),
        "consultation_settlement": (1, 76),
        "consultation_hogoshi": (13, 95),
        "consultation_welfare": (None, None),  # not counted, which is not zero
    }


def test_bodies_by_type_of_direct_support() -> None:
    bodies = {row["support_type_id"]: row["bodies"] for row in TABLES["support_type_bodies"].rows}

    assert len(bodies) == 11
    assert bodies["consultation_supporters"] == 12  # the 5 behind it is the page's number


def test_no_person_is_described() -> None:
    words = re.compile(r"\d0代(?!.*計)|入所\d回|歳|再[犯乱].号")
    for path in sorted(paths.DATA.glob("*.csv")):
        for line in path.read_text("utf-8").splitlines():
            assert "S1" not in line or not words.search(line), (path.name, line)


def test_no_day_of_the_withheld_lines_stands_anywhere() -> None:
    lines = document_path("S1").read_text("utf-8").split("\n")[122:238]
    # An age may stand right behind a day.
    printed = re.findall(r"([HR])(\d+)\.(\d+)\.(\d{1,2}?)(?=\d0代|\D|$)", "\n".join(lines))
    assert len(printed) == 32 + 9  # sessions and applications
    days = [
        (int(year) + (1988 if era == "H" else 2018), f"{era}{year}", int(month), int(day))
        for era, year, month, day in printed
    ]
    forms = [
        form
        for year, era_year, month, day in days
        for form in (
            f"{year}-{month:02}-{day:02}",
            rf"{era_year}\.{month}\.{day}(?!\d)",
            f"{year}年{month}月{day}日",
            f"[和成]{era_year[1:]}年{month}月{day}日",
        )
    ]
    day_of_a_person = re.compile("|".join(forms))
    for folder in ("data", "docs", "lib", "pages", "tests"):
        for path in sorted((paths.PROJECT / folder).rglob("*")):
            if path.suffix in {".csv", ".md", ".py", ".txt"}:
                found = day_of_a_person.search(path.read_text("utf-8"))
                assert not found, (path.name, found)


def test_participants_stand_in_the_order_of_their_sessions() -> None:
    # The document lists them as they applied; that order would tie them to their dates.
    attended = [row["sessions_attended"] for row in TABLES["program_participants"].rows]

    assert attended == sorted(attended, key=lambda count: -int(str(count)))
    locators = {row["source_locator"] for row in TABLES["program_participants"].rows}
    assert len(locators) == 1


def test_every_figure_names_its_source() -> None:
    for table in CSV_TABLES:
        names = table.column_names
        if "value" in names or "amount_yen" in names or "attendees" in names:
            assert "source_id" in names, table.name
            assert "source_locator" in names, table.name


def test_several_dozen_discrepancies_of_every_kind_are_registered() -> None:
    kinds = Counter(row["kind"] for row in TABLES["discrepancies"].rows)

    assert sum(kinds.values()) > 100
    assert set(kinds) == {
        *("misread", "displaced", "duplicate", "inconsistent", "units"),
        *("as_of", "ambiguous", "silent", "privacy"),
    }


@pytest.mark.parametrize("source_id", sorted(DOCUMENTS))
def test_prose_repeats_no_phrase_of_a_document(source_id: str) -> None:
    document = _folded(document_path(source_id).read_text("utf-8"))
    length = _LONGEST_PHRASE + 1
    phrases = {document[start : start + length] for start in range(len(document) - length + 1)}
    repeated = [
        (table.name, str(row[name]))
        for table in CSV_TABLES
        for name in _PROSE.intersection(table.column_names)
        for row in TABLES[table.name].rows
        for text in [_folded(str(row[name] or ""))]
        if any(text[start : start + length] in phrases for start in range(len(text) - length + 1))
    ]

    assert not repeated


def _folded(text: str) -> str:
    """The text without spaces and line ends, full width and half width made alike."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_numbers_of_cases_keep_the_words_they_are_printed_with() -> None:
    found = {
        (row["prefecture_code"], row["fact_number"]): (row["value"], row["comparator"])
        for row in TABLES["prefecture_cases"].rows
        if row["value"] is not None
    }

    assert found == {
        ("05", 5): (2, "about"),
        ("23", 6): (110, None),
        ("23", 7): (112, None),
        ("41", 3): (20, "at_least"),
    }


def test_only_the_five_documents_are_entered_as_documents() -> None:
    found = {row["source_id"] for row in _rows("sources", kind="document")}

    assert found == set(DOCUMENTS)
    with_lines = {row["source_id"] for row in TABLES["sources"].rows if row["text_sha256"]}
    assert with_lines == found


def test_nothing_reads_the_folder_of_the_documents_at_run_time() -> None:
    for file in [*(paths.PROJECT / "lib").rglob("*.py"), paths.PROJECT / "app.py"]:
        assert not re.search(r"""["'/]shared["'/]""", file.read_text("utf-8")), file
