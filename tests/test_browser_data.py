"""Programs that know nothing of the dashboard read its data from a running server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.request import ProxyHandler, build_opener, install_opener, urlopen

import openpyxl
import pandas as pd
import pytest
from frictionless import Package, system
from requests import Session

from lib.database import Database
from lib.exports import csv_cells
from lib.views.catalogue import CatalogueState, catalogue_exhibit
from tests.browser_sessions import Watched
from tests.meeting_exports import converted

pytestmark = pytest.mark.browser

_CSV_IN_UTF_8 = "--infilter=Text - txt - csv (StarCalc):44,34,76"
DRUG = "data/catalogue/catalogue_figures.{}?theme=drug"


@pytest.fixture(autouse=True)
def _without_proxy() -> Iterator[None]:
    install_opener(build_opener(ProxyHandler({})))
    yield
    install_opener(build_opener())


@pytest.fixture(scope="module")
def cells(shipped: Database) -> list[list[str]]:
    """The figures on drugs as the screen exports them."""
    exhibit = catalogue_exhibit(shipped, CatalogueState(theme=("drug",)))
    return csv_cells(exhibit.rows, exhibit.columns)


def test_pandas_reads_the_rows_of_the_screen(server: str, cells: list[list[str]]) -> None:
    frame = pd.read_csv(f"{server}/{DRUG.format('csv')}", dtype={"団体コード": str})
    header, *rows = cells

    assert list(frame.columns) == header
    assert len(frame) == len(rows) == 27
    assert list(frame["団体コード"]) == [row[header.index("団体コード")] for row in rows]
    assert list(frame["値"]) == [float(row[header.index("値")]) for row in rows]
    parquet = pd.read_parquet(f"{server}/{DRUG.format('parquet')}")
    assert list(parquet["value"]) == list(frame["値"])
    assert parquet["as_of_date"].astype(str).tolist() == frame["時点"].tolist()


def test_a_spreadsheet_opens_both_files_right(
    server: str, cells: list[list[str]], tmp_path: Path
) -> None:
    """A spreadsheet takes the codes of a CSV for numbers, and those of a workbook for texts."""
    header, *rows = cells
    found: dict[str, dict[str, list[object]]] = {}
    for form in ("csv", "xlsx"):
        with urlopen(f"{server}/{DRUG.format(form)}") as answer:  # noqa: S310 - our own server
            content = answer.read()
        options = (_CSV_IN_UTF_8,) if form == "csv" else ()
        opened = converted(content, form, "ods", tmp_path, *options).read_bytes()
        again = converted(opened, "ods", "xlsx", tmp_path)
        columns = openpyxl.load_workbook(again).worksheets[0].columns
        found[form] = {str(cell.value): [own.value for own in rest] for cell, *rest in columns}
    wanted = {name: [row[place] for row in rows] for place, name in enumerate(header)}

    for own in found.values():
        assert list(own) == header
        assert own["項目"] == wanted["項目"]
        assert own["値"] == list(map(float, wanted["値"]))
    assert found["xlsx"]["団体コード"] == wanted["団体コード"]
    assert wanted["団体コード"][0] == "012041"
    assert found["csv"]["団体コード"][0] == 12041


def test_the_data_package_is_valid_and_so_is_each_of_its_tables(server: str) -> None:
    session = Session()
    session.trust_env = False  # no proxy of this machine
    with system.use_context(http_session=session, trusted=True):
        report = Package(f"{server}/data/datapackage.json").validate()

    assert report.flatten(["name", "type", "message"]) == []
    assert report.stats["tasks"] > 40


def test_people_find_an_address_in_the_list_and_open_it(watched: Watched) -> None:
    page = watched.open("subsidy")
    page.locator(".st-key-notes-grants button").first.click()
    page.get_by_role("link", name="データのアドレス").click()
    page.wait_for_url("**/data/#subsidy-grants")

    assert page.title() == "データのアドレス｜再犯防止モデル事業ダッシュボード"
    entry = page.locator("#subsidy-grants")
    assert entry.get_by_role("heading").inner_text().startswith("都道府県別にみた交付額の一覧（円")
    with page.expect_download() as waiting:
        entry.get_by_role("link", name="xlsx: 都道府県別の交付額").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name="再犯防止モデル事業ダッシュボード").click()
    watched.settle()
