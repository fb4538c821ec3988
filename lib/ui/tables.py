"""Shows rows as a table that can be read aloud, printed and searched in the browser."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from lib.cells import listed
from lib.exhibits import Exhibit
from lib.frames import Record, records
from lib.schema import Column, Kind, Role
from lib.ui.frame import address
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
    return pd.DataFrame(
        {column.heading: _cells(rows, column, exhibit) for column in exhibit.shown_columns},
        dtype="object",
    )


def _cells(rows: list[Record], column: Column, exhibit: Exhibit) -> list[str]:
    """The cells of a column; a link that would repeat the one above it is left out."""
    escaped = verbatim if column.role is Role.LINK else plain
    evidence = exhibit.evidence.get(column.name)
    cells = []
    above = ""
    for row in rows:
        words = escaped(cell_words(row, column))
        figure_ids = () if evidence is None or row[column.name] is None else evidence(row)
        target = _target(column.name, row, figure_ids)
        is_new = target and (target != above or column.kind is not Kind.TEXT)
        sign = "" if exhibit.disputes.keys().isdisjoint(figure_ids) else DISPUTED
        cells.append(sign + (f"[{words}]({target})" if is_new else words))
        above = target
    return cells


def _target(name: str, row: Record, figure_ids: Collection[str]) -> str:
    """The address to which a cell leads; empty for most."""
    if row[name] is None:
        return ""
    if name == "source_id":
        return address("sources", part="sources")
    if name == "body_name" and "project_id" in row:
        return address("project", project=row["project_id"])
    return address("evidence", figure=listed(figure_ids)) if figure_ids else ""


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
