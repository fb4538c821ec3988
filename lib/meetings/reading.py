"""What a slide says when it is read aloud, and what the room is likely to ask."""

import re
from dataclasses import dataclass

from lib.exhibits import Exhibit

SHORTEST, LONGEST = 60, 120  # characters of a reading text
_IN_BRACKETS = re.compile(r"（[^（）～]*）")  # ranges are read aloud
_SENTENCE = re.compile(r"[^。]+。")


@dataclass(frozen=True)
class Question:
    """A question that is likely to be asked of a slide.

    Attributes:
        question: The question.
        answer: What may be answered.
        place: Where the answer stands.
    """

    question: str
    answer: str
    place: str


def reading(exhibit: Exhibit) -> str:
    """A text to be read aloud, which is also the alternative text of the chart.

    Template: what the summary says of the figures, the date, the caution that comes first; where
    that is short also what the slide shows and who published it.

    Returns:
        60 to 120 characters.
    """
    spoken = _spoken(exhibit.as_of)
    as_of = f"{spoken}。" if "は" in spoken else f"時点は{spoken}。"
    caution = f"{exhibit.cautions[0].short_text}。" if exhibit.cautions else ""
    room = LONGEST - len(as_of) - len(caution)
    figures = _figures(exhibit.summary, room)
    text = f"{figures}{as_of}{caution}"
    if len(text) < SHORTEST:
        text = f"{_spoken(exhibit.title)}を示す。{text}"
    if len(text) < SHORTEST and exhibit.sources:
        text += f"出典は{_spoken(exhibit.sources[0].title)}。"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _spoken(text: str) -> str:
    """Words without what stands in brackets, which nobody reads aloud."""
    return _IN_BRACKETS.sub("", _IN_BRACKETS.sub("", text)).strip()


def _figures(summary: str, room: int) -> str:
    """The sentences of a summary up to the first that does not fit; later ones may rest on it."""
    kept = ""
    for sentence in _SENTENCE.findall(summary):
        spoken = _spoken(sentence)
        if len(kept) + len(spoken) > room:
            break
        kept += spoken
    return kept


def questions(exhibit: Exhibit) -> tuple[Question, Question, Question]:
    """The three questions most likely to be asked, with where the answer stands."""
    counted = next(
        (
            f"{column.label}は、{column.meaning}。"
            for column in exhibit.columns
            if column.name in exhibit.evidence
        ),
        "文書の記載をまとめた表で、数値ではない。",
    )
    cautions = "".join(f"{caution.text}。" for caution in exhibit.cautions)
    changes = "".join(exhibit.method.changes) if exhibit.method else ""
    return (
        Question(
            "この数は、何を、いつ数えたものか。",
            f"{counted}時点は{exhibit.as_of}。",
            "表の数字の根拠",
        ),
        Question(
            "ほかの団体や年と比べてよいか。",
            cautions or "この図の中の数は、同じ単位、同じ数え方である。",
            "図の下の注意",
        ),
        Question(
            "何が分かれば、結論は変わるか。",
            changes or "公表された数をそのまま示しており、推計や判定は含まない。",
            "方法の「結論が変わるとき」" if exhibit.method else "出典と品質",
        ),
    )
