"""Lists every published figure once: what it counts, as of when, and where it stands."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lib import formats, vocabulary
from lib.cells import Cell
from lib.schema import Column, Kind
from lib.validation import Loaded, LoadedTable, Row, Value

_NAMELESS = "名前の示されない都道府県の合計"


@dataclass(frozen=True)
class _FigureColumn:
    """A column that holds published figures.

    Attributes:
        table: Name of the table.
        column: Name of the column.
        subject: What a figure counts; braces hold columns of its row, whose codes, years and
            dates are put into words.
        as_of: As of when, in the same form.
        evidence: Code of ``EVIDENCE``.
        source: Column that names the source.
    """

    table: str
    column: str
    subject: str
    as_of: str
    evidence: str = "printed"
    source: str = "source_id"


_IN_YEAR = "{fiscal_year}"
_END_OF_PROJECT = "事業期間の末まで"
_SUPPORT_RANGE = "直接支援「{support_type_id}」の団体別の支援実績の"
_FIGURE_COLUMNS = (
    _FigureColumn("results", "value", "{project_id} {indicator}", "{as_of_date}"),
    _FigureColumn(
        "kpis", "target_value", "{project_id} {indicator}（{target_kind}）", "目標を立てた時"
    ),
    _FigureColumn("kpis", "actual_value", "{project_id} {indicator}（結果）", "{as_of_date}"),
    _FigureColumn(
        *("program_sessions", "sessions"),
        *("{project_id} プログラムの月ごとの実施回数", "{month}", "counted"),
    ),
    _FigureColumn(
        *("program_sessions", "attendances"),
        *("{project_id} プログラムの月ごとの延べ参加人数", "{month}", "counted"),
    ),
    _FigureColumn(
        *("program_participants", "sessions_attended"),
        *("{project_id} 参加者{participant_number}の参加回数", _END_OF_PROJECT, "counted"),
    ),
    _FigureColumn(
        *("participants_by_group", "participants"),
        *("{project_id} 参加者（{grouping}、{category}）", _END_OF_PROJECT, "tabulated"),
    ),
    _FigureColumn(
        *("family_meetings", "meetings_attended"),
        *("{project_id} 家族会の家族{family_number}の参加回数", _END_OF_PROJECT, "tabulated"),
    ),
    _FigureColumn(
        *("family_meetings", "attendance_share_pct"),
        *("{project_id} 家族会の家族{family_number}の参加率", _END_OF_PROJECT),
    ),
    _FigureColumn("findings", "value", "{project_id} {text}", "報告書の公表時"),
    _FigureColumn(
        *("support_type_bodies", "bodies"),
        *("直接支援「{support_type_id}」を行う団体（重複計上）", _IN_YEAR, "tabulated"),
    ),
    _FigureColumn("support_ranges", "minimum", f"{_SUPPORT_RANGE}最小", _IN_YEAR),
    _FigureColumn("support_ranges", "maximum", f"{_SUPPORT_RANGE}最大", _IN_YEAR),
    _FigureColumn(
        *("support_counts", "value"),
        *("{prefecture_code} 直接支援「{support_type_id}」の実績", _IN_YEAR),
    ),
    _FigureColumn("subsidy_terms", "subsidy_rate", "交付金の補助率", _IN_YEAR),
    _FigureColumn("subsidy_terms", "cap_yen", "交付金の補助上限", _IN_YEAR),
    _FigureColumn("prefecture_cases", "value", "{prefecture_code} {text}", _IN_YEAR),
    _FigureColumn(
        *("scheme_phases", "duration_months"),
        *("制度の段階「{name}」の長さ", "文書の公表時", "counted"),
    ),
    _FigureColumn("event_attendance", "attendees", "{event} {block}の参加者", "開催した日"),
    _FigureColumn("budget_lines", "amount_yen", "{line} {item}", _IN_YEAR, "place"),
    _FigureColumn("subsidy_grants", "amount_yen", "{prefecture_code} 交付額", _IN_YEAR, "place"),
    _FigureColumn("commissions", "amount_yen", "{body_code} モデル事業の委託額", _IN_YEAR, "place"),
    _FigureColumn(
        *("context_series", "value", "{series}（{breakdown}）"),
        *("{period}（{period_basis}）", "place"),
    ),
    _FigureColumn(
        *("prefecture_indicators", "value", "{prefecture_code} {indicator_id}"),
        *("{period}（{period_basis}）", "place"),
    ),
    _FigureColumn(
        *("prefectures", "population_2020", "{name}の人口"),
        *("2020年10月1日", "place", "population_source_id"),
    ),
)


def figure_rows(tables: Loaded) -> Iterator[Row]:
    """Rows of ``figures``, table by table."""
    names = _names(tables)
    for declared in _FIGURE_COLUMNS:
        loaded = tables[declared.table]
        for row in loaded.rows:
            if row[declared.column] is not None:
                yield _figure_row(declared, loaded, row, names)


def _names(tables: Loaded) -> dict[str, dict[Value, str]]:
    """The names behind codes, by the column that holds the code."""
    named = (
        ("bodies", "body_code"),
        ("prefectures", "prefecture_code"),
        ("support_types", "support_type_id"),
        ("indicators", "indicator_id"),
    )
    names = {
        key: {row[key]: str(row["name"]) for row in tables[table].rows} for table, key in named
    }
    names["prefecture_code"][None] = _NAMELESS
    bodies = names["body_code"]
    names["project_id"] = {
        row["project_id"]: bodies[row["body_code"]] for row in tables["projects"].rows
    }
    return names


def _figure_row(
    declared: _FigureColumn,
    loaded: LoadedTable,
    row: Row,
    names: Mapping[str, Mapping[Value, str]],
) -> Row:
    cell = Cell(declared.table, loaded.row_key(row), declared.column)
    words = {
        column.name: names[column.name].get(row[column.name], "")
        if column.name in names
        else _words(column, row[column.name])
        for column in loaded.table.columns
    }
    date = row.get("as_of_date")
    return {
        "figure_id": cell.figure_id,
        "table_name": cell.table_name,
        "row_key": cell.row_key,
        "column_name": cell.column_name,
        "project_id": row.get("project_id"),
        "subject": declared.subject.format_map(words),
        "value": row[declared.column],
        "unit": row.get("unit") or loaded.table.column(declared.column).unit,
        "count_basis": row.get("count_basis"),
        "comparator": _comparator(declared, row),
        "as_of": declared.as_of.format_map(words),
        "as_of_date": date if isinstance(date, dt.date) else None,
        "evidence": _evidence(declared, row),
        "source_id": row[declared.source],
        "source_locator": row.get("source_locator") or f"{cell.row_key} の行",
    }


def _words(column: Column, value: Value) -> str:
    """A cell in words."""
    if column.vocabulary and value is not None:
        return column.vocabulary.label(str(value))
    if column.name == "category":
        return vocabulary.participant_category(str(value))
    if column.kind is Kind.DATE or column.name == "fiscal_year":
        return _time_words(column.name, value)
    return str(value)


def _time_words(name: str, value: Value) -> str:
    if isinstance(value, dt.date):
        return formats.month(value) if name == "month" else formats.day(value)
    return formats.fiscal_year(value) if isinstance(value, int) else formats.NOT_GIVEN


def _comparator(declared: _FigureColumn, row: Row) -> str | None:
    flag = "is_duration_approximate" if declared.table == "scheme_phases" else "is_approximate"
    code = "about" if row.get(flag) else row.get("comparator")
    return None if code is None else str(code)


def _evidence(declared: _FigureColumn, row: Row) -> str:
    """The documents print totals by sex and referral; those of a year are added up from them."""
    return "counted" if row.get("grouping") == "fiscal_year" else declared.evidence
