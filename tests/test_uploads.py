"""An uploaded file becomes a checked proposal, or a list of all that is wrong with it."""

import csv
import io

import pytest

from lib import paths
from lib.database import Database
from lib.editions.changes import Conflict, changes, with_rows
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import ShippedOnly
from lib.intake.reading import Options
from lib.intake.templates import templates
from lib.meetings.agenda import Meeting, from_query
from lib.schema import CSV_TABLES
from lib.update.changed_rows import ChangedRow, changed_tables, conflict_columns
from lib.update.preview import previewed
from lib.update.uploads import (
    BrokenRule,
    BrokenRulesError,
    UnclearFileError,
    broken_rules,
    rows_of,
    template,
    uploaded,
)
from lib.validation import Fault
from tests.filled_templates import all_bodies, csv_file, workbook

STORE = ShippedOnly(Shipped())
FILES = files_in(paths.DATA)
COUNTS = next(table for table in CSV_TABLES if table.name == "support_counts")
BODIES = all_bodies(FILES)  # 11 types of 47 prefectures, without the one that is there: 516


def _row(code: str, count: object, name: str = "") -> dict[str, object]:
    return BODIES[0] | {"都道府県コード": code, "都道府県": name, "値": count, "値のない理由": ""}


def _counts(content: bytes) -> dict[tuple[str, str], tuple[str, str]]:
    """Value and reason by type and prefecture."""
    return {
        (row["support_type_id"], row["prefecture_code"]): (row["value"], row["missing_reason"])
        for row in csv.DictReader(io.StringIO(content.decode()))
        if row["fiscal_year"] == "2024"
    }


def test_a_filled_template_adds_all_bodies_of_all_types() -> None:
    found = uploaded(STORE, "件数.xlsx", workbook(FILES, BODIES))

    assert [change.kind for change in found.proposal.changes] == ["added"] * 516
    assert {change.file for change in found.proposal.changes} == {"support_counts.csv"}
    counts = _counts(found.proposal.files["support_counts.csv"])
    assert len(counts) == 517
    assert counts["employment", "01"] == ("24", "")  # the published minimum
    assert counts["employment", "02"] == ("313", "")  # the published maximum
    assert counts["employment", "47"] == ("", "not_applicable")
    assert counts["special_lawyer", "23"] == ("112", "")  # as it was
    assert found.notes == ("シート「団体別の支援実績」を「団体別の支援実績」の表として読んだ。",)


def test_a_template_that_comes_back_as_it_was_changes_nothing() -> None:
    for ending in ("xlsx", "csv"):
        content = template("support_counts", ending, FILES, filled=True)
        with pytest.raises(Exception, match="第0版と違う行がありません"):
            uploaded(STORE, f"件数.{ending}", content)


def test_a_row_is_replaced_and_another_removed() -> None:
    content = template("support_counts", "csv", FILES, filled=True).decode("utf-8-sig")
    rows: list[dict[str, object]] = [*csv.DictReader(io.StringIO(content))]
    rows[0] |= {"削除": "削除"}
    rows[1] |= {"出典の位置": "L174-175"}
    found = uploaded(STORE, "件数.csv", csv_file(rows))

    assert [(change.kind, change.key) for change in found.proposal.changes] == [
        ("removed", ("2023", "special_lawyer", "23")),
        ("changed", ("2024", "special_lawyer", "23")),
    ]
    (table,) = changed_tables(found.proposal.changes, rows_of(FILES))
    assert table.counts == "変わる行 1、なくなる行 1"
    lawyers = "よりそい／寄り添い弁護士制度／愛知県"
    assert table.rows == (
        ChangedRow(
            "なくなる",
            f"令和5年度（2023）／{lawyers}",
            "値 110、単位 人、数え方 実人員、出典 S2、出典の位置 L175",
            "",
        ),
        ChangedRow(
            "変わる", f"令和6年度（2024）／{lawyers}", "出典の位置 L175", "出典の位置 L174-175"
        ),
    )


