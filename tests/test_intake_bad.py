"""Files that cannot be read, or not in one way only, get one exact message for each fault."""

import copy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import paths
from lib.intake.reading import Options
from tests.intake_bad import CELLS, GOOD, GOOD_ODS, GRANT, HEADINGS, TOKYO, WHOLE_FILES, old
from tests.intake_samples import INDICATORS, TABLES, base, csv_file, taken_in, workbook

BAD = {name: (content, Options()) for name, content in (WHOLE_FILES | CELLS).items()} | HEADINGS


def messages() -> dict[str, list[str]]:
    """The messages written down for each bad file: a line with its name, then one line each."""
    found: dict[str, list[str]] = {}
    text = (paths.PROJECT / "tests" / "kept" / "intake_messages.txt").read_text("utf-8")
    sources = len(base()["sources"])  # more every year
    for line in text.replace("{sources}", str(sources)).splitlines():
        if line.startswith("# "):
            found[line.removeprefix("# ")] = []
        elif line:
            found[list(found)[-1]].append(line)
    return found


MESSAGES = messages()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_its_message_and_changes_nothing(name: str) -> None:
    content, options = BAD[name]
    before = copy.deepcopy(base())

    found = taken_in("表.xlsx", content, base(), options, TABLES)

    assert [str(fault) for fault in found.faults] == MESSAGES[name]
    assert found.rows == {}
    assert found.removals == {}
    assert base() == before


def test_every_message_belongs_to_a_file_and_there_are_at_least_eighty() -> None:
    assert set(MESSAGES) == set(BAD)
    assert all(MESSAGES.values())
    assert len(BAD) >= 80


def test_a_sheet_that_fits_two_tables_is_not_guessed() -> None:
    other = replace(INDICATORS, name="other_indicators", title="ほかの指標")
    head = ("指標", "期間", "都道府県", "値", "単位", "出典", "出典の位置")
    content = workbook(head, ("就職", "2024", "東京", 5, "件", "S2", "p1"))

    found = taken_in("表.xlsx", content, base(), None, (*TABLES, other))

    (fault,) = found.faults
    assert fault.sentence == (
        "どの表かを見出しから決められない。"
        "見出しをひな形と同じにするか、「ファイルの読み方を指定する」で表を選ぶ。"
    )
    assert fault.allowed == "都道府県別の試験の指標、ほかの指標"


def test_one_fault_keeps_all_rows_out() -> None:
    content = workbook(GRANT, TOKYO, ("令和6年度", 2, "大坂", 5, "rs_2024", "5-1"))

    found = taken_in("表.xlsx", content, base())

    assert len(found.faults) == 1
    assert found.rows == {}


@settings(max_examples=40, deadline=None)  # each starts a process
@given(
    st.sampled_from((GOOD, GOOD_ODS, old())),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_damaged_file_never_ends_in_an_error(
    content: bytes, changes: list[tuple[int, int]]
) -> None:
    damaged = bytearray(content)
    for place, byte in changes:
        damaged[place % len(damaged)] = byte

    found = taken_in("表.xlsx", bytes(damaged), base())

    assert found.faults or found.rows


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), max_size=7), max_size=6))
def test_no_text_in_cells_ends_in_an_error(rows: list[list[str]]) -> None:
    content = csv_file(GRANT, *[[cell.replace("\0", "") for cell in row] for row in rows])

    found = taken_in("表.csv", content.replace(b"\xef\xbf\xbd", b""), base())

    assert found.faults


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_end_in_an_error(content: bytes) -> None:
    assert taken_in("表", content, base()).faults
