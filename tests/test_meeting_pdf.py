"""The PDF of a meeting as a browser on this machine makes it."""

import datetime as dt
import re

import pypdfium2
import pytest

from lib.database import Database
from lib.meetings import handout, paper
from lib.meetings.slides import Deck, Slide, deck_of
from tests.meeting_samples import MEETING

pytestmark = pytest.mark.browser

MADE_ON = dt.date(2026, 11, 21)
A4_PT = (595, 842)


@pytest.fixture(scope="module")
def deck(shipped: Database) -> Deck:
    return deck_of(shipped, MEETING)


Sheets = list[tuple[str, tuple[int, int]]]


@pytest.fixture(scope="module")
def sheets(deck: Deck, executable: str) -> Sheets:
    """The text of each page of the PDF without its spaces, and the size of the page."""
    assert executable
    made = paper.make(deck, MADE_ON)
    assert made.file_name == "第3回-再犯防止推進検討会_8件_2026-11-21.pdf"
    with pypdfium2.PdfDocument(made.content) as pdf:
        return [
            (
                re.sub(r"\s", "", page.get_textpage().get_text_range()),
                (round(page.get_width()), round(page.get_height())),
            )
            for page in pdf
        ]


def pages_of(slide: Slide, sheets: Sheets) -> list[str]:
    corner = re.sub(r"\s", "", f"{slide.item.number}図表{slide.place}／8照合コード{slide.code}")
    return [text for text, _ in sheets if corner in text]


def tables(sheets: Sheets) -> list[str]:
    """The sheets behind the views, by the word in their corner."""
    return [text for text, _ in sheets if re.match(r".{,60}?付表", text)]


def test_the_pdf_is_a4_with_a_head_and_numbered_pages(sheets: Sheets, deck: Deck) -> None:
    for number, (text, size) in enumerate(sheets, start=1):
        assert tuple(sorted(size)) == A4_PT
        assert re.sub(r"\s", "", deck.title) in text
        assert f"{number}／{len(sheets)}" in text
        assert "2026-11-21作成" in text

    # A list, each view with what is said of it on a sheet of its own, then the tables.
    views = [pages_of(slide, sheets) for slide in deck.slides]
    assert [len(found) for found in views] == [1] * len(deck.slides)
    assert len(sheets) == 1 + len(views) + len(tables(sheets))
    assert [text for text, _ in sheets[1 : 1 + len(views)]] == [text for (text,) in views]


def test_no_sheet_is_blank_and_no_heading_alone(sheets: Sheets, deck: Deck) -> None:
    whole = "".join(tables(sheets))
    for text in tables(sheets):
        assert len(text) > 200, text
    for slide in deck.slides:
        heading = re.sub(r"\s", "", f"付表{slide.place}{slide.heading}照合コード{slide.code}")
        (own,) = (text for text in tables(sheets) if heading in text)
        assert whole.count(heading) == 1
        first = cells(handout.page(deck, MADE_ON), slide)[0]
        assert first in own.split(heading)[1], "the table begins on the sheet of its heading"


def cells(page: str, slide: Slide) -> list[str]:
    """The figures of a table in the file."""
    section = page.split(f'id="t{slide.place}"')[1].partition("</section>")[0]
    return re.findall(r' data-value="[^"]+">(?:<span class="disputed">※</span>)?([^<]+)<', section)


def test_the_pdf_holds_words_figures_and_codes_that_can_be_selected(
    sheets: Sheets, deck: Deck
) -> None:
    for slide in deck.slides:
        text = "".join(pages_of(slide, sheets))
        shown = (slide.title, slide.exhibit.title, slide.exhibit.summary, slide.reading)
        for words in (*shown, *(words for _, words in slide.notes)):
            assert re.sub(r"\s", "", words) in text


def test_every_figure_of_the_tables_stands_in_the_pdf(sheets: Sheets, deck: Deck) -> None:
    page = handout.page(deck, MADE_ON)
    text = "".join(tables(sheets))
    for slide in deck.slides:
        figures = cells(page, slide)
        assert figures
        for figure in figures:
            assert figure in text


def test_charts_are_drawn_in_the_pdf_with_words_that_can_be_selected(
    sheets: Sheets, deck: Deck
) -> None:
    expected = {
        1: "17274",
        4: "2023年47.0%",
        5: "1,805.3万円（36.5%）",
    }
    for place, words in expected.items():
        text = "".join(pages_of(deck.slides[place - 1], sheets))
        for part in re.split(r"(?=[（])", words):
            assert part in text


def test_each_chart_stands_whole_on_the_sheet_of_its_view(sheets: Sheets, deck: Deck) -> None:
    """The unit or the last name of a chart would else stand on the next page."""
    last_words = {2: "中央値21.5人", 3: "80%50%△", 6: "出所年"}
    for place, words in last_words.items():
        assert words in pages_of(deck.slides[place - 1], sheets)[0]
