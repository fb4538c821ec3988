"""Shows an exhibit: title, sentence, chart, notes, table twin and download."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib import exports, formats
from lib.charts.theme import PALETTES, Palette
from lib.exhibits import Exhibit, Method
from lib.meetings.reading import reading
from lib.ui import agenda
from lib.ui.frame import address
from lib.ui.markdown import plain
from lib.ui.tables import DISPUTED, show_table, words_of

ROWS = "rows"  # the parameter of an address that opens a table over the page
_LONG_TABLE_ROWS = 30
_MOST_TITLES = 3  # of sources that stand below a chart
_LONG_TABLE_HEIGHT_PX = 560


def palette() -> Palette:
    """The palette of the theme that the browser shows."""
    return PALETTES.get(st.context.theme.type or "", PALETTES["light"])


def show(exhibit: Exhibit) -> None:
    """Shows an exhibit as one block, with its own chart if it has one."""
    chart = exhibit.chart(palette())
    with block(exhibit, is_table_open=chart is None):
        if chart is not None:
            st.plotly_chart(
                chart,
                theme=None,
                config={"displayModeBar": False},
                alt=reading(exhibit),
                key=f"chart-{exhibit.exhibit_id}",
            )


@contextmanager
def block(exhibit: Exhibit, *, is_table_open: bool = False) -> Iterator[None]:
    """The block of an exhibit whose picture the caller draws: title before, notes behind."""
    with st.container(border=True, key=f"exhibit-{exhibit.exhibit_id}"):
        st.subheader(exhibit.title, anchor=False)
        st.markdown(plain(exhibit.summary))
        yield
        if exhibit.cautions:
            st.markdown(
                "\n".join(f"- **注意**　{plain(caution.text)}" for caution in exhibit.cautions)
            )
        if exhibit.method:
            _show_method(exhibit.method)
        _show_notes(exhibit)
        with st.container(horizontal=True, key=f"actions-{exhibit.exhibit_id}"):
            _offer_download(exhibit)
            agenda.offer(exhibit)
            if not is_table_open:
                _offer_rows(exhibit)
        if is_table_open:
            show_rows(exhibit)


def _show_method(method: Method) -> None:
    """How the values were calculated, sent to the browser in one element."""
    paragraphs = (
        "\n".join([f"**{heading}**", "", *(f"- {plain(words)}" for words in sentences)])
        for heading, sentences in method.parts
    )
    with st.expander("方法"):
        st.markdown("\n\n".join(paragraphs))


def _show_notes(exhibit: Exhibit) -> None:
    titles = [f"{note.title}（{note.publisher}）" for note in exhibit.sources]
    others = len(titles) - _MOST_TITLES
    more = f"ほか{others}件（行ごとの出典は表とCSVにある）" if others > 0 else ""
    chosen = "、".join(f"{label} {words}" for label, words in exhibit.filters)
    notes = [
        *([f"条件: {chosen}"] if chosen else []),
        f"時点: {exhibit.as_of}",
        f"出典: {formats.joined(titles[:_MOST_TITLES])}{more}",
        f"照合コード: {exhibit.code}",
    ]
    if exhibit.updated_on:
        day = formats.day(dt.date.fromisoformat(exhibit.updated_on))
        notes.append(f"データの更新: {day}")
    st.caption("  \n".join(plain(note) for note in notes) + _discrepancy_note(exhibit))


def _discrepancy_note(exhibit: Exhibit) -> str:
    """How many registered discrepancies touch the figures of an exhibit, with a link to them."""
    found = sorted({name for names in exhibit.disputes.values() for name in names})
    if not found:
        return ""
    link = address("sources", part="discrepancies", record=".".join(found))
    return f"  \n[この数値に関わる相違の記録: {len(found)}件]({link})"


def _offer_rows(exhibit: Exhibit) -> None:
    """The table twin, drawn over the page when the address asks for it."""
    st.button(
        f"表 {len(exhibit.rows)}行",
        icon=":material/table:",
        on_click=_open_rows,
        args=(exhibit.exhibit_id,),
        key=f"rows-{exhibit.exhibit_id}",
    )


def _open_rows(exhibit_id: str) -> None:
    st.query_params[ROWS] = exhibit_id


def show_rows(exhibit: Exhibit) -> None:
    """Shows the rows as a table, and says how it is used."""
    is_long = len(exhibit.rows) > _LONG_TABLE_ROWS
    hints = []
    if exhibit.evidence:
        hints.append("数字を押すと、その根拠（文書の中の場所と時点）が開く。")
    if exhibit.disputes:
        hints.append(f"{DISPUTED}は相違の記録がある数値。")
    if is_long:
        hints.append(f"表の中を上下に動かすと、{len(exhibit.rows)}行すべてが見える。")
    if hints:
        st.caption("".join(hints))
    show_table(
        words_of(exhibit),
        exhibit.shown_columns,
        key=exhibit.exhibit_id,
        height_px=_LONG_TABLE_HEIGHT_PX if is_long else None,
    )


def _offer_download(exhibit: Exhibit) -> None:
    made_on = formats.today()
    st.download_button(
        "CSVを保存（出典と注意つき）",
        data=lambda: exports.bundle(exhibit, made_on).content,
        file_name=f"{exports.file_stem(exhibit, made_on)}.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        key=f"download-{exhibit.exhibit_id}",
    )
