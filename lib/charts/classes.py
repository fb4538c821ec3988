"""Divides values into few classes with round limits, for maps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_NICE_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_A_LITTLE_MORE = 1.01  # makes the next larger round step of a round step


@dataclass(frozen=True)
class ValueClass:
    """Values from ``low`` to below ``high``; the last class includes its limit."""

    low: float
    high: float


def value_classes(values: Sequence[float], most: int) -> list[ValueClass]:
    """At most ``most`` classes of equal width with round limits that hold all values.

    They begin at 0 unless all values lie above a third of the largest, where most would fall into
    one class.

    Args:
        values: Values above 0; zero is no class of its own here.
        most: The largest number of classes, at least 1.

    Returns:
        Classes in ascending order; few different whole numbers get a class each.
    """
    distinct = sorted(set(values))
    if len(distinct) == 1 or (
        len(distinct) <= most and all(float(value).is_integer() for value in distinct)
    ):
        return [ValueClass(value, value) for value in distinct]
    if not distinct:
        return []
    smallest, largest = distinct[0], distinct[-1]
    low = smallest if smallest > largest / 3 else 0.0
    step = _nice_step((largest - low) / most)
    while math.ceil(largest / step) - math.floor(low / step) > most:
        step = _nice_step(step * _A_LITTLE_MORE)
    first, last = math.floor(low / step), math.ceil(largest / step)
    return [ValueClass(step * index, step * (index + 1)) for index in range(first, last)]


def _nice_step(width: float) -> float:
    """The smallest round step that is not below a width."""
    magnitude = 10.0 ** math.floor(math.log10(width))
    return magnitude * next(step for step in _NICE_STEPS if magnitude * step >= width * (1 - 1e-9))


def class_index(value: float, classes: Sequence[ValueClass]) -> int:
    """The position of the class of a value.

    Raises:
        ValueError: No class holds the value.
    """
    for index, item in enumerate(classes):
        is_closed = item.low == item.high or index == len(classes) - 1
        if item.low <= value < item.high or (is_closed and value == item.high):
            return index
    message = f"no class holds {value}"
    raise ValueError(message)
