"""Queries on the indicators of prefectures."""

from dataclasses import dataclass

from lib.database import Database
from lib.schema import columns, declared

INDICATOR_COLUMNS = (
    *columns("prefecture_indicators", "indicator_id", "prefecture_code"),
    declared("prefectures", "name", name="prefecture_name"),
    declared("indicators", "name", name="indicator_name"),
    *columns("prefecture_indicators", "period", "period_basis", "value", "missing_reason", "unit"),
    declared("indicators", "meaning"),
    *columns("prefecture_indicators", "source_kind", "source_id", "source_locator"),
)


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """The value of an indicator in a prefecture and period, or why it has none."""

    indicator_id: str
    prefecture_code: str
    prefecture_name: str
    indicator_name: str
    period: str
    period_basis: str
    value: float | None
    missing_reason: str | None
    unit: str
    meaning: str
    source_kind: str
    source_id: str
    source_locator: str


def indicator_values(database: Database, prefecture_code: str = "") -> tuple[IndicatorValue, ...]:
    """The values of all indicators, in their order, each with its newest period first.

    Args:
        database: The database.
        prefecture_code: Only those of this prefecture; empty for all.
    """
    return database.rows(
        """
        SELECT v.indicator_id, v.prefecture_code, p.name AS prefecture_name,
               i.name AS indicator_name, v.period, v.period_basis, v.value, v.missing_reason,
               v.unit, i.meaning, v.source_kind, v.source_id, v.source_locator
        FROM prefecture_indicators AS v
        JOIN indicators AS i USING (indicator_id)
        JOIN prefectures AS p USING (prefecture_code)
        WHERE $code = '' OR v.prefecture_code = $code
        ORDER BY i.position, v.period DESC, v.prefecture_code
        """,
        IndicatorValue,
        {"code": prefecture_code},
    )
