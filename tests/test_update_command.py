"""The command takes what officers fill in, writes templates, and marks what is to be mended."""

import io
from pathlib import Path

import openpyxl
import pytest

from lib import paths
from lib.editions.shipped import files_in
from lib.editions.store import opened_store
from tests.filled_templates import all_bodies, csv_file, workbook
from tests.update_command import Command

FILES = files_in(paths.DATA)
BODIES = all_bodies(FILES)
OTHERS = [
    row for row in BODIES if row["直接支援ID"] == "その他の団体に委託"
]  # no range is published


def test_a_workbook_is_published_as_it_was_filled_in(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "件数.xlsx"
    file.write_bytes(workbook(FILES, BODIES))
    code, said, _ = command("publish", file, "--reason", "件数", "--account", "係")

    assert (code, "第1版を公開しました" in said) == (0, True)
    assert "「団体別の支援実績」の表として読んだ" in said
    assert opened_store().files(1)["support_counts.csv"].count(b"2024,") == 517


def test_counts_below_the_threshold_are_published_as_suppressed(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "件数.csv"
    file.write_bytes(csv_file([row | {"値": 3} if row["値"] else row for row in OTHERS]))
    code, said, _ = command("publish", file, "--reason", "件数", "--threshold", "5")

    assert (code, "5 未満の数を秘匿にした" in said) == (0, True)
    published = opened_store().files(1)["support_counts.csv"].decode()
    assert published.count(",suppressed,") == 6  # as many bodies as the document has


def test_unclear_cells_are_marked_in_a_file_and_nothing_is_published(
    command: Command, tmp_path: Path
) -> None:
    file, copy = tmp_path / "件数.xlsx", tmp_path / "直す.xlsx"
    file.write_bytes(workbook(FILES, [OTHERS[0] | {"値": "－"}]))
    code, _, warned = command("check", file, "--marked", copy)

    assert code == 1
    assert "シート「団体別の支援実績」 E5 「値」" in warned
    sheets = openpyxl.load_workbook(copy)
    assert sheets.sheetnames == ["直すところ", "団体別の支援実績"]
    assert sheets["団体別の支援実績"]["E5"].comment is not None
    assert len(opened_store().editions()) == 1


def test_broken_checks_are_told_in_words(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "件数.csv"
    file.write_bytes(csv_file([BODIES[0] | {"値": 9999}]))
    code, _, warned = command("publish", file, "--reason", "件数")

    assert (code, "検算 保護司会に委託／北海道" in warned) == (1, True)
    assert len(opened_store().editions()) == 1


def test_templates_are_written_empty_or_with_the_present_rows(
    command: Command, tmp_path: Path
) -> None:
    code, said, _ = command("template", "support_counts", tmp_path / "ひな形.xlsx")
    assert (code, "ひな形.xlsx に書き出しました" in said) == (0, True)
    sheet = openpyxl.load_workbook(tmp_path / "ひな形.xlsx").worksheets[0]
    assert (sheet["C5"].value, sheet["E5"].value) == ("01", None)

    assert command("template", "support_counts", tmp_path / "今.csv", "--filled")[0] == 0
    assert "110" in (tmp_path / "今.csv").read_text("utf-8-sig")
    command("template", "projects", tmp_path / "事業.xlsx", "--filled")
    content = io.BytesIO((tmp_path / "事業.xlsx").read_bytes())
    assert len(openpyxl.load_workbook(content).sheetnames) == 7  # five tables and two more


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("template", "nothing", "ひな形.xlsx"), 1, "ある表: support_counts、"),
        (("template", "projects", "ひな形.pdf"), 1, ".xlsx か .csv"),
        (("check", "どこにもない.xlsx"), 1, "その名前のファイルもありません"),
        (("check", "ひな形.xlsx", "--threshold", "-1"), 2, "0以上の整数ではありません"),
    ],
)
def test_what_cannot_be_done_is_said(
    command: Command, arguments: tuple[str, ...], code: int, words: str
) -> None:
    found, _, warned = command(*arguments)

    assert (found, words in warned) == (code, True), warned
    assert not Path("ひな形.xlsx").exists()
