"""Fields for the values of a filter, and how what stands in them is read on the server."""

from typing import Any, Literal

import streamlit as st

from lib import amounts, formats
from lib.state import Parameter, in_order, without_control
from lib.ui.markdown import plain


def taken(parameter: Parameter, found: Any, used: Any) -> Any:  # noqa: ANN401 - of any kind
    """The value that a field holds, as the address will be read.

    Args:
        parameter: What is asked for.
        found: What stands in the field.
        used: The value in use, which stays where an amount cannot be read, and where the rows offer
            a choice no more, as another edition of the data may not.
    """
    if parameter.is_list:
        return in_order(parameter, found)
    if parameter.is_money:
        amount = _amount(parameter, found)
        return used if amount is None else amount
    if parameter.longest is not None:
        return without_control(found)
    return used if parameter.options and found not in parameter.options else found


def ask(
    parameter: Parameter,
    value: Any,  # noqa: ANN401 - of any kind
    *,
    key: str,
    width: int | Literal["stretch"] = "stretch",
    **more: Any,  # noqa: ANN401 - of any kind
) -> Any:  # noqa: ANN401 - of any kind
    """A field of the kind that a parameter needs; lists are searched by readings too.

    Args:
        parameter: What is asked for.
        value: Where the field begins, unless the session holds what stands in it.
        key: Name of the field in the session.
        width: Width in pixels, or as wide as there is room.
        more: What a field of the kind takes besides, such as the step of a number.

    Returns:
        What stands in the field, to be read by ``taken``.
    """
    is_new = key not in st.session_state
    begin: Any = value if is_new else ""
    shape: dict[str, Any] = {"key": key, "width": width} | more
    if parameter.is_list:
        return _several(parameter, list(value) if is_new else None, shape)
    if parameter.is_money:
        return _money(parameter, value, shape, is_new=is_new)
    if parameter.longest is not None:
        return st.text_input(parameter.label, begin, max_chars=parameter.longest, **shape)
    if parameter.minimum is not None:
        return st.number_input(
            parameter.label,
            parameter.minimum,
            parameter.maximum,
            "min" if begin == "" else begin,
            **shape,
        )
    return _one(parameter, value, shape, is_new=is_new)


def _several(parameter: Parameter, begin: list[str] | None, shape: dict[str, Any]) -> list[str]:
    """A list of which any number is chosen; none means all."""
    return st.multiselect(
        parameter.label,
        list(parameter.options),
        begin,
        format_func=parameter.listed,
        placeholder="すべて",
        select_all=False,
        filter_mode="contains",
        **shape,
    )


def _one(parameter: Parameter, value: str, shape: dict[str, Any], *, is_new: bool) -> str:
    """A list of which one is chosen; the value itself where the rows offer none."""
    codes = list(parameter.options)
    if not codes:
        return value
    chosen: str = st.selectbox(
        parameter.label,
        codes,
        codes.index(value) if is_new else 0,
        format_func=parameter.listed,
        filter_mode="contains",
        **shape,
    )
    return chosen


def _money(parameter: Parameter, value: int, shape: dict[str, Any], *, is_new: bool) -> str:
    """A field for an amount as people write it; says what was read, or why it was not."""
    used = f"{formats.number(value)}円"
    with st.container(width=shape["width"]):
        typed = st.text_input(
            f"{parameter.label}　＝{used}",
            formats.number(value) if is_new else "",
            key=shape["key"],
            placeholder=amounts.EXAMPLES,
        )
        if _amount(parameter, typed) is None:
            st.error(_refusal(parameter, typed, used))
    return typed


def _amount(parameter: Parameter, text: str) -> int | None:
    """The amount in yen that was typed; None if it cannot be read or is out of bounds."""
    found = amounts.yen(text)
    low, high = parameter.minimum, parameter.maximum
    if found is None or low is None or high is None or not low <= found <= high:
        return None
    return found


def _refusal(parameter: Parameter, typed: str, used: str) -> str:
    read = amounts.yen(typed)
    low, high = (f"{formats.number(end or 0)}円" for end in (parameter.minimum, parameter.maximum))
    if read is not None:
        why = f"{formats.number(read)}円は使えません。{low}から{high}までで入力してください。"
    else:
        shown = f"「{plain(typed)}」は金額として読めません。" if typed else "金額が空欄です。"
        why = f"{shown}{amounts.EXAMPLES}のように入力してください。"
    return f"{why}今は{used}のまま示しています。"
