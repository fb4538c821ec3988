"""Where a figure comes from: its document and place, what it counts, checks, discrepancies."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from markupsafe import Markup

from lib import formats, vocabulary
from lib.addresses import address
from lib.cells import listed, split
from lib.charts.markup import macros
from lib.database import Database, database
from lib.documents.locating import Finding, figure_from, locate
from lib.documents.reading import Document
from lib.documents.store import stored
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.queries import evidence as queries
from lib.queries import sources as source_queries
from lib.queries.evidence import RegisteredFigure
from lib.queries.sources import Source
from lib.state import words
from lib.views.notes import source_notes
from lib.views.sources import CHECK_EVIDENCE

_TEMPLATE = Path(__file__).resolve().parent / "evidence.html"
_LONGEST_ADDRESS = 6000  # characters; a sum of all grants or of all persons supported fits
_LINES_AROUND = 1
_CHARACTERS_AROUND = 90


@dataclass(frozen=True)
class EvidenceState:
    """What the page shows.

    Attributes:
        figure: Ids of figures, joined as in ``cells.listed``.
    """

    figure: str = words("数値ID", longest=_LONGEST_ADDRESS)

    @property
    def effective(self) -> "EvidenceState":
        """The state with the figures alone that the data hold, in the order asked for."""
        found = {row.figure_id for row in asked_for(database(), self)}
        return EvidenceState(listed(name for name in split(self.figure) if name in found))


@dataclass(frozen=True)
class FigureFacts:
    """What one figure is.

    Attributes:
        figure_id: Names it.
        subject: What it counts.
        value: The figure with its counter.
        facts: Label and words, in the order of display.
        url: Where the source was published; shown as text, never opened.
        project_id: The project concerned, if one.
    """

    figure_id: str
    subject: str
    value: str
    facts: tuple[tuple[str, str], ...]
    url: str | None
    project_id: str | None


@dataclass(frozen=True)
class PassageLine:
    """One line of a document.

    Attributes:
        number: Number of the line, from 1.
        before: The text before the digits; all of it if they are not on this line.
        digits: The digits of the figure.
        behind: The text behind the digits.
    """

    number: int
    before: str
    digits: str = ""
    behind: str = ""


@dataclass(frozen=True)
class Passage:
    """What a document says of a figure, or why it cannot be shown.

    Attributes:
        remark: Where the figure stands, or why no lines are shown.
        lines: The lines.
    """

    remark: str
    lines: tuple[PassageLine, ...] = ()


@remembered
def asked_for(database: Database, state: EvidenceState) -> tuple[RegisteredFigure, ...]:
    """The figures that an address names; what the data do not hold is left out."""
    return queries.figure_rows(database, split(state.figure))


@remembered
def facts(database: Database, row: RegisteredFigure) -> FigureFacts:
    """What one figure is, in words."""
    sources = source_queries.sources_by_id(database, [row.source_id])
    found = [
        ("数えたもの", row.subject),
        ("単位と数え方", _type_words(row)),
        ("時点", row.as_of),
        *(fact for source in sources for fact in _source_facts(source)),
        ("出典の中の場所", formats.place(row.source_locator)),
        ("根拠の形", vocabulary.EVIDENCE.label(row.evidence)),
    ]
    value = formats.qualified(formats.count(row.value, row.unit or ""), row.comparator)
    return FigureFacts(
        row.figure_id,
        row.subject,
        value,
        tuple(found),
        sources[0].url if sources else None,
        row.project_id,
    )


def figure_markup(known: FigureFacts) -> Markup:
    """What one figure is, as HTML."""
    link = address("project", project=known.project_id) if known.project_id else ""
    return macros(_TEMPLATE).figure(known, link)  # type: ignore[no-any-return]


def passage_markup(found: Passage) -> Markup:
    """What a document says of a figure, as HTML with the digits marked."""
    return macros(_TEMPLATE).passage(found)  # type: ignore[no-any-return]


def _source_facts(source: Source) -> tuple[tuple[str, str], ...]:
    published = source.published_on
    return (
        ("出典", f"{source.title}（{source.publisher}）"),
        ("公表日", formats.day(published) if published else formats.NOT_GIVEN),
        ("入力して確かめた日", formats.day(source.entered_on)),
    )


def _type_words(row: RegisteredFigure) -> str:
    unit = row.unit or "単位なし（率）"
    if row.count_basis is None:
        return unit
    return f"{unit}（{vocabulary.COUNT_BASIS.label(row.count_basis)}）"


@remembered
def list_exhibit(database: Database, state: EvidenceState) -> Exhibit | None:
    """The figures that a number was calculated from; None unless there are several."""
    found = queries.figures(database, split(state.figure))
    if len(found) < 2:
        return None
    return Exhibit(
        exhibit_id="figures",
        name="もとの数値",
        title="もとになった数値の一覧（単位は行ごと）",
        summary=f"選んだ数は、公表された{len(found)}個の数値から数えたか計算したもの。",
        rows=found,
        columns=queries.FIGURE_COLUMNS,
        export_only=("as_of_date", "comparator", "evidence"),
        evidence={"value": lambda row: (row["figure_id"],)},
        as_of="数値ごとに、時点の欄に示す",
        sources=source_notes(database, found["source_id"]),
    )


@remembered
def check_exhibit(database: Database, state: EvidenceState) -> Exhibit | None:
    """The checks that use the one figure that is asked for; None if there is none."""
    figure = _only_figure(database, state)
    if figure is None:
        return None
    checks = queries.checks(database, figure.figure_id)
    if checks.empty:
        return None
    return Exhibit(
        exhibit_id="figure_checks",
        name="数値の検算",
        title="この数値を使う検算の一覧（件）",
        summary=f"この数値は{len(checks)}件の検算に使われている。値を押すと、もとの数値が開く。",
        rows=checks,
        columns=source_queries.CHECK_COLUMNS,
        evidence=CHECK_EVIDENCE,
        as_of="データの更新日",
        sources=source_notes(database, [figure.source_id]),
    )


@remembered
def discrepancy_exhibit(database: Database, state: EvidenceState) -> Exhibit | None:
    """The discrepancies that touch the one figure that is asked for; None if there is none."""
    figure = _only_figure(database, state)
    if figure is None:
        return None
    found = queries.discrepancies(database, figure.figure_id)
    if found.empty:
        return None
    return Exhibit(
        exhibit_id="figure_discrepancies",
        name="数値の相違の記録",
        title="この数値に関わる相違の記録の一覧（件）",
        summary=f"{len(found)}件の記録が、この数値の行または表に関わる。",
        rows=found,
        columns=source_queries.DISCREPANCY_COLUMNS,
        export_only=("table_name", "row_key", "column_name"),
        as_of="文書の公表時",
        sources=source_notes(database, found["source_id"]),
    )


def _only_figure(database: Database, state: EvidenceState) -> RegisteredFigure | None:
    """The figure that is asked for; None if several are, or none."""
    found = asked_for(database, state)
    return found[0] if len(found) == 1 else None


@remembered
def disputes(database: Database, figure_ids: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Those of some figures that have discrepancies on their own rows, with the ids of these."""
    found: dict[str, tuple[str, ...]] = {}
    for row in queries.touches(database, figure_ids):
        found[row.figure_id] = (*found.get(row.figure_id, ()), row.discrepancy_id)
    return found


