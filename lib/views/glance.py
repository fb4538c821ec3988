"""The overview as HTML: the strip of years, the four figures, what can be said."""

from pathlib import Path

from markupsafe import Markup

from lib.addresses import address
from lib.cells import listed
from lib.charts.markup import looks, macros
from lib.database import Database
from lib.memory import remembered
from lib.views import overview, remarks

_BESIDE = Path(__file__).resolve().parent
_TEMPLATE = _BESIDE / "glance.html"


def css() -> str:
    """The looks of the overview."""
    return looks(_BESIDE / "glance.css")


def _evidence(figure_ids: tuple[str, ...]) -> str:
    return address("evidence", figure=listed(figure_ids))


@remembered
def top(database: Database) -> Markup:
    """Both programmes in time, and the figures, each leading to its evidence."""
    figures = macros(_TEMPLATE).figures(overview.headlines(database), _evidence)
    return Markup("").join((macros(_TEMPLATE).strip(overview.strip(database)), figures))


@remembered
def sayings(database: Database) -> Markup:
    """What can be said, each with a small chart and a link onward."""
    return macros(_TEMPLATE).remarks(remarks.remarks(database), address)  # type: ignore[no-any-return]
