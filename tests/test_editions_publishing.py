"""What is published was checked as a whole, and what changes by it is told before."""

from pathlib import Path

import pytest

from lib import paths
from lib.build import built_database
from lib.database import Database
from lib.editions import publishing
from lib.editions.exhibits import exhibit_changes, ledger_changes
from lib.editions.folder import FolderStore
from lib.editions.model import EditionError, Files, SupersededError, UnknownEditionError
from lib.editions.publishing import ConflictsError, onto_newest, proposed, publish, take_back
from lib.editions.shipped import Shipped, files_in
from lib.validation import InvalidDataError
from tests.editions import with_cell

SHIPPED = files_in(paths.DATA)


def _changed(table: str, row: int, column: str, text: str) -> Files:
    """The one file in which a cell is another one."""
    return {f"{table}.csv": with_cell(SHIPPED, table, row, column, text)[f"{table}.csv"]}


# 北海道: 環境生活部 道民生活課; 5 meetings of the council.
DEPARTMENT = _changed("departments", 0, "name", "試しの部")
RESULT = _changed("results", 0, "value", "6")


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store", Shipped())


def test_an_edition_is_the_parent_with_the_changed_files_confirmed_and_buildable(
    store: FolderStore, tmp_path: Path
) -> None:
    proposal = proposed(store, DEPARTMENT)
    made = publish(store, proposal, "係", "名前の訂正")
    files = store.files(made.number)

    assert [(one.file, one.row_key, one.kind) for one in proposal.changes] == [
        ("departments.csv", "H30-01/1", "changed")
    ]
    assert {name for name in SHIPPED if files[name] != SHIPPED[name]} == {
        "departments.csv",
        "confirmed_rows.txt",
    }
    (tmp_path / "data").mkdir()
    publishing.write(files, tmp_path / "data")
    assert Database(built_database(tmp_path / "data", tmp_path)).is_readable()


def test_a_file_as_excel_saves_it_is_published_as_the_others_are(store: FolderStore) -> None:
    excel = DEPARTMENT["departments.csv"].decode().replace("\n", "\r\n").encode("cp932")
    proposal = proposed(store, {"departments.csv": excel})

    assert proposal.files["departments.csv"] == DEPARTMENT["departments.csv"]


def test_every_fault_is_told_at_once_and_nothing_is_published(store: FolderStore) -> None:
    wrong = {
        **_changed("results", 0, "value", "五"),
        **_changed("departments", 2, "position", "-1"),
        "themes.csv": b"\x81\xff",
        "other.csv": b"a\n",
    }
    with pytest.raises(InvalidDataError) as raised:
        proposed(store, wrong)

    found = {(fault.file, fault.row, fault.column) for fault in raised.value.faults}
    assert found == {
        ("results.csv", 2, "value"),
        ("departments.csv", 4, "position"),
        ("themes.csv", 1, ""),
        ("other.csv", 0, ""),
    }
    assert [edition.number for edition in store.editions()] == [0]


def test_what_a_check_finds_is_a_fault_too(store: FolderStore) -> None:
    renamed = SHIPPED["kpis.csv"].replace("家族会参加率".encode(), "家族会の参加率".encode())

    with pytest.raises(InvalidDataError, match="名指す行がない、または1つに決まらない"):
        proposed(store, {"kpis.csv": renamed})


def test_what_differs_in_no_row_is_not_published(store: FolderStore) -> None:
    with pytest.raises(EditionError, match="第0版と違う行がありません"):
        proposed(store, {"themes.csv": SHIPPED["themes.csv"]})
    with pytest.raises(UnknownEditionError):
        proposed(store, DEPARTMENT, 3)


def test_of_two_the_second_is_told_and_may_carry_its_changes_over(store: FolderStore) -> None:
    first, second = proposed(store, DEPARTMENT), proposed(store, RESULT)
    publish(store, first, "甲", "一")
    with pytest.raises(SupersededError) as told:
        publish(store, second, "乙", "二")
    carried = onto_newest(store, second)
    publish(store, carried, "乙", "二")

    assert told.value.newest.number == carried.base.number == 1
    files = store.files(2)
    assert files["departments.csv"] == DEPARTMENT["departments.csv"]
    assert files["results.csv"] == RESULT["results.csv"]


def test_what_both_changed_differently_is_listed_and_not_published(store: FolderStore) -> None:
    publish(store, proposed(store, DEPARTMENT), "甲", "一")
    other = proposed(store, _changed("departments", 0, "name", "ほかの部"), 0)
    with pytest.raises(ConflictsError, match="第1版と違う内容に直した欄が1個") as told:
        onto_newest(store, other)

    (conflict,) = told.value.conflicts
    assert (conflict.column, conflict.newest, conflict.own) == ("name", "試しの部", "ほかの部")
    assert len(store.editions()) == 2


def test_taking_back_brings_the_same_bytes_in_a_new_edition(store: FolderStore) -> None:
    publish(store, proposed(store, DEPARTMENT), "甲", "一")
    made = take_back(store, 0, "乙", "戻す")

    assert (made.number, made.parent, made.takes_back) == (2, 1, 0)
    assert store.files(2) == SHIPPED
    with pytest.raises(EditionError, match="第0版のデータは、今の第2版と同じです"):
        take_back(store, 0, "乙", "戻す")
    with pytest.raises(UnknownEditionError):
        take_back(store, 9, "乙", "戻す")


def test_an_edition_that_this_release_finds_fault_with_is_not_brought_back(
    store: FolderStore,
) -> None:
    broken = {name: text for name, text in SHIPPED.items() if name != "themes.csv"}
    store.publish(broken, parent=0, account="", reason="前の版のソフトウェア")
    store.publish(SHIPPED, parent=1, account="", reason="今")

    with pytest.raises(InvalidDataError, match=r"themes\.csv.*ファイルがない"):
        take_back(store, 1, "乙", "戻す")


def test_figures_exhibits_and_words_that_differ_are_named(shipped: Database) -> None:
    changed = {**SHIPPED, **RESULT}
    with publishing.trial(_confirmed(changed)) as database:
        (figure,) = ledger_changes(shipped, database)
        exhibits = exhibit_changes(shipped, database)
        assert exhibit_changes(database, database) == ()

    assert figure.figure_id == "results.H30-01/1.value"
    assert (figure.before or "").startswith("5回（")
    assert (figure.after or "").startswith("6回（")
    assert ("catalogue", "catalogue_figures", "changed", 1) in [
        (one.topic, one.exhibit_id, one.kind, one.cells) for one in exhibits
    ]


def test_words_over_an_exhibit_that_differ_stand_before_and_after(
    shipped: Database, year_to_come: Database
) -> None:
    found = exhibit_changes(shipped, year_to_come)
    words = [pair for one in found for pair in one.words]

    assert len(found) > 10
    assert any("36" in before and "38" in after for before, after in words)
    assert all(before != after for before, after in words)


def _confirmed(files: Files) -> Files:
    return proposed(FolderStore(Path("never-made"), Shipped()), files, 0).files
