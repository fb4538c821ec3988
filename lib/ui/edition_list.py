"""The editions of the data, and what differs between two of them; who published stays unsaid."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lib import formats
from lib.addresses import EDITION, address
from lib.build import WRITE_ERRORS
from lib.database import Database
from lib.editions.changes import KIND_WORDS, RowChange, changes
from lib.editions.exhibits import ExhibitChange, FigureChange, exhibit_changes, ledger_changes
from lib.editions.model import Edition, EditionError, name_of
from lib.editions.serving import serving
from lib.memory import remembered
from lib.ui import frame
from lib.ui.markdown import plain
from lib.views.pages import PAGES

_MOST_ROWS = 50  # of each kind; the command shows all
_NONE = "なし"
_COMPARING = threading.Lock()  # making all exhibits of two editions takes a processor for seconds


@dataclass(frozen=True)
class _Difference:
    """What differs between two editions."""

    rows: tuple[RowChange, ...]
    figures: tuple[FigureChange, ...]
    exhibits: tuple[ExhibitChange, ...]


def show() -> None:
    """Lists the editions once one was published, and compares two."""
    editions = serving().editions()
    if len(editions) < 2:
        return
    line = f"{editions[-1].name}まで{len(editions)}つ"
    with frame.folded("データの版", line, "editions") as is_open:
        if is_open:
            _show_list(editions)
            _offer_comparison(editions)


def _show_list(editions: Sequence[Edition]) -> None:
    newest_first = editions[::-1]
    links = (address("sources", **{EDITION: str(edition.number)}) for edition in newest_first)
    pairs = zip(newest_first, links, strict=True)
    st.table(
        {
            "版": [f"[{edition.name}]({link})" for edition, link in pairs],
            "公開": [formats.moment(edition.published_at) for edition in newest_first],
            "理由": [plain(edition.reason) for edition in newest_first],
            "もとの版": [_origin(edition) for edition in newest_first],
        }
    )


def _origin(edition: Edition) -> str:
    if edition.takes_back is not None:
        return f"{name_of(edition.takes_back)}に戻した"
    return _NONE if edition.parent is None else name_of(edition.parent)


def _offer_comparison(editions: Sequence[Edition]) -> None:
    names = {edition.number: f"{edition.name}　{edition.reason}" for edition in editions}
    with frame.filters("editions"):
        before, after = (
            st.selectbox(
                label,
                list(names),
                len(names) - back,
                format_func=names.__getitem__,
                key=f"compared-{back}",
                width=320,
            )
            for label, back in (("前の版", 2), ("後の版", 1))
        )
        is_asked = st.button("比べる")
    if is_asked:
        _compare(before, after)


def _compare(before: int, after: int) -> None:
    try:
        with st.spinner("2つの版を比べています（数秒かかります）"), _COMPARING:
            found = _difference(serving().at(before), serving().at(after))
    except EditionError as error:
        st.warning(plain(str(error)))
        return
    except WRITE_ERRORS:
        st.warning(
            "版を開けませんでした。システムの担当者に、ディスクの空きを確かめてもらってください。"
        )
        return
    _show(found, f"{name_of(before)}から{name_of(after)}")


@remembered
def _difference(before: Database, after: Database) -> _Difference:
    files = (serving().files(one.edition) for one in (before, after))
    return _Difference(
        changes(*files), ledger_changes(before, after), exhibit_changes(before, after)
    )


def _show(found: _Difference, name: str) -> None:
    words = tuple(dict.fromkeys(pair for one in found.exhibits for pair in one.words))
    counts = (len(part) for part in (found.rows, found.figures, found.exhibits, words))
    st.markdown("**{}: 行{}件、数値{}件、図と表{}件、言葉{}件**".format(plain(name), *counts))
    figures = found.figures
    _table(
        {
            "数値": [one.subject for one in figures],
            "前": [one.before or _NONE for one in figures],
            "後": [one.after or _NONE for one in figures],
        }
    )
    cells = [(row, cell) for row in found.rows if row.kind == "changed" for cell in row.cells]
    _table(
        {
            "表の行": [f"{row.file} {row.row_key}" for row, _ in cells],
            "列": [cell.column for _, cell in cells],
            "前": [cell.before or _NONE for _, cell in cells],
            "後": [cell.after or _NONE for _, cell in cells],
        }
    )
    others = [row for row in found.rows if row.kind != "changed"]
    _table(
        {
            "表の行": [f"{row.file} {row.row_key}" for row in others],
            "変わり方": [KIND_WORDS[row.kind] for row in others],
        }
    )
    _table(
        {
            "図と表": [f"{PAGES[one.topic].title}／{one.name}" for one in found.exhibits],
            "変わり方": [KIND_WORDS[one.kind] for one in found.exhibits],
            "変わった数値": [f"{one.cells}個" for one in found.exhibits],
        }
    )
    _table({"前の言葉": [old for old, _ in words], "後の言葉": [new for _, new in words]})


def _table(columns: dict[str, list[str]]) -> None:
    """A table of what there is, up to a length that a page can hold."""
    count = len(next(iter(columns.values())))
    if count:
        st.table(
            {name: [plain(one) for one in cells[:_MOST_ROWS]] for name, cells in columns.items()}
        )
    if count > _MOST_ROWS:
        st.caption(f"ほか{count - _MOST_ROWS}件。すべては命令 compare で。")
