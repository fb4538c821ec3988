"""The frame of an exhibit as HTML: finding, what is counted, caution, chart, rail and notes."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from lib import formats
from lib.charts.declared import Sayings
from lib.charts.markup import looks, macros
from lib.exhibits import Exhibit

_BESIDE = Path(__file__).resolve().parent
_TEMPLATE = _BESIDE / "framing.html"
_MOST_SAYINGS = 2  # on a folded line
_MOST_TITLES = 1  # of sources in the line below a chart
_YEAR_AGAIN = re.compile(r"（\d{4}）")  # the western year beside the Japanese one
_IN_RAIL = ("読めること", "分からないこと")
COUNTED = ("注意", "出典")  # headings whose sentences are counted in the line below a chart
WHOSE_READING = "読めること・分からないことは、この画面の読み方であり、法務省の見解ではない。"


def css() -> str:
    """The looks of the frame."""
    return looks(_BESIDE / "framing.css")


def head(exhibit: Exhibit, heading: str, anchor: str = "") -> Markup:
    """Heading, what is counted, and the publisher's caution.

    Args:
        exhibit: What stands below.
        heading: Its words.
        anchor: The id of the heading; empty for that of the exhibit.
    """
    return macros(_TEMPLATE).head(exhibit, heading, anchor or exhibit.exhibit_id)  # type: ignore[no-any-return]


def rail(exhibit: Exhibit) -> Markup:
    """What the rows tell and what they do not tell; empty if nothing is said."""
    return macros(_TEMPLATE).rail(exhibit)  # type: ignore[no-any-return]


def whole(exhibit: Exhibit, heading: str) -> Markup:
    """The frame with a chart that is HTML, and what is only printed."""
    return macros(_TEMPLATE).whole(exhibit, heading, notes_below_rail(exhibit))  # type: ignore[no-any-return]


def closed_line(exhibit: Exhibit, heading: str) -> str:
    """What a folded line says: the heading, or the first words where a document speaks itself."""
    if not isinstance(exhibit.chart, Sayings):
        return heading
    return "。".join(exhibit.rows[exhibit.chart.text].head(_MOST_SAYINGS))


def printed_notes(exhibit: Exhibit, *, has_rail: bool) -> Markup:
    """Sources and notes, for paper only; without what a rail beside the chart says."""
    found = notes_below_rail(exhibit) if has_rail else notes(exhibit)
    return macros(_TEMPLATE).printed(found)  # type: ignore[no-any-return]


def notes_below_rail(exhibit: Exhibit) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """All that is said beside the finding and the rail, by heading."""
    return tuple((label, words) for label, words in notes(exhibit) if label not in _IN_RAIL)


def short_source_line(exhibit: Exhibit) -> str:
    """Who published the sources, and the period, as in 法務省ほか1件｜令和6年度."""
    publishers = list(dict.fromkeys(note.publisher for note in exhibit.sources))
    others = len(exhibit.sources) - 1
    more = f"ほか{others}件" if others > 0 else ""
    return f"{''.join(publishers[:1])}{more}｜{_YEAR_AGAIN.sub('', exhibit.as_of)}"


def source_line(exhibit: Exhibit) -> str:
    """The short form of sources and period, as in 法務省「…」ほか1件｜令和6年度."""
    titles = [f"{note.publisher}「{note.title}」" for note in exhibit.sources]
    others = len(titles) - _MOST_TITLES
    more = f"ほか{others}件" if others > 0 else ""
    return f"{formats.joined(titles[:_MOST_TITLES])}{more}｜{exhibit.as_of}"


def notes(exhibit: Exhibit) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """All that is said of an exhibit beside its finding, by heading."""
    return tuple((label, words) for label, words in _notes(exhibit) if words)


def _notes(exhibit: Exhibit) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "図の要約", (exhibit.summary,)
    yield "読めること", exhibit.can_tell
    yield "分からないこと", exhibit.cannot_tell
    yield "条件", tuple(f"{label} {words}" for label, words in exhibit.filters)
    yield "注意", tuple(caution.text for caution in exhibit.cautions)
    for heading, sentences in exhibit.method.parts if exhibit.method else ():
        yield f"方法（{heading}）", sentences
    yield "出典", tuple(f"{note.title}（{note.publisher}）" for note in exhibit.sources)
    yield "時点", (exhibit.as_of,)
    if exhibit.updated_on:
        yield "データの更新", (formats.day(dt.date.fromisoformat(exhibit.updated_on)),)
    yield "照合コード", (exhibit.code,)
    if exhibit.can_tell or exhibit.cannot_tell:
        yield "読み方", (WHOSE_READING,)
