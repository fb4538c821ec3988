"""Shows rows as a table that can be read aloud, printed and searched in the browser."""

import streamlit as st

from lib.exhibits import Exhibit
from lib.views.data import remembered
from lib.views.tabled import DISPUTED, table

_MANY_ROWS = 14


def show_table(exhibit: Exhibit) -> None:
    """Shows the rows of an exhibit, with a line on what can be done with them."""
    st.html(_hint(exhibit) + _table(exhibit))


@remembered
def _table(exhibit: Exhibit) -> str:
    return str(table(exhibit))


def _hint(exhibit: Exhibit) -> str:
    hints = []
    if exhibit.evidence:
        hints.append("数字を押すと、その根拠（文書の中の場所と時点）が開く。")
    if exhibit.disputes:
        hints.append(f"{DISPUTED}は相違の記録がある数値。")
    if len(exhibit.rows) > _MANY_ROWS:
        hints.append(f"表の中を動かすと、{len(exhibit.rows)}行すべてが見える。")
    return f'<p class="hint">{"".join(hints)}</p>' if hints else ""
