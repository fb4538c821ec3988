"""Documents are read, and each figure is found on its line, elsewhere, or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lib import paths
from lib.derived import figure_rows
from lib.documents.__main__ import findings_in, main
from lib.documents.locating import Figure, Finding, Status, locate
from lib.documents.reading import Document, UnreadableDocumentError, read_document
from lib.documents.store import save, stored
from lib.validation import validated_tables
from tests.documents import DOCUMENTS, document_path

TABLES = validated_tables(paths.DATA)
NEVER = frozenset({Status.MOVED, Status.MISSING})


def _document(*lines: str) -> Document:
    return Document("S9", "made_up.txt", "0" * 64, lines)


def _figure(value: float, unit: str | None, line: int = 1, **changes: object) -> Figure:
    number = changes.pop("number", 1)
    figure = Figure(
        f"results.X/{number}.value",
        "results",
        f"X/{number}",
        value,
        unit,
        "港市 支援実施件数",
        line,
        line,
        "printed",
    )
    return replace(figure, **changes)  # type: ignore[arg-type] # fields of Figure


def _statuses(document: Document, *figures: Figure) -> list[Status]:
    return [finding.status for finding in locate(figures, document)]


@pytest.mark.parametrize(
    ("line", "value", "unit"),
    [
        ("支援実施件数 計1,459件（12月末）", 1459, "件"),
        ("支援実施件数　計１，４５９件", 1459, "件"),
        ("約1,500部を配布", 1500, "部"),
        ("構成委員（13 人）", 13, "人"),
        ("最大１５０万円", 1_500_000, "円"),
        ("補助率１／２", 0.5, None),
        ("参加率 21.9％", 21.9, "%"),
    ],
)
def test_a_figure_is_found_however_it_is_printed(line: str, value: float, unit: str) -> None:
    assert _statuses(_document(line), _figure(value, unit)) == [Status.FOUND]


@pytest.mark.parametrize(
    "line", ["計11,459件", "計1,4590件", "計459件", "1,459人", "H1,459件", "1.459件"]
)
def test_a_figure_is_not_found_in_other_numbers_or_before_another_counter(line: str) -> None:
    assert _statuses(_document(line), _figure(1459, "件")) == [Status.MISSING]


def test_two_equal_figures_need_two_printed_numbers() -> None:
    once, twice = _document("入口5人、出口6人"), _document("入口5人、出口5人")
    figures = (_figure(5, "人", number=1), _figure(5, "人", number=2))

    assert _statuses(once, *figures) == [Status.FOUND, Status.MISSING]
    assert _statuses(twice, *figures) == [Status.FOUND, Status.FOUND]


def test_both_ends_of_a_range_may_be_one_printed_number() -> None:
    ends = (_figure(0, "件"), _figure(0, "件"))

    assert _statuses(_document("直接雇用 ０件"), *ends) == [Status.FOUND, Status.FOUND]


def test_a_figure_in_a_table_stands_alone_between_spaces() -> None:
    in_table = {"evidence": "tabulated"}

    assert _statuses(_document("R1年度 3 4 1 6"), _figure(3, "人", **in_table)) == [Status.FOUND]
    assert _statuses(_document("家族１ 2 5%"), _figure(1, "回", **in_table)) == [Status.MISSING]


def test_a_figure_that_moved_is_found_by_its_words() -> None:
    moved = _document("目次 7件", "別の市 研修 7件", "港市", "支援実施件数 計7件")

    (finding,) = locate([_figure(7, "件", line=1, first_line=3, last_line=3)], moved)
    assert finding.status is Status.MOVED
    assert finding.mark is not None
    assert finding.mark.line == 4


def test_a_counted_figure_is_not_looked_for() -> None:
    counted = _figure(31, "回", evidence="counted")

    assert _statuses(_document("何もない"), counted) == [Status.NOT_PRINTED]


def test_a_line_beyond_the_end_is_no_error() -> None:
    assert _statuses(_document("短い"), _figure(7, "件", line=99)) == [Status.MISSING]


@cache
def _read(source_id: str) -> Document:
    return read_document(document_path(source_id), source_id)


def _by_id(findings: list[Finding]) -> Mapping[str, Finding]:
    return {finding.figure.figure_id: finding for finding in findings}


@pytest.mark.parametrize(
    ("source_id", "printed", "counted"),
    [("S1", 47, 42), ("S2", 33, 0), ("S3", 220, 0), ("S4", 5, 0), ("S5", 9, 4)],
)
def test_every_figure_stands_in_its_document(source_id: str, printed: int, counted: int) -> None:
    statuses = [finding.status for finding in findings_in(_read(source_id), TABLES)]

    assert statuses.count(Status.FOUND) == printed
    assert statuses.count(Status.NOT_PRINTED) == counted
    assert len(statuses) == printed + counted


@pytest.mark.parametrize("source_id", sorted(DOCUMENTS))
def test_a_changed_digit_of_any_figure_is_reported(source_id: str) -> None:
    document = _read(source_id)
    findings = findings_in(document, TABLES)
    for finding in findings:
        if finding.mark is None:
            continue
        changed = _with_another_digit(document, finding)
        near = [
            item.figure for item in findings if item.mark and item.mark.line == finding.mark.line
        ]
        reported = {item.figure.value for item in locate(near, changed) if item.status in NEVER}
        assert finding.figure.value in reported, finding.figure.figure_id


def _with_another_digit(document: Document, finding: Finding) -> Document:
    mark = finding.mark
    assert mark is not None
    line = document.lines[mark.line - 1]
    digit = int(line[mark.start])
    other = str((digit + 1) % 10 or 1)
    changed = line[: mark.start] + other + line[mark.start + 1 :]
    lines = (*document.lines[: mark.line - 1], changed, *document.lines[mark.line :])
    return replace(document, lines=lines)


@pytest.mark.parametrize("source_id", ["S1", "S2", "S3", "S5"])  # S4 has five figures, far apart
def test_charts_are_found_again_when_lines_are_put_before_them(source_id: str) -> None:
    document = _read(source_id)
    before = _by_id(findings_in(document, TABLES))
    shifted = replace(document, lines=("", "まえがき", "", *document.lines))
    after = _by_id(findings_in(shifted, TABLES))

    marks = [(old.mark, after[name].mark) for name, old in before.items() if old.mark]
    right = sum(old.line + 3 == new.line for old, new in marks if old and new)
    assert right >= 0.95 * len(marks), [name for name in before if not after[name].mark]


def test_the_shipped_digests_are_those_of_the_documents() -> None:
    sources = {str(row["source_id"]): row for row in TABLES["sources"].rows}
    for source_id in DOCUMENTS:
        assert sources[source_id]["text_sha256"] == _read(source_id).sha256


def test_a_document_is_kept_and_read_again(tmp_path: Path) -> None:
    document = replace(_document("一行目", "二行目"), page_starts=(1, 2))
    save(document, tmp_path)

    assert stored("S9", tmp_path) == document
    assert stored("S8", tmp_path) is None
    assert [document.page_of(line) for line in (1, 2)] == [1, 2]


def _pdf(*pages: str) -> bytes:
    """A small PDF with one line of ASCII a page."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj",
        f"2 0 obj <</Type /Pages /Kids [{kids}] /Count {len(pages)}>> endobj",
        "3 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj",
    ]
    for place, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
        number = 4 + 2 * place
        resources = f"/Resources <</Font <</F1 3 0 R>>>> /Contents {number + 1} 0 R"
        objects += [
            f"{number} 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 400 200]",
            f"{resources}>> endobj",
            f"{number + 1} 0 obj <</Length {len(stream)}>> stream\n{stream}\nendstream endobj",
        ]
    body = "\n".join(["%PDF-1.4", *objects, "trailer <</Root 1 0 R>>", "%%EOF"])
    return body.encode("ascii")


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(_pdf("first 12%", "second 1,459%"))
    document = read_document(file, "S9")

    assert document.lines == ("first 12%", "second 1,459%")
    (finding,) = locate([_figure(1459, "%", subject="second")], document)
    assert finding.mark is not None
    assert document.page_of(finding.mark.line) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.4 broken", "PDFとして読めない"),
        (b"\x00\x01\x02\xff\xfe", "PDFでもない"),
        (b"  \n \n", "文字がない"),
    ],
)
def test_a_file_that_is_no_document_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)

    with pytest.raises(UnreadableDocumentError, match=reason):
        read_document(file, "S9")


