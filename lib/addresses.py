"""Addresses of pages inside the dashboard."""

from urllib.parse import urlencode

HOME = "overview"  # the page at the address without a path


def path(topic: str) -> str:
    """The path of a page."""
    return "/" if topic == HOME else f"/{topic}"


def address(topic: str, **query: str) -> str:
    """The address of a page, for links in text, tables and charts."""
    return f"{path(topic)}?{urlencode(query)}" if query else path(topic)
