"""The HTML file of a meeting: what stands in it, the same figures as the CSV, nothing runs."""

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from lib.charts.tokens import LIGHT, PALETTES
from lib.database import Database
from lib.exports import exhibit_csv
from lib.frames import records
from lib.meetings import handout
from lib.meetings.agenda import Item, Meeting
from lib.meetings.slides import Deck, Slide, deck_of
from lib.views.tabled import DISPUTED
from lib.words import cell_words
from tests.meeting_samples import MEETING

MADE_ON = dt.date(2026, 11, 21)
HOSTILE = "</script></style></title><img src=x onerror=alert(1)>\"}*{display:none}'&amp;"
VOID = {"meta", "input"}


class Outline(HTMLParser):
    """The elements of a page with their attributes and texts, and the tables as cells."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[int] = []
        self.slide = ""
        self.is_in_data = False  # the table of an exhibit, not a chart
        self.rows: dict[str, list[list[tuple[str, str | None]]]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found, []))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)
        if tag == "section":
            self.slide = str(found["id"])
        if tag == "table":
            self.is_in_data = found.get("class") == "data"
        if tag == "tr" and self.is_in_data:
            self.rows.setdefault(self.slide, []).append([])
        if tag in {"td", "th"} and self.is_in_data:
            self.rows[self.slide][-1].append(("", found.get("data-value")))

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self.open.pop()][0] == tag, f"</{tag}> ends another element"

    def handle_data(self, data: str) -> None:
        for place in self.open:
            self.elements[place][2].append(data)
        if self.is_in_data and any(self.elements[place][0] in {"td", "th"} for place in self.open):
            words, value = self.rows[self.slide][-1][-1]
            self.rows[self.slide][-1][-1] = (words + data, value)

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """The texts of the elements of a tag that have some attributes."""
        return [
            "".join(texts)
            for name, found, texts in self.elements
            if name == tag and all(found.get(key) == value for key, value in attributes.items())
        ]


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


@pytest.fixture(scope="module")
def deck(shipped: Database) -> Deck:
    return deck_of(shipped, MEETING)


@pytest.fixture(scope="module")
def page(deck: Deck) -> str:
    return handout.make(deck, MADE_ON).content.decode()


@pytest.fixture(scope="module")
def parsed(page: str) -> Outline:
    return outline(page)


def drawings(parsed: Outline) -> dict[str, dict[str, Any]]:
    (text,) = parsed.texts("script", id="drawings")
    return dict(json.loads(text))


def test_the_file_says_its_meeting_number_of_slides_and_date(deck: Deck) -> None:
    made = handout.make(deck, MADE_ON)

    assert made.file_name == "第3回-再犯防止推進検討会_8件_2026-11-21.html"
    assert made.mime == "text/html"
    assert made.content == handout.make(deck, MADE_ON).content


def test_every_slide_has_its_words(deck: Deck, parsed: Outline) -> None:
    assert parsed.texts("h1") == [deck.title]
    assert parsed.elements[0][1]["lang"] == "ja"
    for slide in deck.slides:
        (view,) = parsed.texts("section", id=f"v{slide.place}")
        (text,) = parsed.texts("section", id=f"n{slide.place}")
        cautions = slide.exhibit.publishers_cautions
        for words in (slide.item.number, slide.title, slide.code, *cautions):
            assert words in view
        for words in (slide.exhibit.title, slide.exhibit.summary, slide.reading):
            assert words in text
        for label, words in slide.notes:
            assert f"{label}{words}" in text


def test_the_list_of_slides_leads_to_each(deck: Deck, parsed: Outline) -> None:
    for slide in deck.slides:
        (words,) = parsed.texts("a", href=f"#v{slide.place}")
        assert words == f"{slide.item.number} {slide.title}"


def test_charts_of_plotly_have_the_reading_text_as_their_alternative(
    deck: Deck, parsed: Outline
) -> None:
    labels = [
        found["aria-label"]
        for tag, found, _ in parsed.elements
        if found.get("role") == "img" and tag == "div"
    ]

    drawn = [slide for slide in deck.slides if slide.exhibit.markup is None]
    expected = [slide.reading for slide in drawn if slide.exhibit.drawing(LIGHT)]
    assert labels == expected


def test_notes_to_the_speaker_are_not_handed_out(deck: Deck, page: str) -> None:
    noted = [slide for slide in deck.slides if slide.item.note]

    assert len(noted) == 2
    for slide in noted:
        assert slide.item.note not in page


def test_what_cannot_be_shown_is_named(shipped: Database) -> None:
    items = (*MEETING.items[:1], Item("project", "project_sessions", title="回数", number="資料9"))
    found = outline(handout.page(deck_of(shipped, Meeting("会議", items)), MADE_ON))

    words = "この資料にない図　資料9　回数　今のデータでは示せない図"
    assert found.texts("li", **{"class": "gone"}) == [words]


def written(slide: Slide) -> list[dict[str, str]]:
    text = exhibit_csv(slide.exhibit).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_tables_hold_the_cells_of_the_csv(deck: Deck, parsed: Outline) -> None:
    """Numbers are read back from the words that people see, within their three decimals."""
    numbers = 0
    for slide in deck.slides:
        units = {column.unit_in for column in slide.exhibit.shown_columns}
        columns = [one for one in slide.exhibit.shown_columns if one.name not in units]
        head, *rows = parsed.rows[f"t{slide.place}"]
        assert [words for words, _ in head] == [column.heading for column in columns]
        for cells, row, plain in zip(
            rows, written(slide), records(slide.exhibit.rows), strict=True
        ):
            for (shown_words, value), column in zip(cells, columns, strict=True):
                in_csv = row[column.heading]
                words = cell_words(plain, column)
                unit = plain[column.unit_in] if column.unit_in and in_csv else ""
                assert shown_words.removeprefix(DISPUTED) == f"{words}{unit or ''}"
                if not column.is_number:
                    continue
                assert (value or "") == in_csv
                if in_csv and not words.endswith("未満"):
                    shown = float(words.removeprefix("約").replace(",", "").replace("−", "-"))
                    assert shown == pytest.approx(float(in_csv), abs=0.0005)
                    numbers += 1
    assert numbers > 150


def test_cells_of_a_table_are_headed(deck: Deck, parsed: Outline) -> None:
    for slide in deck.slides:
        _, *rows = parsed.rows[f"t{slide.place}"]
        assert len(rows) == len(slide.exhibit.rows)
    heads = [found.get("scope") for tag, found, _ in parsed.elements if tag == "th"]
    assert heads.count("row") >= sum(len(slide.exhibit.rows) for slide in deck.slides)
    assert heads.count("col") >= sum(len(rows[0]) for rows in parsed.rows.values())


def test_charts_are_those_of_the_screen(deck: Deck, page: str, parsed: Outline) -> None:
    found = drawings(parsed)

    for slide in deck.slides:
        exhibit = slide.exhibit
        if exhibit.markup is not None:
            assert str(exhibit.markup) in page
            assert str(slide.place) not in found
            continue
        charts = {name: exhibit.drawing(palette) for name, palette in PALETTES.items()}
        expected = {name: json.loads(chart.to_json()) for name, chart in charts.items() if chart}
        assert found.get(str(slide.place), {}) == expected


def plain(values: Any) -> list[float]:
    """A series as plain numbers; plotly writes arrays as base64."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).tolist()
    return list(values)


