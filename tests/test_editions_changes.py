"""Two sets are compared cell by cell, and what contradicts is listed and never guessed."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import paths
from lib.editions.changes import CellChange, Conflict, RowChange, changes, rebased
from lib.editions.model import Files
from lib.editions.shipped import files_in

HEADER = "theme_id,name_ja,theme_group\n"


def _set(*rows: str, header: str = HEADER, name: str = "themes.csv") -> Files:
    return {name: (header + "".join(f"{row}\n" for row in rows)).encode()}


BASE = _set("a,A,x", "b,B,x", "c,C,x")


def test_rows_that_came_changed_and_went_are_listed_by_their_keys() -> None:
    found = changes(BASE, _set("a,A,y", "c,C,x", "d,D,x"))

    assert found == (
        RowChange("themes.csv", ("a",), "changed", (CellChange("theme_group", "x", "y"),)),
        RowChange(
            "themes.csv",
            ("b",),
            "removed",
            (
                CellChange("theme_id", "b", None),
                CellChange("name_ja", "B", None),
                CellChange("theme_group", "x", None),
            ),
        ),
        RowChange(
            "themes.csv",
            ("d",),
            "added",
            (
                CellChange("theme_id", None, "d"),
                CellChange("name_ja", None, "D"),
                CellChange("theme_group", None, "x"),
            ),
        ),
    )


def test_how_a_file_is_written_is_no_difference() -> None:
    excel = "\ufeff" + HEADER.replace("\n", "\r\n") + 'a,"A",x\r\n"b",B,x\r\nc,C,x\r\n'
    assert changes(BASE, {"themes.csv": excel.encode()}) == ()
    japanese = _set("a,茨城,x")
    assert changes(japanese, {"themes.csv": japanese["themes.csv"].decode().encode("cp932")}) == ()


def test_the_confirmed_rows_are_no_data() -> None:
    assert changes(BASE, {**BASE, "confirmed_rows.txt": b"x"}) == ()


def test_a_key_of_several_columns_names_its_row() -> None:
    header = "project_id,activity_number,theme_id\n"
    before = _set("H30-01,2,a", "H30-01,10,a", header=header, name="activity_themes.csv")
    after = _set("H30-01,2,a", header=header, name="activity_themes.csv")
    (found,) = changes(before, after)

    assert (found.row_key, found.kind) == ("H30-01/10/a", "removed")


def test_a_table_that_one_set_lacks_has_no_rows_there() -> None:
    assert [change.kind for change in changes({}, BASE)] == ["added"] * 3
    assert [change.kind for change in changes(BASE, {})] == ["removed"] * 3


def test_a_column_that_one_set_lacks_is_empty_there() -> None:
    more = _set("a,A,x,", "b,B,x,7", "c,C,x,", header="theme_id,name_ja,theme_group,rank\n")
    (found,) = changes(BASE, more)

    assert found == RowChange("themes.csv", ("b",), "changed", (CellChange("rank", "", "7"),))


def test_a_table_that_is_declared_no_more_is_compared_by_whole_rows() -> None:
    old = _set("1,x", header="one,two\n", name="former.csv")
    new = _set("1,y", header="one,two\n", name="former.csv")

    assert [(change.key, change.kind) for change in changes(old, new)] == [
        (("1", "x"), "removed"),
        (("1", "y"), "added"),
    ]


def _merged(own: Files, newest: Files) -> tuple[str, tuple[Conflict, ...]]:
    found = rebased(BASE, own, newest)
    return found.files["themes.csv"].decode().removeprefix(HEADER), found.conflicts


def test_changes_of_two_in_different_cells_come_together() -> None:
    own = _set("a,甲,x", "c,C,x", "e,E,x")
    newest = _set("a,A,y", "b,B,x", "d,D,x")

    assert _merged(own, newest) == ("a,甲,y\nd,D,x\ne,E,x\n", ())


def test_what_two_changed_alike_is_no_conflict() -> None:
    assert _merged(_set("a,甲,x", "c,C,x"), _set("a,甲,x", "c,C,x")) == ("a,甲,x\nc,C,x\n", ())
    new = _set("a,A,x", "b,B,x", "c,C,x", "d,D,x")
    assert _merged(new, new) == ("a,A,x\nb,B,x\nc,C,x\nd,D,x\n", ())


def test_what_two_changed_differently_stays_as_published_and_is_listed() -> None:
    own = _set("a,甲,z", "b,B,x", "c,C,x")
    newest = _set("a,乙,x", "b,B,x", "c,C,x")

    assert _merged(own, newest) == (
        "a,乙,z\nb,B,x\nc,C,x\n",
        (Conflict("themes.csv", ("a",), "name_ja", "A", "乙", "甲"),),
    )


def test_a_row_that_one_removed_and_the_other_changed_is_a_conflict() -> None:
    removed, changed = _set("b,B,x", "c,C,x"), _set("a,乙,x", "b,B,x", "c,C,x")

    assert _merged(removed, changed) == (
        "a,乙,x\nb,B,x\nc,C,x\n",
        (Conflict("themes.csv", ("a",), "name_ja", "A", "乙", None),),
    )
    assert _merged(changed, removed) == (
        "b,B,x\nc,C,x\n",
        (Conflict("themes.csv", ("a",), "name_ja", "A", None, "乙"),),
    )


def test_a_row_that_two_added_differently_is_a_conflict() -> None:
    own = _set("a,A,x", "b,B,x", "c,C,x", "d,D,x")
    newest = _set("a,A,x", "b,B,x", "c,C,x", "d,E,x")

    text, conflicts = _merged(own, newest)

    assert text == "a,A,x\nb,B,x\nc,C,x\nd,E,x\n"
    assert conflicts == (Conflict("themes.csv", ("d",), "name_ja", None, "E", "D"),)


def test_a_set_of_a_later_release_brings_its_tables_and_columns() -> None:
    header = "theme_id,name_ja,theme_group,rank\n"
    later = {
        **_set("a,A,x,", "b,B,x,", "c,C,x,", header=header),
        **_set("1", header="one\n", name="newer.csv"),
    }
    newest = {**_set("a,甲,x", "b,B,x", "c,C,x", "d,D,x"), "confirmed_rows.txt": b""}
    found = rebased(BASE, later, newest)

    assert found.conflicts == ()
    assert found.files["themes.csv"].decode() == header + "a,甲,x,\nb,B,x,\nc,C,x,\nd,D,x,\n"
    assert found.files["newer.csv"] == b"one\n1\n"
    assert found.files["confirmed_rows.txt"] == b""


def test_columns_that_the_newer_edition_brought_stay() -> None:
    newest = _set("a,A,x,7", "b,B,x,", "c,C,x,", header="theme_id,name_ja,theme_group,rank\n")
    found = rebased(BASE, _set("a,甲,x", "b,B,x", "c,C,x"), newest)

    assert found.files["themes.csv"].decode().splitlines()[:2] == [
        "theme_id,name_ja,theme_group,rank",
        "a,甲,x,7",
    ]


def test_a_table_that_a_later_release_dropped_goes_with_its_rows() -> None:
    former = _set("1", header="one\n", name="former.csv")

    assert rebased({**BASE, **former}, BASE, {**BASE, **former}).files == BASE


def test_what_nobody_touched_keeps_its_bytes() -> None:
    quoted = {"themes.csv": b'theme_id,name_ja,theme_group\n"a","A",x\n'}

    assert rebased(quoted, quoted, quoted).files == quoted


@pytest.mark.parametrize("name", [name for name in files_in(paths.DATA) if name.endswith(".csv")])
def test_the_shipped_files_are_written_as_they_are_read(name: str) -> None:
    shipped = files_in(paths.DATA)
    lines = shipped[name].decode().splitlines(keepends=True)
    shorter = {**shipped, name: "".join([lines[0], *lines[2:]]).encode()}
    if len(changes(shorter, shipped)) != 1:  # a row of several lines
        pytest.fail(f"{name} has no first row of its own")

    assert rebased(shorter, shipped, shorter).files == shipped


_ROWS = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.sampled_from("XYZ"), st.sampled_from("xyz"))
)


@given(_ROWS, _ROWS, _ROWS)
def test_nothing_of_anybody_is_lost(
    base: dict[str, tuple[str, str]],
    own: dict[str, tuple[str, str]],
    new: dict[str, tuple[str, str]],
) -> None:
    sets = [
        _set(*(",".join([key, *cells]) for key, cells in sorted(rows.items())))
        for rows in (base, own, new)
    ]
    found = rebased(*sets)
    wanted = {
        (c.file, c.key, cell.column): cell.after for c in changes(*sets[:2]) for cell in c.cells
    }
    done = {
        (c.file, c.key, cell.column): cell.after
        for c in changes(sets[2], found.files)
        for cell in c.cells
    }
    listed = {(c.file, c.key, c.column) for c in found.conflicts}

    assert set(done.items()) <= set(wanted.items())  # only what was changed on purpose
    assert not listed & done.keys()
    for (file, key, column), after in wanted.items():
        row = dict(
            zip(
                HEADER.strip().split(","),
                (key[0], *_rows_of(found.files).get(key[0], ())),
                strict=False,
            )
        )
        present = row.get(column) if key[0] in _rows_of(found.files) else None
        is_row_listed = any(place[:2] == (file, key) for place in listed)
        assert present == after or is_row_listed


def _rows_of(files: Files) -> dict[str, tuple[str, ...]]:
    lines = files["themes.csv"].decode().splitlines()[1:]
    return {
        line[0]: tuple(line.split(",")[1:]) for line in lines if line[0] in string.ascii_letters
    }
