"""How a meeting is shown: which slide, as what, in which tone; lives in the address."""

from dataclasses import dataclass

from lib.meetings.agenda import MOST_ITEMS
from lib.meetings.inspection import RESOLUTIONS
from lib.state import choice, whole_number

_PAUSED = "0"


@dataclass(frozen=True)
class StageState:
    """What is projected.

    Attributes:
        at: Number of the slide, from 1; 0 for the list of all slides.
        show: ``chart`` or ``table``.
        tone: ``light`` or ``dark``.
        every: Seconds after which the next slide follows by itself; ``0`` for not at all.
        screen: Resolution for which the meeting is checked before it is projected.
    """

    at: int = whole_number("図の番号", 0, 0, MOST_ITEMS)
    show: str = choice("見せ方", {"chart": "図", "table": "表"}, "chart")
    tone: str = choice("明暗", {"light": "明るい地", "dark": "暗い地"}, "light")
    every: str = choice(
        "自動で進める",
        {_PAUSED: "進めない", "15": "15秒ごと", "30": "30秒ごと", "60": "60秒ごと"},
        _PAUSED,
    )
    screen: str = choice(
        "投影する大きさ",
        {code: f"{width}×{height}" for code, (width, height) in RESOLUTIONS.items()},
        "1024x768",
    )

    @property
    def seconds(self) -> int | None:
        """Seconds until the next slide; None if it does not follow by itself."""
        return None if self.every == _PAUSED else int(self.every)
