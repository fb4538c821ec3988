"""From frames to plain Python values, where code looks at single rows."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = dict[str, Any]
Row = TypeVar("Row", bound="DataclassInstance")


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame as plain Python values: None where a value is missing, dates as dates."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def rows_of(frame: pd.DataFrame, kind: type[Row]) -> tuple[Row, ...]:
    """The rows of a frame as a dataclass whose fields are some of its columns.

    Raises:
        KeyError: The frame lacks one of the fields.
    """
    names = [field.name for field in fields(kind)]
    return tuple(kind(**row) for row in records(frame[names]))


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
