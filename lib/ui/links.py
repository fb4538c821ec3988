"""Links from cells of tables to other pages."""

from lib.frames import Record
from lib.ui.frame import address


def project_link(row: Record) -> str:
    """The address of the project that a row belongs to."""
    return address("project", project=row["project_id"])
