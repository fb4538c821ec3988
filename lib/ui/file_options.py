"""What an officer says before a file is read: its table, and columns that it does not have."""

from collections.abc import Container, Mapping
from types import MappingProxyType

import streamlit as st

from lib import formats
from lib.editions.publishing import edition_of
from lib.editions.serving import serving
from lib.intake.given import may_be_given
from lib.intake.reading import Options, known_values
from lib.intake.templates import Field, choices, fields, templates
from lib.memory import remembered
from lib.schema import CSV_TABLES, Column, Role, Table
from lib.ui import changed, frame
from lib.update.uploads import rows_of

_MOST_THRESHOLD = 100
_THRESHOLD, _TABLE = "file-threshold", "file-table"
_CHOSEN = "options of the files of this session"  # the fields are not drawn at every step
_BY_ITSELF = "自動（見出しから決める）"
_IN_FILE = "ファイルの列から読む"
_NO_TABLE = ""
_TABLES: Mapping[str, Table] = MappingProxyType(
    {table.name: table for tables in templates().values() for table in tables}
)


def ask(edition: int | None = None) -> Options:
    """Below which number counts are kept as 秘匿; the table; what is the same in all its rows.

    Args:
        edition: The edition to which the file adds, whose values are offered; None for the newest.
    """
    _bring_back(_THRESHOLD, 0)
    threshold = st.number_input(
        "この数より小さい数を秘匿にする（0 なら、しない）",
        min_value=0,
        max_value=_MOST_THRESHOLD,
        step=1,
        width=360,
        key=_THRESHOLD,
    )
    _keep(_THRESHOLD, threshold)
    _bring_back(_TABLE, _NO_TABLE)
    given: dict[str, str] = {}
    # Drawn while it is closed too: what was said counts, and its line says it.
    with frame.folded("ファイルの読み方を指定する", _finding(), "file-options"):
        table = st.selectbox(
            "表",
            [_NO_TABLE, *_TABLES],
            format_func=lambda name: _TABLES[name].title if name else _BY_ITSELF,
            width=360,
            key=_TABLE,
        )
        _keep(_TABLE, table)
        if table:
            with changed.told_why():
                given = _ask_given(_TABLES[table], edition)
        else:
            st.caption("表を選ぶと、ファイルにない列（年度、出典など）の値を選べる。")
    return Options(table, given, int(threshold))


def _ask_given(table: Table, edition: int | None) -> dict[str, str]:
    st.caption("どの行でも同じで、ファイルに列がないものだけを入れる。列があれば、その値を読む。")
    found = {}
    with st.container(horizontal=True, key="file-given"):
        for column, options in _columns(*_version(edition), table.name):
            text = _ask_one(column, options, _key(table, column.name))
            if text:
                found[column.name] = text
    return found


def _ask_one(column: Column, options: Mapping[str, str], key: str) -> str:
    if not options:
        _bring_back(key, "")
        text: str | None = st.text_input(column.label, placeholder=_IN_FILE, width=320, key=key)
    else:
        _bring_back(key, None, options)
        text = st.selectbox(
            column.label,
            [*options],
            index=None,
            format_func=options.__getitem__,
            placeholder=_IN_FILE,
            width=320,
            key=key,
        )
    _keep(key, text)
    return (text or "").strip()


def _version(edition: int | None) -> tuple[str, int]:
    """What tells the data of an edition from those of others, and its number."""
    newest = serving().newest
    if edition is None or edition == newest.edition:
        return newest.version, newest.edition
    found = edition_of(serving().store, edition)
    return found.digest, found.number


@remembered
def _columns(
    _version: str, edition: int, table_name: str
) -> tuple[tuple[Column, Mapping[str, str]], ...]:
    """The columns of a table that may be given, each with its values and their words if listed."""
    table = _TABLES[table_name]
    known = known_values(CSV_TABLES, rows_of(serving().files(edition)))
    return tuple(
        (one.column, _words(one.column, one))
        for one in fields(table, known)
        if one.column and not one.is_name and may_be_given(table, one.column)
    )


def _words(column: Column, of: Field) -> Mapping[str, str]:
    if of.known is None:
        newest_first = choices(of)[:: -1 if column.role is Role.YEAR else 1]
        return dict(zip(newest_first, newest_first, strict=True))
    is_long = (
        column.role is Role.PLACE
    )  # titles of sources, of which a narrow field shows the start
    names = of.known.names.items()
    return {code: f"{code}　{name}" if is_long else of.known.words(code) for code, name in names}


def _finding() -> str:
    """What is said by now, for the line behind which it is."""
    name = st.session_state.get(_TABLE, _NO_TABLE)
    if not name:
        return _BY_ITSELF
    table = _TABLES[name]
    keys = {column.label: _key(table, column.name) for column in table.columns}
    said = [label for label, key in keys.items() if st.session_state.get(key, _chosen().get(key))]
    return f"{table.title}（{formats.joined(said)}を指定）" if said else table.title


def _key(table: Table, column: str) -> str:
    return f"file-{table.name}-{column}"


def forget() -> None:
    """Begins with nothing said, as for another officer in the same session."""
    for key in st.session_state.pop(_CHOSEN, {}):
        st.session_state.pop(key, None)


def _chosen() -> dict[str, object]:
    found: dict[str, object] = st.session_state.setdefault(_CHOSEN, {})
    return found


def _bring_back(key: str, default: object, options: Container[str] | None = None) -> None:
    """Has a field begin with what was said in it before, as long as that may be said."""
    value = _chosen().get(key, default)
    st.session_state.setdefault(key, value if options is None or value in options else default)


def _keep(key: str, value: object) -> None:
    _chosen()[key] = value
