"""What an address of data asks for, to the letter: nothing is corrected and nothing left aside.

Whoever reads a page sees which of its conditions were not taken. A program does not, and would take
other rows for those that it asked for; so every address that is not understood is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from lib import formats
from lib.database import Database, using
from lib.exhibits import Exhibit
from lib.state import Parameter, encoded, parameters, parsed, shortened, without_control
from lib.views.builders import Builder
from lib.views.pages import PAGES, current_place, exhibit_at, opening, state_of
from lib.views.retired import retired_exhibit, retired_parameters

NOT_FOUND, GONE, NOT_UNDERSTOOD = 404, 410, 400


class RefusedError(Exception):
    """An address that stands for no rows.

    Attributes:
        status: The status of HTTP that says so.
        sentence: Why, and what is allowed, in Japanese.
    """

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@dataclass(frozen=True, eq=False)  # holds an exhibit, which is itself
class Asked:
    """What an address stands for.

    Attributes:
        exhibit: The exhibit.
        query: The parameters of the address that says the same in the shortest way.
    """

    exhibit: Exhibit
    query: Mapping[str, str]


def home_of(database: Database, topic: str, exhibit_id: str) -> str:
    """The page that shows an exhibit today, which is another one where it has moved.

    Raises:
        RefusedError: There is no such page or exhibit, or it is retired.
    """
    if topic not in PAGES:
        known = formats.joined(page.topic for page in PAGES.values() if page.exhibits)
        words = f"画面「{shortened(topic)}」はありません。画面は、{known}です。"
        raise RefusedError(NOT_FOUND, words)
    if exhibit_id in PAGES[topic].exhibits:
        return topic
    gone = retired_exhibit(database, topic, exhibit_id)
    if gone:
        words = f"表「{exhibit_id}」（{gone.label}）は廃止しました（{gone.reason}）。"
        raise RefusedError(GONE, words)
    home, _ = current_place(topic, exhibit_id, {})
    if home == topic:
        known = formats.joined(PAGES[topic].exhibits) or "ありません"
        words = f"画面「{topic}」に表「{shortened(exhibit_id)}」はありません。この画面の表: {known}"
        raise RefusedError(NOT_FOUND, words)
    return home


def asked_for(database: Database, topic: str, exhibit_id: str, query: Mapping[str, str]) -> Asked:
    """The exhibit that an address stands for.

    Args:
        database: The database.
        topic: A page that has the exhibit.
        exhibit_id: The exhibit.
        query: The parameters of the address.

    Raises:
        RefusedError: A parameter or value is unknown or changes nothing, or the page does not show
            the exhibit under these conditions.
    """
    builder = PAGES[topic].exhibits[exhibit_id]
    with using(database):
        own = _understood(database, topic, builder, query)
    exhibit = exhibit_at(database, topic, exhibit_id, own)
    if exhibit is None:
        raise RefusedError(NOT_FOUND, _not_shown(database, topic, exhibit_id))
    return Asked(exhibit, own)


def exact_query(topic: str, exhibit_id: str, query: Mapping[str, str]) -> dict[str, str]:
    """The parameters of the address of data for an exhibit at an address of a page.

    Raises:
        KeyError: There is no such page.
    """
    state_type = state_of(topic, exhibit_id)
    return encoded(_effective(parsed(state_type, query)[0])) if state_type else {}


def _effective(state: Any) -> Any:  # noqa: ANN401 - a state of any page
    """A state without what changes nothing in it."""
    return getattr(state, "effective", state)


def _understood(
    database: Database, topic: str, builder: Builder, query: Mapping[str, str]
) -> dict[str, str]:
    """The parameters of an address once all of them are known to be right."""
    known = parameters(builder.state) if builder.state else {}
    for name, value in query.items():
        if name not in known:
            raise RefusedError(NOT_UNDERSTOOD, _unknown(database, topic, name, known))
        if not _is_right(builder, name, value):
            raise _refusal(name, known[name], value, f"使えません。{_allowed(known[name])}")
    if not builder.state:
        return {}
    state: Any = parsed(builder.state, query)[0]
    effective = _effective(state)
    for item in fields(builder.state):
        if getattr(state, item.name) != getattr(effective, item.name):
            words = "ほかの条件や今のデータと合わず、行を決めません。除いてください。"
            raise _refusal(item.name, known[item.name], query[item.name], words)
    return encoded(effective)


def _is_right(builder: Builder, name: str, value: str) -> bool:
    """Whether a page would take a value as it stands; an empty one it takes for none."""
    if not builder.state or not value or without_control(value) != value:
        return False
    return not parsed(builder.state, {name: value})[1]


def _refusal(name: str, parameter: Parameter, value: str, why: str) -> RefusedError:
    words = f"条件「{name}」（{parameter.label}）の値「{shortened(value)}」は、{why}"
    return RefusedError(NOT_UNDERSTOOD, words)


def _unknown(database: Database, topic: str, name: str, known: Mapping[str, Parameter]) -> str:
    gone = retired_parameters(database, topic, [name])
    if gone:
        return gone[0]
    found = formats.joined(f"{own}（{parameter.label}）" for own, parameter in known.items())
    return f"条件「{shortened(name)}」はありません。この表の条件: {found or 'なし'}"


def _allowed(parameter: Parameter) -> str:
    """What a parameter may be, as a sentence."""
    if parameter.longest is not None:
        return f"{formats.number(parameter.longest)}字までの文字で、空にはできません。"
    if parameter.minimum is not None and parameter.maximum is not None:
        return f"{parameter.minimum}から{parameter.maximum}までの整数です。"
    options = formats.joined(f"{code}（{words}）" for code, words in parameter.options.items())
    several = "（いくつかは「.」でつなぐ）" if parameter.is_list else ""
    return f"使える値{several}: {options or 'なし'}"


def _not_shown(database: Database, topic: str, exhibit_id: str) -> str:
    example = opening(database, PAGES[topic], exhibit_id)
    if example is None:
        return f"表「{exhibit_id}」は、今のデータでは示せません。"
    needed = "&".join(f"{name}={value}" for name, value in example.items()) or "条件なし"
    return f"この条件では、表「{exhibit_id}」はありません。示す条件の例: {needed}"
