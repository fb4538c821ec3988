"""The list of all addresses of data: a page for people, and a data package for programs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from lib.addresses import EDITION, with_query
from lib.charts import tokens
from lib.charts.markup import environment
from lib.database import Database, using
from lib.descriptions import Descriptor, resource
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.state import Parameter, parameters
from lib.views.asked import exact_query
from lib.views.pages import PAGES, first_shown, state_of

Forms = Callable[[Exhibit], tuple[str, ...]]


@dataclass(frozen=True)
class _Listed:
    """An exhibit of the list.

    Attributes:
        exhibit: The exhibit as it opens.
        query: The parameters of its address.
        conditions: What its address may say besides.
        forms: The endings of its files.
    """

    exhibit: Exhibit
    query: Mapping[str, str]
    conditions: Mapping[str, Parameter]
    forms: tuple[str, ...]

    def link(self, topic: str, form: str) -> str:
        """The address of a file, seen from the list."""
        return with_query(f"{topic}/{self.exhibit.exhibit_id}.{form}", self.query)


@remembered
def page(database: Database, forms_of: Forms, edition: str) -> str:
    """The page for people.

    Args:
        database: The database.
        forms_of: The endings of the files that there are of an exhibit.
        edition: The number of the edition if the address names one, as the links then do; or empty.
    """
    found: dict[str, list[_Listed]] = {}
    for shown, query, exhibit in first_shown(database):
        state_type = state_of(shown.topic, exhibit.exhibit_id)
        known = parameters(state_type) if state_type else {}
        listed = _Listed(exhibit, {**query, **_named(edition)}, known, forms_of(exhibit))
        found.setdefault(shown.topic, []).append(listed)
    template = environment(Path(__file__).resolve().parent).get_template("data_list.html")
    with using(database):
        pages = [(PAGES[topic], listed) for topic, listed in found.items()]
        return template.render(pages=pages, edition=database.version_words, tokens=_tokens())


def _named(edition: str) -> dict[str, str]:
    return {EDITION: edition} if edition else {}


def _tokens() -> Markup:
    return Markup(tokens.css())  # noqa: S704 - our own colours


@remembered
def package(database: Database, edition: str) -> Descriptor:
    """The data package, whose resources are the exhibits as they open.

    Args:
        database: The database.
        edition: The number of the edition if the address names one, as the links then do; or empty.
    """
    with using(database):
        resources = [
            resource(
                shown.topic,
                exhibit,
                exact_query(shown.topic, exhibit.exhibit_id, query) | _named(edition),
                state_of(shown.topic, exhibit.exhibit_id),
            )
            for shown, query, exhibit in first_shown(database)
        ]
    return {
        "profile": "tabular-data-package",
        "name": "saihan-boushi-dashboard",
        "title": "再犯防止モデル事業ダッシュボードの表",
        "description": "画面の図と表の行。条件はアドレスに書く。1つの資源は、画面を開いたときの行",
        "version": database.version,
        "resources": resources,
    }
