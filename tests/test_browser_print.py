"""Every page on paper: A4 from a light and a dark browser, nothing blank, black, cut or twice."""

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from lib.views.pages import PAGES
from tests.browser_sessions import Watched

pytestmark = pytest.mark.browser

POINTS_PER_MM = 72 / 25.4
POINTS_PER_PX = 72 / 96
PIXELS_PER_POINT = 2
WHITE = 255
INK = 225  # greys darker than this are ink; a pale ground is none
SIGN_INK = 200  # of a letter of 3 px, which fits into the narrowest cell
LEAST_INK = 0.005
LEAST_BRIGHTNESS = 0.75
RIGHT_EDGE_MM = 5
MOST_RULE_PX = 4  # the rule above an exhibit has 3
# A row of two lines of 14/20 with its padding is 48 px; A4 less its margins holds 20 of them.
# Of A4 between its margins, without a tenth for heads that repeat and rows that stay whole.
SHEET_PX = 1032 * 0.9
MOST_NAMED = 8
CONTROL_WORDS = re.compile(r"(?<!\S)CSV(?!\S)|会議に加える")

PAPER_PX: ViewportSize = {"width": 698, "height": 1000}  # what A4 leaves between its margins
LAST_STROKES_MS = 400

Scheme = Literal["light", "dark"]
_FACTS = (Path(__file__).parent / "print_facts.js").read_text("utf-8")
VIEWS = tuple((page.topic, query) for page in PAGES.values() for query in page.examples)
EVERY_VIEW = pytest.mark.parametrize(
    ("topic", "query"), VIEWS, ids=[f"{topic}?{query}" for topic, query in VIEWS]
)
# Paper is light whatever the screen shows; of each page one view shows whether that is so.
PRINTS = (
    *((topic, query, "light") for topic, query in VIEWS),
    *((page.topic, page.examples[0], "dark") for page in PAGES.values()),
)
EVERY_PRINT = pytest.mark.parametrize(
    ("topic", "query", "scheme"),
    PRINTS,
    ids=[f"{topic}?{query}-{scheme}" for topic, query, scheme in PRINTS],
)


@dataclass(frozen=True)
class Sheet:
    """One page of paper.

    Attributes:
        text: Its text.
        grey: Its picture, rows of pixels from 0 (black) to 255.
        letters: Left, bottom, right, top of each letter, in points.
        characters: The letters.
        signs: Where the sign of each row of a table stands, in points.
    """

    text: str
    grey: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.float64]
    characters: npt.NDArray[np.str_]
    signs: dict[str, tuple[float, float, float, float]]

    @property
    def ink(self) -> float:
        """The share of its pixels that are ink."""
        return float((self.grey < INK).mean())

    @property
    def brightness(self) -> float:
        """Its mean brightness, 1 for white."""
        return float(self.grey.mean() / WHITE)

    @property
    def right_edge_px(self) -> int:
        """How many columns of pixels lie within the right edge."""
        return round(RIGHT_EDGE_MM * POINTS_PER_MM * PIXELS_PER_POINT)

    def has_shape_cut_at(self, margin: float) -> bool:
        """Whether something thicker than a rule reaches a right margin, in points."""
        column = self.grey[:, self.grey.shape[1] - 2 - round(margin * PIXELS_PER_POINT)] < INK
        edges = np.flatnonzero(np.diff(column.astype(int), prepend=0, append=0))
        lengths = edges[1::2] - edges[::2]
        return bool((lengths > MOST_RULE_PX * POINTS_PER_PX * PIXELS_PER_POINT).any())

    def shows(self, box: tuple[float, float, float, float]) -> bool:
        """Whether something dark is in a box."""
        left, bottom, right, top = (round(side * PIXELS_PER_POINT) for side in box)
        height = len(self.grey)
        seen = self.grey[max(height - top, 0) : height - bottom, max(left, 0) : right]
        return seen.size > 0 and int(seen.min()) < SIGN_INK

    def overprinted(self) -> Iterator[str]:
        """Pairs of different letters that cover each other by more than half."""
        left, bottom, right, top = self.letters.T
        areas = (right - left) * (top - bottom)
        wide = np.minimum.outer(right, right) - np.maximum.outer(left, left)
        high = np.minimum.outer(top, top) - np.maximum.outer(bottom, bottom)
        shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
        covered = shared > np.minimum.outer(areas, areas) / 2
        for one, other in np.argwhere(
            np.triu(covered, 3)
        ):  # up to three neighbours are one ligature: ffi
            if self.characters[one] != self.characters[other]:
                yield f"{self.characters[one]}{self.characters[other]}"


