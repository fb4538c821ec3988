"""No table needs a row: pages, exhibits and the build stand without those of any one table."""

import contextlib
import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from lib import database as database_module
from lib import exports, paths
from lib.build import build
from lib.charts.theme import LIGHT
from lib.checks import run_checks
from lib.confirmation import main as confirm
from lib.database import Database
from lib.exhibits import Exhibit
from lib.meetings.native import chart_data
from lib.meetings.reading import reading
from lib.schema import CSV_TABLES
from lib.validation import Fault, InvalidDataError, validated_tables
from lib.views import overview
from lib.views.notes import named_cautions
from lib.views.pages import HOME, PAGES, page_exhibits
from tests.demonstration import database_without

NAMES = tuple(table.name for table in CSV_TABLES)
# Every model project has these: a build without them says which are missing.
NEEDED = {"departments", "activities", "results"}
TODAY = dt.date(2030, 1, 1)

Without = Callable[..., Database]


@pytest.fixture
def without(shipped: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Without:
    """The shipped database without the rows of some tables, as the one that the pages read."""

    def emptied(*tables: str) -> Database:
        found = database_without(shipped, tmp_path, tables)
        monkeypatch.setattr(database_module, "_of_process", lambda: found)
        return found

    return emptied


def _exhibits(database: Database) -> Iterator[Exhibit]:
    for page in PAGES.values():
        for example in dict.fromkeys((*page.examples, "")):
            yield from page_exhibits(database, page.topic, dict(parse_qsl(example)))


def _open(topic: str, query: str) -> AppTest:
    app = AppTest.from_file(str(paths.PROJECT / "app.py"), default_timeout=60)
    for name, text in parse_qsl(query):
        app.query_params[name] = text
    app.run()
    return app if topic == HOME else app.switch_page(PAGES[topic].file).run()


@pytest.mark.parametrize("table", NAMES)
def test_without_a_table_every_exhibit_is_made_with_honest_words(
    without: Without, table: str
) -> None:
    database = without(table)

    for exhibit in _exhibits(database):
        chart = exhibit.chart(LIGHT)
        chart_data(exhibit)
        assert exhibit.summary.endswith("。"), exhibit.exhibit_id
        assert exhibit.as_of, exhibit.exhibit_id
        assert reading(exhibit), exhibit.exhibit_id
        assert exports.bundle(exhibit, TODAY).content, exhibit.exhibit_id
        assert "None" not in exhibit.title + exhibit.summary + exhibit.as_of, exhibit.exhibit_id
        if exhibit.rows.empty:
            assert re.search("ない|^0件", exhibit.summary), exhibit.summary
            assert chart is None, exhibit.exhibit_id
    assert len(overview.headlines(database)) == 4
    assert all(remark.text for remark in overview.remarks(database))


@pytest.mark.parametrize("topic", PAGES)
def test_a_page_opens_without_any_row(without: Without, topic: str) -> None:
    without(*NAMES)
    app = _open(topic, PAGES[topic].examples[0])

    assert not app.exception, app.exception
    assert app.title


@pytest.mark.parametrize(
    ("table", "topic"),
    [
        *((table, "project") for table in ("prefectures", "bodies", "departments", "contractors")),
        *((table, "evidence") for table in ("sources", "discrepancies", "withheld_lines")),
        *((table, "catalogue") for table in ("cautions", "themes", "measures", "activities")),
        *((table, HOME) for table in ("context_series", "subsidy_grants", "bodies")),
        *((table, "subsidy") for table in ("subsidy_terms", "prefectures")),
        *((table, "map") for table in ("prefectures", "results")),
    ],
)
def test_a_page_opens_without_a_table_that_it_asks(
    without: Without, table: str, topic: str
) -> None:
    without(table)
    app = _open(topic, PAGES[topic].examples[0])

    assert not app.exception, app.exception


def test_a_caution_without_its_row_says_that_it_is_missing(without: Without) -> None:
    (caution,) = named_cautions(without("cautions"), "types_differ")

    assert caution.text == "ここに添える注意（types_differ）がデータにない"


def test_no_caution_is_missing_from_the_shipped_rows(shipped: Database) -> None:
    for exhibit in _exhibits(shipped):
        for caution in exhibit.cautions:
            assert "がデータにない" not in caution.text, exhibit.exhibit_id


def _without_lines(path: Path, lines: set[int]) -> None:
    """Takes away the rows that end at some lines of a file without line breaks in cells."""
    every = path.read_text("utf-8").splitlines(keepends=True)
    kept = (line for number, line in enumerate(every, start=1) if number not in lines)
    path.write_text("".join(kept), "utf-8")


def _faults(folder: Path) -> tuple[Fault, ...]:
    try:
        run_checks(validated_tables(folder))
    except InvalidDataError as error:
        return tuple(error.faults)
    return ()


def _without_what_refers(folder: Path, emptied: str) -> tuple[Fault, ...]:
    """Takes away the rows that refer to what is gone, and theirs; returns what still is wrong."""
    _without_lines(folder / f"{emptied}.csv", set(range(2, 10_000)))
    while faults := _faults(folder):
        lines: dict[str, set[int]] = {}
        for fault in faults:
            if fault.line > 1:
                lines.setdefault(fault.file, set()).add(fault.line)
        if not lines:
            return faults
        for file, gone in lines.items():
            _without_lines(folder / file, gone)
    return ()


@pytest.mark.parametrize("table", NAMES)
def test_the_build_takes_the_rows_without_a_table_or_says_what_every_project_needs(
    data_copy: Path, tmp_path: Path, table: str
) -> None:
    faults = _without_what_refers(data_copy, table)

    if faults:
        print(*faults, sep="\n")
        assert {fault.column for fault in faults} <= {f"projects_with:{name}" for name in NEEDED}
        return
    with contextlib.redirect_stdout(io.StringIO()):
        assert confirm(data_copy) == 0
    database = Database(build(data_copy, tmp_path / "build"))
    with (data_copy / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == []
    assert all(exhibit.summary for exhibit in page_exhibits(database, HOME, {}))
