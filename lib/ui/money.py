"""A field for an amount of money, read on the server."""

import streamlit as st

from lib import amounts, formats
from lib.state import Parameter
from lib.ui.markdown import plain


def accepted_amount(parameter: Parameter, text: str) -> int | None:
    """The amount in yen that was typed; None if it cannot be read or is out of bounds."""
    found = amounts.yen(text)
    low, high = parameter.minimum, parameter.maximum
    if found is None or low is None or high is None or not low <= found <= high:
        return None
    return found


def money_field(parameter: Parameter, value: int, *, is_new: bool, key: str) -> str:
    """Asks for an amount and says what was read, or why it was not.

    Args:
        parameter: Label and bounds.
        value: The amount in use, in yen.
        is_new: Whether the field begins at that amount; else the session holds its text.
        key: Name of the field.

    Returns:
        What stands in the field.
    """
    used = f"{formats.number(value)}円"
    typed = st.text_input(
        f"{parameter.label}　＝{used}",
        formats.number(value) if is_new else "",
        key=key,
        placeholder=amounts.EXAMPLES,
    )
    if accepted_amount(parameter, typed) is None:
        st.error(_refusal(parameter, typed, used))
    return typed


def _refusal(parameter: Parameter, typed: str, used: str) -> str:
    read = amounts.yen(typed)
    low, high = (f"{formats.number(end or 0)}円" for end in (parameter.minimum, parameter.maximum))
    if read is not None:
        why = f"{formats.number(read)}円は使えません。{low}から{high}までで入力してください。"
    else:
        shown = f"「{plain(typed)}」は金額として読めません。" if typed else "金額が空欄です。"
        why = f"{shown}{amounts.EXAMPLES}のように入力してください。"
    return f"{why}今は{used}のまま示しています。"
