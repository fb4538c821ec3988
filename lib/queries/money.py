"""Queries on budgets, grants, commissions and the terms of the grant."""

from dataclasses import dataclass, replace

import pandas as pd

from lib.database import Database
from lib.frames import rows_of
from lib.schema import Column, Kind, columns, declared, table


def _amount(name: str, label: str, meaning: str, missing: str) -> Column:
    return Column(name, Kind.MONEY, label, meaning, unit="円", missing=missing)


BUDGET_COLUMNS = table("budget_lines").columns
GRANT_COLUMNS = (
    *columns("subsidy_grants", "fiscal_year", "grant_number", "prefecture_code"),
    replace(
        declared("prefectures", "name", name="prefecture_name"),
        missing="名前のない分の合計",
    ),
    declared("subsidy_grants", "amount_yen"),
    replace(
        declared("subsidy_grants", "amount_yen", name="before_yen", label="前年度の交付額"),
        missing="不明",
    ),
    replace(declared("subsidy_terms", "cap_yen"), missing="この年度の上限の記載なし"),
    *columns("subsidy_grants", "source_id", "source_locator"),
)
COMMISSION_COLUMNS = (
    *columns("commissions", "fiscal_year", "rank", "body_code"),
    declared("bodies", "name", name="body_name"),
    *columns("commissions", "amount_yen", "rounded_to_yen", "source_id", "source_locator"),
)
TOTAL_COLUMNS = (
    declared("budget_lines", "fiscal_year"),
    _amount("requested_yen", "概算要求額", "要求された金額", "公表値なし"),
    _amount("budget_yen", "当初予算", "交付金の当初予算", "公表値なし"),
    _amount("paid_yen", "交付額の合計", "都道府県に交付した金額の合計", "公表値なし"),
    Column(
        "paid_share_pct",
        Kind.NUMBER,
        "予算に占める交付額",
        "交付額の合計を当初予算で割った割合",
        unit="%",
        missing="計算できない",
    ),
    _amount("left_yen", "予算との差", "当初予算から交付額の合計を引いた金額", "計算できない"),
    declared("budget_lines", "source_id", name="budget_source_id", label="予算の出典"),
    replace(
        declared("subsidy_grants", "source_id", name="paid_source_id", label="交付額の出典"),
        missing="公表値なし",
    ),
)
ITEM_COLUMNS = table("programme_items").columns

GRANT_LINE = "地域再犯防止等推進事業交付金（目）"
WHOLE_LINE = "再犯防止等企画調整推進費（項）"


@dataclass(frozen=True, slots=True)
class GrantTotal:
    """Budget and payments of a fiscal year."""

    fiscal_year: int
    budget_yen: int | None
    paid_yen: int | None
    paid_share_pct: float | None
    paid_source_id: str | None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One amount of a line of the budget."""

    fiscal_year: int
    item: str
    amount_yen: int


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant; of prefectures without a name, their sum. That of the year before may be unknown."""

    fiscal_year: int
    grant_number: int
    prefecture_code: str | None
    prefecture_name: str | None
    amount_yen: int
    before_yen: int | None
    cap_yen: int | None
    source_id: str
    source_locator: str


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """Rate and cap of the grant in a fiscal year."""

    fiscal_year: int
    subsidy_rate: float
    cap_yen: int
    note: str | None
    source_id: str


@dataclass(frozen=True, slots=True)
class Commission:
    """A commission of the model project."""

    body_name: str
    amount_yen: int


def budget_lines(database: Database, line: str) -> pd.DataFrame:
    """The amounts of one line of the budget, by fiscal year and item."""
    return database.frame(
        "SELECT * FROM budget_lines WHERE line = $line ORDER BY fiscal_year, item",
        BUDGET_COLUMNS,
        {"line": line},
    )


