"""The invented rows of a year to come show on every page, and go out, without an edit in lib/.

Expected values are worked out by hand from the rows in ``tests/next_year.py``.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import parse_qsl

import openpyxl
import pptx
import pypdfium2
import pytest
from streamlit.testing.v1 import AppTest

from lib import database as database_module
from lib import exports, paths
from lib.addresses import HOME
from lib.charts.declared import Strip
from lib.charts.tokens import DARK, LIGHT
from lib.database import Database, using
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings import handout, paper, powerpoint, spreadsheet, wall
from lib.meetings.reading import reading
from lib.state import parameters
from lib.views import calculator, catalogue, evidence, overview, project, remarks, subsidy
from lib.views.body_counts import BodyCountState
from lib.views.map_state import MapState
from lib.views.pages import PAGES, page_exhibits
from tests.exhibit_samples import exhibits
from tests.meeting_exports import deck_of_exhibits
from tests.pages import headings

MADE_ON = dt.date(2027, 11, 1)
BOTH = "令和2年12月末（2020年）現在、令和3年3月末（2021年）現在の文書"


@pytest.fixture(scope="module")
def everything(year_to_come: Database) -> list[Exhibit]:
    """Every exhibit of every page."""
    further = (
        ("evidence", {"figure": "results.R1-07/1.value|results.H30-31/1.value"}),
        ("evidence", {"figure": "kpis.H30-06/5.actual_value"}),
        ("sources", {"part": "sources"}),
    )
    return [
        *exhibits(year_to_come, pages=tuple(PAGES.values())),
        *(shown for topic, query in further for shown in page_exhibits(year_to_come, topic, query)),
    ]


@pytest.fixture
def process(year_to_come: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The year to come as the data that the pages read."""
    monkeypatch.setattr(database_module, "_of_process", lambda: year_to_come)
    return year_to_come


def _at(database: Database, topic: str, exhibit_id: str, **query: str) -> Exhibit:
    found = {exhibit.exhibit_id: exhibit for exhibit in page_exhibits(database, topic, query)}
    return found[exhibit_id]


def _words(exhibit: Exhibit) -> str:
    """All that is written on an exhibit or read aloud of it, but its cautions and sources."""
    headings = (column.heading for column in exhibit.columns)
    filters = (f"{label}{words}" for label, words in exhibit.filters)
    shown = (exhibit.name, exhibit.title, exhibit.summary, exhibit.as_of, reading(exhibit))
    return "\n".join((*shown, *headings, *filters))


def _options(database: Database, state_type: type, name: str) -> dict[str, str]:
    with using(database):
        return dict(parameters(state_type)[name].options)


def test_every_exhibit_is_drawn_spoken_and_handed_out_as_csv_and_notes(
    everything: list[Exhibit],
) -> None:
    every_id = {name for page in PAGES.values() for name in page.exhibits}
    missing = every_id - {exhibit.exhibit_id for exhibit in everything}
    # The rows hold ranges in 件 and 人 only.
    assert {name for name in missing if not name.startswith("support_ranges_")} == set()
    assert "support_ranges_person" not in missing

    for exhibit in everything:
        for palette in (LIGHT, DARK):
            exhibit.drawing(palette)
        assert reading(exhibit)
        bundle = exports.bundle(exhibit, MADE_ON)
        with zipfile.ZipFile(io.BytesIO(bundle.content)) as archive:
            names = archive.namelist()
            notes = archive.read(names[1]).decode("utf-8-sig")
        assert [name[name.rfind(".") :] for name in names] == [".csv", ".txt"]
        assert exhibit.title in notes


@pytest.fixture(scope="module")
def shown(everything: list[Exhibit]) -> list[Exhibit]:
    """One exhibit of each id, and all of the rows to come."""
    first = {exhibit.exhibit_id: exhibit for exhibit in reversed(everything)}
    new = (exhibit for exhibit in everything if "令和7年度" in exhibit.title)
    return list({exhibit.code: exhibit for exhibit in (*first.values(), *new)}.values())


def test_every_hand_out_is_made_and_holds_every_exhibit(shown: list[Exhibit]) -> None:
    deck = deck_of_exhibits(shown)
    slides = pptx.Presentation(io.BytesIO(powerpoint.make(deck, MADE_ON).content)).slides
    words = "\n".join(
        shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    )
    page = handout.page(deck, MADE_ON)
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet.make(deck, MADE_ON).content))

    for exhibit in shown:
        assert exhibit.code in words, exhibit.title
        assert exhibit.code in page, exhibit.title
    assert set(spreadsheet.sheet_names(deck)) <= set(book.sheetnames)
    assert len(spreadsheet.sheet_names(deck)) == len(shown)


@pytest.mark.browser
def test_the_pdf_of_the_new_counts_names_their_year_and_unit(
    year_to_come: Database,
    executable: str,
) -> None:
    assert executable
    made = paper.make(deck_of_exhibits([_at(year_to_come, "variance", "body_counts")]), MADE_ON)
    with pypdfium2.PdfDocument(made.content) as pdf:
        text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pdf))

    assert "支援実績の分布（件、計、令和7年度（2025））" in text


