"""The file of a meeting: its slides and the figures that they showed, to and from JSON."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from lib.exports import Download, csv_cells, file_name_part
from lib.meetings.agenda import MOST_ITEMS, Meeting, from_query, to_query, unknown_parameters
from lib.meetings.slides import Deck, Slide

MOST_BYTES = 4_000_000
_FORMAT = "reoffending-prevention-dashboard-meeting"
_VERSION = 1
_MOST_ROWS = 2000  # of one slide
_MOST_COLUMNS = 60
_LONGEST_CELL = 3000  # characters


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
        "meeting": to_query(deck.meeting),
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
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits
        raise MeetingFileError(_UNREADABLE) from error
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise MeetingFileError(_UNREADABLE)
    if found.get("version") != _VERSION:
        message = "新しい版のシステムで保存された控えです。同じ版のシステムで開いてください。"
        raise MeetingFileError(message)
    query = _texts(found.get("meeting"))
    meeting, refused = from_query(query)
    slides = _list(found.get("views"), MOST_ITEMS)
    if len(slides) != len(meeting.items):
        message = (
            "控えの中の図に、このシステムにないものがあります。"
            "控えを書き換えていないか確かめてください。"
        )
        raise MeetingFileError(message)
    return KeptMeeting(
        meeting,
        _text(found.get("saved_on")),
        _text(found.get("data_version")),
        tuple(_slide(slide) for slide in slides),
        refused,
        unknown_parameters(query),
    )


_UNREADABLE = (
    "会議の控えとして読めません。この画面の「控えを保存」で保存した.jsonを選んでください。"
)


def _texts(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        raise MeetingFileError(_UNREADABLE)
    return {_text(name): _text(value) for name, value in found.items()}


def _text(found: object) -> str:
    if not isinstance(found, str) or len(found) > _LONGEST_CELL:
        raise MeetingFileError(_UNREADABLE)
    try:
        found.encode()
    except UnicodeEncodeError as error:  # half of a character, which no file can hold
        raise MeetingFileError(_UNREADABLE) from error
    return found


def _list(found: object, most: int) -> list[Any]:
    if not isinstance(found, list) or len(found) > most:
        raise MeetingFileError(_UNREADABLE)
    return found


def _slide(found: object) -> KeptSlide | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise MeetingFileError(_UNREADABLE)
    header = tuple(_text(cell) for cell in _list(found.get("header"), _MOST_COLUMNS))
    rows = tuple(
        tuple(_text(cell) for cell in _list(row, _MOST_COLUMNS))
        for row in _list(found.get("rows"), _MOST_ROWS)
    )
    if any(len(row) != len(header) for row in rows):
        raise MeetingFileError(_UNREADABLE)
    return KeptSlide(_text(found.get("code")), header, rows)
