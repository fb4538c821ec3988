"""Times the four hand-outs of a meeting of eight slides."""

import time

from lib import formats
from lib.database import database
from lib.meetings import handout, paper, powerpoint, spreadsheet
from lib.meetings.slides import deck_of
from tests.meeting_samples import MEETING

MAKERS = {
    "pptx": powerpoint.make,
    "html": handout.make,
    "pdf": paper.make,
    "xlsx": spreadsheet.make,
}


def main() -> None:
    """Prints kind, size and seconds of each hand-out, and the seconds of all."""
    begun = time.perf_counter()
    deck = deck_of(database(), MEETING)
    print(f"deck {time.perf_counter() - begun:.2f} s")
    for kind, make in MAKERS.items():
        before = time.perf_counter()
        file = make(deck, formats.today())
        print(f"{kind} {len(file.content) / 1000:.0f} kB {time.perf_counter() - before:.2f} s")
    print(f"all {time.perf_counter() - begun:.2f} s")
