"""Every exhibit of the dashboard in its states that differ, for tests that hold for all of them."""

from collections.abc import Iterator

from lib.database import Database
from lib.exhibits import Exhibit
from lib.state import encoded
from lib.views.like_figures import like_options
from lib.views.map_state import MapState
from lib.views.pages import page_exhibits

MAP_STATES = (
    MapState(),
    MapState(show="supported"),
    MapState(show="supported", as_of="same"),
    MapState(show="supported", basis="cumulative"),
    MapState(show="supported", basis="actual", order="value"),
    MapState(show="training"),
    MapState(show="grant_2023"),
    MapState(show="grant_2024", order="value"),
)
# Page and parameters of its address.
_ADDRESSES: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {}),
    *(("map", encoded(state)) for state in MAP_STATES),
    ("variance", {}),
    ("variance", {"category": "employment", "bodies": "47", "body": "H30-12"}),
    ("variance", {"category": "housing", "support_type": "special_sexual"}),
    ("variance", {"category": "specialised", "support_type": "special_lawyer"}),
    ("variance", {"category": "consultation", "support_type": "special_lawyer", "bodies": "47"}),
    ("targets", {"persons": "30"}),
    ("targets", {"body": "H30-05", "scale": "50", "reference": "H30-05-1"}),
    ("targets", {"body": "H30-06", "reference": "H30-06-10"}),
    ("subsidy", {"grant_year": "2023", "commission_year": "2018", "rate": "75", "cap": "1500000"}),
    ("subsidy", {"commission_year": "2019", "rate": "75", "cap": "3000000"}),
    ("subsidy", {"rate": "50", "cap": "100000"}),
    *(("catalogue", {"level": level}) for level in ("figures", "activities", "projects")),
    *(
        ("project", {"project": project_id})
        for project_id in ("H30-01", "H30-05", "H30-06", "H30-26", "R1-06")
    ),
    *(("sources", {"part": part}) for part in ("checks", "discrepancies", "sources", "dictionary")),
)


def exhibits(database: Database) -> Iterator[Exhibit]:
    """All exhibits, each once."""
    like = (
        ("variance", {"like": code, "body": body})
        for code in like_options(database)
        for body in ("none", "H30-12")
    )
    seen: set[int] = set()
    kept = []  # so that no id is used twice
    for topic, query in (*_ADDRESSES, *like):
        for exhibit in page_exhibits(database, topic, query):
            if id(exhibit) not in seen:
                seen.add(id(exhibit))
                kept.append(exhibit)
                yield exhibit
