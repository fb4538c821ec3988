"""The indicators of one prefecture: never side by side with those of the few others."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib import formats
from lib.cells import evidence_in, figure_id
from lib.database import Database, frame_of
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.queries.indicators import INDICATOR_COLUMNS, IndicatorValue, indicator_values
from lib.queries.places import prefectures
from lib.views.map_state import NO_PREFECTURE, PlaceState
from lib.views.missing import reason_counts, reason_words
from lib.views.notes import named_cautions, source_notes
from lib.vocabulary import MISSING_REASON

_KEY = ("indicator_id", "period", "prefecture_code")
_PERIOD_WORDS = {
    "calendar_year": "{}年",
    "fiscal_year": "{}年度",
    "release_year": "{}年に出所",
    "target_year": "{}年の目標",
}
_DAY_LENGTH, _MONTH_LENGTH = len("2021-01-01"), len("2021-01")


def period_words(row: IndicatorValue) -> str:
    """The period of a value, as in 2021年, 2018～2021年度, 2021年1月1日."""
    if row.period_basis == "as_of":
        if len(row.period) == _DAY_LENGTH:
            return formats.day(dt.date.fromisoformat(row.period))
        if len(row.period) == _MONTH_LENGTH:
            return f"{row.period[:4]}年{int(row.period[5:])}月"
    words = _PERIOD_WORDS.get(row.period_basis)
    return words.format(row.period.replace("-", "～")) if words else f"期間 {row.period}"


def value_words(row: IndicatorValue) -> str:
    """The value with its unit, or why there is none."""
    if row.value is None:
        return MISSING_REASON.label(row.missing_reason or "unknown")
    return formats.count(row.value, row.unit)


def public_prefectures(database: Database) -> int:
    """How many prefectures have a value of any indicator."""
    found = {row.prefecture_code for row in indicator_values(database) if row.value is not None}
    return len(found)


def few_words(database: Database) -> str:
    """Why the values are not compared; empty once all prefectures have one."""
    found = public_prefectures(database)
    if found == len(prefectures(database)):
        return ""
    return f"値が公表されているのは{found}都道府県だけなので、都道府県どうしを比べない。"


@dataclass(frozen=True)
class NamedIndicator:
    """The newest value of an indicator in words, with its period and the figure behind it."""

    name: str
    words: str
    period: str
    figure_id: str | None


def newest_values(rows: Iterable[IndicatorValue]) -> tuple[NamedIndicator, ...]:
    """The newest entry of each indicator."""
    newest: dict[str, IndicatorValue] = {}
    for row in rows:
        newest.setdefault(row.indicator_id, row)
    return tuple(
        NamedIndicator(row.indicator_name, value_words(row), period_words(row), _figure(row))
        for row in newest.values()
    )


def _figure(row: IndicatorValue) -> str | None:
    if row.value is None:
        return None
    key = (row.indicator_id, row.period, row.prefecture_code)
    return figure_id("prefecture_indicators", "value", *key)


@remembered
def indicator_exhibit(database: Database, state: PlaceState) -> Exhibit | None:
    """All values of the prefecture that the state names; None if it has none or none is named."""
    if state.prefecture == NO_PREFECTURE:
        return None
    rows = indicator_values(database, state.prefecture)
    if not rows:
        return None
    name = rows[0].prefecture_name
    return Exhibit(
        exhibit_id="prefecture_indicators",
        name=f"{name}の指標",
        title=f"{name}の指標の値の一覧（指標と期間ごと、単位は行ごと）",
        summary=_summary(database, rows),
        rows=frame_of(rows, INDICATOR_COLUMNS),
        columns=INDICATOR_COLUMNS,
        export_only=("prefecture_name", "meaning"),
        evidence={"value": evidence_in("prefecture_indicators", "value", *_KEY)},
        as_of=_as_of(rows),
        sources=source_notes(database, (row.source_id for row in rows)),
        cautions=named_cautions(database, *(["few_prefectures"] if few_words(database) else [])),
        filters=(("都道府県", name),),
    )


def _as_of(rows: Sequence[IndicatorValue]) -> str:
    """The periods from the first to the last, as in 2008年から2021年まで."""
    ordered = sorted(rows, key=lambda row: row.period)
    ends = dict.fromkeys(map(period_words, (ordered[0], ordered[-1])))
    return "から".join(ends) + ("まで" if len(ends) > 1 else "")


def _summary(database: Database, rows: Sequence[IndicatorValue]) -> str:
    """The newest values, what is missing, and that few prefectures have one."""
    newest = (f"{one.name}は{one.words}（{one.period}）" for one in newest_values(rows))
    missing = reason_words(reason_counts(row.missing_reason for row in rows))
    said = f"値のない行は、{missing}で、0ではない。" if missing else ""
    return f"{rows[0].prefecture_name}の{'、'.join(newest)}。{said}{few_words(database)}"
