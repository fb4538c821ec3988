"""Shows what differs between two sets: rows, exhibits before and after, views of meetings."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st

from lib.build import WRITE_ERRORS, obstacle
from lib.editions.model import EditionError
from lib.editions.publishing import Proposal
from lib.exhibits import Exhibit
from lib.meetings.reading import reading
from lib.ui import frame
from lib.ui.exhibit import palette
from lib.ui.markdown import plain
from lib.update.changed_rows import KINDS, ChangedTable, changed_tables
from lib.update.preview import ChangedExhibit, ChangedView, Preview
from lib.update.uploads import rows_of
from lib.views import framing, tabled
from lib.views.drawings import drawn
from lib.views.pages import PAGES

_MOST_UNSCROLLED = 10  # rows; what is below a longer table must stay in reach
_SCROLLED_PX = 400
_NO_EXHIBIT = "どの図も表も変わらない"


def show_rows(columns: Mapping[str, Sequence[str]], others: int = 0) -> None:
    """A table of words; columns that hold nothing are left out.

    Args:
        columns: Heading to words.
        others: How many more rows there are.
    """
    shown = {name: list(map(plain, words)) for name, words in columns.items() if any(words)}
    show_table_of(shown, others)


def show_table_of(columns: Mapping[str, Sequence[str]], others: int = 0) -> None:
    """Like ``show_rows``, for cells in Markdown."""
    if columns:
        is_long = len(next(iter(columns.values()))) > _MOST_UNSCROLLED
        st.table(columns, height=_SCROLLED_PX if is_long else "content")
    if others > 0:
        st.caption(f"ほか{others}件")


def show_preview(proposal: Proposal, preview: Preview | None) -> None:
    """What publishing would change."""
    with frame.section("③ 変わるところを確かめる"):
        st.markdown(
            f"{proposal.base.name}からの変更に、誤りはありません。公開すると、次が変わります。"
        )
    tables = changed_tables(proposal.changes, rows_of(proposal.files))
    _fold_tables(tables, "rows", begins_open=True)
    if preview is not None:
        _fold_exhibits(preview.exhibits, (proposal.base.name, "公開した後"))
        _fold_views(preview.views)


@contextmanager
def told_why(then: str = "もう一度開いてください") -> Iterator[None]:
    """Says why something of the editions cannot be shown, in place of it.

    Args:
        then: What to do once the obstacle is gone.
    """
    try:
        yield
    except EditionError as error:
        st.warning(plain(str(error)))
    except WRITE_ERRORS as error:
        st.warning(plain(f"{obstacle(error)[0]}。{obstacle(error)[1]}、{then}。"))


def choose_exhibit(found: Sequence[ChangedExhibit], names: tuple[str, str]) -> None:
    """The exhibits that differ, one of which is shown before and after.

    Args:
        found: The exhibits.
        names: What the two sides are called.
    """
    if not found:
        st.markdown(_NO_EXHIBIT)
        return
    by_name = {_line(one)[0]: one for one in found}
    words = f"違う図と表（{len(by_name)}件）"
    chosen = st.selectbox(words, list(by_name), key="compared-exhibit", width=480)
    _show_sides(by_name[chosen], names)


def _fold_tables(tables: Sequence[ChangedTable], of: str, *, begins_open: bool) -> None:
    finding = "。".join(f"{table.title}: {table.counts}" for table in tables)
    with frame.folded("行", finding, of, begins_open=begins_open) as is_open:
        if is_open:
            for table in tables:
                show_table(table)


def show_table(table: ChangedTable) -> None:
    """The rows of a table that differ, as they were and as they are."""
    st.markdown(f"**{plain(table.title)}**　{plain(table.counts)}")
    kinds = [row.kind for row in table.rows]
    is_mixed = len(set(kinds)) > 1
    show_rows(
        {
            "違い": kinds if is_mixed else [],
            "行": [row.row for row in table.rows],
            "前": [row.before for row in table.rows],
            "後": [row.after for row in table.rows],
        },
        table.others,
    )


def _fold_exhibits(found: Sequence[ChangedExhibit], names: tuple[str, str]) -> None:
    """Each exhibit behind a line, before and after as its page draws them; the first is open."""
    if not found:
        st.markdown(_NO_EXHIBIT)
        return
    for place, one in enumerate(found):
        line = (*_line(one), f"changed-{one.change.exhibit_id}")
        with frame.folded(*line, begins_open=place == 0) as is_open:
            if is_open:
                _show_sides(one, names)


def _line(one: ChangedExhibit) -> tuple[str, str]:
    """Page and name of an exhibit, and what happens to it."""
    change = one.change
    cells = f"（数値{change.cells}個）" if change.cells else ""
    return f"{PAGES[change.topic].title}／{change.name}", f"{KINDS[change.kind]}{cells}"


def _show_sides(one: ChangedExhibit, names: tuple[str, str]) -> None:
    sides = zip(("before", "after"), names, (one.before, one.after), strict=True)
    shown = [(side, name, exhibit) for side, name, exhibit in sides if exhibit is not None]
    are_beside = len(shown) > 1 and all(exhibit.chart is not None for _, _, exhibit in shown)
    places = st.columns(len(shown)) if are_beside else [st.container() for _ in shown]
    for place, (side, name, exhibit) in zip(places, shown, strict=True):
        with place, st.container(key=f"exhibit-{side}-{exhibit.exhibit_id}"):
            st.markdown(f"**{name}**")
            _show_exhibit(exhibit, side)


def _show_exhibit(exhibit: Exhibit, side: str) -> None:
    """An exhibit as its page draws it, without what opens from there."""
    anchor = f"{side}-{exhibit.exhibit_id}"
    chart = None if exhibit.markup is not None else drawn(exhibit, palette())
    if exhibit.markup is None and chart is None:
        is_long = len(exhibit.rows) > _MOST_UNSCROLLED
        with st.container(height=_SCROLLED_PX if is_long else "content", border=False):
            st.html(str(tabled.whole(exhibit, exhibit.heading)))
        return
    st.html(str(framing.head(exhibit, exhibit.heading, anchor)))
    if chart is None:
        st.html(f'<div class="chart">{exhibit.markup}</div>')
    else:
        st.plotly_chart(
            chart,
            theme=None,
            config={"displayModeBar": False},
            alt=reading(exhibit),
            key=f"chart-{anchor}",
        )


def _fold_views(views: Sequence[ChangedView]) -> None:
    finding = f"{len(views)}件の図が変わる" if views else "どの図も変わらない"
    with frame.folded("この会議と用意した議題", finding, "views") as is_open:
        if is_open and views:
            st.caption("会議は、会議の画面で新しい版に移すまで変わらない。ほかの会議は見ていない。")
            show_rows(
                {
                    "会議": [f"{view.meeting}　{view.place}件目" for view in views],
                    "前の題": [view.before or "（なし）" for view in views],
                    "公開した後の題": [view.after or "（なし）" for view in views],
                }
            )
