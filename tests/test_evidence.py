"""From a number on screen to its place in the document, the checks and the discrepancies."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from lib.cells import Cell, evidence_in, evidence_listed_in, listed, row_key, split
from lib.database import Database
from lib.documents import store
from lib.documents.reading import Document, read_document
from lib.frames import records
from lib.queries import evidence as queries
from lib.views import evidence, overview
from tests.documents import DOCUMENTS, document_path
from tests.exhibit_samples import exhibits

CASES = "results.H30-26/1.value"  # 北九州市 1,459件
SESSIONS = "results.H30-06/5.value"  # 栃木県 31回


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store of documents in place of this machine's."""

    def stored(source_id: str) -> Document | None:
        return store.stored(source_id, tmp_path)

    monkeypatch.setattr(evidence, "stored", stored)
    return tmp_path


def _figure(database: Database, figure_id: str) -> queries.RegisteredFigure:
    (row,) = queries.figure_rows(database, [figure_id])
    return row


def test_a_cell_has_a_name_that_can_be_taken_apart_again() -> None:
    cell = Cell("program_sessions", row_key(("H30-06", "2019-04-30")), "attendances")

    assert cell.figure_id == "program_sessions.H30-06/2019-04-30.attendances"
    assert split(listed([cell.figure_id, CASES, CASES])) == (cell.figure_id, CASES)
    assert split("") == ()


def test_evidence_is_read_off_a_row() -> None:
    row = {"project_id": "H30-26", "result_number": 1, "figure_ids": f"{CASES}|{SESSIONS}"}

    assert evidence_in("results", "value", "project_id", "result_number")(row) == (CASES,)
    assert evidence_listed_in("figure_ids")(row) == (CASES, SESSIONS)
    assert evidence_listed_in("figure_ids")({"figure_ids": None}) == ()


def test_a_figure_says_what_it_counts_as_of_when_and_where_it_stands(shipped: Database) -> None:
    found = evidence.facts(shipped, _figure(shipped, CASES))

    assert (found.subject, found.value) == ("北九州市 支援実施件数", "1,459件")
    facts = dict(found.facts)
    assert facts["単位と数え方"] == "件（計）"
    assert facts["時点"] == "2020年12月末"
    assert facts["出典"].startswith("地域再犯防止推進モデル事業における取組状況等について")
    assert facts["出典の中の場所"] == "68行目"


def test_an_approximate_figure_stays_approximate(shipped: Database) -> None:
    assert evidence.facts(shipped, _figure(shipped, "results.H30-08/7.value")).value == "約1,500部"


def test_without_the_document_the_page_says_how_to_import_it(shipped: Database) -> None:
    found = evidence.passage(shipped, _figure(shipped, CASES))

    assert not found.lines
    assert "python -m lib.documents import 文書のファイル --source S3" in found.remark


def test_the_document_is_shown_with_the_digits_marked(shipped: Database, own_store: Path) -> None:
    store.save(read_document(document_path("S3"), "S3"), own_store)
    found = evidence.passage(shipped, _figure(shipped, CASES))

    (line,) = [line for line in found.lines if line.digits]
    assert (line.number, line.digits) == (68, "1,459")
    assert line.before.endswith("計")
    assert line.behind.startswith("件")
    assert "確認した版と同じ文書" in found.remark


def test_a_document_that_was_changed_is_said_to_be_another(
    shipped: Database, own_store: Path
) -> None:
    lines = document_path("S3").read_text("utf-8").replace("1,459件", "1,549件").split("\n")
    store.save(Document("S3", "changed.txt", "0" * 64, tuple(lines)), own_store)
    found = evidence.passage(shipped, _figure(shipped, CASES))

    assert "文書に見つからない" in found.remark
    assert "確認した版とは違う文書" in found.remark
    assert not [line for line in found.lines if line.digits]


def test_no_line_on_single_persons_is_ever_shown(shipped: Database, own_store: Path) -> None:
    store.save(read_document(document_path("S1"), "S1"), own_store)
    for row in queries.figures_of_source(shipped, "S1"):
        shown = {line.number for line in evidence.passage(shipped, row).lines}
        assert not shown & set(range(113, 239)), row.figure_id


def test_lines_are_withheld_because_the_data_say_so(shipped: Database) -> None:
    assert queries.withheld_lines(shipped, "S1") == ("L113-238",)
    assert queries.withheld_lines(shipped, "S3") == ()


def test_no_line_of_another_version_is_shown_where_lines_are_withheld(
    shipped: Database, own_store: Path
) -> None:
    """With two lines more, the withheld lines would stand two lines further down."""
    lines = ["", "", *document_path("S1").read_text("utf-8").split("\n")]
    store.save(Document("S1", "changed.txt", "0" * 64, tuple(lines)), own_store)
    for row in queries.figures_of_source(shipped, "S1"):
        found = evidence.passage(shipped, row)
        assert not found.lines, row.figure_id
        assert "確認した版と違う" in found.remark


