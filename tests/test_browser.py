"""The dashboard in a real browser: what is drawn, what is fetched, what a user can do."""

import io
import math
import re
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.charts.prefecture_map import view
from lib.database import database
from lib.documents.locating import Figure, Status, locate
from lib.documents.reading import read_document
from lib.views import overview
from lib.views.pages import PAGES
from tests.browser import Outside, served, watched_outside
from tests.browser_sessions import DESK, PHONE, PROJECTOR, RUN_MS, Watched
from tests.exhibit_samples import hits

pytestmark = pytest.mark.browser

TILE_PX = 512


# Pages that show a choice or advice until an address names a project or a figure.
FULL = {"project": "?project=H30-06", "evidence": "?figure=results.H30-06/5.value"}
CONSULTED = "支援実績は、保護司会に委託で13件～95件"
OWN_TITLES = {"project": "栃木県", "overview": overview.title(database())}
SIZES = pytest.mark.parametrize(
    "watched",
    [(DESK, "light"), (PROJECTOR, "dark"), (PHONE, "light")],
    indirect=True,
    ids=["desk-light", "projector-dark", "phone-light"],
)


@SIZES
@pytest.mark.parametrize("topic", PAGES)
def test_a_page_is_drawn_without_any_error_or_foreign_request(
    watched: Watched, outside: Outside, server_outside: Outside, topic: str
) -> None:
    page = watched.open(topic, FULL.get(topic, ""))

    title = OWN_TITLES.get(topic, PAGES[topic].title)
    expect(page.locator("h1")).to_have_text(title)
    assert page.title().startswith(title)
    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.evaluate("document.fonts.check('16px dashboard-core', '再犯防止')")
    assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    assert page.locator("[data-testid=stException]").count() == 0
    assert outside.foreign == []
    assert server_outside.requests == []


def test_the_first_visit_of_a_new_server_may_be_any_page(browser: Browser) -> None:
    with watched_outside() as proxy, served(proxy) as url:
        page = browser.new_page()
        page.goto(f"{url}/map?show=supported")
        page.locator("h1").wait_for(timeout=RUN_MS)

        expect(page.locator("h1")).to_have_text("地図")
        assert page.get_by_role("dialog").count() == 0
        expect(page.locator("h2").first).to_contain_text("支援した人（計）は")
        page.close()


def test_an_address_without_a_page_says_so_in_japanese(browser: Browser, server: str) -> None:
    page = browser.new_page()
    answer = page.goto(f"{server}/nowhere")

    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("画面が見つかりません")
    assert page.get_by_role("link").count() == len(PAGES)
    page.get_by_role("link", name="概要").click()
    expect(page.locator("h1")).to_have_text(OWN_TITLES["overview"], timeout=RUN_MS)
    page.close()


def test_one_click_leads_from_the_overview_to_the_place_of_a_figure(watched: Watched) -> None:
    page = watched.open("overview")
    page.get_by_role("link", name="36団体").first.click()

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("36団体").first).to_be_visible(timeout=RUN_MS)
    expect(dialog.get_by_text("出典の中の場所")).to_be_visible()
    expect(dialog.get_by_text("文書の記載")).to_be_visible()


def test_a_number_in_a_table_opens_its_evidence_over_the_view(watched: Watched) -> None:
    page = watched.open("catalogue", "?text=北九州")
    page.get_by_role("link", name="1,459").click()

    expect(page.get_by_role("dialog")).to_contain_text("1,459件", timeout=RUN_MS)
    expect(page.locator("h1")).to_have_text("事業一覧")  # the view stays where it was


def test_31_sessions_lead_from_one_document_to_the_other(watched: Watched) -> None:
    page = watched.open("project", "?project=H30-06")
    page.locator(".st-key-fold-project_figures summary").click()
    page.get_by_role("link", name="31", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("地域再犯防止推進モデル事業における取組状況等").first).to_be_visible(
        timeout=RUN_MS
    )
    dialog.get_by_role("link", name="31", exact=True).last.click()

    found = dialog.get_by_text("もとになった数値は15個").filter(visible=True)
    expect(found.first).to_be_visible(timeout=RUN_MS)
    other = dialog.get_by_text("栃木県保健福祉部薬務課").filter(visible=True)
    expect(other.first).to_be_visible()