def test_counts_below_a_threshold_are_kept_as_suppressed_and_0_stays() -> None:
    rows = [_row("01", 13), _row("02", 3), _row("03", 0)]
    with pytest.raises(BrokenRulesError):  # below the published minimum of 13
        uploaded(STORE, "件数.csv", csv_file(rows))
    rows = [row | {"直接支援ID": "ほかの団体に委託"} for row in rows]  # no range is published
    found = uploaded(STORE, "件数.csv", csv_file(rows), Options(threshold=5))

    counts = _counts(found.proposal.files["support_counts.csv"])
    places = [counts["consultation_other", code] for code in ("01", "02", "03")]
    assert places == [("13", ""), ("", "suppressed"), ("0", "")]
    assert "5 未満の数を秘匿にした" in found.notes[-1]


def test_a_code_is_enough_and_so_is_a_name() -> None:
    rows = [_row("01", 13), _row("", 20, "青森県")]
    found = uploaded(STORE, "件数.xlsx", workbook(FILES, rows))

    assert [change.key[2] for change in found.proposal.changes] == ["01", "02"]


def test_unclear_cells_are_told_by_sheet_and_cell_and_nothing_is_taken() -> None:
    content = workbook(FILES, [_row("01", "－"), _row("13", 20, "東京"), _row("青盛県", 30)])
    with pytest.raises(UnclearFileError) as refused:
        uploaded(STORE, "件数.xlsx", content)

    places = [(fault.sheet, fault.cell) for fault in refused.value.intake.faults]
    assert places == [("団体別の支援実績", "E5"), ("団体別の支援実績", "C7")]
    assert refused.value.intake.faults[1].nearest == "青森県（02）"


def test_what_is_no_table_at_all_is_told_in_one_sentence() -> None:
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04broken", b"\x00" * 100):
        with pytest.raises(UnclearFileError) as refused:
            uploaded(STORE, "何か", content)
        assert len(refused.value.intake.faults) >= 1
        assert not refused.value.intake.rows


def test_checks_that_would_fail_name_type_and_prefecture() -> None:
    with pytest.raises(BrokenRulesError) as refused:
        uploaded(STORE, "件数.csv", csv_file([_row("01", 9999)]))

    (rule,) = refused.value.faults
    assert (rule.table, rule.row) == ("検算", "保護司会に委託／北海道")
    assert "95 以下 ≠ 9,999" in rule.found
    assert "相違の記録" in rule.allowed


def test_a_broken_rule_is_told_by_the_key_of_its_row() -> None:
    faults = [
        Fault("support_counts.csv", 3, "value", "-1", "0以上の整数"),
        Fault("support_counts.csv", 0, "", "ない", "ある"),
        Fault("new.csv", 2, "x", "a", "b"),
    ]

    assert broken_rules(FILES, faults) == (
        BrokenRule("団体別の支援実績", "2024／special_lawyer／23", "値", "-1", "0以上の整数"),
        BrokenRule("団体別の支援実績", "", "", "ない", "ある"),
        BrokenRule("new.csv", "", "x", "a", "b"),
    )


def test_rows_are_written_in_the_order_of_their_keys_with_the_columns_of_today() -> None:
    before = b"fiscal_year,support_type_id,prefecture_code,value\n2024,housing,02,1\n"
    rows = [{"fiscal_year": "2024", "support_type_id": "housing", "prefecture_code": "01"}]
    written = with_rows(before, COUNTS, rows).decode().splitlines()

    assert written[0] == ",".join(COUNTS.column_names)
    assert [line[:15] for line in written[1:]] == ["2024,housing,01", "2024,housing,02"]
    assert with_rows(b"", COUNTS, [], rows).decode().splitlines() == [written[0]]


