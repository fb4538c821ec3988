"""The data dictionary: one row a column of every declared table."""

import pandas as pd

from lib import formats
from lib.schema import TABLES, Column, Kind, Role, Table

_KIND_WORDS = {
    Kind.TEXT: "文字",
    Kind.INTEGER: "整数",
    Kind.MONEY: "整数",
    Kind.NUMBER: "数",
    Kind.BOOLEAN: "はい・いいえ",
    Kind.DATE: "日付",
}

DICTIONARY_COLUMNS = (
    Column("table", Kind.TEXT, "表", "表の名前（CSVとデータベースで同じ）"),
    Column("table_title", Kind.TEXT, "表の内容", "1行が何か", declared_role=Role.SENTENCE),
    Column("column", Kind.TEXT, "列", "列の名前"),
    Column("label", Kind.TEXT, "見出し", "画面と出力での見出し"),
    Column("kind", Kind.TEXT, "型", "値の型"),
    Column("unit", Kind.TEXT, "単位", "数の単位", missing="行ごと、または単位なし"),
    Column("is_key", Kind.BOOLEAN, "キー", "行を決める列か"),
    Column(
        "missing",
        Kind.TEXT,
        "空の意味",
        "空のときの意味",
        missing="空にならない",
        declared_role=Role.SENTENCE,
    ),
    Column(
        "allowed",
        Kind.TEXT,
        "値の範囲",
        "認められる値",
        missing="制限なし",
        declared_role=Role.SENTENCE,
    ),
    Column("meaning", Kind.TEXT, "意味", "値が何を示すか", declared_role=Role.SENTENCE),
)


def dictionary() -> pd.DataFrame:
    """One row a column of every declared table."""
    rows = [_dictionary_row(table, column) for table in TABLES for column in table.columns]
    return pd.DataFrame(rows, columns=[column.name for column in DICTIONARY_COLUMNS])


def _dictionary_row(table: Table, column: Column) -> dict[str, object]:
    return {
        "table": table.name,
        "table_title": f"{table.title}: {table.meaning}",
        "column": column.name,
        "label": column.label,
        "kind": _KIND_WORDS[column.kind],
        "unit": column.unit,
        "is_key": column.name in table.key,
        "missing": column.missing,
        "allowed": _allowed_words(column),
        "meaning": column.meaning,
    }


def _allowed_words(column: Column) -> str | None:
    if column.vocabulary:
        return "、".join(
            code if code == label else f"{code}（{label}）"
            for code, label in column.vocabulary.labels.items()
        )
    low = None if column.minimum is None else f"{formats.number(column.minimum)}以上"
    high = None if column.maximum is None else f"{formats.number(column.maximum)}以下"
    return "".join(words for words in (low, high) if words) or column.pattern
