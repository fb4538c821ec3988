"""From frames to plain Python values, where code looks at single rows."""

from typing import Any

import pandas as pd

Record = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame as plain Python values: None where a value is missing, dates as dates."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
