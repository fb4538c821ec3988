"""What pages open with, made before the first visitor would have to wait for it."""

from urllib.parse import parse_qsl

from lib.charts.tokens import PALETTES
from lib.database import Database
from lib.views.drawings import drawn
from lib.views.pages import PAGES, page_exhibits


def make_openings(database: Database) -> None:
    """Makes the exhibits of all pages as they open and as their examples show them."""
    for page in PAGES.values():
        for query in dict.fromkeys(("", *page.examples)):
            for exhibit in page_exhibits(database, page.topic, dict(parse_qsl(query))):
                for palette in PALETTES.values():
                    drawn(exhibit, palette)
