"""The pages of the navigation are made once, and each run marks its own copies."""

from collections.abc import Iterator
from functools import wraps

import pytest
import streamlit as st

from lib.ui import frame
from lib.views.pages import PAGES
from tests.pages import opened


@pytest.fixture(autouse=True)
def _made_anew() -> Iterator[None]:
    frame._navigated.cache_clear()  # noqa: SLF001 - as in a server that was just started
    yield
    frame._navigated.cache_clear()  # noqa: SLF001


def test_pages_are_made_once_for_all_runs_and_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    initialise = st.Page.__init__

    @wraps(initialise)
    def counted(page: st.Page, *arguments: object, **named: object) -> None:
        made.append(str(named["url_path"]))
        initialise(page, *arguments, **named)

    monkeypatch.setattr(st.Page, "__init__", counted)

    for topic in ("overview", "map", "overview"):
        opened(topic).run()

    assert made == list(PAGES)


def test_no_run_marks_the_page_of_another_one() -> None:
    opened("map")

    assert not any(page._can_be_called for page in frame._navigated())  # noqa: SLF001 - Streamlit's mark
