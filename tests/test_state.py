"""The state of a page and its address say the same."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lib.state import (
    Rejected,
    choice,
    choices,
    described,
    encoded,
    parameters,
    parsed,
    whole_number,
    words,
)
from lib.views.calculator import CalculatorState
from lib.views.catalogue import CatalogueState
from lib.views.map_state import MapState
from lib.views.project import ProjectState
from lib.views.sources import SourcesState
from lib.views.subsidy import GrantState
from lib.views.variance import VarianceState

TIMEOUT_S = 30
STATES = (
    CatalogueState,
    MapState,
    ProjectState,
    SourcesState,
    GrantState,
    CalculatorState,
    VarianceState,
)


@dataclass(frozen=True)
class Sample:
    show: str = choice("表示", {"a": "あ", "b": "い"}, "a")
    theme: tuple[str, ...] = choices("テーマ", {"x": "エ", "y": "オ", "z": "カ"})
    text: str = words("検索")
    figures: str = words("数値", longest=3000)
    cost: int = whole_number("費用", 5, 0, 10)


def test_defaults_leave_the_address_empty() -> None:
    assert encoded(Sample()) == {}


def test_values_are_written_as_codes() -> None:
    state = Sample("b", ("x", "z"), "薬物", cost=0)

    assert encoded(state) == {"show": "b", "theme": "x.z", "text": "薬物", "cost": "0"}


def test_lists_are_read_in_the_order_of_the_options_and_without_repetition() -> None:
    assert parsed(Sample, {"theme": "z.x.z"})[0].theme == ("x", "z")


@pytest.mark.parametrize(
    ("query", "label", "value"),
    [
        ({"show": "c"}, "表示", "c"),
        ({"theme": "x.q"}, "テーマ", "q"),
        ({"theme": ".".join("q" * 5000)}, "テーマ", "q." * 20 + "…"),
        ({"cost": "11"}, "費用", "11"),
        ({"cost": "-1"}, "費用", "-1"),
        ({"cost": "５"}, "費用", "５"),
        ({"cost": "1" * 10_000}, "費用", "1" * 40 + "…"),
        ({"text": "あ" * 101}, "検索", "あ" * 40 + "…"),
        ({"figures": "a" * 3001}, "数値", "a" * 40 + "…"),
        ({"show": "c\x00\n"}, "表示", "c"),
    ],
)
def test_values_that_are_not_accepted_are_reported(
    query: dict[str, str], label: str, value: str
) -> None:
    state, rejected = parsed(Sample, query)

    assert rejected == [Rejected(label, value)]
    assert state.show == "a"
    assert state.cost == 5
    assert state.text == state.figures == ""


def test_unknown_keys_are_ignored() -> None:
    assert parsed(Sample, {"other": "1"}) == (Sample(), [])


def test_a_text_may_be_as_long_as_its_field_says() -> None:
    query = {"text": "あ" * 100, "figures": "a" * 3000}

    state, rejected = parsed(Sample, query)

    assert encoded(state) == query
    assert rejected == []


def test_control_characters_are_taken_out_of_text() -> None:
    state, rejected = parsed(Sample, {"text": "薬\x00物\r\n\x7f\x85"})

    assert state.text == "薬物"
    assert rejected == []


def test_a_text_field_takes_what_an_address_may_hold_and_no_more() -> None:
    def page() -> None:
        import streamlit  # noqa: PLC0415 - runs as a script of its own

        from lib.ui.controls import Controls  # noqa: PLC0415
        from lib.views.catalogue import CatalogueState  # noqa: PLC0415

        controls = Controls(CatalogueState)
        controls.field("text", placeholder="例")
        streamlit.write(f"[{controls.state.text}]")

    app = AppTest.from_function(page, default_timeout=TIMEOUT_S)
    app.query_params["text"] = "薬物"
    app.run()

    assert app.text_input[0].proto.max_chars == parameters(CatalogueState)["text"].longest
    app.text_input[0].set_value("薬\t物").run()
    assert app.markdown[0].value == "[薬物]"
    assert app.query_params["text"] == "薬物"


def test_only_what_differs_from_the_default_is_described() -> None:
    state = Sample("b", ("y", "z"))

    assert described(state) == (("表示", "い"), ("テーマ", "オ、カ"))


def _field_values(parameter: Any) -> st.SearchStrategy[Any]:
    options = list(parameter.options)
    if parameter.is_list:
        chosen = st.sets(st.sampled_from(options))
        return chosen.map(lambda codes: tuple(code for code in options if code in codes))
    if parameter.minimum is not None:
        return st.integers(parameter.minimum, parameter.maximum)
    if parameter.longest is None:
        return st.sampled_from(options)
    typed = st.characters(exclude_categories=("Cc", "Cs"))
    return st.text(typed, max_size=min(parameter.longest, 200))


@pytest.mark.parametrize("state_type", STATES)
@given(data=st.data())
def test_every_state_survives_the_way_to_the_address_and_back(
    state_type: type[Any], data: st.DataObject
) -> None:
    values = {
        name: data.draw(_field_values(parameter))
        for name, parameter in parameters(state_type).items()
    }
    state = state_type(**values)

    assert parsed(state_type, encoded(state)) == (state, [])


@pytest.mark.parametrize("state_type", STATES)
def test_codes_in_addresses_are_plain_ascii(state_type: type[Any]) -> None:
    for name, parameter in parameters(state_type).items():
        assert name.isascii()
        for code in parameter.options:
            assert code.isascii()
            assert "." not in code
