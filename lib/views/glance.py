"""The overview as HTML: the strip of years, the four figures, what can be said."""

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lib.addresses import address
from lib.cells import listed
from lib.charts.markup import environment
from lib.database import Database
from lib.views import overview, remarks
from lib.views.data import remembered

_BESIDE = Path(__file__).resolve().parent


@cache
def _macros() -> Any:  # noqa: ANN401 - a template's module
    return environment(_BESIDE).get_template("glance.html").module


@cache
def css() -> str:
    """The looks of the overview."""
    return (_BESIDE / "glance.css").read_text("utf-8")


def _evidence(figure_ids: tuple[str, ...]) -> str:
    return address("evidence", figure=listed(figure_ids))


@remembered
def top(database: Database) -> Markup:
    """Both programmes in time, and the figures, each leading to its evidence."""
    figures = _macros().figures(overview.headlines(database), _evidence)
    return Markup("").join((_macros().strip(overview.strip(database)), figures))


@remembered
def sayings(database: Database) -> Markup:
    """What can be said, each with a small chart and a link onward."""
    return _macros().remarks(remarks.remarks(database), address)  # type: ignore[no-any-return]
