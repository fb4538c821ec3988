"""Filters whose values live in the address, so that a view can be sent to somebody else."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Generic, TypeVar

import streamlit as st

from lib import formats
from lib.state import encoded, parameters, parsed
from lib.ui import session
from lib.ui.fields import ask, taken
from lib.ui.markdown import plain

State = TypeVar("State")

_LIST_WIDTH_PX = 260
_MONEY_WIDTH_PX = 400  # with its label, which repeats the amount that was read
_TEXT_WIDTH_PX = 360
_REST = "ほかの条件"


class Controls(Generic[State]):
    """The filters of a page, bound to the fields of its state.

    Attributes:
        state: What the address and the widgets say; complete before any widget is drawn.
    """

    def __init__(self, state_type: type[State]) -> None:
        self._state_type = state_type
        self._parameters = parameters(state_type)
        self._drawn: list[str] = []
        self._has_chips: set[str] = set()
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
            elif self._parameters[name].options and self._key(name) in st.session_state:
                # Another edition of the data may offer less; Streamlit refuses such a choice.
                self._put(name, self._value(name))

    def _own_query(self) -> dict[str, str]:
        address = st.query_params.to_dict()
        return {name: text for name, text in address.items() if name in self._parameters}

    def _put(self, name: str, value: Any) -> None:  # noqa: ANN401 - a field of any kind
        parameter = self._parameters[name]
        if parameter.is_money:
            value = formats.number(value)
        st.session_state[self._key(name)] = list(value) if parameter.is_list else value

    def _read(self) -> State:
        return self._state_type(**{name: self._value(name) for name in self._parameters})

    def _value(self, name: str) -> Any:  # noqa: ANN401 - a field of any kind
        asked_for, key = getattr(self._asked_for, name), self._key(name)
        if key not in st.session_state:
            return asked_for
        return taken(self._parameters[name], st.session_state[key], asked_for)

    def _compare(self, name: str, value: Any) -> None:  # noqa: ANN401 - a field of any kind
        """Has the page drawn again where the browser held another value than the address."""
        used = getattr(self.state, name)
        if taken(self._parameters[name], value, used) != used:
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
        parameter, key = self._parameters[name], self._key(name)
        if not parameter.options:
            return
        self._drawn.append(name)
        chosen = st.segmented_control(
            parameter.label,
            list(parameter.options),
            default=None if key in st.session_state else getattr(self.state, name),
            format_func=parameter.options.__getitem__,
            key=key,
            required=True,
            disabled=is_disabled,
        )
        self._compare(name, chosen)

    def field(self, name: str, *, is_narrow: bool = False, **more: Any) -> None:  # noqa: ANN401 - as the kind takes
        """A list, or a field for words, a number or an amount of money."""
        parameter = self._parameters[name]
        self._drawn.append(name)
        is_narrow = is_narrow or parameter.is_list or parameter.minimum is not None
        width = _LIST_WIDTH_PX if is_narrow else _TEXT_WIDTH_PX
        shape = {"width": _MONEY_WIDTH_PX if parameter.is_money else width} | more
        typed = ask(parameter, getattr(self.state, name), key=self._key(name), **shape)
        self._compare(name, typed)

    def choose(self, name: str, value: Any) -> None:  # noqa: ANN401 - a field of any kind
        """Sets a field from a callback, as when a part of a chart is clicked."""
        self._put(name, value)

    def choose_all(self, state: State) -> None:
        """Sets every field from a callback."""
        for name in self._parameters:
            self._put(name, getattr(state, name))

    def folded(self, names: Collection[str], note: str = "") -> None:
        """The rest of the filters behind one button; what is chosen there stands beside it.

        Args:
            names: The filters.
            note: What a user must know of them.
        """
        self._has_chips.update(names)
        count = len({name for name, _ in self._chosen(names)})
        words = f"{_REST}（{count}）" if count else _REST
        with (
            st.popover(words, key=f"{self._state_type.__name__}-rest"),
            st.container(key="filters-rest"),
        ):
            for name in names:
                if self._parameters[name].is_list:
                    self.field(name, width="stretch")
                else:
                    self.segments(name)
            if note:
                st.caption(note)
        for name, code in self._chosen(names):
            self._chip(name, code)

    def _chosen(self, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
        """Name and code of all that differs from where the filters began."""
        begin = self._state_type()
        for name in names:
            value = getattr(self.state, name)
            if value != getattr(begin, name):
                yield from ((name, code) for code in (value if type(value) is tuple else (value,)))

    def chips_of_narrow_windows(self) -> None:
        """What is chosen in the filters drawn so far, for windows that fold them away."""
        own = [name for name in self._drawn if name not in self._has_chips]
        for name, code in self._chosen(own):
            self._chip(name, code, "chip-narrow")

    def _chip(self, name: str, code: str, kind: str = "chip") -> None:
        """A button that names a choice and takes it off."""
        parameter = self._parameters[name]
        st.button(
            f"{parameter.label}: {parameter.options.get(code, code)}",
            icon=":material/close:",
            icon_position="right",
            help="この条件を外す",
            on_click=self._take_off,
            args=(name, code),
            key=f"{kind}-{name}-{code}",
        )

    def _take_off(self, name: str, code: str) -> None:
        value = getattr(self.state, name)
        if self._parameters[name].is_list:
            self._put(name, tuple(own for own in value if own != code))
        else:
            self._put(name, getattr(self._state_type(), name))

    def reset_button(self, *kept: str) -> None:
        """A button that takes all filters back to where they began, once one was changed.

        Args:
            kept: Names of what is no condition and stays as it is.
        """
        names = [name for name in self._parameters if name not in kept]
        if any(self._chosen(names)):
            st.button(
                "条件をすべて外す", icon=":material/undo:", on_click=self._reset, args=(names,)
            )

    def _reset(self, names: Iterable[str]) -> None:
        begin = self._state_type()
        for name in names:
            self._put(name, getattr(begin, name))
