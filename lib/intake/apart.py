"""Unpacks workbooks in a process of its own: ``python3 -m lib.intake.apart`` reads one from stdin.

A damaged or hostile workbook can make a reader take all memory or end its process; the server must
not end with it. The process is given little memory and time, and answers in JSON.
"""

import datetime as dt
import json
import subprocess
import sys
from typing import Any

from lib import paths
from lib.intake import files
from lib.intake.limits import BROKEN
from lib.intake.sheets import Mark, RefusedFileError, Sheet, Value

_MOST_MEMORY = 1024**3  # bytes; 400,000 cells of text take about a fifth of it
_MOST_SECONDS = 30
_DATE = "date"


def sheets_of(content: bytes) -> tuple[list[Sheet], list[str]]:
    """The visible sheets of a file as ``files.sheets_of`` gives them.

    Raises:
        RefusedFileError: The file is not read at all.
    """
    if not files.is_packed(content):
        return files.sheets_of(content)
    command = [sys.executable, "-m", "lib.intake.apart"]
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=True,
            cwd=paths.PROJECT,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise RefusedFileError(BROKEN) from error
    if "refused" in answer:
        raise RefusedFileError(answer["refused"])
    return [_sheet(one) for one in answer["sheets"]], answer["notes"]


def answer_of(content: bytes) -> dict[str, Any]:
    """What the process answers: sheets and notes, or why the file is refused."""
    try:
        sheets, notes = files.sheets_of(content)
    except RefusedFileError as refused:
        return {"refused": str(refused)}
    return {"sheets": [_described(one) for one in sheets], "notes": notes}


def _described(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "rows": [[_written(cell) for cell in row] for row in sheet.rows],
        "marks": [(*place, mark.name) for place, mark in sheet.marks.items()],
        "merged": sheet.merged,
    }


def _sheet(one: dict[str, Any]) -> Sheet:
    return Sheet(
        one["name"],
        [[_read(cell) for cell in row] for row in one["rows"]],
        {(row, column): Mark[name] for row, column, name in one["marks"]},
        [((top, left), (bottom, right)) for (top, left), (bottom, right) in one["merged"]],
    )


def _written(value: Value) -> object:
    return {_DATE: value.isoformat()} if isinstance(value, dt.date) else value


def _read(value: Any) -> Value:  # noqa: ANN401 - what JSON holds
    read: Value = dt.date.fromisoformat(value[_DATE]) if isinstance(value, dict) else value
    return read


def _limit() -> None:
    """Takes memory and time from this process, where the system can."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(answer_of(sys.stdin.buffer.read())))
