"""The page on sources and quality: sources, words on the schemes, dictionary, checks."""

from dataclasses import dataclass

from lib import vocabulary
from lib.cells import evidence_listed_in
from lib.database import Database
from lib.dictionary import DICTIONARY_COLUMNS, dictionary
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.queries import national, options
from lib.queries import sources as queries
from lib.schema import CSV_TABLES
from lib.state import choice, choices, described
from lib.views.data import options_from
from lib.views.national import symposium_exhibit
from lib.views.notes import named_cautions, source_notes

CHECK_EVIDENCE = {side: evidence_listed_in(f"{side}_figure_ids") for side in ("expected", "found")}
WORDING = "wording"  # the part that ``views.pages`` makes, as it knows all exhibits
# Part of the page, which is the id of its exhibit, to its name.
PARTS = {
    "checks": "検算",
    "discrepancies": "相違の記録",
    "sources": "出典",
    "scheme": "制度についての記載",
    "symposium": "シンポジウム",
    WORDING: "見出しと読み方",
    "dictionary": "データの項目",
}
_TABLES = {table.name: table.title for table in CSV_TABLES}


@dataclass(frozen=True)
class SourcesState:
    """What the page shows.

    Attributes:
        part: Which of the parts.
        verdict: Codes of ``VERDICT``, for the checks.
        check_kind: Codes of ``CHECK_KIND``, for the checks.
        discrepancy_kind: Codes of ``DISCREPANCY_KIND``, for the discrepancies.
        table: Names of tables, for the discrepancies.
        record: Ids of discrepancies, as links from other pages name them.
    """

    part: str = choice("見るもの", PARTS, "checks")
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

    @property
    def effective(self) -> "SourcesState":
        """The state with the filters of the chosen part alone."""
        return SourcesState(self.part, **{name: getattr(self, name) for name in self.facets})


@remembered
def sources_exhibit(database: Database, state: SourcesState) -> Exhibit:
    """The chosen part, but that of all words.

    Raises:
        KeyError: It is the part of all words.
    """
    builders = {
        "checks": _check_exhibit,
        "discrepancies": _discrepancy_exhibit,
        "sources": _source_exhibit,
        "scheme": _scheme_exhibit,
        "symposium": lambda database, _state: symposium_exhibit(database),
        "dictionary": _dictionary_exhibit,
    }
    return builders[state.part](database, state)


def _check_exhibit(database: Database, state: SourcesState) -> Exhibit:
    checks = queries.checks(database, state.verdict, state.check_kind)
    verdicts = list(checks["verdict"])
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
        evidence=CHECK_EVIDENCE,
        as_of="データの更新日",
        sources=source_notes(database, queries.document_ids(database)),
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
        export_only=("column_name",),
        as_of="文書の公表時",
        sources=source_notes(database, found["source_id"]),
        filters=described(state, state.facets),
    )


def _source_exhibit(database: Database, _state: SourcesState) -> Exhibit:
    found = queries.sources(database)
    documents = queries.document_ids(database)
    return Exhibit(
        exhibit_id="sources",
        name="出典",
        title="出典の一覧（件）",
        summary=(
            f"{len(documents)}つの文書と、{len(found) - len(documents)}件の統計、予算などの資料。"
        ),
        rows=found,
        columns=queries.SOURCE_COLUMNS,
        as_of="入力日は出典ごと",
        sources=source_notes(database, documents),
    )


def _scheme_exhibit(database: Database, _state: SourcesState) -> Exhibit:
    found = national.scheme_findings(database)
    return Exhibit(
        exhibit_id="scheme",
        name="制度についての記載",
        title="二つの制度について文書が記すことがらの一覧（要約）",
        summary=f"国と地方公共団体の役割、背景など{len(found)}件。",
        rows=found,
        columns=national.SCHEME_FINDING_COLUMNS,
        export_only=("finding_number",),
        as_of="文書の公表時",
        sources=source_notes(database, found["source_id"]),
        cautions=named_cautions(database, "reentry_not_held"),
    )


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
        sources=source_notes(database, queries.document_ids(database)),
    )
