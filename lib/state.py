"""The state of a page as plain text: from an address to typed values and back.

A page declares its state as a frozen dataclass whose fields are made by ``choice``, ``choices``,
``words`` and ``whole_number``. Keys in addresses are the fields' names, values are codes.

A default may come from the rows, as the newest year does. What is kept, as in a meeting, holds it
too, so that it still means the same when rows were added.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, TypeVar

from lib import formats

State = TypeVar("State")
# Options that stand in the data are asked for when they are needed, not when a module is loaded.
Options = Mapping[str, str] | Callable[[], Mapping[str, str]]

_SEPARATOR = "."  # between the codes of a list; needs no escaping in an address
_LONGEST_TEXT = 100  # characters; longer searches come from no person
_LONGEST_NUMBER = 20  # digits; thousands of them take int() long, and more make it raise
_LONGEST_QUOTE = 40  # characters of a refused value that are repeated on the page


@dataclass(frozen=True)
class Parameter:
    """What one field of a state may hold.

    Attributes:
        label: Japanese name of the filter.
        declared_options: Code to words, for choices; empty for text and numbers.
        is_list: Whether several options may be chosen.
        minimum: Smallest whole number.
        maximum: Largest whole number.
        longest: Most characters of a text; None for everything else.
        is_money: Whether the number is an amount in yen, typed as people write amounts.
        declared_readings: Code to what else an option is found by in a list, if anything.
    """

    label: str
    declared_options: Options
    is_list: bool = False
    minimum: int | None = None
    maximum: int | None = None
    longest: int | None = None
    is_money: bool = False
    declared_readings: Options = field(default_factory=dict)

    @property
    def options(self) -> Mapping[str, str]:
        """Code to words, in the order of display."""
        return _known(self.declared_options)

    def listed(self, code: str) -> str:
        """The words of an option in a list, with its readings: browsers search what they show."""
        reading = _known(self.declared_readings).get(code)
        return f"{self.options[code]}　{reading}" if reading else self.options[code]


def _known(declared: Options) -> Mapping[str, str]:
    return declared() if callable(declared) else declared


@dataclass(frozen=True)
class Rejected:
    """A value in an address that the page does not know; the page's default was used instead.

    Attributes:
        label: Japanese name of the filter.
        value: The value, shortened.
    """

    label: str
    value: str


def choice(
    label: str,
    options: Options,
    default: str | Callable[[], str],
    readings: Options | None = None,
) -> Any:  # noqa: ANN401 - like dataclasses.field
    """A field that holds one code; a default that is called comes from the rows.

    Args:
        label: Japanese name of the filter.
        options: Code to words.
        default: The code to begin with.
        readings: Code to what else an option is found by in a list.
    """
    return _field(default, Parameter(label, options, declared_readings=readings or {}))


def choices(label: str, options: Options) -> Any:  # noqa: ANN401 - like dataclasses.field
    """A field that holds a tuple of codes in the order of the options; none chosen means all."""
    return field(default=(), metadata={"parameter": Parameter(label, options, is_list=True)})


def words(label: str, longest: int = _LONGEST_TEXT) -> Any:  # noqa: ANN401 - like dataclasses.field
    """A field that holds text typed by the user, of no more than some characters."""
    return field(default="", metadata={"parameter": Parameter(label, {}, longest=longest)})


def whole_number(label: str, default: int | Callable[[], int], minimum: int, maximum: int) -> Any:  # noqa: ANN401 - like dataclasses.field
    """A field that holds a whole number within bounds; a default that is called comes from rows."""
    return _field(default, Parameter(label, {}, minimum=minimum, maximum=maximum))


def _field(default: object, parameter: Parameter) -> Any:  # noqa: ANN401 - like dataclasses.field
    metadata = {"parameter": parameter}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def newest(options: Callable[[], Mapping[str, str]]) -> Callable[[], str]:
    """The last of some options as a default; an empty code where there is none."""
    return lambda: next(reversed(list(options())), "")


def amount(label: str, default: int | Callable[[], int], minimum: int, maximum: int) -> Any:  # noqa: ANN401 - like dataclasses.field
    """A field that holds an amount in whole yen within bounds."""
    return _field(default, Parameter(label, {}, minimum=minimum, maximum=maximum, is_money=True))


def parameters(state_type: type[State]) -> dict[str, Parameter]:
    """The parameters of a state, by the name of the field."""
    return {item.name: item.metadata["parameter"] for item in _fields(state_type)}


def _fields(state_type: type[State]) -> tuple[Field[Any], ...]:
    return fields(state_type)  # type: ignore[arg-type] # only dataclasses are passed


def parsed(state_type: type[State], query: Mapping[str, str]) -> tuple[State, list[Rejected]]:
    """The state that an address stands for.

    Args:
        state_type: The dataclass of the page's state.
        query: The parameters of the address; unknown keys are ignored.

    Returns:
        The state, and the values that were not accepted.
    """
    values: dict[str, Any] = {}
    rejected: list[Rejected] = []
    for name, parameter in parameters(state_type).items():
        if name not in query:
            continue
        value, refused = _parsed_value(parameter, query[name])
        rejected.extend(Rejected(parameter.label, shortened(text)) for text in refused)
        if value is not None:
            values[name] = value
    return state_type(**values), rejected


def _parsed_value(parameter: Parameter, text: str) -> tuple[Any, list[str]]:
    if parameter.is_list:
        wanted = [code for code in text.split(_SEPARATOR) if code]
        unknown = _SEPARATOR.join(code for code in wanted if code not in parameter.options)
        return in_order(parameter, wanted), [unknown] if unknown else []
    if parameter.longest is not None:
        written = without_control(text)
        return (written, []) if len(written) <= parameter.longest else (None, [text])
    if parameter.minimum is None or parameter.maximum is None:
        return (text, []) if text in parameter.options else (None, [text])
    is_number = len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdigit()
    if is_number and parameter.minimum <= int(text) <= parameter.maximum:
        return int(text), []
    return None, [text]


def without_control(text: str) -> str:
    """A text without control characters, which nobody types and no file name may hold."""
    return "".join(character for character in text if unicodedata.category(character) != "Cc")


def shortened(text: str) -> str:
    """A text of a visitor as a page repeats it: without control characters, not too long."""
    written = without_control(text)
    is_long = len(written) > _LONGEST_QUOTE
    return f"{written[:_LONGEST_QUOTE]}…" if is_long else written


def in_order(parameter: Parameter, codes: Iterable[str]) -> tuple[str, ...]:
    """The known codes among some, each once, in the order of the options."""
    wanted = set(codes)
    return tuple(code for code in parameter.options if code in wanted)


def part(state: object, part_type: type[State]) -> State:
    """The part of a state that another type holds, whose fields it has too."""
    return part_type(**{name: getattr(state, name) for name in parameters(part_type)})


def encoded(state: object, *, is_short: bool = False) -> dict[str, str]:
    """The parameters of the address of a state; values equal to a fixed default are left out.

    Args:
        state: The state.
        is_short: Leaves out defaults that come from the rows, too. They may change with the rows,
            so that only an address that is made anew at each visit may do without them.
    """
    query = {}
    for item in _fields(type(state)):
        value = getattr(state, item.name)
        if value not in (_default(item) if is_short else item.default, ""):
            is_list = item.metadata["parameter"].is_list
            query[item.name] = _SEPARATOR.join(value) if is_list else str(value)
    return query


def described(state: object, only: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
    """Label and words of the fields that differ from their defaults, for exports and notes.

    Args:
        state: The state.
        only: Names of the fields to look at; None for all.
    """
    wanted = None if only is None else set(only)
    return tuple(
        _field_words(state, item)
        for item in _fields(type(state))
        if (wanted is None or item.name in wanted) and getattr(state, item.name) != _default(item)
    )


def _default(item: Field[Any]) -> object:
    return item.default if item.default_factory is MISSING else item.default_factory()


def field_words(state: object, *names: str) -> tuple[tuple[str, str], ...]:
    """Label and words of the named fields, defaults included."""
    return tuple(_field_words(state, item) for item in _fields(type(state)) if item.name in names)


def _field_words(state: object, item: Field[Any]) -> tuple[str, str]:
    value = getattr(state, item.name)
    parameter: Parameter = item.metadata["parameter"]
    if isinstance(value, int):
        return parameter.label, formats.number(value)
    codes = value if parameter.is_list else (value,)
    return parameter.label, "、".join(parameter.options.get(code, str(code)) for code in codes)
