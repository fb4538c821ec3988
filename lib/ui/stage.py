"""One view of a meeting, projected: large, with a quiet bar, stepped through by keys."""

import time
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.charts.declared import Prefectures
from lib.charts.tokens import PALETTES
from lib.meetings.agenda import Meeting
from lib.meetings.slides import Deck, Slide
from lib.meetings.staging import StageState
from lib.state import encoded, parameters, parsed
from lib.ui import agenda, frame, map_chart
from lib.ui.controls import Controls
from lib.ui.fields import ask, taken
from lib.ui.markdown import plain
from lib.ui.panels import facts_list
from lib.ui.tables import show_table
from lib.views.map_state import MapState
from lib.views.pages import state_of

_STYLE = """<style>
header, [data-testid="stHeader"], [data-testid="stMainBlockContainer"] hr,
.st-key-page-foot, [data-testid="stSidebar"] {{ display: none !important; }}
[data-testid="stMainBlockContainer"] {{ padding: 0 !important; max-width: none !important; }}
.st-key-stage {{ padding: 0.5rem 1rem 8rem; box-sizing: border-box; color-scheme: {tone}; }}
.st-key-stage-bar,
.st-key-stage > :not(.st-key-stage-chart, .st-key-stage-map,
  :has(.st-key-stage-chart, .st-key-stage-map)) {{ zoom: var(--stage-zoom, 1); }}
/* Plotly lays a chart out for a small window; only its drawing is enlarged. */
.st-key-stage-chart {{ width: calc(100% / var(--stage-zoom, 1)) !important;
}}
.st-key-stage-chart, .st-key-stage-map {{ margin-top: calc(1rem * (var(--stage-zoom, 1) - 1)); }}
.st-key-stage-chart .svg-container {{ transform: scale(var(--stage-zoom, 1));
  transform-origin: 0 0; }}
.st-key-stage-chart, .st-key-stage-chart * {{ overflow: visible !important; }}
.stApp, [data-testid="stAppViewContainer"], .st-key-stage {{
  background: {background} !important; color: {text} !important; }}
.st-key-stage :is(h1, h3, p, li, td, th, summary, label) {{ color: {text} !important; }}
.st-key-stage [data-testid="stHeading"] h1 {{ font-size: 1.125rem; padding: 0; }}
.st-key-stage .status {{ position: absolute; width: 1px; height: 1px; overflow: hidden; }}
.st-key-stage-bar {{ position: fixed; bottom: 0; left: 0; right: 0; padding: 0.15rem 1rem;
  background: {background}; border-top: 1px solid {text}; z-index: 10; }}
.st-key-stage-bar button {{ min-height: 24px; padding: 0 0.5rem; background: transparent;
  color: {text}; border-color: {text}; }}
.st-key-stage-bar button p {{ font-size: 0.875rem; color: {text}; }}
.st-key-stage-bar button:disabled {{ opacity: 0.5; }}
</style>"""


def show_stage(deck: Deck, controls: Controls[StageState]) -> None:
    """Shows the view that the address asks for, or the last one if there are fewer.

    Args:
        deck: The views; at least one.
        controls: What is shown, and how.
    """
    state = controls.state
    slide = deck.slides[min(state.at, len(deck.slides)) - 1]
    palette = PALETTES[state.tone]
    st.set_page_config(page_title=f"{slide.heading}｜{deck.title}")
    st.html(_STYLE.format(background=palette.surface, text=palette.text, tone=palette.name))
    with st.container(key="stage"):
        st.title(plain(slide.heading), anchor=False)
        frame.announce(f"{slide.place}／{len(deck.slides)} {slide.heading}")
        _show_view(slide, state)
        st.markdown(facts_list(slide.notes))
        _show_filters(deck.meeting, slide)
    with st.container(key="stage-bar", horizontal=True, vertical_alignment="center"):
        _show_bar(deck, slide, controls)
    if state.seconds is not None:
        _follow(slide.place, len(deck.slides), state.seconds, controls)