def test_the_chart_of_the_rate_holds_the_published_values(deck: Deck, parsed: Outline) -> None:
    """Of those released in 1999 and in 2022, 23.4 % and 13.0 % came back within two years."""
    place = next(str(one.place) for one in deck.slides if one.exhibit.exhibit_id == "reentry")
    _, points = drawings(parsed)[place]["light"]["data"]
    rates = dict(zip(plain(points["x"]), plain(points["y"]), strict=True))

    assert (rates[1999], rates[2022]) == (23.4, 13.0)


def test_the_bars_of_the_grants_hold_the_published_amounts(deck: Deck, page: str) -> None:
    """Budgets of 49,500,000 and 55,500,000 yen; grants of 18,053,000 and 27,500,000 yen."""
    exhibit = next(one.exhibit for one in deck.slides if one.exhibit.exhibit_id == "grant_totals")

    assert str(exhibit.markup) in page
    for words in ("4,950", "5,550", "1,805.3", "2,750"):
        assert words in str(exhibit.markup)


def test_only_the_own_scripts_may_run_and_nothing_is_fetched(parsed: Outline) -> None:
    (policy,) = (
        str(found["content"])
        for _, found, _ in parsed.elements
        if found.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    scripts = [
        "".join(texts)
        for tag, found, texts in parsed.elements
        if tag == "script" and "type" not in found
    ]

    assert rules["default-src"] == "'none'"
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in scripts)
    assert rules["script-src"].split() == [f"'sha256-{digest.decode()}'" for digest in digests]
    assert rules["font-src"] == rules["img-src"] == "data:"
    for _, found, _ in parsed.elements:
        assert not {"src", "srcset", "onload", "onerror", "onclick"} & found.keys()
        assert not re.search("url|[^a-z0-9:;. %-]", str(found.get("style", "")))
        assert re.match("#v[0-9]+$", str(found.get("href", "#v0")))
    (sheet,) = parsed.texts("style")
    assert set(re.findall(r"url\((.{0,15})", sheet)) == {"data:font/woff2"}


def test_plotly_stands_in_the_file_once_and_only_where_a_chart_needs_it(
    deck: Deck, page: str
) -> None:
    html = [slide.item for slide in deck.slides if slide.exhibit.markup is not None]
    small = handout.page(replace(deck, slides=deck.slides[:1]), MADE_ON)

    assert deck.slides[0].item in html
    assert page.count("plotly.js v") == 1
    assert "plotly.js v" not in small
    assert len(page) - len(small) > 4_000_000


def test_no_words_of_a_user_become_markup(shipped: Database, page: str) -> None:
    first, *others = MEETING.items
    item = replace(first, title=HOSTILE, number=HOSTILE, note=HOSTILE)
    deck = deck_of(shipped, Meeting(HOSTILE, (item, *others)))
    found = outline(handout.page(deck, MADE_ON))

    assert [tag for tag, _, _ in found.elements] == [tag for tag, _, _ in outline(page).elements], (
        "a title made or ended an element"
    )
    assert found.texts("h1") == [HOSTILE]
    assert found.texts("title")[0] == HOSTILE
    assert found.texts("h2", id="h1") == [f"{HOSTILE} {HOSTILE}"]
    (sheet,) = found.texts("style")
    assert "display:none" not in sheet.replace("display: none", "")


def test_charts_cannot_end_their_script(parsed: Outline) -> None:
    (text,) = parsed.texts("script", id="drawings")

    assert not set("<>&") & set(text)


def test_a_character_that_is_rare_brings_its_font(shipped: Database, page: str) -> None:
    deck = deck_of(shipped, replace(MEETING, title="鬱金香の会"))

    assert '"dashboard-rest"; font-weight' not in page
    assert '"dashboard-rest"; font-weight' in handout.page(deck, MADE_ON)
