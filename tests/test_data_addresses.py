"""Every exhibit has addresses of its own, which give its rows and just what was asked for."""

import asyncio
import csv
import datetime as dt
import io
import json
import math
import re
import threading
import zipfile
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlencode

import openpyxl
import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response

from lib import exports, formats
from lib.addresses import data_address
from lib.database import Database, database
from lib.exhibits import Exhibit
from lib.meetings import renderer
from lib.schema import Kind
from lib.ui import answers, data_addresses
from lib.ui.answers import Works
from lib.ui.data_addresses import FORMS, METADATA, forms_of
from lib.ui.middleware import OwnDocument, OwnOrigin, security_headers
from lib.views.asked import exact_query
from lib.views.pages import PAGES, first_shown
from tests.answered import Answer, answered
from tests.pages import opened, shown_html

APP = Starlette(
    routes=data_addresses.ROUTES,
    middleware=[
        Middleware(OwnDocument, pages={}, complete={data_addresses.PAGE}),
        Middleware(OwnOrigin),
    ],
)
TODAY = dt.date(2026, 11, 28)
FIGURES = "/data/catalogue/catalogue_figures"
CITIES = {"theme": "drug", "body": "city"}  # 8 figures of Asahikawa


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "today", lambda: TODAY)


@pytest.fixture(scope="module")
def shown(shipped: Database) -> list[tuple[str, Exhibit]]:
    """Every exhibit as it opens, with its address without the ending's dot."""
    assert database().version == shipped.version
    return [
        (data_address(page.topic, exhibit.exhibit_id, "{}", query), exhibit)
        for page, query, exhibit in first_shown(shipped)
    ]


def _get(address: str, method: str = "GET", **headers: str) -> Answer:
    own = {name.replace("_", "-"): text for name, text in headers.items()}
    return answered(APP, address, method, own)


def _file(address: str) -> Answer:
    answer = _get(address)
    assert answer.status == 200, answer.text
    return answer


def _addresses(shown: list[tuple[str, Exhibit]], form: str) -> Iterator[tuple[str, Exhibit]]:
    for address, exhibit in shown:
        yield address.replace("%7B%7D", form).replace("{}", form), exhibit


def test_every_exhibit_of_every_page_is_listed(shown: list[tuple[str, Exhibit]]) -> None:
    declared = {(page.topic, name) for page in PAGES.values() for name in page.exhibits}
    found = {tuple(address.split(".{}")[0].split("/")[2:4]) for address, _ in shown}

    assert len(found) == len(shown)
    # Of the data to come: ranges of other units, and counts of single prefectures.
    assert {name for _, name in declared - found} == {
        *("body_count_types", "body_counts", "body_count_rates"),
        *(name for _, name in declared if re.match("support_ranges_", name)),
    }


def test_the_csv_is_that_of_the_screen(shown: list[tuple[str, Exhibit]]) -> None:
    for address, exhibit in _addresses(shown, "csv"):
        answer = _file(address)
        assert answer.content == exports.exhibit_csv(exhibit)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.name == f"{exports.file_stem(exhibit, TODAY)}.csv"
        assert answer.headers["content-disposition"].startswith(
            f'attachment; filename="{exhibit.exhibit_id}.csv"; '
        )
        assert answer.headers.items() >= security_headers().items()


