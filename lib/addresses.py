"""Addresses of pages inside the dashboard."""

import os
from urllib.parse import urlencode

HOME = "overview"  # the page at the address without a path
# Where a server in front shows the dashboard below a path, as /dashboard, every address of its own
# begins with that. The scripts of the browser read it from the document.
PREFIX = os.environ.get("DASHBOARD_PREFIX", "")


def below(own: str) -> str:
    """An own address, as /wall, where a browser finds it."""
    return PREFIX + own


def path(topic: str) -> str:
    """The path of a page."""
    return below("/" if topic == HOME else f"/{topic}")


def address(topic: str, **query: str) -> str:
    """The address of a page, for links in text, tables and charts."""
    return f"{path(topic)}?{urlencode(query)}" if query else path(topic)
