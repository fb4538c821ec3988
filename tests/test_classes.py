"""Classes of a map hold all values and have round limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.classes import ValueClass, class_index, value_classes


def test_few_different_whole_numbers_get_a_class_each() -> None:
    assert value_classes([1, 2, 1, 2], 5) == [ValueClass(1, 1), ValueClass(2, 2)]


def test_many_values_get_classes_of_equal_round_width() -> None:
    classes = value_classes([2, 8, 16, 24, 73, 103, 225], 5)

    assert [(item.low, item.high) for item in classes] == [
        (0, 50),
        (50, 100),
        (100, 150),
        (150, 200),
        (200, 250),
    ]


def test_values_that_lie_close_together_get_classes_where_they_lie() -> None:
    classes = value_classes([1_306_000, 1_393_000, 1_457_000, 1_500_000, 1_427_500, 1_495_000], 5)

    assert [(item.low, item.high) for item in classes] == [
        (1_300_000, 1_350_000),
        (1_350_000, 1_400_000),
        (1_400_000, 1_450_000),
        (1_450_000, 1_500_000),
    ]


def test_rates_that_lie_between_a_third_and_the_largest_get_three_classes() -> None:
    classes = value_classes([8.1, 9.5, 12.0, 14.9, 18.9], 3)

    assert [(item.low, item.high) for item in classes] == [(5, 10), (10, 15), (15, 20)]


def test_no_value_means_no_class() -> None:
    assert value_classes([], 5) == []


def test_a_value_outside_all_classes_is_refused() -> None:
    with pytest.raises(ValueError, match="no class holds 9"):
        class_index(9, [ValueClass(0, 5)])


@given(st.lists(st.floats(0.01, 1e9), min_size=1, max_size=47), st.integers(1, 5))
def test_every_value_lies_in_exactly_one_of_at_most_so_many_classes(
    values: list[float], most: int
) -> None:
    classes = value_classes(values, most)

    assert 1 <= len(classes) <= most
    for value in values:
        item = classes[class_index(value, classes)]
        assert item.low <= value <= item.high
