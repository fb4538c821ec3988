"""The page on sources and quality: sources, dictionary, discrepancies, checks."""

from dataclasses import dataclass

import pandas as pd

from lib import formats, vocabulary
from lib.cells import evidence_listed_in
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.queries import options
from lib.queries import sources as queries
from lib.schema import CSV_TABLES, TABLES, Column, Kind, Table
from lib.state import choice, choices, described
from lib.views.data import options_from, remembered
from lib.views.notes import source_notes

CHECK_EVIDENCE = {side: evidence_listed_in(f"{side}_figure_ids") for side in ("expected", "found")}
_PARTS = {
    "checks": "検算",
    "discrepancies": "相違の記録",
    "sources": "出典",
    "dictionary": "データの項目",
}
_TABLES = {table.name: table.title for table in CSV_TABLES}
_KIND_WORDS = {
    Kind.TEXT: "文字",
    Kind.INTEGER: "整数",
    Kind.MONEY: "整数",
    Kind.NUMBER: "数",
    Kind.BOOLEAN: "はい・いいえ",
    Kind.DATE: "日付",
}


@dataclass(frozen=True)
class SourcesState:
    """What the page shows.

    Attributes:
        part: Which of the four parts.
        verdict: Codes of ``VERDICT``, for the checks.
        check_kind: Codes of ``CHECK_KIND``, for the checks.
        discrepancy_kind: Codes of ``DISCREPANCY_KIND``, for the discrepancies.
        table: Names of tables, for the discrepancies.
        record: Ids of discrepancies, as links from other pages name them.
    """

    part: str = choice("見るもの", _PARTS, "checks")
    verdict: tuple[str, ...] = choices("判定", vocabulary.VERDICT.labels)
    check_kind: tuple[str, ...] = choices("検算の種類", vocabulary.CHECK_KIND.labels)
    discrepancy_kind: tuple[str, ...] = choices("相違の種類", vocabulary.DISCREPANCY_KIND.labels)
    table: tuple[str, ...] = choices("表", _TABLES)
    record: tuple[str, ...] = choices("記録番号", options_from(options.discrepancy_options))

    @property
    def facets(self) -> tuple[str, ...]:
        """The filters that belong to the chosen part."""
        return {
            "checks": ("verdict", "check_kind"),
            "discrepancies": ("discrepancy_kind", "table", "record"),
        }.get(self.part, ())


@remembered
def sources_exhibit(database: Database, state: SourcesState) -> Exhibit:
    """The chosen part."""
    builders = {
        "checks": _check_exhibit,
        "discrepancies": _discrepancy_exhibit,
        "sources": _source_exhibit,
        "dictionary": _dictionary_exhibit,
    }
    return builders[state.part](database, state)


def _check_exhibit(database: Database, state: SourcesState) -> Exhibit:
    checks = queries.checks(database, state.verdict, state.check_kind)
    verdicts = [row["verdict"] for row in records(checks)]
    counts = "、".join(
        f"{label}{verdicts.count(code)}件"
        for code, label in vocabulary.VERDICT.labels.items()
        if code in verdicts
    )
    return Exhibit(
        exhibit_id="checks",
        name="検算",
        title="数値どうしの検算の一覧（件）",
        summary=(
            f"{len(checks)}件の検算のうち、{counts}。"
            "データを更新するたびに行い、不合には必ず理由を記録する。"
        ),
        rows=checks,
        columns=queries.CHECK_COLUMNS,
        export_only=("check_id", "project_id", "expected_figure_ids", "found_figure_ids"),
        evidence=CHECK_EVIDENCE,
        as_of="データの更新日",
        sources=source_notes(database, ["S1", "S2", "S3", "S4", "S5"]),
        filters=described(state, state.facets),
    )


def _discrepancy_exhibit(database: Database, state: SourcesState) -> Exhibit:
    found = queries.discrepancies(database, state.discrepancy_kind, state.table, state.record)
    return Exhibit(
        exhibit_id="discrepancies",
        name="相違の記録",
        title="文書の読み違い、位置のずれ、矛盾、記載のない所の一覧（件）",
        summary=f"{len(found)}件の記録。文書の記載、採用した読み、その理由を示す。",
        rows=found,
        columns=queries.DISCREPANCY_COLUMNS,
        export_only=("column_name", "check_id"),
        as_of="文書の公表時",
        sources=source_notes(database, found["source_id"]),
        filters=described(state, state.facets),
    )


def _source_exhibit(database: Database, _state: SourcesState) -> Exhibit:
    found = queries.sources(database)
    documents = sum(row["source_id"] in {"S1", "S2", "S3", "S4", "S5"} for row in records(found))
    return Exhibit(
        exhibit_id="sources",
        name="出典",
        title="出典の一覧（件）",
        summary=f"{documents}つの文書と、{len(found) - documents}件の統計や予算の資料。",
        rows=found,
        columns=queries.SOURCE_COLUMNS,
        as_of="入力日は出典ごと",
        sources=source_notes(database, ["S1", "S2", "S3", "S4", "S5"]),
    )


DICTIONARY_COLUMNS = (
    Column("table", Kind.TEXT, "表", "表の名前（CSVとデータベースで同じ）"),
    Column("table_title", Kind.TEXT, "表の内容", "1行が何か"),
    Column("column", Kind.TEXT, "列", "列の名前"),
    Column("label", Kind.TEXT, "見出し", "画面と出力での見出し"),
    Column("kind", Kind.TEXT, "型", "値の型"),
    Column("unit", Kind.TEXT, "単位", "数の単位", missing="行ごと、または単位なし"),
    Column("is_key", Kind.BOOLEAN, "キー", "行を決める列か"),
    Column("missing", Kind.TEXT, "空の意味", "空のときの意味", missing="空にならない"),
    Column("allowed", Kind.TEXT, "値の範囲", "認められる値", missing="制限なし"),
    Column("meaning", Kind.TEXT, "意味", "値が何を示すか"),
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


def _dictionary_exhibit(database: Database, _state: SourcesState) -> Exhibit:
    rows = dictionary()
    return Exhibit(
        exhibit_id="dictionary",
        name="データの項目",
        title="データの項目の一覧（列）",
        summary=f"{rows['table'].nunique()}の表の{len(rows)}列。表の宣言から作られる。",
        rows=rows,
        columns=DICTIONARY_COLUMNS,
        as_of="この版のデータ",
        sources=source_notes(database, ["S1", "S2", "S3", "S4", "S5"]),
    )