def test_a_text_in_shift_jis_is_read(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("支援 7件\r\n以上".encode("cp932"))

    assert read_document(file, "S9").lines == ("支援 7件", "以上")


def test_the_command_imports_and_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(document_path("S5")), "--source", "S5"], tmp_path) == 0
    printed = capsys.readouterr().out
    assert "確認した版と同じ" in printed
    assert "文書の行にある: 9件" in printed
    report = (tmp_path / "S5_report.csv").read_text("utf-8-sig").splitlines()
    assert len(report) == 1 + 13


def test_the_command_reports_a_changed_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed.txt"
    changed.write_text(document_path("S3").read_text("utf-8").replace("1,459件", "1,549件"))

    assert main(["import", str(changed), "--source", "S3"], tmp_path) == 1
    printed = capsys.readouterr().out
    assert "確認した版と違う" in printed
    assert "results.H30-26/1.value" in printed
    assert main(["report"], tmp_path) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "nowhere.txt", "--source", "S3"], "ファイルがない"),
        (["import", "nowhere.txt", "--source", "S99"], "sources.csv にない"),
        (["report"], "取り込んだ文書がない"),
    ],
)
def test_the_command_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(arguments, tmp_path) == 1
    assert message in capsys.readouterr().err


def test_every_figure_of_the_data_is_in_the_register_with_source_and_locator() -> None:
    rows = list(figure_rows(TABLES))

    assert len({row["figure_id"] for row in rows}) == len(rows)
    assert all(row["source_id"] and row["source_locator"] and row["subject"] for row in rows)
