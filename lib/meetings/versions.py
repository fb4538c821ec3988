"""Which version of a meeting is the current one: each change gives it a higher revision.

The same rule decides in the browser (``lib/ui/meeting.js``), between its storage and addresses.
"""

import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass

from lib.meetings.agenda import MARK, Meeting, from_query, to_query, view_text

_SIGNS = string.ascii_lowercase + string.digits
_LENGTH = 6
_MARK = re.compile(rf"([a-z0-9]{{{_LENGTH}}})\.([1-9][0-9]{{0,8}})")


@dataclass(frozen=True)
class Version:
    """A meeting at one time.

    Attributes:
        name: What its versions share; six random letters and digits.
        revision: Grows by one with each change.
        meeting: The meeting, without notes to the speaker.
    """

    name: str
    revision: int
    meeting: Meeting

    @property
    def mark(self) -> str:
        """Name and revision as in an address, k3f9x2.7."""
        return f"{self.name}.{self.revision}"

    def changed(self, meeting: Meeting) -> "Version":
        """The version that follows."""
        return Version(self.name, self.revision + 1, meeting.without_notes())


def begun(meeting: Meeting) -> Version:
    """The first version of another meeting."""
    name = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return Version(name, 1, meeting.without_notes())


def to_address(version: Version) -> dict[str, str]:
    """The parameters of an address that hold a version."""
    return to_query(version.meeting) | {MARK: version.mark}


def current(held: Version | None, query: Mapping[str, str]) -> Version | None:
    """The version that holds for a session at an address.

    Of one meeting the higher revision holds; another meeting in the address replaces what the
    session holds. An address of views without a mark is an older link to another meeting, unless
    its views are those of the session.

    Args:
        held: What the session holds.
        query: The parameters of the address.
    """
    found = _MARK.fullmatch(query.get(MARK, ""))
    if found and held and held.name == found[1] and held.revision > int(found[2]):
        return held
    meeting = from_query(query)[0].without_notes()
    if found:
        return Version(found[1], int(found[2]), meeting)
    if not meeting.items or (held and _views(held.meeting) == _views(meeting)):
        return held
    return begun(meeting)


def _views(meeting: Meeting) -> list[str]:
    return [view_text(item) for item in meeting.items]
