"""Writes ``docs/tables.md``: every table and column, from the declarations.

Run as ``python -m lib.assets.dictionary``.
"""

from lib import paths
from lib.schema import CSV_TABLES, TABLES, Column, Table

DOCUMENT = paths.PROJECT / "docs" / "tables.md"


def document() -> str:
    """The text of ``docs/tables.md``."""
    head = (
        "# 表とデータの項目\n\n"
        "`data/` のCSVとデータベースの表。`lib/schema/` の宣言から "
        "`python -m lib.assets.dictionary` で作る（手で直さない）。\n"
    )
    return "\n".join([head, *(_section(table) for table in TABLES)])


def _section(table: Table) -> str:
    origin = f"`data/{table.name}.csv`" if table in CSV_TABLES else "組み立てのときに作る"
    lines = [
        f"## {table.name} — {table.title}",
        "",
        f"1行は、{table.meaning}。{origin}。キー: {', '.join(f'`{name}`' for name in table.key)}",
        "",
        "| 列 | 見出し | 意味 | 単位 | 空の意味 |",
        "| --- | --- | --- | --- | --- |",
        *(_row(column) for column in table.columns),
        "",
    ]
    return "\n".join(lines)


def _row(column: Column) -> str:
    meaning = column.meaning
    if column.vocabulary:
        codes = "、".join(f"`{code}` {label}" for code, label in column.vocabulary.labels.items())
        meaning = f"{meaning}。{codes}"
    cells = (
        f"`{column.name}`",
        column.label,
        meaning,
        column.unit or "",
        column.missing or "空なし",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")
