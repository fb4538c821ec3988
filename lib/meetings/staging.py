"""For which room a meeting is checked before it is projected; lives in the address."""

from dataclasses import dataclass

from lib.meetings.inspection import RESOLUTIONS
from lib.state import choice


@dataclass(frozen=True)
class InspectionState:
    """The room of the inspection.

    Attributes:
        tone: ``light`` or ``dark``.
        screen: Resolution for which the meeting is checked.
    """

    tone: str = choice("明暗", {"light": "明るい地", "dark": "暗い地"}, "light")
    screen: str = choice(
        "投影する大きさ",
        {code: f"{width}×{height}" for code, (width, height) in RESOLUTIONS.items()},
        "1024x768",
    )
