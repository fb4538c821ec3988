"""Queries for the choices that filters offer."""

from lib import formats
from lib.database import Database
from lib.folding import katakana
from lib.frames import Record, records
from lib.schema import Column, declared


def _options(database: Database, sql: str, code: Column, label: Column) -> dict[str, str]:
    frame = database.frame(sql, (code, label))
    return dict(zip(frame[code.name], frame[label.name], strict=True))


def theme_options(database: Database) -> dict[str, str]:
    """Theme id to its name, grouped."""
    return _options(
        database,
        "SELECT theme_id, name_ja FROM themes ORDER BY theme_group, theme_id",
        declared("themes", "theme_id"),
        declared("themes", "name_ja"),
    )


def measure_options(database: Database) -> dict[str, str]:
    """Measure to its name, grouped."""
    return _options(
        database,
        "SELECT measure, name_ja FROM measures ORDER BY measure_group DESC, measure",
        declared("measures", "measure"),
        declared("measures", "name_ja"),
    )


def project_options(database: Database) -> dict[str, str]:
    """Project id to the body's name, in the order of the catalogue."""
    return _options(
        database,
        """
        SELECT project_id, name FROM projects JOIN bodies USING (body_code)
        ORDER BY cohort_fiscal_year, number
        """,
        declared("projects", "project_id"),
        declared("bodies", "name"),
    )


def grant_year_options(database: Database) -> dict[str, str]:
    """Fiscal years with published grants, as codes and in words, oldest first."""
    return _year_options(database, "subsidy_grants", "fiscal_year")


def commission_year_options(database: Database) -> dict[str, str]:
    """Fiscal years with published commissions, as codes and in words, oldest first."""
    return _year_options(database, "commissions", "fiscal_year")


def cohort_options(database: Database) -> dict[str, str]:
    """Fiscal years in which projects began, as codes and in words, oldest first."""
    years = _year_options(database, "projects", "cohort_fiscal_year")
    return {code: f"{words}開始" for code, words in years.items()}


def _year_options(database: Database, table_name: str, column_name: str) -> dict[str, str]:
    year = declared(table_name, column_name)
    sql = f"SELECT DISTINCT {column_name} FROM {table_name} ORDER BY {column_name}"
    years = (int(value) for value in database.frame(sql, (year,))[column_name])
    return {str(value): formats.fiscal_year(value) for value in years}


def discrepancy_options(database: Database) -> dict[str, str]:
    """Ids of the registered discrepancies, which are their own names."""
    column = declared("discrepancies", "discrepancy_id")
    sql = "SELECT discrepancy_id FROM discrepancies ORDER BY discrepancy_id"
    return {str(name): str(name) for name in database.frame(sql, (column,))["discrepancy_id"]}


def prefecture_options(database: Database) -> dict[str, str]:
    """Prefecture code to its name, in the order of the codes."""
    return _options(
        database,
        "SELECT prefecture_code, name FROM prefectures ORDER BY prefecture_code",
        declared("prefectures", "prefecture_code"),
        declared("prefectures", "name"),
    )


_READING_COLUMNS = (
    declared("projects", "project_id"),
    declared("bodies", "body_kind"),
    *(declared("prefectures", name) for name in ("name", "kana", "romaji", "prefecture_code")),
)


def prefecture_readings(database: Database) -> dict[str, str]:
    """Prefecture code to its kana, romaji and code, by which a list finds it."""
    columns = _READING_COLUMNS[3:]
    sql = "SELECT kana, romaji, prefecture_code FROM prefectures ORDER BY prefecture_code"
    rows = records(database.frame(sql, columns))
    return {row["prefecture_code"]: _reading(row) for row in rows}


def project_readings(database: Database) -> dict[str, str]:
    """Project id to its prefecture's readings, with its name before where the body is a city."""
    sql = """
        SELECT project_id, body_kind, prefectures.name, kana, romaji, prefecture_code
        FROM projects JOIN bodies USING (body_code) JOIN prefectures USING (prefecture_code)
        ORDER BY project_id
        """
    rows = records(database.frame(sql, _READING_COLUMNS))
    return {
        row["project_id"]: _reading(row)
        if row["body_kind"] == "prefecture"
        else f"{row['name']} {_reading(row)}"
        for row in rows
    }


def _reading(row: Record) -> str:
    """As in とちぎけん トチギケン Tochigi 09."""
    kana = str(row["kana"])
    return f"{kana} {katakana(kana)} {row['romaji']} {row['prefecture_code']}"
