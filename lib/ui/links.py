"""Links from cells of tables to other pages."""

import pandas as pd

from lib.ui.frame import address


def project_link(row: pd.Series) -> str:
    """The address of the project that a row belongs to."""
    return address("project", project=str(row["project_id"]))
