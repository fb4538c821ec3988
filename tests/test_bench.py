"""The arithmetic of the bench and the tables that it writes; nothing is timed here."""

import re
from pathlib import Path

import pytest

from bench.load import HEADER, Load
from bench.rows import add_rows
from bench.summaries import percentile, shown, table, with_section
from bench.visitors import Answer
from lib import paths

WAITS = [0.4, 0.1, 0.3, 0.2]


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.01, 0.1), (0.25, 0.1), (0.26, 0.2), (0.5, 0.2), (0.99, 0.4), (1, 0.4)],
)
def test_a_percentile_is_the_value_that_so_many_do_not_exceed(
    share: float, expected: float
) -> None:
    assert percentile(WAITS, share) == expected


@pytest.mark.parametrize(("values", "share"), [([], 0.5), (WAITS, 0), (WAITS, 1.01)])
def test_no_percentile_is_made_up(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="values"):
        percentile(values, share)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("概要", "概要"),
        (1234567, "1,234,567"),
        (0, "0"),
        (0.0, "0"),
        (0.01234, "0.0123"),
        (0.1, "0.100"),
        (1.234, "1.23"),
        (45.67, "45.7"),
        (2345.6, "2,346"),
        (0.000049, "0.0000"),
    ],
)
def test_numbers_are_written_with_what_can_be_told_of_them(
    cell: str | float, expected: str
) -> None:
    assert shown(cell) == expected


def test_a_table_has_its_texts_left_and_its_numbers_right() -> None:
    assert table(("画面", "人", "p50"), [("概要", 100, 0.02), ("地図", 1, 12.5)]) == (
        "| 画面 | 人 | p50 |\n| --- | ---: | ---: |\n| 概要 | 100 | 0.0200 |\n| 地図 | 1 | 12.5 |"
    )


def test_a_section_is_replaced_and_the_rest_stays() -> None:
    document = "a\n<!-- bench load -->\nold\n<!-- /bench load -->\nb\n<!-- bench x -->\n"

    written = with_section(document, "load", r"\1 new")

    assert written == document.replace("\nold\n", "\n\n\\1 new\n\n")
    assert with_section(written, "load", r"\1 new") == written


@pytest.mark.parametrize("document", ["", "<!-- bench load --><!-- /bench load -->" * 2])
def test_a_document_without_one_such_section_is_refused(document: str) -> None:
    with pytest.raises(ValueError, match="load"):
        with_section(document, "load", "new")


def test_the_document_has_every_section_that_the_bench_writes() -> None:
    text = (paths.PROJECT / "docs" / "performance.md").read_text("utf-8")
    for name in ("load", "lasting", "peers", "browser", "workers", "growth"):
        assert with_section(text, name, "x").count("x") >= 1
        assert re.search(rf"python -m bench {name} --write", text)


def test_a_load_is_summed_up_by_its_acts() -> None:
    answers = [
        Answer(wait, received)
        for wait, received in zip(WAITS, (9000, 1000, 5000, 3000), strict=True)
    ]
    load = Load(people=2, answers=answers, seconds=10, cpu_s=0.5, memory_mb=300.0)

    assert dict(zip(HEADER, load.row, strict=True)) == {
        "人": 2,
        "描き直し": 4,
        "p50（秒）": 0.2,
        "p90": 0.4,
        "p99": 0.4,
        "受信p50（kB）": 3.0,
        "CPU（ミリ秒/回）": 125.0,
        "CPU（%）": 5,
        "メモリー（MB）": 300.0,
    }


def test_rows_are_added_in_their_places_whatever_columns_the_table_has(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("key,value,reason,unit\n1,5,,件\n3,,unknown,件\n", "utf-8")

    add_rows(file, [{"key": "2", "value": "7", "unit": "件"}])

    assert file.read_text("utf-8") == ("key,value,reason,unit\n1,5,,件\n2,7,,件\n3,,unknown,件\n")
