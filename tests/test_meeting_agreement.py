"""What the screen shows of a meeting's slides is what their CSV holds, figure by figure.

The hand-outs are compared with the same rows in their own tests: slides and workbook with the
rows and the CSV, the HTML with the CSV, the PDF with the HTML.
"""

import pytest

from lib import formats
from lib.database import Database
from lib.exports import csv_cells
from lib.meetings.slides import Slide, deck_of
from lib.schema import Kind
from lib.views.tabled import table_cells, table_columns
from tests.meeting_samples import MEETING

_FIGURES = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)


@pytest.fixture(scope="module")
def slides(shipped: Database) -> tuple[Slide, ...]:
    return deck_of(shipped, MEETING).slides


def test_every_figure_on_screen_is_that_of_the_csv(slides: tuple[Slide, ...]) -> None:
    assert len(slides) == 8
    for slide in slides:
        exhibit = slide.exhibit
        names = [column.name for column in table_columns(exhibit)]
        shown = table_cells(exhibit)
        compared = 0
        for column in exhibit.shown_columns:
            if column.kind not in _FIGURES or column.name.endswith("fiscal_year"):
                continue
            _, *cells = csv_cells(exhibit.rows, (column,))
            for (written,), row in zip(cells, shown, strict=True):
                compared += 1
                cell = row[names.index(column.name)]
                assert cell.value == written, (slide.title, column.heading)
                if written == "":
                    assert cell.words == (column.missing or ""), (slide.title, column.heading)
                else:
                    assert cell.words == formats.shown_number(float(written)), slide.title
        assert compared, slide.title


def test_a_unit_on_screen_is_that_of_the_row_in_the_csv(slides: tuple[Slide, ...]) -> None:
    compared = 0
    for exhibit in (slide.exhibit for slide in slides):
        columns = {column.name: column for column in exhibit.columns}
        for place, column in enumerate(table_columns(exhibit)):
            unit_in = columns[column.name].unit_in
            if not column.unit or unit_in is None:
                continue
            _, *units = csv_cells(exhibit.rows, (columns[unit_in],))
            for (unit,), row in zip(units, table_cells(exhibit), strict=True):
                compared += 1
                assert row[place].unit == unit or row[place].is_empty
    assert compared
