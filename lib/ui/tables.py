"""Shows rows as a table that can be read aloud, printed and searched in the browser."""

import pandas as pd
import streamlit as st

from lib.exhibits import Exhibit
from lib.frames import Record, records
from lib.schema import Column, Kind, Role
from lib.ui.links import PROJECT_LINK, SOURCE_LINK, Link, evidence_link
from lib.ui.markdown import plain, verbatim
from lib.views.data import remembered
from lib.views.words import cell_words

DISPUTED = "※"
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
    """The rows of an exhibit as words, one column a shown column, headed by its label and unit.

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
            column.heading: _cells(rows, column, targets.get(column.name))
            for column in exhibit.shown_columns
        },
        dtype="object",
    )


def _cells(rows: list[Record], column: Column, link: Link | None) -> list[str]:
    """The cells of a column; a link that would repeat the one above it is left out."""
    cells = []
    above = ""
    escaped = verbatim if column.role is Role.LINK else plain
    for row in rows:
        words = escaped(cell_words(row, column))
        target = link.address(row) if link and row[column.name] is not None else ""
        is_new = target and (target != above or column.kind is not Kind.TEXT)
        sign = DISPUTED if target and link and link.is_disputed(row) else ""
        cells.append(sign + (f"[{words}]({target})" if is_new else words))
        above = target
    return cells


def _cell_styles(columns: tuple[Column, ...], key: str) -> str:
    """Numbers at the right edge, short values on one line, room for names and sentences."""
    rules = (
        ((Role.FIGURE, Role.ORDINAL), "", "text-align: right"),
        (
            (Role.FIGURE, Role.ORDINAL, Role.YEAR, Role.WORD, Role.PLACE),
            " p",
            "white-space: nowrap",
        ),
        ((Role.NAME,), "", f"min-width: {_MIDDLE_WIDTH}; overflow-wrap: anywhere"),
        ((Role.SENTENCE,), "", f"min-width: {_LONG_WIDTH}"),
    )
    styles = "".join(
        f"{_selectors(columns, roles, key, inside)} {{ {style} !important; }}"
        for roles, inside, style in rules
    )
    return f"<style>{styles}</style>"


def _selectors(columns: tuple[Column, ...], roles: tuple[Role, ...], key: str, inside: str) -> str:
    cells = [
        f".st-key-table-{key} :is(th, td):nth-child({place}){inside}"
        for place, column in enumerate(columns, start=1)
        if column.role in roles
    ]
    return ", ".join(cells) or "unused"
