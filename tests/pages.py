"""Opens a page as a new session sees it at an address, without a browser."""

import html
import re

from streamlit.testing.v1 import AppTest

from lib import paths
from lib.addresses import HOME
from lib.views.pages import PAGES

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


def shown_html(app: AppTest) -> str:
    """What a page shows as HTML of its own."""
    return "\n".join(str(block.proto.body) for block in app.get("html"))


def headings(app: AppTest, level: int = 2) -> list[str]:
    """The headings of a level, in order."""
    found = re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", shown_html(app), re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", words)).strip() for words in found]


def shown_words(app: AppTest) -> str:
    """All words of a page but those of its fields."""
    blocks = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning]
    own = re.sub(r"<style>.*?</style>|<[^>]+>", " ", shown_html(app), flags=re.DOTALL)
    return "\n".join([*(str(block.value) for block in blocks), html.unescape(own)])


def folded_lines(app: AppTest) -> str:
    """What the lines say behind which something is folded."""
    return "\n".join(fold.label.replace("\\", "") for fold in app.expander)
