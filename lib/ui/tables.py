"""Shows rows as a table that can be read aloud, printed and searched in the browser."""

import pandas as pd
import streamlit as st

from lib.exhibits import Exhibit
from lib.frames import Record, records
from lib.schema import Column, Kind
from lib.ui.links import PROJECT_LINK, SOURCE_LINK, Link, evidence_link
from lib.ui.markdown import plain, verbatim
from lib.views.data import remembered
from lib.views.words import cell_words, is_number

DISPUTED = "※"
_SHORT_NAMES = ("unit", "_id", "_code", "basis", "verdict", "body_name", "stage", "kind")
_LONG_NAMES = (
    *("summary", "printed", "adopted", "reason", "meaning", "text", "words", "subject"),
    *("allowed", "indicator", "title", "table_title", "note"),
)
_MIDDLE_NAMES = ("name", "label", "scope", "item", "category", "series", "line", "breakdown")
_KEY_WIDTH = "8rem"  # keys have no spaces at which they could break
_LONG_WIDTH = "11rem"  # a narrow window scrolls the table instead of breaking every word
_MIDDLE_WIDTH = "7rem"


def show_table(
    words: pd.DataFrame, columns: tuple[Column, ...], *, key: str, height_px: int | None = None
) -> None:
    """Shows words as a table.

    Args:
        words: What ``words_of`` returns.
        columns: The columns that it was made of.
        key: ASCII name of the table, unique on the page.
        height_px: The table scrolls inside this height; None shows all rows.
    """
    with st.container(key=f"table-{key}"):
        st.html(_cell_styles(columns, key))
        st.table(
            words,
            border="horizontal",
            hide_index=True,
            height="content" if height_px is None else height_px,
        )


@remembered
def words_of(exhibit: Exhibit) -> pd.DataFrame:
    """The rows of an exhibit as words, one column a shown column, headed by its label.

    Figures lead to their evidence, sources to the list of sources, bodies to their projects.
    """
    rows = records(exhibit.rows)
    disputed = frozenset(exhibit.disputes)
    own = {name: evidence_link(found, disputed) for name, found in exhibit.evidence.items()}
    targets = own | {"source_id": SOURCE_LINK}
    if "project_id" in exhibit.rows:
        targets["body_name"] = PROJECT_LINK
    return pd.DataFrame(
        {
            column.label: _cells(rows, column, targets.get(column.name))
            for column in exhibit.shown_columns
        },
        dtype="object",
    )


def _cells(rows: list[Record], column: Column, link: Link | None) -> list[str]:
    """The cells of a column; a link that would repeat the one above it is left out."""
    cells = []
    above = ""
    escaped = verbatim if column.name == "url" else plain
    for row in rows:
        words = escaped(cell_words(row, column))
        target = link.address(row) if link and row[column.name] is not None else ""
        is_new = target and (target != above or column.kind is not Kind.TEXT)
        sign = DISPUTED if target and link and link.is_disputed(row) else ""
        cells.append(sign + (f"[{words}]({target})" if is_new else words))
        above = target
    return cells


def _cell_styles(columns: tuple[Column, ...], key: str) -> str:
    """Numbers at the right edge, short values on one line, room for sentences."""
    numbers = [place for place, column in enumerate(columns) if is_number(column)]
    short = [place for place, column in enumerate(columns) if _is_short(column)]
    keys = [place for place, column in enumerate(columns) if column.name == "row_key"]
    middle = [place for place, column in enumerate(columns) if column.name.endswith(_MIDDLE_NAMES)]
    long = [place for place, column in enumerate(columns) if column.name.endswith(_LONG_NAMES)]
    return (
        f"<style>{_selectors(numbers, key)} {{ text-align: right !important; }}"
        f"{_selectors(short, key, ' p')} {{ white-space: nowrap !important; }}"
        f"{_selectors(middle, key)} {{ min-width: {_MIDDLE_WIDTH} !important; }}"
        f"{_selectors(long, key)} {{ min-width: {_LONG_WIDTH} !important; }}"
        f"{_selectors(keys, key, ' p')} {{ width: {_KEY_WIDTH}; overflow-wrap: anywhere; }}</style>"
    )


def _selectors(places: list[int], key: str, inside: str = "") -> str:
    cells = [f".st-key-table-{key} :is(th, td):nth-child({place + 1}){inside}" for place in places]
    return ", ".join(cells) or "unused"


def _is_short(column: Column) -> bool:
    return column.name.endswith(_SHORT_NAMES) or column.kind is not Kind.TEXT