def test_cells_of_an_edition_of_another_release_are_shown_as_they_are() -> None:
    other = {**FILES, "support_counts.csv": b"fiscal_year,old\n?,1\n", "gone.csv": b"a\n1\n"}
    found = changed_tables(changes(FILES, other), rows_of(FILES))

    assert [table.title for table in found] == ["団体別の支援実績", "gone.csv"]


def test_a_conflict_stands_in_words() -> None:
    key = ("2024", "housing", "02")
    found = [Conflict("support_counts.csv", key, "value", None, "3", "4")]

    assert conflict_columns(found, rows_of(FILES)) == {
        "表": ["団体別の支援実績"],
        "行": ["令和6年度（2024）／居住支援／青森県"],
        "列": ["値"],
        "もと": ["空欄"],
        "公開された版": ["3"],
        "この変更": ["4"],
    }
    assert conflict_columns([], {}) == {}


@pytest.mark.parametrize("name", templates())
def test_every_template_can_be_read_again(name: str) -> None:
    with pytest.raises(Exception, match="第0版と違う行がありません"):
        uploaded(STORE, f"{name}.xlsx", template(name, "xlsx", FILES, filled=True))


def test_the_preview_of_the_map_is_its_tiles(shipped: Database) -> None:
    content = template("subsidy_grants", "csv", FILES, filled=True).decode("utf-8-sig")
    rows: list[dict[str, object]] = [*csv.DictReader(io.StringIO(content))]
    tenth, others = (
        row for row in rows if "2024" in str(row["年度"]) and row["順位"] in ("10", "11")
    )
    tenth["交付額（円）"], others["交付額（円）"] = 1_294_000, 12_964_000  # 12,000 less and more
    proposal = uploaded(STORE, "交付額.csv", csv_file(rows)).proposal
    (table,) = changed_tables(proposal.changes, rows_of(FILES))
    assert table.rows[0].before == "交付額（円） 1,306,000"
    found = {
        one.change.exhibit_id: one for one in previewed(shipped, proposal.files, Meeting()).exhibits
    }

    shown = found["prefecture_map"]
    assert shown.before is not None
    assert shown.after is not None
    assert "tile-figure" in str(shown.after.markup)
    headings = (shown.before.heading, shown.after.heading)
    assert ["130.6万円" in words for words in headings] == [True, False]
    assert "129.4万円" in headings[1]
    assert "grants" in found


def test_the_preview_names_exhibits_and_views_that_differ(shipped: Database) -> None:
    proposal = uploaded(STORE, "件数.csv", csv_file(BODIES)).proposal
    own, _ = from_query({"v1": "variance/named_counts", "v2": "targets/targets"})
    found = previewed(shipped, proposal.files, own)

    shown = {one.change.exhibit_id: one for one in found.exhibits}
    assert {"named_counts", "body_counts"} <= shown.keys()
    assert "targets" not in shown
    assert shown["body_counts"].before is None
    named = shown["named_counts"]
    assert named.before is not None
    assert named.after is not None
    assert (len(named.before.rows), len(named.after.rows)) == (2, 518)
    (own_view, *others) = found.views
    assert (own_view.meeting, own_view.place) == ("この会議", 1)
    assert own_view.before.startswith("愛知県のよりそい／寄り添い弁護士制度")
    assert own_view.after != own_view.before
    assert {view.meeting for view in others} == {"支援件数"}
    assert previewed(shipped, FILES, Meeting()).views == ()


def test_a_meeting_of_an_earlier_edition_is_not_touched_by_what_is_published(
    shipped: Database,
) -> None:
    newest = Database(shipped.path, edition=8)
    files = uploaded(STORE, "件数.csv", csv_file(BODIES[:1])).proposal.files
    own, _ = from_query({"v1": "variance/named_counts"})

    for edition, is_named in ((None, True), (8, True), (7, False)):
        views = previewed(newest, files, own.agreed_to(edition)).views
        assert ("この会議" in {view.meeting for view in views}) == is_named
