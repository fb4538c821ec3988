"""What the command says: editions, differences and faults, a line each."""

from collections.abc import Iterable, Iterator, Sequence

from lib import formats
from lib.addresses import address
from lib.editions.changes import KIND_WORDS, CellChange, Conflict, RowChange
from lib.editions.exhibits import ExhibitChange, FigureChange
from lib.editions.model import Edition, Event, name_of
from lib.views.pages import PAGES

_EVENTS = {
    "published": "公開",
    "confirmed": "二度の入力が一致して公開",
    "taken_back": "取り消し",
    "held": "もう一人の入力を待つ",
    "differed": "二度目の入力に違い",
    "agreed": "二度目の入力が一致",
    "withdrawn": "待っていた入力の取り下げ",
    "discarded": "ほかの人の入力の破棄",
    "uploaded": "読み込み",
    "signed_in": "サインイン",
    "exported": "書き出し",
}
_NONE = "（なし）"
_MOST_LINES = 50  # of one kind, unless all are asked for


def edition_line(edition: Edition) -> str:
    """What is known of an edition."""
    parts = [edition.name, formats.moment(edition.published_at), edition.reason]
    if edition.takes_back is not None:
        parts.append(f"{name_of(edition.takes_back)}に戻した")
    elif edition.parent is not None:
        parts.append(f"{name_of(edition.parent)}から")
    accounts = [edition.account]
    if edition.confirmed_by is not None:
        accounts.append(f"二度目の入力は{edition.confirmed_by}")
    return "　".join([*parts, *filter(None, accounts), edition.digest[:12]])


def event_line(event: Event) -> str:
    """A line of the audit log."""
    parts = (formats.moment(event.at), event.account or _NONE, event_kind(event), event.words)
    return "　".join(parts)


def event_kind(event: Event) -> str:
    """What kind of deed it was."""
    return _EVENTS.get(event.kind, event.kind)


def row_lines(found: Sequence[RowChange], *, is_whole: bool) -> Iterator[str]:
    """The rows that differ, each with its cells before and after."""
    yield f"行: {_counts([row.kind for row in found])}"
    lines = (
        f"  {row.file} {row.row_key}　{KIND_WORDS[row.kind]}"
        + (f"　{formats.joined(map(_cell, row.cells))}" if row.kind == "changed" else "")
        for row in found
    )
    yield from _limited(list(lines), is_whole=is_whole)


def figure_lines(found: Sequence[FigureChange], *, is_whole: bool) -> Iterator[str]:
    """The published figures that differ."""
    yield f"数値: {len(found)}件"
    lines = [
        f"  {one.subject}　{one.before or _NONE} → {one.after or _NONE}　{one.figure_id}"
        for one in found
    ]
    yield from _limited(lines, is_whole=is_whole)


def exhibit_lines(found: Sequence[ExhibitChange], *, is_whole: bool) -> Iterator[str]:
    """The exhibits that show something else, and then the words that differ."""
    yield f"図と表: {_counts([one.kind for one in found])}"
    lines = [
        f"  {PAGES[one.topic].title}／{one.name}　{KIND_WORDS[one.kind]}"
        f"{f'（数値{one.cells}個）' if one.cells else ''}　{_place(one)}"
        for one in found
    ]
    yield from _limited(lines, is_whole=is_whole)
    words = dict.fromkeys(pair for one in found for pair in one.words)
    yield f"言葉: {len(words)}件"
    said = [f"  {before or _NONE}\n  → {after or _NONE}" for before, after in words]
    yield from _limited(said, is_whole=is_whole)


def conflict_lines(found: Iterable[Conflict]) -> Iterator[str]:
    """The cells that two people changed differently."""
    for one in found:
        values = [
            _NONE if text is None else f"「{text}」" for text in (one.base, one.newest, one.own)
        ]
        base, newest, own = values
        place = f"{one.file} {'/'.join(one.key)} {one.column}列"
        yield f"  {place}: もと{base}　公開された版{newest}　この変更{own}"


def _cell(cell: CellChange) -> str:
    return f"{cell.column}「{cell.before or ''}」→「{cell.after or ''}」"


def _counts(kinds: Sequence[str]) -> str:
    """How many of each kind; 変わりなし for none."""
    parts = [f"{words}{kinds.count(kind)}件" for kind, words in KIND_WORDS.items() if kind in kinds]
    return formats.joined(parts) or "変わりなし"


def _place(one: ExhibitChange) -> str:
    own = address(one.topic)
    return f"{own}?{one.query}" if one.query else own


def _limited(lines: Sequence[str], *, is_whole: bool) -> Iterator[str]:
    yield from lines if is_whole else lines[:_MOST_LINES]
    if not is_whole and len(lines) > _MOST_LINES:
        yield f"  ほか{len(lines) - _MOST_LINES}件（--all ですべて）"
