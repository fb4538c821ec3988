"""The file of a meeting: its slides and the figures that they showed, to and from JSON."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from lib.exports import Download, csv_cells, file_name_part
from lib.meetings.agenda import Meeting, from_query, notes, to_query, unknown_parameters
from lib.meetings.slides import Deck, Slide

MOST_BYTES = 4_000_000
_FORMAT = "reoffending-prevention-dashboard-meeting"
_VERSION = 1
_MOST_ROWS = 2000  # of one slide


class MeetingFileError(ValueError):
    """The file is no meeting; the message says in Japanese what is wrong and what to do."""


@dataclass(frozen=True)
class KeptSlide:
    """What a slide showed when the file was saved.

    Attributes:
        code: Its reference code.
        header: The headings of the columns.
        rows: The cells as an export writes them.
    """

    code: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class KeptMeeting:
    """A saved meeting.

    Attributes:
        meeting: The slides, in order.
        saved_on: ISO date on which it was saved.
        data_version: Digest of the data of that day.
        slides: What each item showed; None for one that could not be shown.
        refused: Values of the slides' pages that these do not know any more.
        unknown: Page and name of parameters that the pages do not know any more.
    """

    meeting: Meeting
    saved_on: str
    data_version: str
    slides: tuple[KeptSlide | None, ...]
    refused: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()


def to_file(deck: Deck, saved_on: dt.date) -> Download:
    """The file of a meeting, with the figures of today."""
    shown = {slide.index: slide for slide in deck.slides}
    content = {
        "format": _FORMAT,
        "version": _VERSION,
        "saved_on": saved_on.isoformat(),
        "data_version": deck.data_version,
        "meeting": to_query(deck.meeting) | notes(deck.meeting),
        "views": [_kept(shown.get(index)) for index in range(len(deck.meeting.items))],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return Download(file_name(deck, saved_on), text.encode("utf-8"), "application/json")


def file_name(deck: Deck, saved_on: dt.date) -> str:
    """The name of a meeting's file."""
    return f"会議_{file_name_part(deck.title)}_{saved_on.isoformat()}.json"


def _kept(slide: Slide | None) -> dict[str, Any] | None:
    if slide is None:
        return None
    header, *rows = csv_cells(slide.exhibit.rows, slide.exhibit.columns)
    return {"code": slide.code, "header": header, "rows": rows[:_MOST_ROWS]}


def from_file(content: bytes) -> KeptMeeting:
    """The meeting in a file.

    Args:
        content: What a user loaded; nothing of it is trusted.

    Raises:
        MeetingFileError: It is too large, or no file that this dashboard saved.
    """
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        message = f"ファイルが{most}MBを超えています。会議の控えの.jsonを選んでください。"
        raise MeetingFileError(message)
    try:
        found = json.loads(content.decode("utf-8-sig"))
        json.dumps(found, ensure_ascii=False).encode()  # half of a character fits in no file
        return _kept_meeting(found)
    except MeetingFileError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        message = (
            "会議の控えとして読めません。この画面の「控えを保存」で保存した.jsonを選んでください。"
        )
        raise MeetingFileError(message) from error


def _kept_meeting(found: Any) -> KeptMeeting:  # noqa: ANN401 - anything that JSON holds
    """The meeting in what a file holds; what has another shape raises one of Python's errors."""
    if found["format"] != _FORMAT:
        raise ValueError
    if found["version"] != _VERSION:
        message = "新しい版のシステムで保存された控えです。同じ版のシステムで開いてください。"
        raise MeetingFileError(message)
    query = {name: _text(value) for name, value in found["meeting"].items()}
    meeting, refused = from_query(query)
    slides = tuple(None if slide is None else _slide(slide) for slide in found["views"])
    if len(slides) != len(meeting.items):
        message = (
            "控えの中の図に、このシステムにないものがあります。"
            "控えを書き換えていないか確かめてください。"
        )
        raise MeetingFileError(message)
    saved_on, version = _text(found["saved_on"]), _text(found["data_version"])
    return KeptMeeting(meeting, saved_on, version, slides, refused, unknown_parameters(query))


def _slide(found: Any) -> KeptSlide:  # noqa: ANN401 - anything that JSON holds
    header, *rows = (tuple(map(_text, cells)) for cells in (found["header"], *found["rows"]))
    if any(len(row) != len(header) for row in rows):
        raise ValueError
    return KeptSlide(_text(found["code"]), header, tuple(rows))


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise TypeError
    return found
