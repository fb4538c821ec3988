"""The slides of a meeting with all that is shown, read and handed out of them."""

from dataclasses import dataclass

from lib.database import Database
from lib.exhibits import Exhibit
from lib.meetings.agenda import Item, Meeting
from lib.meetings.reading import Question, questions, reading
from lib.queries.sources import RetiredView
from lib.views.pages import exhibit_at
from lib.views.retired import retired_exhibit


@dataclass(frozen=True, eq=False)  # holds an exhibit, which is itself
class Slide:
    """One slide of a meeting.

    Attributes:
        place: Its number among the slides that can be shown, from 1.
        index: Its place among the items of the meeting, from 0.
        item: What was asked for.
        exhibit: What is shown.
    """

    place: int
    index: int
    item: Item
    exhibit: Exhibit

    @property
    def title(self) -> str:
        """The title in this meeting, or the exhibit's finding."""
        return self.item.title or self.exhibit.heading

    @property
    def heading(self) -> str:
        """Number of the document and title, as in 資料3-2 支援実績の幅."""
        return f"{self.item.number}　{self.title}" if self.item.number else self.title

    @property
    def code(self) -> str:
        """The reference code of what is shown."""
        return self.exhibit.code

    @property
    def reading(self) -> str:
        """The text to be read aloud, and the alternative text of the chart."""
        return reading(self.exhibit)

    @property
    def questions(self) -> tuple[Question, Question, Question]:
        """The questions most likely to be asked."""
        return questions(self.exhibit)

    @property
    def sources(self) -> tuple[str, ...]:
        """Title and publisher of each source, each once."""
        words = (f"{note.title}（{note.publisher}）" for note in self.exhibit.sources)
        return tuple(dict.fromkeys(words))

    @property
    def conditions(self) -> str:
        """The filters that narrowed the rows; empty for none."""
        return "、".join(f"{label} {words}" for label, words in self.exhibit.filters)

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """What stands below the slide: label and words."""
        exhibit = self.exhibit
        return (
            *((("条件", self.conditions),) if self.conditions else ()),
            ("時点", exhibit.as_of),
            ("出典", "、".join(self.sources)),
            *(("注意", caution.text) for caution in exhibit.cautions),
            ("照合コード", self.code),
        )


@dataclass(frozen=True)
class Missing:
    """A slide of a meeting that cannot be shown.

    Attributes:
        index: Its place among the items of the meeting, from 0.
        item: What was asked for.
        retired: What it was and why it is gone; None if today's data do not have it.
    """

    index: int
    item: Item
    retired: RetiredView | None

    @property
    def heading(self) -> str:
        """Number of the document and what the slide was called."""
        own = self.retired.label if self.retired else self.item.exhibit_id
        return f"{self.item.number}　{self.item.title or own}".strip()

    @property
    def words(self) -> str:
        """Why it is not shown."""
        if self.retired:
            return f"この図は廃止（{self.retired.reason}）"
        return "今のデータでは示せない図"


@dataclass(frozen=True)
class Deck:
    """All slides of a meeting that there are.

    Attributes:
        meeting: What was asked for.
        slides: The slides, in order.
        missing: The slides whose exhibit no page shows.
        data_version: Digest of the data, with the edition.
    """

    meeting: Meeting
    slides: tuple[Slide, ...]
    missing: tuple[Missing, ...]
    data_version: str

    @property
    def title(self) -> str:
        """The name of the meeting."""
        return self.meeting.title or "会議資料"


def deck_of(database: Database, meeting: Meeting) -> Deck:
    """The slides of a meeting, made from the data."""
    slides: list[Slide] = []
    missing = []
    for index, item in enumerate(meeting.items):
        exhibit = exhibit_at(database, item.topic, item.exhibit_id, dict(item.query))
        if exhibit is None:
            gone = retired_exhibit(database, item.topic, item.exhibit_id)
            missing.append(Missing(index, item, gone))
        else:
            slides.append(Slide(len(slides) + 1, index, item, exhibit))
    return Deck(meeting, tuple(slides), tuple(missing), database.version_words)
