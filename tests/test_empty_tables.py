"""No table needs a row: pages, exhibits and the build stand without those of any one table."""

import contextlib
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from lib import database as database_module
from lib import exports, paths
from lib.addresses import HOME
from lib.build import build
from lib.charts.tokens import LIGHT
from lib.checks import run_checks
from lib.confirmation import main as confirm
from lib.database import Database
from lib.exhibits import Exhibit
from lib.meetings.native import chart_data
from lib.meetings.reading import reading
from lib.schema import CSV_TABLES, table
from lib.validation import Fault, InvalidDataError, validated_tables
from lib.views import overview, remarks
from lib.views.methods import named_method
from lib.views.notes import named_cautions
from lib.views.pages import PAGES, page_exhibits
from tests.demonstration import database_without
from tests.pages import headings

pytestmark = pytest.mark.slow

NAMES = tuple(declared.name for declared in CSV_TABLES)
REFERRED_TO = {
    reference.table
    for declared in CSV_TABLES
    for reference in declared.references
    if reference.table != declared.name
}
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


State = tuple[str, str]  # of a page: its topic, and the query of an example
STATES = [
    (page.topic, example)
    for page in PAGES.values()
    for example in dict.fromkeys((*page.examples, ""))
]


def _exhibits(database: Database, states: Iterable[State] = STATES) -> Iterator[Exhibit]:
    for topic, example in states:
        yield from page_exhibits(database, topic, dict(parse_qsl(example)))


@pytest.fixture(scope="module")
def few_states(shipped: Database) -> list[State]:
    """States that hold every exhibit of all states, in as few as the order of these allows."""
    seen: set[tuple[str, str]] = set()
    few = []
    for topic, example in STATES:
        found = {(topic, one.exhibit_id) for one in _exhibits(shipped, [(topic, example)])}
        if found - seen:
            few.append((topic, example))
        seen |= found
    return few


def _open(topic: str, query: str) -> AppTest:
    app = AppTest.from_file(str(paths.PROJECT / "app.py"), default_timeout=60)
    for name, text in parse_qsl(query):
        app.query_params[name] = text
    app.run()
    return app if topic == HOME else app.switch_page(PAGES[topic].file).run()


@pytest.mark.parametrize("name", NAMES)
def test_without_a_table_every_exhibit_is_made_with_honest_words(
    without: Without, few_states: list[State], name: str
) -> None:
    database = without(name)

    for exhibit in _exhibits(database, few_states):
        chart = exhibit.drawing(LIGHT)
        chart_data(exhibit)
        assert exhibit.summary.endswith("。"), exhibit.exhibit_id
        assert exhibit.as_of, exhibit.exhibit_id
        assert reading(exhibit), exhibit.exhibit_id
        assert exports.bundle(exhibit, TODAY).content, exhibit.exhibit_id
        assert "None" not in exhibit.title + exhibit.summary + exhibit.as_of, exhibit.exhibit_id
        if exhibit.rows.empty:
            assert re.search("ない|(?<![0-9,])0件", exhibit.summary), exhibit.summary
            assert chart is None, exhibit.exhibit_id
    assert len(overview.headlines(database)) == 4
    assert all(remark.text for remark in remarks.remarks(database))


@pytest.mark.parametrize("topic", PAGES)
def test_a_page_opens_without_any_row(without: Without, topic: str) -> None:
    without(*NAMES)
    app = _open(topic, PAGES[topic].examples[0])

    assert not app.exception, app.exception
    assert headings(app, 1)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        *((name, "project") for name in ("prefectures", "bodies", "departments", "contractors")),
        *((name, "evidence") for name in ("sources", "discrepancies", "withheld_lines")),
        *((name, "catalogue") for name in ("cautions", "themes", "measures", "activities")),
        *((name, HOME) for name in ("context_series", "subsidy_grants", "bodies")),
        *((name, "subsidy") for name in ("subsidy_terms", "prefectures")),
        *((name, "map") for name in ("prefectures", "results")),
    ],
)
def test_a_page_opens_without_a_table_that_it_asks(without: Without, name: str, topic: str) -> None:
    without(name)
    app = _open(topic, PAGES[topic].examples[0])

    assert not app.exception, app.exception


def test_a_caution_without_its_row_says_that_it_is_missing(without: Without) -> None:
    (caution,) = named_cautions(without("cautions"), "types_differ")

    assert caution.text == "ここに添える注意（types_differ）がデータにない"


def test_no_caution_is_missing_from_the_shipped_rows(shipped: Database) -> None:
    for exhibit in _exhibits(shipped):
        for caution in exhibit.cautions:
            assert "がデータにない" not in caution.text, exhibit.exhibit_id


def test_a_method_without_its_rows_says_that_it_is_missing(without: Without) -> None:
    method = named_method(without("methods"), "terms_cost")

    assert method.steps == ("ここに添える方法（terms_cost）がデータにない。",)


def test_no_method_is_missing_from_the_shipped_rows(shipped: Database) -> None:
    methods = [exhibit.method for exhibit in _exhibits(shipped) if exhibit.method]

    assert methods
    assert not any("がデータにない" in step for method in methods for step in method.steps)


def _without_records(folder: Path, faults: tuple[Fault, ...]) -> None:
    """Takes away the discrepancies that tell of what is gone."""
    assert {fault.file for fault in faults} == {"discrepancies.csv"}, faults
    gone = {fault.row for fault in faults}
    path = folder / "discrepancies.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(text for row, text in enumerate(lines, 1) if row not in gone), "utf-8")


def _emptied(folder: Path, name: str) -> None:
    header = ",".join(table(name).column_names)
    (folder / f"{name}.csv").write_text(f"{header}\n", "utf-8")


def _faults(folder: Path) -> tuple[Fault, ...]:
    try:
        run_checks(validated_tables(folder))
    except InvalidDataError as error:
        return tuple(error.faults)
    return ()


@pytest.mark.parametrize("name", sorted({*NAMES} - REFERRED_TO - {"discrepancies"}))
def test_rules_and_checks_hold_without_a_table(data_copy: Path, name: str) -> None:
    _emptied(data_copy, name)
    while faults := _faults(data_copy):
        _without_records(data_copy, faults)


@pytest.mark.parametrize("name", sorted(REFERRED_TO))
def test_a_table_that_others_refer_to_is_asked_for(data_copy: Path, name: str) -> None:
    _emptied(data_copy, name)
    faults = _faults(data_copy)

    assert any(f"{name}.csv の" in fault.allowed for fault in faults)


def test_contradictions_without_their_records_are_named(data_copy: Path) -> None:
    _emptied(data_copy, "discrepancies")
    faults = _faults(data_copy)

    assert faults
    assert all("≠" in fault.found for fault in faults)


def test_tables_without_any_row_are_built(tmp_path: Path) -> None:
    for name in NAMES:
        _emptied(tmp_path, name)
    with contextlib.redirect_stdout(io.StringIO()):
        assert confirm(tmp_path) == 0
    database = Database(build(tmp_path, tmp_path / "build"))

    assert [headline.unit for headline in overview.headlines(database)] == ["値なし"] * 4
