"""Filters whose values live in the address, so that a view can be sent to somebody else."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import streamlit as st

from lib.state import Parameter, encoded, in_order, parameters, parsed, without_control
from lib.ui.markdown import plain

State = TypeVar("State")

_LIST_WIDTH_PX = 260
_TEXT_WIDTH_PX = 536  # of two lists and the gap between them


class Controls(Generic[State]):
    """The filters of a page, bound to the fields of its state.

    Attributes:
        state: What the address and the widgets say; complete before any widget is drawn.
    """

    def __init__(self, state_type: type[State]) -> None:
        self._state_type = state_type
        self._parameters = parameters(state_type)
        self._load()
        self.state = self._read()
        self._write_address()

    def _load(self) -> None:
        """Sets the widgets from the address where it changed other than by the widgets."""
        query = self._own_query()
        asked_for, rejected = parsed(self._state_type, query)
        for refusal in rejected:
            st.warning(
                f"アドレスの「{refusal.label}」にある「{plain(refusal.value)}」は使えない値です。"
                "初めの設定で表示しています。条件を選び直してください。"
            )
        has_changed = st.session_state.get(self._memory_key) != query
        for name in self._parameters:
            if has_changed or self._key(name) not in st.session_state:
                self._put(name, getattr(asked_for, name))

    def _own_query(self) -> dict[str, str]:
        address = st.query_params.to_dict()
        return {name: text for name, text in address.items() if name in self._parameters}

    def _put(self, name: str, value: Any) -> None:  # noqa: ANN401 - a field of any kind
        is_list = self._parameters[name].is_list
        st.session_state[self._key(name)] = list(value) if is_list else value

    def _read(self) -> State:
        values = {}
        for name, parameter in self._parameters.items():
            value = st.session_state[self._key(name)]
            if parameter.is_list:
                value = in_order(parameter, value)
            elif parameter.longest is not None:
                value = without_control(value)  # as the address will be read
            values[name] = value
        return self._state_type(**values)

    def _write_address(self) -> None:
        query = encoded(self.state)
        address = st.query_params.to_dict()
        others = {name: text for name, text in address.items() if name not in self._parameters}
        if address != others | query:
            st.query_params.from_dict(others | query)
        st.session_state[self._memory_key] = query

    @property
    def _memory_key(self) -> str:
        return f"address of {self._state_type.__name__}"

    def _key(self, name: str) -> str:
        return f"{self._state_type.__name__}.{name}"

    def _drawing(self, name: str) -> tuple[Parameter, list[str], Callable[[str], str]]:
        parameter = self._parameters[name]
        options = parameter.options
        return parameter, list(options), lambda code: options[code]

    def segments(self, name: str, *, is_disabled: bool = False) -> None:
        """A row of buttons, one of which is chosen; nothing where the rows offer none."""
        parameter, codes, words = self._drawing(name)
        if not codes:
            return
        st.segmented_control(
            parameter.label,
            codes,
            format_func=words,
            key=self._key(name),
            required=True,
            disabled=is_disabled,
        )

    def select(self, name: str) -> None:
        """A list, one of which is chosen."""
        parameter, codes, words = self._drawing(name)
        st.selectbox(
            parameter.label,
            codes,
            format_func=words,
            key=self._key(name),
            width=_TEXT_WIDTH_PX,
        )

    def several(self, name: str) -> None:
        """A list of which any number is chosen; none means all."""
        parameter, codes, words = self._drawing(name)
        st.multiselect(
            parameter.label,
            codes,
            format_func=words,
            key=self._key(name),
            placeholder="すべて",
            select_all=False,
            width=_LIST_WIDTH_PX,
        )

    def text(self, name: str, placeholder: str) -> None:
        """A field for words."""
        parameter = self._parameters[name]
        st.text_input(
            parameter.label,
            max_chars=parameter.longest,
            key=self._key(name),
            placeholder=placeholder,
            width=_TEXT_WIDTH_PX,
        )

    def number(self, name: str, *, step: int) -> None:
        """A field for a whole number."""
        parameter = self._parameters[name]
        st.number_input(
            parameter.label,
            min_value=parameter.minimum,
            max_value=parameter.maximum,
            step=step,
            key=self._key(name),
            width=_LIST_WIDTH_PX,
        )

    def choose(self, name: str, value: Any) -> None:  # noqa: ANN401 - a field of any kind
        """Sets a field from a callback, as when a part of a chart is clicked."""
        self._put(name, value)

    def choose_all(self, state: State) -> None:
        """Sets every field from a callback."""
        for name in self._parameters:
            self._put(name, getattr(state, name))

    def reset_button(self) -> None:
        """A button that takes all filters back to where they began."""
        st.button("条件をすべて外す", icon=":material/undo:", on_click=self._reset)

    def _reset(self) -> None:
        self.choose_all(self._state_type())