def test_a_long_csv_is_sent_in_pieces_of_known_length(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "/data/subsidy/grants.csv?grant_year=2024"
    whole = _file(address)
    rows = whole.content.count(b"\r\n") - 1
    monkeypatch.setattr(exports, "_ROWS_AT_ONCE", 10)

    cut = _file(address)
    asked = _get(address, "HEAD")

    assert rows > 10
    assert (cut.content, cut.headers["etag"]) == (whole.content, whole.headers["etag"])
    assert cut.sent_parts == 1 + math.ceil(rows / 10)
    assert int(cut.headers["content-length"]) == len(whole.content)
    assert (asked.content, asked.headers["content-length"]) == (b"", str(len(whole.content)))


def test_the_zip_holds_the_csv_and_its_notes(shown: list[tuple[str, Exhibit]]) -> None:
    for address, exhibit in _addresses(shown, "zip"):
        assert _file(address).content == exports.bundle(exhibit, TODAY).content


def test_the_workbook_holds_every_cell_with_codes_as_text(
    shown: list[tuple[str, Exhibit]],
) -> None:
    compared = 0
    for address, exhibit in _addresses(shown, "xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(_file(address).content))
        header, *rows = exports.exhibit_cells(exhibit)
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[1]] == header
        assert sheet.max_row == len(rows) + 1
        for cells, own in zip(sheet.iter_rows(min_row=2), rows, strict=True):
            for cell, text, column in zip(
                cells, own, exports.written_columns(exhibit), strict=True
            ):
                assert cell.data_type != "f"
                assert _said(cell.value, column.kind) == text, (address, cell.coordinate)
                compared += 1
        notes = "\n".join(str(cell.value) for cell in book["説明"]["A"])
        assert all(caution.text in notes for caution in exhibit.cautions)
        assert exhibit.code in notes
    assert compared > 5000


def _said(value: object, kind: Kind) -> str:
    """What a cell of a workbook says, as a CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    assert isinstance(value, int | float) == kind.is_number
    return repr(float(value)).removesuffix(".0") if kind.is_number else str(value)  # type: ignore[arg-type] # just asserted


def test_a_code_with_a_zero_before_it_and_a_place_like_a_date_stay_text() -> None:
    content = _file(f"{FIGURES}.xlsx?{urlencode(CITIES)}").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    place = [cell.value for cell in sheet[1]].index("団体コード")

    assert (sheet[2][place].value, sheet[2][place].number_format) == ("012041", "@")


def test_json_and_parquet_hold_the_rows_of_the_csv_with_their_types(
    shown: list[tuple[str, Exhibit]],
) -> None:
    for (address, exhibit), (other, _) in zip(
        _addresses(shown, "json"), _addresses(shown, "parquet"), strict=True
    ):
        found = json.loads(_file(address).content)
        _, *cells = exports.exhibit_cells(exhibit)
        kinds = [column.kind for column in exports.written_columns(exhibit)]
        written = [
            [_written(value, kind) for value, kind in zip(row.values(), kinds, strict=True)]
            for row in found["rows"]
        ]
        assert written == cells
        assert [item["text"] for item in found["cautions"]] == [
            caution.text for caution in exhibit.cautions
        ]
        assert (found["title"], found["code"]) == (exhibit.title, exhibit.code)
        table = pq.read_table(io.BytesIO(_file(other).content))
        assert json.loads(json.dumps(table.to_pylist(), default=str)) == found["rows"]
        beside = json.loads(table.schema.metadata[b"exhibit"])
        assert beside["cautions"] == found["cautions"]
        assert beside["edition"] == found["edition"] == database().version


def _written(value: object, kind: Kind) -> str:
    """A typed value as a CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int | float):
        assert isinstance(value, int) or kind is Kind.NUMBER
        return repr(float(value)).removesuffix(".0")
    return exports.guarded(str(value))


def test_typed_files_say_what_the_document_says() -> None:
    """旭川市, recovery seminars: 51回 by the end of December 2020."""
    found = json.loads(_file(f"{FIGURES}.json?{urlencode(CITIES)}").content)
    row = found["rows"][0]
    parquet = pq.read_table(io.BytesIO(_file(f"{FIGURES}.parquet?{urlencode(CITIES)}").content))

    assert len(found["rows"]) == 8
    assert (row["body_name"], row["body_code"]) == ("旭川市", "012041")
    assert (row["value"], row["unit"], row["as_of_date"]) == (51, "回", "2020-12-31")
    assert (row["is_approximate"], row["fiscal_year"]) == (False, None)
    assert str(parquet.schema.field("as_of_date").type) == "date32[day]"
    assert parquet.schema.field("value").metadata[b"label"].decode() == "値"