def test_the_offer_makes_a_selection_that_can_be_added_up(watched: Watched) -> None:
    page = watched.open("catalogue")
    page.get_by_role("button", name="合計しない理由").click()
    for offer in ("合計できる最大のまとまりに絞る", "同じ時点だけに絞る"):
        page.get_by_role("button", name=offer).click()
        expect(page.get_by_role("button", name=offer)).to_have_count(0, timeout=RUN_MS)

    expect(page.locator(".st-key-total")).to_contain_text("件の合計は", timeout=RUN_MS)
    assert "measure=supported_persons" in page.url
    assert "as_of=same" in page.url


def test_headers_allow_this_origin_only(browser: Browser, server: str) -> None:
    context = browser.new_context()
    headers = context.request.get(f"{server}/map").headers
    context.close()

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "'unsafe-eval'" not in policy
    assert not re.search(r"https?://|\*", policy)
    assert headers["x-content-type-options"] == "nosniff"


def test_scripts_travel_compressed_and_stay_in_the_browser(browser: Browser, server: str) -> None:
    context = browser.new_context()
    script = re.search(r"static/js/index\.[\w-]+\.js", context.request.get(server).text())
    assert script
    answer = context.request.get(f"{server}/{script[0]}")

    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]
    for path in ("/static/js/../../../../config.py", "/static/%2e%2e/%2e%2e/version.py"):
        assert "import" not in context.request.get(f"{server}{path}").text()[:2000]
    context.close()


def _pixel(longitude: float, latitude: float, width: float, height: float) -> tuple[float, float]:
    """Where a place stands on the map of the whole country, from its upper left corner."""
    shown = view("all", round(height))
    scale = TILE_PX * 2**shown.zoom / (2 * math.pi)

    def northing(degrees: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(degrees) / 2))

    x = width / 2 + scale * math.radians(longitude - shown.longitude)
    y = height / 2 - scale * (northing(latitude) - northing(shown.latitude))
    return x, y


def _point_at_hokkaido(page: Page) -> tuple[float, float]:
    """Moves the pointer over Hokkaido until the map, once drawn, answers; returns the place."""
    canvas = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    tooltip = page.locator(".deck-tooltip")
    until = time.monotonic() + RUN_MS / 1000
    while time.monotonic() < until:
        box = canvas.bounding_box()
        assert box is not None
        x, y = _pixel(142.8, 43.4, box["width"], box["height"])
        page.mouse.move(box["x"] + x - 5, box["y"] + y)
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.wait_for_timeout(200)
        if tooltip.is_visible():
            return box["x"] + x, box["y"] + y
    message = "the map did not answer to the pointer"
    raise TimeoutError(message)


def test_a_click_on_the_map_shows_the_prefectures_projects(watched: Watched) -> None:
    page = watched.open("map")

    page.mouse.click(*_point_at_hokkaido(page))
    expect(page.get_by_role("link", name="旭川市", exact=True)).to_be_visible(timeout=RUN_MS)
    assert "prefecture=01" in page.url


def test_a_pointer_on_the_map_shows_name_and_value(watched: Watched) -> None:
    page = watched.open("map")

    _point_at_hokkaido(page)
    expect(page.locator(".deck-tooltip")).to_contain_text("2事業（北海道、旭川市）")


def test_boundaries_come_from_this_server_and_travel_once(watched: Watched) -> None:
    sent: list[str] = []
    watched.page.on("request", lambda found: sent.append(found.url))
    page = watched.open("map")
    page.get_by_role("button", name="出典と注記").click()
    watched.settle()

    assert len([url for url in sent if "features.geojson" in url]) == 1