def test_a_source_without_lines_says_so(shipped: Database) -> None:
    found = evidence.passage(shipped, _figure(shipped, "subsidy_grants.2024/1.amount_yen"))

    assert found.remark == "この出典には行番号がなく、文書の抜粋は示せない。"


def test_the_sessions_of_tochigi_lead_to_both_documents(shipped: Database) -> None:
    # One click from 31回 (S3) to the check, the second to the months that S1 lists.
    checks = evidence.check_exhibit(shipped, evidence.EvidenceState(SESSIONS))
    assert checks is not None
    (row,) = records(checks.rows)

    assert (row["expected"], row["found"], row["verdict"]) == ("31", "31", "match")
    assert checks.evidence["expected"](row) == (SESSIONS,)
    months = evidence.EvidenceState(figure=listed(checks.evidence["found"](row)))
    figures = records(evidence.list_exhibit(shipped, months).rows)
    assert sum(figure["value"] for figure in figures) == 31
    assert {figure["source_id"] for figure in figures} == {"S1"}


def test_a_breakdown_leads_to_all_its_parts(shipped: Database) -> None:
    checks = evidence.check_exhibit(shipped, evidence.EvidenceState("results.R1-06/2.value"))
    assert checks is not None
    (row,) = [row for row in records(checks.rows) if row["kind"] == "breakdown"]

    assert checks.evidence["found"](row) == ("results.R1-06/3.value", "results.R1-06/4.value")


def test_the_discrepancies_of_a_figure_come_before_those_of_its_table(shipped: Database) -> None:
    found = evidence.discrepancy_exhibit(shipped, evidence.EvidenceState("results.H30-12/10.value"))
    assert found is not None
    keys = [row["row_key"] for row in records(found.rows)]

    assert keys[0] in {"H30-12/10", "H30-12"}
    assert keys == sorted(keys, key=lambda key: key is None)


def test_a_discrepancy_on_a_whole_block_touches_each_of_its_figures(shipped: Database) -> None:
    # D055 names the row H30-17 without a number: it stands for every figure of that project.
    figures = ("results.H30-17/1.value", "results.H30-01/2.value")

    assert set(evidence.disputes(shipped, figures)) == {"results.H30-17/1.value"}
    assert evidence.disputes(shipped, ("results.H30-01/2.value",)) == {}


def test_the_first_figures_of_the_overview_lead_to_their_evidence(shipped: Database) -> None:
    ids = [headline.figure_ids for headline in overview.headlines(shipped)]

    assert [len(found) for found in ids] == [1, 25, 11, 2]
    for found in ids:
        assert len(records(queries.figures(shipped, found))) == len(found)


def test_every_figure_of_every_table_has_evidence_that_is_registered(shipped: Database) -> None:
    for exhibit in exhibits(shipped):
        found = records(queries.figures(shipped, exhibit.figure_ids))
        assert len(found) == len(exhibit.figure_ids), exhibit.title


# Numbers that are no published figures: keys, positions, dates and what the build counts itself.
_NO_FIGURES = {
    *("number", "position", "cohort_fiscal_year", "fiscal_year", "figures", "kpi_number"),
    *("range_fiscal_year", "bodies_fiscal_year", "first_fiscal_year", "last_fiscal_year"),
    *("result_number", "activity_number", "participant_number", "family_number", "rank"),
    *("grant_number", "rounded_to_yen"),
    *("assumed_persons", "scale", "most"),
}


def test_every_column_of_numbers_opens_its_evidence(shipped: Database) -> None:
    for exhibit in exhibits(shipped):
        for column in exhibit.shown_columns:
            is_number = column.kind.name in {"INTEGER", "NUMBER", "MONEY"}
            if is_number and column.name not in _NO_FIGURES and exhibit.exhibit_id != "figures":
                assert column.name in exhibit.evidence, (exhibit.title, column.name)


def test_a_value_that_was_calculated_shows_the_numbers_it_was_made_of(shipped: Database) -> None:
    totals = next(item for item in exhibits(shipped) if item.exhibit_id == "grant_totals")
    row = SimpleNamespace(**next(row for row in records(totals.rows) if row["paid_share_pct"]))

    paid = totals.evidence["paid_yen"](vars(row))
    assert len(paid) == 11
    values = [item["value"] for item in records(queries.figures(shipped, paid))]
    assert sum(values) == row.paid_yen == 18_053_000


def test_documents_that_are_absent_are_known_by_name() -> None:
    assert set(DOCUMENTS) == {"S1", "S2", "S3", "S4", "S5"}