def test_what_the_publisher_warns_of_stands_in_every_row() -> None:
    for form in ("json", "parquet", "csv"):
        content = _file(f"/data/variance/support_ranges.{form}").content
        rows = {
            "json": lambda text: json.loads(text)["rows"],
            "parquet": lambda text: pq.read_table(io.BytesIO(text)).to_pylist(),
            "csv": lambda text: list(csv.DictReader(io.StringIO(text.decode("utf-8-sig")))),
        }[form](content)
        name = "公表者の注意" if form == "csv" else "publishers_caution"
        assert rows
        assert all("比べられない" in row[name] for row in rows)


def test_a_picture_is_named_and_there_only_where_there_is_a_chart(executable: str) -> None:
    assert executable
    answer = _file("/data/subsidy/grant_totals.png")
    again = _get("/data/subsidy/grant_totals.png", if_none_match=answer.headers["etag"])
    none = _get("/data/sources/sources.png?part=sources")

    assert answer.content.startswith(b"\x89PNG")
    assert (again.status, again.content) == (304, b"")
    assert none.status == 404
    assert "図はありません" in none.text
    assert ".png" not in none.text


def test_without_a_browser_a_picture_is_refused_with_what_to_do_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(renderer, "BROWSERS", ())
    answer = _get("/data/subsidy/grant_totals.png")

    assert (answer.status, "画面の切り取り" in answer.text) == (503, True)
    assert "retry-after" not in answer.headers


def test_while_another_picture_is_made_a_second_is_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    assert executable
    monkeypatch.setattr(data_addresses, "_PICTURE_PATIENCE_S", 0.01)
    with renderer.RUNNING:
        answer = _get("/data/subsidy/grant_totals.png")

    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert "ほかの資料を作っている" in answer.text


