"""Tables in a real browser: sorted, searched and copied, with the choice in the address."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from lib import paths
from tests.browser_sessions import DESK, PHONE, RUN_MS, Watched

pytestmark = pytest.mark.browser

ASAHIKAWA = "?text=旭川市"
PRINTED = ["51回", "239人", "3回", "256人", "6回", "515人", "2回", "73人"]
# Sessions and persons are never set in one order.
UPWARD = ["2回", "3回", "6回", "51回", "73人", "239人", "256人", "515人"]
DOWNWARD = ["51回", "6回", "3回", "2回", "515人", "256人", "239人", "73人"]
COPIED = (
    "実施団体\t項目\t値\t単位\t数え方\t時点\t取組\t出典\r\n"
    "北九州市\t支援実施件数\t1,459\t件\t計\t2020年12月末\t知的障害者等の自立支援と見守り\tS3\r\n"
    "北九州市\t個別就労支援会議の開催回数\t36\t回\t計\t2020年12月末\t個別の就労支援会議\tS3"
)


def _values(page: Page) -> list[str]:
    cells = page.locator("table.data tbody tr:not([hidden]) td.figure").all_text_contents()
    return [cell.strip().removeprefix("※") for cell in cells]


def _heading(page: Page, words: str) -> str | None:
    return page.get_by_role("columnheader", name=words).get_attribute("aria-sort")


def _press(page: Page, heading: str) -> None:
    page.get_by_role("columnheader", name=heading).get_by_role("button").click()


def test_a_heading_sorts_up_then_down_then_as_printed(watched: Watched) -> None:
    page = watched.open("catalogue", ASAHIKAWA)
    assert (_values(page), _heading(page, "値")) == (PRINTED, "none")

    _press(page, "値")
    assert (_values(page), _heading(page, "値")) == (UPWARD, "ascending")
    _press(page, "値")
    assert (_values(page), _heading(page, "値")) == (DOWNWARD, "descending")
    assert "sort.catalogue_figures=value.desc" in page.url
    _press(page, "値")
    assert (_values(page), _heading(page, "値")) == (PRINTED, "none")
    assert "sort." not in page.url


def test_equal_cells_keep_the_order_of_the_document(watched: Watched) -> None:
    page = watched.open("catalogue", ASAHIKAWA)
    for direction in ("ascending", "descending"):
        _press(page, "数え方")
        assert (_values(page), _heading(page, "数え方")) == (PRINTED, direction)


def test_empty_cells_come_last_in_either_direction(watched: Watched) -> None:
    page = watched.open("sources", "?part=checks")
    _press(page, "記録番号")
    numbers = page.locator("table.data tbody tr td:last-child").all_text_contents()
    filled = [number for number in numbers if number.startswith("D")]
    assert filled
    assert numbers[: len(filled)] == filled == sorted(filled)
    _press(page, "記録番号")
    numbers = page.locator("table.data tbody tr td:last-child").all_text_contents()
    assert numbers[: len(filled)] == sorted(filled, reverse=True)


def test_dates_are_sorted_by_time(watched: Watched) -> None:
    page = watched.open("catalogue", "?text=支援&sort.catalogue_figures=as_of_date.asc")
    cells = page.locator("table.data tbody tr td[data-value*='-']")
    dates = [cell.get_attribute("data-value") for cell in cells.all()]

    assert len(set(dates)) > 1
    assert dates == sorted(dates, key=str)


@pytest.mark.parametrize("is_secure", [True, False], ids=["secure", "plain-http"])
def test_a_table_is_copied_as_it_is_shown(watched: Watched, *, is_secure: bool) -> None:
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not is_secure:  # what a browser offers to plain http
        watched.context.add_init_script(
            "Object.defineProperty(Clipboard.prototype, 'write', {value: undefined})"
        )
    page = watched.open("catalogue", "?text=北九州市&level=figures")
    page.get_by_role("button", name="表をコピー").click()

    said = page.locator(".table-tools .copied")
    expect(said).to_have_text("見出しと2行をコピーした")
    assert said.get_attribute("role") == "status"
    assert page.evaluate("navigator.clipboard.readText()") == COPIED
    html = page.evaluate(
        "navigator.clipboard.read()"
        ".then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html)
    assert cells == COPIED.replace("\r\n", "\t").split("\t")


@pytest.mark.parametrize("typed", ["フォーラム", "ﾌｫｰﾗﾑ", "ふぉーらむ"])
def test_a_word_is_found_in_any_width_and_kana(watched: Watched, typed: str) -> None:
    page = watched.open("catalogue")
    page.get_by_role("searchbox", name="表の中を探す").fill(typed)
    tables = {
        name: list(csv.DictReader((paths.DATA / f"{name}.csv").open(encoding="utf-8")))
        for name in ("results", "activities")
    }
    titles = {
        (row["project_id"], row["activity_number"]): row["title"] for row in tables["activities"]
    }
    words = [
        row["indicator"] + titles.get((row["project_id"], row["activity_number"]), "")
        for row in tables["results"]
    ]
    count = sum("フォーラム" in text for text in words)

    expect(page.locator(".table-tools .found")).to_have_text(f"{len(words)}行中{count}行")
    assert page.locator("table.data tbody tr:visible").count() == count > 0


def test_a_reload_keeps_order_and_search(watched: Watched) -> None:
    page = watched.open("catalogue")
    page.get_by_role("searchbox", name="表の中を探す").fill("旭川市")
    _press(page, "値")
    page.wait_for_url(re.compile("find.catalogue_figures="))
    assert _values(page) == UPWARD

    page.reload()
    watched.settle()

    assert _values(page) == UPWARD
    expect(page.get_by_role("searchbox", name="表の中を探す")).to_have_value("旭川市")
    assert page.locator("[data-testid=stAlert]").count() == 0


def test_a_filter_of_the_page_keeps_the_order_of_the_table(watched: Watched) -> None:
    page = watched.open("catalogue", f"{ASAHIKAWA}&sort.catalogue_figures=value.desc")
    assert _values(page) == DOWNWARD

    page.get_by_role("button", name="ほかの条件").click()
    page.get_by_role("combobox", name="単位").click()
    page.get_by_role("option", name="人・名", exact=True).click()
    expect(page.locator("h2", has_text="1事業の数値は4件")).to_be_visible(timeout=RUN_MS)

    assert _values(page) == ["515人", "256人", "239人", "73人"]
    assert "sort.catalogue_figures=value.desc" in page.url
    assert "thing=person" in page.url

    page.keyboard.press("Escape")
    page.get_by_role("button", name="単位: 人・名").click()
    expect(page.locator("h2", has_text="1事業の数値は8件")).to_be_visible(timeout=RUN_MS)
    assert _values(page) == DOWNWARD


@pytest.mark.parametrize("watched", [(DESK, "dark"), (PHONE, "light")], indirect=True)
def test_head_and_first_column_stay_while_the_table_scrolls(watched: Watched) -> None:
    page = watched.open("catalogue")
    before, after = (
        page.evaluate(
            """([left, top]) => {
              const box = document.querySelector('.scroll');
              box.scrollTo(left, top);
              const corner = document.querySelector('th.naming').getBoundingClientRect();
              const names = [...document.querySelectorAll('tbody th')];
              const seen = names.find((cell) => cell.getBoundingClientRect().top > corner.bottom);
              const own = box.getBoundingClientRect();
              return [corner.left - own.left, corner.top - own.top,
                      seen.getBoundingClientRect().left - own.left].map(Math.round);
            }""",
            place,
        )
        for place in ([0, 0], [60, 900])
    )

    assert before == after == [0, 0, 0]
