"""Addresses of pages and of data inside the dashboard."""

import os
from collections.abc import Mapping
from urllib.parse import urlencode

HOME = "overview"  # the page at the address without a path
EDITION = "edition"  # the parameter that names an edition of the data
DATA = "/data/"  # below it, each exhibit's rows as files
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
    return with_query(path(topic), query)


def data_address(topic: str, exhibit_id: str, ending: str, query: Mapping[str, str]) -> str:
    """The address of an exhibit as a file, as in /data/subsidy/grants.csv?grant_year=2024."""
    return with_query(below(f"{DATA}{topic}/{exhibit_id}.{ending}"), query)


def data_place(topic: str, exhibit_id: str) -> str:
    """The place of an exhibit in the list of all addresses of data."""
    return below(f"{DATA}#{topic}-{exhibit_id}")


def with_query(own: str, query: Mapping[str, str]) -> str:
    """An address with its parameters."""
    return f"{own}?{urlencode(query)}" if query else own