@pytest.mark.parametrize("form", [*sorted({*FORMS} - {"png"}), METADATA])
def test_an_unchanged_file_is_not_sent_again(form: str) -> None:
    address = f"/data/subsidy/grants.{form}?grant_year=2024"
    first = _file(address)
    tag = first.headers["etag"]

    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = _get(address, if_none_match=known)
        assert (again.status, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == "no-cache"
        assert again.headers["x-data-edition"] == database().version
    assert _get(address, if_none_match='W/"other"').content == first.content
    other = _file(address.replace("2024", "2023"))
    assert other.headers["etag"] != tag


@pytest.mark.parametrize(
    "path", ["subsidy/grants.csv", "subsidy/grants.json", "", "datapackage.json"]
)
def test_head_says_the_same_without_the_content(path: str) -> None:
    whole, head = _get(f"/data/{path}"), _get(f"/data/{path}", "HEAD")

    assert (head.status, head.content) == (200, b"")
    assert head.headers == whole.headers
    assert int(head.headers["content-length"]) == len(whole.content) > 0


def test_the_csv_leads_to_metadata_that_describes_every_column(
    shown: list[tuple[str, Exhibit]],
) -> None:
    for address, exhibit in _addresses(shown, "csv"):
        links = _file(address).headers["link"]
        place = re.search(r'<([^>]*)>; rel="describedby"; type="application/csvm\+json"', links)
        assert place
        described = _file(f"{address.rpartition('/')[0]}/{place[1]}")
        metadata = json.loads(described.content)
        assert described.headers["content-type"] == "application/csvm+json"
        assert metadata["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "ja"}]
        # Metadata that does not name the file that led to it has to be ignored.
        assert metadata["url"] == address.rpartition("/")[2]
        assert metadata["rdfs:comment"] == [caution.text for caution in exhibit.cautions]
        columns = metadata["tableSchema"]["columns"]
        header, *rows = exports.exhibit_cells(exhibit)
        assert [column["titles"] for column in columns] == header
        assert len({column["name"] for column in columns}) == len(columns)
        for column, cells in zip(columns, zip(*rows, strict=True), strict=False):
            assert re.fullmatch("[a-z][a-z0-9_]*", column["name"])
            assert column["dc:description"]
            for cell in filter(None, cells):
                assert _fits(cell, column["datatype"]), (address, column, cell)


def _fits(cell: str, datatype: str | dict[str, str]) -> bool:
    """Whether a cell is of a datatype of CSV on the Web."""
    if isinstance(datatype, dict):
        assert datatype["base"] == "boolean"
        return cell in datatype["format"].split("|")
    patterns = {
        "string": ".*",
        "integer": "-?[0-9]+",
        "number": r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?",
        "date": r"\d{4}-\d{2}-\d{2}",
    }
    return re.fullmatch(patterns[datatype], cell) is not None


def test_the_metadata_names_the_address_as_it_was_asked_for() -> None:
    asked = "grants.csv"  # the newest year, which its canonical address names
    answer = _file(f"/data/subsidy/{asked}")
    metadata = json.loads(_file("/data/subsidy/grants.csv-metadata.json").content)

    assert '<grants.csv?grant_year=2024>; rel="canonical"' in answer.headers["link"]
    assert "<grants.csv-metadata.json>" in answer.headers["link"]
    assert metadata["url"] == asked
    (amount,) = [one for one in metadata["tableSchema"]["columns"] if one["name"] == "amount_yen"]
    assert (amount["datatype"], amount["schema:unitText"]) == ("integer", "円")


REFUSALS = {
    "none/grants.csv": (404, "画面「none」はありません"),
    "meeting/grants_x.csv": (404, "この画面の表: ありません"),
    "subsidy/none.csv": (404, "この画面の表: grant_totals、grants、"),
    "subsidy/grants.exe": (404, ".csv、.zip、.xlsx、.json、.parquet、.png"),
    "subsidy/grants": (404, "この形のファイルはありません"),
    "subsidy/grants.CSV": (404, "この形のファイルはありません"),
    "subsidy/grants.csv/more": (404, "このアドレスのデータはありません"),
    "targets/plan.csv": (410, "次の計画の目安）は廃止しました（少ない人数の比を"),
    "variance/support_ranges.csv?per=1": (400, "条件「表し方」は廃止（件数と人口あたり"),
    "subsidy/grants.csv?year=2024": (400, "この表の条件: grant_year（交付金の年度）"),
    "subsidy/grant_totals.csv?grant_year=2024": (400, "この表の条件: なし"),
    "subsidy/grants.csv?grant_year=2019": (400, "使える値: 2023（令和5年度"),
    "subsidy/grants.csv?grant_year=": (400, "使える値: 2023（令和5年度"),
    "subsidy/grants.csv?grant_year=2024&grant_year=2023": (400, "2度書かれています"),
    "subsidy/terms_cost.csv?rate=0": (400, "1から100までの整数"),
    "subsidy/terms_cost.csv?rate=50.5": (400, "1から100までの整数"),
    "catalogue/catalogue_figures.csv?theme=drug.none": (400, "（テーマ）の値「drug.none」"),
    "catalogue/catalogue_figures.csv?text=": (400, "空にはできません"),
    f"catalogue/catalogue_figures.csv?text={'a' * 101}": (400, "100字までの文字"),
    "catalogue/catalogue_figures.csv?text=a%00b": (400, "100字までの文字"),
    "catalogue/catalogue_figures.csv?text=%FF": (400, "「?」の後を読めません"),
    "catalogue/catalogue_figures.csv?theme": (400, "「?」の後を読めません"),
    "catalogue/catalogue_figures.csv?m=abc.1&theme=drug": (400, "条件「m」はありません"),
    "overview/reentry.csv?a=1&a=2": (400, "「a」が2度"),
    f"catalogue/catalogue_figures.csv?{'text=a&' * 60}text=a": (400, "「?」の後を読めません"),
    f"catalogue/catalogue_figures.csv?text={'a' * 9000}": (414, "8,000字まで"),
    "catalogue/catalogue_projects.csv": (404, "示す条件の例: level=projects"),
    "catalogue/catalogue_projects.csv?level=projects&basis=actual": (400, "行を決めません"),
    "map/prefecture_map.csv?basis=actual": (400, "条件「basis」（数え方）の値「actual」"),
    "sources/checks.csv?record=none": (400, "条件「record」（記録番号）"),
    "sources/checks.csv?table=results": (400, "行を決めません"),
    "project/project_figures.csv": (404, "示す条件の例: project=H30-06"),
    "variance/body_counts.csv": (404, "今のデータでは示せません"),
    "evidence/figures.csv?figure=results.H30-26%2F1.value%7Cnone": (400, "今のデータと合わず"),
}


@pytest.mark.parametrize("path", REFUSALS)
def test_what_is_not_understood_is_refused_with_what_is_allowed(path: str) -> None:
    status, words = REFUSALS[path]
    answer = _get(f"/data/{path}")

    assert answer.status == status, answer.text
    assert words in answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["", "subsidy/grants.csv", "none"])
def test_nothing_can_be_written_to_an_address(path: str, method: str) -> None:
    answer = _get(f"/data/{path}", method)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert "読むだけです" in answer.text


def test_the_list_is_found_without_its_last_stroke_in_the_same_edition() -> None:
    assert _get("/data?edition=0").headers["location"] == "data/?edition=0"


@pytest.mark.parametrize(
    "words",
    [
        'a"\r\nX-Evil: 1\r\n\r\n<script>alert(1)</script>',
        "../../etc/passwd",
        "\u202egpj.csv",
        '=HYPERLINK("https://evil.example")',
        "'; DROP TABLE results; --",
        "会" * 100,
    ],
)
def test_hostile_words_are_words(words: str) -> None:
    for path in (
        f"{quote(words, '')}/x.csv",
        f"subsidy/{quote(words, '')}",
        f"a/{quote(words)}.csv",
    ):
        answer = _get(f"/data/{path}")
        assert answer.status == 404
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert len(answer.text) < 400
    answer = _get(f"{FIGURES}.xlsx?{urlencode({'text': words})}")
    if "\r" in words:
        assert answer.status == 400
        return
    assert answer.status == 200
    assert "x-evil" not in answer.headers
    assert not set(answer.name) & set('/\\"\r\n<>')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert not any(
        cell.data_type == "f" or str(cell.value)[:1] in set("=+-@")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    )


def test_an_exhibit_that_has_moved_leads_to_its_page_with_its_conditions() -> None:
    answer = _get("/data/overview/reentry.csv")
    part = _get("/data/overview/symposium.csv")

    assert (answer.status, answer.headers["location"]) == (308, "../targets/reentry.csv")
    assert part.headers["location"] == "../sources/symposium.csv?part=symposium"
    assert _get("/data/sources/symposium.csv?part=symposium").status == 200
    assert _get("/data").headers["location"] == "data/"


@pytest.mark.parametrize(
    ("topic", "example"),
    [(page.topic, example) for page in PAGES.values() for example in page.examples],
)
def test_every_link_of_a_page_leads_to_what_the_page_shows(topic: str, example: str) -> None:
    app = opened(topic, **dict(parse_qsl(example)))
    links = re.findall(r'<a class="download" href="([^"]+)" download', shown_html(app))
    codes = re.findall(r"照合 (\w{6})", "\n".join(str(block.value) for block in app.markdown))

    assert len(links) == len(codes)
    for link, code in zip(links, codes, strict=True):
        as_json = link.replace("&amp;", "&").replace(".zip", ".json")
        assert json.loads(_file(as_json).content)["code"] == code


@pytest.mark.parametrize(
    ("topic", "exhibit_id", "kept", "own"),
    [
        (
            "catalogue",
            "catalogue_projects",
            {"level": "projects", "basis": "actual", "theme": "drug", "m": "abc.1"},
            {"level": "projects", "theme": "drug"},
        ),
        (
            "evidence",
            "figures",
            {"figure": "results.H30-26/1.value|none|kpis.H30-06/4.actual_value"},
            {"figure": "results.H30-26/1.value|kpis.H30-06/4.actual_value"},
        ),
        (
            "sources",
            "discrepancies",
            {"part": "discrepancies", "verdict": "pass", "table": "results", "rows": "checks"},
            {"part": "discrepancies", "table": "results"},
        ),
        ("map", "prefecture_map", {"basis": "actual", "form": "tiles"}, {"form": "tiles"}),
        ("subsidy", "grants", {"cost": "1", "rate": "50"}, {"grant_year": "2024"}),
    ],
)
def test_what_a_page_leaves_in_its_address_does_not_spoil_the_link(
    topic: str, exhibit_id: str, kept: dict[str, str], own: dict[str, str]
) -> None:
    """A page keeps filters that its rows do not know; the address of data has none of them."""
    assert exact_query(topic, exhibit_id, kept) == own
    assert _get(data_address(topic, exhibit_id, "csv", own)).status == 200


def test_the_list_names_every_address_and_every_condition(
    shown: list[tuple[str, Exhibit]],
) -> None:
    text = _file("/data/").text

    for address, exhibit in shown:
        assert exhibit.title in text
        for form in forms_of(exhibit):
            link = address.replace("{}", form).removeprefix("/data/").replace("&", "&amp;")
            assert f'href="{link}"' in text
    for words in ("<code>theme</code> テーマ", "<code>drug</code> 薬物・依存症", "6000字まで"):
        assert words in text
    assert "<script" not in text


def test_the_data_package_lists_every_exhibit_with_its_conditions(
    shown: list[tuple[str, Exhibit]],
) -> None:
    answer = _file("/data/datapackage.json")
    package = json.loads(answer.content)
    resources = {item["name"]: item for item in package["resources"]}

    assert answer.headers["content-type"] == "application/json"
    assert package["version"] == database().version
    assert len(resources) == len(shown)
    grants = resources["subsidy-grants"]
    assert grants["path"] == "subsidy/grants.csv?grant_year=2024"
    assert grants["conditions"][0]["options"].keys() == {"2023", "2024"}
    for item in package["resources"]:
        header = _file(f"/data/{item['path']}").content.decode("utf-8-sig").splitlines()[0]
        assert next(csv.reader([header])) == [one["name"] for one in item["schema"]["fields"]]


def test_a_fault_is_answered_without_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        message = "secret"
        raise ValueError(message)

    monkeypatch.setattr(data_addresses, "asked_for", fail)
    answer = _get("/data/subsidy/grants.csv")

    assert answer.status == 500
    assert "secret" not in answer.text
    assert "担当者" in answer.text


def test_what_more_ask_than_can_wait_is_refused_until_later() -> None:
    works, held = Works(at_once=1, waiting=2), threading.Event()

    def make() -> Response:
        held.wait()
        return PlainTextResponse("made")

    async def ask() -> tuple[Response, list[Response]]:
        first = [asyncio.create_task(works.answer(make)) for _ in range(3)]
        await asyncio.sleep(0)  # each of them begins before it waits
        refused = await works.answer(make)
        held.set()
        return refused, await asyncio.gather(*first)

    refused, made = asyncio.run(ask())

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    assert "10秒ほど待って" in bytes(refused.body).decode()
    assert [answer.status_code for answer in made] == [200, 200, 200]


def test_a_page_elsewhere_gets_no_file() -> None:
    address = "/data/subsidy/grants.csv"

    assert _get(address, origin="https://evil.example").status == 403
    assert _get(address, origin="http://localhost:8501").status == 200


def test_names_of_files_are_told_in_ascii_and_in_japanese() -> None:
    assert answers.disposition('交付額";x_2026.csv', "grants") == (
        'attachment; filename="grants.csv"; '
        "filename*=UTF-8''%E4%BA%A4%E4%BB%98%E9%A1%8D%22%3Bx_2026.csv"
    )


def test_the_zip_is_dated(shipped: Database) -> None:
    assert shipped
    content = _file("/data/subsidy/grants.zip?grant_year=2024").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(2026, 11, 28)}