def _sheet(page: pypdfium2.PdfPage, signs: list[str]) -> Sheet:
    texts = page.get_textpage()
    text = texts.get_text_range()
    found: dict[str, tuple[float, float, float, float]] = {}
    for sign in signs:
        if sign in text:
            place, length = texts.search(sign).get_next()
            first, last = texts.get_charbox(place), texts.get_charbox(place + length - 1)
            found[sign] = (first[0], first[1], last[2], last[3])
    letters = [
        (texts.get_charbox(place), texts.get_text_range(place, 1))
        for place in range(0 if signs else texts.count_chars())
    ]
    inked = [(box, letter) for box, letter in letters if letter.strip() and box[2] > box[0]]
    return Sheet(
        text,
        page.render(scale=PIXELS_PER_POINT, grayscale=True).to_numpy(),
        np.array([box for box, _ in inked], dtype=np.float64).reshape(-1, 4),
        np.array([letter for _, letter in inked], dtype=np.str_),
        found,
    )


@dataclass(frozen=True)
class Print:
    """What a page of the dashboard puts on paper.

    Attributes:
        pdf: The file.
        facts: What the browser says of it, asked in print; empty for a dark browser.
        signed_pdf: The same with a sign in each row; empty for a dark browser.
    """

    pdf: bytes
    facts: dict[str, Any] = field(default_factory=dict)
    signed_pdf: bytes = b""

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Its pages."""
        return [_sheet(page, []) for page in pypdfium2.PdfDocument(self.pdf)]

    @cached_property
    def signed(self) -> list[Sheet]:
        """Its pages with signs."""
        signs = [row["sign"] for table in self.facts["tables"] for row in table["rows"]]
        return [_sheet(page, signs) for page in pypdfium2.PdfDocument(self.signed_pdf)]


Printed = Callable[..., Print]


@pytest.fixture(scope="module")
def printed(browser: Browser, server: str) -> Iterator[Printed]:
    """A view on paper, printed once for all tests of this module."""
    made: dict[tuple[str, str, Scheme], Print] = {}
    with ExitStack() as stack:
        contexts: dict[Scheme, BrowserContext] = {}

        def paper(topic: str, query: str, scheme: Scheme = "light") -> Print:
            if scheme not in contexts:
                contexts[scheme] = browser.new_context(
                    viewport={"width": 1366, "height": 650}, color_scheme=scheme, locale="ja-JP"
                )
                stack.callback(contexts[scheme].close)
            if (topic, query, scheme) not in made:
                watched = Watched(contexts[scheme].new_page(), contexts[scheme], server)
                page = watched.open(topic, f"?{query}" if query else "")
                made[topic, query, scheme] = _printed(page, scheme)
                page.close()
            return made[topic, query, scheme]

        yield paper


def _printed(page: Page, scheme: Scheme) -> Print:
    """A dark page is printed with its grounds, as a careless user might."""
    if scheme == "dark":
        return Print(page.pdf(format="A4", print_background=True))
    pdf = page.pdf(format="A4")
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER_PX)
    page.wait_for_timeout(LAST_STROKES_MS)
    facts = page.evaluate(_FACTS)
    page.emulate_media(media="null")  # none at all, or the file would be made of the screen's
    return Print(pdf, facts, page.pdf(format="A4"))


def _bare(text: str) -> str:
    """Text without what a file does not keep: spaces, hyphens, joiners, variants of a character."""
    normal = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\x00-\x20\s\-\xad\u200b-\u2011\u2060\ufeff\ufffe]+", "", normal)


def _first(faults: list[str]) -> str:
    more = f" … ({len(faults)})" if len(faults) > MOST_NAMED else ""
    return "; ".join(faults[:MOST_NAMED]) + more


@EVERY_PRINT
def test_no_sheet_is_blank(printed: Printed, topic: str, query: str, scheme: Scheme) -> None:
    sheets = printed(topic, query, scheme).sheets

    blank = {place: f"{sheet.ink:.2%}" for place, sheet in enumerate(sheets, 1) if _is_blank(sheet)}
    assert not blank, f"{topic}?{query}: ink of sheets of {len(sheets)}: {blank}"


def _is_blank(sheet: Sheet) -> bool:
    return sheet.ink < LEAST_INK


@EVERY_PRINT
def test_no_sheet_is_black(printed: Printed, topic: str, query: str, scheme: Scheme) -> None:
    brightness = [sheet.brightness for sheet in printed(topic, query, scheme).sheets]

    assert min(brightness) > LEAST_BRIGHTNESS, f"{topic}?{query}: {brightness}"


@EVERY_PRINT
def test_nothing_is_cut_at_the_right(
    printed: Printed, topic: str, query: str, scheme: Scheme
) -> None:
    margin = printed(topic, query).facts["marginPx"] * POINTS_PER_PX
    cut = []
    for place, sheet in enumerate(printed(topic, query, scheme).sheets, 1):
        end = sheet.grey.shape[1] / PIXELS_PER_POINT - RIGHT_EDGE_MM * POINTS_PER_MM
        beyond = "".join(sheet.characters[sheet.letters[:, 2] > end])
        if beyond or (sheet.grey[:, -sheet.right_edge_px :] < INK).any():
            cut.append(f"sheet {place} {beyond[:20]}")
        elif sheet.has_shape_cut_at(margin):
            cut.append(f"sheet {place} a shape at the margin")

    assert not cut, f"{topic}?{query}: {_first(cut)}"


@EVERY_VIEW
def test_every_text_is_printed_whole(printed: Printed, topic: str, query: str) -> None:
    made = printed(topic, query)
    sheets = [_bare(sheet.text) for sheet in made.sheets]

    lost = [text for text in made.facts["texts"] if not _is_on(sheets, _bare(text))]
    assert not lost, f"{topic}?{query}: {_first([text.strip()[:30] for text in lost])}"


def _is_on(sheets: list[str], text: str) -> bool:
    """Whether a text is on a sheet, or begins on one and ends on the next."""
    if any(text in sheet for sheet in sheets):
        return True
    return any(
        text[:place] in one and text[place:] in other
        for one, other in itertools.pairwise(sheets)
        for place in range(1, len(text))
    )


@EVERY_PRINT
def test_no_letter_is_printed_over_another(
    printed: Printed, topic: str, query: str, scheme: Scheme
) -> None:
    sheets = printed(topic, query, scheme).sheets

    over = [
        f"sheet {place} {pair}"
        for place, sheet in enumerate(sheets, 1)
        for pair in sheet.overprinted()
    ]
    assert not over, f"{topic}?{query}: {_first(over)}"


@EVERY_VIEW
def test_one_exhibit_is_one_sheet_and_only_long_tables_take_more(
    printed: Printed, topic: str, query: str
) -> None:
    made = printed(topic, query)
    headlines = len(made.facts["headlines"])
    heights = [table["heightPx"] for table in made.facts["tables"]]
    most = max(headlines, 1) + sum(math.ceil(height / SHEET_PX) for height in heights)

    assert len(made.sheets) <= most, f"{topic}?{query}: {headlines} headlines, tables {heights}"


@EVERY_VIEW
def test_every_headline_is_printed(printed: Printed, topic: str, query: str) -> None:
    made = printed(topic, query)
    text = _bare("".join(sheet.text for sheet in made.sheets))
    headlines = [_bare(headline) for headline in made.facts["headlines"]]

    assert headlines or not PAGES[topic].exhibits, f"{topic}?{query}: no exhibit is printed"
    missing = [headline for headline in headlines if headline not in text]
    assert not missing, f"{topic}?{query}: {_first(missing)}"


@EVERY_VIEW
def test_every_row_of_a_table_is_printed_once(printed: Printed, topic: str, query: str) -> None:
    made = printed(topic, query)
    tables = made.facts["tables"]
    seen = Counter(
        sign
        for sheet in made.signed
        for sign, box in sheet.signs.items()
        if sheet.shows(box)
        for _ in range(sheet.text.count(sign))
    )
    faults = [
        f"{seen[row['sign']]} times {row['text'][:20]}"
        for table in tables
        for row in table["rows"]
        if seen[row["sign"]] != 1
    ]
    texts = [{_bare(row["text"]) for row in table["rows"]} for table in tables]
    for one, other in itertools.combinations(texts, 2):
        faults += [f"in two tables {text[:20]}" for text in sorted(one & other)]

    assert not faults, f"{topic}?{query}: {_first(faults)}"


@EVERY_VIEW
def test_no_control_is_printed(printed: Printed, topic: str, query: str) -> None:
    made = printed(topic, query)
    words = [match for sheet in made.sheets for match in CONTROL_WORDS.findall(sheet.text)]

    found = [*made.facts["controls"], *dict.fromkeys(words)]
    assert not found, f"{topic}?{query}: {_first(found)}"
