"""What the screen shows of a meeting's slides is what their CSV holds, figure by figure.

The hand-outs are compared with the same rows in their own tests: slides and workbook with the
rows and the CSV, the HTML with the CSV, the PDF with the HTML.
"""

import re

import pytest

from lib import formats
from lib.database import Database
from lib.exports import csv_cells
from lib.meetings.slides import Slide, deck_of
from lib.schema import Kind
from lib.ui.tables import words_of
from tests.meeting_samples import MEETING

_LINK = re.compile(r"^※?\[(.*)\]\(.*\)$")
_FIGURES = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)


@pytest.fixture(scope="module")
def slides(shipped: Database) -> tuple[Slide, ...]:
    return deck_of(shipped, MEETING).slides


def test_every_figure_on_screen_is_that_of_the_csv(slides: tuple[Slide, ...]) -> None:
    assert len(slides) == 8
    for slide in slides:
        exhibit = slide.exhibit
        shown = words_of(exhibit)
        compared = 0
        for column in exhibit.shown_columns:
            if column.kind not in _FIGURES or column.name.endswith("fiscal_year"):
                continue
            _, *cells = csv_cells(exhibit.rows, (column,))
            for (cell,), words in zip(cells, shown[column.heading], strict=True):
                compared += 1
                text = _LINK.sub(r"\1", words).replace("\\", "")  # escaped as Markdown
                if cell == "":
                    assert text == (column.missing or ""), (slide.title, column.heading)
                else:
                    assert text == formats.shown_number(float(cell)), (slide.title, column.heading)
        assert compared, slide.title