def _show_view(slide: Slide, state: StageState) -> None:
    exhibit = slide.exhibit
    if exhibit.rows.empty:
        st.info("条件に合うものはありません。「条件を変える」で条件を減らしてください。")
        return
    if state.show == "table":
        show_table(exhibit)
    elif isinstance(exhibit.chart, Prefectures) and exhibit.chart.is_geographic:
        _show_map(slide, state)  # this one moves, and Streamlit takes no drawing in HTML
    elif exhibit.markup is not None:
        st.html(f'<div class="on-stage"><div class="chart">{exhibit.markup}</div></div>')
    elif (chart := exhibit.drawing(PALETTES[state.tone])) is not None:
        with st.container(key="stage-chart"):
            st.plotly_chart(
                chart,
                theme=None,
                config={"displayModeBar": False},
                alt=slide.reading,
                key=f"stage-{slide.place}-{slide.code}-{state.tone}",
            )
    else:
        show_table(exhibit)


def _show_map(slide: Slide, state: StageState) -> None:
    map_state, _ = parsed(MapState, dict(slide.item.query))
    with st.container(key="stage-map"):
        tone = PALETTES[state.tone]
        map_chart.show_map(slide.exhibit.rows, map_state, slide.reading, palette=tone)


def _show_bar(deck: Deck, slide: Slide, controls: Controls[StageState]) -> None:
    state, count = controls.state, len(deck.slides)
    other_show = "chart" if state.show == "table" else "table"
    other_tone = "light" if state.tone == "dark" else "dark"
    pause = "0" if state.seconds is not None else "30"
    for name, words, field, value, is_possible in (
        ("previous", "前へ", "at", slide.place - 1, slide.place > 1),
        ("next", "次へ", "at", slide.place + 1, slide.place < count),
        ("table", "図" if state.show == "table" else "表", "show", other_show, True),
        ("tone", "明暗", "tone", other_tone, True),
        ("pause", "自動を止める" if state.seconds else "自動で進める", "every", pause, True),
        ("list", "一覧へ", "at", 0, True),
    ):
        st.button(
            words,
            on_click=controls.choose,
            args=(field, value),
            disabled=not is_possible,
            key=f"stage-{name}",
        )
    st.markdown(f"{slide.place}／{count}")


def _follow(place: int, count: int, seconds: int, controls: Controls[StageState]) -> None:
    """Goes on to the next view after some seconds, from the last one to the first."""
    due = time.monotonic() + seconds

    @st.fragment(run_every=seconds)
    def wait() -> None:
        if time.monotonic() >= due - 0.5:
            controls.choose("at", place % count + 1)
            st.rerun()

    wait()


def _show_filters(meeting: Meeting, slide: Slide) -> None:
    """The filters on which the view depends; what is chosen stays in the meeting."""
    state_type = state_of(slide.item.topic, slide.item.exhibit_id)
    if state_type is None:
        return
    state: Any = parsed(state_type, dict(slide.item.query))[0]
    with st.expander("条件を変える"):
        for name, parameter in parameters(state_type).items():
            # With the query in it, a field follows the address, as when the browser goes back.
            key = f"stage-{slide.place}-{name}-{slide.item.query}"
            used = getattr(state, name)
            value = taken(parameter, ask(parameter, used, key=key), used)
            if value != used:
                _set(meeting, slide, state, name, value)


def _set(meeting: Meeting, slide: Slide, state: object, name: str, value: object) -> None:
    """Changes one filter of a view and shows it anew."""
    values = {field: getattr(state, field) for field in parameters(type(state))}
    changed = type(state)(**values | {name: value})
    items = list(meeting.items)
    items[slide.index] = replace(slide.item, query=tuple(sorted(encoded(changed).items())))
    agenda.keep(Meeting(meeting.title, tuple(items)))
    st.rerun()