def passage(database: Database, row: RegisteredFigure) -> Passage:
    """What the imported document says of a figure.

    Documents are no part of the repository; where one is not imported, the remark says how to.
    """
    figure = figure_from(asdict(row))
    if figure is None:
        return Passage("この出典には行番号がなく、文書の抜粋は示せない。")
    source_id = row.source_id
    document = stored(source_id)
    if document is None:
        return Passage(
            f"文書 {source_id} はこのコンピューターに取り込まれていない。"
            f"「python -m lib.documents import 文書のファイル --source {source_id}」で取り込むと、"
            "ここに記載を示す。"
        )
    hidden = _withheld_lines(database, source_id)
    if hidden and not _is_confirmed(database, document):
        return Passage("示さない行のある文書で、確認した版と違うため、抜粋は示さない。")
    own = (figure_from(asdict(item)) for item in queries.figures_of_source(database, source_id))
    findings = locate((item for item in own if item is not None), document)
    finding = next(item for item in findings if item.figure.figure_id == figure.figure_id)
    if (finding.mark.line if finding.mark else figure.first_line) in hidden:
        return Passage("個人が分かりうる表の中にあるため、抜粋は示さない。")
    return Passage(_remark(database, document, finding), _lines(document, finding, hidden))


def _withheld_lines(database: Database, source_id: str) -> frozenset[int]:
    found: set[int] = set()
    for locator in queries.withheld_lines(database, source_id):
        first, last = formats.lines(locator)
        found.update(range(first, last + 1))
    return frozenset(found)


def _is_confirmed(database: Database, document: Document) -> bool:
    source = source_queries.sources_by_id(database, [document.source_id])[0]
    return source.text_sha256 == document.sha256


def _remark(database: Database, document: Document, finding: Finding) -> str:
    is_confirmed = _is_confirmed(database, document)
    version = "確認した版と同じ文書" if is_confirmed else "確認した版とは違う文書"
    page = document.page_of(finding.mark.line) if finding.mark else None
    place = f"（{page}頁）" if page else ""
    return f"{finding.status.value}{place}。取り込まれているのは{version}。"


def _lines(document: Document, finding: Finding, hidden: frozenset[int]) -> tuple[PassageLine, ...]:
    figure, mark = finding.figure, finding.mark
    first, last = (mark.line, mark.line) if mark else (figure.first_line, figure.last_line)
    numbers = range(
        max(1, first - _LINES_AROUND), min(len(document.lines), last + _LINES_AROUND) + 1
    )
    return tuple(
        _line(document.lines[number - 1], number, finding)
        for number in numbers
        if number not in hidden and document.lines[number - 1].strip()
    )


def _line(text: str, number: int, finding: Finding) -> PassageLine:
    mark = finding.mark
    if mark is None or mark.line != number:
        is_long = len(text) > 2 * _CHARACTERS_AROUND
        return PassageLine(number, text[: 2 * _CHARACTERS_AROUND] + ("…" if is_long else ""))
    start = max(0, mark.start - _CHARACTERS_AROUND)
    end = mark.end + _CHARACTERS_AROUND
    before = ("…" if start else "") + text[start : mark.start]
    behind = text[mark.end : end] + ("…" if end < len(text) else "")
    return PassageLine(number, before, text[mark.start : mark.end], behind)