def _addresses() -> Iterator[tuple[str, str]]:
    for page in PAGES.values():
        yield from ((page.topic, example) for example in page.examples)
    yield from (("project", "project=R1-07"), ("project", "project=H30-31"))
    yield ("evidence", "figure=results.H30-31/1.value")
    yield ("map", "show=grant_2025")


@pytest.mark.usefixtures("process")
@pytest.mark.parametrize(("topic", "query"), list(_addresses()))
def test_every_page_opens(topic: str, query: str) -> None:
    app = AppTest.from_file(str(paths.PROJECT / "app.py"), default_timeout=60)
    for name, text in parse_qsl(query):
        app.query_params[name] = text
    app.run()
    if topic != HOME:
        app.switch_page(PAGES[topic].file).run()

    assert not app.exception, app.exception
    assert not app.error
    assert headings(app, 1)


def test_a_chart_of_new_counts_is_on_the_wall(year_to_come: Database) -> None:
    query = {"v1": "variance/body_counts", "v2": "subsidy/grants"}
    text = wall.page(year_to_come, query, is_presenter=True, looks="", scripts=())

    assert text.count('<section class="view') == 2
    assert "都道府県" in text.partition('id="v1"')[2]


def test_counts_of_bodies_are_described_as_far_as_their_number_allows(
    year_to_come: Database,
) -> None:
    def summary(support_type: str) -> str:
        code = f"2025-{support_type}-case-total"
        return _at(year_to_come, "variance", "body_counts", counts=code).summary

    # 2, 4 ... 94: places 12.5, 24 and 35.5; twice the 13.7 of 1 to 47.
    assert summary("consultation_own") == (
        "47都道府県の中央値は48件、最小は2件、最大は94件（差は92件）。"
        "四分位範囲は25～71件、標準偏差は27.4件。"
    )
    assert summary("housing").startswith("12都道府県の中央値は13.5件、最小は3件、最大は66件")
    # Seven bodies are published for FY2025: the 40 others do none of it.
    assert summary("employment") == (
        "7都道府県の中央値は90件、最小は30件、最大は400件（差は370件）。"
        "ほかの40都道府県は該当なしで、0ではない。"
    )
    # Two bodies have their ends and no measure.
    assert summary("special_drug") == (
        "2都道府県の最小は20件、最大は280件（差は260件）。ほかの45都道府県は該当なしで、0ではない。"
    )
    options = _options(year_to_come, BodyCountState, "counts")
    assert options["2025-housing-case-total"] == "居住支援（令和7年度（2025）、件、計）"


def test_new_counts_and_ranges_stand_in_their_unit_and_year(year_to_come: Database) -> None:
    counts = _at(year_to_come, "variance", "body_counts")
    assert counts.title == (
        "都道府県別にみた「各都道府県が自前で実施」の支援実績の分布（件、計、令和7年度（2025））"
    )
    assert "値（件）" in [column.heading for column in counts.columns]
    assert isinstance(counts.chart, Strip)
    assert counts.chart.axis.words == "件、計"

    listed = _at(year_to_come, "variance", "named_counts")
    assert listed.title == "都道府県の名前が示された支援実績の一覧（単位と数え方は行ごと）"
    # 2 + 7 + 12 + 47 of FY2025 and the two that are shipped.
    assert len(listed.rows) == 70

    ranges = _at(year_to_come, "variance", "support_ranges")
    assert ranges.title.endswith("（件、令和6年度（2024）、令和7年度（2025））")
    assert "最小（R6・R7）" in [column.heading for column in ranges.columns]
    persons = _at(year_to_come, "variance", "support_ranges_person")
    assert persons.title.endswith("（人、令和7年度（2025））")
    assert persons.as_of == "支援実績は令和7年度（2025）、団体数は令和7年度（2025）"


def test_a_type_whose_name_has_brackets_is_read_aloud_whole(year_to_come: Database) -> None:
    exhibit = _at(year_to_come, "variance", "support_ranges", category="employment")

    assert "就労支援・直接雇用は前の年度の幅。" in reading(exhibit)


def test_what_is_counted_in_cases_is_never_captioned_as_persons(everything: list[Exhibit]) -> None:
    counted = 0
    for exhibit in everything:
        rows = records(exhibit.rows)
        units = {row.get("unit") for row in rows}
        headings = (column.heading for column in exhibit.columns if "population" not in column.name)
        captions = (exhibit.title, *headings)
        if units == {"件"}:
            counted += 1
            for caption in captions:
                assert not re.search("（人|実人員", caption), caption
        if "実人員" in exhibit.title and "count_basis" in exhibit.rows:
            assert {row["count_basis"] for row in rows} == {"actual"}, exhibit.title
    assert counted > 5


