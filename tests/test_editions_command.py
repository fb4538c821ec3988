"""The command says in Japanese what it did or why not, and ends with the code that says so too."""

from pathlib import Path

import pytest

from lib import paths
from lib.editions.shipped import files_in
from lib.editions.store import PLACE, opened_store
from tests.editions import with_cell
from tests.update_command import Command

SHIPPED = files_in(paths.DATA)


def _folder(place: Path, table: str, column: str, text: str) -> str:
    """A folder with one file whose first row holds another text."""
    place.mkdir()
    name = f"{table}.csv"
    (place / name).write_bytes(with_cell(SHIPPED, table, 0, column, text)[name])
    return str(place)


def test_a_change_goes_from_the_check_to_the_audit_log(command: Command, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "new", "results", "value", "6")

    code, said, _ = command("check", folder)
    assert code == 0
    assert "results.csv H30-01/1　変わった　value「5」→「6」" in said
    assert "数値: 1件\n  北海道 推進会議開催回数（本会議）　5回（" in said
    assert "事業一覧／活動実績の数値　変わった（数値1個）　/catalogue" in said
    assert len(opened_store().editions()) == 1

    code, said, _ = command(
        "publish", folder, "--reason", " 議事録の\n\x1b訂正\x07 \0 ", "--account", "係"
    )
    assert (code, "第1版を公開しました" in said) == (0, True)
    assert opened_store().editions()[1].reason == "議事録の 訂正"

    code, said, _ = command("take-back", "0", "--reason", "誤り", "--account", "長")
    assert (code, "第0版のデータに戻す第2版を公開しました" in said) == (0, True)

    code, said, _ = command("list")
    lines = said.splitlines()
    assert code == 0
    assert [line.split("　")[0] for line in lines] == ["第0版", "第1版", "第2版"]
    assert "議事録の 訂正　第0版から　係" in lines[1]
    assert "誤り　第0版に戻した　長" in lines[2]

    _, said, _ = command("log")
    assert [line.split("　")[1:] for line in said.splitlines()] == [
        ["係", "公開", "第1版（議事録の 訂正）"],
        ["長", "取り消し", "第2版（誤り）"],
    ]


def test_an_exported_edition_knows_where_it_is_from(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "exported"
    assert command("export", "0", str(target))[0] == 0
    assert files_in(target) == SHIPPED
    code, _, warned = command("export", "0", str(target))
    assert (code, "空ではありません" in warned) == (1, True)

    other = _folder(tmp_path / "other", "departments", "name", "試しの部")
    assert command("publish", other, "--reason", "甲", "--account", "甲")[0] == 0
    results = with_cell(SHIPPED, "results", 0, "value", "6")["results.csv"]
    (target / "results.csv").write_bytes(results)
    code, said, warned = command("publish", str(target), "--reason", "乙", "--account", "乙")
    assert code == 1
    assert "departments.csv H30-01/1　変わった　name" in said
    assert "先に第1版が公開されました（甲）。何も公開していません。" in warned
    assert "--rebase" in warned

    code, said, _ = command("publish", str(target), "--reason", "乙", "--account", "乙", "--rebase")
    assert (code, "第2版を公開しました" in said) == (0, True)
    assert opened_store().files(2)["results.csv"] == results
    assert "試しの部" in opened_store().files(2)["departments.csv"].decode()


def test_a_conflict_is_shown_with_all_three_values(command: Command, tmp_path: Path) -> None:
    for name, text in (("one", "甲の部"), ("two", "乙の部")):
        folder = _folder(tmp_path / name, "departments", "name", text)
        arguments = (folder, "--parent", "0", "--reason", name, "--account", "係", "--rebase")
        code, _, warned = command("publish", *arguments)

    assert code == 1
    assert "departments.csv H30-01/1 name列: もと「環境生活部 道民生活課」" in warned
    assert "公開された版「甲の部」　この変更「乙の部」" in warned


def test_wrong_files_are_told_row_by_row_without_a_traceback(
    command: Command, tmp_path: Path
) -> None:
    folder = _folder(tmp_path / "wrong", "results", "value", "五")
    (tmp_path / "wrong" / "themes.csv").write_bytes(b"\x00\x81")
    (tmp_path / "wrong" / "控え 2.csv").write_bytes(b"")
    code, _, warned = command("check", folder)
    assert (code, "控え 2.csv" in warned) == (1, True)

    (tmp_path / "wrong" / "控え 2.csv").unlink()
    code, _, warned = command("publish", folder, "--reason", "試し")
    assert code == 1
    assert "データに2件の誤りがあり、公開できません。" in warned
    assert "results.csv 2行目 value列: 見つかったもの「五」" in warned
    assert "themes.csv 1行目" in warned


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "nowhere"), 1, "フォルダー nowhere がありません"),
        (("check", "tests/kept/.."), 1, "CSVファイルがありません"),
        (("publish", "data", "--reason", "試し"), 1, "--parent で指定してください"),
        (("check", "data", "--parent", "7"), 1, "版「7」はありません。ある版: 0"),
        (("check", "data", "--parent", "0"), 1, "第0版と違う行がありません"),
        (("take-back", "7", "--reason", "試し"), 1, "版「7」はありません"),
        (("compare", "0", "7"), 1, "版「7」はありません"),
        (("export", "7", "nowhere"), 1, "版「7」はありません"),
        (("take-back", "-1", "--reason", "試し"), 2, "usage"),
        (("compare", "0", "１"), 2, "「１」は版の番号ではありません"),
        (("publish", "data"), 2, "--reason"),
        (("publish", "data", "--reason", " "), 2, "理由を1字から"),
        ((), 2, "命令"),
    ],
)
def test_what_cannot_be_done_is_said(
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(paths.PROJECT)

    found, _, warned = command(*arguments)

    assert (found, words in warned) == (code, True), warned
    assert not (paths.PROJECT / "nowhere").exists()


def test_without_a_store_publishing_says_what_to_set(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(PLACE)
    folder = _folder(tmp_path / "new", "departments", "name", "試しの部")
    code, _, warned = command("publish", folder, "--reason", "試し")

    assert (code, "DASHBOARD_EDITIONS" in warned) == (1, True)


def test_newer_shipped_data_are_told_in_the_list(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = _folder(tmp_path / "new", "departments", "name", "試しの部")
    command("publish", folder, "--reason", "試し")
    assert "--rebase" not in command("list")[1]
    monkeypatch.setattr(paths, "DATA", tmp_path / "new")

    assert "publish data --parent 0 --rebase" in command("list")[1]


def test_damage_is_told_in_the_list(command: Command, tmp_path: Path) -> None:
    command(
        "publish", _folder(tmp_path / "new", "departments", "name", "試しの部"), "--reason", "試し"
    )
    (tmp_path / "store" / "000001" / "themes.csv").unlink()

    assert "第1版の控えが壊れています" in command("list")[1]
    code, _, warned = command("compare", "0", "1")
    assert (code, "第1版の控えが壊れています" in warned) == (1, True)


def test_a_full_disk_is_told(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device", "置き場")

    monkeypatch.setattr("lib.editions.folder.write", fails)
    folder = _folder(tmp_path / "new", "departments", "name", "試しの部")
    code, _, warned = command("publish", folder, "--reason", "試し")

    assert code == 1
    assert "ディスクに空きがありません" in warned
    assert len(opened_store().editions()) == 1
