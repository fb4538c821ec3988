"""Lists every published figure once: what it counts, as of when, and where it stands."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lib import formats, vocabulary
from lib.cells import Cell
from lib.validation import Loaded, LoadedTable, Row

_Words = Callable[[Row, "_Names"], str]


@dataclass(frozen=True)
class _FigureColumn:
    """A column that holds published figures.

    Attributes:
        table: Name of the table.
        column: Name of the column.
        subject: What a figure counts, in words.
        as_of: As of when, in words.
        evidence: Code of ``EVIDENCE``, or the code for a row.
        source: Column that names the source.
    """

    table: str
    column: str
    subject: _Words
    as_of: _Words
    evidence: str | Callable[[Row], str] = "printed"
    source: str = "source_id"


class _Names:
    """Names behind the codes of other tables."""

    def __init__(self, tables: Loaded) -> None:
        bodies = {row["body_code"]: str(row["name"]) for row in tables["bodies"].rows}
        self._bodies = bodies
        self._projects = {
            row["project_id"]: bodies[str(row["body_code"])] for row in tables["projects"].rows
        }
        self._prefectures = {
            row["prefecture_code"]: str(row["name"]) for row in tables["prefectures"].rows
        }
        self._support_types = {
            row["support_type_id"]: str(row["name"]) for row in tables["support_types"].rows
        }

    def project(self, row: Row) -> str:
        return self._projects[row["project_id"]]

    def body(self, row: Row) -> str:
        return self._bodies[str(row["body_code"])]

    def prefecture(self, row: Row) -> str:
        return self._prefectures.get(row["prefecture_code"], "名前の示されない都道府県の合計")

    def support_type(self, row: Row) -> str:
        return self._support_types[row["support_type_id"]]


def figure_rows(tables: Loaded) -> Iterator[Row]:
    """Rows of ``figures``, table by table."""
    names = _Names(tables)
    for declared in _FIGURE_COLUMNS:
        loaded = tables[declared.table]
        for row in loaded.rows:
            if row[declared.column] is not None:
                yield _figure_row(declared, loaded, row, names)


def _figure_row(declared: _FigureColumn, loaded: LoadedTable, row: Row, names: _Names) -> Row:
    cell = Cell(declared.table, loaded.row_key(row), declared.column)
    column = loaded.table.column(declared.column)
    date, evidence = row.get("as_of_date"), declared.evidence
    return {
        "figure_id": cell.figure_id,
        "table_name": cell.table_name,
        "row_key": cell.row_key,
        "column_name": cell.column_name,
        "project_id": row.get("project_id"),
        "subject": declared.subject(row, names),
        "value": row[declared.column],
        "unit": row.get("unit") or column.unit,
        "count_basis": row.get("count_basis"),
        "comparator": _comparator(declared, row),
        "as_of": declared.as_of(row, names),
        "as_of_date": date if isinstance(date, dt.date) else None,
        "evidence": evidence if isinstance(evidence, str) else evidence(row),
        "source_id": row[declared.source],
        "source_locator": row.get("source_locator") or f"{cell.row_key} の行",
    }


def _comparator(declared: _FigureColumn, row: Row) -> str | None:
    flag = "is_duration_approximate" if declared.table == "scheme_phases" else "is_approximate"
    code = "about" if row.get(flag) else row.get("comparator")
    return None if code is None else str(code)


def _dated(row: Row, _names: _Names) -> str:
    date = row["as_of_date"]
    return formats.day(date) if isinstance(date, dt.date) else formats.NOT_GIVEN


def _in_fiscal_year(row: Row, _names: _Names) -> str:
    year = row["fiscal_year"]
    return formats.fiscal_year(year) if isinstance(year, int) else formats.NOT_GIVEN


def _in_period(row: Row, _names: _Names) -> str:
    kind = vocabulary.PERIOD_BASIS.label(str(row["period_basis"]))
    return f"{row['period']}（{kind}）"


def _monthly(words: str) -> _Words:
    return lambda row, names: f"{names.project(row)} プログラムの月ごとの{words}"


def _in_month(row: Row, _names: _Names) -> str:
    month = row["month"]
    return formats.month(month) if isinstance(month, dt.date) else formats.NOT_GIVEN


def _at(words: str) -> _Words:
    return lambda _row, _names: words


def _kpi(part: str) -> _Words:
    def subject(row: Row, names: _Names) -> str:
        kind = vocabulary.TARGET_KIND.label(str(row["target_kind"]))
        return f"{names.project(row)} {row['indicator']}（{part or kind}）"

    return subject


def _group(row: Row, names: _Names) -> str:
    grouping, category = str(row["grouping"]), str(row["category"])
    kind = vocabulary.GROUPING.label(grouping)
    return f"{names.project(row)} 参加者（{kind}、{vocabulary.participant_category(category)}）"


def _group_evidence(row: Row) -> str:
    """The document prints totals by sex and referral; those of a year are added up from them."""
    return "counted" if row["grouping"] == "fiscal_year" else "tabulated"


def _family(words: str) -> _Words:
    return lambda row, names: f"{names.project(row)} 家族会の家族{row['family_number']}の{words}"


def _support_range(end: str) -> _Words:
    return lambda row, names: f"直接支援「{names.support_type(row)}」の団体別の支援実績の{end}"


_END_OF_PROJECT = _at("事業期間の末まで")
_FIGURE_COLUMNS = (
    _FigureColumn(
        "results", "value", lambda row, names: f"{names.project(row)} {row['indicator']}", _dated
    ),
    _FigureColumn("kpis", "target_value", _kpi(""), _at("目標を立てた時")),
    _FigureColumn("kpis", "actual_value", _kpi("結果"), _dated),
    _FigureColumn("program_sessions", "sessions", _monthly("実施回数"), _in_month, "counted"),
    _FigureColumn(
        "program_sessions", "attendances", _monthly("延べ参加人数"), _in_month, "counted"
    ),
    _FigureColumn(
        "program_participants",
        "sessions_attended",
        lambda row, names: f"{names.project(row)} 参加者{row['participant_number']}の参加回数",
        _END_OF_PROJECT,
        "counted",
    ),
    _FigureColumn(
        "participants_by_group", "participants", _group, _END_OF_PROJECT, _group_evidence
    ),
    _FigureColumn(
        "family_meetings", "meetings_attended", _family("参加回数"), _END_OF_PROJECT, "tabulated"
    ),
    _FigureColumn("family_meetings", "attendance_share_pct", _family("参加率"), _END_OF_PROJECT),
    _FigureColumn(
        "findings",
        "value",
        lambda row, names: f"{names.project(row)} {row['text']}",
        _at("報告書の公表時"),
    ),
    _FigureColumn(
        "support_type_bodies",
        "bodies",
        lambda row, names: f"直接支援「{names.support_type(row)}」を行う団体（重複計上）",
        _in_fiscal_year,
        "tabulated",
    ),
    _FigureColumn("support_ranges", "minimum", _support_range("最小"), _in_fiscal_year),
    _FigureColumn("support_ranges", "maximum", _support_range("最大"), _in_fiscal_year),
    _FigureColumn(
        "support_counts",
        "value",
        lambda row, names: f"{names.prefecture(row)} 直接支援「{names.support_type(row)}」の実績",
        _in_fiscal_year,
    ),
    _FigureColumn("subsidy_terms", "subsidy_rate", _at("交付金の補助率"), _in_fiscal_year),
    _FigureColumn("subsidy_terms", "cap_yen", _at("交付金の補助上限"), _in_fiscal_year),
    _FigureColumn(
        "prefecture_cases",
        "value",
        lambda row, names: f"{names.prefecture(row)} {row['text']}",
        _in_fiscal_year,
    ),
    _FigureColumn(
        "scheme_phases",
        "duration_months",
        lambda row, _names: f"制度の段階「{row['name']}」の長さ",
        _at("文書の公表時"),
        "counted",
    ),
    _FigureColumn(
        "event_attendance",
        "attendees",
        lambda row, _names: f"{row['event']} {row['block']}の参加者",
        _at("開催した日"),
    ),
    _FigureColumn(
        "budget_lines",
        "amount_yen",
        lambda row, _names: f"{row['line']} {row['item']}",
        _in_fiscal_year,
        "place",
    ),
    _FigureColumn(
        "subsidy_grants",
        "amount_yen",
        lambda row, names: f"{names.prefecture(row)} 交付額",
        _in_fiscal_year,
        "place",
    ),
    _FigureColumn(
        "commissions",
        "amount_yen",
        lambda row, names: f"{names.body(row)} モデル事業の委託額",
        _in_fiscal_year,
        "place",
    ),
    _FigureColumn(
        "context_series",
        "value",
        lambda row, _names: f"{row['series']}（{row['breakdown']}）",
        _in_period,
        "place",
    ),
    _FigureColumn(
        "prefectures",
        "population_2020",
        lambda row, _names: f"{row['name']}の人口",
        _at("2020年10月1日"),
        "place",
        "population_source_id",
    ),
)
