"""From frames to plain Python values, where code looks at single rows."""

from typing import Any, TypeVar, get_type_hints

import pandas as pd

Record = dict[str, Any]
Row = TypeVar("Row")


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
    return tuple(kind(**row) for row in records(frame[list(get_type_hints(kind))]))


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
