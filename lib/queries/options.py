"""Queries for the choices that filters offer."""

from dataclasses import dataclass

from lib import formats
from lib.database import Database
from lib.folding import katakana


@dataclass(frozen=True, slots=True)
class _Option:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class _Reading:
    code: str
    before: str
    kana: str
    romaji: str
    prefecture_code: str

    @property
    def words(self) -> str:
        """As in とちぎけん トチギケン Tochigi 09."""
        return (
            f"{self.before}{self.kana} {katakana(self.kana)} {self.romaji} {self.prefecture_code}"
        )


def _options(database: Database, sql: str) -> dict[str, str]:
    return {row.code: row.label for row in database.rows(sql, _Option)}


def theme_options(database: Database) -> dict[str, str]:
    """Theme id to its name, grouped."""
    return _options(
        database,
        "SELECT theme_id AS code, name_ja AS label FROM themes ORDER BY theme_group, theme_id",
    )


def measure_options(database: Database) -> dict[str, str]:
    """Measure to its name, grouped."""
    return _options(
        database,
        """
        SELECT measure AS code, name_ja AS label FROM measures ORDER BY measure_group DESC, measure
        """,
    )


def project_options(database: Database) -> dict[str, str]:
    """Project id to the body's name, in the order of the catalogue."""
    return _options(
        database,
        """
        SELECT project_id AS code, name AS label FROM projects JOIN bodies USING (body_code)
        ORDER BY cohort_fiscal_year, number
        """,
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
    sql = f"SELECT DISTINCT {column_name} AS value FROM {table_name} ORDER BY value"
    return {str(year): formats.fiscal_year(year) for year in database.rows(sql, int)}


def discrepancy_options(database: Database) -> dict[str, str]:
    """Ids of the registered discrepancies, which are their own names."""
    sql = "SELECT discrepancy_id AS value FROM discrepancies ORDER BY value"
    return {name: name for name in database.rows(sql, str)}


def prefecture_options(database: Database) -> dict[str, str]:
    """Prefecture code to its name, in the order of the codes."""
    return _options(
        database,
        "SELECT prefecture_code AS code, name AS label FROM prefectures ORDER BY prefecture_code",
    )


def prefecture_readings(database: Database) -> dict[str, str]:
    """Prefecture code to its kana, romaji and code, by which a list finds it."""
    sql = """
        SELECT prefecture_code AS code, '' AS before, kana, romaji, prefecture_code
        FROM prefectures ORDER BY prefecture_code
        """
    return {row.code: row.words for row in database.rows(sql, _Reading)}


def project_readings(database: Database) -> dict[str, str]:
    """Project id to its prefecture's readings, with its name before where the body is a city."""
    sql = """
        SELECT project_id AS code,
               CASE body_kind WHEN 'prefecture' THEN '' ELSE prefectures.name || ' ' END AS before,
               kana, romaji, prefecture_code
        FROM projects JOIN bodies USING (body_code) JOIN prefectures USING (prefecture_code)
        ORDER BY project_id
        """
    return {row.code: row.words for row in database.rows(sql, _Reading)}
