"""Decks of every exhibit, and files made of them, for the tests of what meetings hand out."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from lib.database import Database
from lib.exhibits import Exhibit
from lib.launch import OFFICES
from lib.meetings.agenda import Item, Meeting
from lib.meetings.slides import Deck, Slide
from lib.views.body_counts import BodyCountState, body_count_exhibits
from tests.demonstration import demonstration_database
from tests.exhibit_samples import exhibits
from tests.programs import needed

MADE_ON = dt.date(2026, 11, 21)


def every_exhibit(shipped: Database, folder: Path) -> list[Exhibit]:
    """All exhibits, each once, those of counts by prefecture from demonstration data."""
    demonstration = demonstration_database(folder)
    counted = body_count_exhibits(demonstration, BodyCountState())
    return list({exhibit.code: exhibit for exhibit in (*exhibits(shipped), *counted)}.values())


def deck_of_exhibits(exhibits: Iterable[Exhibit], **words: str) -> Deck:
    """A deck of some exhibits, without a look at the pages that hold them."""
    slides = tuple(
        Slide(place, place - 1, Item("overview", exhibit.exhibit_id, (), **words), exhibit)
        for place, exhibit in enumerate(exhibits, start=1)
    )
    return Deck(Meeting("試しの会議", tuple(slide.item for slide in slides)), slides, (), "abc123")


def converted(content: bytes, ending: str, target: str, folder: Path, *options: str) -> Path:
    """A file as LibreOffice writes it in another format."""
    source = folder / f"made.{ending}"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [
            _office(),
            profile,
            "--headless",
            *options,
            "--convert-to",
            target,
            "--outdir",
            folder,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"made.{target}"


def _office() -> str:
    found = next((path for name in OFFICES if (path := shutil.which(name))), None)
    return needed(found, "LibreOffice")
