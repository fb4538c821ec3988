"""Compares two editions: the choice of them, what differs by count, and one part of it at a time.

Whoever may see the page sees all of it, so that nothing here says who published.
"""

from collections.abc import Sequence

import streamlit as st

from lib.editions.model import Edition, name_of
from lib.editions.serving import serving
from lib.ui import changed, frame
from lib.update.changed_rows import ChangedTable
from lib.update.differences import Difference, difference, row_changes

_MOST_ROWS = 50  # of one table; the command shows all
_COMPARED = "two editions that are compared"
_NONE = "なし"


def offer(editions: Sequence[Edition]) -> None:
    """The choice of two editions, and what differs between those that were chosen."""
    names = {one.number: f"{one.name}　{one.reason}" for one in editions[::-1]}
    with frame.filters("editions"):
        before, after = (
            st.selectbox(
                label,
                list(names),
                place,
                format_func=names.__getitem__,
                key=f"compared-{place}",
                width=320,
            )
            for label, place in (("前の版", 1), ("後の版", 0))
        )
        if st.button("比べる"):
            st.session_state[_COMPARED] = before, after
    if _COMPARED in st.session_state:
        _compare(*st.session_state[_COMPARED])


def _compare(before: int, after: int) -> None:
    with changed.told_why("もう一度押してください"):
        with st.spinner("2つの版を比べています（数秒かかります）"):
            found = difference(serving(), before, after)
        _show(found, before, after)


def show_rows(before: int, after: int) -> None:
    """The rows that differ between two editions; or a sentence on why they cannot be compared."""
    with changed.told_why():
        found = row_changes(*(serving().files(number) for number in (before, after)))
        if not found:
            st.markdown(f"{name_of(before)}と{name_of(after)}の行は同じです。")
        for table in found:
            changed.show_table(table)


def _show(found: Difference, before: int, after: int) -> None:
    counts = {
        "行": found.row_count,
        "数値": len(found.figures),
        "図と表": len(found.exhibits),
        "言葉": len(found.words),
    }
    words = "、".join(f"{part}{count}件" for part, count in counts.items())
    st.markdown(f"**{name_of(before)}から{name_of(after)}: {words}**")
    parts = [part for part, count in counts.items() if count]
    if not parts:
        return
    part = st.segmented_control(
        "違うもの",
        parts,
        default=parts[0],
        required=True,
        key=f"compared-part-{before}-{after}",
        label_visibility="collapsed",
    )
    if part == "行":
        _choose_table(found.tables)
    elif part == "図と表":
        changed.choose_exhibit(found.exhibits, (name_of(before), name_of(after)))
    else:
        _show_pairs(found, part)


def _choose_table(found: Sequence[ChangedTable]) -> None:
    """One of the tables in which rows differ."""
    by_title = {table.title: table for table in found}
    words = f"違う行のある表（{len(by_title)}件）"
    chosen = st.selectbox(words, list(by_title), key="compared-table", width=480)
    changed.show_table(by_title[chosen])


def _show_pairs(found: Difference, part: str) -> None:
    """Published figures, or sentences over exhibits, as they were and as they are."""
    pairs = list(found.words)
    subjects = [""] * len(pairs)
    if part == "数値":
        pairs = [(one.before or _NONE, one.after or _NONE) for one in found.figures]
        subjects = [one.subject for one in found.figures]
    changed.show_rows(
        {
            part: subjects[:_MOST_ROWS],
            "前": [old for old, _ in pairs[:_MOST_ROWS]],
            "後": [new for _, new in pairs[:_MOST_ROWS]],
        },
        len(pairs) - _MOST_ROWS,
    )