def test_a_pdf_in_japanese_is_read_as_a_document(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.set_content("<p>港市の取組</p><p>■支援実施件数　計1,459件（R2.12月末）</p>")
    file = tmp_path / "report.pdf"
    file.write_bytes(page.pdf())
    page.close()
    document = read_document(file, "S3")
    figure = Figure(
        "results.X/1.value", "results", "X/1", 1459, "件", "港市 支援実施件数", 68, 68, "printed"
    )

    (finding,) = locate([figure], document)
    assert finding.status is Status.MOVED  # to where the text of this PDF has it
    assert finding.mark is not None
    assert document.page_of(finding.mark.line) == 1


def test_a_download_holds_just_the_rows_that_are_shown(watched: Watched) -> None:
    page = watched.open("catalogue", "?theme=drug&body=city")
    with page.expect_download(timeout=RUN_MS) as waiting:
        page.get_by_role("link", name="CSVと説明（zip）: 活動実績の数値", exact=True).click()
    download = waiting.value

    assert re.fullmatch(
        r"活動実績の数値_市、薬物・依存症_8件_\d{4}-\d{2}-\d{2}\.zip", download.suggested_filename
    )
    content = download.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    assert text.count("旭川市") == 8
    assert len(text.splitlines()) == 9


def test_a_chosen_filter_stands_in_the_address_and_survives_a_reload(watched: Watched) -> None:
    page = watched.open("catalogue")
    page.get_by_label("テーマ").click()
    page.get_by_role("option", name="薬物・依存症").click()
    page.keyboard.press("Escape")
    expect(page.locator("h2").first).to_contain_text(hits("drug"), timeout=RUN_MS)
    assert "theme=drug" in page.url

    page.reload()
    watched.settle()
    expect(page.locator("h2").first).to_contain_text(hits("drug"), timeout=RUN_MS)


def test_going_back_shows_the_view_before(watched: Watched) -> None:
    page = watched.open("variance", "?category=housing")
    page.get_by_role("radio", name="相談支援").click()
    expect(page.locator("h2").first).to_have_text(CONSULTED, timeout=RUN_MS)
    page.goto(f"{watched.server}/subsidy")
    watched.settle()
    page.go_back()
    watched.settle()

    expect(page.locator("h2").first).to_have_text(CONSULTED, timeout=RUN_MS)


def test_the_keyboard_reaches_navigation_and_filters(watched: Watched) -> None:
    page = watched.open("catalogue")
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(document.activeElement.ariaLabel || document.activeElement.innerText)"
                ".trim().split('\\n')[0]"
            )
        )

    assert "出典と品質" in reached
    assert {"数値", "テーマ", "ほかの条件"} <= set(reached)


def test_an_open_fold_stays_open_when_a_filter_changes_its_line(watched: Watched) -> None:
    page = watched.open("variance")
    fold = page.locator(".st-key-fold-named_counts")
    fold.locator("summary").click()
    expect(fold.locator("table")).to_be_visible(timeout=RUN_MS)
    before = fold.locator("summary").inner_text()

    page.get_by_role("radio", name="相談支援").click()

    expect(fold.locator("summary")).not_to_have_text(before, timeout=RUN_MS)
    expect(fold.locator("details")).to_have_attribute("open", "")


def test_single_keys_do_nothing(watched: Watched) -> None:
    page = watched.open("variance")
    before = page.locator("[data-testid=stApp]").inner_text()
    for key in "crRC":
        page.keyboard.press(key)
    page.wait_for_timeout(500)

    assert page.get_by_role("dialog").count() == 0
    assert page.locator("[data-testid=stApp]").inner_text() == before


def test_a_stopped_server_is_reported_in_japanese(browser: Browser) -> None:
    with watched_outside() as proxy:
        with served(proxy) as url:
            page = browser.new_page()
            page.goto(f"{url}/variance")
            page.get_by_text("データの版").wait_for(timeout=RUN_MS)  # the page is drawn whole
        dialog = page.get_by_role("dialog")
        dialog.wait_for(timeout=RUN_MS)

        title = "h2 => getComputedStyle(h2, '::after').content"
        assert dialog.locator("h2").evaluate(title) == '"サーバーに接続できません"'
        assert dialog.locator("h2").evaluate("h2 => getComputedStyle(h2).fontSize") == "0px"
        page.close()


def test_a_list_finds_a_prefecture_by_reading_and_code(watched: Watched) -> None:
    page = watched.open("map")
    field = page.get_by_role("combobox", name="都道府県")
    options = page.get_by_role("listbox").get_by_role("option")
    field.click()

    for typed in ("とちぎ", "トチギ", "tochigi", "Tochigi", "09"):
        field.fill("")
        expect(options.nth(1)).to_be_visible()  # of all prefectures again
        field.fill(typed)
        expect(options).to_have_text(["栃木県　とちぎけん トチギケン Tochigi 09"])
    options.click()
    expect(page).to_have_url(re.compile("prefecture=09"))


@pytest.mark.parametrize("watched", [(PHONE, "light")], indirect=True)
def test_what_is_chosen_stays_in_view_where_a_phone_folds_the_filters(watched: Watched) -> None:
    page = watched.open("catalogue?theme=drug&text=会議")

    expect(page.get_by_role("button", name="条件をすべて外す")).to_be_hidden()
    expect(
        page.get_by_role("button", name="検索（団体、再委託先、取組、項目）: 会議")
    ).to_be_visible()
    page.get_by_role("button", name="テーマ: 薬物・依存症").click()

    expect(page.get_by_role("button", name="テーマ: 薬物・依存症")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("theme="))
