"""The choice of one prefecture, alone or as a part of a larger state."""

from dataclasses import dataclass

from lib.queries import options
from lib.state import choice
from lib.views.data import options_from

NO_PREFECTURE = "none"


def prefecture_choice() -> str:
    """A field that holds the code of a prefecture, or none."""
    found: str = choice(
        "都道府県",
        options_from(
            lambda database: {NO_PREFECTURE: "選ばない"} | options.prefecture_options(database)
        ),
        NO_PREFECTURE,
        options_from(options.prefecture_readings),
    )
    return found


@dataclass(frozen=True)
class PlaceState:
    """The part of the map's state on which the rows of one prefecture depend.

    Attributes:
        prefecture: Code of the prefecture, or none.
    """

    prefecture: str = prefecture_choice()