def test_no_exhibit_of_the_new_year_alone_names_the_year_before(everything: list[Exhibit]) -> None:
    years = {"range_fiscal_year", "bodies_fiscal_year", "fiscal_year"}
    seen = set()
    for exhibit in everything:
        if "before_yen" in exhibit.rows:
            continue  # grants stand beside those of the year before, and say so
        columns = sorted(years & set(exhibit.rows.columns))
        found = {row[name] for row in records(exhibit.rows) for name in columns}
        if found == {2025}:
            seen.add(exhibit.exhibit_id)
            assert "令和6年度" not in _words(exhibit), exhibit.title
            assert "2024" not in _words(exhibit), exhibit.title
            assert "R6" not in _words(exhibit), exhibit.title
    assert seen >= {"body_counts", "body_count_rates", "support_ranges_person"}


def test_money_of_the_new_year_stands_under_the_terms_of_its_year(year_to_come: Database) -> None:
    assert list(_options(year_to_come, subsidy.GrantState, "grant_year")) == [
        *("2023", "2024", "2025")
    ]
    assert _options(year_to_come, MapState, "show")["grant_2025"] == "交付金 令和7年度（2025）"
    grants = _at(year_to_come, "subsidy", "grants")
    assert (
        grants.title
        == "都道府県別にみた交付額の一覧（円、図は万円、令和7年度（2025）、上位10団体）"
    )
    assert "令和7年度の上限は150万円。" in grants.summary
    assert "200万円" not in _words(grants)
    # 1,500,000 + 9 x 900,000 + 2,500,000
    totals = _at(year_to_come, "subsidy", "grant_totals")
    assert totals.summary.endswith("、令和7年度（2025）は交付1,210万円で予算の公表値がない。")
    with using(year_to_come):
        found = calculator.calculation(year_to_come, calculator.CalculatorState().cost)
    assert isinstance(found, calculator.Calculation)
    assert "令和8年度（2026）の条件" in found.rule


def test_new_projects_are_listed_with_the_documents_that_tell_of_them(
    year_to_come: Database,
) -> None:
    with using(year_to_come):
        state = catalogue.CatalogueState(level="projects")
        listed = catalogue.catalogue_exhibit(year_to_come, state)
        cohorts = _options(year_to_come, catalogue.CatalogueState, "cohort")

    assert listed.headline == "38事業"
    assert cohorts == {"2018": "平成30年度（2018）開始", "2019": "令和元年度（2019）開始"}
    assert listed.as_of == BOTH
    assert [note.source_id for note in listed.sources] == ["S3", "S6"]
    order = [row["project_id"] for row in records(listed.rows)]
    assert (order[30], order[-1]) == ("H30-31", "R1-07")


def test_a_new_project_has_its_page(year_to_come: Database) -> None:
    seventh, final = project.ProjectState("R1-07"), project.ProjectState("H30-31")
    facts = dict(project.profile(year_to_come, seventh).facts)

    assert facts["再委託先"] == "試しの支援の会（特定非営利活動法人）"
    assert facts["開始年度"] == "令和元年度（2019）"
    assert project.activity_exhibit(year_to_come, seventh).summary == (
        "文書に載る取組は2件（予定を含む）。"
    )
    for exhibit in (
        project.figure_exhibit(year_to_come, final),
        project.activity_exhibit(year_to_come, final),
    ):
        assert exhibit.as_of.startswith("令和3年3月末（2021年）現在")
        assert [note.source_id for note in exhibit.sources] == ["S6"]


def test_what_is_wrong_with_one_document_touches_no_figure_of_another(
    year_to_come: Database,
) -> None:
    def touching(figure: str) -> set[str]:
        state = evidence.EvidenceState(figure)
        exhibit = evidence.discrepancy_exhibit(year_to_come, state)
        return {row["discrepancy_id"] for row in records(exhibit.rows)} if exhibit else set()

    # D001: the dates in the cells of S3 differ from its heading.
    assert "D001" in touching("results.R1-07/1.value")
    assert not touching("results.H30-31/1.value")


def test_the_overview_counts_the_new_projects_and_names_the_newest_years(
    year_to_come: Database,
) -> None:
    found = {headline.label: headline for headline in overview.headlines(year_to_come)}

    # 36 shipped ones in 28 prefectures; the new ones are two more.
    bodies = found["モデル事業の団体"]
    assert bodies.value == "38"
    assert bodies.words.endswith("30都道府県にある")
    assert found["個別支援の人数を載せた団体"].value == "24"  # 22 and both new ones
    assert "交付金の交付額（令和7年度）" in found
    remark = remarks.remarks(year_to_come)[0]
    assert remark.text == "就労支援の支援実績は、団体により30件～400件"
    assert remark.words.startswith("令和7年度。")


def test_a_sixth_document_counts_as_a_document(year_to_come: Database) -> None:
    sources = _at(year_to_come, "sources", "sources", part="sources")

    assert sources.summary.startswith("6つの文書と、")


def test_the_checks_of_a_new_document_are_its_own(year_to_come: Database) -> None:
    checks = _at(year_to_come, "sources", "checks", part="checks")
    verdicts = {row["check_id"]: row["verdict"] for row in records(checks.rows)}

    assert verdicts["S6:as_of"] == verdicts["grants:cap:2025"] == "match"
    assert verdicts["bodies:published"] == "match"
    assert verdicts["S3:as_of"] == "mismatch"  # registered
