"""Shows an exhibit: its finding, its chart beside the rail, one line with all that is behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

from lib.addresses import address, data_address, data_place
from lib.charts.tokens import PALETTES, Palette
from lib.exhibits import Exhibit
from lib.meetings.reading import reading
from lib.memory import remembered
from lib.ui import agenda, editions, frame, titles
from lib.ui.data_addresses import forms_of
from lib.ui.markdown import plain
from lib.ui.tables import show_whole
from lib.views import framing
from lib.views.asked import exact_query
from lib.views.drawings import drawn

ROWS = "rows"  # the parameter of an address that opens a table over the page
# Form of a file to what a link calls it, beside the one below every exhibit.
_OTHER_FORMS = {
    "xlsx": "Excel",
    "csv": "CSVだけ",
    "json": "JSON",
    "parquet": "Parquet",
    "png": "画像（PNG）",
}
_FORMS_LINE = Markup(
    '<p class="downloads"><strong>ほかの形</strong> {}　<a href="{}">データのアドレス</a></p>'
)


def palette() -> Palette:
    """The palette of the theme that the browser shows."""
    return PALETTES.get(st.context.theme.type or "", PALETTES["light"])


def show(exhibit: Exhibit, fields: Callable[[], None] | None = None) -> None:
    """Shows an exhibit with its chart, or its table where that is all there is.

    Args:
        exhibit: What is shown.
        fields: Draws the filters of this exhibit alone, below its heading.
    """
    if exhibit.markup is not None and fields is None:
        with st.container(key=f"exhibit-{exhibit.exhibit_id}"):
            st.html(_whole(exhibit, titles.of(exhibit)))
            _show_foot(exhibit)
        return
    chart = drawn(exhibit, palette())
    if chart is None and exhibit.chart is None:
        with st.container(key=f"exhibit-{exhibit.exhibit_id}"):
            show_whole(exhibit, titles.of(exhibit))
            _show_foot(exhibit, has_table=False)
        return
    with block(exhibit, fields):
        if chart is None:
            st.html(f'<div class="chart">{exhibit.markup or ""}</div>')
            return
        st.plotly_chart(
            chart,
            theme=None,
            config={"displayModeBar": False},
            alt=reading(exhibit),
            key=f"chart-{exhibit.exhibit_id}",
        )


@contextmanager
def block(
    exhibit: Exhibit, fields: Callable[[], None] | None = None, *, has_rail: bool = True
) -> Iterator[None]:
    """The frame of an exhibit whose picture the caller draws.

    Args:
        exhibit: What is shown.
        fields: Draws the filters of this exhibit alone, below its heading.
        has_rail: Whether there is room for the rail; it stands in the notes too.
    """
    rail = framing.rail(exhibit) if has_rail else ""
    with st.container(key=f"exhibit-{exhibit.exhibit_id}"):
        st.html(str(framing.head(exhibit, titles.of(exhibit))))
        if fields:
            with frame.filters(exhibit.exhibit_id):
                fields()
        with st.container(horizontal=True, key=f"body-{exhibit.exhibit_id}", gap="medium"):
            with st.container(key=f"picture-{exhibit.exhibit_id}"):
                yield
            if rail.strip():
                st.html(str(rail), width=340)
        st.html(str(framing.printed_notes(exhibit, has_rail=has_rail)))
        _show_foot(exhibit)


def show_rail(exhibit: Exhibit) -> None:
    """What can and what cannot be read, where the caller has room for it."""
    rail = framing.rail(exhibit)
    if rail.strip():
        st.html(str(rail))


@remembered
def _whole(exhibit: Exhibit, heading: str) -> str:
    return str(framing.whole(exhibit, heading))


def _show_foot(exhibit: Exhibit, *, has_table: bool = True) -> None:
    """The one line below: source and period, and all that opens from there."""
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"foot-{exhibit.exhibit_id}", gap="small"
    ):
        st.markdown(plain(framing.short_source_line(exhibit)), width="stretch")
        _offer_notes(exhibit)
        if has_table:
            st.button(
                f"表 {len(exhibit.rows)}行",
                type="tertiary",
                on_click=_open_rows,
                args=(exhibit.exhibit_id,),
                key=f"rows-{exhibit.exhibit_id}",
            )
        _offer_download(exhibit)
        frame.offer_link(exhibit.exhibit_id)
        st.markdown(f"照合 {exhibit.code}", width="content")
        agenda.offer(exhibit)


def _open_rows(exhibit_id: str) -> None:
    st.query_params[ROWS] = exhibit_id


def _offer_notes(exhibit: Exhibit) -> None:
    """Sources, cautions and method in full, sent to the browser when a user opens them."""
    sections = framing.notes(exhibit)
    notes = st.popover(
        f"出典と注記 {sum(len(words) for label, words in sections if label in framing.COUNTED)}",
        type="tertiary",
        key=f"notes-{exhibit.exhibit_id}",
        on_change="rerun",
    )
    if notes.open:
        with notes:
            st.markdown(
                "\n\n".join(
                    f"**{label}**\n\n" + "\n".join(f"- {plain(one)}" for one in words)
                    for label, words in sections
                )
                + _discrepancy_note(exhibit)
            )
            _offer_other_forms(exhibit)


def _discrepancy_note(exhibit: Exhibit) -> str:
    """How many registered discrepancies touch the figures of an exhibit, with a link to them."""
    found = sorted({name for names in exhibit.disputes.values() for name in names})
    if not found:
        return ""
    link = address("sources", part="discrepancies", record=".".join(found))
    return f"\n\n[この数値に関わる相違の記録: {len(found)}件]({link})"


def _data_address(exhibit: Exhibit, form: str) -> str:
    topic = frame.current_topic()
    query = exact_query(topic, exhibit.exhibit_id, st.query_params.to_dict())
    return data_address(topic, exhibit.exhibit_id, form, query | editions.explicit())


def _offer_download(exhibit: Exhibit) -> None:
    """A link to the rows with their notes, which works without this session."""
    st.html(
        Markup(
            '<a class="download" href="{}" download aria-label="CSVと説明（zip）: {}" '
            'title="CSVと説明（出典、注意、列の意味）を1つのzipで保存する">CSV</a>'
        ).format(_data_address(exhibit, "zip"), exhibit.name),
        width="content",
    )


def _offer_other_forms(exhibit: Exhibit) -> None:
    """Links to the other forms of the rows, and to the list of all of them."""
    link = Markup('<a href="{}" download aria-label="{}: {}">{}</a>')
    links = Markup("、").join(
        link.format(_data_address(exhibit, form), words, exhibit.name, words)
        for form, words in _OTHER_FORMS.items()
        if form in forms_of(exhibit)
    )
    place = data_place(frame.current_topic(), exhibit.exhibit_id)
    st.html(_FORMS_LINE.format(links, place))
