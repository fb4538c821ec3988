"""Rows for the tables of a copied project."""

import csv
from pathlib import Path


def add_rows(file: Path, rows: list[dict[str, str]]) -> None:
    """Adds rows where their keys, the first columns, place them; what a row lacks stays empty."""
    with file.open(encoding="utf-8", newline="") as opened:
        reader = csv.reader(opened)
        columns = next(reader)
        present = list(reader)
    added = [[row.get(name, "") for name in columns] for row in rows]
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([columns, *sorted(present + added)])
