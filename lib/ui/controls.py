"""Filters whose values live in the address, so that a view can be sent to somebody else."""

from typing import Any, Generic, TypeVar

import streamlit as st

from lib import formats
from lib.state import encoded, in_order, parameters, parsed, without_control
from lib.ui import session
from lib.ui.markdown import plain
from lib.ui.money import accepted_amount, money_field

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
        """Sets the widgets from the address where it changed other than by the widgets.

        A widget that is not drawn yet begins at the address by its default, so that what the
        browser kept of an earlier session wins.
        """
        query = self._own_query()
        self._asked_for, rejected = parsed(self._state_type, query)
        for refusal in rejected:
            st.warning(
                f"アドレスの「{refusal.label}」にある「{plain(refusal.value)}」は使えない値です。"
                "初めの設定で表示しています。条件を選び直してください。"
            )
        has_changed = st.session_state.get(self._memory_key) != query
        for name in self._parameters:
            if has_changed and self._key(name) in st.session_state:
                self._put(name, getattr(self._asked_for, name))

    def _own_query(self) -> dict[str, str]:
        address = st.query_params.to_dict()
        return {name: text for name, text in address.items() if name in self._parameters}

    def _put(self, name: str, value: Any) -> None:  # noqa: ANN401 - a field of any kind
        parameter = self._parameters[name]
        if parameter.is_money:
            value = formats.number(value)
        st.session_state[self._key(name)] = list(value) if parameter.is_list else value

    def _read(self) -> State:
        values = {
            name: self._normal(name, st.session_state[self._key(name)])
            if self._key(name) in st.session_state
            else getattr(self._asked_for, name)
            for name in self._parameters
        }
        return self._state_type(**values)

    def _normal(self, name: str, value: Any) -> Any:  # noqa: ANN401 - a field of any kind
        """The value of a widget as the address will be read."""
        parameter = self._parameters[name]
        if parameter.is_list:
            return in_order(parameter, value)
        if parameter.is_money:
            amount = accepted_amount(parameter, value)
            return getattr(self._asked_for, name) if amount is None else amount
        return value if parameter.longest is None else without_control(value)

    def _default(self, name: str) -> Any:  # noqa: ANN401 - a field of any kind
        """Where a widget begins; None once the session holds its value."""
        return None if self._key(name) in st.session_state else getattr(self.state, name)

    def _compare(self, name: str, value: Any) -> None:  # noqa: ANN401 - a field of any kind
        """Has the page drawn again where the browser held another value than the address."""
        if self._normal(name, value) != getattr(self.state, name):
            session.run_again()

    def _write_address(self) -> None:
        # A default that the address does not name stays out: each write is a step of the history,
        # and going back would come to the page that writes it again.
        full, named = encoded(self.state), self._own_query()
        kept = {name: text for name, text in full.items() if name in named}
        query = kept | encoded(self.state, is_short=True)
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

    def segments(self, name: str, *, is_disabled: bool = False) -> None:
        """A row of buttons, one of which is chosen; nothing where the rows offer none."""
        parameter = self._parameters[name]
        if not parameter.options:
            return
        chosen = st.segmented_control(
            parameter.label,
            list(parameter.options),
            default=self._default(name),
            format_func=parameter.options.__getitem__,
            key=self._key(name),
            required=True,
            disabled=is_disabled,
        )
        self._compare(name, chosen)

    def select(self, name: str) -> None:
        """A list, one of which is chosen; it is searched by readings too."""
        parameter = self._parameters[name]
        codes, default = list(parameter.options), self._default(name)
        chosen = st.selectbox(
            parameter.label,
            codes,
            codes.index(default) if default is not None else 0,
            format_func=parameter.listed,
            key=self._key(name),
            filter_mode="contains",
            width=_TEXT_WIDTH_PX,
        )
        self._compare(name, chosen)

    def several(self, name: str) -> None:
        """A list of which any number is chosen; none means all."""
        parameter = self._parameters[name]
        chosen = st.multiselect(
            parameter.label,
            list(parameter.options),
            self._default(name),
            format_func=parameter.listed,
            key=self._key(name),
            placeholder="すべて",
            select_all=False,
            filter_mode="contains",
            width=_LIST_WIDTH_PX,
        )
        self._compare(name, chosen)

    def text(self, name: str, placeholder: str) -> None:
        """A field for words."""
        parameter = self._parameters[name]
        typed = st.text_input(
            parameter.label,
            self._default(name) or "",
            max_chars=parameter.longest,
            key=self._key(name),
            placeholder=placeholder,
            width=_TEXT_WIDTH_PX,
        )
        self._compare(name, typed)

    def number(self, name: str, *, step: int) -> None:
        """A field for a whole number."""
        parameter, default = self._parameters[name], self._default(name)
        chosen = st.number_input(
            parameter.label,
            min_value=parameter.minimum,
            max_value=parameter.maximum,
            value="min" if default is None else default,
            step=step,
            key=self._key(name),
            width=_LIST_WIDTH_PX,
        )
        self._compare(name, chosen)

    def money(self, name: str) -> None:
        """A field for an amount in yen as people write it; what is read stands in its label."""
        with st.container(width=_LIST_WIDTH_PX):
            typed = money_field(
                self._parameters[name],
                getattr(self.state, name),
                is_new=self._default(name) is not None,
                key=self._key(name),
            )
        self._compare(name, typed)

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
