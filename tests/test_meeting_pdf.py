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


def test_the_pdf_is_a4_with_a_head_and_numbered_pages(sheets: Sheets, deck: Deck) -> None:
    for number, (text, size) in enumerate(sheets, start=1):
        assert tuple(sorted(size)) == A4_PT
        assert re.sub(r"\s", "", deck.title) in text
        assert f"{number}／{len(sheets)}" in text
        assert "2026-11-21作成" in text
    assert sum(len(pages_of(slide, sheets)) for slide in deck.slides) == len(sheets) - 1


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
    for slide in deck.slides:
        text = "".join(pages_of(slide, sheets))
        section = page.split(f'<section id="v{slide.place}"')[1].split("</section>")[0]
        figures = re.findall(
            r' data-value="[^"]+">(?:<span class="disputed">※</span>)?([^<]+)<', section
        )
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


def test_each_chart_stands_whole_on_the_first_page_of_its_slide(sheets: Sheets, deck: Deck) -> None:
    """The unit or the last name of a chart would else stand on the next page."""
    last_words = {2: "中央値21.5人", 3: "80%50%△", 6: "出所年"}
    for place, words in last_words.items():
        assert words in pages_of(deck.slides[place - 1], sheets)[0]
