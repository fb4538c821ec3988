"""Opens a page as a new session sees it at an address, without a browser."""

from streamlit.testing.v1 import AppTest

from lib import paths
from lib.views.pages import HOME, PAGES

TIMEOUT_S = 30


def opened(topic: str, **query: str) -> AppTest:
    """A page as a new session sees it at an address."""
    app = AppTest.from_file(str(paths.PROJECT / "app.py"), default_timeout=TIMEOUT_S)
    for name, text in query.items():
        app.query_params[name] = text
    app.run()
    if topic != HOME:
        app.switch_page(PAGES[topic].file).run()
    assert not app.exception, app.exception
    return app


def shown_words(app: AppTest) -> str:
    blocks = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning]
    return "\n".join(str(block.value) for block in blocks)