def grant_totals(database: Database) -> pd.DataFrame:
    """Budget of the grant and what was paid, by fiscal year; a side may be missing."""
    return database.frame(
        """
        WITH budget AS (
            SELECT fiscal_year,
                   max(amount_yen) FILTER (item = '概算要求額') AS requested_yen,
                   max(amount_yen) FILTER (item = '当初予算') AS budget_yen,
                   max(source_id) AS budget_source_id
            FROM budget_lines WHERE line = $line GROUP BY fiscal_year),
        paid AS (
            SELECT fiscal_year, sum(amount_yen) AS paid_yen, max(source_id) AS paid_source_id
            FROM subsidy_grants GROUP BY fiscal_year)
        SELECT fiscal_year, requested_yen, budget_yen, paid_yen,
               round(100.0 * paid_yen / nullif(budget_yen, 0), 1) AS paid_share_pct,
               budget_yen - paid_yen AS left_yen,
               budget_source_id, paid_source_id
        FROM budget FULL JOIN paid USING (fiscal_year)
        ORDER BY fiscal_year
        """,
        TOTAL_COLUMNS,
        {"line": GRANT_LINE},
    )


def grants(database: Database, fiscal_year: int | None) -> pd.DataFrame:
    """The grants of one fiscal year, None for the newest; those not named come last as one sum.

    The cap is that of the terms of the same year, of each grant whose prefecture is named. What a
    prefecture was granted in the year before is known where that year names it.
    """
    return database.frame(
        """
        SELECT g.fiscal_year, g.grant_number, g.prefecture_code, p.name AS prefecture_name,
               g.amount_yen, before.amount_yen AS before_yen,
               CASE WHEN g.prefecture_code IS NOT NULL THEN t.cap_yen END AS cap_yen,
               g.source_id, g.source_locator
        FROM subsidy_grants AS g
        LEFT JOIN prefectures AS p USING (prefecture_code)
        LEFT JOIN subsidy_terms AS t USING (fiscal_year)
        LEFT JOIN subsidy_grants AS before
        ON before.fiscal_year = g.fiscal_year - 1
        AND before.prefecture_code IS NOT DISTINCT FROM g.prefecture_code
        WHERE g.fiscal_year = coalesce($fiscal_year, (SELECT max(fiscal_year) FROM subsidy_grants))
        ORDER BY g.grant_number
        """,
        GRANT_COLUMNS,
        {"fiscal_year": fiscal_year},
    )


def grant_rows(database: Database, fiscal_year: int | None) -> tuple[Grant, ...]:
    """The same, for words."""
    return rows_of(grants(database, fiscal_year), Grant)


def commissions(database: Database, fiscal_year: int) -> pd.DataFrame:
    """The ten largest commissions of the model project of one fiscal year."""
    return database.frame(
        """
        SELECT c.fiscal_year, c.rank, c.body_code, b.name AS body_name, c.amount_yen,
               c.rounded_to_yen, c.source_id, c.source_locator
        FROM commissions AS c JOIN bodies AS b USING (body_code)
        WHERE c.fiscal_year = $fiscal_year
        ORDER BY c.rank, c.body_code
        """,
        COMMISSION_COLUMNS,
        {"fiscal_year": fiscal_year},
    )


def subsidy_terms(database: Database) -> tuple[GrantTerms, ...]:
    """Rate and cap of the grant, the newest fiscal year first: these are in force."""
    return database.rows("FROM subsidy_terms ORDER BY fiscal_year DESC", GrantTerms)


def programme_items(database: Database) -> pd.DataFrame:
    """What the grant's programme consists of and what it pays for."""
    return database.frame(
        "SELECT * FROM programme_items ORDER BY item_kind DESC, position", ITEM_COLUMNS
    )


def item_years(database: Database) -> tuple[int, ...]:
    """The fiscal years of the documents that name the items, as far as their terms tell them."""
    return database.rows(
        """
        SELECT DISTINCT t.fiscal_year AS value
        FROM subsidy_terms AS t SEMI JOIN programme_items USING (source_id) ORDER BY value
        """,
        int,
    )


def prefecture_count(database: Database) -> int:
    """The number of prefectures."""
    (found,) = database.rows("SELECT count(*) AS value FROM prefectures ORDER BY value", int)
    return found
