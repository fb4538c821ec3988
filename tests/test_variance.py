"""The page on ranges and named counts says what is published, of this year and of the next."""

from pathlib import Path

import pytest

from lib import exports, formats
from lib.charts.declared import Rows
from lib.charts.drawn import DrawnMark, DrawnRow, drawn_rows
from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import Record, records
from lib.queries import variance as queries
from lib.views.notes import named_cautions
from lib.views.pages import page_exhibits
from lib.views.variance import VarianceState, named_count_exhibit, range_exhibits
from tests.demonstration import database_with, database_without

ALL = VarianceState()
TABLES = ("support_ranges", "support_counts", "support_type_bodies", "results")
_PLACE = {"source_id": "S2", "source_locator": "L175"}


def _range(support_type: str, minimum: int, maximum: int, unit: str = "件") -> dict[str, str]:
    return {
        "fiscal_year": "2025",
        "support_type_id": support_type,
        "minimum": str(minimum),
        "maximum": str(maximum),
        "unit": unit,
        **_PLACE,
    }


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One range of the year after, and one of persons; bodies of the two years after that."""
    bodies = [
        {"fiscal_year": year, "support_type_id": support_type, "bodies": count, "unit": "団体"}
        | _PLACE
        for year, support_type, count in (("2026", "employment", "11"), ("2026", "housing", "3"))
    ]
    added = {
        "support_ranges": [_range("employment", 30, 400), _range("housing", 2, 9, "人")],
        "support_type_bodies": bodies,
    }
    return database_with(tmp_path_factory.mktemp("next"), added)


def _rows(exhibit: Exhibit) -> dict[str, Record]:
    return {row["support_type_id"]: row for row in records(exhibit.rows)}


def _declared(exhibit: Exhibit) -> Rows:
    assert isinstance(exhibit.chart, Rows)
    return exhibit.chart


def _drawn(exhibit: Exhibit) -> dict[str, DrawnRow]:
    columns = {column.name: column for column in exhibit.columns}
    groups = drawn_rows(_declared(exhibit), records(exhibit.rows), columns).groups
    return {row.name: row for _, rows in groups for row in rows}


def _labels(exhibit: Exhibit) -> dict[str, str]:
    return {column.name: column.label for column in exhibit.columns}


def test_the_shipped_ranges_have_their_differences(shipped: Database) -> None:
    (exhibit,) = range_exhibits(shipped, ALL)
    differences = {name: row["difference"] for name, row in _rows(exhibit).items()}

    assert differences == {
        "employment": 289,  # 313 - 24
        "employment_direct": 0,  # one value
        "special_drug": 257,  # 274 - 17
        "special_sexual": 153,  # 153 - 0
        "special_lawyer": 65,  # 112 - 47
        "consultation_hogoshi": 82,  # 95 - 13
        "consultation_settlement": 75,  # 76 - 1
        **dict.fromkeys(("housing", "consultation_other", "consultation_own"), None),
        **dict.fromkeys(("consultation_supporters", "consultation_welfare"), None),
    }
    assert exhibit.summary == (
        "幅が公表されている6種類（ほかに1つの値だけの1種類）のうち最も開きが大きいのは就労支援で、"
        "24件から313件まで（差は289件）。"
    )
    assert exhibit.evidence["difference"](_rows(exhibit)["employment"]) == (
        "support_ranges.2024/employment.minimum",
        "support_ranges.2024/employment.maximum",
    )


def test_headings_and_words_name_the_years_of_ranges_and_of_bodies(shipped: Database) -> None:
    (exhibit,) = range_exhibits(shipped, ALL)
    labels = _labels(exhibit)

    assert labels["minimum"] == "最小（R6）"
    assert labels["difference"] == "最大と最小の差（R6）"
    assert labels["bodies"] == "重複計上の団体数（R7）"
    assert exhibit.as_of == "支援実績は令和6年度（2024）、団体数は令和7年度（2025）"
    assert [cell.heading for cell in _declared(exhibit).before] == ["団体数 R7"]
    assert _declared(exhibit).axis.words == "最小～最大（件）"


def test_ranges_are_spans_and_types_without_one_are_words(shipped: Database) -> None:
    (exhibit,) = range_exhibits(shipped, ALL)
    rows = _drawn(exhibit)

    # 24 / 313 is 7.67 %, the rest of 47 / 313 and 112 / 313 are 15.02 % and 35.78 %.
    assert rows["就労支援"].marks == (DrawnMark("span", 7.67, 100, low="24", high="313"),)
    assert rows["就労支援"].before == ("7団体",)
    lawyers = rows["よりそい／寄り添い弁護士制度"]
    assert lawyers.marks == (DrawnMark("span", 15.02, 35.78, low="47", high="112"),)
    assert rows["福祉サービスへのつなぎ支援"].note == "支援件数の計上から除外"
    assert [row.note for row in rows.values()].count("幅は公表なし") == 4
    for row in rows.values():
        assert bool(row.marks) != bool(row.note), row.name


def test_nothing_on_the_page_speaks_of_chance_or_of_ratios(shipped: Database) -> None:
    for exhibit in page_exhibits(shipped, "variance", {}):
        parts = exhibit.method.parts if exhibit.method else ()
        words = [
            *(exhibit.title, exhibit.summary, *(caution.text for caution in exhibit.cautions)),
            *(f"{column.label}{column.meaning}" for column in exhibit.columns),
            *(sentence for _, sentences in parts for sentence in sentences),
        ]
        for word in ("偶然", "p値", "判定", "ファンネル", "変動係数", "最大÷最小", "変えて試"):
            assert word not in "".join(words), (exhibit.title, word)


def test_notes_stand_where_they_hold(shipped: Database) -> None:
    def noted(category: str) -> tuple[str, ...]:
        (exhibit,) = range_exhibits(shipped, VarianceState(category))
        return tuple(caution.text for caution in exhibit.cautions)

    grows, undefined, is_shared = (
        caution.text
        for caution in named_cautions(shipped, "range_grows", "cases_undefined", "bodies_shared")
    )
    assert {grows, undefined, is_shared} <= set(noted("all"))
    assert is_shared in noted("employment")
    assert is_shared not in noted("specialised")
    assert undefined not in noted("housing")  # no range, so no 件


def test_a_new_range_of_one_type_hides_no_older_range(next_year: Database) -> None:
    cases, _persons = range_exhibits(next_year, ALL)
    rows = _rows(cases)

    assert (rows["employment"]["range_fiscal_year"], rows["employment"]["maximum"]) == (2025, 400)
    assert (rows["special_drug"]["range_fiscal_year"], rows["special_drug"]["maximum"]) == (
        *(2024, 274),
    )
    assert sum(row["maximum"] is not None for row in rows.values()) == 7
    assert cases.title.endswith("（件、令和6年度（2024）、令和7年度（2025））")
    assert cases.summary.startswith(
        "幅が公表されている6種類（ほかに1つの値だけの1種類）のうち最も開きが大きいのは就労支援で、"
        "30件から400件まで（差は370件）。"
        "就労支援・直接雇用（R6）、"
    )
    assert _labels(cases)["minimum"] == "最小（R6・R7）"
    spans = {name: row.marks[0] for name, row in _drawn(cases).items() if row.marks}
    assert (spans["就労支援"].low, spans["就労支援"].high) == ("30", "400")
    # 17 and 274 of 400
    assert spans["薬物事犯者への支援"] == DrawnMark("span", 4.25, 68.5, low="17", high="274")


def test_bodies_of_the_year_of_the_range_stand_beside_it_where_there_are_any(
    next_year: Database,
) -> None:
    rows = {row.support_type_id: row for row in queries.support_ranges(next_year, "")}

    # FY2025 bodies beside the range of FY2025, although those of FY2026 are newer.
    assert (rows["employment"].bodies_fiscal_year, rows["employment"].bodies) == (2025, 7)
    assert (rows["special_drug"].bodies_fiscal_year, rows["special_drug"].bodies) == (2025, 2)


def test_ranges_of_persons_and_of_cases_stand_in_charts_of_their_own(next_year: Database) -> None:
    cases, persons = range_exhibits(next_year, ALL)

    assert persons.exhibit_id == "support_ranges_person"
    assert list(_rows(persons)) == ["housing"]
    assert "housing" not in _rows(cases)
    axes = [_declared(exhibit).axis.words for exhibit in (cases, persons)]
    assert axes == ["最小～最大（件）", "最小～最大（人）"]
    assert persons.title.endswith("（人、令和7年度（2025））")


def test_a_list_of_mixed_counts_names_no_unit_for_all_and_has_no_axis(tmp_path: Path) -> None:
    counts = [
        {"fiscal_year": "2025", "support_type_id": "employment_direct"}
        | {
            "prefecture_code": f"{code:02}",
            "value": str(code),
            "unit": "件",
            "count_basis": "total",
        }
        | _PLACE
        for code in range(1, 48)
    ]
    database = database_with(tmp_path, {"support_counts": counts})
    exhibit = named_count_exhibit(database, ALL)

    assert len(exhibit.rows) == 49
    assert exhibit.title == "都道府県の名前が示された支援実績の一覧（単位と数え方は行ごと）"
    assert exhibit.summary.startswith("2種類、47都道府県の49個の数がある（令和5年度（2023）、")
    assert exhibit.chart is None


def test_the_two_shipped_counts_are_listed_with_their_basis(shipped: Database) -> None:
    exhibit = named_count_exhibit(shipped, ALL)

    assert exhibit.title == "都道府県の名前が示された支援実績の一覧（人、実人員）"
    assert exhibit.summary == (
        "よりそい／寄り添い弁護士制度で、愛知県の令和5年度（2023）は110人（実人員）、"
        "愛知県の令和6年度（2024）は112人（実人員）。"
        "行のない都道府県は該当なしか公表なしで、0ではない。"
    )


@pytest.mark.parametrize("emptied", [*((table,) for table in TABLES), TABLES])
def test_the_page_stands_without_any_row(
    shipped: Database, tmp_path: Path, emptied: tuple[str, ...]
) -> None:
    database = database_without(shipped, tmp_path, emptied)
    found = {item.exhibit_id: item for item in page_exhibits(database, "variance", {})}

    assert set(found) == {"support_ranges", "named_counts", "like_figures"}
    for exhibit in found.values():
        assert exhibit.drawing(LIGHT) is None or exhibit.exhibit_id == "like_figures"
        assert exhibit.summary.endswith("。")
        assert exports.bundle(exhibit, formats.today()).content
    expected = {
        "support_ranges": ("support_ranges", "公表された支援実績の幅がない。"),
        "support_counts": ("named_counts", "都道府県の名前が示された支援実績がない。"),
        "results": ("like_figures", "3団体以上が載せるものがない。"),
    }
    for table in emptied:
        if table in expected:
            exhibit_id, words = expected[table]
            assert found[exhibit_id].summary.endswith(words)
