"""Shows rows as a table that can be read aloud, printed and searched in the browser."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from lib import formats
from lib.schema import Column, Kind
from lib.ui.markdown import plain

Link = Callable[[pd.Series], str]

_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)
_SHORT_NAMES = ("unit", "_id", "_code", "locator", "basis", "verdict", "body_name", "stage")


def show_table(
    rows: pd.DataFrame,
    columns: tuple[Column, ...],
    *,
    key: str,
    links: Mapping[str, Link] | None = None,
    height_px: int | None = None,
) -> None:
    """Shows declared columns of a frame.

    Args:
        rows: A frame that holds the columns.
        columns: The columns, in order.
        key: ASCII name of the table, unique on the page.
        links: Column name to a function from a row to an address inside the dashboard.
        height_px: The table scrolls inside this height; None shows all rows.
    """
    shown = pd.DataFrame(
        {column.label: _cells(rows, column, (links or {}).get(column.name)) for column in columns}
    )
    styled = shown.style
    for column in columns:
        if _is_number(column):
            # Numbers stay numbers, which puts them at the right edge of their column.
            styled = styled.format(_number, na_rep=column.missing or "", subset=[column.label])
    if "is_approximate" in rows and "value" in rows:
        about = [place for place, flag in enumerate(rows["is_approximate"]) if flag is True]
        label = next(column.label for column in columns if column.name == "value")
        styled = styled.format(lambda value: f"約{_number(value)}", subset=(about, label))
    with st.container(key=f"table-{key}"):
        st.html(_narrow_style(columns, key))
        st.table(
            styled,
            border="horizontal",
            hide_index=True,
            height="content" if height_px is None else height_px,
        )


def _narrow_style(columns: tuple[Column, ...], key: str) -> str:
    """Keeps short values such as dates and units on one line."""
    selectors = ",".join(
        f".st-key-table-{key} td.col{place} p"
        for place, column in enumerate(columns)
        if _is_short(column)
    )
    return f"<style>{selectors or 'unused'} {{ white-space: nowrap !important; }}</style>"


def _is_short(column: Column) -> bool:
    has_short_name = column.name.endswith(_SHORT_NAMES)
    return has_short_name or column.kind in (*_NUMBERS, Kind.DATE, Kind.BOOLEAN)


def _cells(rows: pd.DataFrame, column: Column, link: Link | None) -> pd.Series:
    values = rows[column.name].reset_index(drop=True)
    if _is_number(column):
        return values.astype("Float64")
    words = [_words(value, column) for value in values]
    if link:
        targets = [link(row) for _, row in rows.iterrows()]
        words = [f"[{text}]({target})" for text, target in zip(words, targets, strict=True)]
    return pd.Series(words, dtype="object")


def _number(value: object) -> str:
    return formats.number(float(value))  # type: ignore[arg-type] # called for numbers only


def _is_number(column: Column) -> bool:
    return column.kind in _NUMBERS and not _is_year(column)


def _is_year(column: Column) -> bool:
    return column.name.endswith("fiscal_year")


def _words(value: object, column: Column) -> str:
    if pd.isna(value):  # type: ignore[call-overload] # a scalar of any kind
        return plain(column.missing or "")
    if _is_year(column):
        return plain(formats.fiscal_year(int(value)))  # type: ignore[call-overload]
    match column.kind:
        case Kind.BOOLEAN:
            return "はい" if value else "いいえ"
        case Kind.DATE:
            return plain(formats.day(pd.Timestamp(value).date()))  # type: ignore[arg-type]
        case _:
            words = column.vocabulary.label(str(value)) if column.vocabulary else str(value)
            return plain(words)
